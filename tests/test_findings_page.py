"""docs/findings.md is made of the words: `pytest --accept` writes it, and without that it must be current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tas_cli.boundary import run
from tas_cli.findings import cure, finding_ids, switchable, title
from tas_cli.words import Lang, texts

PAGE = Path(__file__).parent.parent / "docs" / "findings.md"
HEAD = """\
# Findings

What `tas check` can say of a file, by id. `tas explain ID` tells the same, in English and in Chinese.
Words in capitals stand for what a file says. This page is made from the program's own texts.

The level of the findings marked *(level can be set)* is the workspace's to choose, in `tas.yaml`:

```yaml
findings:
  TAS201: error      # error, warning or "off"
max_age_days: 45     # TAS202: days after which an assessment of an open deal is old; 30 if not said
stages: [lead, proposal, negotiation]   # TAS206; in this order
max_unknown:         # TAS205: how many of our ratings may be unknown in a stage and after it
  proposal: 8
  negotiation: 3
```
"""
HEAD_ZH = """\
# 检查结果

`tas check` 对一份文件可能说的话，按编号排列；`tas explain 编号 --lang zh` 说的也是这些。大写的词代表文件里写的内容。
本页由程序自己的文字生成。

标有*（级别可改）*的，级别由工作区在 `tas.yaml` 里决定：

```yaml
findings:
  TAS201: error      # error、warning 或 "off"
max_age_days: 45     # TAS202：进行中的商机，评估多少天后算旧；不写是 30
stages: [lead, proposal, negotiation]   # TAS206；按此次序
max_unknown:         # TAS205：到某阶段及以后，我方最多有多少项不清楚
  proposal: 8
  negotiation: 3
```
"""
PARTS = {
    "TAS0[01]": ("Text", "The file is no YAML that can be read safely. Always errors."),
    "TAS0[23]": (
        "Files and settings",
        "A file or a setting cannot be used, or is passed over. The level cannot be set.",
    ),
    "TAS1[013459]": (
        "Shape",
        "A field is unknown, missing, or holds what does not belong there. Always errors.",
    ),
    "TAS1[26]": (
        "Fit",
        "An answer fits no question, option or party. What is kept and not counted is a warning, a contradiction an error.",
    ),
    "TAS2": (
        "Soundness",
        "The file is in order; the deal, or how it was assessed, may not be. Warnings, but for a stage that does not exist.",
    ),
    "TAS3": (
        "Policy",
        "A rule in `tas.yaml` cannot be used, or cannot be worked out. A rule's own findings carry its id.",
    ),
    "TAS4": ("Waivers", "An exception that a deal claims does not hold. Warnings."),
    "TAS5": (
        "Proposals",
        "What an assistant laid beside a deal waits too long, or belongs nowhere. Warnings.",
    ),
    "TAS6": (
        "Import",
        "A row of an export cannot be taken. Errors of `tas import`, which then writes nothing.",
    ),
}


PARTS_ZH = {
    "Text": ("文本", "文件不是能放心读的 YAML。一律是错误。"),
    "Files and settings": ("文件与设置", "文件或设置用不了，或被略过。级别不能改。"),
    "Shape": ("格式", "字段不认识、缺失，或写了不该写的内容。一律是错误。"),
    "Fit": ("对应", "答案找不到对应的题目、选项或对方。保留但不计的是警告，自相矛盾的是错误。"),
    "Soundness": ("可信度", "文件没问题，这单或评估方式可能有问题。除了不存在的阶段，都是警告。"),
    "Policy": ("规则", "`tas.yaml` 里的规则用不了，或算不出来。规则自己的发现用规则的编号。"),
    "Waivers": ("豁免", "商机声称的例外不成立。警告。"),
    "Proposals": ("提议", "助手放在商机旁的提议等得太久，或无处可归。警告。"),
    "Import": ("导入", "导出表里的某一行收不了。是 `tas import` 的错误，此时什么也不写。"),
    "Calibration": ("校准", "`calibration.yaml` 用不了。"),
}
"""The same in Chinese, by heading."""


WORDS = {
    "en": (HEAD, " *(level can be set)*", "**What to do:** ", "."),
    "zh": (HEAD_ZH, "*（级别可改）*", "**怎么办：**", "。"),
}
"""How the page begins, and what stands around a finding's title and cure."""


def page(lang: Lang = "en") -> str:
    head, mark_of, colon, stop = WORDS[lang]
    lines = [head]
    said = texts(lang)
    for ids, (heading, about) in PARTS.items():
        if lang == "zh":
            heading, about = PARTS_ZH[heading]
        lines += [f"## {heading}", "", about, ""]
        for id in (id for id in finding_ids() if re.match(ids, id)):
            mark = mark_of if id in switchable() else ""
            lines += [f"### {id}", "", f"> {title(id, lang)}{mark}", "", str(said[f"{id}.about"]), ""]
            lines += [f"{colon}{cure(id, lang)}{stop}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


@pytest.mark.parametrize("lang", WORDS)
def test_the_page_is_current(lang: Lang, pytestconfig: pytest.Config) -> None:
    path = PAGE if lang == "en" else PAGE.parent / lang / PAGE.name
    if pytestconfig.getoption("--accept"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(lang), encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == page(lang)


@pytest.mark.parametrize("id", finding_ids())
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_finding_is_explained(id: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", id, "--lang", lang]) == 0
    assert capsys.readouterr().out.startswith(id)
    assert f"### {id}\n" in page()
