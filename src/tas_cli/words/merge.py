"""Texts of `tas merge`."""

TEXTS: dict[str, tuple[str, str]] = {
    "conflicts": (
        "{file}: {n} conflict(s) left; both sides stand between the markers, keep one and remove the markers",
        "{file}：留下 {n} 处冲突；两方的内容都在标记之间，请保留一方并删除标记",
    ),
    "as_lines": (
        "{file}: merged line by line, because one side cannot be read (line {line}: {reason})",
        "{file}：有一方无法读取（第 {line} 行：{reason}），已按行合并",
    ),
}
