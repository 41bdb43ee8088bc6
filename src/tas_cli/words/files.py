"""Texts about files that cannot be read or written."""

TEXTS: dict[str, tuple[str, str]] = {
    "too_large": ("{file}:{line}: larger than 1 MiB", "{file}:{line}: 超过 1 MiB"),
    "too_large.hint": (
        "an assessment is a few kilobytes; is this the right file?",
        "评估文件通常只有几 KB，请确认文件是否正确",
    ),
    "grown_too_large": (
        "{file}: would grow beyond 1 MiB and could not be read again",
        "{file}：将超过 1 MiB，之后无法再读取",
    ),
    "grown_too_large.hint": (
        "keep long documents elsewhere and put a link or a sentence in the file",
        "请将长文档存放在别处，文件中只写链接或一句话",
    ),
    "not_utf8": ("{file}:{line}: not UTF-8 text", "{file}:{line}: 不是 UTF-8 文本"),
    "not_utf8.hint": ("save the file as UTF-8 in your editor", "请在编辑器中另存为 UTF-8 编码"),
    "not_text": ("{file}: the text holds characters that no file can keep", "{file}：文本中有无法保存的字符"),
    "not_text.hint": ("type the text again", "请重新输入该文本"),
    "missing": ("{file}: no such file or folder", "{file}：没有这个文件或文件夹"),
    "missing.hint": (
        "check the path; `tas assess FILE` starts a new assessment",
        "请检查路径；用 `tas assess FILE` 新建评估",
    ),
    "no_permission": ("{file}: permission denied", "{file}：没有权限"),
    "no_permission.hint": ("check who owns it and its permissions", "请检查文件的所有者和权限"),
    "read_only": ("{file}: the disk is read-only", "{file}：磁盘为只读"),
    "read_only.hint": ("work on a copy elsewhere", "请在其他位置使用副本"),
    "disk_full": ("{file}: no space left on the disk", "{file}：磁盘空间不足"),
    "disk_full.hint": ("make room and try again", "请腾出空间后重试"),
    "is_folder": ("{file}: is a folder, not a file", "{file}：是文件夹，不是文件"),
    "is_folder.hint": ("name a file in it", "请指定其中的文件"),
    "not_regular": ("{file}: not a regular file", "{file}：不是普通文件"),
    "not_regular.hint": ("use `-` to read from a pipe", "如需从管道读取，请使用 `-`"),
    "trouble": ("{file}: {reason}", "{file}：{reason}"),
    "trouble.hint": ("check the path and the disk", "请检查路径和磁盘"),
    "changed": ("{file}: somebody else keeps changing this file", "{file}：有人正在不断修改此文件"),
    "changed.hint": ("try again in a moment", "请稍后重试"),
}
