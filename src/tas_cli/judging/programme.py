"""How far a deal has come on its way: visits, the activities of every deal, and gates. Pure.

The way itself is data: visits and gates stand in the playbook, activities in the bank that it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.field_types import NOT_APPLICABLE
from ..model.kinds import NO, is_ticked
from ..model.playbook import GateRule, Playbook, Programme, Visit
from .worksheets import VISITS, rows


class Step(NamedTuple):
    """An activity of the bank, a visit of the programme: whether it is done, or does not concern the deal."""

    id: str
    done: bool


class GateState(NamedTuple):
    """A gate, and what the customer says there: `yes`, `no`, or `unknown`."""

    gate: GateRule
    state: str


class Way(NamedTuple):
    """How a deal goes on. `programme` is that of its mode, None where there is none for it.

    `bank` is the one with the activities. A visit is done when its row among the visits, of the same id, has
    a proof.
    """

    bank: str
    mode: str | None
    programme: Programme | None
    steps: tuple[Step, ...]
    gates: tuple[GateState, ...]
    visits: tuple[Step, ...]

    @property
    def next(self) -> str | None:
        """The first activity that is not done; None when all are, or there are none."""
        return next((step.id for step in self.steps if not step.done), None)

    @property
    def done(self) -> int:
        """How many activities are done."""
        return sum(step.done for step in self.steps)

    @property
    def visit(self) -> Visit | None:
        """The visit that comes next."""
        due = next((step.id for step in self.visits if not step.done), None)
        visits = self.programme.visits if self.programme else ()
        return next((visit for visit in visits if visit.id == due), None)


def way(assessment: Assessment, activities: Bank | None, playbook: Playbook, mode: str | None) -> Way:
    """How a deal of this mode goes on, by what is ticked in `activities`."""
    programme = playbook.modes.get(mode or "")
    gates = {each.id for each in playbook.gates}
    steps = tuple(_steps(assessment, activities, gates)) if activities else ()
    states = tuple(
        GateState(each, _gate_state(assessment, playbook.activities, each.id))
        for each in playbook.gates
        if activities and each.id in activities.by_id
    )
    came_of = rows(assessment, VISITS)
    visits = (
        tuple(Step(each.id, bool(came_of.get(each.id, {}).get("proof"))) for each in programme.visits)
        if programme
        else ()
    )
    return Way(playbook.activities, mode, programme, steps, states, visits)


def _steps(assessment: Assessment, activities: Bank, gates: set[str]) -> Iterator[Step]:
    """The activities; one that does not concern the deal needs no more doing."""
    for id, question in activities.by_id.items():
        if id not in gates:
            answer = assessment.answer_to(activities.id, question).answer
            yield Step(id, is_ticked(answer) or answer == NOT_APPLICABLE)


def _gate_state(assessment: Assessment, bank: str, gate: str) -> str:
    answer = assessment.answer(bank, gate).answer
    if is_ticked(answer):
        return "yes"
    return "no" if answer == NO else "unknown"
