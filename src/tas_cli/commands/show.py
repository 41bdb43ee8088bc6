"""`tas show`: the scorecards of files, and the sales mode they route to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..output import report
from .options import (
    ColorOption,
    FilesArgument,
    LangOption,
    NoPager,
    QuietOption,
    TodayOption,
    ToOption,
    format_of,
)
from .scored_deals import only_one, scored_deals

if TYPE_CHECKING:
    from ..reports.formats import ScoredDeal
    from .scored_deals import DealHere


def show(
    files: FilesArgument = None,
    format: Annotated[str, format_of("show")] = "text",
    brief: Annotated[bool, typer.Option("--brief", help="Ten lines to paste; --format brief.")] = False,
    to: ToOption = "-",
    no_pager: NoPager = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Show the scorecard and the recommended sales mode.

    The verdict, the leads over competitors, what to ask next, and the mode to sell in. A deal goes by its
    path or by the name of its file; where none is named and there are several, they are listed. Files that
    cannot be read are named, the others shown, and the exit code is 2. On a terminal a long result goes
    through TAS_PAGER, PAGER or less.

    Examples:

      tas show acme

      tas show acme --brief

      tas show deals/*.tas.yaml --format json
    """
    from ..place import Places

    places = Places(today, lang)
    format = "brief" if brief else format
    files = files or only_one(places, "show", may_list=format in ("text", "brief"), to=to, quiet=quiet)
    found = scored_deals(files, places, quiet)
    if found.deals:
        results = [(_with_past(each) if format == "html" else each.deal, each.lang) for each in found.deals]
        read = found.read(places)
        report("show", format, results, results[0][1], to=to, color=color, paged=not no_pager, inputs=read)
    return found.code


def _with_past(here: DealHere) -> ScoredDeal:
    """A deal with how it stood before, where git knows."""
    from ..changes.past import outlines, pasts

    file = here.deal.file
    try:
        return here.deal._replace(past=tuple(outlines(pasts([file])[file], here.place.outline)))
    except TasError:
        return here.deal
