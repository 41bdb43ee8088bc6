"""A question bank: the file shape of `questions/*.yaml`, read strictly into a frozen value.

Everything that makes TAS be TAS is data of this shape. Reads no text (see `bank_reading`) and scores nothing.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from .field_types import (
    NOT_APPLICABLE,
    FlagField,
    FormatField,
    IdField,
    IntegerField,
    RatingField,
    Reads,
    Shape,
    WholeField,
    canonical_rating,
    no_entries,
    no_items,
    one_of,
    wrong,
)
from .kinds import CHOICE, COLUMN_KINDS, KINDS, RATING, ROWS, TEXT, QuestionKind
from .local_texts import FILLED, LocalListField, LocalTextField

BANK_ID = r"[A-Za-z_][A-Za-z0-9_]*"
CEL_WORDS = frozenset(
    "true false null in as break const continue else for function if import let loop package namespace"
    " return var void while".split()
)
"""The words of the language of policy rules, which name nothing else there."""
# And the other roots of what a rule can name, and what is shown by its name: a bank would hide them.
RESERVED_BANK_IDS = CEL_WORDS | {"deal", "card", "playbook"}


def _bank_id(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(BANK_ID, value) or value in RESERVED_BANK_IDS:
        raise wrong("TAS131", value=str(value))
    return value


BankIdField = Annotated[str, Reads(_bank_id, {"type": "string", "pattern": f"^{BANK_ID}$"})]


class Option(Shape):
    """One answer of a choice. `points` is None in a bank without a score."""

    id: IdField
    title: LocalTextField
    points: WholeField | None = None


ALL_KINDS: Mapping[str, QuestionKind] = {**KINDS, **COLUMN_KINDS}
KINDS_BY_NAME = [name for name, kind in KINDS.items() if not (kind.find_out or kind.has_rows)]
COLUMNS_BY_NAME = [name for name in COLUMN_KINDS if name != CHOICE.name]
"""The kinds of question and of column that a bank names; others are seen by what a question has."""


class Column(Shape):
    """What every row of a table says: with `options` one of them, else a text, or what `kind` names.

    `counts`: its numbers are the weights of the rows, or scores to be weighed by them and added up.
    """

    id: IdField
    title: LocalTextField
    kind_: Annotated[str, one_of(*COLUMNS_BY_NAME)] | None = Field(alias="kind", default=None)
    counts: Annotated[str, one_of("weight", "score")] | None = None
    options: list[Option] = Field(default_factory=no_items)

    @cached_property
    def asked(self) -> "Question":
        """The column as a question that is asked of each row."""
        kind = None if self.options else self.kind_ or TEXT.name
        return Question.model_construct(id=self.id, title=self.title, kind_=kind, options=self.options)

    @property
    def kind(self) -> QuestionKind:
        """How it is answered."""
        return self.asked.kind


class Question(Shape):
    """A criterion: a *rating* (+ - ? for each party), or with `options` a *choice* (one answer a deal).

    `kind` makes it a *check* (yes, no or a day) or a *text*, `columns` make it *rows*, a table. `proof` says
    what would prove a good answer. `weight` multiplies what an answer counts. Of a rating: `core`, asked in
    the short form too; `not_for`, the parties it is not asked about; `not_contested`, kept out of the lead;
    `own_word`, our own word is evidence enough. Of a check: `field`, the field of the deal that answers it.
    What is `for_customer` may be sent there; all else is ours alone.
    With `allow_na` it may be set aside where it does not concern a deal.
    """

    id: IdField
    title: LocalTextField
    why: LocalTextField | None = None
    ask: LocalListField | None = None
    proof: LocalTextField | None = None
    plus: LocalTextField | None = None
    minus: LocalTextField | None = None
    weight: WholeField = 1
    core: FlagField = False
    not_for: list[IdField] = Field(default_factory=no_items)
    not_contested: FlagField = False
    own_word: FlagField = False
    allow_na: FlagField = False
    kind_: Annotated[str, one_of(*KINDS_BY_NAME)] | None = Field(alias="kind", default=None)
    for_customer: FlagField = False
    field: Annotated[str, one_of("verified")] | None = None
    options: list[Option] = Field(default_factory=no_items)
    columns: list[Column] = Field(default_factory=no_items)

    @cached_property
    def kind(self) -> QuestionKind:
        """What kind of question it is, which knows how it is answered."""
        if self.columns:
            return ROWS
        if self.options:
            return CHOICE
        return ALL_KINDS[self.kind_] if self.kind_ else RATING

    def understood(self, text: str) -> str | None:
        """The answer that a typed text means, of those that it takes; None for a text that is none."""
        if self.allow_na and canonical_rating(text) == NOT_APPLICABLE:
            return NOT_APPLICABLE
        return self.kind.understood(text, self.offers)

    def column(self, id: str) -> Column | None:
        """The column called `id`, or None."""
        return next((column for column in self.columns if column.id == id), None)

    def counted_as(self, what: str) -> list[Column]:
        """The columns that count as a weight, or as a score."""
        return [column for column in self.columns if column.counts == what]

    @cached_property
    def offers(self) -> tuple[str, ...]:
        """The ids of its options."""
        return tuple(option.id for option in self.options)

    @cached_property
    def by_label(self) -> Mapping[str, Option]:
        """Its options by what stands before them and may be typed: their number, counted from 1.

        Where an id is a number itself, the ids, so that no digit can mean two options.
        """
        if any(option.id.isdecimal() for option in self.options):
            return {option.id: option for option in self.options}
        return {str(number): option for number, option in enumerate(self.options, 1)}

    def typed(self, text: str) -> Option | None:
        """The option that a typed text means, by its id or its label; None for none."""
        return self.option(text) or self.by_label.get(text)

    def option(self, id: str | None) -> Option | None:
        """The option called `id`, or None."""
        return next((option for option in self.options if option.id == id), None)

    @cached_property
    def points(self) -> tuple[int, int] | None:
        """Fewest and most points an answer can bring, weighed; None for one that brings none."""
        points = self.points_by_option.values()
        return (min(points) * self.weight, max(points) * self.weight) if points else None

    @cached_property
    def points_by_option(self) -> Mapping[str, int]:
        """The points of each option, not weighed; empty for a rating or a choice without points."""
        return {option.id: option.points for option in self.options if option.points is not None}


class Section(Shape):
    """A key question with its criteria. `short` is its title in a word, `contested`: it counts in the lead.

    A yes needs `+` with evidence in all of `required`, and no `-` in `veto` nor in all of `veto_all`; `-` in
    all of `required` is a no.
    """

    id: IdField
    title: LocalTextField
    short: LocalTextField | None = None
    contested: FlagField = False
    required: list[IdField] = Field(default_factory=no_items)
    veto: list[IdField] = Field(default_factory=no_items)
    veto_all: list[IdField] = Field(default_factory=no_items)
    questions: list[Question] = Field(min_length=1)

    @cached_property
    def ratings(self) -> list[Question]:
        """The questions that are rated by party."""
        return [question for question in self.questions if question.kind.each_party]

    @cached_property
    def contested_ratings(self) -> list[Question]:
        """Those of its ratings that count in the lead over a competitor."""
        return [each for each in self.ratings if not each.not_contested] if self.contested else []


class Thresholds(Shape):
    """A section's verdict is yes when its whole range is above `yes_above`, no when below `no_below`."""

    yes_above: IntegerField = 0
    no_below: IntegerField = 0


class Rival(Shape):
    """Ratings of a competitor that nobody should believe: so many `-` or more, and so many `+` or fewer."""

    minus: WholeField
    plus: WholeField = 0


def _wanted(value: object) -> tuple[str, ...]:
    """The texts that a column may hold: one, or a list of them."""
    texts = value if isinstance(value, list) else [value]
    if texts and all(isinstance(text, str) and text for text in texts):
        return tuple(texts)
    raise wrong("TAS103", wanted="text", value="...")


WantedField = Annotated[
    tuple[str, ...],
    Reads(_wanted, {"anyOf": [FILLED, {"type": "array", "minItems": 1, "items": FILLED}]}),
]


class RowCheck(Shape):
    """What rows must show. With `each` every row that is like that must be like `have`, else some row must.

    `filled` are columns that must say something.
    """

    of: IdField
    each: dict[IdField, WantedField] = Field(default_factory=no_entries)
    have: dict[IdField, WantedField] = Field(default_factory=no_entries)
    filled: list[IdField] = Field(default_factory=no_items)


Form = Annotated[Literal["full", "short"], one_of("full", "short")]
Lean = Annotated[Literal["larger", "none"], one_of("larger", "none")]


_DealField = Annotated[
    Literal["amount", "close_date", "owner"],
    one_of("amount", "close_date", "owner"),
]


class CrossCheck(Shape):
    """What should not be said together. One that fails is a caution in the bank's own words, `say`.

    It asks one thing: when all of `if` hold for us, all of `needs` must (`say_minus` is said where one of
    those is `-`); one of `none` must be `+`; the party `lacks` must be among the competitors; no `rival` may
    look like that; the close date may not lie more than `close_after_days` ahead; `rows` must show something,
    once there are any; all of `ticked` must be; no more than `ticks_at_most` of its checks may be; all of
    `fields` of the deal must say something. `form` limits it to that form, `where` to deals with these
    ratings ("bank.question") of ours, `once` to those that answered one of these. With `no_leave` a verdict
    does not advise to leave.
    """

    id: IdField
    if_: dict[str, RatingField] = Field(alias="if", default_factory=no_entries)
    needs: dict[str, RatingField] = Field(default_factory=no_entries)
    none: list[IdField] = Field(default_factory=no_items)
    lacks: IdField | None = None
    rival: Rival | None = None
    close_after_days: WholeField | None = None
    rows: RowCheck | None = None
    ticked: list[IdField] = Field(default_factory=no_items)
    ticks_at_most: WholeField | None = None
    fields_: list[_DealField] = Field(alias="fields", default_factory=no_items)
    where: dict[str, RatingField] = Field(default_factory=no_entries)
    once: list[IdField] = Field(default_factory=no_items)
    serious: FlagField = False
    form: Form | None = None
    no_leave: FlagField = False
    say: LocalTextField
    say_minus: LocalTextField | None = None


class Warn(Shape):
    """When a mode does not fit the answers: so many items of so many `points` or more, or one of `always`."""

    points: WholeField
    at_least: WholeField = 1
    always: list[IdField] = Field(default_factory=no_items)


class Mode(Shape):
    """A way of working the deal, chosen when the score reaches `from`; a short `form` asks the core only."""

    id: IdField
    title: LocalTextField
    from_: WholeField = Field(alias="from")
    form: Form = "full"
    warn: Warn | None = None
    aim: LocalTextField | None = None
    traits: LocalListField | None = None
    standard: LocalTextField | None = None
    benchmarks: LocalListField | None = None


class Bank(Shape):
    """A whole question bank, as loaded. `lean`: unless it is `none`, half of the doubt lifts the mode."""

    format: FormatField
    id: BankIdField
    version: WholeField
    title: LocalTextField
    sections: list[Section] = Field(min_length=1)
    verdict: Thresholds = Thresholds()
    cross_checks: list[CrossCheck] = Field(default_factory=no_items)
    ask_first: list[IdField] = Field(default_factory=no_items)
    modes: list[Mode] = Field(default_factory=no_items)
    lean: Lean | None = None
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

    @cached_property
    def is_worksheet(self) -> bool:
        """Whether it is filled in and judges nothing: it is walked only where somebody asks for it."""
        judges = self.has_ratings or self.has_points
        return not judges and not all(question.kind.find_out for question in self.by_id.values())

    @cached_property
    def has_core(self) -> bool:
        """Whether some questions are asked in a short form and others are not."""
        return any(question.core for question in self.by_id.values())

    def section_of(self, question: str) -> Section:
        """The section that holds the question. KeyError when the bank has no such question."""
        for section in self.sections:
            if any(each.id == question for each in section.questions):
                return section
        raise KeyError(question)


def question_in(banks: Mapping[str, Bank], bank: str, id: str) -> Question | None:
    """The question of a bank, both by their ids; None where there is no such bank or question."""
    return banks[bank].by_id.get(id) if bank in banks else None


def row_name(question: Question, id: str, said: Mapping[str, str]) -> str:
    """What a row is called: what its first column says, else its id."""
    return next((said[column.id] for column in question.columns[:1] if column.id in said), id)


def rating_bank(banks: Iterable[Bank]) -> Bank | None:
    """The bank whose ratings give a deal its verdict: the first that has any."""
    return next((bank for bank in banks if bank.has_ratings), None)


def mode_bank(banks: Iterable[Bank]) -> Bank | None:
    """The bank whose choices give a deal its mode: the first that has modes."""
    return next((bank for bank in banks if bank.modes), None)
