"""The screen inside tmux, which joins families, flags and accents into one sign as modern terminals do."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders import LIBRARY, rated
from tas_cli.model.assessment import with_fields
from tas_cli.session import assessment_file

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
FILE = "a.tas.yaml"
PATIENCE = 30


class Pane:
    """A pane of a tmux server of its own, with a session in it."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self.socket = str(folder / "tmux")
        program = shlex.join([sys.executable, "-m", "tas_cli", "assess", FILE, "--bank", "tas"])
        size = ["-x", str(columns), "-y", str(rows)]
        self.tmux("-f", os.devnull, "new-session", "-d", *size, f"TERM=tmux-256color {program}; sleep 60")

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self.socket, *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def type(self, *keys: str) -> None:
        for key in keys:
            self.tmux("send-keys", key)

    @property
    def text(self) -> str:
        return self.tmux("capture-pane", "-p")

    def until(self, seen: Callable[[str], bool]) -> str:
        """The screen once it is as wanted; tmux has to be asked for it."""
        until = time.monotonic() + PATIENCE
        while not seen(text := self.text):
            assert time.monotonic() < until, text
        return text


@pytest.fixture
def pane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Pane]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("TMUX", raising=False)
    opened: list[Pane] = []

    def make(columns: int = 80, rows: int = 24) -> Pane:
        opened.append(Pane(tmp_path, columns, rows))
        return opened[-1]

    yield make
    for each in opened:
        each.tmux("kill-server")


def test_names_that_terminals_join_draw_right_and_stay_so_while_one_rates(pane: Callable[..., Pane]) -> None:
    names = {"a": "👨‍👩‍👧‍👦 Family", "b": "🇩🇪 DE", "c": "é́́́ Accents"}
    start = with_fields(rated(""), customer="👍🏽 Müller ❤️", competitors=names)
    assessment_file.save(assessment_file.FileSeen(FILE), start, LIBRARY)
    here = pane(120, 30)
    here.until(lambda text: "47 to go" in text)
    for left in range(46, 39, -1):
        here.type("+")
        here.until(lambda text: f"{left} to go" in text)  # noqa: B023
    drawn = here.until(lambda text: all(text == here.text for _ in range(5)))
    here.tmux("send-keys", "-R")
    here.until(lambda text: text != drawn)
    here.type("C-l")
    here.until(lambda text: text == drawn)
    (head,) = [line for line in drawn.splitlines() if line.startswith(" TAS")]
    assert head.split()[3:] == ["Us", "👨", "Family", "DE", "DE", "é́́", "Accents"]
    rows = [line for line in drawn.splitlines() if " +! " in line]
    assert len(rows) == 4
    assert len({line.index("+!") for line in rows}) == 1


def test_a_paste_that_tmux_does_not_bracket_is_text(pane: Callable[..., Pane]) -> None:
    assessment_file.save(assessment_file.FileSeen(FILE), rated("", ""), LIBRARY)
    here = pane()
    here.until(lambda text: "29 to go" in text)
    here.tmux("set-buffer", "Mail from the CFO\nquick question: - or +?\n")
    here.tmux("paste-buffer")
    here.until(lambda text: "Enter keep" in text and "quick question: - or +?" in text)
    here.type("Enter")
    here.until(lambda text: "F1 h help" in text)
    now = assessment_file.open_existing(FILE).assessment
    assert now.competitors == {"a": "A"}
    said = now.answer("tas", "application_or_project")
    assert (said.ratings, said.evidence_text()) == ({}, "Mail from the CFO\nquick question: - or +?")


def test_a_closed_pane_keeps_the_draft(pane: Callable[..., Pane], tmp_path: Path) -> None:
    assessment_file.save(assessment_file.FileSeen(FILE), rated("", ""), LIBRARY)
    here = pane()
    here.until(lambda text: "29 to go" in text)
    here.type("e")
    here.until(lambda text: "Enter keep" in text)
    here.type("CFO said", " ", "June")
    here.until(lambda text: "CFO said June" in text)
    here.tmux("respawn-pane", "-k", "sleep 60")
    assert len(list((tmp_path / "state" / "tas" / "recovery").glob("*.draft"))) == 1
