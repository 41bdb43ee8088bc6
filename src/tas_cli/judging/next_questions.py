"""What to go and ask next: all our unknowns, those first that decide most. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..model.answers import US
from ..model.bank import Bank, Question, Section
from .scoring import Scores
from .sections import SectionScore
from .tallies import is_proved, known_as

_OPEN_SECTIONS = ("unclear", "blocked")


class _Asked(NamedTuple):
    """An unknown of ours and where it stands; `place` is that of the question in its bank."""

    bank: Bank
    section: Section
    score: SectionScore
    question: Question
    place: int
    is_spared: bool
    is_theirs: bool

    @property
    def name(self) -> str:
        return f"{self.bank.id}.{self.question.id}"


def next_questions(scores: Scores) -> Iterator[str]:
    """The unknowns ("bank.id"), each once, in the order in which to ask."""
    asked = [each for bank in scores.banks if bank.has_ratings for each in _unknown(scores, bank)]
    yield from (each.name for each in sorted(asked, key=_order))
    yield from _choices(scores)


def _order(each: _Asked) -> tuple[int, ...]:
    """Where to put an unknown: its group, and its place within that. Sorting keeps the order of the banks."""
    section, id, verdict = each.section, each.question.id, each.score.verdict
    if each.is_spared:
        return (7,)
    if verdict in _OPEN_SECTIONS:
        is_veto = id in section.veto and (section.required or section.contested)
        if id in section.required or is_veto:
            return (1,)
        if id in each.bank.ask_first:
            return 2, not each.is_theirs, each.bank.ask_first.index(id)
    if id in section.veto:
        return (3,)
    if each.is_theirs:
        return 4, not section.contested or each.question.not_contested
    if verdict == "unclear":
        return 5, each.score.to_yes or 0, each.place
    return (6,)


def _unknown(scores: Scores, bank: Bank) -> Iterator[_Asked]:
    """Our unknowns of a bank of ratings; also a + without evidence where a yes waits for the evidence."""
    assessment, short = scores.assessment, scores.is_short(bank)
    judged = {each.id: each for each in scores.our_sections(bank)}
    said = assessment.answers.get(bank.id, {})
    for place, section in enumerate(bank.sections):
        is_open = section.id in judged and judged[section.id].verdict in _OPEN_SECTIONS
        waits = section.required if is_open else ()
        for question in section.ratings:
            answer = said.get(question.id)
            ours = answer.ratings.get(US) if answer else None
            is_unknown = known_as(question, ours) in (None, "?")
            is_unproved = ours == "+" and question.id in waits and not is_proved(answer)
            if (is_unknown or is_unproved) and US not in question.not_for:
                is_spared = short and not question.core and is_unknown
                is_theirs = answer is not None and any(
                    answer.ratings.get(party) == "+" and party not in question.not_for
                    for party in assessment.competitors
                )
                yield _Asked(bank, section, judged[section.id], question, place, is_spared, is_theirs)


def _choices(scores: Scores) -> Iterator[str]:
    """Choices that nobody answered, those first that would settle the mode."""
    routed, routing = scores.routed, scores.mode_bank
    settle: Sequence[str] = [f"{routing.id}.{id}" for id in routed.settle] if routing and routed else []
    open_ = [
        f"{bank.id}.{question.id}"
        for bank in scores.banks
        if not bank.is_worksheet
        for question in bank.by_id.values()
        if not question.kind.each_party
        and question.kind.find_out
        and US not in question.not_for
        and question.kind.is_open(scores.assessment.answer(bank.id, question.id))
    ]
    yield from (name for name in open_ if name in settle)
    yield from (name for name in open_ if name not in settle)
