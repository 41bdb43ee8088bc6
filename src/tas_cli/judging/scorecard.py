"""What may honestly be said of a whole deal: verdict, mode, next questions, cautions. Pure.

Puts together what `scoring` says of each bank. Chooses no words: cautions are ids with parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..errors import NO_PARAMS, Param
from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank, CrossCheck, LocalText, mode_bank, rating_bank
from .scoring import (
    BankScore,
    ChoiceScore,
    SectionScore,
    Tally,
    added,
    applies,
    is_open,
    mode_of,
    score_bank,
    score_choices,
    sections_of,
)

STALE_AFTER_DAYS = 30
MANY_UNKNOWNS = 3


class Caution(NamedTuple):
    """What stands beside a verdict: an id, its parameters, and the bank's own words where it has some."""

    id: str
    params: Mapping[str, Param] = NO_PARAMS
    say: LocalText | None = None
    serious: bool = False


class Contested(NamedTuple):
    """A criterion where a competitor has + and we have not. `question` is "bank.id"."""

    question: str
    party: str


class Scorecard(NamedTuple):
    """What may honestly be said of an assessment. Questions are named "bank.id"."""

    verdict: str | None
    mode: str | None
    banks: Mapping[str, BankScore]
    next_questions: tuple[str, ...]
    contested: tuple[Contested, ...]
    cautions: tuple[Caution, ...]
    unsupported: tuple[str, ...]
    counts: Tally


class Outline(NamedTuple):
    """The least that tells one state of a deal from another; `tally`: our cells of the bank of ratings."""

    verdict: str | None
    mode: str | None
    tally: Tally


def score(
    assessment: Assessment, banks: Sequence[Bank], *, today: date, max_age_days: int = STALE_AFTER_DAYS
) -> Scorecard:
    """The scorecard of `assessment` over `banks`, in that order; `today` is for the caution about age."""
    scores = {bank.id: score_bank(assessment, bank) for bank in banks}
    rated, routing = rating_bank(banks), mode_bank(banks)
    verdict = verdict_of(scores[rated.id].sections) if rated else None
    unsupported = tuple(_unsupported(assessment, banks))
    routed = scores[routing.id].score if routing else None
    counts = our_tally(section for each in scores.values() for section in each.sections)
    cautions = (
        *_doubt_cautions(verdict, rated, scores),
        *_cross_checks(assessment, banks),
        *_mode_cautions(assessment, routing, routed),
        *_evidence_cautions(unsupported),
        *_age_cautions(assessment, today, max_age_days),
    )
    return Scorecard(
        verdict,
        routed.mode if routed else None,
        scores,
        tuple(_next_questions(assessment, banks, scores)),
        tuple(_contested(assessment, banks)),
        cautions,
        unsupported,
        counts,
    )


def outline(assessment: Assessment, banks: Sequence[Bank]) -> Outline:
    """The outline of what `score` says, at a fraction of its cost."""
    rated, routing = rating_bank(banks), mode_bank(banks)
    sections = sections_of(assessment, rated, (US,)) if rated else ()
    routed = score_choices(assessment, routing) if routing else None
    return Outline(verdict_of(sections), routed.mode if routed else None, our_tally(sections))


def our_tally(sections: Iterable[SectionScore]) -> Tally:
    """Our cells of all these sections, added up."""
    return added(section.parties.get(US, Tally()) for section in sections)


def verdict_of(sections: Sequence[SectionScore]) -> str | None:
    """The verdict of the deal by its first bank of ratings; None while no question of ours is rated."""
    if not any(section.parties[US].rated for section in sections if US in section.parties):
        return None
    verdicts = {section.verdict for section in sections}
    if "no" in verdicts:
        return "qualify_out"
    return "pursue" if verdicts == {"yes"} else "find_out"


def _next_questions(
    assessment: Assessment, banks: Sequence[Bank], scores: Mapping[str, BankScore]
) -> Iterator[str]:
    """Our unknowns: first those in sections that are unclear, then all others, each in the bank's order."""
    urgent: list[str] = []
    rest: list[str] = []
    for bank in banks:
        unclear = {section.id for section in scores[bank.id].sections if section.verdict == "unclear"}
        for section in bank.sections:
            for question in section.questions:
                if is_open(assessment, bank, question):
                    (urgent if section.id in unclear else rest).append(f"{bank.id}.{question.id}")
    yield from urgent
    yield from rest


def _contested(assessment: Assessment, banks: Sequence[Bank]) -> Iterator[Contested]:
    for bank in banks:
        for section in bank.sections:
            for question in section.ratings if section.contested else ():
                for party in assessment.competitors:
                    theirs = assessment.rating(bank.id, question.id, party)
                    ours = assessment.rating(bank.id, question.id)
                    if theirs == "+" and ours != "+" and applies(question, party) and applies(question, US):
                        yield Contested(f"{bank.id}.{question.id}", party)


def _unsupported(assessment: Assessment, banks: Sequence[Bank]) -> Iterator[str]:
    """Our `+` that nobody gave evidence for."""
    for bank in banks:
        for question in bank.by_id.values():
            answer = assessment.answer(bank.id, question.id)
            if answer.ratings.get(US) == "+" and US not in answer.evidence and applies(question, US):
                yield f"{bank.id}.{question.id}"


def _doubt_cautions(
    verdict: str | None, bank: Bank | None, scores: Mapping[str, BankScore]
) -> Iterator[Caution]:
    if bank is None or verdict is None:
        return
    ours = our_tally(scores[bank.id].sections)
    if ours.open:
        serious = verdict == "pursue" and ours.open >= MANY_UNKNOWNS
        params = {"n": ours.open, "unknown": ours.unknown, "unrated": ours.unrated}
        yield Caution("unknowns", params, serious=serious)


def failed_checks(assessment: Assessment, bank: Bank) -> Iterator[CrossCheck]:
    """The bank's cross-checks that our ratings do not pass."""
    for check in bank.cross_checks:
        if all(assessment.rating(bank.id, id) == rating for id, rating in check.if_.items()) and not all(
            assessment.rating(bank.id, id) == rating for id, rating in check.needs.items()
        ):
            yield check


def _cross_checks(assessment: Assessment, banks: Sequence[Bank]) -> Iterator[Caution]:
    for bank in banks:
        for check in failed_checks(assessment, bank):
            yield Caution("cross_check", {"check": f"{bank.id}.{check.id}"}, say=check.say)


def _mode_cautions(
    assessment: Assessment, bank: Bank | None, routed: ChoiceScore | None
) -> Iterator[Caution]:
    if bank is None or routed is None or routed.mode is None:
        return
    warn_at = mode_of(bank, routed.mode).warn_at_points
    large = list(_items_at(assessment, bank, warn_at)) if warn_at is not None else []
    if large:
        yield Caution("large_as_small", {"items": ", ".join(large)}, serious=True)
    if not assessment.verified:
        yield Caution("mode_unverified")


def _items_at(assessment: Assessment, bank: Bank, points: int) -> Iterator[str]:
    for question in bank.by_id.values():
        option = question.option(assessment.answer(bank.id, question.id).answer)
        if option is not None and option.points is not None and option.points >= points:
            yield f"{bank.id}.{question.id}"


def _evidence_cautions(unsupported: Sequence[str]) -> Iterator[Caution]:
    if unsupported:
        yield Caution("unsupported", {"n": len(unsupported), "questions": ", ".join(unsupported)})


def _age_cautions(assessment: Assessment, today: date, max_age_days: int) -> Iterator[Caution]:
    if assessment.assessed_on is None or assessment.outcome != "open":
        return
    days = (today - assessment.assessed_on).days
    if days > max_age_days:
        yield Caution("stale", {"days": days, "limit": max_age_days})
