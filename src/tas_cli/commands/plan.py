"""`tas plan`: what to do next in a deal, to be printed and taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..output import report
from . import completing
from .options import ColorOption, LangOption, NoPager, QuietOption, TodayOption, ToOption, format_of
from .scored_deals import DealHere, only_one, scored_deals

if TYPE_CHECKING:
    from ..reports.plan import PlannedDeal


def plan(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Deals, by path or by name; - is stdin. [default: the only one]",
            autocompletion=completing.deals,
        ),
    ] = None,
    format: Annotated[str, format_of("plan")] = "text",
    to: ToOption = "-",
    no_pager: NoPager = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Say what to do next in a deal.

    What to find out and what would prove it, what has to change, a move against each rival, a strategy with
    its reason, and the visits and steps of the sales mode. What it advises stands in a playbook, which a
    workspace can replace by its own (`tas banks show playbook`).

    Examples:

      tas plan acme

      tas plan acme --format markdown -o plan.md

      tas plan acme --format html -o plan.html
    """
    from ..place import Places

    places = Places(today, lang)
    files = files or only_one(places, may_list=format == "text", to=to, quiet=quiet)
    found = scored_deals(files, places, quiet)
    if found.deals:
        results = [(_planned(each), each.lang) for each in found.deals]
        read = found.read(places)
        report("plan", format, results, results[0][1], to=to, color=color, paged=not no_pager, inputs=read)
    return found.code


def _planned(here: DealHere) -> PlannedDeal:
    from ..judging.plan import plan as plan_of
    from ..reports.plan import PlannedDeal

    deal, library = here.deal, here.place.library
    playbook = library.playbook
    made = plan_of(deal.assessment, deal.banks, deal.scorecard, playbook, library.banks)
    return PlannedDeal(deal, made, playbook, library.banks)
