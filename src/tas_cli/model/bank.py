"""A question bank: the file shape of `questions/*.yaml`, read strictly into a frozen value.

Everything that makes TAS be TAS is data of this shape. Finds no files (see `library`) and scores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from ..errors import Param
from ..findings import Finding
from ..words import LANGUAGES, Lang
from ..yamlio.document import DataPath, Document
from ..yamlio.reading import parse
from .field_types import (
    SCALAR,
    FlagField,
    FormatField,
    IdField,
    IntegerField,
    RatingField,
    Shape,
    WholeField,
    syntax_findings,
    validated,
    wrong,
)
from .kinds import CHOICE, RATING, QuestionKind

LocalText = str | Mapping[str, str]
LocalList = list[str] | Mapping[str, list[str]]
BANK_ID = r"[A-Za-z_][A-Za-z0-9_]*"
# The other roots of what a policy rule can name, and the words of its language: a bank would hide them.
RESERVED_BANK_IDS = frozenset(
    "deal card"
    " true false null in as break const continue else for function if import let loop package namespace"
    " return var void while".split()
)


def _local_text(value: object) -> LocalText:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, dict) and value and all(isinstance(text, str) and text for text in value.values()):
        return value
    raise wrong("TAS103", wanted="local", value="...")


def _local_list(value: object) -> LocalList:
    lists = value.values() if isinstance(value, dict) else [value]
    if lists and all(
        isinstance(items, list) and items and all(isinstance(i, str) for i in items) for items in lists
    ):
        return value  # type: ignore[return-value]
    raise wrong("TAS103", wanted="local_list", value="...")


def _bank_id(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(BANK_ID, value) or value in RESERVED_BANK_IDS:
        raise wrong("TAS131", value=str(value))
    return value


_FILLED: dict[str, Any] = {**SCALAR, "minLength": 1}
_TEXT: dict[str, Any] = {
    "anyOf": [
        _FILLED,
        {"type": "object", "minProperties": 1, "additionalProperties": _FILLED},
    ]
}
_STRINGS: dict[str, Any] = {"type": "array", "minItems": 1, "items": SCALAR}
_LIST: dict[str, Any] = {
    "anyOf": [_STRINGS, {"type": "object", "minProperties": 1, "additionalProperties": _STRINGS}]
}
LocalTextField = Annotated[LocalText, PlainValidator(_local_text), WithJsonSchema(_TEXT)]
LocalListField = Annotated[LocalList, PlainValidator(_local_list), WithJsonSchema(_LIST)]
BankIdField = Annotated[
    str, PlainValidator(_bank_id), WithJsonSchema({"type": "string", "pattern": f"^{BANK_ID}$"})
]


def text_in(text: LocalText | None, lang: Lang) -> str:
    """`text` in `lang`; in English, or whatever there is, when nobody wrote it in `lang`; "" for None."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(lang) or text.get(LANGUAGES[0]) or next(iter(text.values()))


def list_in(texts: LocalList | None, lang: Lang) -> list[str]:
    """`texts` in `lang`, by the same rule as `text_in`."""
    if texts is None or isinstance(texts, list):
        return texts or []
    return texts.get(lang) or texts.get(LANGUAGES[0]) or next(iter(texts.values()))


class Option(Shape):
    """One answer of a choice. `points` is None in a bank without a score."""

    id: IdField
    title: LocalTextField
    points: WholeField | None = None


class Question(Shape):
    """A criterion: a *rating* (+ - ? for each party), or with `options` a *choice* (one answer a deal)."""

    id: IdField
    title: LocalTextField
    why: LocalTextField | None = None
    ask: LocalListField | None = None
    plus: LocalTextField | None = None
    minus: LocalTextField | None = None
    weight: WholeField = 1
    not_for: list[IdField] = Field(default_factory=list)
    options: list[Option] = Field(default_factory=list)

    @property
    def kind(self) -> QuestionKind:
        """What kind of question it is, which knows how it is answered."""
        return CHOICE if self.options else RATING

    @property
    def offers(self) -> list[str]:
        """The ids of its options."""
        return [option.id for option in self.options]

    def option(self, id: str | None) -> Option | None:
        """The option called `id`, or None."""
        return next((option for option in self.options if option.id == id), None)

    @cached_property
    def points(self) -> tuple[int, int] | None:
        """Fewest and most points an answer can bring; None for a rating or a choice without points."""
        points = [option.points for option in self.options if option.points is not None]
        return (min(points), max(points)) if points else None


class Section(Shape):
    """A key question with its criteria. `contested`: counts in the lead over a competitor."""

    id: IdField
    title: LocalTextField
    contested: FlagField = False
    required: list[IdField] = Field(default_factory=list)
    questions: list[Question] = Field(min_length=1)

    @cached_property
    def ratings(self) -> list[Question]:
        """The questions that are rated by party."""
        return [question for question in self.questions if question.kind.each_party]


class Thresholds(Shape):
    """A section's verdict is yes when its whole range is above `yes_above`, no when below `no_below`."""

    yes_above: IntegerField = 0
    no_below: IntegerField = 0


class CrossCheck(Shape):
    """When all of `if` hold for us, all of `needs` must; else `say` is a caution."""

    id: IdField
    if_: dict[str, RatingField] = Field(alias="if", min_length=1)
    needs: dict[str, RatingField] = Field(min_length=1)
    say: LocalTextField


class Mode(Shape):
    """A way of working the deal, chosen when the score reaches `from`."""

    id: IdField
    title: LocalTextField
    from_: WholeField = Field(alias="from")
    warn_at_points: WholeField | None = None
    aim: LocalTextField | None = None
    traits: LocalListField | None = None
    standard: LocalTextField | None = None
    benchmarks: LocalListField | None = None


class Bank(Shape):
    """A whole question bank, as loaded."""

    format: FormatField
    id: BankIdField
    version: WholeField
    title: LocalTextField
    sections: list[Section] = Field(min_length=1)
    verdict: Thresholds = Thresholds()
    cross_checks: list[CrossCheck] = Field(default_factory=list)
    modes: list[Mode] = Field(default_factory=list)
    notes: LocalTextField | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Its questions by id, in the order of the bank."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def has_ratings(self) -> bool:
        """Whether it rates parties (and so has section verdicts and leads)."""
        return any(question.kind.each_party for question in self.by_id.values())

    @cached_property
    def has_points(self) -> bool:
        """Whether its choices bring points (and so it has a score)."""
        return any(question.points for question in self.by_id.values())

    def section_of(self, question: str) -> Section:
        """The section that holds the question. KeyError when the bank has no such question."""
        for section in self.sections:
            if any(each.id == question for each in section.questions):
                return section
        raise KeyError(question)


def rating_bank(banks: Iterable[Bank]) -> Bank | None:
    """The bank whose ratings give a deal its verdict: the first that has any."""
    return next((bank for bank in banks if bank.has_ratings), None)


def mode_bank(banks: Iterable[Bank]) -> Bank | None:
    """The bank whose choices give a deal its mode: the first that has modes."""
    return next((bank for bank in banks if bank.modes), None)


def read_bank(text: str, file: str) -> tuple[Bank | None, list[Finding]]:
    """The bank that `text` holds, or None, with what is wrong in it (all errors)."""
    document = parse(text)
    flaws = list(syntax_findings(document, file))
    if flaws:
        return None, flaws
    bank, findings = validated(Bank, document, file, _known)
    if bank is not None:
        findings = list(_contradictions(bank, document, file))
    return (None if findings else bank), findings


_SHAPES: Mapping[str, type[Shape]] = {
    "sections": Section,
    "questions": Question,
    "options": Option,
    "cross_checks": CrossCheck,
    "modes": Mode,
    "verdict": Thresholds,
}


def _known(path: DataPath) -> Iterable[str]:
    named = [step for step in path if isinstance(step, str)]
    shape = _SHAPES.get(named[-1], Bank) if named else Bank
    return [field.alias or name for name, field in shape.model_fields.items()]


Fault = tuple[DataPath, str, dict[str, Param]]


def _contradictions(bank: Bank, document: Document, file: str) -> Iterator[Finding]:
    """What a bank says that cannot be meant: names that exist twice or not at all, modes out of order."""
    for path, id, params in (*_twice(bank), *_unknown_names(bank), *_mode_faults(bank)):
        yield Finding(id, "error", file, document.line(path), params=params)


def _twice(bank: Bank) -> Iterator[Fault]:
    seen: set[str] = set()
    for s, section in enumerate(bank.sections):
        for q, question in enumerate(section.questions):
            at = ("sections", s, "questions", q)
            options = [option.id for option in question.options]
            if question.id in seen:
                yield (*at, "id"), "TAS132", {"name": question.id}
            if len(set(options)) < len(options) or "?" in options:
                yield (*at, "options"), "TAS132", {"name": question.id}
            if 0 < sum(option.points is None for option in question.options) < len(options):
                yield (*at, "options"), "TAS133", {"name": question.id}
            seen.add(question.id)


def _unknown_names(bank: Bank) -> Iterator[Fault]:
    for s, section in enumerate(bank.sections):
        here = {question.id for question in section.ratings}
        for r, name in enumerate(section.required):
            if name not in here:
                yield ("sections", s, "required", r), "TAS134", {"name": name}
    ratings = {question.id for question in bank.by_id.values() if question.kind.each_party}
    for c, check in enumerate(bank.cross_checks):
        for field, names in (("if", check.if_), ("needs", check.needs)):
            for name in names:
                if name not in ratings:
                    yield ("cross_checks", c, field, name), "TAS134", {"name": name}


def _mode_faults(bank: Bank) -> Iterator[Fault]:
    starts = [mode.from_ for mode in bank.modes]
    if starts != sorted(set(starts)):
        yield ("modes",), "TAS135", {}
    if bank.modes and not bank.has_points:
        yield ("modes",), "TAS136", {}
