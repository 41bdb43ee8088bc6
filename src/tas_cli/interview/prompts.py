"""Prompts on standard error, answers on standard input, one a line. Understands no answer itself."""

from __future__ import annotations

import contextlib
import sys
import unicodedata
from collections.abc import Iterable

from ..safe import log, terminal

LONGEST = 1 << 20


class Prompter:
    """A conversation in lines. `piped`: nobody sits there; `refusals`: how many lines were no answer."""

    def __init__(self, piped: bool) -> None:
        self.piped = piped
        self.refusals = 0

    def tell(self, lines: str | Iterable[str]) -> None:
        """Say something, a line each."""
        for line in [lines] if isinstance(lines, str) else lines:
            self._write(line + "\n")

    def refuse(self, line: str) -> None:
        """Say why a line is no answer. In a pipe it counts: nobody is there to type a better one."""
        self.refusals += 1
        self.tell(line)

    def ask(self, prompt: str) -> str | None:
        """The next line, without its end and outer blanks; None when the input has ended."""
        self._write(f"{prompt}\n" if self.piped else f"{prompt}: ")
        data = b""
        with contextlib.suppress(OSError):  # an input that was closed, or is a folder, has ended
            data = sys.stdin.buffer.readline(LONGEST)
        if not data:
            if not self.piped:
                self._write("\n")
            return None
        return data.decode("utf-8", errors="replace").strip("\ufeff \t\r\n\u3000")

    def forget(self) -> None:
        """Whatever was typed and not read yet is not wanted any more."""
        with contextlib.suppress(ImportError, OSError, ValueError):
            import termios

            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)

    def _write(self, text: str) -> None:
        # A terminal that went away takes no prompts; the answers still on their way are worth having.
        with contextlib.suppress(OSError):
            sys.stderr.write(log(terminal(text)))
            sys.stderr.flush()


def folded(text: str) -> str:
    """`text` with full-width letters, digits and signs as their plain forms."""
    return unicodedata.normalize("NFKC", text)
