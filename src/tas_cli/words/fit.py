"""Texts about answers that fit no question, option or party."""

TEXTS: dict[str, tuple[str, str]] = {
    "TAS120": (
        "bank {bank!r} has no question {name!r}; its answer is kept and counts for nothing",
        "题库 {bank!r} 没有题目 {name!r}；答案保留，但不计入",
    ),
    "TAS120.help": (
        "correct the id (nearest: {near}), or remove the answer",
        "请改正 id（最接近：{near}），或删除该答案",
    ),
    "TAS120.about": (
        "The question may have been renamed or retired. Nothing is thrown away, but nothing is counted either.",
        "题目可能已改名或停用。答案不会丢失，但也不计入。",
    ),
    "TAS121": (
        "no question bank is called {name!r}; its answers are kept and count for nothing",
        "没有名为 {name!r} 的题库；答案保留，但不计入",
    ),
    "TAS121.help": (
        "add the bank under `questions` in tas.yaml, or correct the name: {near}",
        "请在 tas.yaml 的 `questions` 下添加该题库，或改正名称：{near}",
    ),
    "TAS121.about": (
        "The file answers a bank that is neither shipped nor in the workspace.",
        "文件回答了一个既非自带、工作区也没有的题库。",
    ),
    "TAS122": (
        "party {name!r} is not declared; what is said of it is kept and not counted",
        "{name!r} 未在竞争对手中声明；相关内容保留，但不计入",
    ),
    "TAS122.help": (
        "add it under `competitors`, or correct the name: {near}",
        "请加到 `competitors` 下，或改正名称：{near}",
    ),
    "TAS122.about": (
        "Ratings of a party that `competitors` does not list have no column. Often the id is misspelt.",
        "`competitors` 没有列出的一方没有对应的列，多半是 id 拼错了。",
    ),
    "TAS123": (
        "{value!r} is no option of {name!r}; it counts as not known",
        "{value!r} 不是 {name!r} 的选项，按未知处理",
    ),
    "TAS123.help": ('use one of: {options}, or "?"', '可选：{options}，或 "?"'),
    "TAS123.about": ("A choice is answered by the id of one of its options.", "选择题用选项的 id 作答。"),
    "TAS124": (
        "{name!r} is a {kind} question and cannot be answered like this",
        "{name!r} 的题型（{kind}）不能这样作答",
    ),
    "TAS124.help": (
        "a rating takes + - ? by party; a choice takes one option for the deal",
        "评级题按各方填 + - ?；选择题整个商机只选一项",
    ),
    "TAS124.about": (
        "Questions with options are choices, the others are ratings by party; the two are answered differently.",
        "有选项的是选择题，其余是按各方评级的题，两者作答方式不同。",
    ),
    "TAS125": (
        "answered with version {version} of bank {name!r}; this tas has {ours}",
        "使用题库 {name!r} 第 {version} 版作答；当前只有第 {ours} 版",
    ),
    "TAS125.help": ("upgrade tas or the workspace's bank", "请升级 tas 或工作区的题库"),
    "TAS125.about": (
        "A newer bank may ask other things under the same names, so judging by an older one would mislead.",
        "新版题库可能有不同的题目，用旧版判断会误导。",
    ),
    "TAS126": (
        "{name!r} does not apply to {party!r}; its rating is not counted",
        "{name!r} 不适用于 {party!r}，其评级不计入",
    ),
    "TAS126.help": ("remove that line", "请删除这一行"),
    "TAS126.about": (
        "Some criteria make no sense for some parties: doing nothing needs no sales resources.",
        "有些标准对某些一方没有意义，例如“维持现状”不需要销售资源。",
    ),
}
