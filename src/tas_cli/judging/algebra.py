"""The little linear algebra that a fit needs, on lists. Pure; knows no deals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from operator import mul
from typing import NamedTuple

Vector = list[float]
Matrix = list[Vector]
_TURNS = 30


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """The sum of products."""
    found: float = sum(map(mul, one, other))
    return found


def form(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> float:
    """x'Mx."""
    return dot(vector, [dot(line, vector) for line in matrix])


def cholesky(matrix: Sequence[Sequence[float]]) -> Matrix:
    """The lower triangle L with LL' = `matrix`, which is symmetric and positive definite."""
    made: Matrix = []
    for i, line in enumerate(matrix):
        row: Vector = []
        for j in range(i):
            row.append((line[j] - dot(row, made[j])) / made[j][j])
        row.append(math.sqrt(line[i] - dot(row, row)))
        made.append(row)
    return made


def solved(factor: Matrix, right: Sequence[float]) -> Vector:
    """x with LL'x = `right`."""
    found: Vector = []
    for line, value in zip(factor, right, strict=True):
        found.append((value - dot(line, found)) / line[-1])
    for i in range(len(factor) - 1, -1, -1):
        found[i] /= factor[i][i]
        share, line = found[i], factor[i]
        for j in range(i):
            found[j] -= share * line[j]
    return found


def inverse(factor: Matrix) -> Matrix:
    """The inverse of LL'."""
    size = len(factor)
    return [solved(factor, [float(i == j) for j in range(size)]) for i in range(size)]


class Direction(NamedTuple):
    """What a matrix is along one axis beyond its diagonal: `sign` times the square of the axis."""

    sign: float
    axis: Sequence[float]


class Covariance(NamedTuple):
    """A covariance told by its diagonal and some directions; `rest`: the diagonal without their squares."""

    diagonal: Sequence[float]
    rest: Sequence[float]
    directions: Sequence[Direction]

    @classmethod
    def of(cls, spreads: Sequence[float], directions: Sequence[Direction]) -> Covariance:
        """The covariance with these standard deviations."""
        diagonal = [spread * spread for spread in spreads]
        rest = list(diagonal)
        for sign, axis in directions:
            rest = [left - sign * part * part for left, part in zip(rest, axis, strict=True)]
        return cls(diagonal, rest, directions)

    def variance(self, vector: Sequence[float]) -> float:
        """x'Cx; what was left out of a file must not make anything certain."""
        squares = [value * value for value in vector]
        found = dot(self.rest, squares)
        for sign, axis in self.directions:
            found += sign * dot(axis, vector) ** 2
        return max(found, dot(self.diagonal, squares) / 100)


def directions_of(
    matrix: Matrix, scales: Sequence[float], enough: Callable[[Sequence[Direction]], bool]
) -> list[Direction]:
    """The directions that tell most of what a covariance is beyond its diagonal, until there are `enough`.

    Most for vectors whose values are about as large as `scales`; where that is 0, nothing is told.
    """
    size = range(len(matrix))
    rest = [[matrix[i][j] * scales[i] * scales[j] if i != j else 0.0 for j in size] for i in size]
    found: list[Direction] = []
    while len(found) < len(matrix) and not enough(found):
        axis = _longest(rest)
        length = form(rest, axis)
        for i in size:
            rest[i] = [value - length * axis[i] * other for value, other in zip(rest[i], axis, strict=True)]
        root = math.sqrt(abs(length))
        parts = [root * value / scale if scale else 0.0 for value, scale in zip(axis, scales, strict=True)]
        found.append(Direction(math.copysign(1.0, length), parts))
    return found


def _longest(matrix: Matrix) -> Vector:
    """The unit vector along which a symmetric matrix is farthest from nothing, about."""
    squares = [dot(line, line) for line in matrix]
    axis = list(matrix[squares.index(max(squares))])
    for _ in range(_TURNS):
        axis = [dot(line, axis) for line in matrix]
        length = math.sqrt(dot(axis, axis)) or 1.0
        axis = [value / length for value in axis]
    return axis
