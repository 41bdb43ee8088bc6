"""What each command can print, and the function that does it: one table, so that no command keeps its own.

A command asks `render`; only what its format needs is imported. Writes nowhere and opens nothing.

    show       Sequence[tuple[card.Judged, Lang]]    text markdown json
    diff       Difference                             text markdown json
    history    history_view.Told                      text markdown json
    banks      model.library.Library                  text json
    bank       model.bank.Bank                        text json
    question   tuple[Bank, Question]                  text
    mode       model.bank.Mode                        text
    check      gate.Checked                           markdown json junit sarif gitlab
    rules      Sequence[policy_seen.Seen]             text json
    facts      Facts                                  text

`width`, `color` and `plain` (no characters beyond ASCII are drawn) are what `output` says of the place where
the result goes; formats for machines take no notice of them. The lines of `check` in text, which come while
it still judges, are `findings_text.of_file`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ..words import Lang

if TYPE_CHECKING:
    from ..changes.folders import Compared
    from ..model.assessment import Assessment
    from ..model.bank import Bank


class Difference(NamedTuple):
    """What `tas diff` found in two files or folders, called `names`: one pair, or all that differ."""

    found: Sequence[Compared]
    names: tuple[str, str]
    is_folder: bool = False


class Facts(NamedTuple):
    """An assessment to be told as one fact a line; `us` is our own name or ""."""

    assessment: Assessment
    banks: Sequence[Bank]
    us: str = ""


class Paper(NamedTuple):
    """How wide a result is laid out, whether in colour, and whether with ASCII alone."""

    width: int = 80
    color: bool = False
    plain: bool = False


Writer = Callable[[Any, Lang, Paper], str]

FORMATS: Mapping[str, Mapping[str, str]] = {
    "show": {"text": "written:show_text", "markdown": "written:show_markdown", "json": "written:show_json"},
    "diff": {"text": "written:diff_text", "markdown": "written:diff_markdown", "json": "written:diff_json"},
    "history": {
        "text": "written:history_text",
        "markdown": "written:history_markdown",
        "json": "written:history_json",
    },
    "banks": {"text": "written:banks_text", "json": "written:banks_json"},
    "bank": {"text": "written:bank_text", "json": "written:bank_json"},
    "question": {"text": "written:question_text"},
    "mode": {"text": "written:mode_text"},
    "check": {name: f"written:check_{name}" for name in ("markdown", "json", "junit", "sarif", "gitlab")},
    "rules": {"text": "written:rules_text", "json": "written:rules_json"},
    "facts": {"text": "written:facts_text"},
}
"""By command and format: the module of this package and the function in it that writes the result."""


def formats_of(command: str) -> tuple[str, ...]:
    """The names of the formats that `command` can print, the usual one first."""
    return tuple(FORMATS[command])


def render(
    command: str,
    format: str,
    value: object,
    lang: Lang,
    *,
    width: int = 80,
    color: bool = False,
    plain: bool = False,
) -> str:
    """`value` as `command` prints it in `format`. KeyError where the table has no such format."""
    module, _, function = FORMATS[command][format].partition(":")
    writer: Writer = getattr(import_module(f".{module}", __package__), function)
    return writer(value, lang, Paper(width, color, plain))
