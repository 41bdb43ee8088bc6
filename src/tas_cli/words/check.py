"""Texts of `tas check`: files that cannot be judged, and what the command itself says."""

TEXTS: dict[str, tuple[str, str]] = {
    "TAS020": ("larger than 1 MiB; not read", "超过 1 MiB，未读取"),
    "TAS020.help": (
        "an assessment is a few kilobytes; is this the right file?",
        "评估文件通常只有几 KB，请确认文件是否正确",
    ),
    "TAS020.about": (
        "Files are read whole. One that is hundreds of times larger than any assessment is refused rather than read.",
        "文件会整个读入。比正常评估大几百倍的文件直接拒绝。",
    ),
    "TAS021": ("not UTF-8 text", "不是 UTF-8 文本"),
    "TAS021.help": ("save the file as UTF-8 in your editor", "请在编辑器中另存为 UTF-8 编码"),
    "TAS021.about": (
        "Other encodings cannot be told apart safely, so only UTF-8 is read.",
        "其他编码无法可靠区分，因此只读 UTF-8。",
    ),
    "TAS022": ("permission denied", "没有权限"),
    "TAS022.help": ("check who owns it and its permissions", "请检查文件的所有者和权限"),
    "TAS022.about": (
        "A file that may not be read cannot be judged; passing over it would make the gate green on nothing.",
        "无权读取的文件无法检查；若跳过，检查就形同虚设。",
    ),
    "TAS023": ("cannot be read: {reason}", "无法读取：{reason}"),
    "TAS023.help": (
        "check that it is a regular file, and where a link leads",
        "请确认它是普通文件，并检查链接指向",
    ),
    "TAS023.about": (
        "A folder, a pipe, a broken link or a failing disk: there is nothing to judge, and that is said instead of passed over.",
        "文件夹、管道、断开的链接或磁盘故障：没有内容可检查，因此明确指出而不跳过。",
    ),
    "TAS024": ("a link that leads out of the workspace; not followed", "链接指向工作区之外，未跟随"),
    "TAS024.help": ("keep the file itself in the workspace", "请把文件本身放在工作区内"),
    "TAS024.about": (
        "A repository under review must not make tas read, and show, files elsewhere on the machine.",
        "被评审的仓库不得让 tas 读取并显示机器上其他位置的文件。",
    ),
    "TAS025": ("the question banks cannot be loaded: {file}", "无法加载题库：{file}"),
    "TAS025.help": ("check the files named under `questions`", "请检查 `questions` 下列出的文件"),
    "TAS025.about": (
        "Without its banks nothing about a deal can be judged but whether its file is readable.",
        "没有题库，除文件能否读取外，无法判断任何内容。",
    ),
    "TAS026": (
        "two bank files have the id {name!r}: {first} and {second}",
        "两个题库文件的 id 都是 {name!r}：{first} 和 {second}",
    ),
    "TAS026.help": ("give one of them another id", "请为其中一个换一个 id"),
    "TAS026.about": (
        "Answers name their bank by its id, so it can belong to one file only.",
        "答案用 id 指明题库，所以一个 id 只能属于一个文件。",
    ),
    "TAS027": (
        "no finding that can be switched is called {name!r}",
        "没有名为 {name!r} 且可调整级别的检查项",
    ),
    "TAS027.help": (
        "docs/findings.md lists them (nearest: {near})",
        "列表见 docs/findings.md（最接近：{near}）",
    ),
    "TAS027.about": (
        "Under `findings` in tas.yaml the findings TAS120 to TAS126 and those from TAS201 take a level: off, warning or error. "
        "A misspelt id would silently change nothing. What makes a file unreadable cannot be switched off.",
        "tas.yaml 的 `findings` 可为 TAS120 至 TAS126 以及 TAS201 起的检查项设级别：off、warning、error。"
        "拼错的 id 会悄悄失效；使文件无法读取的问题不能关闭。",
    ),
    "TAS028": (
        "`max_unknown` names {name!r}, which is none of the `stages`",
        "`max_unknown` 中的 {name!r} 不在 `stages` 之列",
    ),
    "TAS028.help": (
        "correct it (nearest: {near}), or add it to `stages`",
        "请改正（最接近：{near}），或加到 `stages` 中",
    ),
    "TAS028.about": (
        "A limit for a stage that no deal can be in holds for none.",
        "为不存在的阶段设的上限不会起作用。",
    ),
    "TAS029": (
        "more than {limit} findings; the rest of them was not looked for",
        "问题超过 {limit} 个，其余未再检查",
    ),
    "TAS029.help": ("mend these and check again", "请先改正这些，再检查一次"),
    "TAS029.about": (
        "A file with that much wrong in it is made by a program or meant to overwhelm. It is an error, since what was not looked at may be one.",
        "一个文件有这么多问题，多半是程序生成的或有意为之。未检查的部分可能有错误，因此按错误处理。",
    ),
    "nothing": ("{path}: no assessment (*.tas.yaml) in it", "{path}：其中没有评估文件（*.tas.yaml）"),
    "nothing.hint": (
        "name the folder that holds the deals; `tas assess FILE` starts one",
        "请指定存放商机的文件夹；用 `tas assess FILE` 新建评估",
    ),
    "deals_outside": (
        "`deals` in tas.yaml leads out of the workspace: {path}",
        "tas.yaml 的 `deals` 指向工作区之外：{path}",
    ),
    "deals_outside.hint": ("name the folder on the command line instead", "请改为在命令行指定文件夹"),
    "bad_selection": (
        "no finding or rule is called {name!r}, or begins like that",
        "没有名为 {name!r} 或以此开头的检查项或规则",
    ),
    "bad_selection.hint": (
        "docs/findings.md lists the findings, tas.yaml the rules",
        "检查项见 docs/findings.md，规则见 tas.yaml",
    ),
    "no_explain": (
        "--explain shows text or json, not {format}",
        "--explain 只支持 text 或 json，不支持 {format}",
    ),
    "no_explain.hint": ("leave out --format", "请去掉 --format"),
    "summary": ("{files} checked: {errors}, {warnings}", "检查了 {files}：{errors}，{warnings}"),
    "files.one": ("1 file", "1 个文件"),
    "files.many": ("{n} files", "{n} 个文件"),
    "errors.one": ("1 error", "1 个错误"),
    "errors.many": ("{n} errors", "{n} 个错误"),
    "warnings.one": ("1 warning", "1 个警告"),
    "warnings.many": ("{n} warnings", "{n} 个警告"),
    "level.error": ("error", "错误"),
    "level.warning": ("warning", "警告"),
    "head.place": ("Place", "位置"),
    "head.level": ("Level", "级别"),
    "head.finding": ("Finding", "问题"),
    "head.cure": ("What to do", "怎么办"),
    "good": ("Nothing to report.", "没有问题。"),
    "more": ("... and {n} more", "……另有 {n} 项"),
    "explain.values": ("What the rules of {file} see:", "{file} 的规则看到的值："),
    "explain.rules": ("What each rule made of it:", "各条规则的结果："),
    "explain.none": ("There are no rules here.", "这里没有规则。"),
    "explain.holds": ("holds", "符合"),
    "explain.fails": ("FAILS", "不符合"),
    "explain.skipped": ("does not apply", "不适用"),
    "explain.broken": ("could not be worked out: {reason}", "无法计算：{reason}"),
}
