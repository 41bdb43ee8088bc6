"""docs/findings.md is made of the words: `pytest --accept` writes it, and without that it must be current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tas_cli.boundary import run
from tas_cli.findings import cure, finding_ids, switchable, title
from tas_cli.words import texts

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
PARTS = {
    "TAS0[01]": ("Text", "The file is no YAML that can be read safely. Always errors."),
    "TAS0[23]": (
        "Files and settings",
        "A file or a setting cannot be used, or is passed over. The level cannot be set.",
    ),
    "TAS1[01345]": (
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


def page() -> str:
    lines = [HEAD]
    said = texts("en")
    for ids, (heading, about) in PARTS.items():
        lines += [f"## {heading}", "", about, ""]
        for id in (id for id in finding_ids() if re.match(ids, id)):
            mark = " *(level can be set)*" if id in switchable() else ""
            lines += [f"### {id}", "", f"> {title(id, 'en')}{mark}", "", str(said[f"{id}.about"]), ""]
            lines += [f"**What to do:** {cure(id, 'en')}.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def test_the_page_is_current(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--accept"):
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("id", finding_ids())
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_finding_is_explained(id: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", id, "--lang", lang]) == 0
    assert capsys.readouterr().out.startswith(id)
    assert f"### {id}\n" in page()
