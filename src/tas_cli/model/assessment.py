"""An assessment: one opportunity in one `*.tas.yaml`, read strictly into a frozen value.

Reads a text and makes changed copies; which fields there are says `fields`. Knows nothing of question banks:
whether an answer fits its question is judged in `misfits`. Touches no disk and scores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from ..findings import BadFile, Finding
from ..yamlio.document import Document
from .answers import EMPTY, NOTHING, US, Answer, Evidence, NextStep, Note, Row
from .bank import Question
from .field_types import Rating, read_as
from .fields import VALUES, DealFields
from .kinds import YES, is_ticked

STATUS_QUO = "status_quo"
NEEDED = ("customer", "opportunity")
"""The fields that every deal has."""

Value = TypeVar("Value")


class Assessment(DealFields):
    """One opportunity as its file says. Fields nobody filled are "" or None."""

    def filled(self) -> Iterator[tuple[str, Any]]:
        """The fields of one value that say something, by name, in the order of the file."""
        for name, field in VALUES.items():
            value = getattr(self, name)
            if value != field.nothing:
                yield name, value

    @property
    def parties(self) -> tuple[str, ...]:
        """`us`, then the declared competitors in the order of the file."""
        return (US, *self.competitors)

    def answer(self, bank: str, question: str) -> Answer:
        """What the file says to a question; an empty Answer when it says nothing."""
        return self.answers.get(bank, {}).get(question, EMPTY)

    def answer_to(self, bank: str, question: Question) -> Answer:
        """The same, where a question may be answered by a field of the deal."""
        answer = self.answer(bank, question.id)
        if question.field is None:
            return answer
        return answer._replace(answer=YES if getattr(self, question.field) else None)

    def rating(self, bank: str, question: str, party: str = US) -> Rating | None:
        """A party's rating, or None while unrated."""
        return self.answer(bank, question).ratings.get(party)


class Reading(NamedTuple):
    """A file read: the text, its assessment (None when it cannot be used) and all that is wrong."""

    text: str
    document: Document
    assessment: Assessment | None
    findings: tuple[Finding, ...]


def read_assessment(text: str, file: str) -> Reading:
    """Read `text`; `file` is the name used in findings. Empty text is an assessment nobody filled yet.

    A missing customer or opportunity is a finding, and the assessment is there all the same.
    """
    document, assessment, findings = read_as(Assessment, text, file)
    if assessment is not None and document.data is not None:
        findings += [
            Finding("TAS102", "error", file, 1, params={"name": name, "field": name})
            for name in NEEDED
            if not getattr(assessment, name)
        ]
    return Reading(text, document, assessment, tuple(findings))


def usable(reading: Reading) -> Assessment:
    """The assessment of a reading; BadFile with its findings when it cannot be used."""
    if reading.assessment is None:
        raise BadFile(reading.findings)
    return reading.assessment


def with_fields(assessment: Assessment, **changes: object) -> Assessment:
    """A copy with top-level fields replaced by values of the model's own types."""
    return assessment.model_copy(update=changes)


def without_texts(assessment: Assessment) -> Assessment:
    """A copy without evidence and rows of tables, for adding up many: answers alike are one and the same."""
    answers = {
        bank: {id: _bare(each) for id, each in said.items()} for bank, said in assessment.answers.items()
    }
    return with_fields(assessment, answers=answers)


_seen: dict[object, Answer] = {}


def _bare(answer: Answer) -> Answer:
    """What was answered and is planned; the same value for all that have the same."""
    if answer.next_step or answer.rows:
        return answer._replace(evidence=NOTHING)
    key = (answer.answer, *answer.ratings.items())
    if key not in _seen:
        _seen[key] = Answer(answer.answer, answer.ratings)
    return _seen[key]


def with_answer(assessment: Assessment, bank: str, question: str, answer: Answer) -> Assessment:
    """A copy in which `answer` stands to a question; an empty one removes what stood there."""
    of_bank = dict(assessment.answers.get(bank, {}))
    if answer:
        of_bank[question] = answer
    else:
        of_bank.pop(question, None)
    answers = {**assessment.answers, bank: of_bank}
    if not of_bank:
        del answers[bank]
    return with_fields(assessment, answers=answers)


def with_value(
    assessment: Assessment, bank: str, question: Question, party: str, value: str | None
) -> Assessment:
    """A copy in which `value` is what a question is answered with for a party; None takes the answer away."""
    if question.field is not None:
        return with_fields(assessment, **{question.field: is_ticked(value)})
    answer = assessment.answer(bank, question.id)
    return with_answer(assessment, bank, question.id, question.kind.changed(answer, party, value))


def with_cell(
    assessment: Assessment, bank: str, question: str, row: str, column: str, value: str | None
) -> Assessment:
    """A copy in which a column of a row says `value`, or nothing; a row that says nothing is gone."""
    old = assessment.answer(bank, question)
    said = _without(old.rows.get(row, NOTHING), column)
    said = {**old.rows.get(row, NOTHING), column: value} if value else said
    return with_row(assessment, bank, question, row, said)


def with_row(assessment: Assessment, bank: str, question: str, row: str, said: Row) -> Assessment:
    """A copy in which a row says exactly `said`; nothing takes it away."""
    old = assessment.answer(bank, question)
    rows = {**old.rows, row: said} if said else _without(old.rows, row)
    return with_answer(assessment, bank, question, old._replace(rows=rows))


def with_note(
    assessment: Assessment, bank: str, question: str, party: str, note: Note, text: str
) -> Assessment:
    """A copy in which a party's evidence, or our next step, reads `text`; empty text removes it.

    Who said it and when, or who does it by when, stays: it is the words that were changed.
    """
    old = assessment.answer(bank, question)
    if note == "next_step":
        step = (old.next_step or NextStep(""))._replace(what=text) if text else None
        return with_answer(assessment, bank, question, old._replace(next_step=step))
    said = old.evidence.get(party, Evidence(""))._replace(text=text) if text else None
    return with_evidence(assessment, bank, question, party, said)


def with_evidence(
    assessment: Assessment, bank: str, question: str, party: str, evidence: Evidence | None
) -> Assessment:
    """A copy in which a party's evidence is `evidence`, or none."""
    old = assessment.answer(bank, question)
    found = {**old.evidence, party: evidence} if evidence else _without(old.evidence, party)
    return with_answer(assessment, bank, question, old._replace(evidence=found))


def with_step(assessment: Assessment, bank: str, question: str, step: NextStep | None) -> Assessment:
    """A copy in which our next step on a question is `step`, or none."""
    old = assessment.answer(bank, question)
    return with_answer(assessment, bank, question, old._replace(next_step=step))


def _without(by_party: Mapping[str, Value], party: str) -> Mapping[str, Value]:
    return {each: value for each, value in by_party.items() if each != party}
