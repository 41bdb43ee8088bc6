"""Prompts on standard error, answers on standard input, one a line. Understands no answer itself."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import select
import shutil
import signal
import sys
import threading
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from types import FrameType

from ..reports.cells import wrapped
from ..safe import log, terminal
from ..words import Lang, say
from .pasting import ratings_in

LONGEST = 1 << 20
LONGEST_TOLD = 2000
"""A longer line is a text in itself and is left as it is."""
QUIET = 0.02
"""Seconds without another line after which a paste is over."""
LATEST = 0.2
"""Seconds until a Ctrl-C is heard that came just before a line was read."""


class Prompter:
    """A conversation in lines. `piped`: nobody sits there; `refusals`: how many lines were no answer."""

    def __init__(self, piped: bool, lang: Lang = "en") -> None:
        self.piped = piped
        self.lang = lang
        self.refusals = 0
        self._waiting: deque[str] = deque()
        self._begun = ""
        self._ended = False
        self._edits = not piped and _can_edit()

    def tell(self, lines: str | Iterable[str], *, copied: bool = False) -> None:
        """Say something, a line each; on a terminal broken between words, but for what will be `copied`."""
        for line in [lines] if isinstance(lines, str) else lines:
            self._write(f"{line if copied else self._in_lines(line)}\n")

    def refuse(self, line: str) -> None:
        """Say why a line is no answer. In a pipe it counts: nobody is there to type a better one."""
        self.refusals += 1
        self.tell(line)

    def ask(self, prompt: str, *, pasted: bool = False) -> str | None:
        """The next line, without its end and outer blanks; None when the input has ended.

        Where text may be `pasted`, lines that came at once come as one. What is no text, or too long to be an
        answer, is refused and asked again.
        """
        while True:
            if self._waiting:
                self._write(f"{prompt}\n")
                return self._waiting.popleft()
            if self._ended:
                return None
            try:
                line = self._read(prompt)
            except UnicodeError:
                self.refuse(say("session.not_utf8", self.lang))
                continue
            if line is None:
                return None
            if len(line) > LONGEST:
                self.refuse(say("session.lines.too_long", self.lang))
                continue
            if pasted and not self.piped:
                return self._with_pasted(line)
            first, *more = line.split("\n")
            self._waiting.extend(map(_stripped, more))
            return first

    def waits(self) -> bool:
        """Whether a person has typed what is not read yet."""
        return not self.piped and _more_is_there(0)

    def forget(self) -> None:
        """Whatever was typed and not read yet is not wanted any more."""
        self._waiting.clear()
        with contextlib.suppress(ImportError, OSError, ValueError):
            import termios

            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)

    def _read(self, prompt: str) -> str | None:
        """One line. UnicodeError for bytes that are no text."""
        if self._edits:
            return self._edited(prompt)
        self._write(f"{prompt}\n" if self.piped else f"{prompt}: ")
        data = b""
        with contextlib.suppress(OSError):  # an input that was closed, or is a folder, has ended
            data = _whole_line()
        if not data:
            if not self.piped:
                self._write("\n")
            return None
        return _stripped(self._decoded(data))

    def _edited(self, prompt: str) -> str | None:
        """One line of somebody who can go back in it."""
        import readline

        self._write(f"{self._in_lines(prompt)}\n")
        begun, self._begun = self._begun, ""
        # Only where there is something to insert: a Ctrl-C that meets the hook is lost in it.
        readline.set_startup_hook((lambda: readline.insert_text(begun)) if begun else None)
        try:
            with _woken():
                line = input("> ")
        except EOFError:
            self._write("\n")
            return None
        if any("\ud800" <= character <= "\udfff" for character in line):
            raise UnicodeError(line)
        return _stripped(line)

    def _in_lines(self, text: str) -> str:
        """`text` as a terminal's lines, those behind the first as far in."""
        if self.piped or len(text) > LONGEST_TOLD:
            return text
        bare = text.lstrip(" ")
        margin = text[: len(text) - len(bare)]
        columns = shutil.get_terminal_size().columns - len(margin)
        return "\n".join(margin + part for part in wrapped(bare, columns))

    def _decoded(self, data: bytes) -> str:
        """UTF-8; on a terminal else what its locale says."""
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            if self.piped or not sys.stdin.encoding:
                raise
            return data.decode(sys.stdin.encoding)

    def _with_pasted(self, line: str) -> str:
        """The line, and those that came with it; ratings among themselves stay lines."""
        pending = self._pending()
        *more, self._begun = pending.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = [line, *map(_stripped, more)]
        together = "\n".join(lines)
        if len(lines) == 1 or ratings_in(together) is None:
            return together.strip()
        self._waiting.extend(lines[1:])
        return line

    def _pending(self) -> str:
        """What was typed or pasted and not read yet; what is no text of it is dropped, and said."""
        data = b""
        while _more_is_there():
            piece = os.read(sys.stdin.fileno(), 1 << 16)
            data += piece
            if not piece or piece.endswith(b"\x04"):
                self._ended = True
                break
        try:
            return self._decoded(data.removesuffix(b"\x04"))
        except UnicodeError:
            self.refuse(say("session.not_utf8", self.lang))
            return ""

    def _write(self, text: str) -> None:
        # A terminal that went away takes no prompts; the answers still on their way are worth having.
        with contextlib.suppress(OSError):
            sys.stderr.write(log(terminal(text)))
            sys.stderr.flush()


def _can_edit() -> bool:
    """Whether a line can be edited: the whole conversation is on a terminal, and the library is there."""
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return False
    return importlib.util.find_spec("readline") is not None


@contextlib.contextmanager
def _woken() -> Iterator[None]:
    """Within, waiting for a key is broken off now and then to look whether a signal has come.

    By itself the library would leave one that comes between its prompt and its waiting until the next key.
    """
    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, LATEST, LATEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _more_is_there(patience: float = QUIET) -> bool:
    if os.name == "nt":
        return False
    with contextlib.suppress(OSError, ValueError):
        return bool(select.select([sys.stdin.fileno()], [], [], patience)[0])
    return False


def _whole_line() -> bytes:
    """The next line to its end; of one that is too long the rest is read and dropped."""
    data: bytes = sys.stdin.buffer.readline(4 * LONGEST + 1)
    rest = data
    while rest and not rest.endswith(b"\n") and len(data) > 4 * LONGEST:
        rest = sys.stdin.buffer.readline(LONGEST)
    return data


def _stripped(line: str) -> str:
    return line.strip("\ufeff \t\r\n\u3000")


def folded(text: str) -> str:
    """`text` with full-width letters, digits and signs as their plain forms."""
    return unicodedata.normalize("NFKC", text)


NAMES = ("SIGTERM", "SIGHUP")


def numbers() -> list[signal.Signals]:
    """The signals that ask a session to leave, as far as this system has them."""
    return [getattr(signal, name) for name in NAMES if hasattr(signal, name)]


@contextlib.contextmanager
def signals_interrupt() -> Iterator[None]:
    """Within, those signals raise KeyboardInterrupt. Every answer is on disk by then, so nothing is lost."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in numbers()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
