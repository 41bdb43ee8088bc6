"""Key figures of a team: contacts a week and by level, effects by type, cost a deal, forecasts kept. Pure.

Every figure stands beside the number of records that it is made of, and nobody is ranked by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..model.answers import Row
from ..model.field_types import is_day
from .portfolio import Held
from .worksheets import RECORD, amount_of, rows

FEW = 10
"""Of fewer records nothing follows."""
DAYS_A_WEEK = 7


class Cost(NamedTuple):
    """What was spent in a currency, on how many deals, and how many of the deals there were won."""

    currency: str
    total: Decimal
    deals: int
    won: int


class ActivityFigures(NamedTuple):
    """The figures of all records. `levels` and `effects` (by type) count those that say so.

    `per_week` is over the weeks from the first dated record to the last; None without a dated one. Of a level
    `weekly` counts the dated ones too.
    """

    records: int
    deals: int
    first: date | None
    last: date | None
    per_week: float | None
    levels: Mapping[str, int]
    weekly: Mapping[str, float]
    effects: Mapping[str, Mapping[str, int]]
    costs: tuple[Cost, ...]


class DatesKept(NamedTuple):
    """What became of the deals whose first close date, as it was said before that day, has passed."""

    deals: int
    in_time: int
    later: int
    still_open: int
    not_won: int


def activity_figures(deals: Iterable[Held]) -> ActivityFigures:
    """The figures of the activities that are recorded in these deals."""
    deals = list(deals)
    by_deal = {held.file: list(rows(held.assessment, RECORD).values()) for held in deals}
    found = [row for of_deal in by_deal.values() for row in of_deal]
    dated = [row for row in found if is_day(row.get("date", ""))]
    days = sorted(date.fromisoformat(row["date"]) for row in dated)
    weeks = ((days[-1] - days[0]).days // DAYS_A_WEEK + 1) if days else 0
    return ActivityFigures(
        len(found),
        sum(bool(of_deal) for of_deal in by_deal.values()),
        days[0] if days else None,
        days[-1] if days else None,
        len(days) / weeks if weeks else None,
        _levels(found),
        {level: n / weeks for level, n in _levels(dated).items()} if weeks else {},
        _effects(found),
        tuple(_costs(deals, by_deal)),
    )


def dates_kept(deals: Iterable[Held], today: date) -> DatesKept:
    """How often deals were won by the day that was first said, of all that have come to that day.

    Git knows what was said first. A deal that was said to close only once that was known, or that was won on
    a day that nobody wrote down, is no forecast and does not count.
    """
    ends: Counter[str] = Counter()
    for held in deals:
        deal, said = held.assessment, held.moves.close_dates[:1] if held.moves else ()
        for on, by in said:
            is_hindsight = on >= by or (deal.closed_on is not None and deal.closed_on <= on)
            if is_hindsight or by >= today or (deal.outcome == "won" and deal.closed_on is None):
                continue
            won_on = deal.closed_on if deal.outcome == "won" else None
            if won_on is not None:
                ends["in_time" if won_on <= by else "later"] += 1
            else:
                ends["still_open" if held.is_open else "not_won"] += 1
    return DatesKept(ends.total(), *(ends[end] for end in DatesKept._fields[1:]))


def _levels(found: Iterable[Row]) -> Counter[str]:
    return Counter(row["level"] for row in found if row.get("level", "?") != "?")


def _effects(found: Iterable[Row]) -> Mapping[str, Mapping[str, int]]:
    counted: dict[str, Counter[str]] = {}
    for row in found:
        if row.get("type", "?") != "?" and row.get("effect", "?") != "?":
            counted.setdefault(row["type"], Counter())[row["effect"]] += 1
    return counted


def _costs(deals: Iterable[Held], by_deal: Mapping[str, list[Row]]) -> Iterable[Cost]:
    """By currency: of deals that name none, the sum of those."""
    spent: dict[str, list[tuple[Held, Decimal]]] = {}
    for held in deals:
        amounts = [amount for row in by_deal[held.file] if (amount := amount_of(row, "cost")) is not None]
        if amounts:
            spent.setdefault(held.assessment.currency, []).append((held, sum(amounts, Decimal(0))))
    for currency, of_deals in sorted(spent.items()):
        won = sum(held.assessment.outcome == "won" for held, _ in of_deals)
        yield Cost(currency, sum((amount for _, amount in of_deals), Decimal(0)), len(of_deals), won)
