"""What to do next in a deal: to find out, to change, moves against rivals, a strategy, the way on. Pure.

Chooses no words: visits, gates, moves and strategies stand in the playbook, activities in the bank that it
names; here they are looked up and put together as one value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..model.answers import NOTHING, US
from ..model.assessment import Assessment
from ..model.bank import Bank, Question, question_in, rating_bank
from ..model.field_types import NOT_APPLICABLE, Rating
from ..model.kinds import NO, YES, is_ticked
from ..model.playbook import GateRule, MoveRule, Playbook, Programme, Strategy, Visit
from .cautions import Caution
from .leads import lead
from .scorecard import Scorecard
from .tallies import applies, known_as
from .worksheets import (
    SIGNS,
    STRATEGY,
    VISITS,
    Player,
    Worth,
    is_linked,
    players,
    rows,
    signs,
    text,
    worth,
)


class RivalMove(NamedTuple):
    """What to do about a criterion ("bank.id") against a rival."""

    question: str
    party: str
    rule: MoveRule


class Advice(NamedTuple):
    """The competitive strategy: what is `suggested` (None: nothing fits) and what the team has `chosen`.

    `rival` is the strongest competitor, whom the reason is about; None where nobody is rated against.
    """

    suggested: Strategy | None = None
    chosen: str | None = None
    rival: str | None = None


def moves(assessment: Assessment, bank: Bank, playbook: Playbook) -> Iterator[RivalMove]:
    """The moves in the order of the bank, each criterion rival by rival."""
    for section in bank.sections:
        for question in section.contested_ratings:
            answer = assessment.answer(bank.id, question.id)
            ours = _state(question, answer.ratings.get(US))
            ours = "unproved" if ours == "+" and US not in answer.evidence else ours
            for party in assessment.competitors:
                theirs = _state(question, answer.ratings.get(party))
                counts = applies(question, US) and applies(question, party)
                if counts and NOT_APPLICABLE not in (ours, theirs):
                    rule = next((each for each in playbook.moves if each.fits(ours, theirs)), None)
                    if rule is not None:
                        yield RivalMove(f"{bank.id}.{question.id}", party, rule)


def _state(question: Question, rating: Rating | None) -> str:
    """How somebody stands: an unknown is one, whether it was asked or not."""
    known = known_as(question, rating)
    return "unknown" if known in (None, "?") else str(known)


def advised(
    assessment: Assessment,
    bank: Bank | None,
    card: Scorecard,
    playbook: Playbook,
    chosen: str | None,
    library: Mapping[str, Bank] = NOTHING,
) -> Advice:
    """The strategy that fits first, where there is a verdict; what the team has chosen stands beside it."""
    if bank is None or card.verdict is None:
        return Advice(chosen=chosen)
    rival = min(card.leads, key=lambda party: card.leads[party][:2], default=None)
    fits = (
        each
        for each in playbook.strategies
        if _fits(each, assessment, bank, card, rival)
        and all(_is_so(assessment, library, *asked) for asked in each.when.answers.items())
    )
    return Advice(next(fits, None), chosen, rival)


def _fits(strategy: Strategy, assessment: Assessment, bank: Bank, card: Scorecard, rival: str | None) -> bool:
    when = strategy.when
    verdicts = {each.id: each.verdict for each in card.sections}
    if when.verdict not in (None, card.verdict):
        return False
    if any(verdicts.get(id) != verdict for id, verdict in when.sections.items()):
        return False
    if rival is None:
        return not (when.standing or when.leads)
    if when.standing not in (None, card.leads[rival].standing):
        return False
    within = {each.id: each for each in bank.sections if each.contested}
    return all(
        id in within
        and lead(assessment, bank, rival, short=card.form == "short", within=within[id]).standing == standing
        for id, standing in when.leads.items()
    )


def _is_so(assessment: Assessment, library: Mapping[str, Bank], name: str, wanted: str) -> bool:
    """Whether that is what is answered to the question "bank.id", for us. A day is a yes."""
    bank, _, id = name.partition(".")
    question = question_in(library, bank, id)
    if question is None:
        return False
    said = question.kind.value(assessment.answer_to(bank, question), US)
    return said == wanted or (question.kind.ticked and wanted == YES and is_ticked(said))


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


class Plan(NamedTuple):
    """What to do next. Questions are named "bank.id", those `find_out` in the order to ask.

    `signs` are those seen that somebody else drives the sale; `missing` the links of the value chain that are
    not known; `warnings` what the checks of the worksheets say.
    """

    find_out: tuple[str, ...]
    change: tuple[str, ...]
    against_us: tuple[str, ...]
    moves: tuple[RivalMove, ...]
    advice: Advice
    way: Way
    players: tuple[Player, ...]
    signs: tuple[str, ...]
    worth: Worth | None
    missing: tuple[str, ...]
    warnings: tuple[Caution, ...]


def plan(
    assessment: Assessment,
    banks: Sequence[Bank],
    card: Scorecard,
    playbook: Playbook,
    library: Mapping[str, Bank],
) -> Plan:
    """The plan of a deal that `card` was made of by `banks`; `library` are all banks there are."""
    rated = rating_bank(banks)
    chosen = text(assessment, STRATEGY) or None
    return Plan(
        card.next_questions,
        card.change,
        card.against_us,
        tuple(moves(assessment, rated, playbook)) if rated else (),
        advised(assessment, rated, card, playbook, chosen, library),
        way(assessment, library.get(playbook.activities), playbook, card.mode),
        tuple(players(assessment)),
        tuple(signs(assessment, library.get(SIGNS))),
        worth(assessment),
        tuple(name for name in playbook.chain if not _is_linked(assessment, name, library)),
        tuple(each for each in card.cautions if _is_of_a_worksheet(each, library)),
    )


def _is_linked(assessment: Assessment, name: str, library: Mapping[str, Bank]) -> bool:
    bank, _, id = name.partition(".")
    return is_linked(assessment, (bank, id), library.get(bank))


def _is_of_a_worksheet(caution: Caution, library: Mapping[str, Bank]) -> bool:
    """Whether it is said by the checks of a bank that is filled in and judges nothing."""
    bank = library.get(str(caution.params.get("check", "")).partition(".")[0])
    return bank is not None and bank.is_worksheet
