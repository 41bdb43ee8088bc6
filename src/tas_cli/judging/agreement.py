"""How often two who answered the same agree, criterion by criterion: a person and the notes, or two people.

A criterion on which people rarely agree is badly worded: that is about the bank, and about nobody who rates.
Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..model.assessment import Assessment

if TYPE_CHECKING:
    from ..model.proposals import Settled

FEWEST_SETTLED = 30
"""Below so many in all, agreement with notes is chance."""

FEWEST_NAMED = 5
BADLY_BELOW = 0.4
"""A criterion that both answered so often, and agree on in less than this share, is badly worded."""

Pair = tuple[str, bool]
"""A question ("bank.id") that both answered, and whether they said the same."""


class Agreement(NamedTuple):
    """Of `both` answers to a question `same` agreed: the share, with the interval that so few leave."""

    question: str
    both: int
    same: int
    share: float
    low: float
    high: float

    @property
    def is_badly_worded(self) -> bool:
        """Whether the criterion means different things to different people."""
        return self.both >= FEWEST_NAMED and self.share < BADLY_BELOW


class Agreements(NamedTuple):
    """All criteria that both answered, the worst first, and all of them together."""

    criteria: tuple[Agreement, ...]
    whole: Agreement

    @property
    def badly_worded(self) -> tuple[str, ...]:
        """The criteria whose words are to be looked at."""
        return tuple(each.question for each in self.criteria if each.is_badly_worded)


def agreements(pairs: Iterable[Pair]) -> Agreements | None:
    """How often the pairs agree; None for none at all."""
    both: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for question, agree in pairs:
        both[question] += 1
        same[question] += agree
    if not both:
        return None
    found = [_agreement(question, n, same[question]) for question, n in both.items()]
    found.sort(key=lambda each: (each.share, -each.both, each.question))
    return Agreements(tuple(found), _agreement("", both.total(), same.total()))


def _agreement(question: str, both: int, same: int) -> Agreement:
    from .accuracy import share

    figure = share(same, both)
    return Agreement(question, both, same, figure.value, figure.low, figure.high)


def with_notes(settled: Iterable[Settled]) -> Iterator[Pair]:
    """What was settled, as pairs of the notes' sign and a person's."""
    for each in settled:
        yield each.question, each.sign == each.person


def of_two(one: Assessment, other: Assessment) -> Iterator[Pair]:
    """What two people answered about one deal: whatever both rated or chose."""
    for bank, answers in one.answers.items():
        for question, answer in answers.items():
            theirs = other.answer(bank, question)
            for party, sign in answer.ratings.items():
                if party in theirs.ratings:
                    yield f"{bank}.{question}", sign == theirs.ratings[party]
            if answer.answer and theirs.answer and _is_short(answer.answer, theirs.answer):
                yield f"{bank}.{question}", answer.answer == theirs.answer


def _is_short(*answers: str) -> bool:
    """Whether answers are options or ticks, not texts of somebody's own."""
    return all(len(each.split()) == 1 for each in answers)
