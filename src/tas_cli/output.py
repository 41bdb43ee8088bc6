"""Where results and asides go: standard output or the file of `-o`, in colour or not, how wide; and stderr.

Makes no results, words no trouble by itself and decides no exit code (see `boundary`).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal, TypeVar

from .errors import TasError
from .findings import BadFile
from .safe import line, log, terminal
from .storage import files, paging
from .words import Lang, has, say

Color = Literal["auto", "always", "never"]
PIPE_WIDTH = 80
NARROWEST = 40
WORTH_A_BAR, DRAWN_EVERY = 1500, 100
"""A thousand deals take less than a second, and a bar would be a tenth of it."""
T = TypeVar("T")
Result = str | bytes | Iterator[str]
"""A text, what is no text, or a text line by line, whose length is no matter of memory."""


def report(
    command: str,
    format: str,
    value: object,
    lang: Lang,
    *,
    to: str = files.STDOUT,
    color: Color = "auto",
    paged: bool = False,
    inputs: Iterable[str] = (),
) -> None:
    """Write `value` as `command` prints it in `format`; `paged`, on a terminal, if it is longer than that.

    TasError when `to` is one of `inputs`, the files it was made from, or a deal.
    """
    from .reports.formats import rendered

    text = rendered(
        command, format, value, lang, width=width(to), color=in_color(color, to), plain=is_plain(to)
    )
    if isinstance(text, bytes) and is_screen(to):
        raise TasError("output.no_text", format=format)
    is_paged = paged and format == "text" and isinstance(text, str) and _is_long(text, to)
    if not (is_paged and paging.page(f"{str(text).rstrip()}\n", paging.pager())):
        emit(text, to, inputs)


def _is_long(text: str, to: str) -> bool:
    """Whether a result for standard output does not fit on the terminal that this is."""
    if to != files.STDOUT or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return False
    return text.count("\n") + 1 >= shutil.get_terminal_size((PIPE_WIDTH, 24)).lines


def watched(things: Iterable[T], total: int, about: str) -> Iterator[T]:
    """The same things; a bar on stderr, where that is a terminal, says how many of `total` have come."""
    if total < WORTH_A_BAR or not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        yield from things
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(about), BarColumn(), MofNCompleteColumn())
    # It draws when told to: a thread of its own would keep the work from being shared out over copies.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=total)
        for number, each in enumerate(things, 1):
            if number % DRAWN_EVERY == 0:
                bar.update(task, completed=number, refresh=True)
            yield each


def is_screen(to: str = files.STDOUT) -> bool:
    """Whether a result goes to a terminal."""
    return to == files.STDOUT and sys.stdout.isatty()


def emit(result: Result, to: str = files.STDOUT, inputs: Iterable[str] = ()) -> None:
    """Write a whole result, a text's last line ended, to standard output (`-`) or, atomically, to a file.

    TasError for a file that is an assessment or a workspace, or one of `inputs`: nobody means to lose that.
    """
    if to != files.STDOUT:
        _must_be_free(to, inputs)
    _write(f"{result}\n" if isinstance(result, str) and result and result[-1] != "\n" else result, to)


def emit_exactly(text: str, to: str = files.STDOUT) -> None:
    """Write a text that is a file of the user's own, byte for byte, also over one that stands there.

    A terminal gets it made harmless.
    """
    if to == files.STDOUT and sys.stdout.isatty():
        text = terminal(text.replace("\r\n", "\n"))
    _write(text, to)


def _write(result: Result, to: str) -> None:
    if to != files.STDOUT:
        _replace(to, result)
        return
    if isinstance(result, str) and "\r" in result and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="")
    try:
        if isinstance(result, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(result)
        else:
            sys.stdout.writelines([result] if isinstance(result, str) else result)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough; the verdict does not depend on it.
        silence(sys.stdout)


def emit_bytes(data: bytes, to: str = files.STDOUT) -> None:
    """Write a result that may be no text at all, byte for byte; to a terminal as far as it is one."""
    if is_screen(to):
        emit_exactly(data.decode("utf-8", "replace"))
    else:
        _write(data, to)


def _must_be_free(to: str, inputs: Iterable[str]) -> None:
    """TasError when a result would take the place of something it was made from, or of a deal."""
    for name in (to, os.path.realpath(to)):
        folded = os.path.basename(name).casefold()  # noqa: PTH119
        if folded.endswith((files.SUFFIX, files.PROPOSALS)) or folded == "tas.yaml":
            raise TasError("output.deal", file=to)
    if os.path.lexists(to) and any(each != files.STDIN and _is_same(each, to) for each in inputs):
        raise TasError("output.input", file=to)


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)  # noqa: PTH121
    except (OSError, ValueError):
        return False


def _replace(to: str, result: Result) -> None:
    """A result's file is ours to overwrite, whatever stands there; a device or a pipe is written to.

    A link that leads out of its folder is replaced itself: somebody else may have laid it.
    """
    device = os.path.abspath(to).startswith(("/dev/", "/proc/"))  # noqa: PTH100
    data = result if isinstance(result, str | bytes) else (each.encode("utf-8") for each in result)
    if device or (Path(to).exists() and not Path(to).is_file()):
        whole = data.encode("utf-8") if isinstance(data, str) else data
        with Path(to).open("wb") as opened:
            opened.writelines([whole] if isinstance(whole, bytes) else whole)
        return
    folder = os.path.realpath(os.path.dirname(to) or ".")  # noqa: PTH120
    if Path(to).is_symlink() and not Path(os.path.realpath(to)).is_relative_to(folder):
        Path(to).unlink()
    files.overwrite(to, data)


def in_color(option: Color = "auto", to: str = files.STDOUT) -> bool:
    """Whether to colour: the option, then NO_COLOR, then FORCE_COLOR, then whether stdout is a terminal."""
    if option != "auto":
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return to == files.STDOUT and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width(to: str = files.STDOUT) -> int:
    """Columns to lay a result out for: the terminal's, COLUMNS, or 80; never fewer than 40."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) >= NARROWEST:
        return min(int(given), 400)
    if to == files.STDOUT and sys.stdout.isatty():
        return max(NARROWEST, shutil.get_terminal_size((PIPE_WIDTH, 24)).columns)
    return PIPE_WIDTH


def is_plain(to: str = files.STDOUT) -> bool:
    """Whether a result must do without drawn lines: it goes to a standard output that is not UTF-8."""
    return to == files.STDOUT and "utf" not in (sys.stdout.encoding or "").lower()


def describe(trouble: TasError, lang: Lang) -> str:
    """A TasError as people read it: what is wrong, and on the next line what to do."""
    if isinstance(trouble, BadFile):
        first = trouble.findings[0]
        lines = [first.complaint(lang), first.help(lang)]
        if len(trouble.findings) > 1:
            lines.append(say("cli.more_findings", lang, n=len(trouble.findings) - 1, file=first.file))
    else:
        trouble = _missing(trouble) if trouble.id == "files.missing" else trouble
        lines = [f"tas: {say(trouble.id, lang, **trouble.params)}"]
        if has(f"{trouble.id}.hint"):
            lines.append(say(f"{trouble.id}.hint", lang, **trouble.params))
    return "\n     ".join(line(each) for each in lines if each)


def _missing(trouble: TasError) -> TasError:
    """The same trouble about the part of a path that is not there, and what there is of nearly that name."""
    path, near = str(trouble.params["file"]), trouble.params.get("near")
    while not near and (folder := os.path.dirname(path)) and not os.path.isdir(folder):  # noqa: PTH112, PTH120
        path = folder
    if not near:
        from .model.field_types import nearest

        folder, name = os.path.split(path)
        with suppress(OSError):
            near = nearest(name, sorted(os.listdir(folder or ".")))  # noqa: PTH208
        near = os.path.join(folder, near) if near else ""  # noqa: PTH118
    return TasError("files.missing", file=path, near=near or "")


def tell(text: str) -> None:
    """Say something to the person, on stderr, with nothing in it that a terminal or a CI log would obey."""
    try:
        sys.stderr.write(log(terminal(text)) + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def is_agreed(question: str) -> bool:
    """Whether somebody at a terminal answers yes."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def silence(stream: object) -> None:
    """Let the interpreter's own last flush write to nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())  # type: ignore[attr-defined]
    os.close(nowhere)
