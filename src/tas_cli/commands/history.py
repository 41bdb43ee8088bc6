"""`tas history`: how the ratings and verdicts of one assessment moved through git's history."""

from __future__ import annotations

import sys

from ..changes.git_history import trace
from ..changes.sources import parse_side
from ..changes.timeline import story
from ..days import day
from ..errors import TasError
from ..model.library import load_library
from ..model.workspace import find_workspace
from ..output import Color, emit, in_color, tell, width
from ..reports.history_view import Told, told_rows, told_story
from ..words import say
from ..words.language import language


def history(
    file: str,
    *,
    question: str | None,
    format: str,
    to: str,
    lang: str | None,
    color: Color,
    today: str | None,
) -> int:
    """Print a row for each commit that changed the meaning of `file`, newest first; or one question's story.

    `file` is a path, even of a file that is gone, or `REV:path`. A version that cannot be read is a row
    that says so.
    """
    side = parse_side(file)
    if side.is_stdin:
        raise TasError("changes.history_of_stdin")
    workspace = find_workspace("." if side.revision is not None else side.path)
    library, chosen = load_library(workspace), language(lang, workspace.settings.language)
    asked = None
    if question is not None:
        bank, id = library.find(question)
        asked = f"{bank.id}.{id}"
    day(today)  # refused if it is none; nothing in a history depends on it
    traced = trace(side, library)
    if traced.is_cut:
        tell(f"tas: {say('git.shallow', chosen)}")
    events = tuple(story(traced.rows, asked)) if asked else ()
    told = Told(
        file, traced.rows, tuple(library.banks.values()), workspace.settings.us, chosen, asked, events
    )
    emit(_report(told, format, to, color), to)
    return 0


def _report(told: Told, format: str, to: str, color: Color) -> str:
    if format == "json":
        from ..reports.history_json import history_json

        return history_json(told)
    parts = told_story(told) if told.question else told_rows(told)
    if format == "markdown":
        from ..reports.history_markdown import history_markdown

        return history_markdown(parts)
    from ..reports.history_text import history_text

    return history_text(parts, width=width(to), color=in_color(color, to), plain=_is_plain(to))


def _is_plain(to: str) -> bool:
    """Whether the result goes where bars cannot be drawn: to a standard output that is not UTF-8."""
    return to == "-" and "utf" not in (sys.stdout.encoding or "").lower()
