"""Where we stand against each competitor, over the contested questions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..model.answers import NOTHING, US
from ..model.assessment import Assessment
from ..model.bank import Bank, Question, Section
from ..model.field_types import NOT_APPLICABLE, Rating
from .tallies import applies, known_as

_SIGNS = {"+": 1, "-": -1}


class Lead(NamedTuple):
    """Ours less theirs over the contested questions, as a range."""

    score: int
    low: int
    high: int

    @property
    def standing(self) -> str:
        """Ahead or behind only when the whole range says so."""
        if self.low > 0:
            return "ahead"
        return "behind" if self.high < 0 else "unclear"


def lead(
    assessment: Assessment, bank: Bank, party: str, *, short: bool = False, within: Section | None = None
) -> Lead:
    """Our lead over `party`: Σ (ours - theirs) over the contested questions that are put to both.

    One that is set aside for either of us is not, as a difference needs two sides. In the short form one that
    is not core counts only when somebody knows something of it. `within` a section only its own count.
    """
    said = assessment.answers.get(bank.id, {})
    score = doubt = 0
    for question in contested(bank, party, within):
        answer = said.get(question.id)
        ratings = NOTHING if answer is None else answer.ratings
        ours, theirs = ratings.get(US), ratings.get(party)
        if question.allow_na and NOT_APPLICABLE in (ours, theirs):
            continue
        if question.core or not short or ours in _SIGNS or theirs in _SIGNS:
            for rating, worth in ((ours, question.weight), (theirs, -question.weight)):
                if rating in _SIGNS:
                    score += _SIGNS[rating] * worth
                else:
                    doubt += question.weight
    return Lead(score, score - doubt, score + doubt)


def contested(bank: Bank, party: str, within: Section | None = None) -> Iterator[Question]:
    """The questions that count in a lead over `party`, of all sections or of one."""
    for section in (within,) if within else bank.sections:
        for question in section.contested_ratings:
            if US not in question.not_for and party not in question.not_for:
                yield question


class Contested(NamedTuple):
    """A criterion where a competitor has + and we have not. `question` is "bank.id"."""

    question: str
    party: str


def where_they_lead(assessment: Assessment, bank: Bank) -> Iterator[Contested]:
    """What would have to turn in our favour: their + on contested questions where we have none."""
    ratings: Mapping[str, Mapping[str, Rating]] = {
        id: answer.ratings for id, answer in assessment.answers.get(bank.id, {}).items()
    }
    for section in bank.sections:
        for question in section.contested_ratings:
            said = ratings.get(question.id, {})
            for party in assessment.competitors:
                is_theirs = said.get(party) == "+" and known_as(question, said.get(US)) not in (
                    "+",
                    NOT_APPLICABLE,
                )
                if is_theirs and applies(question, party) and applies(question, US):
                    yield Contested(f"{bank.id}.{question.id}", party)
