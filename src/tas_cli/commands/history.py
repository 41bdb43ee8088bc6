"""`tas history`: how the ratings and verdicts of one assessment moved through git's history."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..output import emit, in_color, tell, width
from ..words import say
from .options import Color, Lang, Rendered, To, Today

if TYPE_CHECKING:
    from ..reports.history_view import Told


def history(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="An assessment that git knows, or REV:path of one.")
    ],
    question: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The story of one criterion: who, when, and on what evidence."),
    ] = None,
    format: Rendered = "text",
    to: To = "-",
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Show how ratings and verdicts moved through git.

    A row for each commit that changed the meaning: ratings, verdict and sales mode. Newest first, as in git
    log; a working copy that is not committed yet is on top. Renames are followed. A merge is a row only for
    what none of its parents had.

    Examples:

      tas history deals/acme.tas.yaml

      tas history deals/acme.tas.yaml --question compelling_event
    """
    from ..changes.git_history import trace
    from ..changes.sources import parse_side
    from ..changes.timeline import story
    from ..place import Places
    from ..reports.history_view import Told

    side = parse_side(file)
    if side.is_stdin:
        raise TasError("changes.history_of_stdin")
    places = Places(today, lang)
    place = places.here() if side.revision is not None else places.of(side.path)
    asked = None
    if question is not None:
        bank, id = place.library.find(question)
        asked = f"{bank.id}.{id}"
    traced = trace(side, place)
    if traced.is_cut:
        tell(f"tas: {say('git.shallow', place.lang)}")
    events = tuple(story(traced.rows, asked)) if asked else ()
    banks = tuple(place.library.banks.values())
    told = Told(file, traced.rows, banks, place.us, place.lang, asked, events)
    emit(_report(told, format, to, color), to)
    return 0


def _report(told: Told, format: str, to: str, color: Color) -> str:
    if format == "json":
        from ..reports.history_json import history_json

        return history_json(told)
    from ..reports.history_view import told_rows, told_story

    parts = told_story(told) if told.question else told_rows(told)
    if format == "markdown":
        from ..reports.history_markdown import history_markdown

        return history_markdown(parts)
    from ..reports.history_text import history_text

    return history_text(parts, width=width(to), color=in_color(color, to), plain=_is_plain(to))


def _is_plain(to: str) -> bool:
    """Whether the result goes where bars cannot be drawn: to a standard output that is not UTF-8."""
    return to == "-" and "utf" not in (sys.stdout.encoding or "").lower()
