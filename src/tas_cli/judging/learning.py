"""A logistic model learned from closed deals: unit weights first, own weights where the deals ask for them.
Pure.

Knows rows of signs and levels, no deals, banks or files (see `calibration`). The standard library alone: a
team has tens of closed deals, seldom a thousand, and these are fitted in seconds.

The method is a Laplace approximation of a Bayesian logistic regression, averaged over the width of the prior:
a mode by Newton for each width, widths weighted by their evidence (MacKay, "The Evidence Framework Applied to
Classification Networks", 1992), and predictions moderated by their uncertainty as in the same paper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .algebra import Matrix, Vector, cholesky, dot, form, inverse
from .posterior import Outcomes, Prior, Tie, sigmoid

INTERCEPT = (0.0, 1.5)
NET = (0.8, 0.5)
UNKNOWN = (-0.2, 0.3)
"""What is expected before the first deal, as mean and standard deviation: the odds of an average deal, what
one standard deviation of the net count adds to them, what an unknown takes from them.
"""
WIDTHS = (0.03, 0.06, 0.12, 0.2, 0.3, 0.45, 0.7, 1.1)
"""Standard deviations of a single criterion's own weight that are averaged over."""
USUAL_WIDTH, USUAL_WIDTH_WITHOUT_POLES = 0.2, 0.3
WIDTH_SPREAD = 0.6
"""The prior of a width is normal in its logarithm, around the usual one."""
EIGHTY = 1.2815515655446004
"""So many standard deviations either way hold 80 % of a normal distribution."""
MISFIT = 0.5
"""What answers taken one by one do not tell of a deal, as a standard deviation of its logit: no number of
deals makes a model true. Without it ranges of deals whose answers count for more together hold as few as 56 %
of what is true, and fewer the more deals are learned from.
"""
_MOST_LEVERAGE = 0.95


class Columns(NamedTuple):
    """What is looked at: criteria with poles and choices with their options, each named "bank.id"."""

    criteria: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]

    @property
    def sizes(self) -> list[int]:
        """How many answers each choice has, "not known" included."""
        return [len(options) + 1 for options in self.choices.values()]


class SeenDeal(NamedTuple):
    """A deal as the model sees it: of each criterion its sign and whether it is unknown, choices by level.

    A sign is +1, -1 or 0. A criterion that was not asked is 0 and not unknown. `levels` holds for each choice
    the index of what was answered, the last one being "not known".
    """

    signs: tuple[int, ...]
    unknown: tuple[bool, ...]
    levels: tuple[int, ...] = ()


class Pattern(NamedTuple):
    """Deals that were rated exactly alike: how many, and how many of them were won."""

    row: SeenDeal
    deals: int
    won: int


class Basis(NamedTuple):
    """The columns of the model: what each row is measured against.

    Columns are the intercept, the net of + and -, the number of unknowns (the last two only where there are
    criteria with poles), then the sign and the unknown of every criterion, then every level of every choice.
    `means` has one value a column, `net_scale` what the net is divided by.
    """

    criteria: int
    sizes: tuple[int, ...]
    net_scale: float
    means: tuple[float, ...]

    @property
    def shared(self) -> int:
        """How many columns come before those of single criteria."""
        return 3 if self.criteria else 1


class Fit(NamedTuple):
    """The model for one width of the prior: its weight among the widths, the mode, and the inverse Hessian
    there.
    """

    width: float
    weight: float
    mode: Vector
    covariance: Matrix


class Model(NamedTuple):
    """All widths together. `support`: log of how much likelier the deals are than if ratings told nothing."""

    basis: Basis
    fits: tuple[Fit, ...]
    support: float


class Belief(NamedTuple):
    """What is believed of one deal: the logit's mean and variance, and the probability moderated by both."""

    mean: float
    variance: float
    probability: float

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the 80 % interval."""
        return ends(self.mean, self.variance)


def ends(mean: float, variance: float) -> tuple[float, float]:
    """Between which probabilities a deal's own lies eight times in ten."""
    half = EIGHTY * math.sqrt(variance + MISFIT**2)
    return sigmoid(mean - half), sigmoid(mean + half)


def patterns(rows: Sequence[tuple[SeenDeal, bool]]) -> list[Pattern]:
    """The deals, each with whether it was won, put together where they were rated alike."""
    counts: dict[SeenDeal, list[int]] = {}
    for row, won in rows:
        count = counts.setdefault(row, [0, 0])
        count[0] += 1
        count[1] += won
    return [Pattern(row, deals, won) for row, (deals, won) in counts.items()]


def basis_of(seen: Sequence[Pattern], sizes: Sequence[int]) -> Basis:
    """The columns for these deals; `sizes` says how many levels each choice has, "not known" included."""
    criteria = len(seen[0].row.signs)
    deals = sum(each.deals for each in seen)
    nets = [(sum(each.row.signs), each.deals) for each in seen]
    mean = sum(net * n for net, n in nets) / deals
    spread = math.sqrt(sum((net - mean) ** 2 * n for net, n in nets) / deals)
    blank = Basis(criteria, tuple(sizes), max(spread, math.sqrt(criteria) / 2) or 1.0, ())
    sums = [0.0] * (blank.shared + 2 * criteria + sum(sizes))
    for each in seen:
        for column, value in _cells(each.row, blank):
            sums[column] += value * each.deals
    # The intercept is measured against nothing.
    return blank._replace(means=(0.0, *(total / deals for total in sums[1:])))


def _cells(row: SeenDeal, basis: Basis) -> list[tuple[int, float]]:
    """The columns of a row that are not zero, in order, before they are measured against their means."""
    cells = [(0, 1.0)]
    at, criteria = basis.shared, basis.criteria
    if criteria:
        cells += [(1, sum(row.signs) / basis.net_scale), (2, float(sum(row.unknown)))]
    for j in range(criteria):
        if row.signs[j]:
            cells.append((at + j, float(row.signs[j])))
        elif row.unknown[j]:
            cells.append((at + criteria + j, 1.0))
    at += 2 * criteria
    for level, size in zip(row.levels, basis.sizes, strict=True):
        cells.append((at + level, 1.0))
        at += size
    return sorted(cells)


def measured(row: SeenDeal, basis: Basis) -> Vector:
    """All columns of a row, each less its mean."""
    values = [-mean for mean in basis.means]
    for column, value in _cells(row, basis):
        values[column] += value
    return values


def learned(seen: Sequence[Pattern], sizes: Sequence[int] = ()) -> Model:
    """The model that these closed deals teach."""
    basis = basis_of(seen, sizes)
    data = _outcomes(seen, basis)
    usual = USUAL_WIDTH if basis.criteria else USUAL_WIDTH_WITHOUT_POLES
    shares = [math.exp(-0.5 * (math.log(width / usual) / WIDTH_SPREAD) ** 2) for width in WIDTHS]
    found: list[tuple[float, Vector, Matrix]] = []
    start = list(_prior(basis, usual).means)
    for width in WIDTHS:
        prior = _prior(basis, width)
        start = data.mode(prior, start, {})
        evidence, covariance = _laplace(data, prior, start)
        found.append((evidence, _held(data, prior, basis, start), covariance))
    top = max(evidence for evidence, *_ in found)
    weights = [math.exp(evidence - top) * share for (evidence, *_), share in zip(found, shares, strict=True)]
    fits = tuple(
        Fit(width, weight / sum(weights), mode, covariance)
        for width, weight, (_, mode, covariance) in zip(WIDTHS, weights, found, strict=True)
    )
    average = top + math.log(sum(weights) / sum(shares))
    return Model(basis, fits, (average - _evidence_of_nothing(seen)) / design_effect(seen))


def design_effect(seen: Sequence[Pattern]) -> float:
    """How many deals one is worth less for being rated like others: the mean size of a pattern, by deals."""
    return sum(each.deals**2 for each in seen) / sum(each.deals for each in seen)


def _outcomes(seen: Sequence[Pattern], basis: Basis) -> Outcomes:
    counts = [(each.deals, each.won) for each in seen]
    return Outcomes([_cells(each.row, basis) for each in seen], counts, basis.means)


def _prior(basis: Basis, width: float) -> Prior:
    shared = (INTERCEPT, NET, UNKNOWN)[: basis.shared]
    own = len(basis.means) - basis.shared
    return Prior(
        [mean for mean, _ in shared] + [0.0] * own, [1 / sd**2 for _, sd in shared] + [1 / width**2] * own
    )


def _laplace(data: Outcomes, prior: Prior, mode: Vector) -> tuple[float, Matrix]:
    """The log of the probability of the outcomes under a prior, and the covariance around its mode."""
    factor = cholesky(data.hessian(data.logits(mode), prior))
    volume = sum(map(math.log, prior.precisions)) / 2 - sum(math.log(factor[i][i]) for i in range(len(mode)))
    return data.height(mode, prior) + volume, inverse(factor)


def _evidence_of_nothing(seen: Sequence[Pattern]) -> float:
    """The same for a model that knows the share of won deals and nothing else."""
    blank = Basis(0, (), 1.0, (0.0,))
    data = _outcomes([each._replace(row=SeenDeal((), ())) for each in seen], blank)
    prior = _prior(blank, 1.0)
    return _laplace(data, prior, data.mode(prior, [0.0], {}))[0]


def _held(data: Outcomes, prior: Prior, basis: Basis, mode: Vector) -> Vector:
    """The mode where no + lowers the odds and no unknown raises them: whatever would is held at nothing."""
    ties = dict[int, Tie]()
    while wrong := _wrong(basis, mode, ties):
        ties |= wrong
        mode = data.mode(prior, mode, ties)
    return mode


def _wrong(basis: Basis, mode: Vector, ties: dict[int, Tie]) -> dict[int, Tie]:
    """Criteria whose sum of shared and own weight goes the wrong way, each tied so that it is nothing."""
    found, first = dict[int, Tie](), basis.shared
    for sign in range(first, first + basis.criteria):
        unknown = sign + basis.criteria
        if sign not in ties and mode[1] / basis.net_scale + mode[sign] < 0:
            found[sign] = Tie(1, -1 / basis.net_scale)
        if unknown not in ties and mode[2] + mode[unknown] > 0:
            found[unknown] = Tie(2, -1.0)
    return found


def belief(model: Model, row: SeenDeal) -> Belief:
    """What the model believes of a deal."""
    values = measured(row, model.basis)
    return _mixed([(fit.weight, dot(fit.mode, values), form(fit.covariance, values)) for fit in model.fits])


def left_out(model: Model, seen: Sequence[Pattern]) -> list[Belief]:
    """What the model would believe of each pattern had it not learned from its deals: a closed form, no
    folds.
    """
    found = []
    for each in seen:
        values = measured(each.row, model.basis)
        parts = []
        for fit in model.fits:
            logit, own = dot(fit.mode, values), form(fit.covariance, values)
            p = sigmoid(logit)
            kappa = 1 / (1 - min(each.deals * p * (1 - p) * own, _MOST_LEVERAGE))
            parts.append((fit.weight, logit + own * kappa * (each.deals * p - each.won), own * kappa))
        found.append(_mixed(parts))
    return found


def _mixed(parts: Sequence[tuple[float, float, float]]) -> Belief:
    """Beliefs of all widths, each as (weight, mean, variance), as one."""
    mean = sum(weight * each for weight, each, _ in parts)
    variance = sum(weight * (own + (each - mean) ** 2) for weight, each, own in parts)
    p = sum(weight * moderated(each, own) for weight, each, own in parts)
    return Belief(mean, variance, p)


def moderated(mean: float, variance: float) -> float:
    """The probability when a logit is known only as a normal distribution."""
    return sigmoid(mean / math.sqrt(1 + math.pi * variance / 8))
