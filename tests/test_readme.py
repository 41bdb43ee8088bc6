"""What the READMEs show is what the program prints: every console block that shows output is run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from repositories import Repository
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
        found = re.findall(r"^\$ (tas [^#\n]*?) *(?:#.*)?$", text, re.MULTILINE)
        return [re.sub(r"examples/deals/\S+| --lang zh", "", each) for each in found]

    assert commands("README.md") == commands("README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_the_day_that_is_told_can_be_lived(name: str, tmp_path: Path) -> None:
    """Each line by itself, in a new repository; a session is answered from a pipe."""
    made = Repository(tmp_path / "team")
    text = (ROOT / name).read_text(encoding="utf-8")
    day = text.partition("<!-- day -->")[2].partition("```console\n")[2].partition("```")[0]
    typed = "Acme Bank\nCore banking replacement\nX-Sys\n\n1\n2\n?\n"
    programs = Path(sys.executable).parent
    known = {"GIT_AUTHOR_NAME": "Maria", "GIT_AUTHOR_EMAIL": "maria@example.org",
             "GIT_COMMITTER_NAME": "Maria", "GIT_COMMITTER_EMAIL": "maria@example.org",
             "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}  # fmt: skip
    shown = {}
    for line in day.splitlines():
        command = line.removeprefix("$ ").partition("  #")[0]
        done = subprocess.run(
            ["bash", "-c", command], cwd=made.folder, input=typed, capture_output=True, text=True, check=False,
            env={**os.environ, **known}, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        shown[command.strip()] = done.stdout
    assert "acme-bank.tas.yaml" in shown["tas diff main..acme"]
    assert "Acme Bank" in shown["tas portfolio"]
    assert (made.folder / "review.html").stat().st_size > 10_000
