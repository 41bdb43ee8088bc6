"""What stands beside a verdict and never below it: cross-checks that fail, unknowns, age and the like. Pure.

Chooses no words: a caution is an id with parameters, or a text of the bank's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..errors import NO_PARAMS, Param
from ..model.answers import US, Answer, Row
from ..model.assessment import Assessment
from ..model.bank import Bank, CrossCheck, Rival, RowCheck, row_name
from ..model.kinds import YES, is_ticked
from ..model.local_texts import LocalText
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
    """A cross-check that fails, what it says, and the competitor or the row that it is about, if any."""

    check: CrossCheck
    say: LocalText
    party: str | None = None
    row: str | None = None


def failed_checks(assessment: Assessment, bank: Bank, *, short: bool, today: date) -> Iterator[FailedCheck]:
    """The bank's cross-checks that fail in this form, in their order."""
    answers = assessment.answers.get(bank.id, {})
    ours: Ratings = {id: answer.ratings.get(US) for id, answer in answers.items()}
    for check in bank.cross_checks:
        if not _hold(ours, check.if_):
            continue
        if check.form is not None and (check.form == "short") != short:
            continue
        if (check.where or check.once) and not _concerns(assessment, answers, check):
            continue
        if check.rows is not None:
            yield from (FailedCheck(check, check.say, row=row) for row in _rows_short_of(answers, check.rows))
        elif check.rival is not None:
            for party in _unlikely(assessment, bank, check.rival):
                yield FailedCheck(check, check.say, party)
        elif _fails(assessment, bank, ours, check, today):
            needs_minus = check.say_minus and any(ours.get(id) == "-" for id in check.needs)
            yield FailedCheck(check, (check.say_minus if needs_minus else None) or check.say)


Ratings = Mapping[str, str | None]


def _concerns(assessment: Assessment, answers: Mapping[str, Answer], check: CrossCheck) -> bool:
    """Whether the deal is one that a check is about."""
    for name, rating in check.where.items():
        bank, _, id = name.partition(".")
        if assessment.rating(bank, id) != rating:
            return False
    return not check.once or any(answers.get(id) for id in check.once)


def _rows_short_of(answers: Mapping[str, Answer], check: RowCheck) -> Iterator[str | None]:
    """The rows that a check of `each` finds fault with; None for a fault that is no single row's."""
    rows: Mapping[str, Row] = answers[check.of].rows if check.of in answers else {}
    if check.each or check.filled:
        for id, row in rows.items():
            if _is_like(row, check.each) and not (
                _is_like(row, check.have) and all(name in row for name in check.filled)
            ):
                yield id
    elif rows and not any(_is_like(row, check.have) for row in rows.values()):
        yield None


def _is_like(row: Row, wanted: Mapping[str, Sequence[str]]) -> bool:
    """Whether a row says what is wanted; where yes is, a day will do."""
    return all(
        row.get(name) in texts or (YES in texts and is_ticked(row.get(name)))
        for name, texts in wanted.items()
    )


def _ticks(assessment: Assessment, bank: Bank) -> set[str]:
    return {
        id
        for id, question in bank.by_id.items()
        if question.kind.ticked and is_ticked(assessment.answer_to(bank.id, question).answer)
    }


def _fails(assessment: Assessment, bank: Bank, ours: Ratings, check: CrossCheck, today: date) -> bool:
    if check.needs:
        return not _hold(ours, check.needs)
    if check.ticked:
        return not _ticks(assessment, bank).issuperset(check.ticked)
    if check.ticks_at_most is not None:
        return len(_ticks(assessment, bank)) > check.ticks_at_most
    if check.fields_:
        return not all(getattr(assessment, name) for name in check.fields_)
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
    """All cautions, the gravest kinds first; what the worksheets owe comes after all that judges the deal."""
    if verdict is not None:
        yield from _behind(behind, contested)
        yield from _unknowns(scores, verdict)
        yield from _open_vetoes(scores)
    yield from _failed(scores, [each for each in checks if not each[0].is_worksheet])
    if verdict in ("pursue", "find_out") and against_us:
        yield Caution("against_us", {"n": len(against_us), "questions": ", ".join(against_us)})
    yield from _of_mode(scores)
    if unsupported:
        yield Caution("unsupported", {"n": len(unsupported), "questions": ", ".join(unsupported)})
    yield from _age(scores.assessment, today, max_age_days)
    yield from _failed(scores, [each for each in checks if each[0].is_worksheet])


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


def _open_vetoes(scores: Scores) -> Iterator[Caution]:
    """What no yes may be heard without: a question that could still undo it, asked or not."""
    bank = scores.rating_bank
    if bank is None:
        return
    yes = {each.id for each in scores.our_sections(bank) if each.verdict == "yes"}
    undone = [
        f"{bank.id}.{id}"
        for section in bank.sections
        if section.id in yes
        for id in section.veto
        if scores.assessment.rating(bank.id, id) not in ("+", "-")
    ]
    if undone:
        yield Caution("open_veto", {"n": len(undone), "questions": ", ".join(undone)})


def _failed(scores: Scores, checks: Sequence[tuple[Bank, FailedCheck]]) -> Iterator[Caution]:
    for bank, failed in checks:
        params: dict[str, Param] = {"check": f"{bank.id}.{failed.check.id}"}
        if failed.party is not None:
            params["party"] = failed.party
        if failed.row is not None and failed.check.rows:
            answer = scores.assessment.answer(bank.id, failed.check.rows.of)
            params["row"] = row_name(bank.by_id[failed.check.rows.of], failed.row, answer.rows[failed.row])
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
    """Whether we said anything to a rating question of the bank, or to any of one that rates nobody."""
    answers = assessment.answers.get(bank.id, {})
    return any(US in answer.ratings for answer in answers.values()) or (
        not bank.has_ratings and bool(answers)
    )
