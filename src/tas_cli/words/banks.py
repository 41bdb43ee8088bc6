"""Texts about question banks."""

TEXTS: dict[str, tuple[str, str]] = {
    "good": ("{file}: bank {id!r} is good ({n} questions)", "{file}：题库 {id!r} 没有问题（{n} 题）"),
    "questions": ("{n} questions", "{n} 题"),
    "not_walked": ("(not walked here)", "（此处不使用）"),
    "contested": ("contested", "与对手比较"),
    "required": (
        "required: no yes for its section without a + here",
        "必需项：这里不是 +，本节就不能判为“是”",
    ),
    "not_for": ("does not apply to: {parties}", "不适用于：{parties}"),
    "weight": ("counts {n} times", "权重 {n}"),
    "unknown": ("not known", "未知"),
    "from": ("from {n} points", "{n} 分起"),
    "standard": ("standard", "标准"),
}
