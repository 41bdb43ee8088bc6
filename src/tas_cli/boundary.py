"""The one place where trouble becomes a line on stderr and an exit code.

0 fine, 1 the answer is no, 2 what was given cannot be used, 3 a defect in tas, 130 interrupted. Commands
raise; nothing below this file prints an error or ends the process.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from .errors import DEFECT, INTERRUPTED, UNUSABLE, TasError
from .output import describe, silence, tell
from .storage import replacing
from .words import Lang, say
from .words.language import asked_for

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
"""What writing to a stream fails with when the fault is not ours."""


def run(arguments: Sequence[str]) -> int:
    """The exit code of `tas` called with `arguments`."""
    # Starting makes tens of thousands of objects that live on: looking among them for garbage is idle work.
    gc.set_threshold(100_000)
    _open_streams()
    _lenient_streams()
    # We use no pydantic plugins, and looking for them reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    replacing.on_wait = lambda folder: tell(say("files.waiting", _language(), folder=folder))
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
        is_nowhere = trouble.id == "files.missing" and _is_nowhere()
        tell(describe(TasError("cli.no_folder") if is_nowhere else trouble, _language()))
        return trouble.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        return 0
    except OSError as trouble:
        if _is_nowhere():
            tell(describe(TasError("cli.no_folder"), _language()))
            return UNUSABLE
        # One about a file names it; without a name it comes from a stream.
        if trouble.filename is None and trouble.errno in UNWRITABLE:
            return _output_lost(trouble)
        return _no_access(trouble)
    except Exception as trouble:
        return _defect(trouble)


def _is_nowhere() -> bool:
    """Whether somebody removed the folder that we stand in."""
    try:
        os.getcwd()  # noqa: PTH109
    except OSError:
        return True
    return False


def _language() -> Lang:
    """The language for a trouble that may have come before any was chosen."""
    from .place import language_around

    return asked_for(sys.argv, language_around())


def _no_access(trouble: OSError) -> int:
    """What the disk refuses is no defect, whoever failed to expect it."""
    if not isinstance(trouble.filename, str | bytes | os.PathLike):
        return _defect(trouble)
    from .storage.files import unusable

    tell(describe(unusable(os.fsdecode(trouble.filename), trouble), _language()))
    return UNUSABLE


def _defect(trouble: BaseException) -> int:
    if os.environ.get("TAS_DEBUG") == "1":
        import traceback

        traceback.print_exception(trouble)
    else:
        tell(f"tas: {say('cli.defect', _language(), kind=type(trouble).__name__, text=str(trouble)[:200])}")
    return DEFECT


def _open_streams() -> None:
    """A stream that the caller closed refuses to be read or written; complaints go nowhere.

    Its number is taken, or the next file we open would get it and another process could write into it.
    """
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_WRONLY)
            os.set_inheritable(nowhere, True)
            setattr(sys, name, open(nowhere, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115, PTH123


def _lenient_streams() -> None:
    """A pipe that cannot encode a character gets a `?` for it, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(OSError):
                stream.reconfigure(errors="replace")


def _flushed(code: int) -> int:
    """`code`, unless what was printed did not arrive: a full disk must not look like success."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as trouble:
        return _output_lost(trouble)
    return code


def _output_lost(trouble: OSError) -> int:
    silence(sys.stdout)
    tell(f"tas: {say('cli.output_lost', _language(), reason=trouble.strerror or str(trouble))}")
    return UNUSABLE
