"""The documentation's rules compile, and every command it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tas_cli.boundary import run

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "CONTRIBUTING.md",
]


@pytest.mark.parametrize("number", [0, 1])
def test_the_rules_in_the_documentation_compile(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    rules = re.findall(r"```yaml\n((?:stages|policy):.*?)```", text, re.DOTALL)[number]
    (tmp_path / "tas.yaml").write_text(rules, encoding="utf-8")
    (tmp_path / "deals").mkdir()
    deal = ROOT / "examples" / "deals" / "acme-bank.tas.yaml"
    (tmp_path / "deals" / deal.name).write_bytes(deal.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run(["check", "--fail-on", "never", "--today", "2026-11-22"]) == 0
    assert "TAS3" not in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"(?:^\$ |`)tas ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    for command in named:
        assert run([command, "--help"]) == 0, command
        capsys.readouterr()
