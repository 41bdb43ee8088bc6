"""`tas history`: how the ratings and verdicts of one assessment moved through git's history."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ..errors import TasError
from ..output import report, tell
from ..words import say
from . import completing
from .deals import deal, existing, from_here
from .options import ColorOption, LangOption, NoPager, QuietOption, TodayOption, ToOption, format_of


def history(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A deal that git knows, or REV:path of one.", autocompletion=completing.deals
        ),
    ],
    question: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="The story of one criterion: who, when, and on what evidence.",
            autocompletion=completing.questions,
        ),
    ] = None,
    format: Annotated[str, format_of("history")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Show how ratings and verdicts moved through git.

    A row for each commit that changed the meaning: ratings, verdict and sales mode. Newest first, as in git
    log; the first row is how the file stands now, committed or not. Renames are followed. A merge is a row
    only for what none of its parents had.

    Examples:

      tas history deals/acme.tas.yaml

      tas history deals/acme.tas.yaml --question compelling_event
    """
    from ..changes.sources import parse_side
    from ..changes.timeline import story, trace
    from ..place import Places
    from ..reports.history import FileHistory

    places = Places(today, lang)
    side = parse_side(existing(file, places) or file)
    if side.is_stdin:
        raise TasError("changes.history_of_stdin")
    if side.revision is None and os.path.isdir(side.path):  # noqa: PTH112
        raise TasError("changes.history_of_folder", file=file)
    place = places.here() if side.revision is not None else places.of(side.path)
    asked, found = None, None
    if question is not None:
        found, id = place.library.find(question)
        asked = f"{found.id}.{id}"
    try:
        traced = trace(side, place)
    except TasError as trouble:
        if trouble.id == "git.no_history" and side.revision is None:
            deal(file, places)  # a name that nothing has is told with the nearest one
        raise
    if traced.is_cut and not quiet:
        tell(f"tas: {say('git.shallow', place.lang)}")
    events = tuple(story(traced.rows, asked)) if asked else ()
    banks = [*traced.banks, *([found] if found and found not in traced.banks else ())]
    told = FileHistory(from_here(side.word), traced.rows, banks, place.us, place.lang, asked, events)
    read = [side.path, *places.banks_read()]
    report("history", format, told, place.lang, to=to, color=color, paged=not no_pager, inputs=read)
    return 0
