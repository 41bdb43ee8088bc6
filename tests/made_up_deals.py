"""Made-up deals whose truth is known: what each answer is worth, and so the true probability of every deal.

The worlds are made like the one set of real deals of which figures were published: 448 closed deals of one
vendor, 20 criteria, half of them won. The constants below were fitted by least squares to what is known there
of other methods; of forecasts themselves no figure was among them. Mean errors on deals not learned from, in
100 to 300 worlds, and in brackets on the real deals, by number of deals learned from:

                 20            40            80            200           403
    count        .205 (.201)   .196 (.194)   .191 (.190)   .188 (.188)   .188 (.185)
    naive Bayes  .246 (.258)   .224 (.233)   .215 (.217)   .210 (.209)   .208 (.205)
    ridge        .213 (.217)   .198 (.200)   .190 (.189)   .181 (.181)   .176 (.175)
    forest       .218 (.237)   .203 (.201)   .192 (.186)   .187 (.179)   .183 (.175)

A count ranks with an AUC of .79 (.78), the ridge with .81 (.80 to .81); where all is known 56 % are won (54),
with one unknown 21 % (22), with two 7 % (19), with more 2 % (none of 7); 326 of 448 assessments are distinct
(311). The forest was not fitted: on the real deals trees find something that these worlds do not have. How
wide the prior of the published ridge was is not known; here it is .55, which comes nearest. Forecasts were
looked at once between two rounds of fitting, of which the later changed only how much each figure weighs, by
how far it strays from draw to draw.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import numpy as np

from tas_cli.judging.learning import Columns, SeenDeal

Array = np.ndarray[Any, Any]
Luck = np.random.Generator
Kind = Literal["linear", "pairs", "vital", "turning", "choices"]
CRITERIA, MAY_BE_UNKNOWN = 20, 5
OPTIONS = ("yes", "no")
"""What a criterion offers where it is looked at as a choice; the third is not to know it."""
QUALITY = 0.6
"""How far one thing behind all criteria of a deal, its quality, goes with each of them."""
LOPSIDED = 1.55
"""How unlike criteria are in how often they are a +."""
AT_BEST = 0.168
"""The error of who knows the truth; what a + is worth is drawn for each criterion, and scaled to it."""
UNKNOWN_COSTS = 1.2
SILENCE = 0.5
"""How far poor deals are those of which little is known."""
UNKNOWN_AT = (1.028, 1.632, 2.154)
"""Silence beyond which one, two, three are unknown: 45, 16 and 7 of 448 deals."""
VITAL, VITAL_COSTS = 3, 7.5
"""So many criteria are vital, where some are, and what a - among them costs, where a + is worth 1."""


class Deals(NamedTuple):
    """Deals as tables, a line each: +1, -1 or 0 by criterion, and whether it is unknown."""

    signs: Array
    unknown: Array


class World(NamedTuple):
    """What each criterion is worth, how seldom it is a +, and what of it is not simply added up.

    `pairs` are worth more where both are alike. One - among `vital` costs, and a second one no more. All of it
    counts `scale` times. `as_choices`: the same deals looked at as choices of which nobody says what is good.
    """

    worth: Array
    bar: Array
    pairs: tuple[tuple[int, int, float], ...]
    vital: tuple[int, ...]
    as_choices: bool
    scale: float = 1.0
    shift: float = 0.0

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
        return _sigmoid(self.shift + self.scale * self.worth_of(deals) + _cost(deals))

    def worth_of(self, deals: Deals) -> Array:
        """What the answers of each add up to."""
        signs = deals.signs
        found: Array = signs @ self.worth
        for i, j, worth in self.pairs:
            found = found + worth * signs[:, i] * signs[:, j]
        if self.vital:
            found = found - VITAL_COSTS * (signs[:, self.vital] < 0).any(axis=1)
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
    worth = luck.exponential(size=CRITERIA)
    order = luck.permutation(CRITERIA).tolist()
    pairs: tuple[tuple[int, int, float], ...] = ()
    if kind == "pairs":
        couples = zip(order[::2], order[1::2], strict=True)
        pairs = tuple((i, j, float(min(worth[i], worth[j]))) for i, j in couples)
    elif kind == "turning":
        pairs = tuple(
            (*luck.choice(CRITERIA, 2, replace=False).tolist(), luck.normal(0, 1.25)) for _ in range(10)
        )
    bar, vital = luck.normal(0, LOPSIDED, CRITERIA), tuple(order[:VITAL]) if kind == "vital" else ()
    return _scaled(World(worth, bar, pairs, vital, kind == "choices"), luck)


def _scaled(made: World, luck: Luck) -> World:
    """The world in which half of the deals are won, and outcomes are as uncertain as they should be."""
    many = made.deals(4000, luck)
    worth, cost = made.worth_of(many), _cost(many)

    def too_uncertain(scale: float) -> bool:
        chances = _sigmoid(_even(scale * worth + cost) + scale * worth + cost)
        return bool((chances * (1 - chances)).mean() > AT_BEST)

    scale = _turn(too_uncertain, 0.0, 3.0)
    return made._replace(scale=scale, shift=_even(scale * worth + cost))


def _even(logits: Array) -> float:
    """The shift at which half of the deals are won."""
    return _turn(lambda shift: bool(_sigmoid(shift + logits).mean() < 0.5), -50.0, 50.0)


def _turn(is_low: Callable[[float], bool], low: float, high: float) -> float:
    """Where something turns from low to high."""
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (middle, high) if is_low(middle) else (low, middle)
    return low


def _cost(deals: Deals) -> Array:
    found: Array = -UNKNOWN_COSTS * deals.unknown.sum(axis=1)
    return found


def _sigmoid(logits: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-logits))
    return found


def closed(made: World, number: int, luck: Luck) -> list[tuple[SeenDeal, bool]]:
    """Closed deals, each with whether it was won."""
    deals = made.deals(number, luck)
    return list(zip(made.rows(deals), won(made, deals, luck).tolist(), strict=True))


def won(made: World, deals: Deals, luck: Luck) -> Array:
    """How each of the deals ends."""
    found: Array = luck.random(len(deals.signs)) < made.chances(deals)
    return found
