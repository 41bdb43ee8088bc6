"""Made-up deals whose truth is known: what each answer is worth, and so the true probability of every deal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

from tas_cli.judging.calibration import Columns
from tas_cli.judging.learning import SeenDeal
from tas_cli.judging.posterior import sigmoid

CRITERIA, CHOICES, OPTIONS = 20, 8, 3


class Truth(NamedTuple):
    """A world: what each criterion and each option is worth, and whether pairs of criteria matter too."""

    weights: tuple[float, ...]
    pairs: tuple[tuple[int, int, float], ...]
    levels: tuple[tuple[float, ...], ...]
    shift: float

    def probability(self, row: SeenDeal) -> float:
        """The true probability of a deal."""
        logit = self.shift + sum(w * s for w, s in zip(self.weights, row.signs, strict=True))
        logit -= 0.15 * (sum(row.unknown) - 3) if self.weights else 0
        logit += sum(weight * row.signs[i] * row.signs[j] for i, j, weight in self.pairs)
        logit += sum(of_choice[level] for of_choice, level in zip(self.levels, row.levels, strict=True))
        return sigmoid(logit)

    @property
    def columns(self) -> Columns:
        """What there is to look at."""
        options = tuple(f"o{i}" for i in range(OPTIONS))
        choices = {f"c.q{i}": options for i in range(len(self.levels))}
        return Columns(tuple(f"t.q{i}" for i in range(len(self.weights))), choices)


def world(kind: str, luck: random.Random) -> Truth:
    """A world drawn by chance."""
    if kind == "choices":
        levels = tuple((*(luck.gauss(0, 0.5) for _ in range(OPTIONS)), -0.3) for _ in range(CHOICES))
        return Truth((), (), levels, luck.gauss(0, 0.3))
    weights = tuple(max(0.0, luck.gauss(0.15, 0.15)) for _ in range(CRITERIA))
    pairs = [(luck.randrange(CRITERIA), luck.randrange(CRITERIA), luck.gauss(0, 0.25)) for _ in range(10)]
    return Truth(weights, tuple(pairs) if kind == "interactions" else (), (), luck.gauss(-0.2, 0.3))


def deals(truth: Truth, number: int, luck: random.Random) -> Iterator[tuple[SeenDeal, bool]]:
    """Deals of that world, each with whether it was won."""
    for _ in range(number):
        quality, silence = luck.gauss(0, 1), luck.betavariate(1, 5)
        unknown = tuple(luck.random() < silence for _ in truth.weights)
        signs = tuple(0 if each else (1 if luck.gauss(0.6 * quality, 1) > 0 else -1) for each in unknown)
        levels = tuple(OPTIONS if luck.random() < silence else luck.randrange(OPTIONS) for _ in truth.levels)
        row = SeenDeal(signs, unknown, levels)
        yield row, luck.random() < truth.probability(row)
