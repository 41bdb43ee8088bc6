"""FIELDS: one record for each field of a deal, in the order of the file.

A line of `DealFields` is a field: its name, how its text is read, whose it is and what it means. Layout,
schema, policy, diff, merge and `rate --set` follow from it; its words stand under `changes.field.NAME`.
Reads no file and judges nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from ..yamlio.document import Data, ScalarStyle
from .answers import PARTY_SCHEMA, RESERVED, TEXT_OR_EMPTY_SCHEMA, AnswerField, competitor_id
from .field_types import (
    DAY_SCHEMA,
    FORMAT,
    ID,
    AmountField,
    DayField,
    FlagField,
    FormatField,
    Reads,
    Shape,
    TextField,
    TextReader,
    WholeField,
    WordField,
    day_of,
    inside,
    no_entries,
    one_of,
    parts_of,
    parts_schema,
    shown,
    text_of,
    wrong,
)

_SHOWN_NAMES = 5
MOST_COMPETITORS = 100
"""More are no deal but an attack on whoever has to draw so many columns."""
OUTCOMES = ("open", "won", "lost", "no_decision", "withdrawn")

Outcome = Literal["open", "won", "lost", "no_decision", "withdrawn"]
Whose = Literal["crm", "rep", "tas"]
"""Who says it: the CRM, where there is an import; the rep; or tas itself."""
PolicyType = Literal["text", "number", "flag", "names", "by_name"]


class FieldType(NamedTuple):
    """How a field is written in a file, and what a policy rule sees of it (None: nothing).

    `parts`: it holds values by key, each a fact of its own; `style` is then that of its values.
    """

    name: str
    style: ScalarStyle
    policy: PolicyType | None
    parts: bool = False


TEXT = FieldType("text", "auto", "text")
KEY = FieldType("key", "double", "text")
AMOUNT = FieldType("amount", "bare", "number")
DAY = FieldType("day", "bare", "text")
FLAG = FieldType("flag", "bare", "flag")
FORMAT_NUMBER = FieldType("format", "bare", None)
NAMES = FieldType("names", "auto", "names", parts=True)
TEXTS = FieldType("texts", "auto", "by_name", parts=True)
WAIVERS = FieldType("waivers", "auto", "names", parts=True)
VERSIONS = FieldType("versions", "bare", None, parts=True)
ANSWERS = FieldType("answers", "auto", None)


class DealField(NamedTuple):
    """All there is to know of a field. `texts` are those it can be (none: any); `nothing` its default.

    `group` is the field that it belongs to: what is merged with it, or not at all. What is not
    `for_customer` is never sent there.
    """

    type: FieldType
    whose: Whose
    meaning: str
    texts: tuple[str, ...] = ()
    group: str = ""
    name: str = ""
    nothing: Any = None
    for_customer: bool = False

    @property
    def label(self) -> str:
        """The key of the words for it."""
        return f"changes.field.{self.name}"

    @property
    def policy_type(self) -> PolicyType | None:
        """What a policy rule sees of it; None for nothing."""
        return self.type.policy

    def seen(self, value: Any) -> object:
        """`value` as a policy rule sees it: an absent text or day is "", an absent amount 0."""
        match self.type.policy:
            case "text":
                return "" if value is None else str(value)
            case "number":
                return float(value or 0)
            case "names":
                return list(value)
            case "by_name":
                return dict(value)
        return value


class Waiver(NamedTuple):
    """An exception that somebody granted from a rule or a finding: to which day (included), who, and why."""

    until: date
    by: str = ""
    reason: str = ""


def plain(value: object) -> Data:
    """A value as plain data of a file: what has parts as a map of those it has, all else as text."""
    return {**parts_as_text(value)} if isinstance(value, tuple) else plain_text(value)


def parts_as_text(value: Any) -> dict[str, str]:
    """The parts that a value has (evidence, a next step, a waiver), by name; none for None."""
    parts = value._asdict() if value else {}
    return {name: plain_text(part) or "" for name, part in parts.items() if part not in (None, "")}


def plain_text(value: object) -> str | None:
    """A value as the text that a file holds; None for what is absent."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case tuple():
            return ", ".join(filter(None, map(plain_text, value)))
    return str(value)


def _as_a_map(names: list[object]) -> str:
    """A list of competitors as the map that it should be; as an example where they are no texts."""
    from ..yamlio.writing import is_plain, quoted  # which only a file with this fault needs

    ids: dict[str, str] = {}
    for name in names[:_SHOWN_NAMES]:
        if isinstance(name, str) and name.strip():
            ids[competitor_id(name, ids)] = (
                name if is_plain(name) and not set(name) & set(",[]{}:") else quoted(name)
            )
    entries = [f"{id}: {name}" for id, name in ids.items()] or ["x_sys: X-Sys"]
    more = ["..."] if len(names) > _SHOWN_NAMES else []
    return "competitors: {" + ", ".join([*entries, *more]) + "}"


def _competitors(value: object) -> Mapping[str, str]:
    if isinstance(value, list):
        raise wrong("TAS114", cure=_as_a_map(value))
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="competitors", value=shown(value))
    if len(value) > MOST_COMPETITORS:
        raise wrong("TAS112", n=len(value), most=MOST_COMPETITORS)
    for id, name in value.items():
        if not ID.fullmatch(id) or id in RESERVED:
            raise wrong("TAS110", value=id)
        if not isinstance(name, str):
            raise wrong("TAS103", wanted="text", value=id)
    return dict(value)


CompetitorsField = Annotated[
    Mapping[str, str],
    Reads(
        _competitors,
        {
            "type": "object",
            "maxProperties": MOST_COMPETITORS,
            "propertyNames": {**PARTY_SCHEMA, "not": {"enum": sorted(RESERVED)}},
            "additionalProperties": TEXT_OR_EMPTY_SCHEMA,
        },
    ),
]


_WAIVER: Mapping[str, TextReader] = {"until": day_of, "by": text_of, "reason": text_of}


def _waiver(value: object) -> Waiver:
    said = parts_of(value, _WAIVER, "until", "waiver")
    if not said:
        raise wrong("TAS103", wanted="waiver", value=shown(value))
    return Waiver(**said)


def _custom(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="custom", value=shown(value))
    for name, text in value.items():
        if not ID.fullmatch(name):
            raise wrong("TAS110", value=name)
        with inside(name):
            text_of(text)
    return {name: text for name, text in value.items() if text}


CustomField = Annotated[
    Mapping[str, str],
    Reads(
        _custom,
        {"type": "object", "propertyNames": PARTY_SCHEMA, "additionalProperties": TEXT_OR_EMPTY_SCHEMA},
    ),
]
WaiverField = Annotated[
    Waiver,
    Reads(
        _waiver,
        parts_schema(
            "until", {"until": DAY_SCHEMA, "by": TEXT_OR_EMPTY_SCHEMA, "reason": TEXT_OR_EMPTY_SCHEMA}
        ),
    ),
]
WaiversField = dict[str, WaiverField]
OutcomeField = Annotated[Outcome, one_of(*OUTCOMES)]
BanksField = dict[str, WholeField]
AnswersField = dict[str, dict[str, AnswerField]]


class DealFields(Shape):
    """What a file can say of one opportunity. Fields nobody filled are "" or None."""

    format: Annotated[FormatField, DealField(FORMAT_NUMBER, "tas", "Version of this file's layout.")] = FORMAT
    customer: Annotated[TextField, DealField(TEXT, "crm", "Whose opportunity it is.", for_customer=True)] = ""
    opportunity: Annotated[TextField, DealField(TEXT, "crm", "What they may buy.", for_customer=True)] = ""
    owner: Annotated[TextField, DealField(TEXT, "crm", "Who works the deal.", for_customer=True)] = ""
    stage: Annotated[
        TextField, DealField(TEXT, "crm", "Where the deal stands; the workspace lists its stages.")
    ] = ""
    amount: Annotated[AmountField | None, DealField(AMOUNT, "crm", "Digits, decimals allowed.")] = None
    currency: Annotated[
        TextField, DealField(TEXT, "crm", "What the amount is counted in.", group="amount")
    ] = ""
    close_date: Annotated[
        DayField | None, DealField(DAY, "crm", "When the order is expected, YYYY-MM-DD.")
    ] = None
    assessed_on: Annotated[
        DayField | None, DealField(DAY, "tas", "The day of the last rating session, YYYY-MM-DD.")
    ] = None
    verified: Annotated[
        FlagField, DealField(FLAG, "rep", "Whether a visit has confirmed the scoring form.")
    ] = False
    crm_id: Annotated[TextField, DealField(KEY, "crm", "The CRM's own key of the opportunity.")] = ""
    custom: Annotated[
        CustomField, DealField(TEXTS, "crm", "The team's own fields, as the workspace declares them.")
    ] = Field(default_factory=no_entries)
    waivers: Annotated[
        WaiversField, DealField(WAIVERS, "rep", "Exceptions granted, by the id of the rule or finding.")
    ] = Field(default_factory=no_entries)
    outcome: Annotated[OutcomeField, DealField(TEXT, "crm", "How it ended, or open.", OUTCOMES)] = "open"
    closed_on: Annotated[
        DayField | None, DealField(DAY, "crm", "When it ended, YYYY-MM-DD.", group="outcome")
    ] = None
    lost_to: Annotated[
        WordField, DealField(TEXT, "rep", "The id of the competitor who won.", group="outcome")
    ] = ""
    reason: Annotated[TextField, DealField(TEXT, "crm", "Why it ended as it did.", group="outcome")] = ""
    competitors: Annotated[
        CompetitorsField, DealField(NAMES, "rep", "Names by id; status_quo is doing nothing.")
    ] = Field(default_factory=no_entries)
    banks: Annotated[
        BanksField, DealField(VERSIONS, "tas", "The version of each question bank that was answered.")
    ] = Field(default_factory=no_entries)
    answers: Annotated[AnswersField, DealField(ANSWERS, "rep", "Answers by bank and question.")] = Field(
        default_factory=no_entries
    )


def _records() -> Iterator[DealField]:
    for name, made in DealFields.model_fields.items():
        record = next(each for each in made.metadata if isinstance(each, DealField))
        yield record._replace(name=name, nothing=made.get_default(call_default_factory=True))


FIELDS: Mapping[str, DealField] = {record.name: record for record in _records()}
"""By name, in the order of the file."""

SENDABLE: tuple[str, ...] = tuple(name for name, each in FIELDS.items() if each.for_customer)
"""The fields that may be sent to the customer."""

VALUES: Mapping[str, DealField] = {
    name: each for name, each in FIELDS.items() if not each.type.parts and name not in ("format", "answers")
}
"""The fields of one value, each a fact of its own; what `rate --set` can set."""

PARTS: tuple[str, ...] = tuple(name for name, each in FIELDS.items() if each.type.parts)
"""The fields that hold values by key."""
