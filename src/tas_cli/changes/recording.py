"""Answers and fields given as words on a command line, read into changes of an assessment. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import TasError
from ..judging.tallies import applies
from ..model.answers import RESERVED, US, Answer, Evidence, NextStep
from ..model.assessment import (
    NEEDED,
    Assessment,
    read_assessment,
    usable,
    with_cell,
    with_evidence,
    with_fields,
    with_row,
    with_step,
    with_value,
)
from ..model.bank import Bank, Question
from ..model.field_types import ID, nearest, nearest_or_some
from ..model.fields import VALUES
from ..model.kinds import UNKNOWN
from ..model.library import Library
from ..model.settings import OwnField, Settings
from ..yamlio.document import one_spelling
from ..yamlio.writing import quoted


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as given: the question it is for, whose it is, and the answer; None takes it away.

    In a table it stands in a `row` and its `column`; without a column it is about the whole row.
    """

    bank: Bank
    question: Question
    party: str
    value: str | None
    row: str = ""
    column: str = ""


def all_given(words: Sequence[str], assessment: Assessment, library: Library) -> list[Given]:
    """The answers that words give, each once; TasError says what in them names nothing."""
    found: dict[tuple[str, ...], Given] = {}
    for word in words:
        answer = given(word, assessment, library)
        cell = (answer.bank.id, answer.question.id, answer.party, answer.row, answer.column)
        if cell in found:
            raise TasError("rate.twice", name=word.partition("=")[0])
        found[cell] = answer
    return list(found.values())


def given(word: str, assessment: Assessment, library: Library) -> Given:
    """`[PARTY:]QUESTION=ANSWER`, or `QUESTION/ROW.COLUMN=ANSWER`, understood.

    TasError says what in it names nothing.
    """
    name, equals, value = word.partition("=")
    if not equals:
        raise TasError("rate.no_answer", word=word)
    party, colon, place = one_spelling(name).rpartition(":")
    question, slash, at = place.partition("/")
    bank, id = library.find(question)
    asked = bank.by_id[id]
    if asked.kind.has_rows or slash:
        return _in_table(bank, asked, at, value.strip())
    party = party if colon else US
    if party not in assessment.parties:
        near = nearest(party, assessment.parties) or ", ".join(assessment.parties)
        raise TasError("rate.no_party", name=party, near=near)
    if not applies(asked, party) or party not in asked.kind.parties(assessment.parties):
        raise TasError("rate.not_for", question=id, party=party)
    return Given(bank, asked, party, _answer(asked, value.strip()))


def _in_table(bank: Bank, question: Question, at: str, value: str) -> Given:
    """What is given for a column of a row; an empty value for a row alone takes the row away."""
    row, dot, column = at.partition(".")
    if not question.columns:
        raise TasError("rate.no_rows", question=question.id)
    columns = [each.id for each in question.columns]
    if not row or (value and not dot):
        raise TasError("rate.which_row", question=question.id, column=columns[0], columns=", ".join(columns))
    if not ID.fullmatch(row) or row in RESERVED:
        raise TasError("rate.no_row_id", name=row)
    if not dot:
        return Given(bank, question, US, None, row)
    asked = question.column(column)
    if asked is None:
        near = nearest_or_some(column, columns)
        raise TasError("rate.no_column", question=question.id, name=column, near=near)
    return Given(bank, question, US, _answer(asked.asked, value), row, column)


def _answer(question: Question, value: str) -> str | None:
    meant = question.understood(value)
    if value and meant is None:
        raise not_understood(question, value)
    return meant


def not_understood(question: Question, value: str) -> TasError:
    """What to say of a text that is no answer to a question, with those that are."""
    offered = " ".join((*question.kind.offered(question.offers), UNKNOWN))
    key = question.kind.name if question.kind.plain or question.kind.ticked else ""
    id = f"rate.no_such_answer.{key}" if key else "rate.no_such_answer"
    return TasError(id, value=value, question=question.id, options=offered)


def recorded(assessment: Assessment, answer: Given) -> Assessment:
    """A copy with the answer in it."""
    if answer.row:
        place = answer.bank.id, answer.question.id, answer.row
        if not answer.column:
            return with_row(assessment, *place, {})
        return with_cell(assessment, *place, answer.column, answer.value)
    return with_value(assessment, answer.bank.id, answer.question, answer.party, answer.value)


@dataclass(frozen=True, slots=True)
class AnswerNotes:
    """What is given for each answer beside it: how we know and who said so, what to do next, who and when.

    None is not given, the empty text takes away what stands there.
    """

    evidence: str | None = None
    said_by: str | None = None
    side: str | None = None
    step: str | None = None
    due: str | None = None
    by: str | None = None

    @property
    def given(self) -> bool:
        """Whether there is anything to note."""
        return any(each is not None for each in (*self.of_evidence, *self.of_step))

    @property
    def of_evidence(self) -> tuple[str | None, ...]:
        """What is given of evidence."""
        return self.evidence, self.said_by, self.side

    @property
    def of_step(self) -> tuple[str | None, ...]:
        """What is given of the next step."""
        return self.step, self.due, self.by


def noted(assessment: Assessment, answer: Given, notes: AnswerNotes) -> Assessment:
    """A copy with notes on the question and party of an answer.

    Other words are other evidence: nobody said them yet. The same words keep what is known about them.
    """
    bank, question, party = answer.bank.id, answer.question.id, answer.party
    if answer.row and notes.given:
        raise TasError("rate.no_note_on_row")
    standing = assessment.answer(bank, question)
    if any(each is not None for each in notes.of_evidence):
        told = standing.evidence.get(party) or Evidence("")
        evidence = _evidence(notes, told if notes.evidence in (None, told.text) else Evidence(""))
        assessment = with_evidence(assessment, bank, question, party, evidence)
    if any(each is not None for each in notes.of_step):
        plan = standing.next_step or NextStep("")
        step = _step(notes, plan if notes.step in (None, plan.what) else NextStep(""))
        assessment = with_step(assessment, bank, question, step)
    return assessment


def _evidence(notes: AnswerNotes, told: Evidence) -> Evidence | None:
    text = told.text if notes.evidence is None else notes.evidence.strip()
    if not text and (notes.said_by or notes.side):
        raise TasError("rate.said_what")
    who = told.who if notes.said_by is None else notes.said_by.strip()
    side = told.side
    if notes.side is not None:
        side = _read("evidence", "text", "side", notes.side).evidence[US].side
    return told._replace(text=text, who=who, side=side) if text else None


def _step(notes: AnswerNotes, plan: NextStep) -> NextStep | None:
    what = plan.what if notes.step is None else notes.step.strip()
    if not what and (notes.due or notes.by):
        raise TasError("rate.do_what")
    due = plan.due
    if notes.due is not None:
        read = _read("next_step", "what", "due", notes.due).next_step
        due = read.due if read else None
    owner = plan.owner if notes.by is None else notes.by.strip()
    return NextStep(what, due, owner) if what else None


def _read(note: str, words: str, part: str, value: str) -> Answer:
    """A part of a note, through the reader of files: taken here exactly when it would be taken there."""
    text = f"answers: {{q: {{q: {{{note}: {{{words}: x, {part}: {quoted(value) if value else ''}}}}}}}}}"
    return usable(read_assessment(text, f"--{part} {value}")).answer("q", "q")


def with_each(assessment: Assessment, words: Sequence[str], settings: Settings) -> Assessment:
    """A copy with every `FIELD=VALUE` set; TasError where one field is given twice."""
    names = [one_spelling(word.partition("=")[0]) for word in words]
    for name in names:
        if names.count(name) > 1:
            raise TasError("rate.set_twice", name=name)
    for word in words:
        assessment = with_field(assessment, word, settings)
    return assessment


def with_field(assessment: Assessment, word: str, settings: Settings) -> Assessment:
    """A copy with `FIELD=VALUE` set, read as strictly as from a file; an empty VALUE removes the field.

    The team's own are set as custom.NAME; a stage is one of the team's, where it lists them.
    """
    name, equals, value = word.partition("=")
    if not equals:
        raise TasError("rate.no_answer", word=word)
    if name.startswith("custom."):
        return _with_own(
            assessment, one_spelling(name.removeprefix("custom.")), value.strip(), settings.custom
        )
    if name not in VALUES:
        raise TasError("rate.no_field", name=name, near=nearest(name, VALUES) or ", ".join(VALUES))
    if not value and name in NEEDED:
        raise TasError("rate.needed", name=name)
    # Through the reader of files, so that a value is taken here exactly when it would be taken there.
    said = usable(read_assessment(f"{name}: {quoted(value)}\n" if value else "", f"--set {word}"))
    if name == "stage" and _is_strange(said.stage, settings):
        near, known = nearest(said.stage, settings.stages), ", ".join(settings.stages)
        raise TasError("rate.no_stage", name=said.stage, near=near, known=known)
    return with_fields(assessment, **{name: getattr(said, name)})


def _is_strange(stage: str, settings: Settings) -> bool:
    """Whether the gate would stop a deal in that stage."""
    return bool(stage and settings.stages and settings.findings.get("TAS206") != "off") and (
        stage not in settings.stages
    )


def _with_own(assessment: Assessment, name: str, value: str, custom: Mapping[str, OwnField]) -> Assessment:
    if name not in custom:
        raise TasError("rate.no_own_field", name=name, near=nearest_or_some(name, custom))
    if value and not custom[name].takes(value):
        kind = ", ".join(custom[name].options) or custom[name].kind
        raise TasError("rate.own_value", name=name, value=value, kind=kind)
    others = {each: text for each, text in assessment.custom.items() if each != name or value}
    return with_fields(assessment, custom={**others, name: value} if value else others)
