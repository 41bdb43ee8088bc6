"""A third language is one file, in pieces: what it does not say yet is said in English."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tas_cli
from builders import ROOT

START_OF_GERMAN = '''
"""The start of German."""

TEXTS = {"headline.pursue": "VERFOLGEN", "scorecard.us": "Wir"}
HELP = {"Show the version.": "Zeigt die Version."}
'''
DEAL = ROOT / "examples" / "deals" / "acme-bank.tas.yaml"


@pytest.fixture(scope="module")
def with_german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one file more."""
    home = tmp_path_factory.mktemp("program")
    shutil.copytree(Path(tas_cli.__file__).parent, home / "src" / "tas_cli")
    shutil.copytree(ROOT / "questions", home / "questions")
    (home / "src" / "tas_cli" / "words" / "de.py").write_text(START_OF_GERMAN, encoding="utf-8")
    (home / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return home


def tas(program: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    # What a copy runs says nothing of how much of the program the tests reach.
    around = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(
        [sys.executable, "-m", "tas_cli", *arguments], capture_output=True, text=True, check=False, timeout=60,
        env={**around, "PYTHONPATH": str(program / "src"), **more}, cwd=program,
    )  # fmt: skip


def test_the_words_of_one_file_are_spoken_and_the_rest_is_english(with_german: Path) -> None:
    shutil.copy(DEAL, with_german)
    for asked in (["show", "--lang", "de"], ["--lang", "de", "show"]):
        done = tas(with_german, *asked, DEAL.name, "--today", "2026-11-22")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Wir" in done.stdout
        assert "Key questions" in done.stdout
    spoken = tas(with_german, "--help", TAS_LANG="de")
    assert "Zeigt die Version." in spoken.stdout
    assert "Show this message and exit." in spoken.stdout
    assert "there are: en, de, zh" in tas(with_german, "show", "--lang", "xx").stderr


def test_a_workspace_may_speak_it(with_german: Path) -> None:
    team = with_german / "team"
    (team / "deals").mkdir(parents=True)
    (team / "tas.yaml").write_text("language: de\n", encoding="utf-8")
    shutil.copy(DEAL, team / "deals")
    assert "Wir" in tas(with_german, "show", str(team / "deals" / DEAL.name)).stdout
    assert tas(with_german, "check", str(team / "deals")).returncode == 0


def test_a_bank_alone_may_bring_one(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(
        "format: 1\nid: ours\nversion: 1\ntitle: {en: Ours, de: Unsere}\nsections:\n"
        "  - {id: a, title: {en: Part, de: Teil}, questions: [{id: b, title: {en: Plan, de: Vorhaben}}]}\n",
        encoding="utf-8",
    )
    (tmp_path / "tas.yaml").write_text("questions: [ours.yaml]\nbanks: [ours]\n", encoding="utf-8")
    (tmp_path / "a.tas.yaml").write_text("customer: A\nopportunity: B\n", encoding="utf-8")
    for command in (["show"], ["check"], ["portfolio", "--view", "table"], ["banks", "show", "ours"]):
        words = [] if command[0] == "banks" else ["a.tas.yaml"]
        done = subprocess.run(
            [sys.executable, "-m", "tas_cli", *command, *words, "--lang", "de"], cwd=tmp_path,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert "Vorhaben" in done.stdout
    assert "Teil" in done.stdout
