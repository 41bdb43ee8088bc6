"""Whether the answers of an assessment fit the questions of the banks, as findings. Pure.

What does not fit is kept in the file and reported, never dropped. Judges no deal (see `soundness`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import Param
from ..findings import Finding, Level
from ..model.answers import US, Answer
from ..model.assessment import Assessment, Reading
from ..model.bank import Bank, Question
from ..model.field_types import NOT_APPLICABLE, nearest, nearest_or_some
from ..model.kinds import UNKNOWN
from ..model.settings import OwnField
from .tallies import applies


def fit(reading: Reading, file: str, banks: Mapping[str, Bank]) -> Iterator[Finding]:
    """What in a readable assessment fits no bank, question, option or party."""
    assessment = reading.assessment
    if assessment is None:
        return

    def found(id: str, level: Level, path: tuple[str, ...], **params: Param) -> Finding:
        question = ".".join(path[1:3]) if len(path) >= 3 and path[0] == "answers" else None
        line = reading.document.line(path)
        return Finding(id, level, file, line, params=params, question=question)

    for id, path, params in _too_new(assessment, banks):
        yield found(id, "error", path, **params)
    declared = set(assessment.parties)
    for bank, answers in assessment.answers.items():
        if bank not in banks:
            near = nearest_or_some(bank, banks)
            yield found("TAS121", "warning", ("answers", bank), name=bank, near=near)
            continue
        questions = banks[bank].by_id
        for question, answer in answers.items():
            known = questions.get(question)
            if known is not None and _fits(declared, known, answer):
                continue
            path = ("answers", bank, question)
            if known is None:
                near = nearest(question, questions)
                yield found("TAS120", "warning", path, name=question, bank=bank, near=near)
                continue
            for id, level, step, params in _misfits(assessment, known, answer):
                yield found(id, level, (*path, *step), **params)


def fit_own(reading: Reading, file: str, custom: Mapping[str, OwnField]) -> Iterator[Finding]:
    """What stands under `custom` in a readable assessment and is not declared so by the workspace."""
    for name, text in reading.assessment.custom.items() if reading.assessment else ():
        declared = custom.get(name)
        line = reading.document.line(("custom", name))
        params: dict[str, Param] = {"name": name[:60], "value": text[:60]}
        if declared is None:
            near = nearest_or_some(name, custom)
            yield Finding("TAS127", "error", file, line, params={**params, "near": near})
        elif not declared.takes(text):
            kind = ", ".join(declared.options) or declared.kind
            yield Finding("TAS128", "error", file, line, params={**params, "kind": kind})


def _too_new(
    assessment: Assessment, banks: Mapping[str, Bank]
) -> Iterator[tuple[str, tuple[str, ...], dict[str, Param]]]:
    """Banks that the file answers in a later version than ours."""
    for bank, version in assessment.banks.items():
        if bank in banks and version > banks[bank].version:
            ours = banks[bank].version
            yield "TAS125", ("banks", bank), {"name": bank, "version": version, "ours": ours}


def _fits(declared: set[str], question: Question, answer: Answer) -> bool:
    """Whether there is nothing to look at more closely: true for nearly every answer of many files."""
    choice, ratings, evidence, _, rows = answer
    if rows or (evidence and not evidence.keys() <= declared):
        return False
    if not question.kind.each_party:
        return not ratings and choice is not None and not question.field and _is_answer(question, choice)
    if NOT_APPLICABLE in ratings.values() and not question.allow_na:
        return False
    return choice is None and ratings.keys() <= declared and ratings.keys().isdisjoint(question.not_for)


Misfit = tuple[str, Level, tuple[str, ...], dict[str, Param]]


def _is_answer(question: Question, value: str) -> bool:
    """Whether a file may answer a question so: as the text is understood, and in no other spelling."""
    if value == UNKNOWN or value in question.offers or (question.kind.typed and not question.kind.plain):
        return True
    return question.understood(value) == value


def _misfits(assessment: Assessment, question: Question, answer: Answer) -> Iterator[Misfit]:
    kind = question.kind
    wrong: dict[str, Param] = {"name": question.id, "kind": kind.name}
    if not kind.each_party:
        for party in answer.ratings:
            yield "TAS124", "error", (party,), wrong
    if answer.answer is not None:
        if kind.each_party or kind.has_rows:
            yield "TAS124", "error", ("answer",), wrong
        elif question.field:
            yield "TAS161", "error", ("answer",), {"name": question.id, "field": question.field}
        elif not _is_answer(question, answer.answer):
            yield _no_answer(question, answer.answer, ("answer",))
    for row, said in answer.rows.items():
        if not kind.has_rows:
            yield "TAS124", "error", (row,), wrong
        else:
            yield from _row_misfits(question, row, said)
    yield from _party_misfits(assessment, question, answer)


def _no_answer(question: Question, value: str, step: tuple[str, ...]) -> Misfit:
    """What is no answer, with what would be one."""
    short: dict[str, Param] = {"value": value[:60], "name": question.id}
    if value == NOT_APPLICABLE:
        return "TAS162", "error", step, {"name": question.id}
    if question.options:
        return "TAS123", "error", step, {**short, "options": ", ".join(question.offers)}
    return "TAS129", "error", step, {**short, "kind": question.kind.name}


def _row_misfits(question: Question, row: str, said: Mapping[str, str]) -> Iterator[Misfit]:
    for name, text in said.items():
        column = question.column(name)
        if column is None:
            near = nearest_or_some(name, [each.id for each in question.columns])
            yield "TAS160", "warning", (row, name), {"name": name, "question": question.id, "near": near}
        elif not _is_answer(column.asked, text):
            yield _no_answer(column.asked, text, (row, name))


def _party_misfits(assessment: Assessment, question: Question, answer: Answer) -> Iterator[Misfit]:
    steps: list[tuple[str, ...]] = [(party,) for party in answer.ratings]
    steps += [("evidence", party) for party in answer.evidence if party != US]
    declared = set(assessment.parties)
    for step in steps:
        party = step[-1]
        if party not in declared:
            near = nearest_or_some(party, assessment.parties)
            yield "TAS122", "warning", step, {"name": party, "near": near}
        elif not applies(question, party) and len(step) == 1:
            yield "TAS126", "warning", step, {"name": question.id, "party": party}
        elif len(step) == 1 and answer.ratings[party] == NOT_APPLICABLE and not question.allow_na:
            yield "TAS162", "error", step, {"name": question.id}
