"""What the choices of a bank add up to, and the sales mode they route to. Pure.

An item that is not known counts as the middle of its points in the score and spans them all in the range.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ..model.assessment import Assessment
from ..model.bank import Bank, Mode


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


def score_choices(assessment: Assessment, bank: Bank) -> ChoiceScore | None:
    """The points of the bank's choices; None in a bank without points."""
    if not bank.has_points:
        return None
    said = assessment.answers.get(bank.id, {})
    known = low = high = 0
    unknown = []
    for id, question in bank.by_id.items():
        if not question.points:
            continue
        least, most = question.points
        answer = said.get(id)
        points = question.points_by_option.get(answer.answer or "") if answer else None
        if points is None:
            unknown.append(id)
        else:
            known += 1
            least = most = points
        low, high = low + least, high + most
    # The middle of a range of points is half of its ends, so the middle of the sum is half of the sums. Half
    # of the doubt goes the larger way: a quarter of the range below its end, rounded up.
    leaning = (low + high) // 2 if bank.lean == "none" else -(-(low + 3 * high) // 4)
    score = ChoiceScore(
        known, known + len(unknown), Fraction(low + high, 2), low, high, leaning, settle=tuple(unknown)
    )
    return _routed(assessment, bank, score) if bank.modes and known * 2 >= score.items else score


def _routed(assessment: Assessment, bank: Bank, score: ChoiceScore) -> ChoiceScore:
    """`score` with its mode."""
    first, last = _mode_at(bank, score.low), _mode_at(bank, score.high)
    possible = tuple(mode.id for mode in bank.modes[first : last + 1])
    firm = first == last
    mode = bank.modes[_mode_at(bank, score.leaning)]
    against = _against(assessment, bank, mode)
    state = "confirmed" if assessment.verified and not against else "not_confirmed"
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
    return max((i for i, mode in enumerate(bank.modes) if mode.from_ <= points), default=0)


def _against(assessment: Assessment, bank: Bank, mode: Mode) -> tuple[str, ...]:
    """The items whose answers warn against the mode; none while there are too few of them."""
    if mode.warn is None:
        return ()
    said = assessment.answers.get(bank.id, {})
    found = []
    for id, question in bank.by_id.items():
        option = question.option(said[id].answer) if id in said else None
        if option is not None and option.points is not None and option.points >= mode.warn.points:
            found.append(id)
    is_serious = len(found) >= mode.warn.at_least or any(id in found for id in mode.warn.always)
    return tuple(found) if is_serious else ()


def mode_of(bank: Bank, id: str) -> Mode:
    """The bank's mode called `id`."""
    return next(mode for mode in bank.modes if mode.id == id)


def allows_short_form(bank: Bank, score: ChoiceScore | None) -> bool:
    """Whether the mode is firm, carries no warning, and says that a deal worked so is asked less."""
    if score is None or score.mode is None or not score.firm or score.against:
        return False
    return mode_of(bank, score.mode).form == "short"
