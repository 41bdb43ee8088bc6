"""An assessment: one opportunity in one `*.tas.yaml`, read strictly into a frozen value.

Says what the file may hold and how it is laid out when tas writes it. Knows nothing of question banks:
whether an answer fits its question is judged in `answers_fit`. Touches no disk and scores nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import Field, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from .findings import BadFile, Finding
from .shapes import (
    FORMAT,
    ID,
    ID_SCHEMA,
    RATING_SCHEMA,
    RATINGS,
    SCALAR,
    AmountField,
    DayField,
    FlagField,
    FormatField,
    Rating,
    Shape,
    TextField,
    WholeField,
    canonical_rating,
    one_of,
    rating_of,
    syntax_findings,
    text_of,
    validated,
    wrong,
)
from .yamlio import Document, Path, parse

US = "us"
STATUS_QUO = "status_quo"
RESERVED = frozenset("us answer evidence next_step note date by owner source status".split())
MOST_COMPETITORS = 100
"""More are no deal but an attack on whoever has to draw so many columns."""
OUTCOMES = ("open", "won", "lost", "no_decision", "withdrawn")
NOTES = ("evidence", "next_step")

Value = TypeVar("Value")
Outcome = Literal["open", "won", "lost", "no_decision", "withdrawn"]
Note = Literal["evidence", "next_step"]

NOTHING: Mapping[str, Any] = MappingProxyType({})


def _competitors(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="competitors", value="...")
    if len(value) > MOST_COMPETITORS:
        raise wrong("TAS112", n=len(value), most=MOST_COMPETITORS)
    for id, name in value.items():
        if not ID.fullmatch(id) or id in RESERVED:
            raise wrong("TAS110", value=id)
        if not isinstance(name, str):
            raise wrong("TAS103", wanted="text", value=id)
    return dict(value)


_PARTY: dict[str, Any] = {"pattern": ID_SCHEMA["pattern"]}
_TEXT_OR_EMPTY: dict[str, Any] = {"type": [*SCALAR["type"], "null"]}
_NOTE: dict[str, Any] = {
    "anyOf": [
        RATING_SCHEMA,
        SCALAR,
        {"type": "object", "propertyNames": _PARTY, "additionalProperties": _TEXT_OR_EMPTY},
        {"type": "null"},
    ]
}
CompetitorsField = Annotated[
    Mapping[str, str],
    PlainValidator(_competitors),
    WithJsonSchema(
        {
            "type": "object",
            "maxProperties": MOST_COMPETITORS,
            "propertyNames": {**_PARTY, "not": {"enum": sorted(RESERVED)}},
            "additionalProperties": _TEXT_OR_EMPTY,
        }
    ),
]


class Answer(NamedTuple):
    """What is known about one question: ratings by party, or for a choice the option chosen.

    `answer` is an option's id or "?" (a choice only); `ratings` maps party to "+", "-" or "?", in the order
    of the file; `evidence` and `next_step` map party to text. What nobody said is absent.
    """

    answer: str | None = None
    ratings: Mapping[str, Rating] = NOTHING
    evidence: Mapping[str, str] = NOTHING
    next_step: Mapping[str, str] = NOTHING

    def __bool__(self) -> bool:
        return bool(self.answer or self.ratings or self.evidence or self.next_step)


EMPTY = Answer()


@lru_cache(maxsize=1024)
def _means_a_rating(name: str) -> bool:
    """Whether a key of an answer is a party's id, or one of our own words; the same few come again and again.

    TAS111 for one that is neither.
    """
    if ID.fullmatch(name) and (name not in RESERVED or name == US):
        return True
    if name == "answer" or name in NOTES:
        return False
    raise wrong("TAS111", name=name)


def _answer(value: object) -> Answer:
    """An answer out of plain data: an option alone, or a mapping of ratings by party with notes.

    Written by hand, and not as a model, because there are twenty of them in every file.
    """
    if isinstance(value, str):
        return Answer(_option(value))
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="mapping", value="...")
    choice = None
    ratings: dict[str, Rating] = {}
    notes = {"evidence": NOTHING, "next_step": NOTHING}
    faults: list[InitErrorDetails] = []
    for name, given in value.items():
        try:
            if _means_a_rating(name):
                ratings[name] = given if given in RATINGS else rating_of(given)
            elif name == "answer":
                choice = _option(given)
            else:
                notes[name] = _by_party(given)
        except PydanticCustomError as fault:
            if fault.type == "TAS111":
                raise
            faults.append({"type": fault, "loc": (name,), "input": None})
    if faults:
        raise ValidationError.from_exception_data("Answer", faults)
    return Answer(choice, ratings, notes["evidence"], notes["next_step"])


def _option(value: object) -> str:
    """An option's id; `?` in whatever script it is typed."""
    text = text_of(value)
    return "?" if canonical_rating(text) == "?" else text


def _by_party(value: object) -> Mapping[str, str]:
    """Text is ours; a mapping is by party. Empty ones are absent."""
    if isinstance(value, str):
        return {US: value} if value else NOTHING
    if isinstance(value, dict):
        if not all(isinstance(text, str) and ID.fullmatch(party) for party, text in value.items()):
            raise wrong("TAS103", wanted="by_party", value="...")
        return {party: text for party, text in value.items() if text}
    raise wrong("TAS103", wanted="by_party", value="...")


AnswerField = Annotated[
    Answer,
    PlainValidator(_answer),
    WithJsonSchema(
        {
            "anyOf": [
                RATING_SCHEMA,
                SCALAR,
                {
                    "type": "object",
                    "properties": {
                        "answer": {"anyOf": [SCALAR, {"type": "null"}]},
                        "evidence": _NOTE,
                        "next_step": _NOTE,
                    },
                    "propertyNames": {
                        **_PARTY,
                        "not": {"enum": sorted(RESERVED - {US, "answer", *NOTES})},
                    },
                    "additionalProperties": {"anyOf": [*RATING_SCHEMA["anyOf"], {"type": "null"}]},
                },
                {"type": "null"},
            ]
        }
    ),
]


class Assessment(Shape):
    """One opportunity as its file says. Fields nobody filled are "" or None."""

    format: FormatField = FORMAT
    customer: TextField = ""
    opportunity: TextField = ""
    owner: TextField = ""
    stage: TextField = ""
    amount: AmountField | None = None
    currency: TextField = ""
    close_date: DayField | None = None
    assessed_on: DayField | None = None
    verified: FlagField = False
    outcome: Annotated[Outcome, one_of(*OUTCOMES), WithJsonSchema({"enum": list(OUTCOMES)})] = "open"
    closed_on: DayField | None = None
    lost_to: TextField = ""
    reason: TextField = ""
    competitors: CompetitorsField = Field(default_factory=dict)
    banks: dict[str, WholeField] = Field(default_factory=dict)
    answers: dict[str, dict[str, AnswerField]] = Field(default_factory=dict)

    def filled(self) -> Iterator[tuple[str, Any]]:
        """The fields of one value that say something, by name, in the order of the file."""
        for field, nothing in _UNFILLED.items():
            value = getattr(self, field)
            if value != nothing:
                yield field, value

    @property
    def parties(self) -> tuple[str, ...]:
        """`us`, then the declared competitors in the order of the file."""
        return (US, *self.competitors)

    def answer(self, bank: str, question: str) -> Answer:
        """What the file says to a question; an empty Answer when it says nothing."""
        return self.answers.get(bank, {}).get(question, EMPTY)

    def rating(self, bank: str, question: str, party: str = US) -> Rating | None:
        """A party's rating, or None while unrated."""
        return self.answer(bank, question).ratings.get(party)


FIELDS: tuple[str, ...] = tuple(Assessment.model_fields)
SCALARS: tuple[str, ...] = FIELDS[1 : FIELDS.index("competitors")]
_UNFILLED: Mapping[str, object] = {field: Assessment.model_fields[field].default for field in SCALARS}


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
    document = parse(text)
    findings = list(syntax_findings(document, file))
    if findings:
        return Reading(text, document, None, tuple(findings))
    assessment, findings = validated(Assessment, document, file, _known)
    if assessment is not None and document.data is not None:
        findings += [
            Finding("TAS102", "error", file, 1, area="shapes", params={"name": name, "field": name})
            for name in ("customer", "opportunity")
            if not getattr(assessment, name)
        ]
    return Reading(text, document, assessment, tuple(findings))


def usable(reading: Reading) -> Assessment:
    """The assessment of a reading; BadFile with its findings when it cannot be used."""
    if reading.assessment is None:
        raise BadFile(reading.findings)
    return reading.assessment


def _known(path: Path) -> Iterable[str]:
    return FIELDS if not path else ()


def with_fields(assessment: Assessment, **changes: object) -> Assessment:
    """A copy with top-level fields replaced by values of the model's own types."""
    return assessment.model_copy(update=changes)


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


def with_rating(
    assessment: Assessment, bank: str, question: str, party: str, rating: Rating | None
) -> Assessment:
    """A copy in which a party's rating is `rating`, or none."""
    old = assessment.answer(bank, question)
    ratings = {**old.ratings, party: rating} if rating else _without(old.ratings, party)
    return with_answer(assessment, bank, question, old._replace(ratings=ratings))


def with_choice(assessment: Assessment, bank: str, question: str, option: str | None) -> Assessment:
    """A copy in which a choice is answered by an option's id, "?" or nothing."""
    old = assessment.answer(bank, question)
    return with_answer(assessment, bank, question, old._replace(answer=option))


def with_note(
    assessment: Assessment, bank: str, question: str, party: str, note: Note, text: str
) -> Assessment:
    """A copy in which a party's evidence or next step is `text`; empty text removes it."""
    old = assessment.answer(bank, question)
    standing = old.evidence if note == "evidence" else old.next_step
    notes = {**standing, party: text} if text else _without(standing, party)
    new = old._replace(evidence=notes) if note == "evidence" else old._replace(next_step=notes)
    return with_answer(assessment, bank, question, new)


def _without(by_party: Mapping[str, Value], party: str) -> Mapping[str, Value]:
    return {each: value for each, value in by_party.items() if each != party}


def competitor_id(name: str, taken: Iterable[str]) -> str:
    """The id for a new competitor called `name`: NFKC, lower case, runs of other characters → `_`."""
    text = unicodedata.normalize("NFKC", name).lower()
    base = re.sub(r"\W+", "_", text).strip("_") or "competitor"
    used = RESERVED | set(taken)
    id, number = base, 2
    while id in used:
        id, number = f"{base}_{number}", number + 1
    return id
