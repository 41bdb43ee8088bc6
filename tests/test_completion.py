"""What Tab offers: ids and deals, in every shell, and never an error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DEAL = "customer: A\nopportunity: B\n"


@pytest.fixture(autouse=True)
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tas.yaml").write_text("policy:\n  - {id: has-owner, expect: deal.owner != ''}\n", encoding="utf-8")
    for name in ("acme", "acre", "nord/nord", "south/nord"):
        path = Path(f"deals/{name}.tas.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DEAL, encoding="utf-8")


def offered(line: str, **more: str) -> list[str]:
    """What bash is given for the last word of a line."""
    number = len(line.split(" ")) - 1
    words = {"_TAS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(number)}
    done = subprocess.run(
        [sys.executable, "-m", "tas_cli"], env={**os.environ, **words, **more}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tas show ac", ["acme", "acre"]),
        ("tas show acm", ["acme"]),
        ("tas show n", []),
        ("tas rate acme compell", ["compelling_event="]),
        ("tas rate acme x:compell", ["x:compelling_event="]),
        ("tas rate acme tas.compell", ["tas.compelling_event="]),
        ("tas rate acme compelling_event=", []),
        ("tas history acme --question compell", ["compelling_event"]),
        ("tas diff acm", ["acme"]),
        ("tas assess acm", ["acme"]),
        ("tas check acm", ["acme"]),
        ("tas banks show u", ["uss"]),
        ("tas check --select TAS20", [f"TAS20{n}" for n in range(1, 10)]),
        ("tas check --ignore has", ["has-owner"]),
        ("tas explain TAS301", ["TAS301"]),
        ("tas explain has", ["has-owner"]),
        ("tas explain compell", ["compelling_event"]),
        ("tas show --lang ", ["en", "zh"]),
        ("tas schema w", []),
    ],
)
def test_what_is_offered(line: str, expected: list[str]) -> None:
    assert offered(line) == expected


def test_a_broken_workspace_offers_nothing_and_says_nothing() -> None:
    Path("tas.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    assert offered("tas show ac") == []
    assert offered("tas explain comp") == []
