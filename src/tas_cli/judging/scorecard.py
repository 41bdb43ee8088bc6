"""What may honestly be said of a whole deal, put together as one value. Pure.

Each part is worked out in a file of its own; a report takes the card as it is and judges nothing. Chooses no
words: what is to be said stands there as ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank
from . import verdicts
from .cautions import Caution, cautions, failed_checks, is_rated_at_all
from .leads import Contested, Lead, where_they_lead
from .modes import ChoiceScore, score_choices
from .next_questions import next_questions
from .scoring import NO_LEADS, BankScore, Scores, our_tally
from .sections import SectionScore
from .tallies import Tally, applies

STALE_AFTER_DAYS = 30


class Scorecard(NamedTuple):
    """What may honestly be said of an assessment. Questions are named "bank.id".

    By the first bank of ratings: `verdict` (None while nothing of ours is rated there), `to_yes` (the fewest
    answers that would make it a yes; None where none can), `form` ("full", or "short" where only core
    questions are asked), `change` (our `-` that would have to turn; empty where only being behind decides),
    `behind` (the competitors that are ahead of us), `may_leave` (False where a cross-check says that it is
    only too early). By the first bank with modes: `mode` and its `state`, None without one.

    `against_us` are our other `-`, `unsupported` our `+` without evidence, `contested` their `+` where we
    have none, `next_questions` all our unknowns in the order to ask; `counts` are our cells of all banks.
    """

    verdict: str | None
    to_yes: int | None
    form: str
    change: tuple[str, ...]
    against_us: tuple[str, ...]
    behind: tuple[str, ...]
    may_leave: bool
    mode: str | None
    state: str | None
    banks: Mapping[str, BankScore]
    next_questions: tuple[str, ...]
    contested: tuple[Contested, ...]
    cautions: tuple[Caution, ...]
    unsupported: tuple[str, ...]
    counts: Tally

    @property
    def sections(self) -> tuple[SectionScore, ...]:
        """The key questions of the bank that gives the verdict; none without one."""
        return next((bank.sections for bank in self.banks.values() if bank.sections), ())

    @property
    def leads(self) -> Mapping[str, Lead]:
        """Where we stand against each competitor, by that bank."""
        return next((bank.leads for bank in self.banks.values() if bank.sections), NO_LEADS)

    @property
    def points(self) -> ChoiceScore | None:
        """The headline where no bank rates parties: the points of the first that has a score."""
        return None if self.sections else next((b.score for b in self.banks.values() if b.score), None)


class Brief(NamedTuple):
    """What a deal comes down to among many: of a scorecard what a list of deals shows, in the same words.

    `sections` are by bank, with our tallies alone. `next_questions` are there only where they were asked for.
    `points` are the headline where no bank rates parties.
    """

    verdict: str | None
    to_yes: int | None
    behind: tuple[str, ...]
    mode: str | None
    by_bank: Mapping[str, tuple[SectionScore, ...]]
    leads: Mapping[str, Lead]
    counts: Tally
    next_questions: tuple[str, ...]
    points: ChoiceScore | None = None

    @property
    def sections(self) -> tuple[SectionScore, ...]:
        """The key questions of the bank that gives the verdict; none without one."""
        return next(iter(self.by_bank.values()), ())


UNJUDGED = Brief(None, None, (), None, {}, {}, Tally(), ())
"""Of a deal that was only read."""


class Outline(NamedTuple):
    """The least that tells one state of a deal from another; `tally`: our cells of the bank of ratings.

    `points` are the headline where no bank rates parties.
    """

    verdict: str | None
    mode: str | None
    tally: Tally
    form: str = "full"
    points: ChoiceScore | None = None


def score(
    assessment: Assessment, banks: Sequence[Bank], *, today: date, max_age_days: int = STALE_AFTER_DAYS
) -> Scorecard:
    """The scorecard of `assessment` over `banks`, in that order; `today` is for cautions about dates."""
    scores = Scores(assessment, banks)
    by_bank = {bank.id: scores.bank(bank.id) for bank in banks}
    verdict = verdicts.verdict(scores)
    rated = scores.rating_bank
    sections = scores.our_sections(rated) if rated else ()
    behind = verdicts.behind(by_bank[rated.id].leads) if rated and verdict else ()
    change = verdicts.changes_needed(assessment, rated, sections) if rated else ()
    against_us = tuple(verdicts.against_us(assessment, banks, change))
    contested = tuple(each for bank in banks for each in where_they_lead(assessment, bank))
    unsupported = tuple(_unsupported(assessment, banks))
    checks = [
        (bank, failed)
        for bank in banks
        if is_rated_at_all(assessment, bank)
        for failed in failed_checks(assessment, bank, short=scores.is_short(bank), today=today)
    ]
    return Scorecard(
        verdict,
        verdicts.to_yes(scores),
        scores.form,
        change,
        against_us,
        behind,
        not any(failed.check.no_leave for _, failed in checks),
        scores.routed.mode if scores.routed else None,
        scores.routed.state if scores.routed else None,
        by_bank if verdict else {id: _without_to_yes(each) for id, each in by_bank.items()},
        tuple(next_questions(scores)),
        contested,
        tuple(
            cautions(
                scores,
                verdict=verdict,
                behind=behind,
                contested=contested,
                against_us=against_us,
                unsupported=unsupported,
                checks=checks,
                today=today,
                max_age_days=max_age_days,
            )
        ),
        unsupported,
        our_tally(section for each in by_bank.values() for section in each.sections),
    )


def brief(assessment: Assessment, banks: Sequence[Bank], *, asks: bool = True) -> Brief:
    """What `score` says as far as a list of many deals shows it, at less cost; `asks`: also what to ask."""
    scores = Scores(assessment, banks)
    by_bank = {bank.id: scores.our_sections(bank) for bank in banks if bank.has_ratings}
    verdict = verdicts.verdict(scores)
    leads = scores.leads(scores.rating_bank) if scores.rating_bank else NO_LEADS
    return Brief(
        verdict,
        verdicts.to_yes(scores),
        verdicts.behind(leads) if verdict else (),
        scores.routed.mode if scores.routed else None,
        by_bank,
        leads,
        our_tally(section for each in by_bank.values() for section in each),
        tuple(next_questions(scores)) if asks else (),
        _points(scores, assessment, banks),
    )


def _points(scores: Scores, assessment: Assessment, banks: Sequence[Bank]) -> ChoiceScore | None:
    """The headline where no bank rates parties: the points of the first that has a score."""
    if scores.rating_bank:
        return None
    return next((found for bank in banks if (found := score_choices(assessment, bank))), None)


def _without_to_yes(bank: BankScore) -> BankScore:
    """How far from a yes a key question is means nothing before there is a verdict."""
    return bank._replace(sections=tuple(each._replace(to_yes=None) for each in bank.sections))


def outline(assessment: Assessment, banks: Sequence[Bank]) -> Outline:
    """The outline of what `score` says, at a fraction of its cost."""
    scores = Scores(assessment, banks)
    sections = scores.our_sections(scores.rating_bank) if scores.rating_bank else ()
    mode = scores.routed.mode if scores.routed else None
    points = _points(scores, assessment, banks)
    return Outline(verdicts.verdict(scores), mode, our_tally(sections), scores.form, points)


def _unsupported(assessment: Assessment, banks: Sequence[Bank]) -> Iterator[str]:
    """Our `+` that nobody gave evidence for."""
    for bank in banks:
        for question in bank.by_id.values():
            answer = assessment.answer(bank.id, question.id)
            if answer.ratings.get(US) == "+" and US not in answer.evidence and applies(question, US):
                yield f"{bank.id}.{question.id}"
