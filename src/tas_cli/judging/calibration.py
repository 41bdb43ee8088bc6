"""What a team's closed deals teach about its open ones, and whether that is enough to speak. Pure.

Turns assessments into rows for `learning`, its model into weights by question that a file can hold, and says
how good it was on deals it had not seen. Reads no file and chooses no words (see `forecast` for open deals).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.calibration_file import METHOD, Calibration, CameTrue, PriorWeight, QuestionWeights, Weight
from ..model.field_types import FORMAT
from . import rivals
from .accuracy import Predicted, accuracy, bins
from .algebra import Covariance, Direction, Matrix, directions_of, dot, form
from .learning import (
    INTERCEPT,
    NET,
    UNKNOWN,
    USUAL_WIDTH,
    USUAL_WIDTH_WITHOUT_POLES,
    WIDTH_SPREAD,
    Columns,
    Model,
    Pattern,
    SeenDeal,
    learned,
    left_out,
    measured,
    patterns,
)
from .our_cells import Asked, our_cells
from .tallies import applies
from .win_rates import Counts, by_answer, by_net, by_unknown

FEWEST_DEALS = 20
FEWEST_OF_EACH = 5
ENOUGH_SUPPORT = math.log(3)
"""The ratings have to make the outcomes three times as likely as a model that looks at none of them."""
MANY_DEALS = 200
"""From so many on a percentage is said in steps of 5, before in whole tenths."""
_KEPT = 0.05
"""By so much of its length the interval may differ for what a file leaves out of the covariance."""


class ClosedDeal(NamedTuple):
    """A closed deal as it is learned from, and whether it was won."""

    assessment: Assessment
    won: bool


class Lesson(NamedTuple):
    """What closed deals teach, each of them as it was looked at, and what was predicted of it unseen.

    Nothing is `unseen` where nothing could be fitted.
    """

    calibration: Calibration
    columns: Columns
    rows: Sequence[tuple[SeenDeal, bool]]
    unseen: Sequence[float]


def columns_of(banks: Sequence[Bank]) -> Columns:
    """What there is to look at in these banks."""
    criteria, choices = list[str](), dict[str, tuple[str, ...]]()
    for bank in banks:
        for id, question in bank.by_id.items():
            if question.options:
                choices[f"{bank.id}.{id}"] = tuple(question.offers)
            elif question.kind.each_party and applies(question, US):
                criteria.append(f"{bank.id}.{id}")
    return Columns(tuple(criteria), choices)


def row_of(assessment: Assessment, columns: Columns, asked: Asked) -> SeenDeal:
    """A deal as the model sees it; a criterion that its form does not ask is no unknown."""
    cells = our_cells(assessment, asked)
    plus, minus, unknown = frozenset(cells.plus), frozenset(cells.minus), frozenset(cells.open)
    levels = []
    for name, options in columns.choices.items():
        bank, _, id = name.partition(".")
        answer = assessment.answer(bank, id).answer
        levels.append(options.index(answer) if answer in options else len(options))
    return SeenDeal(
        tuple([(name in plus) - (name in minus) for name in columns.criteria]),
        tuple([name in unknown for name in columns.criteria]),
        tuple(levels),
    )


def is_compared(assessment: Assessment) -> bool:
    """Whether a competitor is rated."""
    of_banks = assessment.answers.values()
    return any(party != US for of_bank in of_banks for each in of_bank.values() for party in each.ratings)


def answered(banks: Sequence[Bank], deals: Sequence[ClosedDeal]) -> list[Bank]:
    """Those of the banks that any of the deals has answers to."""
    return [bank for bank in banks if any(deal.assessment.answers.get(bank.id) for deal in deals)]


def taught(deals: Sequence[ClosedDeal], banks: Sequence[Bank], as_of: str) -> Lesson:
    """What these closed deals teach, by all banks that they have answers to."""
    asked = Asked.of(banks)
    columns = columns_of(answered(banks, deals))
    rows = [(row_of(deal.assessment, columns, asked), deal.won) for deal in deals]
    compared = all(is_compared(deal.assessment) for deal in deals)
    return lesson(rows, columns, answered(banks, deals), as_of=as_of, compared=compared)


def lesson(
    rows: Sequence[tuple[SeenDeal, bool]],
    columns: Columns,
    banks: Sequence[Bank] = (),
    *,
    as_of: str = "close",
    compared: bool = True,
) -> Lesson:
    """What rows teach, each with whether it was won; `compared`: each of them had a competitor rated."""
    seen = patterns(rows)
    won = sum(each.won for each in seen)
    silent = Calibration.model_construct(
        format=FORMAT,
        method=METHOD,
        as_of=as_of,
        banks={bank.id: bank.version for bank in banks},
        deals=len(rows),
        distinct=len(seen),
        won=won,
        speaks=False,
        because=_too_few(len(rows), won),
        support=0.0,
        most_unknown=max((sum(each.row.unknown) for each in seen), default=0),
        always_compared=compared,
        by_net=by_net(rows) if columns.criteria else [],
        by_unknown=by_unknown(rows) if columns.criteria else [],
    )
    if min(won, len(rows) - won) < 1:
        return Lesson(silent, columns, rows, ())
    model = learned(seen, columns.sizes)
    beliefs = left_out(model, seen)
    predicted = [
        Predicted(b.probability, each.deals, each.won) for b, each in zip(beliefs, seen, strict=True)
    ]
    base_rate = rivals.base_rate(seen)
    because = silent.because or (None if model.support > ENOUGH_SUPPORT else "no_support")
    made = silent.model_copy(
        update={
            "support": model.support,
            "because": because,
            "speaks": because is None,
            "accuracy": accuracy(predicted),
            "rivals": {
                "base_rate": base_rate,
                # Where nothing is + or -, counting them says the same of every deal.
                "net_count": accuracy(rivals.net_count(seen)) if columns.criteria else base_rate,
                "naive_bayes": accuracy(rivals.naive_bayes(seen, columns.sizes)),
            },
            "reliability": [
                CameTrue.model_construct(probability=each.probability, deals=each.deals, won=each.won)
                for each in bins(predicted)
            ],
            "priors": _priors(columns),
            **_weights(model, columns, seen, dict(by_answer(rows, columns))),
        }
    )
    by_row = {each.row: belief.probability for each, belief in zip(seen, beliefs, strict=True)}
    return Lesson(made, columns, rows, [by_row[row] for row, _ in rows])


def _too_few(deals: int, won: int) -> str | None:
    if deals < FEWEST_DEALS:
        return "too_few"
    return "too_few_of_each" if min(won, deals - won) < FEWEST_OF_EACH else None


def _priors(columns: Columns) -> dict[str, PriorWeight]:
    usual = USUAL_WIDTH if columns.criteria else USUAL_WIDTH_WITHOUT_POLES
    known = {"intercept": INTERCEPT, "net": NET, "unknown": UNKNOWN, "width": (usual, WIDTH_SPREAD)}
    return {name: PriorWeight.model_construct(mean=mean, spread=sd) for name, (mean, sd) in known.items()}


def _weights(
    model: Model, columns: Columns, seen: Sequence[Pattern], counts: Mapping[str, Counts]
) -> dict[str, object]:
    """The widths averaged, and the shared columns given to the features they are sums of."""
    basis, criteria = model.basis, model.basis.criteria
    order = [0, *_order(columns)]

    def by_feature(values: Sequence[float]) -> list[float]:
        own = [values[0], *values[basis.shared :]]
        for j in range(1, criteria + 1):
            own[j] += values[1] / basis.net_scale
            own[criteria + j] += values[2]
        return [own[place] for place in order]

    modes = [by_feature(fit.mode) for fit in model.fits]
    shares = [fit.weight for fit in model.fits]
    mean = [dot(shares, column) for column in zip(*modes, strict=True)]
    covariance: Matrix = [[0.0] * len(mean) for _ in mean]
    for fit, mode in zip(model.fits, modes, strict=True):
        half = [by_feature(line) for line in fit.covariance]
        own = [by_feature(column) for column in zip(*half, strict=True)]
        off = [value - centre for value, centre in zip(mode, mean, strict=True)]
        for i, line in enumerate(own):
            for j, value in enumerate(line):
                covariance[i][j] += fit.weight * (value + off[i] * off[j])
    spreads = [math.sqrt(line[i]) for i, line in enumerate(covariance)]
    parts = [
        Weight.model_construct(mean=([0.0, *basis.means[basis.shared :]])[place], weight=w, spread=sd)
        for place, w, sd in zip(order, mean, spreads, strict=True)
    ]
    rows = [[1.0, *measured(each.row, basis)[basis.shared :]] for each in seen]
    told = _directions(covariance, spreads, [[row[place] for place in order] for row in rows])
    return {
        "intercept": parts[0],
        "features": _by_bank(columns, parts[1:], counts),
        "directions": [(sign, *axis) for sign, axis in told],
    }


def _directions(covariance: Matrix, spreads: Sequence[float], rows: Matrix) -> list[Direction]:
    """As many directions of the covariance as the interval of every row needs."""
    exact = [form(covariance, row) for row in rows]
    scales = [math.sqrt(dot(column, column) / len(rows)) for column in zip(*rows, strict=True)]

    def enough(found: Sequence[Direction]) -> bool:
        told = Covariance.of(spreads, found)
        pairs = zip(rows, exact, strict=True)
        return all(abs(math.sqrt(told.variance(row) / whole) - 1) <= _KEPT for row, whole in pairs)

    return directions_of(covariance, scales, enough)


def questions_of(columns: Columns) -> list[str]:
    """The questions bank by bank, as a file has them."""
    names = (*columns.criteria, *columns.choices)
    banks = list(dict.fromkeys(name.partition(".")[0] for name in names))
    return sorted(names, key=lambda name: banks.index(name.partition(".")[0]))


def _order(columns: Columns) -> list[int]:
    """For each feature in the order of a file its place among the model's own columns, from 1."""
    criteria, at = len(columns.criteria), 1 + 2 * len(columns.criteria)
    places = {name: [j, criteria + j] for j, name in enumerate(columns.criteria, 1)}
    for (name, _), size in zip(columns.choices.items(), columns.sizes, strict=True):
        places[name] = list(range(at, at + size))
        at += size
    return [place for name in questions_of(columns) for place in places[name]]


def _by_bank(
    columns: Columns, parts: Sequence[Weight], counts: Mapping[str, Counts]
) -> dict[str, dict[str, QuestionWeights]]:
    found: dict[str, dict[str, QuestionWeights]] = {}
    left = iter(parts)
    for name in questions_of(columns):
        bank, _, id = name.partition(".")
        options = columns.choices.get(name)
        plus = next(left) if options is None else None
        of_options = {option: next(left) for option in options or ()}
        deals, won = counts[name]
        made = QuestionWeights.model_construct(
            plus=plus, options=of_options, unknown=next(left), deals=deals, won=won
        )
        found.setdefault(bank, {})[id] = made
    return found


def why_silent(made: Calibration, banks: Mapping[str, Bank]) -> str | None:
    """Why a calibration gives no probability here: its own silence, or another version of a bank."""
    if any(id not in banks or banks[id].version != version for id, version in made.banks.items()):
        return "other_banks"
    return made.because
