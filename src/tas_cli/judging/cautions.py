"""What stands beside a verdict and never below it: cross-checks that fail, unknowns, age and the like. Pure.

Chooses no words: a caution is an id with parameters, or a text of the bank's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..errors import NO_PARAMS, Param
from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, CrossCheck, LocalText, Rival
from .leads import Contested
from .modes import ChoiceScore
from .scoring import Scores, our_tally
from .tallies import applies

MANY_UNKNOWNS = 3


class Caution(NamedTuple):
    """What stands beside a verdict: an id, its parameters, and the bank's own words where it has some.

    A parameter that lists questions holds them as "bank.id", one that lists answers as "bank.id=option".
    """

    id: str
    params: Mapping[str, Param] = NO_PARAMS
    say: LocalText | None = None
    serious: bool = False


class FailedCheck(NamedTuple):
    """A cross-check that fails, what it says about that, and the competitor that it is about, if any."""

    check: CrossCheck
    say: LocalText
    party: str | None = None


def failed_checks(assessment: Assessment, bank: Bank, *, short: bool, today: date) -> Iterator[FailedCheck]:
    """The bank's cross-checks that fail in this form, in their order."""
    answers = assessment.answers.get(bank.id, {})
    ours: Ratings = {id: answer.ratings.get(US) for id, answer in answers.items()}
    for check in bank.cross_checks:
        if check.form is not None and (check.form == "short") != short:
            continue
        if check.rival is not None:
            for party in _unlikely(assessment, bank, check.rival):
                yield FailedCheck(check, check.say, party)
        elif _fails(assessment, ours, check, today):
            needs_minus = check.say_minus and any(ours.get(id) == "-" for id in check.needs)
            yield FailedCheck(check, (check.say_minus if needs_minus else None) or check.say)


Ratings = Mapping[str, str | None]


def _fails(assessment: Assessment, ours: Ratings, check: CrossCheck, today: date) -> bool:
    if check.needs:
        return _hold(ours, check.if_) and not _hold(ours, check.needs)
    if check.none:
        return not any(ours.get(id) == "+" for id in check.none)
    if check.lacks is not None:
        return check.lacks not in assessment.competitors
    closes = assessment.close_date
    if check.close_after_days is None or closes is None or assessment.outcome != "open":
        return False
    return (closes - today).days > check.close_after_days


def _hold(ours: Ratings, wanted: Mapping[str, str]) -> bool:
    for id, rating in wanted.items():  # noqa: SIM110 - asked of every file, and all() is three times as slow
        if ours.get(id) != rating:
            return False
    return True


def _unlikely(assessment: Assessment, bank: Bank, rival: Rival) -> Iterator[str]:
    """Competitors with at least so many `-` and at most so many `+`."""
    answers = assessment.answers.get(bank.id, {})
    for party in assessment.competitors:
        plus = minus = 0
        for id, answer in answers.items():
            sign = answer.ratings.get(party)
            if sign in ("+", "-") and id in bank.by_id and applies(bank.by_id[id], party):
                plus += sign == "+"
                minus += sign == "-"
            if plus > rival.plus:
                break
        else:
            if minus >= rival.minus:
                yield party


def cautions(
    scores: Scores,
    *,
    verdict: str | None,
    behind: Sequence[str],
    contested: Sequence[Contested],
    against_us: Sequence[str],
    unsupported: Sequence[str],
    checks: Sequence[tuple[Bank, FailedCheck]],
    today: date,
    max_age_days: int,
) -> Iterator[Caution]:
    """All cautions, the gravest kinds first."""
    if verdict is not None:
        yield from _behind(behind, contested)
        yield from _unknowns(scores, verdict)
    yield from _failed(checks)
    if verdict in ("pursue", "find_out") and against_us:
        yield Caution("against_us", {"n": len(against_us), "questions": ", ".join(against_us)})
    yield from _of_mode(scores)
    if unsupported:
        yield Caution("unsupported", {"n": len(unsupported), "questions": ", ".join(unsupported)})
    yield from _age(scores.assessment, today, max_age_days)


def _behind(behind: Sequence[str], contested: Sequence[Contested]) -> Iterator[Caution]:
    for party in behind:
        questions = [each.question for each in contested if each.party == party]
        params: dict[str, Param] = {"party": party, "n": len(questions), "questions": ", ".join(questions)}
        yield Caution("behind", params, serious=True)


def _unknowns(scores: Scores, verdict: str) -> Iterator[Caution]:
    """How much of what is asked of us is not known; in the short form only the core is asked."""
    bank = scores.rating_bank
    ours = our_tally(scores.our_sections(bank)) if bank else None
    if ours and ours.open:
        serious = verdict == "pursue" and ours.open >= MANY_UNKNOWNS
        unknown = ours.unknown - ours.spared
        yield Caution(
            "unknowns", {"n": ours.open, "unknown": unknown, "unrated": ours.unrated}, serious=serious
        )


def _failed(checks: Sequence[tuple[Bank, FailedCheck]]) -> Iterator[Caution]:
    for bank, failed in checks:
        params: dict[str, Param] = {"check": f"{bank.id}.{failed.check.id}"}
        if failed.party is not None:
            params["party"] = failed.party
        yield Caution("cross_check", params, say=failed.say, serious=failed.check.serious)


def _of_mode(scores: Scores) -> Iterator[Caution]:
    routed: ChoiceScore | None = scores.routed
    bank = scores.mode_bank
    if bank is None or routed is None or routed.mode is None:
        return
    if routed.against:
        answers = (f"{bank.id}.{id}={scores.assessment.answer(bank.id, id).answer}" for id in routed.against)
        yield Caution("large_as_small", {"mode": routed.mode, "items": ", ".join(answers)}, serious=True)
    if not scores.assessment.verified:
        yield Caution("mode_unverified")


def _age(assessment: Assessment, today: date, max_age_days: int) -> Iterator[Caution]:
    if assessment.assessed_on is None or assessment.outcome != "open":
        return
    days = (today - assessment.assessed_on).days
    if days > max_age_days:
        yield Caution("stale", {"days": days, "limit": max_age_days})


def is_rated_at_all(assessment: Assessment, bank: Bank) -> bool:
    """Whether we said anything to a rating question of the bank."""
    return any(US in answer.ratings for answer in assessment.answers.get(bank.id, {}).values())
