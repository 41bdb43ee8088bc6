"""The most likely weights of a logistic model, given outcomes and a normal prior: Newton's method. Pure.

Knows columns and numbers. What they stand for, and how wide priors should be, is the business of `learning`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .algebra import Matrix, Vector, cholesky, dot, solved

_ENOUGH = 1e-11
_SMALL = 1e-4
"""A step as small as that needs no look back."""
_NEAR = 0.02
"""After a step as small as that the second derivative, which costs most, is as good as the next one."""
_MOST_STEPS = 100


def sigmoid(x: float) -> float:
    """The logistic function, without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _log_sigmoid(x: float) -> float:
    return -math.log1p(math.exp(-x)) if x >= 0 else x - math.log1p(math.exp(x))


class Prior(NamedTuple):
    """Of each column the weight that is expected, and one divided by the variance around it."""

    means: Sequence[float]
    precisions: Sequence[float]


class Tie(NamedTuple):
    """A weight that is held at a multiple of another one."""

    owner: int
    factor: float


class Outcomes:
    """Rows with how often they were seen and how often won, laid out for Newton.

    Of a row only the columns that are not zero are kept, each with its value: most are zero, and what each is
    measured against (`means`) is taken off as a whole.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[tuple[int, float]]],
        counts: Sequence[tuple[int, int]],
        means: Sequence[float],
    ) -> None:
        self._columns = [[column for column, _ in row] for row in rows]
        self._values = [[value for _, value in row] for row in rows]
        self._counts = counts
        self._means = means

    def logits(self, weights: Sequence[float]) -> Vector:
        """The logit of every row."""
        shift = dot(weights, self._means)
        rows = zip(self._columns, self._values, strict=True)
        return [sum([weights[c] * v for c, v in zip(cs, vs, strict=True)]) - shift for cs, vs in rows]

    def height(self, weights: Sequence[float], prior: Prior) -> float:
        """The log-likelihood and the log-prior, but for what does not depend on the weights."""
        total = 0.0
        for (deals, won), logit in zip(self._counts, self.logits(weights), strict=True):
            total += won * _log_sigmoid(logit) + (deals - won) * _log_sigmoid(-logit)
        terms = zip(prior.precisions, weights, prior.means, strict=True)
        return total - sum(precision * (weight - mean) ** 2 for precision, weight, mean in terms) / 2

    def slope(self, logits: Sequence[float], weights: Sequence[float], prior: Prior) -> Vector:
        """The gradient of `height`."""
        sums = [0.0] * len(weights)
        rest = 0.0
        rows = zip(self._counts, logits, self._columns, self._values, strict=True)
        for (deals, won), logit, cs, vs in rows:
            residual = won - deals * sigmoid(logit)
            rest += residual
            for c, v in zip(cs, vs, strict=True):
                sums[c] += residual * v
        terms = zip(sums, self._means, prior.precisions, weights, prior.means, strict=True)
        return [total - rest * m - precision * (w - centre) for total, m, precision, w, centre in terms]

    def hessian(self, logits: Sequence[float], prior: Prior) -> Matrix:
        """The negative second derivative of `height`.

        With R the rows as they are kept, m the means and w the weights of the rows, it is
        R'WR - m(w'R) - (w'R)'m' + (sum of w) mm': the sparse product is all that costs anything.
        """
        size = len(self._means)
        made = [[0.0] * size for _ in range(size)]
        sums = [0.0] * size
        whole = 0.0
        rows = zip(self._counts, logits, self._columns, self._values, strict=True)
        for (deals, _), logit, cs, vs in rows:
            p = sigmoid(logit)
            weight = deals * p * (1 - p)
            whole += weight
            for i, c in enumerate(cs):
                share = weight * vs[i]
                sums[c] += share
                line = made[c]
                for d, v in zip(cs[i:], vs[i:], strict=True):
                    line[d] += share * v
        for i, (mean, total, line) in enumerate(zip(self._means, sums, made, strict=True)):
            for j in range(i, size):
                line[j] += whole * mean * self._means[j] - mean * sums[j] - total * self._means[j]
                made[j][i] = line[j]
            line[i] += prior.precisions[i]
        return made

    def mode(self, prior: Prior, start: Vector, ties: Mapping[int, Tie]) -> Vector:
        """The weights at which `height` is greatest among those that keep the ties."""
        mode = _whole(_reduced(start, ties, is_weight=True), ties, len(start))
        factor: Matrix = []
        for _ in range(_MOST_STEPS):
            logits = self.logits(mode)
            factor = factor or self._factor(logits, prior, ties)
            move = _whole(solved(factor, _reduced(self.slope(logits, mode, prior), ties)), ties, len(start))
            mode = self._moved(prior, mode, move)
            far = max(map(abs, move))
            if far < _ENOUGH:
                break
            if far > _NEAR:
                factor = []
        return mode

    def _factor(self, logits: Sequence[float], prior: Prior, ties: Mapping[int, Tie]) -> Matrix:
        """The second derivative of the free columns, taken apart."""
        hessian = self.hessian(logits, prior)
        if ties:
            lines = [_reduced(line, ties) for line in hessian]
            hessian = [_reduced(column, ties) for column in zip(*lines, strict=True)]
        return cholesky(hessian)

    def _moved(self, prior: Prior, mode: Vector, step: Vector) -> Vector:
        """`mode` moved by `step`, or by half of it and so on where that would make things worse."""
        share = 1.0
        before = -math.inf if max(map(abs, step)) < _SMALL else self.height(mode, prior)
        while True:
            moved = [weight + share * move for weight, move in zip(mode, step, strict=True)]
            if share < 1e-6 or before == -math.inf or self.height(moved, prior) >= before - 1e-9:
                return moved
            share /= 2


def _reduced(full: Sequence[float], ties: Mapping[int, Tie], *, is_weight: bool = False) -> Vector:
    """The free columns; of a derivative what is tied counts for the column that it is tied to."""
    if not ties:
        return list(full)
    found = list(full)
    if not is_weight:
        for column, (owner, factor) in ties.items():
            found[owner] += factor * full[column]
    return [value for column, value in enumerate(found) if column not in ties]


def _whole(free: Sequence[float], ties: Mapping[int, Tie], size: int) -> Vector:
    """All columns, the tied ones from those that they are tied to."""
    values = iter(free)
    found = [0.0 if column in ties else next(values) for column in range(size)]
    for column, (owner, factor) in ties.items():
        found[column] = factor * found[owner]
    return found
