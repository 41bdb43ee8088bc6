"""`tas plan`: what to do next in a deal, to be printed and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..output import report, tell
from ..reports.formats import formats_of
from ..safe import line
from ..words import say
from .options import (
    ColorOption,
    FilesArgument,
    LangOption,
    NoPager,
    QuietOption,
    TodayOption,
    ToOption,
    chosen,
    format_of,
)
from .scored_deals import DealHere, only_one, scored_deals

if TYPE_CHECKING:
    from ..reports.customer_sheet import LetterToWrite, Sheet


def plan(
    files: FilesArgument = None,
    customer: Annotated[
        str | None, chosen(["--for"], ("customer",), "The agreed steps alone, on a sheet that may be sent.")
    ] = None,
    letter: Annotated[
        int | None,
        typer.Option("--letter", metavar="N", help="The mode's letter number N, to be edited."),
    ] = None,
    format: Annotated[str | None, format_of("plan")] = None,
    to: ToOption = "-",
    no_pager: NoPager = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Say what to do next in a deal.

    What to find out and what would prove it, what has to change, a move against each rival, a strategy with
    its reason, the visits and steps of the sales mode, and what the worksheets of the account plan come to.
    What it advises stands in a playbook, which a workspace can replace by its own (`tas banks show
    playbook`). The sheet for the customer and the letters hold only what the banks mark as fit to be sent.

    Examples:

      tas plan acme

      tas plan acme --format markdown -o plan.md

      tas plan acme --format html -o plan.html

      tas plan acme --for customer --format html -o steps.html

      tas plan acme --letter 1 -o letter.md
    """
    from ..place import Places

    what = "letter" if letter is not None else "sheet" if customer else "plan"
    format = format or formats_of(what)[0]
    if customer and letter is not None:
        raise TasError("plan.sheet_or_letter")
    if format not in formats_of(what):
        raise TasError("plan.no_format", format=format, known=", ".join(formats_of(what)))
    places = Places(today, lang)
    files = files or only_one(
        places, "plan", may_list=format == "text" and what == "plan", to=to, quiet=quiet
    )
    if what != "plan" and len(files) > 1:
        raise TasError("plan.one_at_a_time")
    found = scored_deals(files, places, quiet)
    if found.deals:
        value, first = _asked_for(what, letter or 0, found.deals), found.deals[0]
        report(
            what, format, value, first.lang, to=to, color=color, paged=not no_pager, inputs=found.read(places)
        )
    return found.code


def _asked_for(what: str, letter: int, deals: Sequence[DealHere]) -> object:
    """The plans, or what of the only deal may be sent."""
    from ..reports.plan_parts import PlannedDeal

    if what == "plan":
        return [(PlannedDeal.of(each.deal, each.place.library), each.lang) for each in deals]
    sheet = _sheet(deals[0])
    return sheet if what == "sheet" else _letter(letter, deals[0], sheet)


def _sheet(here: DealHere) -> Sheet:
    from ..model.sendable import rivals_named, sendable
    from ..reports.customer_sheet import Sheet

    banks = here.place.library.banks
    sent = sendable(here.deal.assessment, banks, here.place.us, here.place.today, here.lang)
    if named := rivals_named(sent, here.deal.assessment):
        tell(line(say("plan.names_rival", here.lang, names=", ".join(named))))
    return Sheet(sent, banks)


def _letter(number: int, here: DealHere, sheet: Sheet) -> LetterToWrite:
    """The letter of that number in the programme of the deal's mode. TasError where there is none."""
    from ..reports.customer_sheet import LetterToWrite

    playbook, mode = here.place.library.playbook, here.deal.scorecard.mode
    if mode is None:
        raise TasError("plan.no_mode")
    programme = playbook.modes.get(mode)
    ids = programme.letters if programme else []
    if not 1 <= number <= len(ids):
        raise TasError("plan.no_letter", n=number, count=len(ids), mode=mode)
    return LetterToWrite(next(each for each in playbook.letters if each.id == ids[number - 1]), sheet)
