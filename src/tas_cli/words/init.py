"""Texts of `tas init`, and the files it starts a workspace with."""

TEXTS: dict[str, tuple[str, str]] = {
    "made": ("made {path}", "已创建 {path}"),
    "extended": ("added to {path}", "已补充 {path}"),
    "kept": ("{path} is there already", "{path} 已存在"),
    "will_set": ("this sets in the configuration of this clone:", "将在此克隆的配置中设置："),
    "ask": ("set it? [y/N] ", "是否设置？[y/N] "),
    "set": ("set the drivers of this clone", "已设置此克隆的驱动"),
    "set_already": ("the drivers of this clone are set already", "此克隆的驱动已经设置"),
    "not_set": ("nothing set; `tas init --git --yes` sets it", "未设置；用 `tas init --git --yes` 设置"),
    "next": (
        "next: tas assess {path}",
        "下一步：tas assess {path}",
    ),
    "not_a_folder": ("{path} is not a folder", "{path} 不是文件夹"),
    "not_a_folder.hint": ("name a folder, or a new one", "请指定一个文件夹，或新文件夹的名称"),
}
