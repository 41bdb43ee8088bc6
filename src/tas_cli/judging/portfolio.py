"""The whole of a team's deals: what each needs, what moved, where the money stands, what is missing. Pure.

Takes deals with their scorecards and pasts, adds up, sorts and compares. Money is only ever added within a
currency; a date or a stage that nobody wrote down is None and never zero. Reads no file and chooses no
words: what calls for attention is an id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from ..model.answers import US, NextStep
from ..model.assessment import Assessment
from ..model.bank import Bank, rating_bank
from .scorecard import Scorecard
from .tallies import Tally, applies

SOON_DAYS = 30
"""A deal that is to close within so many days should be a *pursue*."""
WEEK_DAYS = 7
FEWEST_STAYS = 5
"""From so many finished stays on a stage has a norm."""
FEWEST_CLOSED = 20
"""From so many closed deals on an owner's ratings are shown beside outcomes: fewer would judge by luck."""
LARGEST = 3


class Stay(NamedTuple):
    """A time that a deal spent in a stage; `end` is None while it is still there."""

    stage: str
    start: date
    end: date | None

    def days(self, today: date) -> int:
        """How long it was, or has been until today."""
        return ((self.end or today) - self.start).days


class Moves(NamedTuple):
    """What git knows of a deal's past: its stays, and each close date with the day on which it was set.

    `is_current`: the last stay is where the deal is now; else nobody knows since when it is where it is.
    """

    stays: tuple[Stay, ...]
    close_dates: tuple[tuple[date, date], ...]
    is_current: bool = True

    @property
    def slips(self) -> int:
        """How often the close date was moved."""
        return max(0, len(self.close_dates) - 1)


class Held(NamedTuple):
    """A deal as it is held up for review. `moves` is None where git was not asked or knows nothing."""

    file: str
    assessment: Assessment
    card: Scorecard
    errors: int = 0
    warnings: int = 0
    moves: Moves | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.assessment.outcome == "open"


class Strongest(NamedTuple):
    """The competitor we lead least, and where we stand against it."""

    party: str
    standing: str
    lead: int


class DealLine(NamedTuple):
    """What one deal comes down to. `attention` are ids, the most pressing first; days count until today."""

    held: Held
    days_in_stage: int | None
    days_to_close: int | None
    days_since_assessed: int | None
    strongest: Strongest | None
    next_step: NextStep | None
    attention: tuple[str, ...]

    @property
    def counts(self) -> Tally:
        """Our cells."""
        return self.held.card.counts


ATTENTION = (
    "errors",
    "overdue",
    "too_soon",
    "behind",
    "change_first",
    "qualify_out",
    "step_overdue",
    "slipped",
    "stuck",
    "no_step",
    "stale",
    "not_rated",
)
"""What calls for attention, the most pressing first."""
OFTEN_SLIPPED = 2


def deal_line(held: Held, today: date, norms: Mapping[str, float], max_age_days: int) -> DealLine:
    """What `held` comes down to today; `norms` are the usual days in each stage."""
    deal = held.assessment
    stay = held.moves.stays[-1] if held.moves and held.moves.is_current and held.moves.stays else None
    in_stage = stay.days(today) if stay else None
    line = DealLine(
        held,
        in_stage,
        (deal.close_date - today).days if deal.close_date else None,
        (today - deal.assessed_on).days if deal.assessed_on else None,
        strongest(held),
        next_step(deal, held.card),
        (),
    )
    if not held.is_open:
        return line._replace(attention=("errors",) if held.errors else ())
    calls = dict(_calls(line, norms, max_age_days, today))
    return line._replace(attention=tuple(id for id in ATTENTION if calls[id]))


def _calls(
    line: DealLine, norms: Mapping[str, float], max_age_days: int, today: date
) -> Iterator[tuple[str, bool]]:
    """Each thing that may call for attention, and whether it does."""
    held, card, step = line.held, line.held.card, line.next_step
    to_close, age, norm = line.days_to_close, line.days_since_assessed, norms.get(held.assessment.stage)
    yield "errors", held.errors > 0
    yield "overdue", to_close is not None and to_close < 0
    yield "too_soon", to_close is not None and 0 <= to_close <= SOON_DAYS and card.verdict != "pursue"
    yield "behind", bool(card.behind)
    yield "change_first", card.verdict == "change_first"
    yield "qualify_out", card.verdict == "qualify_out"
    yield "step_overdue", step is not None and step.due is not None and step.due < today
    yield "slipped", held.moves is not None and held.moves.slips >= OFTEN_SLIPPED
    yield "stuck", norm is not None and line.days_in_stage is not None and line.days_in_stage > norm
    yield "no_step", step is None
    yield "stale", age is not None and age > max_age_days
    yield "not_rated", card.verdict is None and not any(bank.rated for bank in card.banks.values())


def strongest(held: Held) -> Strongest | None:
    """The competitor with the lowest lead score; of equal ones the first in the file."""
    leads = held.card.leads
    known = [party for party in held.assessment.competitors if party in leads]
    if not known:
        return None
    party = min(known, key=lambda each: leads[each].score)
    return Strongest(party, leads[party].standing, leads[party].score)


def next_step(deal: Assessment, card: Scorecard) -> NextStep | None:
    """The step with the earliest due day; without days that of the first next question, else the first."""
    steps = {
        f"{bank}.{question}": answer.next_step
        for bank, of_bank in deal.answers.items()
        for question, answer in of_bank.items()
        if answer.next_step
    }
    dated = [(step.due, place, step) for place, step in enumerate(steps.values()) if step.due]
    if dated:
        return min(dated)[2]
    asked = (steps[name] for name in card.next_questions if name in steps)
    return next(asked, next(iter(steps.values()), None))


def norms_of(deals: Iterable[Held]) -> dict[str, float]:
    """The median of the finished stays in each stage, from five on, in days."""
    stays: dict[str, list[int]] = {}
    for held in deals:
        for stay in held.moves.stays if held.moves else ():
            if stay.end is not None:
                stays.setdefault(stay.stage, []).append((stay.end - stay.start).days)
    return {stage: median(days) for stage, days in stays.items() if len(days) >= FEWEST_STAYS}


def by_attention(lines: Iterable[DealLine]) -> list[DealLine]:
    """The deals that need somebody first: by what is most pressing, how much else, then by date and name."""

    def place(line: DealLine) -> tuple[object, ...]:
        first = ATTENTION.index(line.attention[0]) if line.attention else len(ATTENTION)
        until = line.days_to_close if line.days_to_close is not None else 10**6
        return not line.held.is_open, first, -len(line.attention), until, line.held.file

    return sorted(lines, key=place)


class Money(NamedTuple):
    """An amount of so many deals in one currency; `unknown` more deals have no amount."""

    currency: str
    deals: int
    amount: Decimal
    unknown: int = 0


def totals(deals: Iterable[Assessment]) -> list[Money]:
    """The amounts by currency, never across, in order of the currencies."""
    found: dict[str, list[Decimal | None]] = {}
    for deal in deals:
        found.setdefault(deal.currency, []).append(deal.amount)
    return [
        Money(
            currency,
            len(amounts),
            sum((amount for amount in amounts if amount is not None), Decimal(0)),
            sum(amount is None for amount in amounts),
        )
        for currency, amounts in sorted(found.items())
    ]


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


class Movement(NamedTuple):
    """What changed between two looks at the portfolio: start + changes = end, for each currency.

    `won` is what was won since, which left the open amount by that.
    """

    buckets: tuple[Bucket, ...]
    start: tuple[Money, ...]
    end: tuple[Money, ...]
    won: tuple[Money, ...]
    turned: tuple[Turned, ...]
    where: Mapping[str, str]

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
    where: dict[str, str] = {}
    for file in dict.fromkeys((*before, *now)):
        old = before[file].assessment if file in before else None
        new = now[file].assessment if file in now else None
        where[file] = _bucket(old, new)
        for currency, amount, counts in _difference(old, new):
            deals, so_far = sums.get((where[file], currency), (0, Decimal(0)))
            sums[where[file], currency] = deals + counts, so_far + amount
    won = [now[file].assessment for file, id in where.items() if id == "won"]
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
            key = quarter_of(deal.close_date), deal.owner, deal.currency
            found.setdefault(key, []).append(held)
    made = []
    for (quarter, owner, currency), group in sorted(
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
        if not question.options and applies(question, US):
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


class Steps(NamedTuple):
    """Open deals by their next step: none at all, overdue, due within a week; each by file."""

    missing: tuple[DealLine, ...]
    overdue: tuple[DealLine, ...]
    this_week: tuple[DealLine, ...]


def steps(lines: Iterable[DealLine], today: date) -> Steps:
    """What is to be done next, and where nothing is."""
    missing, overdue, week = list[DealLine](), list[DealLine](), list[DealLine]()
    for line in lines:
        step = line.next_step
        if not line.held.is_open:
            continue
        if step is None:
            missing.append(line)
        elif step.due is not None and step.due < today:
            overdue.append(line)
        elif step.due is not None and step.due <= today + timedelta(days=WEEK_DAYS):
            week.append(line)
    return Steps(tuple(missing), _by_due(overdue), _by_due(week))


def _by_due(lines: list[DealLine]) -> tuple[DealLine, ...]:
    def place(line: DealLine) -> tuple[date, str]:
        due = line.next_step.due if line.next_step else None
        return due or date.max, line.held.file

    return tuple(sorted(lines, key=place))


SORTS: Mapping[str, Callable[[DealLine], tuple[object, ...]]] = {
    "customer": lambda line: (line.held.assessment.customer, line.held.assessment.opportunity),
    "owner": lambda line: (line.held.assessment.owner,),
    "stage": lambda line: (line.held.assessment.stage,),
    "amount": lambda line: (line.held.assessment.currency, -(line.held.assessment.amount or 0)),
    "close": lambda line: (line.held.assessment.close_date or date.max,),
    "age": lambda line: (-(line.days_since_assessed or 0),),
    "file": lambda line: (line.held.file,),
}
"""What deals can be sorted by besides attention; ties by file."""


def ordered(lines: Iterable[DealLine], sort: str) -> list[DealLine]:
    """The deals by one of SORTS, or by what needs attention."""
    if sort == "attention":
        return by_attention(lines)
    key = SORTS[sort]
    return sorted(lines, key=lambda line: (*key(line), line.held.file))
