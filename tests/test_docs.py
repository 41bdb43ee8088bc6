"""The documentation's rules compile, and every command it names exists."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tas_cli.boundary import run

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")),
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


def test_the_playbook_in_the_documentation_is_a_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    [playbook] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "tas.yaml").write_text("questions: [way.yaml]\n", encoding="utf-8")
    (tmp_path / "way.yaml").write_text(playbook, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["banks", "show", "playbook"]) == 0
    assert "Our way" in capsys.readouterr().out


def test_the_commands_about_plans_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    commands = [
        command
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        for command in re.findall(r"^\$ tas ([^#\n]*)", block, re.MULTILINE)
    ]
    assert len(commands) > 5
    for folder in ("examples", "questions"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    for command in commands:
        assert run(shlex.split(command)) == 0, command
        err = capsys.readouterr().err
        assert not err or (command.startswith("rate") and err.endswith(": saved\n"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"(?:^\$ |`)tas ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    for command in named:
        assert run([command, "--help"]) == 0, command
        capsys.readouterr()


@pytest.mark.parametrize("name", ["json"])
def test_the_commands_of_a_page_run_as_they_stand(name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    programs = Path(sys.executable).parent
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False,
            timeout=60, env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), block


def test_a_team_s_repository_can_be_set_up_as_its_page_says(tmp_path: Path) -> None:
    """In one shell, as somebody does who copies the blocks: the gate shuts, then opens."""
    page = (ROOT / "docs" / "team.md").read_text(encoding="utf-8")
    blocks = re.findall(r"<!-- team -->\n```sh\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    programs = Path(sys.executable).parent
    known = {"GIT_AUTHOR_NAME": "Maria", "GIT_AUTHOR_EMAIL": "maria@example.org",
             "GIT_COMMITTER_NAME": "Maria", "GIT_COMMITTER_EMAIL": "maria@example.org",
             "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}  # fmt: skip
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks)], cwd=tmp_path, capture_output=True, text=True,
        check=False, timeout=120, env={**os.environ, **known},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    shut, _, opened = done.stdout.partition("exit code 1\n")
    assert "error money No proposal before we know where the money comes from." in shut
    assert opened.rstrip().splitlines()[-1].startswith("1 file checked: 0 errors")


def test_every_variable_of_the_environment_is_on_the_page_of_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    asked = re.compile(r"environ(?:\.get\(|\[|\.setdefault\()\s*\"([A-Z_]+)\"")
    names = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in asked.findall(path.read_text(encoding="utf-8"))
    }
    assert len(names) > 8
    assert {name for name in names if f"`{name}" not in page} <= {
        "TERM",
        "GIT_DIR",
        "PYDANTIC_DISABLE_PLUGINS",
    }


@pytest.mark.parametrize("name", ["policy.md", "banks.md", "import.md", "plan.md"])
def test_a_page_in_chinese_shows_the_same(name: str) -> None:
    """Its blocks but for comments and sentences, the names that it explains, and as many headings."""

    def blocks(text: str) -> list[str]:
        found = re.findall(r"```\w+\n.*?```", text, re.DOTALL)
        return [re.sub(r"(?m) *#.*$|say: .*$", "", block) for block in found]

    english = (ROOT / "docs" / name).read_text(encoding="utf-8")
    chinese = (ROOT / "docs" / "zh" / name).read_text(encoding="utf-8")
    assert blocks(chinese) == blocks(english)
    named = [set(re.findall(r"^\| (`.*?`) +\|", page, re.MULTILINE)) for page in (english, chinese)]
    assert {each.replace("、", ", ") for each in named[1]} == named[0]
    assert chinese.count("\n## ") == english.count("\n## ")
