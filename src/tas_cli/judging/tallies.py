"""Cells of ratings added up: counts, a score, and the range that the unknown leaves open. Pure.

An unknown is a range and never a zero; what is not rated yet counts as unknown. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..model.answers import US, Answer
from ..model.bank import Question
from ..model.field_types import NOT_APPLICABLE, Rating


class Tally(NamedTuple):
    """Counts of cells, and their weighted score with its range. Adds up: `added`.

    In a short form what is not core is not asked: unknown there, it only adds to what is possible (`upside`),
    unrated it is not counted, and of the `unknown` so many are `spared`. What is set aside (`na`) counts
    nowhere else.
    """

    plus: int = 0
    minus: int = 0
    unknown: int = 0
    unrated: int = 0
    score: int = 0
    doubt: int = 0
    spared: int = 0
    upside: int = 0
    na: int = 0

    @property
    def low(self) -> int:
        """The score if all that is unknown turns out badly."""
        return self.score - self.doubt

    @property
    def high(self) -> int:
        """The score if all that is unknown turns out well."""
        return self.score + self.doubt + self.upside

    @property
    def open(self) -> int:
        """Cells that are asked and not known."""
        return self.unknown - self.spared + self.unrated

    @property
    def rated(self) -> int:
        """Cells that somebody answered, `?` included."""
        return self.plus + self.minus + self.unknown


def added(tallies: Iterable[Tally]) -> Tally:
    """The tally of all cells that `tallies` count."""
    return Tally(*map(sum, zip(*tallies, strict=True)))


def tally(said: Mapping[str, Answer], questions: Iterable[Question], party: str, *, short: bool) -> Tally:
    """A party's cells of the questions that are asked about it."""
    # A session scores every cell at every key: counting in a loop is ten times as fast as adding tallies.
    plus = minus = unknown = unrated = score = doubt = spared = upside = na = 0
    for question in questions:
        if party in question.not_for:
            continue
        answer, weight = said.get(question.id), question.weight
        rating = None if answer is None else answer.ratings.get(party)
        if rating == "+":
            plus, score = plus + 1, score + weight
        elif rating == "-":
            minus, score = minus + 1, score - weight
        elif known_as(question, rating) == NOT_APPLICABLE:
            na += 1
        elif question.core or not short:
            doubt += weight
            if rating == "?":
                unknown += 1
            else:
                unrated += 1
        else:
            upside += weight
            if rating == "?":
                unknown, spared = unknown + 1, spared + 1
    return Tally(plus, minus, unknown, unrated, score, doubt, spared, upside, na)


def known_as(question: Question, rating: Rating | None) -> Rating | None:
    """A rating as it counts: where a question cannot be set aside, doing so says nothing."""
    return None if rating == NOT_APPLICABLE and not question.allow_na else rating


def applies(question: Question, party: str) -> bool:
    """Whether a question is asked about a party at all."""
    return party not in question.not_for


def is_proved(answer: Answer | None) -> bool:
    """Whether our `+` stands there with evidence of ours."""
    return answer is not None and answer.ratings.get(US) == "+" and US in answer.evidence
