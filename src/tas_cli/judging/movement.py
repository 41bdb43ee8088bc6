"""What became of a team's deals between two looks: start and changes are the end, in every currency. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..model.assessment import Assessment
from .portfolio import Held, Money, totals

BUCKETS = (
    "won",
    "lost",
    "no_decision",
    "withdrawn",
    "reopened",
    "new",
    "gone",
    "larger",
    "smaller",
    "moved",
    "same",
)
"""What can have become of a deal since last time; the first that fits."""


class Bucket(NamedTuple):
    """Deals that had the same become of them, by currency; `amount` is what it changed of the open amount."""

    id: str
    currency: str
    deals: int
    amount: Decimal


class Turned(NamedTuple):
    """A deal whose verdict is another one now."""

    file: str
    old: str | None
    new: str | None


class Became(NamedTuple):
    """What became of a deal: its bucket, and what that changed of the open amount, by currency."""

    bucket: str
    changes: Sequence[tuple[str, Decimal]]


class Movement(NamedTuple):
    """What changed between two looks at the portfolio: start + changes = end, for each currency.

    `won` is what was won since, which left the open amount by that.
    """

    buckets: tuple[Bucket, ...]
    start: tuple[Money, ...]
    end: tuple[Money, ...]
    won: tuple[Money, ...]
    turned: tuple[Turned, ...]
    where: Mapping[str, Became]

    @property
    def currencies(self) -> Sequence[str]:
        """All that are anywhere in it."""
        sides = (*self.start, *self.end)
        return list(
            dict.fromkeys([each.currency for each in sides] + [each.currency for each in self.buckets])
        )

    @property
    def adds_up(self) -> bool:
        """Whether start and changes are the end, in every currency."""
        start = {each.currency: each.amount for each in self.start}
        end = {each.currency: each.amount for each in self.end}
        for bucket in self.buckets:
            start[bucket.currency] = start.get(bucket.currency, Decimal(0)) + bucket.amount
        return all(start.get(each, 0) == end.get(each, 0) for each in {*start, *end})


class Then(NamedTuple):
    """A deal as it was last time, and the verdict it had."""

    assessment: Assessment
    verdict: str | None


def movement(before: Mapping[str, Then], now: Mapping[str, Held]) -> Movement:
    """What became of the deals between `before` and `now`, both by file; every deal is in one bucket."""
    sums: dict[tuple[str, str], tuple[int, Decimal]] = {}
    where: dict[str, Became] = {}
    for file in dict.fromkeys((*before, *now)):
        old = before[file].assessment if file in before else None
        new = now[file].assessment if file in now else None
        id, changes = _bucket(old, new), list(_difference(old, new))
        where[file] = Became(id, [(currency, amount) for currency, amount, _ in changes])
        for currency, amount, counts in changes:
            deals, so_far = sums.get((id, currency), (0, Decimal(0)))
            sums[id, currency] = deals + counts, so_far + amount
    won = [now[file].assessment for file, became in where.items() if became.bucket == "won"]
    turned = [
        Turned(file, before[file].verdict, held.card.verdict)
        for file, held in now.items()
        if file in before and held.is_open and before[file].verdict != held.card.verdict
    ]
    ordered = sorted(sums, key=lambda key: (BUCKETS.index(key[0]), key[1]))
    return Movement(
        tuple(Bucket(id, currency, *sums[id, currency]) for id, currency in ordered),
        tuple(totals(each.assessment for each in before.values() if each.assessment.outcome == "open")),
        tuple(totals(held.assessment for held in now.values() if held.is_open)),
        tuple(totals(won)),
        tuple(turned),
        where,
    )


def _bucket(old: Assessment | None, new: Assessment | None) -> str:
    if new is None:
        return "gone"
    was, is_now = old.outcome if old else None, new.outcome
    if is_now != "open":
        return is_now if was != is_now else "same"
    if old is None:
        return "new"
    if was != "open":
        return "reopened"
    before, after = old.amount or Decimal(0), new.amount or Decimal(0)
    if old.currency == new.currency and before != after:
        return "larger" if after > before else "smaller"
    return "moved" if old.close_date != new.close_date or old.currency != new.currency else "same"


def _difference(old: Assessment | None, new: Assessment | None) -> Iterator[tuple[str, Decimal, int]]:
    """By currency what a deal changed of the open amount; it is counted once, in the currency it has now."""
    before = _open_amount(old)
    after = _open_amount(new)
    here = (new or old or Assessment()).currency
    for currency in dict.fromkeys((here, *before, *after)):
        change = after.get(currency, Decimal(0)) - before.get(currency, Decimal(0))
        yield currency, change, int(currency == here)


def _open_amount(deal: Assessment | None) -> dict[str, Decimal]:
    return {deal.currency: deal.amount or Decimal(0)} if deal and deal.outcome == "open" else {}
