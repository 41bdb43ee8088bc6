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
from ..model.bank import Bank
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
