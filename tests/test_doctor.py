"""`tas doctor`: it tells which settings hold, whether git's drivers run, and changes nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from repositories import Repository
from tas_cli.boundary import run

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")


def said(capsys: Out, *more: str) -> tuple[int, dict[str, str]]:
    code = run(["doctor", *more])
    rows = [line.strip().split("  ", 1) for line in capsys.readouterr().out.splitlines()]
    return code, {row[0]: row[1].strip() for row in rows if len(row) == 2}


def test_outside_git_and_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    monkeypatch.chdir(tmp_path)
    code, found = said(capsys)
    assert code == 0
    assert found["Workspace"] == "none; the defaults hold"
    assert "pydantic" in found["Packages"]
    assert found["Drivers"].startswith("this is not inside a git repository")
    assert list(tmp_path.iterdir()) == []


def test_a_driver_that_git_cannot_run_is_amiss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Repository(tmp_path)
    assert run(["init", "--git", "--yes", "-q"]) == 0
    capsys.readouterr()
    before = (tmp_path / ".git" / "config").read_bytes()
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "git").symlink_to(
        next(p for p in map(Path, os.get_exec_path()) if (p / "git").exists()) / "git"
    )
    monkeypatch.setenv("PATH", str(programs))
    code, found = said(capsys)
    assert code == 1
    assert found["Drivers"] == "merge: set; diff: not set"
    assert found["tas for git"].startswith("git will not find `tas`")
    tas = programs / "tas"
    tas.write_text("#!/bin/sh\n", encoding="utf-8")
    tas.chmod(tas.stat().st_mode | stat.S_IXUSR)
    code, found = said(capsys)
    assert (code, found["tas for git"]) == (0, str(tas))
    assert found["Workspace"].endswith("tas.yaml")
    assert (tmp_path / ".git" / "config").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "row", "trouble"),
    [
        ("nonsense: 1\n", "Workspace", "nonsense"),
        ("questions: [nowhere.yaml]\n", "Question banks", "nowhere.yaml"),
    ],
)
def test_what_cannot_be_used_is_amiss(
    text: str, row: str, trouble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tas.yaml").write_text(text, encoding="utf-8")
    code, found = said(capsys)
    assert code == 1
    assert trouble in found[row]


def test_a_bank_of_the_team_is_told_from_those_that_come_with_tas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text(
        "format: 1\nid: own\nversion: 3\ntitle: Own\nsections:\n"
        "  - {id: a, title: A, questions: [{id: b, title: B}]}\n", encoding="utf-8",
    )  # fmt: skip
    Path("tas.yaml").write_text("questions: [own.yaml]\n", encoding="utf-8")
    run(["doctor"])
    shown = capsys.readouterr().out
    assert "own 3, own.yaml" in shown
    assert "tas 1, comes with tas" in shown
