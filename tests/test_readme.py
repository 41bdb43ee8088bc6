"""What the READMEs show is what the program prints: every console block that shows output is run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tas_cli.boundary import run

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]


def blocks(name: str) -> list[tuple[str, list[str]]]:
    """Each shown command with the lines under it."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        command, *lines = block.splitlines()
        if lines and not lines[0].startswith("$"):
            found.append((command.removeprefix("$ "), lines))
    return found


@pytest.mark.parametrize("name", READMES)
def test_shown_output_is_the_real_output(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert blocks(name)
    for command, shown in blocks(name):
        assert run([*shlex.split(command)[1:], "--today", "2026-11-22"]) == 0
        printed = capsys.readouterr().out.splitlines()
        at = 0
        for line in shown:
            if line == "…":
                continue
            assert line in printed[at:], f"{command}: {line}"
            at = printed.index(line, at) + 1


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


def test_both_readmes_give_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return re.findall(r"^\$ (tas [^#\n]*?) *(?:#.*)?$", text, re.MULTILINE)[1:]

    assert commands("README.md") == commands("README.zh-CN.md")
