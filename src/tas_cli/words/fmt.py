"""Texts of `tas fmt`."""

TEXTS: dict[str, tuple[str, str]] = {
    "would": ("{file}: would be laid out anew", "{file}：布局需要整理"),
    "done": ("{file}: laid out anew", "{file}：布局已整理"),
    "summary": (
        "{n} file(s), {changed} not in canonical layout",
        "共 {n} 个文件，{changed} 个不符合标准布局",
    ),
}
