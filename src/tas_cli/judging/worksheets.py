"""What the worksheets of an account plan come to: people, value, partners, signs, actions. Pure.

Which bank is which is written here once. Misfits in them are findings (see `misfits`); here they count as not
said. What is wrong with a plan the banks' own cross-checks say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..model.amounts import AMOUNT
from ..model.answers import US, Row
from ..model.assessment import Assessment
from ..model.bank import Bank, Question
from ..model.field_types import NOT_APPLICABLE
from ..model.kinds import NO, is_ticked

Where = tuple[str, str]
"""A bank and its question."""
PEOPLE: Where = ("players", "people")
BENEFITS: Where = ("value", "benefits")
COSTS: Where = ("value", "costs")
ADDED: Where = ("partners", "partners")
CHAIN: Where = ("partners", "chain")
GOAL: Where = ("plan", "goal")
OBJECTIVE: Where = ("plan", "objective")
STRATEGY: Where = ("plan", "strategy")
ACTIONS: Where = ("plan", "actions")
RESOURCES: Where = ("plan", "resources")
AGREED: Where = ("plan", "agreed")
NEEDED_BY: Where = ("plan", "needed_by")
VISITS: Where = ("visits", "visits")
RECORD: Where = ("activities", "record")
SIGNS = "control"
"""The bank whose checks are signs that somebody else drives the sale."""
FILLED_IN = ("players", "plan", "value", "partners", SIGNS, "progress", "customer", "selection", "visits")
"""The worksheets that a plan is better for."""


_NOTHING = (None, "?", NOT_APPLICABLE)
"""Answers that say nothing of the matter."""


class Player(NamedTuple):
    """Somebody at the customer's. What nobody said is "", and `met` None."""

    id: str
    name: str
    job: str
    role: str
    influence: str
    stance: str
    wants: str
    is_coach: bool
    met: bool | None


class Worth(NamedTuple):
    """Benefits less costs and risks of a year, and what of the benefits the customer confirmed."""

    benefits: Decimal
    costs: Decimal
    confirmed: Decimal
    unpriced: int

    @property
    def value(self) -> Decimal:
        """What remains."""
        return self.benefits - self.costs


class Action(NamedTuple):
    """Something to do for the plan; `is_late` when its day has passed."""

    what: str
    who: str
    by_when: str
    is_done: bool
    is_late: bool


def rows(assessment: Assessment, where: Where) -> Mapping[str, Row]:
    """The rows of a table, by id."""
    return assessment.answer(*where).rows


def text(assessment: Assessment, where: Where) -> str:
    """The answer to a text or a choice; "" for none."""
    said = assessment.answer(*where).answer
    return "" if said in _NOTHING else str(said)


def players(assessment: Assessment) -> Iterator[Player]:
    """The people, in the order of the file."""
    for id, said in rows(assessment, PEOPLE).items():
        met = said.get("met")
        yield Player(
            id,
            said.get("name", id),
            _said(said, "job"),
            _said(said, "role"),
            _said(said, "influence"),
            _said(said, "stance"),
            _said(said, "wants"),
            is_ticked(said.get("coach")),
            True if is_ticked(met) else False if met == NO else None,
        )


def _said(said: Row, column: str) -> str:
    value = said.get(column, "")
    return "" if value == "?" else value


def worth(assessment: Assessment) -> Worth | None:
    """What the value proposition comes to; None where no amount is given."""
    gains, costs = (list(rows(assessment, where).values()) for where in (BENEFITS, COSTS))
    amounts = [amount_of(said) for said in (*gains, *costs)]
    if not any(each is not None for each in amounts):
        return None
    return Worth(
        _added(gains),
        _added(costs),
        _added([said for said in gains if is_ticked(said.get("confirmed"))]),
        sum(each is None for each in amounts),
    )


def amount_of(said: Row, column: str = "amount") -> Decimal | None:
    """The number in a column of a row; None for none."""
    value = said.get(column, "")
    return Decimal(value) if AMOUNT.fullmatch(value) else None


def _added(said: Sequence[Row]) -> Decimal:
    return sum((amount_of(each) or Decimal(0) for each in said), Decimal(0))


class Score(NamedTuple):
    """A score by the weight of its row: what was `given`, and from what to what it counts."""

    given: Decimal | None
    low: Decimal
    high: Decimal


class Weighed(NamedTuple):
    """Rows by id with their weight and their scores, in the order of `columns`; each column adds up.

    A score that is not known counts from nothing to the `highest` there is in the table. `left_out` are
    rows without a weight.
    """

    columns: tuple[str, ...]
    rows: Mapping[str, tuple[Decimal, tuple[Score, ...]]]
    highest: Decimal
    left_out: int

    @property
    def weight(self) -> Decimal:
        """All weights together."""
        return sum((weight for weight, _ in self.rows.values()), Decimal(0))

    @property
    def unknown(self) -> int:
        """How many scores are not known."""
        return sum(each.given is None for _, scores in self.rows.values() for each in scores)

    @property
    def totals(self) -> list[tuple[Decimal, Decimal]]:
        """The sum of each column, from what to what."""
        by_column = zip(*(scores for _, scores in self.rows.values()), strict=True)
        zero = Decimal(0)
        return [(sum((s.low for s in each), zero), sum((s.high for s in each), zero)) for each in by_column]

    @property
    def ratios(self) -> list[tuple[Decimal, Decimal] | None]:
        """How many times each other column the first is, from what to what; None of what may be nothing."""
        (low, high), *others = self.totals
        return [(low / most, high / least) if least else None for least, most in others]


def weighed(assessment: Assessment, bank: Bank, question: Question) -> Weighed | None:
    """What the scores in a table come to; None where it has none, or nobody gave one."""
    weight, scores = (question.counted_as(what) for what in ("weight", "score"))
    if not weight or not scores:
        return None
    found = assessment.answer(bank.id, question.id).rows
    weights = {id: amount_of(said, weight[0].id) for id, said in found.items()}
    given = {
        id: [amount_of(found[id], each.id) for each in scores] for id in found if weights[id] is not None
    }
    highest = max((each for row in given.values() for each in row if each is not None), default=None)
    if highest is None:
        return None
    rows = {
        id: (weight, tuple(_by_weight(each, weight, highest) for each in given[id]))
        for id, weight in weights.items()
        if weight is not None
    }
    return Weighed(tuple(each.id for each in scores), rows, highest, len(found) - len(rows))


def _by_weight(given: Decimal | None, weight: Decimal, highest: Decimal) -> Score:
    low, high = (Decimal(0), highest) if given is None else (given, given)
    return Score(given, low * weight, high * weight)


def signs(assessment: Assessment, bank: Bank | None) -> Iterator[str]:
    """The ids of the signs that are seen."""
    for id in bank.by_id if bank else ():
        if is_ticked(assessment.answer(SIGNS, id).answer):
            yield id


def actions(assessment: Assessment, today: date) -> Iterator[Action]:
    """What is to be done, what is left first and by day."""
    found = []
    for id, said in rows(assessment, ACTIONS).items():
        by_when, is_done = said.get("by_when", ""), is_ticked(said.get("done"))
        is_late = bool(by_when) and not is_done and by_when < str(today)
        found.append(Action(said.get("what", id), said.get("who", ""), by_when, is_done, is_late))
    yield from sorted(found, key=lambda each: (each.is_done, each.by_when or "9999"))


def is_linked(assessment: Assessment, where: Where, bank: Bank | None) -> bool:
    """Whether a link of the value chain is known: our `+` with or without evidence, or any words."""
    answer = assessment.answer(*where)
    if bank is not None and where[1] in bank.by_id and bank.by_id[where[1]].kind.each_party:
        return answer.ratings.get(US) == "+"
    return bool(answer.rows) or answer.answer not in _NOTHING
