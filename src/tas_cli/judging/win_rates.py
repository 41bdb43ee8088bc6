"""How often closed deals were won by what was said of them, with intervals, and whether that moves. Pure.

Plain counts beside the model (see `calibration`), so that a team can see for itself. Chooses no words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..model.calibration_file import SIGNS, Calibration, WonGroup
from .learning import EIGHTY, Columns, SeenDeal

MOST_GROUPS = 7
"""So many groups of counts are told apart; more would be few deals each."""
FEWEST_TO_COMPARE = 10
DRIFTED = 2.5
"""So many standard deviations between older and newer deals are no chance any more."""

Rows = Sequence[tuple[SeenDeal, bool]]


def by_net(rows: Rows) -> list[WonGroup]:
    """The closed deals by the number of + less the number of -."""
    return _groups([(sum(row.signs), won) for row, won in rows])


def by_unknown(rows: Rows) -> list[WonGroup]:
    """The closed deals by the number of unknowns."""
    return _groups([(sum(row.unknown), won) for row, won in rows])


def _groups(values: Sequence[tuple[int, bool]]) -> list[WonGroup]:
    """Groups of about the same size; deals of one value stay together."""
    size = len(values) / MOST_GROUPS
    found, here = list[WonGroup](), list[tuple[int, bool]]()
    ordered = sorted(values)
    for place, (value, won) in enumerate(ordered, 1):
        here.append((value, won))
        is_end = place == len(ordered) or ordered[place][0] != value
        if is_end and (place >= size * (len(found) + 1) or place == len(ordered)):
            n = sum(is_won for _, is_won in here)
            found.append(WonGroup.model_construct(low=here[0][0], high=value, deals=len(here), won=n))
            here = []
    return found


Counts = tuple[tuple[int, ...], tuple[int, ...]]
"""By answer how many deals there are, and how many of them were won."""


def by_answer(rows: Rows, columns: Columns) -> Iterator[tuple[str, Counts]]:
    """Each question with the closed deals by its answer; unknown is an answer too, unasked is none."""
    for j, name in enumerate(columns.criteria):
        places = {1: 0, -1: 1, 0: 2}
        asked = [(places[row.signs[j]], won) for row, won in rows if row.signs[j] or row.unknown[j]]
        yield name, _counts(asked, len(SIGNS))
    for i, (name, size) in enumerate(zip(columns.choices, columns.sizes, strict=True)):
        yield name, _counts([(row.levels[i], won) for row, won in rows], size)


def _counts(values: Sequence[tuple[int, bool]], size: int) -> Counts:
    deals, of_them = [0] * size, [0] * size
    for place, won in values:
        deals[place] += 1
        of_them[place] += won
    return tuple(deals), tuple(of_them)


class Split(NamedTuple):
    """A question with how many deals had each answer and how many of those were won; `is_idle`: so far that
    makes no difference.
    """

    question: str
    by_answer: Mapping[str, tuple[int, int]]
    is_idle: bool


def splits(made: Calibration) -> list[Split]:
    """For each question how often deals were won by its answer."""
    found = []
    for question, each in made.by_question.items():
        if each.deals:
            counts = dict(zip(each.answers, zip(each.deals, each.won, strict=True), strict=True))
            found.append(Split(question, counts, _is_idle([(n, won) for n, won in counts.values() if n])))
    return found


def _is_idle(counts: Sequence[tuple[int, int]]) -> bool:
    """Whether the share of won deals may be the same whatever was answered."""
    if not counts:
        return True
    best, worst = max(counts, key=_share), min(counts, key=_share)
    return _share(best) - _share(worst) <= EIGHTY * math.sqrt(_variance(*best) + _variance(*worst))


def _share(count: tuple[int, int]) -> float:
    return count[1] / count[0]


def _variance(deals: int, won: int) -> float:
    """The variance of a share, one deal of either outcome added so that it is never nothing."""
    p = (won + 1) / (deals + 2)
    return p * (1 - p) / deals


def _won_and_expected(deals: Sequence[tuple[date, float, bool]]) -> tuple[float, float]:
    return sum(won for *_, won in deals) / len(deals), sum(p for _, p, _ in deals) / len(deals)


class Drift(NamedTuple):
    """Older deals and newer ones: the share that was won, and the share that was expected."""

    older_won: float
    older_expected: float
    newer_won: float
    newer_expected: float


def drift(rows: Rows, unseen: Sequence[float], days: Sequence[date | None]) -> Drift | None:
    """Whether newer deals end otherwise than older ones rated like them; None where they do not.

    `unseen` is what was predicted of each deal; nothing where nothing could be fitted.
    """
    known = zip(days, unseen, rows, strict=bool(unseen))
    dated = sorted((day, p, won) for day, p, (_, won) in known if day is not None)
    half = len(dated) // 2
    older, newer = dated[:half], dated[half:]
    if half < FEWEST_TO_COMPARE:
        return None
    found = Drift(*_won_and_expected(older), *_won_and_expected(newer))
    noise = sum(sum(p * (1 - p) for _, p, _ in group) / len(group) ** 2 for group in (older, newer))
    moved = (found.newer_won - found.newer_expected) - (found.older_won - found.older_expected)
    return found if abs(moved) > DRIFTED * math.sqrt(noise) else None
