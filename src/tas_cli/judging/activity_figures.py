"""Key figures of what a team did: contacts a week and by level, effects by type, cost a deal. Pure.

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

    `per_week` is over the weeks from the first dated record to the last; None without a dated one.
    """

    records: int
    deals: int
    first: date | None
    last: date | None
    per_week: float | None
    levels: Mapping[str, int]
    effects: Mapping[str, Mapping[str, int]]
    costs: tuple[Cost, ...]


def activity_figures(deals: Iterable[Held]) -> ActivityFigures:
    """The figures of the activities that are recorded in these deals."""
    deals = list(deals)
    by_deal = {held.file: list(rows(held.assessment, RECORD).values()) for held in deals}
    found = [row for of_deal in by_deal.values() for row in of_deal]
    days = sorted(date.fromisoformat(row["date"]) for row in found if is_day(row.get("date", "")))
    weeks = ((days[-1] - days[0]).days // DAYS_A_WEEK + 1) if days else 0
    return ActivityFigures(
        len(found),
        sum(bool(of_deal) for of_deal in by_deal.values()),
        days[0] if days else None,
        days[-1] if days else None,
        len(days) / weeks if weeks else None,
        Counter(row["level"] for row in found if row.get("level", "?") != "?"),
        _effects(found),
        tuple(_costs(deals, by_deal)),
    )


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
