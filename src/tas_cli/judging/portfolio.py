"""The whole of a team's deals: what each needs, what moved, where the money stands, what is missing. Pure.

Takes deals with their scorecards and pasts, adds up, sorts and compares. Money is only ever added within a
currency; a date or a stage that nobody wrote down is None and never zero. Reads no file and chooses no
words: what calls for attention is an id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from ..errors import TasError
from ..model.answers import US, NextStep
from ..model.assessment import Assessment
from ..model.field_types import nearest
from .scorecard import Brief
from .tallies import Tally

if TYPE_CHECKING:
    from .forecast import Forecast

SOON_DAYS = 30
"""A deal that is to close within so many days should be a *pursue*."""
WEEK_DAYS = 7
FEWEST_STAYS = 5
"""From so many finished stays on a stage has a norm."""


class Stay(NamedTuple):
    """A time that a deal spent in a stage; `end` is None while it is still there."""

    stage: str
    start: date
    end: date | None

    def days(self, today: date) -> int:
        """How long it was, or has been until today; a start that is still to come is no time yet."""
        return max(0, ((self.end or today) - self.start).days)


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
    """A deal as it is held up for review. `moves` is None where git was not asked or knows nothing.

    `forecast` is None for a closed deal, and where nothing was learned from closed ones.
    """

    file: str
    assessment: Assessment
    card: Brief
    errors: int = 0
    warnings: int = 0
    moves: Moves | None = None
    forecast: Forecast | None = None

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
    yield "not_rated", card.verdict is None and not _is_answered(held.assessment)


def _is_answered(deal: Assessment) -> bool:
    """Whether we answered anything."""
    every = (answer for of_bank in deal.answers.values() for answer in of_bank.values())
    return any(answer.answer or US in answer.ratings or answer.rows for answer in every)


def has_undated_step(deal: Assessment) -> bool:
    """Whether what to ask next decides which of its steps is the next: it has some, and none has a day."""
    steps = [
        each.next_step for of_bank in deal.answers.values() for each in of_bank.values() if each.next_step
    ]
    return bool(steps) and not any(step.due for step in steps)


def strongest(held: Held) -> Strongest | None:
    """The competitor with the lowest lead score; of equal ones the first in the file."""
    leads = held.card.leads
    known = [party for party in held.assessment.competitors if party in leads]
    if not known:
        return None
    party = min(known, key=lambda each: leads[each].score)
    return Strongest(party, leads[party].standing, leads[party].score)


def next_step(deal: Assessment, card: Brief) -> NextStep | None:
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
    return norms_of_stays(stay for held in deals for stay in (held.moves.stays if held.moves else ()))


def norms_of_stays(stays: Iterable[Stay]) -> dict[str, float]:
    """The same of stays, whosever they are."""
    found: dict[str, list[int]] = {}
    for stay in stays:
        if stay.end is not None:
            found.setdefault(stay.stage, []).append((stay.end - stay.start).days)
    return {stage: median(days) for stage, days in found.items() if len(days) >= FEWEST_STAYS}


def _by_attention(line: DealLine) -> tuple[object, ...]:
    """Those that need somebody first: by what is most pressing, how much else, then by date and name."""
    first = ATTENTION.index(line.attention[0]) if line.attention else len(ATTENTION)
    until = line.days_to_close if line.days_to_close is not None else 10**6
    return not line.held.is_open, first, -len(line.attention), until


class Money(NamedTuple):
    """An amount of so many deals in one currency; `unknown` more deals have no amount."""

    currency: str
    deals: int
    amount: Decimal
    unknown: int = 0


class Price(NamedTuple):
    """The amount of one deal in a currency; None where nobody gave one."""

    currency: str
    amount: Decimal | None


def totals(deals: Iterable[Assessment | Price]) -> list[Money]:
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


class Steps(NamedTuple):
    """Open deals by their next step: none at all, overdue, due within a week, later, on no day."""

    missing: tuple[DealLine, ...]
    overdue: tuple[DealLine, ...]
    this_week: tuple[DealLine, ...]
    later: tuple[DealLine, ...]
    undated: tuple[DealLine, ...]


def steps(lines: Iterable[DealLine], today: date) -> Steps:
    """What is to be done next, and where nothing is."""
    missing, overdue, week, later, undated = (list[DealLine]() for _ in Steps._fields)
    for line in lines:
        step = line.next_step
        if not line.held.is_open:
            continue
        if step is None:
            missing.append(line)
        elif step.due is None:
            undated.append(line)
        elif step.due < today:
            overdue.append(line)
        else:
            (week if step.due <= today + timedelta(days=WEEK_DAYS) else later).append(line)
    return Steps(tuple(missing), _by_due(overdue), _by_due(week), _by_due(later), tuple(undated))


def _by_due(lines: list[DealLine]) -> tuple[DealLine, ...]:
    def place(line: DealLine) -> tuple[date, str]:
        due = line.next_step.due if line.next_step else None
        return due or date.max, line.held.file

    return tuple(sorted(lines, key=place))


SORTS: Mapping[str, Callable[[DealLine], tuple[object, ...]]] = {
    "attention": _by_attention,
    "customer": lambda line: (line.held.assessment.customer, line.held.assessment.opportunity),
    "owner": lambda line: (line.held.assessment.owner,),
    "stage": lambda line: (line.held.assessment.stage,),
    "amount": lambda line: (line.held.assessment.currency, -(line.held.assessment.amount or 0)),
    "close": lambda line: (line.held.assessment.close_date or date.max,),
    "age": lambda line: (-(line.days_since_assessed or 0),),
    "file": lambda line: (line.held.file,),
}
"""What deals can be sorted by; ties by file."""


def sort_key(sort: str) -> Callable[[DealLine], tuple[object, ...]]:
    """Where a deal stands by one of SORTS. TasError for another."""
    if sort not in SORTS:
        raise TasError("portfolio.no_sort", name=sort, near=nearest(sort, SORTS), known=", ".join(SORTS))
    key = SORTS[sort]
    return lambda line: (*key(line), line.held.file)
