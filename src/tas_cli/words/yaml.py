"""Words for what can be wrong in a YAML text, and for an edit that cannot be made.

The ids are those of the flaws in `yamlio`; for each there is what is wrong, `.help` (what to do) and
`.about` (why, for `tas explain`). Blanks are filled from the flaw's params.
"""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "TAS001": ("This is not valid YAML", "这里不是有效的 YAML"),
    "TAS001.help": (
        "Compare the line with the ones around it; put a text with special characters in double quotes",
        "请与上下行对照；含特殊字符的文本请用双引号括起来",
    ),
    "TAS001.about": (
        "The file cannot be read from this line on, so nothing in it can be judged. "
        "Something on the line or just above it breaks the form that YAML asks for.",
        "从这一行起文件无法读取，因此无法判断其内容。该行或其上一行不符合 YAML 的格式。",
    ),
    "TAS002": (
        "A lone {rating} after {key} has a meaning of its own in YAML",
        "{key} 后面单独的 {rating} 在 YAML 中另有含义",
    ),
    "TAS002.help": ('Quote the rating: {key}: "{rating}"', '请给评分加上引号：{key}: "{rating}"'),
    "TAS002.about": (
        "In YAML a bare minus begins a list and a bare question mark begins a key, so a rating has to "
        "stand "
        'in double quotes: us: "-". tas always writes the quotes; they are forgotten when editing by hand.',
        '在 YAML 中，单独的减号表示列表，单独的问号表示键，所以评分必须放在双引号里：us: "-"。'
        "tas 写文件时总会加引号，手工编辑时容易漏掉。",
    ),
    "TAS003": (
        "The key {key} is here a second time (first on line {first})",
        "键 {key} 重复出现（首次在第 {first} 行）",
    ),
    "TAS003.help": ("Keep one of the two", "请只保留其中一个"),
    "TAS003.about": (
        "A key may stand once in a map. Other programs silently take the last one and drop the first; "
        "here nothing is dropped without a word. It often comes from a merge or from copy and paste.",
        "同一个映射中每个键只能出现一次。别的程序会悄悄取最后一个而丢掉前面的；这里不会不声不响地丢弃内容。"
        "常见原因是合并或复制粘贴。",
    ),
    "TAS004": (
        "Anchors and aliases are not used here ({name})",
        "此处不使用锚点和别名（{name}）",
    ),
    "TAS004.help": (
        "Write the text out; if & or * belongs to the text, put it in double quotes",
        "请直接写出内容；如果 & 或 * 是文本的一部分，请用双引号括起来",
    ),
    "TAS004.about": (
        "YAML can name a value with & and repeat it with *. That hides what a file says from whoever "
        "reads its "
        "diff, and a few lines of it can fill a machine's memory, so every value is written out.",
        "YAML 可以用 & 给值命名，再用 * 引用。这会让差异难以阅读，几行内容就能耗尽内存，"
        "所以每个值都要直接写出。",
    ),
    "TAS005": ("Tags are not used here ({tag})", "此处不使用标签（{tag}）"),
    "TAS005.help": (
        "Remove the tag; if the ! belongs to the text, put it in double quotes",
        "请删除标签；如果 ! 是文本的一部分，请用双引号括起来",
    ),
    "TAS005.about": (
        "A word that begins with ! tells YAML to turn the value into something else, even into a program's "
        "object. Values here are text, and what they mean follows from their place alone.",
        "以 ! 开头的词会让 YAML 把值变成别的东西，甚至是程序对象。这里的值都是文本，含义只由其位置决定。",
    ),
    "TAS006": ("Merge keys (<<) are not used here", "此处不使用合并键（<<）"),
    "TAS006.help": ("Write the keys out", "请把各个键直接写出来"),
    "TAS006.about": (
        "The key << copies another map into this one. Readers disagree about which value wins, so the keys "
        "are written out.",
        "键 << 会把另一个映射复制进来。各种读取程序对哪个值优先并不一致，所以请直接写出各个键。",
    ),
    "TAS007": ("A second document begins here", "这里开始了第二个文档"),
    "TAS007.help": (
        "Keep one document a file: remove the line --- or move what follows to a file of its own",
        "每个文件只放一个文档：删除 --- 这一行，或把后面的内容移到单独的文件",
    ),
    "TAS007.about": (
        "A line of three dashes begins a new document, and a file here holds one. What follows the line "
        "would otherwise be ignored.",
        "三个短横线的一行表示新文档，而这里每个文件只有一个文档；否则该行之后的内容会被忽略。",
    ),
    "TAS008": ("This is nested more than {limit} levels deep", "嵌套超过 {limit} 层"),
    "TAS008.help": ("Check the indentation and the brackets", "请检查缩进和括号"),
    "TAS008.about": (
        "No file of tas needs more than a few levels. Very deep nesting comes from a slip, or is meant to "
        "bring programs down.",
        "tas 的文件只需要几层嵌套。过深的嵌套多半是笔误，或是有意使程序崩溃。",
    ),
    "TAS009": ("A key has to be a plain text", "键必须是普通文本"),
    "TAS009.help": (
        "Write the key as one word before the colon; if the line is a text, put it in double quotes",
        "请在冒号前写一个词作为键；如果整行是文本，请用双引号括起来",
    ),
    "TAS009.about": (
        "YAML allows lists, maps and nothing at all as a key. Here a key is the name of a field, a "
        "question or "
        "a party.",
        "YAML 允许用列表、映射甚至空值作键。这里的键是字段、问题或参与方的名称。",
    ),
    "TAS010": ("A merge was not finished: conflict markers are left", "合并尚未完成：文件中留有冲突标记"),
    "TAS010.help": (
        "Keep what is right and remove the lines with <<<<<<<, ======= and >>>>>>>; tas merge does it "
        "by meaning",
        "请保留正确的内容并删除含 <<<<<<<、======= 和 >>>>>>> 的行；tas merge 可以按含义合并",
    ),
    "TAS010.about": (
        "Git could not bring two changes together and left both in the file, between marker lines. "
        "Until one is "
        "chosen the file says nothing certain. With the merge driver of tas most such conflicts do "
        "not arise.",
        "Git 无法合并两处修改，把两者都留在标记行之间。选定之前文件内容不确定。使用 tas "
        "的合并驱动可避免大多数冲突。",
    ),
    "TAS011": ("A tab is used for indentation", "用制表符缩进"),
    "TAS011.help": ("Use blanks", "请改用空格"),
    "TAS011.about": (
        "YAML shows what belongs together by indentation and allows only blanks for it, because a tab "
        "is as "
        "wide as each editor likes.",
        "YAML 用缩进表示从属关系，只允许用空格，因为制表符的宽度因编辑器而异。",
    ),
    "TAS012": ("The character {code} is not allowed", "不允许使用字符 {code}"),
    "TAS012.help": (
        "Remove the invisible character or type the text again",
        "请删除这个不可见字符，或重新输入这段文本",
    ),
    "TAS012.about": (
        "Control characters, invisible line separators and damaged characters are read differently by "
        "different programs and can hide text on a screen. They mostly arrive by copy and paste.",
        "控制字符、不可见的行分隔符和损坏的字符在不同程序中读法不同，还可能在屏幕上隐藏文本。"
        "它们多半来自复制粘贴。",
    ),
    "TAS013": (
        "A key, a colon and a blank are expected on this line",
        "这一行应为“键、冒号、空格、值”的形式",
    ),
    "TAS013.help": (
        "Write it as key: value, with a blank after the colon; "
        "indent it deeper if it continues the text above",
        "请写成 key: value，冒号后加一个空格；如果是上面文本的延续，请缩进更深",
    ),
    "TAS013.about": (
        "Without a colon and a blank behind it YAML takes the whole line for one text. "
        "Mostly the blank or the colon was forgotten, or a long text goes on without being indented.",
        "没有冒号和其后的空格，YAML 会把整行当作一个文本。多半是漏了空格或冒号，或较长的文本换行后没有缩进。",
    ),
    "TAS014": ("What {mark} opens here is not closed", "这里由 {mark} 打开的内容没有正确闭合"),
    "TAS014.help": (
        "Close it; if the {mark} belongs to the text, put the whole text in quotes",
        "请将其闭合；如果 {mark} 是文本的一部分，请用引号括起整个文本",
    ),
    "TAS014.about": (
        "A text in quotes ends at the same quote, a list or map in brackets at its closing bracket, "
        "with commas "
        "between the entries. Left open, it swallows the lines that follow.",
        "引号中的文本到同样的引号为止，括号中的列表或映射到对应的右括号为止，各项用逗号分隔。"
        "不闭合就会吞掉后面的行。",
    ),
    "TAS015": ("There is a second colon in this text", "这段文本中还有一个冒号"),
    "TAS015.help": (
        "Put the text after the first colon in double quotes",
        "请把第一个冒号后的文本用双引号括起来",
    ),
    "TAS015.about": (
        "A colon followed by a blank separates a key from its value, so a text that contains one "
        "needs quotes.",
        "冒号加空格用来分隔键和值，所以含有它的文本需要引号。",
    ),
    "TAS016": ("This line does not fit the indentation of the lines above", "这一行的缩进与上面的行不一致"),
    "TAS016.help": (
        "Begin entries of the same map or list in the same column",
        "同一映射或列表中的各项应从同一列开始",
    ),
    "TAS016.about": (
        "Indentation shows what belongs to what. Keys of one map begin in one column, what belongs to "
        "a key "
        "stands deeper, and a list and a map cannot be mixed.",
        "缩进表示从属关系。同一映射的键从同一列开始，属于某个键的内容缩进更深，列表和映射不能混用。",
    ),
    "TAS017": ("This file holds more than {limit} values", "该文件的值超过 {limit} 个"),
    "TAS017.help": (
        "Check whether this is the right file; split it if it is",
        "请确认文件是否正确；如果正确，请拆分它",
    ),
    "TAS017.about": (
        "A file of tas holds a few hundred values. One with very many is another kind of file, "
        "or is meant to slow programs down, so reading stops.",
        "tas 的文件只有几百个值。值特别多的要么是别的文件，要么是有意拖慢程序，所以停止读取。",
    ),
    "TAS018": ("There is text after a closing quote or bracket", "右引号或右括号之后还有文本"),
    "TAS018.help": (
        'Put the whole text in double quotes and write a quote inside it as \\"',
        '请用双引号括起整个文本，其中的双引号写成 \\"',
    ),
    "TAS018.about": (
        "A value that begins with a quote or a bracket ends where that closes, and only a comment may "
        "follow. "
        "A text that merely begins with a quotation or a bracket needs quotes around all of it.",
        "以引号或括号开头的值在其闭合处结束，之后只能跟注释。仅以引文或括号开头的文本，"
        "需要用引号括起全部内容。",
    ),
    "TAS019": ("A text may not begin with {mark}", "文本不能以 {mark} 开头"),
    "TAS019.help": ("Put the text in double quotes", "请用双引号把文本括起来"),
    "TAS019.about": (
        "Some characters have a meaning of their own at the beginning of a value. In double quotes "
        "they are "
        "characters like any other.",
        "某些字符位于值的开头时有特殊含义。放在双引号里，它们就是普通字符。",
    ),
    "cannot_patch": (
        "The file cannot be changed safely (line {line})",
        "无法安全地修改该文件（第 {line} 行）",
    ),
    "cannot_patch.hint": (
        "Nothing was written. Mend what tas check says of it, or bring it into form with tas fmt, and "
        "try again",
        "未写入任何内容。请先按 tas check 的提示修正，或用 tas fmt 整理后再试",
    ),
    "cannot_tidy": (
        "The file cannot be laid out anew without changing what it says (line {line})",
        "无法在不改变内容的前提下重新排版该文件（第 {line} 行）",
    ),
    "cannot_tidy.hint": (
        "Nothing was written. Mend what tas check says of it, and try again",
        "未写入任何内容。请先按 tas check 的提示修正后再试",
    ),
}
