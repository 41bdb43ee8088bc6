"""Texts about the command line as a whole."""

TEXTS: dict[str, tuple[str, str]] = {
    "bad_file": ("cannot use this file", "无法使用此文件"),
    "more_findings": (
        "and {n} more; `tas check {file}` lists them all",
        "另有 {n} 处问题；用 `tas check {file}` 查看全部",
    ),
    "defect": (
        "a defect in tas ({kind}: {text}); please report it with the command you ran. TAS_DEBUG=1 shows the trace",
        "tas 内部缺陷（{kind}：{text}）；请附上所用命令反馈给我们。TAS_DEBUG=1 可查看详细信息",
    ),
    "output_lost": ("the output could not be written: {reason}", "输出无法写入：{reason}"),
    "unknown_language": ("no language {value!r}", "不支持语言 {value!r}"),
    "unknown_language.hint": ("use en or zh", "请使用 en 或 zh"),
    "unknown_question": ("no question {name!r} (nearest: {near})", "没有题目 {name!r}（最接近：{near}）"),
    "unknown_question.hint": (
        "`tas banks show tas` lists the questions and their ids",
        "用 `tas banks show tas` 查看题目及其 id",
    ),
    "ambiguous_question": (
        "{name!r} is a question of several banks: {banks}",
        "多个题库都有 {name!r}：{banks}",
    ),
    "ambiguous_question.hint": ("name it with its bank", "请加上题库名"),
    "unknown_bank": ("no question bank {name!r}", "没有题库 {name!r}"),
    "unknown_bank.hint": ("there are: {known}", "现有：{known}"),
    "bank_twice": (
        "two bank files have the id {name!r}: {first} and {second}",
        "两个题库文件的 id 都是 {name!r}：{first} 和 {second}",
    ),
    "bank_twice.hint": ("give one of them another id", "请为其中一个换一个 id"),
    "bad_date": ("{value!r} is not a date", "{value!r} 不是日期"),
    "bad_date.hint": ("write it as 2026-11-22", "请写成 2026-11-22 的形式"),
    "unknown_finding": ("no finding is called {name!r}", "没有名为 {name!r} 的检查结果"),
    "unknown_finding.hint": ("docs/findings.md lists them all", "全部列表见 docs/findings.md"),
}
