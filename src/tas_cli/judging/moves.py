"""What to do about rivals: a move for each contested criterion, and the strategy that it all suggests. Pure.

Which move and which strategy a situation calls for stands in the playbook; here they are only looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model.answers import NOTHING, US
from ..model.assessment import Assessment
from ..model.bank import Bank, Question
from ..model.field_types import NOT_APPLICABLE, Rating
from ..model.kinds import YES, is_ticked
from ..model.playbook import MoveRule, Playbook, Strategy
from .leads import lead
from .scorecard import Scorecard
from .tallies import applies, known_as


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
    question = library[bank].by_id.get(id) if bank in library else None
    if question is None:
        return False
    said = question.kind.value(assessment.answer_to(bank, question), US)
    return said == wanted or (question.kind.ticked and wanted == YES and is_ticked(said))
