"""The one place where trouble becomes a line on stderr and an exit code.

0 fine, 1 the answer is no, 2 what was given cannot be used, 3 a defect in tas, 130 interrupted. Commands
raise; nothing below this file prints an error or ends the process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from .errors import TasError
from .languages import language
from .words import Lang, has, say

INTERRUPTED = 130
DEFECT = 3
UNUSABLE = 2


def run(arguments: Sequence[str]) -> int:
    """The exit code of `tas` called with `arguments`."""
    _lenient_streams()
    # We use no pydantic plugins, and looking for them reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from .cli import call

        return _flushed(guarded(lambda: call(list(arguments))))
    except KeyboardInterrupt:
        return INTERRUPTED


def guarded(command: Callable[[], int]) -> int:
    """Run a command; whatever goes wrong in it is told in one line and becomes its exit code."""
    try:
        return command()
    except TasError as trouble:
        tell(describe(trouble, _language()))
        return trouble.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)
        return 0
    except RecursionError as trouble:
        return _defect(trouble)
    except Exception as trouble:
        return _defect(trouble)


def describe(trouble: TasError, lang: Lang) -> str:
    """A TasError as people read it: what is wrong, and on the next line what to do."""
    from .findings import BadFile

    if isinstance(trouble, BadFile):
        first = trouble.findings[0]
        lines = [f"tas: {first.file}:{first.line}: {first.text(lang)}", first.help(lang)]
        if len(trouble.findings) > 1:
            lines.append(say("cli.more_findings", lang, n=len(trouble.findings) - 1, file=first.file))
    else:
        lines = [f"tas: {say(trouble.id, lang, **trouble.params)}"]
        if has(f"{trouble.id}.hint"):
            lines.append(say(f"{trouble.id}.hint", lang, **trouble.params))
    return "\n     ".join(line for line in lines if line)


def tell(text: str) -> None:
    """Say something to the person, on stderr, with nothing in it that a terminal would obey."""
    from .safe import terminal

    try:
        sys.stderr.write(terminal(text) + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        _silence(sys.stderr)


def _language() -> Lang:
    """The language for a trouble that may have come before any was chosen."""
    given = [sys.argv[i + 1] for i, word in enumerate(sys.argv[:-1]) if word == "--lang"]
    given += [word.partition("=")[2] for word in sys.argv if word.startswith("--lang=")]
    try:
        return language(given[-1] if given else None)
    except TasError:
        return "en"


def _defect(trouble: BaseException) -> int:
    if os.environ.get("TAS_DEBUG") == "1":
        import traceback

        traceback.print_exception(trouble)
    else:
        tell(f"tas: {say('cli.defect', _language(), kind=type(trouble).__name__, text=str(trouble)[:200])}")
    return DEFECT


def _lenient_streams() -> None:
    """A pipe that cannot encode a character gets a `?` for it, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _flushed(code: int) -> int:
    """`code`, unless what was printed did not arrive: a full disk must not look like success."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as trouble:
        _silence(sys.stdout)
        tell(f"tas: {say('cli.output_lost', _language(), reason=trouble.strerror or str(trouble))}")
        return UNUSABLE
    return code


def _silence(stream: object) -> None:
    """Let the interpreter's own last flush write to nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())  # type: ignore[attr-defined]
    os.close(nowhere)
