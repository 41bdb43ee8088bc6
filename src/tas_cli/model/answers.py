"""What a file says to one question: ratings by party or an option chosen, with evidence and next steps.

Knows no question: whether an answer fits its own is judged in `fit`. Touches no disk and scores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from .field_types import (
    ID,
    ID_SCHEMA,
    RATING_SCHEMA,
    RATINGS,
    SCALAR,
    Rating,
    canonical_rating,
    rating_of,
    text_of,
    wrong,
)

US = "us"
RESERVED = frozenset("us answer evidence next_step note date by owner source status".split())
NOTES = ("evidence", "next_step")

Note = Literal["evidence", "next_step"]

NOTHING: Mapping[str, Any] = MappingProxyType({})

PARTY_SCHEMA: dict[str, Any] = {"pattern": ID_SCHEMA["pattern"]}
TEXT_OR_EMPTY_SCHEMA: dict[str, Any] = {"type": [*SCALAR["type"], "null"]}
_NOTE: dict[str, Any] = {
    "anyOf": [
        SCALAR,
        {"type": "object", "propertyNames": PARTY_SCHEMA, "additionalProperties": TEXT_OR_EMPTY_SCHEMA},
        {"type": "null"},
    ]
}


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
                SCALAR,
                {
                    "type": "object",
                    "properties": {
                        "answer": {"anyOf": [SCALAR, {"type": "null"}]},
                        "evidence": _NOTE,
                        "next_step": _NOTE,
                    },
                    "propertyNames": {
                        **PARTY_SCHEMA,
                        "not": {"enum": sorted(RESERVED - {US, "answer", *NOTES})},
                    },
                    "additionalProperties": {"anyOf": [*RATING_SCHEMA["anyOf"], {"type": "null"}]},
                },
                {"type": "null"},
            ]
        }
    ),
]
