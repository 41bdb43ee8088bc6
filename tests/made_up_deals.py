"""Made-up deals whose truth is known: what each answer is worth, and so the true probability of every deal.

The worlds are made like the one set of real deals of which figures were published: 448 closed deals of one
vendor, 20 criteria, half of them won. There a plain count ranks with an AUC of .78 and has an error of .185,
fitted models .80 to .81 and .172, a naive Bayes .205; in four of five deals everything was known, and of the
others, whose unknowns were in five criteria, about one in five was won. What is drawn here comes near to
these figures (`bench/forecast.py` prints the errors); nothing was chosen by how forecasts fare in it.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from tas_cli.judging.learning import Columns, SeenDeal

Array = np.ndarray[Any, Any]
Luck = np.random.Generator
Kind = Literal["linear", "pairs", "vital", "turning", "choices"]
CRITERIA, MAY_BE_UNKNOWN = 20, 5
OPTIONS = ("yes", "no")
"""What a criterion offers where it is looked at as a choice; the third is not to know it."""
QUALITY = 0.5
"""How far one thing behind all criteria of a deal, its quality, goes with each of them."""
LOPSIDED = 1.2
"""How unlike criteria are in how often they are a +."""
WORTH, WORTH_SPREAD = 0.2, 0.15
"""What a + is worth in log-odds; below nothing it is nothing, which is one criterion in ten."""
UNKNOWN_COSTS = 1.2
SILENCE = 0.5
"""How far poor deals are those of which little is known."""
UNKNOWN_AT = (0.893, 1.528, 2.07)
"""Silence beyond which one, two, three are unknown: 297, 45, 16 and 7 of 365 deals."""
VITAL, VITAL_COSTS = 3, 1.5


class Deals(NamedTuple):
    """Deals as tables, a line each: +1, -1 or 0 by criterion, and whether it is unknown."""

    signs: Array
    unknown: Array


class World(NamedTuple):
    """What each criterion is worth, how seldom it is a +, and what of it is not simply added up.

    `pairs` are worth more where both are alike. One - among `vital` costs, and a second one no more.
    `as_choices`: the same deals looked at as choices of which nobody says what is good.
    """

    worth: Array
    bar: Array
    pairs: tuple[tuple[int, int, float], ...]
    vital: tuple[int, ...]
    shift: float
    as_choices: bool

    def deals(self, number: int, luck: Luck) -> Deals:
        """Deals of this world."""
        quality, noise = luck.normal(size=(number, 1)), luck.normal(size=(number, CRITERIA))
        is_plus = QUALITY * quality + np.sqrt(1 - QUALITY**2) * noise > self.bar
        silence = -SILENCE * quality[:, 0] + np.sqrt(1 - SILENCE**2) * luck.normal(size=number)
        unknown = np.zeros((number, CRITERIA), bool)
        order = luck.random((number, MAY_BE_UNKNOWN)).argsort(axis=1)
        unknown[:, :MAY_BE_UNKNOWN] = order < np.searchsorted(UNKNOWN_AT, silence)[:, None]
        return Deals(np.where(unknown, 0, np.where(is_plus, 1, -1)), unknown)

    def chances(self, deals: Deals) -> Array:
        """The true probability of each."""
        signs = deals.signs
        logit = self.shift + signs @ self.worth - UNKNOWN_COSTS * deals.unknown.sum(axis=1)
        for i, j, worth in self.pairs:
            logit += worth * signs[:, i] * signs[:, j]
        if self.vital:
            logit -= VITAL_COSTS * (signs[:, self.vital] < 0).any(axis=1)
        found: Array = 1 / (1 + np.exp(-logit))
        return found

    @property
    def columns(self) -> Columns:
        """What there is to look at."""
        names = tuple(f"t.q{i}" for i in range(CRITERIA))
        return Columns((), dict.fromkeys(names, OPTIONS)) if self.as_choices else Columns(names, {})

    def rows(self, deals: Deals) -> list[SeenDeal]:
        """The deals as the model sees them."""
        if self.as_choices:
            levels = np.where(deals.unknown, 2, np.where(deals.signs > 0, 0, 1)).tolist()
            return [SeenDeal((), (), tuple(each)) for each in levels]
        pairs = zip(deals.signs.tolist(), deals.unknown.tolist(), strict=True)
        return [SeenDeal(tuple(signs), tuple(unknown)) for signs, unknown in pairs]


def world(kind: Kind, luck: Luck) -> World:
    """A world drawn by chance, in which half of the deals are won.

    Of the worlds in which not all is simply added up, in `pairs` and `vital` a + never does harm: what a
    criterion is worth together with others is at most what it is worth alone (strong hierarchy: Bien, Taylor
    and Tibshirani, "A lasso for hierarchical interactions", 2013), or a single - among the vital ones costs
    the deal. In `turning` what is good in one deal is bad in the next, more than anything else counts.
    """
    worth = np.maximum(0, luck.normal(WORTH, WORTH_SPREAD, CRITERIA))
    order = luck.permutation(CRITERIA).tolist()
    pairs: tuple[tuple[int, int, float], ...] = ()
    if kind == "pairs":
        couples = zip(order[::2], order[1::2], strict=True)
        pairs = tuple((i, j, float(min(worth[i], worth[j]))) for i, j in couples)
    elif kind == "turning":
        pairs = tuple(
            (*luck.choice(CRITERIA, 2, replace=False).tolist(), luck.normal(0, 0.25)) for _ in range(10)
        )
    bar, vital = luck.normal(0, LOPSIDED, CRITERIA), tuple(order[:VITAL]) if kind == "vital" else ()
    made = World(worth, bar, pairs, vital, 0.0, kind == "choices")
    return made._replace(shift=_even(made, luck))


def _even(made: World, luck: Luck) -> float:
    """The shift at which half of the deals are won."""
    many, low, high = made.deals(4000, luck), -12.0, 12.0
    while high - low > 1e-3:
        middle = (low + high) / 2
        if made._replace(shift=middle).chances(many).mean() > 0.5:
            high = middle
        else:
            low = middle
    return low


def closed(made: World, number: int, luck: Luck) -> list[tuple[SeenDeal, bool]]:
    """Closed deals, each with whether it was won."""
    deals = made.deals(number, luck)
    return list(zip(made.rows(deals), won(made, deals, luck).tolist(), strict=True))


def won(made: World, deals: Deals, luck: Luck) -> Array:
    """How each of the deals ends."""
    found: Array = luck.random(len(deals.signs)) < made.chances(deals)
    return found
