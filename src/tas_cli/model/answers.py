"""What a file says to one question: ratings by party, one answer or rows, with evidence and a next step.

Knows no question: whether an answer fits its own is judged in `misfits`. Touches no disk and scores nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from ..yamlio.document import one_spelling
from .field_types import (
    DAY_SCHEMA,
    ID,
    ID_SCHEMA,
    NOT_APPLICABLE,
    RATING_SCHEMA,
    RATINGS,
    SCALAR,
    Rating,
    Reads,
    TextReader,
    canonical_rating,
    day_of,
    inside,
    option_of,
    parts_of,
    parts_schema,
    rating_of,
    shown,
    text_of,
    wrong,
)

US = "us"
NOTES = ("evidence", "next_step")

Note = Literal["evidence", "next_step"]
Voice = Literal["customer", "us"]
"""Whose word a piece of evidence is."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Evidence(NamedTuple):
    """How we know: the words, who said them, whose word it is, on which day, and where it is written down."""

    text: str
    who: str = ""
    side: Voice | Literal[""] = ""
    day: date | None = None
    source: str = ""


class NextStep(NamedTuple):
    """What we do next to find out, by which day, and who does it."""

    what: str
    due: date | None = None
    owner: str = ""


RESERVED = frozenset(
    (US, "answer", *NOTES, *Evidence._fields, *NextStep._fields, "note", "date", "by", "status")
)
"""No party can be called like this: words of ours, now or some day."""


Row = Mapping[str, str]
"""What stands in a row of a table, by column, as text."""


class Answer(NamedTuple):
    """What is known about one question: ratings by party, or one answer for the deal, or the rows of a table.

    `answer` is an option's id, a text, "yes", "no" or a day, or "?"; `ratings` maps party to "+", "-" or
    "?", and `evidence` party to how we know, in the order of the file; the next step is ours. `rows` maps the
    id of a row to what its columns say. What nobody said is absent.
    """

    answer: str | None = None
    ratings: Mapping[str, Rating] = NOTHING
    evidence: Mapping[str, Evidence] = NOTHING
    next_step: NextStep | None = None
    rows: Mapping[str, Row] = NOTHING

    def __bool__(self) -> bool:
        return bool(self.answer or self.ratings or self.evidence or self.next_step or self.rows)

    def cell(self, row: str, column: str) -> Answer:
        """What a column of a row says, as an answer of its own."""
        return Answer(self.rows.get(row, NOTHING).get(column))

    def evidence_text(self, party: str = US) -> str:
        """The words of the evidence for a party; "" for none."""
        said = self.evidence.get(party)
        return said.text if said else ""

    @property
    def step_text(self) -> str:
        """What is to be done next; "" for nothing."""
        return self.next_step.what if self.next_step else ""


def competitor_id(name: str, taken: Iterable[str]) -> str:
    """The id for a new competitor called `name`: NFKC, lower case, runs of other characters → `_`."""
    text = unicodedata.normalize("NFKC", name).lower()
    base = one_spelling(re.sub(r"\W+", "_", text).strip("_")) or "competitor"
    used = RESERVED | set(taken)
    id, number = base, 2
    while id in used:
        id, number = f"{base}_{number}", number + 1
    return id


EMPTY = Answer()
_EVIDENCE: Mapping[str, TextReader] = {
    "text": text_of,
    "who": text_of,
    "side": lambda value: option_of(value, get_args(Voice)),
    "day": day_of,
    "source": text_of,
}
_STEP: Mapping[str, TextReader] = {"what": text_of, "due": day_of, "owner": text_of}


@lru_cache(maxsize=1024)
def _is_id(name: str) -> bool:
    """Whether a key of an answer is the id of a party or a row, or one of our own words.

    The same few come again and again. TAS111 for one that is neither.
    """
    if ID.fullmatch(name) and (name not in RESERVED or name == US):
        return True
    if name == "answer" or name in NOTES:
        return False
    raise wrong("TAS111", name=name)


def _answer(value: object) -> Answer:
    """An answer out of plain data: an option alone, or a mapping of ratings by party with notes.

    A map under a name of its own is a row. Written by hand, and not as a model, because there are twenty of
    them in every file.
    """
    if not isinstance(value, dict):
        return _alone(value)
    choice, evidence, step = None, NOTHING, None
    ratings: dict[str, Rating] = {}
    rows: dict[str, Row] = {}
    faults: list[InitErrorDetails] = []
    for name, given in value.items():
        try:
            if _is_id(name):
                if given in RATINGS:
                    ratings[name] = given
                else:
                    _take(name, given, ratings, rows)
            elif name == "answer":
                choice = _option(given)
            elif name == "evidence":
                evidence = evidence_of(given)
            else:
                step = step_of(given)
        except PydanticCustomError as fault:
            if fault.type == "TAS111":
                raise
            faults.append({"type": fault, "loc": (name,), "input": None})
    if faults:
        raise ValidationError.from_exception_data("Answer", faults)
    return Answer(choice, ratings, evidence, step, rows or NOTHING)


def _alone(value: object) -> Answer:
    """An option that stands there without a map."""
    if not isinstance(value, str):
        raise wrong("TAS103", wanted="mapping", value=shown(value))
    return Answer(_option(value))


def _take(name: str, given: Any, ratings: dict[str, Rating], rows: dict[str, Row]) -> None:
    """What stands under an id and is no rating as it is written: a row, or a rating spelled otherwise."""
    if isinstance(given, dict) and name != US:
        if row := _row(given):
            rows[name] = row
    else:
        ratings[name] = rating_of(given)


def _option(value: object) -> str:
    """An option's id in the one spelling, `?` in whatever script it is typed; a text as it stands."""
    return _spelled(text_of(value))


@lru_cache(maxsize=1024)
def _spelled(text: str) -> str:
    if text.isascii() and ID.fullmatch(text):
        return text
    id = one_spelling(text)
    sign = canonical_rating(text)
    return sign if sign in ("?", NOT_APPLICABLE) else id if ID.fullmatch(id) else text


def _row(value: Mapping[str, object]) -> Row:
    """What the columns of a row say; empty ones are absent."""
    found = {}
    for name, given in value.items():
        if not ID.fullmatch(name):
            raise wrong("TAS110", value=name)
        with inside(name):
            text = text_of(given)
        if text:
            found[name] = text
    return found


def evidence_of(value: object) -> Mapping[str, Evidence]:
    """Evidence by party: a text, or a map of its parts, is ours; empty ones are absent."""
    if isinstance(value, str):
        return {US: Evidence(value)} if value else NOTHING
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="evidence", value=shown(value))
    if not value.keys().isdisjoint(_EVIDENCE):
        return {US: Evidence(**said)} if (said := _evidence_parts(value)) else NOTHING
    found = {}
    for party, each in value.items():
        if not ID.fullmatch(party):
            raise wrong("TAS103", wanted="evidence", value=party)
        with inside(party):
            said = {"text": each} if isinstance(each, str) else _evidence_parts(each)
        if said.get("text"):
            found[party] = Evidence(**said)
    return found


def _evidence_parts(value: object) -> dict[str, Any]:
    return parts_of(value, _EVIDENCE, "text", "evidence")


def step_of(value: object) -> NextStep | None:
    """A next step: a text, or a map of its parts; None for an empty one. It is ours, never a competitor's."""
    if isinstance(value, str):
        return NextStep(value) if value else None
    if isinstance(value, dict) and value and value.keys().isdisjoint(_STEP):
        raise wrong("TAS113", value=next(iter(value)))
    said = parts_of(value, _STEP, "what", "next_step")
    return NextStep(**said) if said else None


TEXT_OR_EMPTY_SCHEMA: dict[str, Any] = {"type": [*SCALAR["type"], "null"]}
_WHEN: dict[str, Any] = {"anyOf": [DAY_SCHEMA, {"type": "null"}]}
_STEP_SCHEMA: dict[str, Any] = {
    "anyOf": [
        SCALAR,
        parts_schema("what", {"what": SCALAR, "due": _WHEN, "owner": TEXT_OR_EMPTY_SCHEMA}),
        {"type": "null"},
    ]
}
_SAID = parts_schema(
    "text",
    {
        "text": SCALAR,
        "who": TEXT_OR_EMPTY_SCHEMA,
        "side": {"enum": [*get_args(Voice), None]},
        "day": _WHEN,
        "source": TEXT_OR_EMPTY_SCHEMA,
    },
)
PARTY_SCHEMA: dict[str, Any] = {"pattern": ID_SCHEMA["pattern"]}
_EVIDENCE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        SCALAR,
        _SAID,
        {
            "type": "object",
            "propertyNames": {**PARTY_SCHEMA, "not": {"enum": sorted(Evidence._fields)}},
            "additionalProperties": {"anyOf": [TEXT_OR_EMPTY_SCHEMA, _SAID]},
        },
        {"type": "null"},
    ]
}
_SET_ASIDE: dict[str, Any] = {"type": "string", "pattern": "^\\s*[nN]/[aA]\\s*$"}
_ROW_SCHEMA: dict[str, Any] = {
    "type": "object",
    "propertyNames": PARTY_SCHEMA,
    "additionalProperties": TEXT_OR_EMPTY_SCHEMA,
}
AnswerField = Annotated[
    Answer,
    Reads(
        _answer,
        {
            "anyOf": [
                SCALAR,
                {
                    "type": "object",
                    "properties": {
                        "answer": {"anyOf": [SCALAR, {"type": "null"}]},
                        "evidence": _EVIDENCE_SCHEMA,
                        "next_step": _STEP_SCHEMA,
                    },
                    "propertyNames": {
                        **PARTY_SCHEMA,
                        "not": {"enum": sorted(RESERVED - {US, "answer", *NOTES})},
                    },
                    "additionalProperties": {
                        "anyOf": [*RATING_SCHEMA["anyOf"], _SET_ASIDE, _ROW_SCHEMA, {"type": "null"}]
                    },
                },
                {"type": "null"},
            ]
        },
    ),
]
