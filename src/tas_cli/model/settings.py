"""What a `tas.yaml` may say: the settings of a workspace, read strictly into frozen values.

Finds no file (see `workspace`), compiles no policy and loads no banks.
"""

import re
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, cast, get_args

from pydantic import Field, WithJsonSchema

from ..words import LANGUAGES
from .amounts import AMOUNT
from .field_types import (
    FORMAT,
    ID_SCHEMA,
    SCALAR,
    FormatField,
    IdField,
    Reads,
    Shape,
    TextField,
    WholeField,
    is_day,
    no_entries,
    no_items,
    one_of,
    parts_schema,
    text_of,
    wrong,
)
from .import_mapping import ImportMapping

LEVELS = ("off", "warning", "error")


RuleLevel = Literal["error", "warning"]


class Rule(Shape):
    """A policy rule: where `when` holds, `expect` must; both are CEL. `say` is what a reader is told."""

    id: TextField
    when: TextField = "true"
    expect: TextField
    level: Annotated[RuleLevel, one_of("error", "warning")] = "error"
    say: TextField = ""


OwnKind = Literal["text", "number", "date", "options"]
_PLAIN_KINDS = tuple(kind for kind in get_args(OwnKind) if kind != "options")


class OwnField(NamedTuple):
    """A field of a team's own: what kind of text it holds, and of `options` which."""

    kind: OwnKind
    options: tuple[str, ...] = ()

    def takes(self, text: str) -> bool:
        """Whether a file may hold `text` there."""
        if self.kind == "number":
            return AMOUNT.fullmatch(text) is not None
        if self.kind == "date":
            return is_day(text)
        return self.kind == "text" or text in self.options

    def number(self, text: str) -> float:
        """`text` as a number; 0 for none."""
        return float(text) if AMOUNT.fullmatch(text) else 0.0


def _own_field(value: object) -> OwnField:
    """`text`, `number` or `date`; or the options, as `options: [one, two]`."""
    if isinstance(value, str) and value in _PLAIN_KINDS:
        return OwnField(cast(OwnKind, value))
    options = value.get("options") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(options, list) or not options or not all(isinstance(each, str) for each in options):
        raise wrong(
            "TAS103", wanted="own_field", value="..." if isinstance(value, dict | list) else str(value)
        )
    return OwnField("options", tuple(options))


_OWN_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": list(_PLAIN_KINDS)},
        parts_schema("options", {"options": {"type": "array", "minItems": 1, "items": SCALAR}}),
    ]
}
OwnFields = Annotated[
    dict[IdField, Annotated[OwnField, Reads(_own_field, _OWN_SCHEMA)]],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": ID_SCHEMA["pattern"]},
            "additionalProperties": _OWN_SCHEMA,
        }
    ),
]


def _folder(value: object) -> str:
    """A folder of the workspace, named plainly: no way up or out, no pattern."""
    text = text_of(value)
    steps = text.rstrip("/").split("/")
    if not text or any(step in ("", ".", "..") for step in steps) or set(text) & set("*?[]\\:\0"):
        raise wrong("TAS103", wanted="folder", value=text[:60])
    return "/".join(steps)


def _glob(value: object) -> str:
    """A pattern of paths in the workspace; one that leads out of it would match nothing."""
    text = text_of(value)
    steps = text.removeprefix("./").rstrip("/").split("/")
    if not text or any(step in ("", ".", "..") for step in steps) or "\\" in text:
        raise wrong("TAS103", wanted="glob", value=text[:60])
    return "/".join(steps)


_ADDRESS = re.compile(r"https?://[^\s<>\"'\\`]+")


def _address(value: object) -> str:
    """An address of the web; no other kind, for a page makes links of it."""
    text = text_of(value)
    if text and not _ADDRESS.fullmatch(text):
        raise wrong("TAS103", wanted="address", value=text[:60])
    return text.rstrip("/")


def _mail(value: object) -> str:
    """An address of a commit's author; one without @ would be nobody's."""
    text = text_of(value)
    if "@" not in text or text != text.strip():
        raise wrong("TAS103", wanted="mail", value=text[:60])
    return text


@lru_cache
def matcher(globs: tuple[str, ...]) -> re.Pattern[str]:
    """What matches a path in the workspace, with `/`, that one of `globs` means, or that lies below one.

    A pattern without `/` means that name in any folder; `**` is any number of folders.
    """
    return re.compile(f"(?:{'|'.join(map(_regex, globs))})(?:/.*)?", re.DOTALL)


def _regex(glob: str) -> str:
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob if "/" in glob else f"**/{glob}")
    return "".join(signs.get(part) or re.escape(part) for part in parts)


_FolderField = Annotated[str, Reads(_folder, {"type": "string", "minLength": 1})]
_AddressField = Annotated[str, Reads(_address, {"type": "string", "pattern": "^(https?://.*)?$"})]
_MailField = Annotated[str, Reads(_mail, {"type": "string", "pattern": "@"})]
_GlobField = Annotated[str, Reads(_glob, {"type": "string", "minLength": 1})]


class WaiverTerms(Shape):
    """Who may grant exceptions, and for how many days from today at most."""

    by: list[TextField] = Field(min_length=1)
    days: WholeField


def _high(value: object) -> str | tuple[str, ...]:
    """From which number on, or at which options, something is high."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return tuple(value)
    if not isinstance(value, str) or not AMOUNT.fullmatch(value):
        raise wrong("TAS103", wanted="high", value="..." if isinstance(value, dict) else str(value)[:60])
    return value


class SegmentAxis(Shape):
    """An own field that customers are told apart by, and what of it is `high`: a number, or some options."""

    field: IdField
    high: Annotated[
        str | tuple[str, ...],
        Reads(
            _high,
            {
                "anyOf": [
                    {"type": "number", "minimum": 0},
                    {"type": "string", "pattern": f"^{AMOUNT.pattern}$"},
                    {"type": "array", "minItems": 1, "items": SCALAR},
                ]
            },
        ),
    ]

    def fits(self, own: OwnField) -> bool:
        """Whether the field can hold what is high."""
        if isinstance(self.high, str):
            return own.kind == "number"
        return own.kind == "options" and set(self.high) <= set(own.options)

    def is_high(self, text: str) -> bool:
        """Whether what a deal says there is high."""
        if isinstance(self.high, tuple):
            return text in self.high
        return AMOUNT.fullmatch(text) is not None and float(text) >= float(self.high)


class Segments(Shape):
    """By which two own fields customers are segmented: what they may buy, and how much of it is ours."""

    potential: SegmentAxis
    share: SegmentAxis


class Settings(Shape):
    """What a `tas.yaml` may say; everything has a default.

    `findings` maps a built-in finding's id to its level; `stages` (in order), `max_unknown` (by stage: how
    many of our ratings may be unknown) and `max_age_days` tune those with a threshold (docs/findings.md).
    `waivers` says whether exceptions from rules count. `custom` declares the fields of the team's own;
    `import` says how a CRM's exports are read, by a name of the team's own.
    `segments` names the two of them that tell customers apart.
    `exclude` holds patterns of files that are no deals, such as templates; `workspaces` the folders below
    that are workspaces of their own; `repository` is the address at which the forge lets people edit files,
    `agents` are the addresses whose commits may not rate.
    """

    format: FormatField = FORMAT
    us: TextField = ""
    language: Annotated[str, one_of(*LANGUAGES)] = ""
    currency: TextField = ""
    deals: TextField = "deals"
    exclude: list[_GlobField] = Field(default_factory=no_items)
    workspaces: list[_FolderField] = Field(default_factory=no_items)
    questions: list[TextField] = Field(default_factory=no_items)
    banks: list[IdField] = Field(default_factory=lambda: ["tas", "uss"])
    stages: list[TextField] = Field(default_factory=no_items)
    custom: OwnFields = Field(default_factory=no_entries)
    imports: dict[IdField, ImportMapping] = Field(default_factory=no_entries, alias="import")
    segments: Segments | None = None
    max_unknown: dict[str, WholeField] = Field(default_factory=no_entries)
    max_age_days: WholeField = 30
    repository: _AddressField = ""
    policy: list[Rule] = Field(default_factory=no_items)
    waivers: WaiverTerms | None = None
    agents: list[_MailField] = Field(default_factory=no_items)
    findings: dict[str, Annotated[str, one_of(*LEVELS)]] = Field(default_factory=no_entries)
