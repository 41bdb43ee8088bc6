"""`tas portfolio`: all deals at once, for the twenty minutes before a review."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UNUSABLE, TasError
from ..output import is_screen, report
from ..reports.formats import formats_of
from .held_deals import deal_rows, held_deals, known_past, made_portfolio
from .options import (
    ColorOption,
    LangOption,
    NoPager,
    PathsArgument,
    TodayOption,
    ToOption,
    WhereOption,
    format_of,
)

USUAL_VIEWS = ("attention", "table")
AS_ROWS = ("json", "jsonl", "csv")
"""Forms of which each deal is a row that knows nothing of the others."""
GROUPS = ("owner", "stage", "mode")


def portfolio(
    paths: PathsArgument = None,
    view: Annotated[
        list[str] | None,
        typer.Option(metavar="VIEW", help="What to show; again for more. [attention, table]"),
    ] = None,
    sort: Annotated[
        str,
        typer.Option(metavar="KEY", help="attention, customer, owner, stage, amount, close, age or file."),
    ] = "attention",
    where: WhereOption = None,
    group: Annotated[
        str | None, typer.Option(metavar="FIELD", help="owner, stage, mode or custom.NAME.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="What changed since a revision or a day.")
    ] = None,
    format: Annotated[str, format_of("portfolio", "parquet")] = "text",
    flat: Annotated[
        bool, typer.Option("--flat", help="With jsonl and parquet: a row for each deal, party and question.")
    ] = False,
    to: ToOption = "-",
    no_pager: NoPager = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Show all deals: what changed, what needs attention, sums.

    The views are changes, attention, table, grid, steps, stages, dates, map, quarter, forecast, owners,
    outcomes, concentration, segments and activities. Days in stage and moved close dates come from git. A
    file that cannot be read is named, the others are shown, and the exit code is 2.

    Examples:

      tas portfolio

      tas portfolio --since HEAD~10 --view changes --view attention

      tas portfolio --where "deal.stage == 'proposal'" --group owner

      tas portfolio --format xlsx -o deals.xlsx

      tas portfolio --format ics -o next-steps.ics

      tas portfolio --format jsonl --flat -o rows.jsonl
    """
    from ..reports.portfolio_views import PAST_VIEWS, VIEWS

    if flat and format not in formats_of("flat"):
        raise TasError("portfolio.not_flat", format=format, known=", ".join(formats_of("flat")))
    table = "flat" if flat or format == "parquet" else "portfolio"
    usual = tuple(each for each in VIEWS if each != "changes") if format == "xlsx" else USUAL_VIEWS
    views = tuple(view or (dict.fromkeys(("changes", *usual)) if since else usual))
    for name in views:
        if name not in VIEWS:
            from ..model.field_types import nearest

            raise TasError("portfolio.no_view", name=name, near=nearest(name, VIEWS), known=", ".join(VIEWS))
    with_past = table != "flat" and bool(PAST_VIEWS.intersection(views))
    if table != "flat" and format in AS_ROWS and where is since is group is None:
        rows, found = deal_rows(paths or (), today, lang, sort, format, with_past=with_past)
        report(table, format, rows, found.lang, to=to, inputs=found.read)
        return UNUSABLE if found.some_unreadable else 0
    found = held_deals(paths or (), today, lang, where, whole=table == "flat")
    if group not in (None, *GROUPS, *(f"custom.{name}" for name in found.place.settings.custom)):
        from ..model.field_types import nearest

        raise TasError("portfolio.no_group", name=group or "", near=nearest(group, GROUPS))
    past = known_past(found, whole=False) if with_past else None
    made = made_portfolio(found, past, sort, group or "", since)
    if format == "text" and is_screen(to):
        made = made.cut()
    report(
        table, format, made.shown(views), found.lang,
        to=to, color=color, paged=not no_pager, inputs=found.read,
    )  # fmt: skip
    return UNUSABLE if found.some_unreadable else 0
