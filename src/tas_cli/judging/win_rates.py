"""How often closed deals were won by what was said of them, with intervals, and whether that moves. Pure.

Plain counts beside the model (see `calibration`), so that a team can see for itself. Chooses no words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..model.calibration_file import Figure
from .accuracy import share
from .calibration import Columns, Lesson
from .learning import EIGHTY, SeenDeal

MOST_BARS = 7
"""So many groups of counts are told apart; more would be few deals each."""
FEWEST_TO_COMPARE = 10
DRIFTED = 2.5
"""So many standard deviations between older and newer deals are no chance any more."""
SIGNS = ("+", "-", "?")

Rows = Sequence[tuple[SeenDeal, bool]]


class Bar(NamedTuple):
    """Closed deals that have something in common: from `low` to `high` of it, how many, the share of won
    ones.
    """

    low: int
    high: int
    deals: int
    won: Figure


def by_net(rows: Rows) -> list[Bar]:
    """The share of won deals by the number of + less the number of -."""
    return _bars([(sum(row.signs), won) for row, won in rows])


def by_unknown(rows: Rows) -> list[Bar]:
    """The share of won deals by the number of unknowns."""
    return _bars([(sum(row.unknown), won) for row, won in rows])


def _bars(values: Sequence[tuple[int, bool]]) -> list[Bar]:
    """Groups of about the same size; deals of one value stay together."""
    size = len(values) / MOST_BARS
    found, here = list[Bar](), list[tuple[int, bool]]()
    ordered = sorted(values)
    for place, (value, won) in enumerate(ordered, 1):
        here.append((value, won))
        is_end = place == len(ordered) or ordered[place][0] != value
        if is_end and (place >= size * (len(found) + 1) or place == len(ordered)):
            found.append(Bar(here[0][0], value, len(here), share(sum(w for _, w in here), len(here))))
            here = []
    return found


class Split(NamedTuple):
    """A question with the share of won deals by its answer; `is_idle`: so far that makes no difference."""

    question: str
    by_answer: Mapping[str, Bar]
    is_idle: bool


def by_question(rows: Rows, columns: Columns) -> list[Split]:
    """For each question how often deals were won by its answer; unknown is an answer too."""
    found = []
    for j, name in enumerate(columns.criteria):
        signs = [("+" if row.signs[j] > 0 else "-" if row.signs[j] else "?", won) for row, won in rows]
        asked = [row.signs[j] != 0 or row.unknown[j] for row, _ in rows]
        found.append(
            _split(name, [each for each, is_asked in zip(signs, asked, strict=True) if is_asked], SIGNS)
        )
    for i, (name, options) in enumerate(columns.choices.items()):
        answers = (*options, "?")
        found.append(_split(name, [(answers[row.levels[i]], won) for row, won in rows], answers))
    return found


def _split(question: str, values: Sequence[tuple[str, bool]], answers: Sequence[str]) -> Split:
    bars = {}
    for answer in answers:
        won = [is_won for each, is_won in values if each == answer]
        bars[answer] = Bar(0, 0, len(won), share(sum(won), len(won)))
    return Split(question, bars, _is_idle([bar for bar in bars.values() if bar.deals]))


def _is_idle(bars: Sequence[Bar]) -> bool:
    """Whether the share of won deals may be the same whatever was answered."""
    best, worst = max(bars, key=_share, default=None), min(bars, key=_share, default=None)
    if best is None or worst is None:
        return True
    noise = sum(_variance(bar) for bar in (best, worst))
    return _share(best) - _share(worst) <= EIGHTY * math.sqrt(noise)


def _share(bar: Bar) -> float:
    return bar.won.value


def _variance(bar: Bar) -> float:
    """The variance of a share, one deal of either outcome added so that it is never nothing."""
    p = (bar.won.value * bar.deals + 1) / (bar.deals + 2)
    return p * (1 - p) / bar.deals


def _won_and_expected(deals: Sequence[tuple[date, float, bool]]) -> tuple[float, float]:
    return sum(won for *_, won in deals) / len(deals), sum(p for _, p, _ in deals) / len(deals)


class Drift(NamedTuple):
    """Older deals and newer ones: the share that was won, and the share that was expected."""

    older_won: float
    older_expected: float
    newer_won: float
    newer_expected: float


def drift(lesson: Lesson, days: Sequence[date | None]) -> Drift | None:
    """Whether newer deals end otherwise than older ones rated like them; None where they do not."""
    known = zip(days, lesson.unseen, lesson.rows, strict=bool(lesson.unseen))
    dated = sorted((day, p, won) for day, p, (_, won) in known if day is not None)
    half = len(dated) // 2
    older, newer = dated[:half], dated[half:]
    if half < FEWEST_TO_COMPARE:
        return None
    found = Drift(*_won_and_expected(older), *_won_and_expected(newer))
    noise = sum(sum(p * (1 - p) for _, p, _ in group) / len(group) ** 2 for group in (older, newer))
    moved = (found.newer_won - found.newer_expected) - (found.older_won - found.older_expected)
    return found if abs(moved) > DRIFTED * math.sqrt(noise) else None
