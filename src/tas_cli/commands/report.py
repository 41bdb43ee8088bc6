"""`tas report`: one page to look at and to hand round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UNUSABLE
from ..output import report as write
from .held_deals import HeldDeals, held_deals, known_past, made_portfolio, whole_deal
from .options import LangOption, PathsArgument, TodayOption, ToOption, WhereOption

if TYPE_CHECKING:
    from ..changes.past import Past
    from ..judging.portfolio import DealLine
    from ..place import Place
    from ..reports.doc import Doc


def report(
    paths: PathsArgument = None,
    to: ToOption = "-",
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The page's title.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="Also what changed since a revision or a day.")
    ] = None,
    where: WhereOption = None,
    pages: Annotated[
        int, typer.Option("--pages", metavar="N", min=0, help="So many deals get a section of their own.")
    ] = 100,
    lang: LangOption = None,
    today: TodayOption = None,
) -> int:
    """Make one HTML page of all deals.

    The page needs nothing else: it makes no request, is whole without script and readable without style, in
    light and dark and on paper. A file that cannot be read is named, and the exit code is 2.

    Examples:

      tas report -o review.html

      tas report --since HEAD~10 -o review.html
    """
    from ..changes.past import pasts
    from ..reports.portfolio import label
    from ..reports.review_page import Review

    found = held_deals(paths or (), today, lang, where, whole=False)
    # Where each deal has a section, git is asked once; else past versions are whole for those that have one.
    once = len(found.held) <= pages
    past = known_past(found, whole=once)
    made = made_portfolio(found, past, since=since)
    shown = made.lines[:pages]
    known = (past if once else pasts([line.held.file for line in shown])) if past and shown else {}
    review = Review(
        made,
        {line.held.file: _section(line, found, known.get(line.held.file, ())) for line in shown},
        title or label("page.title", found.lang),
        {line.held.file: _edit(line.held.file, found.place) for line in shown},
        [line.held.file for line in made.lines[pages:]],
    )
    write("report", "html", review, found.lang, to=to, inputs=found.read)
    return UNUSABLE if found.some_unreadable else 0


def _edit(file: str, place: Place) -> str:
    """Where the forge edits a file; "" where tas.yaml does not say, and for a file from elsewhere."""
    from urllib.parse import quote

    address, root = place.settings.repository, place.workspace.root
    if not address or root is None:
        return ""
    path, root = Path(file).resolve(), root.resolve()
    if not path.is_relative_to(root):
        return ""
    return f"{address}/{quote(path.relative_to(root).as_posix())}"


def _section(line: DealLine, found: HeldDeals, past: Past) -> Doc:
    """What the page has on one deal."""
    from ..changes.past import outlines
    from ..reports.deal_page import deal_page
    from ..reports.formats import ScoredDeal
    from ..reports.plan import in_short
    from ..reports.plan_parts import PlannedDeal

    file, place, deal = line.held.file, found.place, whole_deal(line.held)
    banks = place.banks_for(deal)
    states = tuple(outlines(past, place.outline))
    card, seen = place.score(deal, banks), line.held.forecast
    scored = ScoredDeal(file, deal, banks, card, place.us, place.today, states, seen)
    planned = PlannedDeal.of(scored, place.library)
    page = deal_page(scored, found.lang)
    return page._replace(blocks=(*page.blocks, *in_short(planned, found.lang)))
