"""Simpler ways to predict, so that a model has to show what it is worth beside them. Pure.

Each gives every pattern the probability it would have had without the pattern's own deals. None of them is
ever used for a forecast (see `learning` for what is).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..model.calibration_file import Accuracy
from .accuracy import Predicted, accuracy
from .learning import Pattern, SeenDeal, learned, left_out
from .posterior import sigmoid

_ADDED = 0.1
"""What a naive Bayes of CRM systems adds to every count, so that nothing is impossible."""


def base_rate(seen: Sequence[Pattern]) -> Accuracy:
    """How good it is to say the share of won deals of every deal.

    The error is that of the share among all others. The other figures are of one share for all: without
    itself a won deal has the lower share, which would look like knowledge turned upside down.
    """
    deals, won = sum(each.deals for each in seen), sum(each.won for each in seen)
    of_others = accuracy(_shares_of_others(seen))
    update = {"brier": of_others.brier, "log_loss": of_others.log_loss}
    return accuracy([Predicted(won / deals, deals, won)]).model_copy(update=update)


def _shares_of_others(seen: Sequence[Pattern]) -> list[Predicted]:
    deals, won = sum(each.deals for each in seen), sum(each.won for each in seen)
    found = []
    for each in seen:
        left = deals - each.deals
        found.append(Predicted((won - each.won) / left if left else 0.5, each.deals, each.won))
    return found


def net_count(seen: Sequence[Pattern]) -> list[Predicted]:
    """The number of + less the number of -, with a slope learned from the others."""
    counted = [each._replace(row=SeenDeal((sum(each.row.signs),), (False,))) for each in seen]
    beliefs = left_out(learned(counted), counted)
    return [Predicted(b.probability, each.deals, each.won) for b, each in zip(beliefs, seen, strict=True)]


def naive_bayes(seen: Sequence[Pattern], sizes: Sequence[int]) -> list[Predicted]:
    """Every known answer by itself, unknowns passed over, as a CRM's own prediction does it."""
    known = [list(_known(each.row, sizes)) for each in seen]
    counts: dict[int, dict[int, Won]] = {}
    for each, answers in zip(seen, known, strict=True):
        for question, answer in answers:
            of_question = counts.setdefault(question, {})
            of_question[answer] = of_question.get(answer, Won(0, 0)).plus(each, 1)
    everything = Won(sum(each.deals - each.won for each in seen), sum(each.won for each in seen))
    found = []
    for each, answers in zip(seen, known, strict=True):
        logit = everything.plus(each, -1).log_odds
        for question, answer in answers:
            of_question = counts[question]
            left = Won(*map(sum, zip(*of_question.values(), strict=True))).plus(each, -1)
            logit += of_question[answer].plus(each, -1).log_odds - left.log_odds_of(len(of_question))
        found.append(Predicted(sigmoid(logit), each.deals, each.won))
    return found


class Won(NamedTuple):
    """How many deals were lost and how many won."""

    lost: int
    won: int

    def plus(self, each: Pattern, sign: int) -> Won:
        """The same with the deals of a pattern, or without them."""
        return Won(self.lost + sign * (each.deals - each.won), self.won + sign * each.won)

    @property
    def log_odds(self) -> float:
        """The log of won by lost, a little added to each."""
        return self.log_odds_of(1)

    def log_odds_of(self, answers: int) -> float:
        """The same of the sum over so many answers, to each of which a little was added."""
        return math.log((self.won + answers * _ADDED) / (self.lost + answers * _ADDED))


def _known(row: SeenDeal, sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The answers of a row that say something, each with the number of its question."""
    yield from ((question, sign) for question, sign in enumerate(row.signs) if sign)
    for question, (level, size) in enumerate(zip(row.levels, sizes, strict=True), len(row.signs)):
        if level < size - 1:
            yield question, level
