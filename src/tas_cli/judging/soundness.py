"""Whether an assessment that can be read is also sound: the built-in findings. Pure.

Looks for what no sane deal has; says nothing that an open deal with a handful of ratings would drown in.
What the answers must fit is judged in `misfits`, what a team demands in `policy`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from unicodedata import normalize

from ..errors import Param
from ..findings import Finding, usual_level
from ..model.answers import US, Answer
from ..model.assessment import Assessment, Reading
from ..model.bank import Bank
from ..model.field_types import nearest_or_some
from ..model.settings import Settings
from .cautions import failed_checks
from .our_cells import Asked, OurCells, our_cells

FEW = 5
"""Below this many ratings all of them + is no sign of happy ears."""
NAMED = 5
"""So many questions are named in a finding about several; the rest is a number."""


class Found(NamedTuple):
    """A finding before it has a file: where in the data, and what fills its blanks."""

    id: str
    path: tuple[str, ...]
    params: Mapping[str, Param]
    message: str | Mapping[str, str] | None = None


def unsound(
    reading: Reading,
    file: str,
    *,
    banks: Sequence[Bank],
    asked: Asked,
    cells: OurCells,
    settings: Settings,
    today: date,
) -> Iterator[Finding]:
    """The built-in findings of a readable assessment, at their usual level."""
    assessment = reading.assessment
    if assessment is None:
        return
    for id, path, params, message in _found(assessment, banks, asked, cells, settings, today):
        question = f"{path[1]}.{path[2]}" if len(path) >= 3 else None
        line = reading.document.line(path)
        yield Finding(id, usual_level(id), file, line, params, question, message)


def _found(
    assessment: Assessment,
    banks: Sequence[Bank],
    asked: Asked,
    cells: OurCells,
    settings: Settings,
    today: date,
) -> Iterator[Found]:
    if assessment.assessed_on is not None and assessment.assessed_on > today + timedelta(days=1):
        days = {"day": str(assessment.assessed_on), "today": str(today)}
        yield Found("TAS217", ("assessed_on",), days)
    if settings.stages and assessment.stage and assessment.stage not in settings.stages:
        near = nearest_or_some(assessment.stage, settings.stages)
        yield Found("TAS206", ("stage",), {"name": assessment.stage[:60], "near": near})
    yield from _same_names(assessment)
    if assessment.outcome == "open":
        for question in cells.unsupported:
            yield Found("TAS201", ("answers", *question.split("."), US), {"question": question})
        yield from _of_evidence(assessment, banks, settings, today)
        yield from _of_open(assessment, cells, settings, today)
        yield from _of_steps(assessment, cells, today)
        yield from _of_ratings(assessment, banks, asked, cells, today)
        yield from _of_mode(assessment, asked, cells, settings)
    else:
        yield from _of_closed(assessment, cells, today)


def _same_names(assessment: Assessment) -> Iterator[Found]:
    """Competitors that are called like one above them: two people added one each."""
    called: dict[str, list[str]] = {}
    for id, name in assessment.competitors.items():
        called.setdefault(normalize("NFKC", name).strip().casefold() or id, []).append(id)
    for first, *others in called.values():
        if others:
            name = assessment.competitors[first][:60]
            yield Found(
                "TAS223", ("competitors", others[0]), {"ids": _listed([first, *others]), "name": name}
            )


def _of_evidence(
    assessment: Assessment, banks: Sequence[Bank], settings: Settings, today: date
) -> Iterator[Found]:
    """Evidence that proves little: our own word where the customer's is wanted, what was said long ago."""
    oldest = today - timedelta(days=settings.max_age_days)
    for bank in banks:
        for id, answer in assessment.answers.get(bank.id, {}).items():
            for _, _, side, day, _ in answer.evidence.values():
                if day is not None or side:  # nearly all evidence of many files is mere text
                    yield from _of_answer(bank, id, answer, oldest, today, settings.max_age_days)
                    break


def _of_answer(bank: Bank, id: str, answer: Answer, oldest: date, today: date, limit: int) -> Iterator[Found]:
    at = ("answers", bank.id, id, "evidence")
    question = bank.by_id.get(id)
    ours = answer.evidence.get(US)
    if ours and ours.side == US and answer.ratings.get(US) == "+" and question and not question.own_word:
        yield Found("TAS218", at, {"question": f"{bank.id}.{id}"})
    days = [said.day for said in answer.evidence.values() if said.day is not None]
    if days and max(days) < oldest:
        age: dict[str, Param] = {"days": (today - max(days)).days, "limit": limit}
        yield Found("TAS219", at, {"question": f"{bank.id}.{id}", **age})


def _of_open(assessment: Assessment, cells: OurCells, settings: Settings, today: date) -> Iterator[Found]:
    """Dates and stages of a deal that is not closed."""
    if assessment.assessed_on is None:
        if cells.rated:
            yield Found("TAS203", (), {"today": str(today)})
    elif (days := (today - assessment.assessed_on).days) > settings.max_age_days:
        yield Found("TAS202", ("assessed_on",), {"days": days, "limit": settings.max_age_days})
    if assessment.close_date is not None and assessment.close_date < today:
        yield Found("TAS204", ("close_date",), {"n": (today - assessment.close_date).days})
    for name in ("closed_on", "lost_to"):
        if getattr(assessment, name):
            yield Found("TAS216", (name,), {"name": name})
    limit = _most_unknown(assessment.stage, settings)
    if limit is not None and len(cells.open) > limit:
        params: dict[str, Param] = {"n": len(cells.open), "limit": limit, "stage": assessment.stage}
        yield Found("TAS205", ("stage",), {**params, "questions": _listed(cells.open)})


def _of_steps(assessment: Assessment, cells: OurCells, today: date) -> Iterator[Found]:
    """Next steps that are overdue; none at all, once there is enough to see what would be next."""
    found = False
    for bank, answers in assessment.answers.items():
        for id, answer in answers.items():
            step = answer.next_step
            found = found or step is not None
            if step is not None and step.due is not None and step.due < today:
                params: dict[str, Param] = {"question": f"{bank}.{id}", "n": (today - step.due).days}
                yield Found("TAS224", ("answers", bank, id, "next_step", "due"), params)
    if not found and cells.half_rated:
        yield Found("TAS225", (), {})


def _most_unknown(stage: str, settings: Settings) -> int | None:
    """How many unknowns a stage allows: the least of what it and the stages before it say."""
    stages = settings.stages
    so_far = stages[: stages.index(stage) + 1] if stage in stages else [stage]
    return min((settings.max_unknown[each] for each in so_far if each in settings.max_unknown), default=None)


def _listed(questions: Sequence[str]) -> str:
    rest = len(questions) - NAMED
    return ", ".join(questions[:NAMED]) + (f", ... (+{rest})" if rest > 0 else "")


def _of_ratings(
    assessment: Assessment, banks: Sequence[Bank], asked: Asked, cells: OurCells, today: date
) -> Iterator[Found]:
    """What the ratings say together, once there are enough of them."""
    for bank in banks:
        if bank.id in asked.ratings and bank.id in assessment.answers:
            ours = cells if len(asked.ratings) == 1 else our_cells(assessment, asked, [bank.id])
            if ours.half_rated:
                yield from _required(assessment, bank)
                if FEW <= len(ours.plus) == ours.rated:
                    yield Found("TAS210", ("answers", bank.id), {"n": ours.rated})
                yield from _alone(assessment, bank)
            if ours.rated:
                yield from _cross_checks(assessment, bank, ours, today)
        elif bank.id in assessment.answers and bank.cross_checks:
            yield from _worksheet_checks(assessment, bank, today)


def _worksheet_checks(assessment: Assessment, bank: Bank, today: date) -> Iterator[Found]:
    """Checks that fail of a bank that rates nobody."""
    for check, say, _, row in failed_checks(assessment, bank, short=False, today=today):
        named = [check.rows.of] if check.rows else [*check.ticked, *check.once]
        at = ("answers", bank.id, *named[:1], *([row] if row else []))
        questions = ", ".join(f"{bank.id}.{id}" for id in named) or f"{bank.id}.{check.id}"
        yield Found("TAS208", at, {"questions": f"{questions}/{row}" if row else questions}, say)


def _required(assessment: Assessment, bank: Bank) -> Iterator[Found]:
    for section in bank.sections:
        for id in section.required:
            if assessment.rating(bank.id, id) != "+":
                yield Found("TAS207", ("answers", bank.id, id, US), {"question": f"{bank.id}.{id}"})


def _alone(assessment: Assessment, bank: Bank) -> Iterator[Found]:
    rivals = assessment.competitors.keys()
    answers = assessment.answers[bank.id].values()
    if all(rivals.isdisjoint(answer.ratings) for answer in answers):
        yield Found("TAS209", ("competitors",), {})


def _cross_checks(assessment: Assessment, bank: Bank, ours: OurCells, today: date) -> Iterator[Found]:
    """Checks of ratings that fail; while much is unrated, only those that fail by a rating somebody gave."""
    short, far = ours.is_short and bank.has_core, ours.half_rated
    for failed in failed_checks(assessment, bank, short=short, today=today):
        check = failed.check
        asked = (*check.if_, *check.needs, *check.none)
        if failed.party is not None:
            at: tuple[str, ...] = ("competitors", failed.party)
        elif asked:
            at = ("answers", bank.id, asked[0])
        else:
            continue  # what the deal is, and not what was said of it, makes nothing unsound
        if far or all(assessment.rating(bank.id, id) is not None for id in check.needs or check.none):
            questions = ", ".join(f"{bank.id}.{id}" for id in asked) or check.id
            yield Found("TAS208", at, {"questions": questions}, failed.say)


def _of_mode(assessment: Assessment, asked: Asked, cells: OurCells, settings: Settings) -> Iterator[Found]:
    """A mode is known but no visit has confirmed it, and the deal has gone on all the same."""
    under_way = assessment.stage in settings.stages[1:] if settings.stages else cells.half_rated
    if assessment.verified or not under_way:
        return
    for bank, items in asked.routing.items():
        answers = assessment.answers.get(bank, {})
        known = sum(answers[id].answer not in (None, "?") for id in items if id in answers)
        if 0 < len(items) <= 2 * known:
            yield Found("TAS211", ("answers", bank), {})


def _of_closed(assessment: Assessment, cells: OurCells, today: date) -> Iterator[Found]:
    """What a closed deal should leave behind."""
    outcome: dict[str, Param] = {"outcome": assessment.outcome}
    if not cells.rated:
        yield Found("TAS212", ("outcome",), outcome)
    elif assessment.outcome == "won" and not _has_evidence(assessment):
        yield Found("TAS220", ("outcome",), {})
    if assessment.closed_on is None:
        yield Found("TAS213", ("outcome",), outcome)
    elif assessment.closed_on > today + timedelta(days=1):
        yield Found("TAS222", ("closed_on",), {"day": str(assessment.closed_on), "today": str(today)})
    if assessment.outcome == "lost" and not assessment.reason:
        yield Found("TAS214", ("outcome",), {})
    to = assessment.lost_to
    if to and assessment.outcome != "lost":
        yield Found("TAS221", ("lost_to",), outcome)
    elif to and to not in assessment.competitors and to not in assessment.competitors.values():
        near = nearest_or_some(to, assessment.competitors)
        yield Found("TAS215", ("lost_to",), {"name": to[:60], "near": near})


def _has_evidence(assessment: Assessment) -> bool:
    return any(answer.evidence for answers in assessment.answers.values() for answer in answers.values())
