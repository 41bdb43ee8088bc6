"""Texts about files whose shape is wrong: what a field may hold and what to write instead."""

TEXTS: dict[str, tuple[str, str]] = {
    "TAS101": ("no field is called {name!r} here", "这里没有名为 {name!r} 的字段"),
    "TAS101.help": (
        "remove it, or correct its name; the nearest is: {near}",
        "请删除或改正名称；最接近的是：{near}",
    ),
    "TAS101.about": (
        "Fields that tas does not know are refused, because a misspelt one would silently count for nothing.",
        "tas 不认识的字段一律拒绝：拼错的字段会悄悄失效，这比报错更糟。",
    ),
    "TAS102": ("{name} is missing", "缺少 {name}"),
    "TAS102.help": ("add a line `{name}: ...`", "请加一行 `{name}: ...`"),
    "TAS102.about": (
        "Every assessment names a customer and an opportunity; other shapes have their own required fields.",
        "每份评估都要写明客户和商机；其他文件也各有必填字段。",
    ),
    "TAS103": ("{field} holds {value!r}, which does not belong there", "{field} 的内容 {value!r} 不合要求"),
    "TAS103.help": ("wanted: {wanted}", "应为：{wanted}"),
    "TAS103.about": (
        "A value has the wrong form: text where a mapping belongs, a list where text belongs, a number that is none.",
        "值的形式不对：该是映射的地方写了文本，该是文本的地方写了列表，或数字不是数字。",
    ),
    "TAS104": ("{value!r} is no rating", "{value!r} 不是评级"),
    "TAS104.help": (
        'write "+" (known and good), "-" (known and bad) or "?" (not known), in double quotes',
        '请用双引号写 "+"（已知且有利）、"-"（已知且不利）或 "?"（未知）',
    ),
    "TAS104.about": (
        "A rating says what is known of a party: + favourable, - unfavourable, ? not known. No line means unrated.",
        "评级表示对一方已知的情况：+ 有利，- 不利，? 未知。没有这一行表示尚未评级。",
    ),
    "TAS105": ("{value!r} is no plain number", "{value!r} 不是纯数字"),
    "TAS105.help": ("write digits only, for example {cure}", "只写数字，例如 {cure}"),
    "TAS105.about": (
        "An amount is digits with an optional decimal point; separators and units mean different things to different people.",
        "金额只写数字，可带小数点；分隔符和单位在各地含义不同，容易误读。",
    ),
    "TAS106": ("{value!r} is no date", "{value!r} 不是日期"),
    "TAS106.help": ("write year-month-day, for example 2026-11-22", "请写成 年-月-日，例如 2026-11-22"),
    "TAS106.about": ("Dates are written as in ISO 8601, year-month-day.", "日期按 ISO 8601 书写：年-月-日。"),
    "TAS107": ("{value!r} is neither true nor false", "{value!r} 既不是 true 也不是 false"),
    "TAS107.help": ("write true or false", "请写 true 或 false"),
    "TAS107.about": (
        "Only true and false are read as such; yes, on and 1 mean different things to different readers.",
        "只认 true 和 false；yes、on、1 在不同工具中含义不同。",
    ),
    "TAS108": ("{value!r} is not among what {field} may be", "{field} 不能是 {value!r}"),
    "TAS108.help": ("use one of: {options}", "可用的值：{options}"),
    "TAS108.about": ("This field takes one of a few fixed words.", "此字段只能取几个固定的值。"),
    "TAS109": (
        "written for format {value}; this tas reads up to {known}",
        "文件格式为 {value}；此版本的 tas 只支持到 {known}",
    ),
    "TAS109.help": ("upgrade tas", "请升级 tas"),
    "TAS109.about": (
        "A newer tas wrote this file. An older one refuses it rather than misread it.",
        "此文件由更新版本的 tas 写成；旧版本宁可拒绝，也不误读。",
    ),
    "TAS110": ("{value!r} cannot be an id", "{value!r} 不能用作 id"),
    "TAS110.help": (
        "use letters, digits and _ in any script, and none of the reserved words (us, answer, evidence, next_step, note, ...)",
        "请用任何文字的字母、数字和 _，且不要用保留字（us、answer、evidence、next_step、note……）",
    ),
    "TAS110.about": (
        "Competitors are keys of every answer, so their ids are single words and may not be a field's name.",
        "竞争对手的 id 会成为每个答案里的键，所以必须是一个词，且不能与字段同名。",
    ),
    "TAS111": (
        "{name!r} is a word kept for later use and can stand in no answer",
        "{name!r} 是保留字，不能出现在答案里",
    ),
    "TAS111.help": ("put the text under evidence or next_step", "请把文字写在 evidence 或 next_step 下"),
    "TAS111.about": (
        "Some names are reserved in answers so that later versions can give them a meaning without breaking files.",
        "答案中的一些名称是保留的，以便今后的版本赋予含义而不破坏旧文件。",
    ),
    "TAS112": (
        "{n} competitors are more than the {most} that a deal may have",
        "{n} 个竞争对手，超过了上限 {most} 个",
    ),
    "TAS112.help": ("keep the ones that really compete", "请只保留真正参与竞争的对手"),
    "TAS112.about": (
        "Every competitor is a column to rate and to show. A file with more of them than anybody can look at is refused.",
        "每个对手都是要评级、要显示的一列；多到没人看得过来的文件会被拒绝。",
    ),
    "TAS131": ("{value!r} cannot be a bank's id", "{value!r} 不能用作题库 id"),
    "TAS131.help": (
        "use ASCII letters, digits and _, not beginning with a digit, and no name that policy rules already use",
        "请用 ASCII 字母、数字和 _，不以数字开头，且不与策略规则已有的名称相同",
    ),
    "TAS131.about": (
        "A bank's id is a variable in policy rules, so it must be a name there and hide no other.",
        "题库 id 是策略规则里的变量，所以必须是合法且不冲突的名称。",
    ),
    "TAS132": ("{name!r} holds or is an id that exists already", "{name!r} 的 id 重复"),
    "TAS132.help": ("give it an id of its own", "请换一个唯一的 id"),
    "TAS132.about": (
        "Ids of questions are unique within a bank, those of options within their question; `?` is no option.",
        "题目 id 在题库内唯一，选项 id 在题目内唯一；`?` 不能作选项。",
    ),
    "TAS133": ("only some options of {name!r} have points", "{name!r} 只有部分选项有分值"),
    "TAS133.help": ("give all of them points, or none", "请全部给出分值，或全部不给"),
    "TAS133.about": (
        "A choice counts in the score with all of its options or with none.",
        "一道选择题要么所有选项都计分，要么都不计分。",
    ),
    "TAS134": ("no rating question here is called {name!r}", "这里没有名为 {name!r} 的评级题"),
    "TAS134.help": (
        "name a rating question of this section or bank by its id",
        "请用本节或本题库中评级题的 id",
    ),
    "TAS134.about": (
        "What is required or cross-checked must be a question that is rated; a misspelt name would never fire.",
        "必需项和交叉检查只能指向评级题；名称拼错就永远不会起作用。",
    ),
    "TAS135": ("modes do not stand lowest score first", "模式没有按分数从低到高排列"),
    "TAS135.help": ("order them by `from`, each greater than the one before", "请按 `from` 递增排列"),
    "TAS135.about": (
        "A score reaches the last mode whose `from` it is not below.",
        "得分对应的是最后一个 `from` 不大于它的模式。",
    ),
    "TAS136": ("modes without points route nothing", "没有分值就无法确定模式"),
    "TAS136.help": ("give the options points, or remove the modes", "请给选项加分值，或删除模式"),
    "TAS136.about": (
        "Modes are chosen by the score of choices, so a bank with modes needs points.",
        "模式由选择题得分决定，所以带模式的题库必须有分值。",
    ),
    "TAS137": ("no question bank is called {name!r}", "没有名为 {name!r} 的题库"),
    "TAS137.help": (
        "there are: {known}; add a bank's file under `questions`",
        "现有：{known}；可在 `questions` 下添加题库文件",
    ),
    "TAS137.about": (
        "The workspace walks a bank that neither tas nor the workspace has.",
        "工作区要使用的题库，tas 和工作区里都没有。",
    ),
    "TAS138": ("{name!r} lies outside the workspace", "{name!r} 在工作区之外"),
    "TAS138.help": (
        "keep bank files below the folder of tas.yaml",
        "请把题库文件放在 tas.yaml 所在的文件夹之下",
    ),
    "TAS138.about": (
        "A repository under review must not make tas read files elsewhere on the machine.",
        "被评审的仓库不得让 tas 读取机器上其他位置的文件。",
    ),
    "wanted.text": ("text", "文本"),
    "wanted.whole": ("a whole number", "整数"),
    "wanted.mapping": ("a mapping (key: value)", "映射（键: 值）"),
    "wanted.list": ("a list", "列表"),
    "wanted.local": ("text, or a mapping of language to text", "文本，或语言到文本的映射"),
    "wanted.local_list": (
        "a list of texts, or a mapping of language to such lists",
        "文本列表，或语言到文本列表的映射",
    ),
    "wanted.by_party": ("text, or a mapping of party to text", "文本，或各方到文本的映射"),
    "wanted.competitors": ("a mapping of id to name", "id 到名称的映射"),
}
