"""Texts about policy rules: those that cannot be used, and what a broken one means."""

TEXTS: dict[str, tuple[str, str]] = {
    "rule.help": ("the policy expects: {expect}", "策略要求：{expect}"),
    "silent": ("rule {rule} is not met", "不符合规则 {rule}"),
    "TAS301": ("rule {rule}: {field}: {reason}", "规则 {rule}：{field}：{reason}"),
    "TAS301.help": (
        "correct the expression; `tas check --explain FILE` shows the names and values there are",
        "请改正表达式；`tas check --explain FILE` 可查看可用的名称和值",
    ),
    "TAS301.about": (
        "A rule's expressions are compiled before any file is judged, and every name in them must exist. "
        "A rule that cannot be compiled guards nothing, so that is an error of the policy itself.",
        "规则的表达式在检查任何文件之前先行编译，其中的名称必须存在。不能编译的规则什么也守不住，所以是策略本身的错误。",
    ),
    "TAS302": ("rule {rule} could not be worked out here: {reason}", "规则 {rule} 在此无法计算：{reason}"),
    "TAS302.help": (
        "`tas check --explain` shows what the rule saw: {expect}",
        "用 `tas check --explain` 查看规则看到的值：{expect}",
    ),
    "TAS302.about": (
        "A rule compiled but failed on the values of this one file, for instance by dividing by zero. "
        "Whether the file meets it is not known, so it does not pass.",
        "规则能编译，但在这个文件的取值上失败，例如除以零。是否符合无从得知，因此不算通过。",
    ),
    "TAS303": ("rule {rule}: {name} is never {value!r}", "规则 {rule}：{name} 不会是 {value!r}"),
    "TAS303.help": ("it can be: {known}", "可能的值：{known}"),
    "TAS303.about": (
        "A rule compares something with a text that it can never be, so it always or never holds. Often a typing mistake.",
        "规则拿某项与它不可能取的值比较，于是永远成立或永远不成立，多半是笔误。",
    ),
    "TAS304": ("{name!r} cannot be the id of a rule", "{name!r} 不能作规则的 id"),
    "TAS304.help": (
        "use a word of letters, digits, - and _ that no other rule has and that does not look like TAS123",
        "请用字母、数字、- 和 _ 组成的词，不与其他规则重复，也不要形如 TAS123",
    ),
    "TAS304.about": (
        "A finding carries its rule's id, and --select, --ignore and people name it by that.",
        "检查结果带有规则的 id，--select、--ignore 和人都靠它来指称。",
    ),
    "TAS305": (
        "more than {limit} rules; from here on they are not used",
        "规则超过 {limit} 条，从这里起不再使用",
    ),
    "TAS305.help": ("keep the rules that matter", "请只保留重要的规则"),
    "TAS305.about": (
        "Every rule is worked out for every file. A policy of hundreds of rules is either a mistake or an attempt to keep the gate busy.",
        "每条规则都要对每个文件计算。上百条规则要么是误写，要么是想拖住检查。",
    ),
    "complaint": ("{text}", "{text}"),
    "unknown_name": ("no name {name!r} (nearest: {near})", "没有名称 {name!r}（最接近：{near}）"),
    "not_bool": ("gives {kind}, not true or false", "结果是 {kind}，而不是 true 或 false"),
    "too_long": ("longer than {limit} characters", "超过 {limit} 个字符"),
    "too_much": (
        "grows without bounds: at most {limit} + beside all, exists or filter, and no matches",
        "可能无限增长：与 all、exists、filter 同用时最多 {limit} 个 +，且不能用 matches",
    ),
    "shadows": ("{name!r} already means something else", "{name!r} 已有其他含义"),
}
