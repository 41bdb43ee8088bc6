"""Texts of `tas rate`."""

TEXTS: dict[str, tuple[str, str]] = {
    "saved": ("{file}: saved", "{file}：已保存"),
    "unchanged": ("{file}: says so already, nothing to do", "{file}：内容相同，无需改动"),
    "nothing": ("nothing to record", "没有要记录的内容"),
    "nothing.hint": (
        "name an answer, as in `tas rate FILE compelling_event=+`, or a field with --set",
        "请给出答案，例如 `tas rate FILE compelling_event=+`，或用 --set 设置字段",
    ),
    "note_for_what": (
        "evidence and next steps belong to an answer, and none was given",
        "证据和下一步要写在某个答案上，但没有给出答案",
    ),
    "note_for_what.hint": (
        "add the answer, as in `tas rate FILE compelling_event=+ --evidence TEXT`",
        "请一并给出答案，例如 `tas rate FILE compelling_event=+ --evidence TEXT`",
    ),
    "no_answer": ("{word!r} has no `=`", "{word!r} 缺少 `=`"),
    "no_answer.hint": ("write QUESTION=ANSWER or FIELD=VALUE", "请写成 题目=答案 或 字段=值"),
    "no_party": (
        "no party {name!r} in this assessment (nearest: {near})",
        "此评估中没有 {name!r}（最接近：{near}）",
    ),
    "no_party.hint": ("`--competitor NAME` adds one", "用 `--competitor 名称` 添加"),
    "not_for": ("{question!r} is not asked about {party!r}", "{question!r} 不针对 {party!r} 提问"),
    "not_for.hint": (
        "`tas explain {question}` says what it is about",
        "用 `tas explain {question}` 查看说明",
    ),
    "no_such_answer": ("{value!r} is no answer to {question!r}", "{value!r} 不是 {question!r} 的答案"),
    "no_such_answer.hint": ("answers are: {options}", "可用的答案：{options}"),
    "no_field": (
        "no field {name!r} can be set (nearest: {near})",
        "没有可设置的字段 {name!r}（最接近：{near}）",
    ),
    "no_field.hint": ("ratings are set without --set: QUESTION=ANSWER", "评级不用 --set：直接写 题目=答案"),
    "conflict": (
        "{file}: somebody changed the same {n} fact(s) at this moment; theirs stands",
        "{file}：有人同时修改了相同的 {n} 处内容；已保留对方的",
    ),
    "conflict.hint": ("look at the file and run the command again", "请查看文件后重新运行命令"),
}
