"""What a team's deals add up to: by quarter, owner, competitor, stage, criterion; where each stands. Pure.

Money is only ever added within a currency. Judges no single deal (see `portfolio`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, rating_bank
from ..model.settings import Segments
from .portfolio import DealLine, Held, strongest
from .tallies import applies

FEWEST_CLOSED = 20
"""From so many closed deals on an owner's ratings are shown beside outcomes: fewer would judge by luck."""
LARGEST = 3


class Expectation(NamedTuple):
    """What a quarter may bring an owner in a currency: from the sum of *pursue* to that of all not given up.

    The quarter is "" for deals without a close date.
    """

    quarter: str
    owner: str
    currency: str
    deals: int
    low: Decimal
    high: Decimal


def quarter_of(day: date | None) -> str:
    """The quarter of a day, as 2026-Q4; "" for none."""
    return f"{day.year}-Q{(day.month + 2) // 3}" if day else ""


def expectations(deals: Iterable[Held]) -> list[Expectation]:
    """The open amounts by quarter of the close date and by owner: a range and no promise."""
    found: dict[tuple[str, str, str], list[Held]] = {}
    for held in deals:
        if held.is_open and held.assessment.amount is not None:
            deal = held.assessment
            key = quarter_of(deal.close_date), deal.currency, deal.owner
            found.setdefault(key, []).append(held)
    made = []
    for (quarter, currency, owner), group in sorted(
        found.items(), key=lambda item: (not item[0][0], item[0])
    ):
        low = _sum(held for held in group if held.card.verdict == "pursue")
        high = _sum(held for held in group if held.card.verdict != "qualify_out")
        made.append(Expectation(quarter, owner, currency, len(group), low, high))
    return made


def _sum(deals: Iterable[Held]) -> Decimal:
    return sum((held.assessment.amount or Decimal(0) for held in deals), Decimal(0))


class Missing(NamedTuple):
    """A criterion, and of how many open deals it is not known."""

    question: str
    unknown: int
    deals: int


def commonly_missing(deals: Sequence[Held], bank: Bank) -> list[Missing]:
    """Our criteria of a bank by how many open deals lack them, most first; without those known everywhere."""
    rated = [held for held in deals if held.is_open and held.card.verdict is not None]
    found = []
    for id, question in bank.by_id.items():
        if question.kind.each_party and applies(question, US):
            lacking = sum(held.assessment.rating(bank.id, id) not in ("+", "-") for held in rated)
            if lacking:
                found.append(Missing(f"{bank.id}.{id}", lacking, len(rated)))
    return sorted(found, key=lambda each: -each.unknown)


class OwnerShare(NamedTuple):
    """How an owner rates, beside how the owner's closed deals ended."""

    owner: str
    closed: int
    won: int
    plus: int
    minus: int
    unknown: int


def owner_shares(deals: Iterable[Held]) -> list[OwnerShare]:
    """Each owner's ratings over all deals, for owners with twenty closed deals or more."""
    groups: dict[str, list[Held]] = {}
    for held in deals:
        groups.setdefault(held.assessment.owner, []).append(held)
    shares = []
    for owner, group in sorted(groups.items()):
        closed = [held for held in group if held.assessment.outcome in ("won", "lost", "no_decision")]
        if len(closed) >= FEWEST_CLOSED:
            cells = [held.card.counts for held in group]
            shares.append(
                OwnerShare(
                    owner,
                    len(closed),
                    sum(held.assessment.outcome == "won" for held in closed),
                    sum(each.plus for each in cells),
                    sum(each.minus for each in cells),
                    sum(each.open for each in cells),
                )
            )
    return shares


class Against(NamedTuple):
    """How deals against a competitor, by its name, ended: won, lost to it, lost to another; with reasons."""

    name: str
    won: int
    lost_to: int
    lost_else: int
    reasons: tuple[str, ...]


def by_competitor(deals: Iterable[Held], status_quo: str, do_nothing: str) -> list[Against]:
    """Closed deals by competitor; one without a decision is lost to doing nothing (the id `status_quo`)."""
    counts: dict[str, Counter[str]] = {}
    reasons: dict[str, list[str]] = {}
    for held in deals:
        deal = held.assessment
        if deal.outcome not in ("won", "lost", "no_decision"):
            continue
        names = {id: do_nothing if id == status_quo else name or id for id, name in deal.competitors.items()}
        winner = do_nothing if deal.outcome == "no_decision" else names.get(deal.lost_to, deal.lost_to)
        winner = "" if deal.outcome == "won" else winner
        for name in dict.fromkeys((*names.values(), *filter(None, [winner]))):
            ended = "won" if deal.outcome == "won" else "lost_to" if name == winner else "lost_else"
            counts.setdefault(name, Counter())[ended] += 1
        if winner and deal.reason:
            reasons.setdefault(winner, []).append(deal.reason)
    made = [
        Against(name, n["won"], n["lost_to"], n["lost_else"], tuple(reasons.get(name, ())))
        for name, n in counts.items()
    ]
    return sorted(made, key=lambda each: (-(each.won + each.lost_to + each.lost_else), each.name))


class Concentration(NamedTuple):
    """How much of a currency's open amount hangs on the largest deals, which are named by file."""

    currency: str
    largest: tuple[str, ...]
    amount: Decimal
    total: Decimal


def concentration(deals: Iterable[Held]) -> list[Concentration]:
    """The largest three open deals of each currency beside all of them."""
    found: dict[str, list[Held]] = {}
    for held in deals:
        if held.is_open and held.assessment.amount:
            found.setdefault(held.assessment.currency, []).append(held)
    made = []
    for currency, group in sorted(found.items()):
        largest = sorted(group, key=lambda held: (-(held.assessment.amount or 0), held.file))[:LARGEST]
        files = tuple(held.file for held in largest)
        made.append(Concentration(currency, files, _sum(largest), _sum(group)))
    return made


class Stuck(NamedTuple):
    """A stage, how many open deals are in it, their median days, its norm, and how many are over it."""

    stage: str
    deals: int
    days: float | None
    norm: float | None
    over: int


def stuck(lines: Sequence[DealLine], stages: Sequence[str], norms: Mapping[str, float]) -> list[Stuck]:
    """Where open deals stand, in the order of `stages`; others after them by name."""
    groups: dict[str, list[DealLine]] = {}
    for line in lines:
        if line.held.is_open:
            groups.setdefault(line.held.assessment.stage, []).append(line)
    order = [*(stage for stage in stages if stage in groups), *sorted(groups.keys() - {*stages})]
    made = []
    for stage in order:
        days = [line.days_in_stage for line in groups[stage] if line.days_in_stage is not None]
        norm = norms.get(stage)
        over = sum(each > norm for each in days) if norm is not None else 0
        made.append(Stuck(stage, len(groups[stage]), median(days) if days else None, norm, over))
    return made


class Spot(NamedTuple):
    """A deal on the map: position against the strongest competitor, and attractiveness, each from -1 to 1."""

    file: str
    position: float | None
    attractiveness: float | None
    verdict: str | None
    amount: Decimal | None


def spot(held: Held, banks: Sequence[Bank]) -> Spot:
    """Where a deal stands on the map; None where nobody can tell."""
    deal, bank = held.assessment, rating_bank(banks)
    rival, position, worth = strongest(held), None, None
    if bank is not None:
        counted = _counted(bank)
        if rival is not None and counted:
            position = rival.lead / (2 * counted)
        score, number = _attractiveness(deal, bank)
        worth = score / number if number and held.card.verdict is not None else None
    return Spot(held.file, position, worth, held.card.verdict, deal.amount)


def _counted(bank: Bank) -> int:
    return sum(question.weight for section in bank.sections for question in section.contested_ratings)


def _attractiveness(deal: Assessment, bank: Bank) -> tuple[int, int]:
    """Our score on the questions that are not contested, and how many these are."""
    score = number = 0
    for section in bank.sections:
        contested = {question.id for question in section.contested_ratings}
        for question in section.ratings:
            if question.id not in contested and applies(question, US):
                number += 1
                score += {"+": 1, "-": -1}.get(deal.rating(bank.id, question.id) or "", 0)
    return score, number


SEGMENTS = ("attack", "defend", "maintain", "let_go")
_BY_PLACE: Mapping[tuple[bool, bool], str] = {
    (True, False): "attack",
    (True, True): "defend",
    (False, True): "maintain",
    (False, False): "let_go",
}


class Segmented(NamedTuple):
    """A customer with what its deals say of both, and the segment; "" while one of the two is not known."""

    customer: str
    potential: str
    share: str
    segment: str
    deals: int


def segmented(deals: Iterable[Held], terms: Segments) -> list[Segmented]:
    """The customers, segment by segment, those without one last. The last deal that says so counts."""
    said: dict[str, dict[str, str]] = {}
    counted: dict[str, int] = {}
    for held in deals:
        deal = held.assessment
        customer = deal.customer or held.file
        counted[customer] = counted.get(customer, 0) + 1
        of_customer = said.setdefault(customer, {})
        for axis in ("potential", "share"):
            if text := deal.custom.get(getattr(terms, axis).field):
                of_customer[axis] = text
    found = []
    for customer, of_customer in said.items():
        potential, share = of_customer.get("potential", ""), of_customer.get("share", "")
        is_high = (terms.potential.is_high(potential), terms.share.is_high(share))
        segment = _BY_PLACE[is_high] if potential and share else ""
        found.append(Segmented(customer, potential, share, segment, counted[customer]))
    order = (*SEGMENTS, "")
    return sorted(found, key=lambda each: (order.index(each.segment), each.customer))
