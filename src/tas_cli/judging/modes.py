"""What the choices of a bank add up to, and the sales mode they route to. Pure.

An item that is not known counts as the middle of its points in the score and spans them all in the range.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from ..model.assessment import Assessment
from ..model.bank import Bank, Mode
from ..model.field_types import NOT_APPLICABLE


class ChoiceScore(NamedTuple):
    """The points of a bank of choices, unknowns as a range, and the mode they route to.

    `known` counts the items answered; `mode` is None while fewer than half of them are, and in a bank
    without modes. `settle` names the items whose answers would settle a mode that is not firm, `against`
    those whose answers speak against the mode. `state` is a judgement, None without a mode.
    """

    known: int
    items: int
    score: Fraction
    low: int
    high: int
    leaning: int
    mode: str | None = None
    firm: bool = False
    possible: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    state: str | None = None


class _Sum(NamedTuple):
    """What the answers add up to: the range, the points of the options chosen, and the items not known."""

    low: int
    high: int
    points: Mapping[str, int]
    unknown: tuple[str, ...]


def _added(assessment: Assessment, bank: Bank) -> _Sum:
    said = assessment.answers.get(bank.id, {})
    low = high = 0
    unknown = []
    chosen: dict[str, int] = {}
    for id, question in bank.by_id.items():
        if not question.points:
            continue
        answer = said.get(id)
        if answer is not None and answer.answer == NOT_APPLICABLE and question.allow_na:
            continue
        points = question.points_by_option.get(answer.answer or "") if answer else None
        if points is None:
            unknown.append(id)
            low, high = low + question.points[0], high + question.points[1]
        else:
            chosen[id] = points
            low, high = low + points * question.weight, high + points * question.weight
    return _Sum(low, high, chosen, tuple(unknown))


def _leaning(bank: Bank, low: int, high: int) -> int:
    """The score by which a mode is chosen: half of the doubt goes the larger way, rounded up.

    The middle of a range of points is half of its ends, so that the middle of the sum is half of the sums,
    and this is a quarter of the range below its end.
    """
    return (low + high) // 2 if bank.lean == "none" else -(-(low + 3 * high) // 4)


def score_choices(assessment: Assessment, bank: Bank) -> ChoiceScore | None:
    """The points of the bank's choices; None in a bank without points."""
    if not bank.has_points:
        return None
    low, high, points, unknown = _added(assessment, bank)
    known, items = len(points), len(points) + len(unknown)
    leaning = _leaning(bank, low, high)
    score = ChoiceScore(known, items, Fraction(low + high, 2), low, high, leaning, settle=unknown)
    if not bank.modes or known * 2 < items:
        return score
    return _routed(bank, score, points, verified=assessment.verified)


def _routed(bank: Bank, score: ChoiceScore, points: Mapping[str, int], *, verified: bool) -> ChoiceScore:
    """`score` with its mode; `points` are those of the options chosen, not weighed."""
    first, last = _mode_at(bank, score.low), _mode_at(bank, score.high)
    possible = tuple(mode.id for mode in bank.modes[first : last + 1])
    firm = first == last
    mode = bank.modes[_mode_at(bank, score.leaning)]
    against = _against(mode, points)
    state = "confirmed" if verified and not against else "not_confirmed"
    return score._replace(
        mode=mode.id,
        firm=firm,
        possible=possible,
        settle=() if firm else score.settle,
        against=against,
        state=state if firm else "provisional",
    )


def _mode_at(bank: Bank, points: int) -> int:
    """The index of the mode that `points` reach; the first one for fewer than any asks."""
    at = 0
    for i, mode in enumerate(bank.modes):
        if mode.from_ <= points:
            at = i
    return at


def _against(mode: Mode, points: Mapping[str, int]) -> tuple[str, ...]:
    """The items whose answers warn against the mode; none while there are too few of them."""
    if mode.warn is None:
        return ()
    found = tuple(id for id, each in points.items() if each >= mode.warn.points)
    is_serious = len(found) >= mode.warn.at_least or any(id in found for id in mode.warn.always)
    return found if is_serious else ()


def mode_of(bank: Bank, id: str) -> Mode:
    """The bank's mode called `id`."""
    return next(mode for mode in bank.modes if mode.id == id)


def allows_short_form(assessment: Assessment, bank: Bank) -> bool:
    """Whether the mode is firm, carries no warning, and says that a deal worked so is asked less."""
    low, high, points, unknown = _added(assessment, bank)  # asked of every file: no more is worked out
    first = _mode_at(bank, low)
    mode = bank.modes[first]
    if mode.form != "short" or len(points) < len(unknown) or first != _mode_at(bank, high):
        return False
    return not _against(mode, points)
