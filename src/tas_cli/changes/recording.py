"""Answers and fields given as words on a command line, read into changes of an assessment. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import TasError
from ..judging.scoring import applies
from ..model.answers import US, Note
from ..model.assessment import (
    Assessment,
    read_assessment,
    usable,
    with_fields,
    with_note,
    with_value,
)
from ..model.bank import Bank, Question
from ..model.field_types import nearest
from ..model.fields import VALUES
from ..model.kinds import UNKNOWN
from ..model.library import Library
from ..yamlio import quoted


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as given: the question it is for, whose it is, and the answer; None takes it away."""

    bank: Bank
    question: Question
    party: str
    value: str | None


def given(word: str, assessment: Assessment, library: Library) -> Given:
    """`[PARTY:]QUESTION=ANSWER` understood; TasError says what in it names nothing."""
    name, equals, value = word.partition("=")
    if not equals:
        raise TasError("rate.no_answer", word=word)
    party, colon, question = name.rpartition(":")
    bank, id = library.find(question)
    asked = bank.by_id[id]
    party = party if colon else US
    if party not in assessment.parties:
        near = nearest(party, assessment.parties) or ", ".join(assessment.parties)
        raise TasError("rate.no_party", name=party, near=near)
    if not applies(asked, party) or party not in asked.kind.parties(assessment.parties):
        raise TasError("rate.not_for", question=id, party=party)
    return Given(bank, asked, party, _answer(asked, value.strip()))


def _answer(question: Question, value: str) -> str | None:
    meant = question.kind.understood(value, question.offers)
    if value and meant is None:
        offered = " ".join((*question.kind.offered(question.offers), UNKNOWN))
        raise TasError("rate.no_such_answer", value=value, question=question.id, options=offered)
    return meant


def recorded(assessment: Assessment, answer: Given) -> Assessment:
    """A copy with the answer in it."""
    return with_value(assessment, answer.bank.id, answer.question, answer.party, answer.value)


def noted(assessment: Assessment, answer: Given, note: Note, text: str | None) -> Assessment:
    """A copy with a note on the question and party of the answer; None leaves it as it is."""
    if text is None:
        return assessment
    return with_note(assessment, answer.bank.id, answer.question.id, answer.party, note, text.strip())


def with_field(assessment: Assessment, word: str) -> Assessment:
    """A copy with `FIELD=VALUE` set, read as strictly as from a file; an empty VALUE removes the field."""
    name, equals, value = word.partition("=")
    if not equals:
        raise TasError("rate.no_answer", word=word)
    if name not in VALUES:
        raise TasError("rate.no_field", name=name, near=nearest(name, VALUES) or ", ".join(VALUES))
    # Through the reader of files, so that a value is taken here exactly when it would be taken there.
    said = usable(read_assessment(f"{name}: {quoted(value)}\n" if value else "", f"--set {word}"))
    return with_fields(assessment, **{name: getattr(said, name)})
