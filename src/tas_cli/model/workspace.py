"""A workspace: the nearest `tas.yaml` going up, read strictly into a frozen value.

Says which settings there are. Compiles no policy (see `policy`) and loads no banks (see `library`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, cast, get_args

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..errors import TasError
from ..findings import BadFile, Finding, Level
from ..storage import files
from ..words import LANGUAGES
from ..yamlio.document import DataPath, Document
from ..yamlio.reading import parse
from .field_types import (
    AMOUNT,
    FORMAT,
    ID_SCHEMA,
    SCALAR,
    FormatField,
    IdField,
    Shape,
    TextField,
    WholeField,
    day_of,
    one_of,
    syntax_findings,
    validated,
    wrong,
)

NAME = "tas.yaml"
LEVELS = ("off", "warning", "error")


def _choice(*options: str) -> Any:
    return Annotated[str, one_of(*options), WithJsonSchema({"enum": list(options)})]


class Rule(Shape):
    """A policy rule: where `when` holds, `expect` must; both are CEL. `say` is what a reader is told."""

    id: TextField
    when: TextField = "true"
    expect: TextField
    level: Annotated[Level, one_of("error", "warning"), WithJsonSchema({"enum": ["error", "warning"]})] = (
        "error"
    )
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
            return _is_day(text)
        return self.kind == "text" or text in self.options

    def number(self, text: str) -> float:
        """`text` as a number; 0 for none."""
        return float(text) if AMOUNT.fullmatch(text) else 0.0


def _is_day(text: str) -> bool:
    try:
        day_of(text)
    except PydanticCustomError:
        return False
    return True


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
        {
            "type": "object",
            "properties": {"options": {"type": "array", "minItems": 1, "items": SCALAR}},
            "additionalProperties": False,
            "required": ["options"],
        },
    ]
}
OwnFields = Annotated[
    dict[IdField, Annotated[OwnField, PlainValidator(_own_field), WithJsonSchema(_OWN_SCHEMA)]],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": ID_SCHEMA["pattern"]},
            "additionalProperties": _OWN_SCHEMA,
        }
    ),
]


class Settings(Shape):
    """What a `tas.yaml` may say; everything has a default.

    `findings` maps a built-in finding's id to its level; `stages` (in order), `max_unknown` (by stage: how
    many of our ratings may be unknown) and `max_age_days` tune those with a threshold (docs/findings.md).
    `custom` declares the fields of the team's own.
    """

    format: FormatField = FORMAT
    us: TextField = ""
    language: _choice(*LANGUAGES) = ""  # type: ignore[valid-type]
    currency: TextField = ""
    deals: TextField = "deals"
    questions: list[TextField] = Field(default_factory=list)
    banks: list[IdField] = Field(default_factory=lambda: ["tas", "uss"])
    stages: list[TextField] = Field(default_factory=list)
    custom: OwnFields = Field(default_factory=dict)
    max_unknown: dict[str, WholeField] = Field(default_factory=dict)
    max_age_days: WholeField = 30
    policy: list[Rule] = Field(default_factory=list)
    findings: dict[str, _choice(*LEVELS)] = Field(default_factory=dict)  # type: ignore[valid-type]


class Workspace(NamedTuple):
    """A workspace: its folder, what its file says, and the document for lines. Without a file, defaults."""

    root: Path | None
    settings: Settings
    document: Document | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def file(self) -> str:
        """The path of its tas.yaml as people know it; "tas.yaml" where there is none."""
        return shown(self.root / NAME) if self.root else NAME

    def line(self, path: DataPath) -> int:
        """The line of a setting in tas.yaml."""
        return self.document.line(path) if self.document else 1

    @property
    def deals(self) -> Path:
        """The default folder of deals. TasError when it lies outside the workspace."""
        root = self.root or Path()
        if not is_inside(root, self.settings.deals):
            raise TasError("check.deals_outside", path=self.settings.deals)
        return root / self.settings.deals


def is_inside(root: Path, name: str) -> bool:
    """Whether `name`, as a workspace gives it, means something in its folder `root`, links followed."""
    return "\0" not in name and (root / name).resolve().is_relative_to(root.resolve())


def shown(path: Path) -> str:
    """`path` as people would type it from here: relative when it is below, else as it is."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def find_workspace(start: str | Path) -> Workspace:
    """The workspace of the file or folder `start`. TasError naming the first fault when it is unusable."""
    workspace = look_for_workspace(start)
    if workspace.findings:
        raise BadFile(workspace.findings)
    return workspace


def look_for_workspace(start: str | Path) -> Workspace:
    """The workspace of `start`, its faults as findings."""
    here = Path.cwd() / start
    for folder in (here, *here.parents):
        if _is_file(folder / NAME):
            return read_workspace(files.read_text(folder / NAME), folder)
    return Workspace(None, Settings())


def _is_file(path: Path) -> bool:
    """Whether there is such a file; no for a path that nobody can ask about (too long, not permitted)."""
    try:
        return path.is_file()
    except OSError:
        return False


def read_workspace(text: str, root: Path) -> Workspace:
    """The workspace in folder `root` whose tas.yaml holds `text`."""
    document = parse(text)
    file = shown(root / NAME)
    findings = list(syntax_findings(document, file))
    settings: Settings | None = None
    if not findings:
        settings, findings = validated(Settings, document, file, _known)
    return Workspace(root, settings or Settings(), document, tuple(findings))


def _known(path: DataPath) -> Iterable[str]:
    return Rule.model_fields if path[:1] == ("policy",) else Settings.model_fields
