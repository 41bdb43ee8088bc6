"""How well probabilities met outcomes: error, ranking, slope, calibration, each with an 80 % interval. Pure.

Closed forms only, so that the same deals always give the same figures. Knows probabilities and outcomes, no
deals and no model (see `learning`).

Sources: Brier 1950 and the log score; DeLong, DeLong and Clarke-Pearson 1988 for the interval of the AUC; the
slope is Cox's of 1958; the floor of the calibration error is the mean of a folded normal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..model.calibration_file import Accuracy, Figure
from .learning import EIGHTY
from .posterior import sigmoid

_CLOSE = 1e-6
"""No probability counts as surer than this, or one deal could cost all the rest."""
FEWEST_IN_A_BIN = 8
MOST_BINS = 10


class Predicted(NamedTuple):
    """Deals that share a probability: how many there are, and how many of them were won."""

    probability: float
    deals: int
    won: int


class Bin(NamedTuple):
    """Deals with similar probabilities: their mean, how many there are, how many were won."""

    probability: float
    deals: int
    won: int
    variance: float


def accuracy(predicted: Sequence[Predicted]) -> Accuracy:
    """All figures of these predictions; there has to be a won and a lost deal."""
    gap, floor = _calibration(bins(predicted))
    return Accuracy.model_construct(
        brier=_mean_loss(predicted, lambda p, won: (won - p) ** 2),
        log_loss=_mean_loss(predicted, lambda p, won: -math.log(p if won else 1 - p)),
        auc=_auc(predicted),
        slope=_slope(predicted),
        ece=gap,
        ece_floor=floor,
    )


def figure(value: float, low: float, high: float) -> Figure:
    """A figure with the ends of its interval."""
    return Figure.model_construct(value=value, low=low, high=high)


def _interval(value: float, variance: float, least: float, most: float) -> Figure:
    half = EIGHTY * math.sqrt(max(0.0, variance))
    return figure(value, max(least, value - half), min(most, value + half))


def _mean_loss(predicted: Sequence[Predicted], loss: Callable[[float, bool], float]) -> Figure:
    """The mean loss of a deal; its variance is that of sums over deals rated alike."""
    total = sum(each.deals for each in predicted)
    sums = []
    for each in predicted:
        p = _bounded(each.probability)
        sums.append((each.won * loss(p, True) + (each.deals - each.won) * loss(p, False), each.deals))
    mean = sum(lost for lost, _ in sums) / total
    variance = sum((lost - deals * mean) ** 2 for lost, deals in sums) / total**2
    return _interval(mean, variance, 0.0, math.inf)


def _bounded(p: float) -> float:
    return min(max(p, _CLOSE), 1 - _CLOSE)


def _auc(predicted: Sequence[Predicted]) -> Figure:
    """How often a won deal had the higher probability than a lost one; a tie is half."""
    levels: dict[float, list[int]] = {}
    for each in predicted:
        counts = levels.setdefault(each.probability, [0, 0])
        counts[0] += each.won
        counts[1] += each.deals - each.won
    won = sum(counts[0] for counts in levels.values())
    lost = sum(counts[1] for counts in levels.values())
    below_lost = below_won = 0
    of_won, of_lost = [], []
    for _, (here_won, here_lost) in sorted(levels.items()):
        of_won.append(((below_lost + here_lost / 2) / lost, here_won))
        of_lost.append((1 - (below_won + here_won / 2) / won, here_lost))
        below_won, below_lost = below_won + here_won, below_lost + here_lost
    value = sum(share * n for share, n in of_won) / won
    variance = _variance_of_mean(of_won, value) + _variance_of_mean(of_lost, value)
    return _interval(value, variance, 0.0, 1.0)


def _variance_of_mean(values: Sequence[tuple[float, int]], mean: float) -> float:
    count = sum(n for _, n in values)
    return sum((value - mean) ** 2 * n for value, n in values) / (count * max(1, count - 1))


def _slope(predicted: Sequence[Predicted]) -> Figure:
    """By how much the logits would have to be stretched: below 1 they are too sure of themselves."""
    logits = [math.log(p / (1 - p)) for p in (_bounded(each.probability) for each in predicted)]
    a, b = 0.0, 1.0
    for _ in range(50):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for x, each in zip(logits, predicted, strict=True):
            p = sigmoid(a + b * x)
            residual, weight = each.won - each.deals * p, each.deals * p * (1 - p)
            g0, g1 = g0 + residual, g1 + residual * x
            h00, h01, h11 = h00 + weight, h01 + weight * x, h11 + weight * x * x
        # A trace of a prior keeps the slope finite where the outcomes are separated.
        h00, h11, g1 = h00 + 1e-3, h11 + 1e-2, g1 - 1e-2 * (b - 1)
        determinant = h00 * h11 - h01 * h01
        a += max(-1.0, min(1.0, (h11 * g0 - h01 * g1) / determinant))
        step = max(-1.0, min(1.0, (h00 * g1 - h01 * g0) / determinant))
        b += step
        if abs(step) < 1e-10:
            break
    return _interval(b, h00 / determinant, -math.inf, math.inf)


def bins(predicted: Sequence[Predicted]) -> list[Bin]:
    """The deals by probability in bins of about the same size; deals with one probability stay together."""
    total = sum(each.deals for each in predicted)
    size = total / max(1, min(MOST_BINS, total // FEWEST_IN_A_BIN))
    found, here, seen = list[Bin](), list[Predicted](), 0
    for each in sorted(predicted):
        here.append(each)
        seen += each.deals
        if seen >= size * (len(found) + 1) - 1e-9:
            found.append(_bin(here))
            here = []
    return [*found, _bin(here)] if here else found


def _bin(here: Sequence[Predicted]) -> Bin:
    deals = sum(each.deals for each in here)
    mean = sum(each.probability * each.deals for each in here) / deals
    variance = sum(each.probability * (1 - each.probability) * each.deals for each in here)
    return Bin(mean, deals, sum(each.won for each in here), variance)


def _calibration(found: Sequence[Bin]) -> tuple[Figure, Figure]:
    """The mean distance of probability and outcome over bins, and what chance alone makes of it."""
    total = sum(each.deals for each in found)
    gap = sum(abs(each.won - each.deals * each.probability) for each in found) / total
    floor = sum(math.sqrt(2 * each.variance / math.pi) for each in found) / total
    spread = sum(each.variance for each in found) * (1 - 2 / math.pi) / total**2
    return _interval(gap, spread, 0.0, 1.0), _interval(floor, spread, 0.0, 1.0)


def share(won: int, deals: int) -> Figure:
    """A share with its interval (Wilson 1927), which stays honest for few deals and at 0 and 100 %."""
    if not deals:
        return figure(0.0, 0.0, 1.0)
    z2 = EIGHTY**2
    centre = (won + z2 / 2) / (deals + z2)
    half = EIGHTY * math.sqrt(won * (deals - won) / deals + z2 / 4) / (deals + z2)
    return figure(won / deals, max(0.0, centre - half), min(1.0, centre + half))
