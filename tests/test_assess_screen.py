"""The screen in a real pseudo-terminal: what is drawn, where the cursor is, and that no key is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, LIBRARY, TODAY, rated
from tas_cli.interview.screen_layout import ScreenMessage, frame
from tas_cli.model.answers import Evidence
from tas_cli.model.assessment import Assessment, with_fields
from tas_cli.reports.cells import width
from tas_cli.session import Session, assessment_file, open_session, step, views
from tas_cli.session.events import Changed, Move, Rate, Resolve, Walk

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

FILE = "a.tas.yaml"
PATIENCE = 30
KEYS = {"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "f1": "\x1bOP", "end": "\x1b[F", "esc": "\x1b"}


class Terminal:
    """A program in a terminal of a given size, and what its screen shows."""

    def __init__(self, *options: str, columns: int = 80, rows: int = 24, **variables: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tas_cli", "assess", FILE, "--today", "2026-11-22", *options],
            dimensions=(rows, columns),
            env={**os.environ, "TERM": "xterm-256color", **variables},
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.delayafterterminate = 0

    @property
    def text(self) -> str:
        """The screen as text. The second half of a wide character is a cell of its own, and empty."""
        columns = range(self.screen.columns)
        return "\n".join(
            "".join(self.screen.buffer[y][x].data for x in columns) for y in range(self.screen.lines)
        )

    def type(self, keys: str) -> None:
        self.child.send(keys)

    def until(self, seen: Callable[[], bool]) -> None:
        """Read what the program draws until the screen is as wanted."""
        while not seen():
            self._read()

    def shows(self, *texts: str) -> None:
        self.until(lambda: all(text in self.text for text in texts))

    def _read(self) -> None:
        try:
            data = self.child.read_nonblocking(65536, timeout=PATIENCE)
        except pexpect.TIMEOUT:
            raise AssertionError(self.text) from None
        self.raw += data
        self.stream.feed(data)

    def ends(self) -> int:
        """Read to the end; the exit code."""
        try:
            while True:
                self._read()
        except pexpect.EOF:
            self.child.wait()
        status = self.child.exitstatus
        assert status is not None, self.child.signalstatus
        return int(status)

    @property
    def under_cursor(self) -> str:
        """What stands left of, at and right of the cursor."""
        row = self.screen.buffer[self.screen.cursor.y]
        return "".join(row[self.screen.cursor.x + i].data for i in (-1, 0, 1))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Terminals that are closed after the test."""
    opened: list[Terminal] = []

    def make(*options: str, **settings: object) -> Terminal:
        opened.append(Terminal(*options, **settings))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for each in opened:
        each.child.close(force=True)


Make = Callable[..., Terminal]


def make_file(assessment: Assessment) -> None:
    assessment_file.save(assessment_file.FileSeen(FILE), assessment, LIBRARY)


def on_disk() -> Assessment:
    return assessment_file.open_existing(FILE).assessment


def signs(party: str = "us") -> str:
    """A party's ratings in the order of the bank, a dot for unrated."""
    return "".join(on_disk().rating("tas", id, party) or "." for id in LIBRARY["tas"].by_id)


def test_a_new_file_by_keys_alone(terminal: Make) -> None:
    here = terminal()
    here.shows("Customer:")
    here.type("Acme 银行\nCore\nX-Sys\n\n")
    here.shows("doing nothing")
    here.type("\n")
    here.shows("Acme 银行 · Core", "0 of 62 rated", "X-Sys", "Do nothing", "Is there an opportunity?")
    here.until(lambda: here.under_cursor == "[.]")
    here.type("+")
    here.shows("1 of 62 rated", "Find out first")
    here.type("q")
    assert here.ends() == 0
    assert on_disk().competitors == {"x_sys": "X-Sys", "status_quo": "Do nothing"}
    assert "1 rating saved" in here.raw.decode()
    assert f"tas assess {FILE}" in here.raw.decode()


def test_a_burst_of_twenty_keys_is_twenty_ratings(terminal: Make) -> None:
    make_file(rated("", "", ""))
    here = terminal()
    here.shows("0 of 68 rated")
    here.type("+-?" * 6 + "+-")
    here.shows("20 of 68 rated")
    assert (signs()[:7], signs("a")[:7], signs("b")[:7]) == ("+++++++", "-------", "??????.")


def test_keys_typed_before_the_screen_is_up_are_not_lost(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.type("+-?+")
    here.shows("4 of 48 rated")


def test_a_whole_session_ends_with_a_summary(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    here.type("+-" * 20)
    here.shows("Size of the deal", "1-3 choose")
    here.type("2" * 7 + "?")
    here.shows("All done", "Find out first", "Consultative mode", "Find out next", "48 of 48 rated")
    here.type(KEYS["up"])
    here.shows("[?]")
    here.type("1q")
    assert here.ends() == 0
    assert on_disk().answer("uss", "winning_factor").answer is not None


def test_arrows_evidence_undo_find_and_clear(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    here.type(KEYS["right"] + KEYS["down"])
    here.shows("Customer's business profile · A")
    here.type("e")
    here.shows("Evidence:", "Esc cancel")
    here.type("他们的年报\r")
    here.shows("Evidence: 他们的年报", "F1 help")
    here.type("-")
    here.shows("1 of 48 rated")
    here.type("u")
    here.shows("Undone", "0 of 48 rated")
    here.type("/compelling\r")
    here.shows("Compelling event · Us")
    here.type("nask them")
    here.shows("Next step: ask them")
    here.type(KEYS["esc"])
    here.until(lambda: "Next step:" not in here.text)
    here.type("+-" + KEYS["up"] + "\x7f")
    here.shows("1 of 48 rated", "Compelling event · Us")
    assert on_disk().answer("tas", "business_profile").evidence == {"a": Evidence("他们的年报")}
    assert on_disk().answer("tas", "compelling_event").next_step is None


def test_a_chinese_keyboard(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal(LANG="zh_CN.UTF-8")
    here.shows("已评 0/48", "有机会吗？")
    here.type("＋——？－")
    here.shows("已评 4/48")
    assert (signs()[:3], signs("a")[:2]) == ("+?.", "--")
    here.type("、资金来源\r")
    here.shows("资金来源 · ")
    here.type("a金蝶\r")
    here.shows("金蝶", "已评 4/68")


def test_pasted_text_is_typed_keys(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    here.type("\x1b[200~+-\n?e\x1b[201~")
    here.shows("Evidence:")
    here.type("\x1b[200~two\nlines\x1b[201~\r")
    here.shows("Evidence: two lines", "3 of 48 rated")


def test_resize_and_small_sizes(terminal: Make) -> None:
    make_file(rated("+" * 9, "-" * 9, "", "", "", ""))
    here = terminal()
    here.shows("18 of 128 rated")
    for columns, rows in ((60, 15), (20, 5), (3, 2), (200, 60), (80, 24)):
        here.screen.resize(rows, columns)
        here.child.setwinsize(rows, columns)
        here.type("+")
        if columns >= 60:
            here.shows(" of 128 rated")
            here.until(lambda: here.under_cursor[0] + here.under_cursor[-1] == "[]")
    here.shows("22 of 128 rated")


def test_help_and_unknown_keys(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    here.type(KEYS["f1"])
    here.shows("known, and good for the party rated")
    here.type(KEYS["f1"] + "x")
    here.shows("x is no answer here")
    here.type("\x1b[15~")
    here.shows("No such key")


def test_ctrl_c_says_what_was_saved(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    here.type("+-\x03")
    assert here.ends() == 130
    assert "2 ratings saved" in here.raw.decode()
    assert (signs()[0], signs("a")[0]) == ("+", "-")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_cleanly(terminal: Make, number: int) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    here.type("+")
    here.shows("1 of 48 rated")
    here.child.kill(number)
    assert here.ends() == 130
    assert "1 rating saved" in here.raw.decode()


def test_sigkill_loses_nothing_that_was_drawn(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    here.type("+-?")
    here.shows("3 of 48 rated")
    here.child.kill(signal.SIGKILL)
    here.child.wait()
    assert (signs()[:2], signs("a")[0]) == ("+?", "-")


def test_somebody_elses_change_comes_in_and_a_conflict_is_asked(terminal: Make) -> None:
    make_file(rated("", ""))
    here = terminal()
    here.shows("0 of 48 rated")
    assessment_file.save(assessment_file.open_existing(FILE), rated("-+", ""), LIBRARY)
    here.type("+")
    here.shows("Both changed: Customer's application or project, Us", "o  yours: +", "t  theirs: -")
    here.type("?")
    here.shows("First settle")
    here.type("o")
    here.shows("2 of 48 rated", "F1 help")
    assert signs()[:2] == "++"


def test_no_color_and_hostile_names(terminal: Make) -> None:
    evil = "Evil\x1b]0;title\x07[/]"
    make_file(with_fields(rated(""), customer=evil, competitors={"x": evil}))
    here = terminal(NO_COLOR="1")
    here.shows("Evil<1B>]0;title<07>[/]")
    here.type("qq")
    here.ends()
    assert b"\x1b]0;title" not in here.raw
    assert b"\x1b[31m" not in here.raw
    assert b"\x1b[38" not in here.raw


@pytest.mark.parametrize("variables", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_lines_where_a_screen_would_not_do(terminal: Make, variables: dict[str, str]) -> None:
    make_file(rated("", ""))
    here = terminal(**variables)
    here.shows("[1/48]", "What exactly has to work")
    here.type("+\n")
    here.shows("[2/48]")
    here.type("nonsense\n\x04")
    # A person who mistypes gets another try, and no bad exit code for it.
    assert here.ends() == 0
    assert signs()[0] == "+"
    assert b"\x1b[?1049h" not in here.raw


# The layout alone


def session(assessment: Assessment, at: int = 0) -> Session:
    return step(open_session(BANKS, assessment, today=TODAY), Walk(at))


@given(st.integers(1, 130), st.integers(1, 50), st.integers(0, 70), st.integers(0, 6), st.booleans())
def test_no_size_breaks_the_screen(columns: int, rows: int, at: int, parties: int, helping: bool) -> None:
    names = {"abcdef"[i]: "很长的竞争对手名称" * i or "B" for i in range(parties)}
    here = session(with_fields(rated(""), customer="客户" * 40, competitors=names), at)
    here = step(here, Move(columns=parties))
    seen = views.view(here, "zh")
    drawn = frame(
        seen, columns, rows, "zh", message=ScreenMessage("消息" * 30), keys="键" * 60, helping=helping
    )
    assert len(drawn.lines) <= rows
    assert 0 <= drawn.cursor[1] < rows
    if columns >= 40 and rows >= 10:
        assert all(sum(width(text) for _, text in line) <= columns for line in drawn.lines)
    if columns >= 40 and rows >= 10 and not helping and here.cell:
        line = "".join(text for _, text in drawn.lines[drawn.cursor[1]])
        assert line[drawn.cursor[0] - 1] == "["
        assert line.startswith(">")


def test_a_conflict_is_drawn_at_any_size() -> None:
    base = rated("")
    here = step(session(base), Rate("+"))
    here = step(here, Changed(base, with_fields(rated("-"), customer="Other " * 30)))
    for columns in (20, 40, 80):
        drawn = frame(
            views.view(here, "en"), columns, 24, "en", message=ScreenMessage(), keys="", helping=False
        )
        assert any("o  " in text for line in drawn.lines for _, text in line)
    assert not step(here, Resolve("ours")).conflicts
