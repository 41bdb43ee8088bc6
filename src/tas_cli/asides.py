"""What a person is told beside the results, on stderr: complaints with their cure, and asides.

Results go by way of `output`. Decides no exit code (see `boundary`).
"""

from __future__ import annotations

import os
import sys

from .errors import TasError
from .findings import BadFile
from .safe import line, log, terminal
from .words import Lang, has, say


def describe(trouble: TasError, lang: Lang) -> str:
    """A TasError as people read it: what is wrong, and on the next line what to do."""
    if isinstance(trouble, BadFile):
        first = trouble.findings[0]
        lines = [f"tas: {first.file}:{first.line}: {first.text(lang)}", first.help(lang)]
        if len(trouble.findings) > 1:
            lines.append(say("cli.more_findings", lang, n=len(trouble.findings) - 1, file=first.file))
    else:
        lines = [f"tas: {say(trouble.id, lang, **trouble.params)}"]
        if has(f"{trouble.id}.hint"):
            lines.append(say(f"{trouble.id}.hint", lang, **trouble.params))
    return "\n     ".join(line(each) for each in lines if each)


def tell(text: str) -> None:
    """Say something to the person, on stderr, with nothing in it that a terminal or a CI log would obey."""
    try:
        sys.stderr.write(log(terminal(text)) + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: object) -> None:
    """Let the interpreter's own last flush write to nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())  # type: ignore[attr-defined]
    os.close(nowhere)
