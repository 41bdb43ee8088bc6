"""A program in a real pseudo-terminal, and what its screen shows. For tests of the session."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

import pytest

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

FILE = "a.tas.yaml"
PATIENCE = 30
KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "f1": "\x1bOP",
    "end": "\x1b[F", "esc": "\x1b", "enter": "\r", "backspace": "\x7f",
}  # fmt: skip


class Terminal:
    """`tas assess` in a terminal of a given size, and what its screen shows."""

    def __init__(
        self, *options: str, columns: int = 80, rows: int = 24, file: str = FILE, **variables: str
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tas_cli", "assess", file, "--today", "2026-11-22", *options],
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

    @property
    def whole(self) -> str:
        """The same as one line, for texts that were wrapped."""
        return " ".join(self.text.split())

    def type(self, *keys: str) -> None:
        """Each key by itself, as a person types: drawn before the next."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def until(self, seen: Callable[[], bool]) -> None:
        """Read what the program draws until the screen is as wanted."""
        while not seen():
            self._read()

    def shows(self, *texts: str) -> None:
        self.until(lambda: all(text in self.whole for text in texts))

    def then(self, key: str, *texts: str) -> None:
        """A key that changes the screen, and what it leads to."""
        self.type(key)
        self._read()
        self.shows(*texts)

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
    def said(self) -> str:
        """All that was written, the screen included."""
        return self.raw.decode(errors="replace")

    @property
    def under_cursor(self) -> str:
        """What stands left of, at and right of the cursor."""
        row = self.screen.buffer[self.screen.cursor.y]
        return "".join(row[self.screen.cursor.x + i].data for i in (-1, 0, 1))


Make = Callable[..., Terminal]


@pytest.fixture
def terminal() -> Iterator[Make]:
    """Terminals that are closed after the test."""
    opened: list[Terminal] = []

    def make(*options: str, **settings: object) -> Terminal:
        opened.append(Terminal(*options, **settings))  # type: ignore[arg-type]
        return opened[-1]

    yield make
    for each in opened:
        each.child.close(force=True)
