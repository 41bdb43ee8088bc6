"""What is to be expected of open deals, by what closed ones taught: a probability with its honesty attached.
Pure.

Learns nothing (see `calibration`), reads no file and chooses no words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import mul
from typing import Literal, NamedTuple

from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.calibration_file import Calibration, QuestionWeights
from .algebra import Covariance, Direction, dot
from .calibration import MANY_DEALS, is_compared, row_of
from .learning import EIGHTY, Columns, SeenDeal, ends, moderated
from .our_cells import Asked

REASONS = 3
"""So many reasons are given each way; more are not stable in name."""
WORTH_A_REASON = 0.01
"""Log-odds below which a question says nothing."""
UNKNOWN = "?"
_SIGNS = {1: "+", -1: "-", 0: UNKNOWN}
WarningKind = Literal["more_unknown", "new_answer", "not_compared"]


class Reason(NamedTuple):
    """A question whose answer moves this deal away from the usual one, by how much in log-odds."""

    question: str
    answer: str
    weight: float


class Warning(NamedTuple):
    """Where a deal lies outside of what was learned; which question, "" for none."""

    id: WarningKind
    question: str = ""


class Forecast(NamedTuple):
    """A probability with its 80 % interval, what speaks for and against it, and what makes it doubtful.

    `unknown` are the criteria that are not known, in the bank's order; `if_plus` and `if_minus` the
    probability if a typical one of them turned out + or -, None where there is none. `values` are the
    measured features, which sums over several deals need. `deals` says from how many it was learned.
    """

    probability: float
    low: float
    high: float
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    warnings: tuple[Warning, ...]
    unknown: tuple[str, ...]
    if_plus: float | None
    if_minus: float | None
    values: tuple[float, ...]
    deals: int

    @property
    def is_rough(self) -> bool:
        """Whether it was learned from too few deals for more than whole tenths."""
        return self.deals < MANY_DEALS


class Placed(NamedTuple):
    """A question: its place among the signs or levels of a row, and where its features begin and how many."""

    name: str
    place: int
    at: int
    size: int
    options: tuple[str, ...]


class Forecaster:
    """What a calibration says of deals; ValueError for one that keeps silent."""

    def __init__(self, learned: Calibration, banks: Sequence[Bank] = ()) -> None:
        if not learned.speaks:
            raise ValueError("a calibration that keeps silent forecasts nothing")
        questions = learned.by_question
        choices = {name: tuple(each.options) for name, each in questions.items() if each.options}
        self.columns = Columns(tuple(name for name in questions if name not in choices), choices)
        self._learned = learned
        self._asked = Asked.of(banks)
        parts = list(learned.weights)
        self._weights = [each.weight for each in parts]
        self._means = [each.mean for each in parts]
        told = [Direction(line[0], line[1:]) for line in learned.directions]
        self.covariance = Covariance.of([each.spread for each in parts], told)
        self._placed = list(self._places(questions))

    def _places(self, questions: Mapping[str, QuestionWeights]) -> Iterator[Placed]:
        """Where each question stands in a row and among the features, in the order of the file."""
        at, place, level = 1, 0, 0
        for name, each in questions.items():
            size = len(each.options) + 1 if each.options else 2
            yield Placed(name, level if each.options else place, at, size, tuple(each.options))
            at, place, level = at + size, place + (not each.options), level + bool(each.options)

    def deal(self, assessment: Assessment) -> Forecast:
        """What to expect of an assessment."""
        row = row_of(assessment, self.columns, self._asked)
        return self.row(row, compared=is_compared(assessment))

    def row(self, row: SeenDeal, *, compared: bool) -> Forecast:
        """What to expect of a deal as the model sees it; `compared`: a competitor is rated."""
        values = self._measured(row)
        mean, variance = dot(self._weights, values), self.covariance.variance(values)
        low, high = ends(mean, variance)
        reasons = sorted(self._reasons(row, values), key=lambda each: -abs(each.weight))
        unknown = [name for name, is_open in zip(self.columns.criteria, row.unknown, strict=True) if is_open]
        if_plus, if_minus = self._if_known(unknown, mean, variance)
        return Forecast(
            moderated(mean, variance), low, high,
            tuple([each for each in reasons if each.weight > WORTH_A_REASON][:REASONS]),
            tuple([each for each in reasons if each.weight < -WORTH_A_REASON][:REASONS]),
            tuple(self._warnings(row, compared)), tuple(unknown), if_plus, if_minus,
            tuple(values), self._learned.deals,
        )  # fmt: skip

    def _measured(self, row: SeenDeal) -> list[float]:
        """The features in the order of the file, each less its mean."""
        values = [-mean for mean in self._means]
        values[0] += 1
        for _, place, at, _, options in self._placed:
            if options:
                values[at + row.levels[place]] += 1
            else:
                values[at] += row.signs[place]
                values[at + 1] += row.unknown[place]
        return values

    def _reasons(self, row: SeenDeal, values: Sequence[float]) -> Iterator[Reason]:
        """Every question with what its answer adds, less what it adds to a usual closed deal."""
        added = list(map(mul, self._weights, values))
        for name, place, at, size, options in self._placed:
            answer = (*options, UNKNOWN)[row.levels[place]] if options else _SIGNS[row.signs[place]]
            yield Reason(name, answer, sum(added[at : at + size]))

    def _if_known(
        self, unknown: Sequence[str], mean: float, variance: float
    ) -> tuple[float | None, float | None]:
        """The probability if one unknown turned out + or -, for the mean of all that are unknown here.

        Which unknown is worth most is not stable at any number of deals, so they share one range.
        """
        if not unknown:
            return None, None
        wanted = set(unknown)
        places = [each.at for each in self._placed if each.name in wanted]
        sign = sum(self._weights[at] for at in places) / len(places)
        lost = sum(self._weights[at + 1] for at in places) / len(places)
        return moderated(mean + sign - lost, variance), moderated(mean - sign - lost, variance)

    def _warnings(self, row: SeenDeal, compared: bool) -> Iterator[Warning]:
        """Where this deal lies outside of what was learned."""
        if sum(row.unknown) > self._learned.most_unknown:
            yield Warning("more_unknown")
        for each in self._placed:
            if each.options and self._means[each.at + row.levels[each.place]] == 0:
                yield Warning("new_answer", each.name)
        if self._learned.always_compared and not compared:
            yield Warning("not_compared")


class Expected(NamedTuple):
    """A sum over open deals: what is expected, and the ends of its 80 % interval."""

    value: float
    low: float
    high: float


class DealSum(NamedTuple):
    """What some open deals may bring: how many of them are won, and by currency how much money.

    `without_amount` of the deals have none.
    """

    name: str
    deals: int
    won: Expected
    amounts: Mapping[str, Expected]
    without_amount: int


DealForecast = tuple[Assessment, Forecast]


def expected(deals: Sequence[tuple[Forecast, float]], covariance: Covariance) -> Expected:
    """The sum of values times probabilities, with the chance of each deal and the doubt that all share."""
    total = sum(value * each.probability for each, value in deals)
    chance = sum(value**2 * each.probability * (1 - each.probability) for each, value in deals)
    slope = [0.0] * len(covariance.diagonal)
    for each, value in deals:
        steepness = value * each.probability * (1 - each.probability)
        slope = [known + steepness * x for known, x in zip(slope, each.values, strict=True)]
    half = EIGHTY * math.sqrt(chance + covariance.variance(slope))
    return Expected(total, max(0.0, total - half), min(sum(value for _, value in deals), total + half))


def deal_sum(name: str, deals: Sequence[DealForecast], covariance: Covariance) -> DealSum:
    """What these deals may bring."""
    amounts: dict[str, list[tuple[Forecast, float]]] = {}
    for deal, each in deals:
        if deal.amount is not None:
            amounts.setdefault(deal.currency, []).append((each, float(deal.amount)))
    return DealSum(
        name,
        len(deals),
        expected([(each, 1.0) for _, each in deals], covariance),
        {currency: expected(group, covariance) for currency, group in sorted(amounts.items())},
        sum(deal.amount is None for deal, _ in deals),
    )


def sums_by(
    key: Callable[[Assessment], str], deals: Iterable[DealForecast], covariance: Covariance
) -> list[DealSum]:
    """The same for each group of deals, in order of their names, those without one last."""
    groups: dict[str, list[DealForecast]] = {}
    for each in deals:
        groups.setdefault(key(each[0]), []).append(each)
    order = sorted(groups, key=lambda name: (not name, name))
    return [deal_sum(name, groups[name], covariance) for name in order]


def tenths(probability: float) -> int:
    """A probability in whole tenths, never 0 or 10 in 10."""
    return min(9, max(1, math.floor(probability * 10 + 0.5)))


def twentieths(probability: float) -> int:
    """A probability in percent by steps of 5, never 0 or 100."""
    return 5 * min(19, max(1, math.floor(probability * 20 + 0.5)))
