"""The model of `tas forecast` beside an independent solver, and on made-up deals whose truth is known."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean
from typing import Any

import numpy as np
import pytest

import made_up_deals as made_up
from tas_cli.judging.accuracy import Predicted, accuracy, share
from tas_cli.judging.calibration import ENOUGH_SUPPORT, Lesson, lesson
from tas_cli.judging.forecast import Forecaster
from tas_cli.judging.learning import (
    NET,
    UNKNOWN,
    WIDTHS,
    Basis,
    Belief,
    Columns,
    Model,
    Pattern,
    SeenDeal,
    belief,
    design_effect,
    ends,
    learned,
    left_out,
    measured,
    patterns,
)

Array = np.ndarray[Any, Any]
Rows = Sequence[tuple[SeenDeal, bool]]


def rows_of(kind: made_up.Kind, number: int, seed: int = 1) -> list[tuple[SeenDeal, bool]]:
    luck = np.random.default_rng(seed)
    return made_up.closed(made_up.world(kind, luck), number, luck)


def sizes_of(rows: Rows) -> list[int]:
    return [len(made_up.OPTIONS) + 1] * len(rows[0][0].levels)


class Independent:
    """The same model by dense matrices: nothing in common with the solver but the formulas."""

    def __init__(self, seen: Sequence[Pattern], basis: Basis) -> None:
        self.x = np.array([measured(each.row, basis) for each in seen])
        self.deals = np.array([each.deals for each in seen], float)
        self.won = np.array([each.won for each in seen], float)
        self.basis = basis
        self.centre = np.zeros(self.x.shape[1])
        if basis.criteria:
            self.centre[1:3] = NET[0], UNKNOWN[0]

    def precisions(self, width: float) -> Array:
        own = self.x.shape[1] - self.basis.shared
        shared = [1.5, 0.5, 0.3][: self.basis.shared]
        return np.array([*(1 / sd**2 for sd in shared), *[1 / width**2] * own])

    def mode(self, width: float, free: Array) -> Array:
        """Newton over theta = free @ u, so that ties are a change of basis."""
        u = np.linalg.lstsq(free, self.centre, rcond=None)[0]
        for _ in range(200):
            theta = free @ u
            p = 1 / (1 + np.exp(-self.x @ theta))
            slope = self.x.T @ (self.won - self.deals * p) - self.precisions(width) * (theta - self.centre)
            step = np.linalg.solve(free.T @ self.hessian(theta, width) @ free, free.T @ slope)
            u = u + step * min(1.0, 1 / max(np.abs(step).max(), 1e-300))
            if np.abs(step).max() < 1e-13:
                break
        found: Array = free @ u
        return found

    def hessian(self, theta: Array, width: float) -> Array:
        p = 1 / (1 + np.exp(-self.x @ theta))
        found: Array = (self.x.T * (self.deals * p * (1 - p))) @ self.x + np.diag(self.precisions(width))
        return found

    def evidence(self, width: float) -> float:
        theta = self.mode(width, np.eye(self.x.shape[1]))
        logits = self.x @ theta
        fit = -self.won @ np.logaddexp(0, -logits) - (self.deals - self.won) @ np.logaddexp(0, logits)
        prior = self.precisions(width)
        volume = np.log(prior).sum() / 2 - np.linalg.slogdet(self.hessian(theta, width))[1] / 2
        return float(fit - prior @ (theta - self.centre) ** 2 / 2 + volume)

    def held(self, width: float) -> Array:
        """The mode where no + lowers the odds and no unknown raises them."""
        size, k, s = self.x.shape[1], self.basis.criteria, self.basis.net_scale
        tied: set[int] = set()
        while True:
            free = np.eye(size)
            for j in tied:
                free[j, j] = 0
                if j < 3 + k:
                    free[j, 1] = -1 / s
                else:
                    free[j, 2] = -1
            kept = free[:, [j for j in range(size) if j not in tied]]
            theta = self.mode(width, kept)
            wrong = {j for j in range(3, 3 + k) if theta[1] / s + theta[j] < -1e-12} if k else set()
            wrong |= {j for j in range(3 + k, 3 + 2 * k) if theta[2] + theta[j] > 1e-12} if k else set()
            if not wrong - tied:
                return theta
            tied |= wrong


@pytest.mark.parametrize(("kind", "number"), [("linear", 20), ("turning", 90), ("choices", 40)])
def test_the_solver_agrees_with_an_independent_one(kind: made_up.Kind, number: int) -> None:
    rows = rows_of(kind, number)
    seen = patterns([*rows, *rows[: number // 4]])  # some are rated alike
    model = learned(seen, sizes_of(rows))
    other = Independent(seen, model.basis)
    usual = 0.2 if model.basis.criteria else 0.3
    priors = [math.exp(-0.5 * (math.log(width / usual) / 0.6) ** 2) for width in WIDTHS]
    evidence = [other.evidence(width) for width in WIDTHS]
    top = max(evidence)
    shares = [math.exp(each - top) * prior for each, prior in zip(evidence, priors, strict=True)]
    for fit, share_ in zip(model.fits, shares, strict=True):
        free = other.mode(fit.width, np.eye(other.x.shape[1]))
        assert fit.weight == pytest.approx(share_ / sum(shares), abs=1e-9)
        assert np.abs(np.array(fit.mode) - other.held(fit.width)).max() < 1e-9
        assert np.abs(np.array(fit.covariance) - np.linalg.inv(other.hessian(free, fit.width))).max() < 1e-9
    blank = Independent([each._replace(row=SeenDeal((), ())) for each in seen], Basis(0, (), 1.0, (0.0,)))
    gain = top + math.log(sum(shares) / sum(priors)) - blank.evidence(1.0)
    design = sum(each.deals**2 for each in seen) / sum(each.deals for each in seen)
    assert model.support == pytest.approx(gain / design, abs=1e-9)


def test_a_plus_never_lowers_the_odds_and_an_unknown_never_raises_them() -> None:
    rows = rows_of("linear", 60, seed=3)
    # Of the first criterion the deals say the opposite.
    turned = [(row._replace(signs=(1 if not won else -1, *row.signs[1:]), unknown=(False, *row.unknown[1:])), won)
              for row, won in rows]  # fmt: skip
    told = lesson(turned, columns_of(turned))
    assert told.calibration.by_question["t.q0"].plus is not None
    for each in told.calibration.by_question.values():
        assert each.plus is not None
        assert each.plus.weight >= -1e-9
        assert each.unknown.weight <= 1e-9


def columns_of(rows: Rows) -> Columns:
    choices = {f"c.q{i}": made_up.OPTIONS for i in range(len(rows[0][0].levels))}
    return Columns(tuple(f"t.q{i}" for i in range(len(rows[0][0].signs))), choices)


def told_of(rows: Rows) -> Lesson:
    return lesson(rows, columns_of(rows))


def test_what_a_file_keeps_says_what_the_model_says() -> None:
    kinds: tuple[made_up.Kind, ...] = ("linear", "choices")
    for kind in kinds:
        rows = rows_of(kind, 50, seed=5)
        told, model = told_of(rows), learned(patterns(rows), sizes_of(rows))
        forecaster = Forecaster(told.calibration.model_copy(update={"speaks": True, "because": None}))
        off = list[float]()
        for row, _ in rows:
            kept, exact = forecaster.row(row, compared=True), belief(model, row)
            off.append(abs(kept.probability - exact.probability))
            half = math.log(kept.high / (1 - kept.high)) - math.log(kept.low / (1 - kept.low))
            low, high = exact.ends
            whole = math.log(high / (1 - high)) - math.log(low / (1 - low))
            assert half == pytest.approx(whole, rel=0.051)
        assert (max(off) < 0.02, mean(off) < 0.004) == (True, True), kind


def brier(seen: Sequence[Pattern], beliefs: Sequence[Belief]) -> float:
    pairs = zip(seen, beliefs, strict=True)
    lost = [e.won * (1 - b.probability) ** 2 + (e.deals - e.won) * b.probability**2 for e, b in pairs]
    return sum(lost) / sum(each.deals for each in seen)


def test_the_closed_form_agrees_with_leaving_each_assessment_out() -> None:
    rows = [(SeenDeal(row.signs[:6], row.unknown[:6]), won) for row, won in rows_of("linear", 50, seed=3)]
    seen = patterns(rows)
    assert len(seen) < 50
    model = learned(seen)
    exact = [belief(learned([each for each in seen if each is not out]), out.row) for out in seen]
    closed = brier(seen, left_out(model, seen))
    assert closed == pytest.approx(brier(seen, exact), abs=0.004)
    assert closed > brier(seen, [belief(model, each.row) for each in seen]) + 0.01  # what is never shown


@pytest.mark.parametrize(("number", "draws", "most"), [(20, 6, 1), (80, 2, 0)])
def test_with_shuffled_outcomes_it_keeps_silent(number: int, draws: int, most: int) -> None:
    luck = random.Random(11)
    spoke = 0
    for seed in range(draws):
        rows = rows_of("linear", number, seed)
        outcomes = [won for _, won in rows]
        luck.shuffle(outcomes)
        model = learned(patterns([(row, won) for (row, _), won in zip(rows, outcomes, strict=True)]))
        spoke += model.support > ENOUGH_SUPPORT
    assert spoke <= most


@pytest.mark.parametrize("kind", ["linear", "pairs"])
def test_what_it_says_holds_on_fresh_deals(kind: made_up.Kind) -> None:
    """Its interval holds the true probabilities, and its own error is the true one."""
    luck = np.random.default_rng(4)
    held, inside, draws = 0, 0, 2
    for _ in range(draws):
        made = made_up.world(kind, luck)
        told = told_of(made_up.closed(made, 80, luck))
        assert told.calibration.accuracy is not None
        forecaster = Forecaster(told.calibration.model_copy(update={"speaks": True, "because": None}))
        errors, fresh = [], made.deals(300, luck)
        for row, p in zip(made.rows(fresh), made.chances(fresh).tolist(), strict=True):
            said = forecaster.row(row, compared=True)
            errors.append(p * (1 - said.probability) ** 2 + (1 - p) * said.probability**2)
            held += said.low <= p <= said.high
        brier = told.calibration.accuracy.brier
        inside += brier.low - 0.01 <= mean(errors) <= brier.high + 0.01
    assert 0.7 <= held / (300 * draws) <= 0.97
    assert inside >= draws - 1


def test_made_up_worlds_are_like_the_real_deals_that_are_known() -> None:
    """Half is won, most are known through and through, of the others few are won; a + never does harm."""
    luck = np.random.default_rng(2)
    kinds: tuple[made_up.Kind, ...] = ("linear", "pairs", "vital")
    for kind in kinds:
        made = made_up.world(kind, luck)
        deals = made.deals(20_000, luck)
        chances, unknown = made.chances(deals), deals.unknown.sum(axis=1)
        assert chances.mean() == pytest.approx(0.5, abs=0.02)
        assert (chances * (1 - chances)).mean() == pytest.approx(made_up.AT_BEST, abs=0.008)
        assert (unknown == 0).mean() == pytest.approx(380 / 448, abs=0.02)
        assert chances[unknown > 0].mean() < 0.35
        for j in range(made_up.CRITERIA):
            better = deals.signs.copy()
            better[:, j] = 1
            assert (made.chances(deals._replace(signs=better)) >= chances - 1e-12)[
                deals.signs[:, j] < 0
            ].all()


def test_few_deals_and_one_sided_ones_give_no_number() -> None:
    rows = rows_of("linear", 60)
    won, lost = [each for each in rows if each[1]], [each for each in rows if not each[1]]
    assert told_of(rows[:19]).calibration.because == "too_few"
    assert told_of([*won, *lost[:4]]).calibration.because == "too_few_of_each"
    alone = told_of(won)
    assert (alone.calibration.speaks, alone.calibration.accuracy, alone.unseen) == (False, None, ())


def test_deals_rated_alike_are_counted_and_worth_less() -> None:
    rows = list(dict(rows_of("linear", 40, seed=6)).items())[:30]
    seen = patterns([*rows, *rows[:10]])
    assert (len(seen), design_effect(seen)) == (30, (20 + 10 * 4) / 40)
    assert told_of([*rows, *rows[:10]]).calibration.distinct == 30


def test_figures_of_probabilities() -> None:
    perfect = accuracy([Predicted(0.999999, 5, 5), Predicted(0.000001, 5, 0)])
    assert perfect.brier.value < 1e-9
    assert perfect.auc.value == 1
    blind = accuracy([Predicted(0.5, 10, 5)])
    assert (blind.brier.value, blind.auc.value, blind.ece.value) == (0.25, 0.5, 0)
    assert blind.log_loss.value == pytest.approx(math.log(2))
    assert blind.ece_floor.value > 0
    sure = accuracy([Predicted(0.9, 100, 70), Predicted(0.1, 100, 30)])
    assert sure.slope.value < 0.6
    assert sure.ece.value == pytest.approx(0.2)
    for figure in (getattr(sure, name) for name in type(sure).model_fields):
        assert figure.low <= figure.value <= figure.high


def test_a_share_is_never_surer_than_its_deals() -> None:
    lengths = [share(n // 2, n).high - share(n // 2, n).low for n in (4, 16, 64, 256)]
    assert all(later < earlier for earlier, later in pairwise(lengths))
    assert share(0, 3).high > 0.3
    assert (share(3, 3).high, share(0, 0).low, share(0, 0).high) == (1, 0, 1)


def test_no_number_of_deals_makes_a_range_narrower_than_what_a_model_cannot_know() -> None:
    low, high = ends(0.0, 0.0)
    assert (round(low, 3), round(high, 3)) == (0.345, 0.655)
    assert ends(1.0, 0.5)[0] < ends(1.0, 0.0)[0]


def test_the_model_is_made_of_numbers_alone() -> None:
    rows = rows_of("linear", 25)
    assert learned(patterns(rows)) == learned(patterns(rows))
    assert isinstance(learned(patterns(rows)), Model)
