"""FORMATS: what each command can print, and the function that does it. One table for all of them.

A command asks `render`; only what its format needs is imported. Writes nowhere and opens nothing.

    show       Sequence[tuple[card.Judged, Lang]]      brief: ten lines to paste
    diff       Difference
    history    history.Told
    banks      model.library.Library                   the list of banks
    bank       model.bank.Bank
    question   tuple[Bank, Question]
    mode       model.bank.Mode
    finding    Sequence[str]                           a title and paragraphs
    check      gate.Checked                            without text, whose lines come while it judges:
                                                       `findings.of_file` and `findings.summary`
    statistics gate.Checked                            check --statistics
    rules      Sequence[policy_seen.Seen]              check --explain
    facts      facts.DealFacts                         textconv

`width`, `color` and `plain` (no characters beyond ASCII are drawn) are what `output` says of the place where
the result goes; formats for machines take no notice of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ..words import Lang

if TYPE_CHECKING:
    from ..changes.folders import Compared


class Difference(NamedTuple):
    """What `tas diff` found in two files or folders, called `names`: one pair, or all that differ."""

    found: Sequence[Compared]
    names: tuple[str, str]
    is_folder: bool = False


class Paper(NamedTuple):
    """How wide a result is laid out, whether in colour, and whether with ASCII alone."""

    width: int = 80
    color: bool = False
    plain: bool = False


class Format(NamedTuple):
    """Who writes it: a function of this package, as "module:function", from a value and a language.

    What it makes is the text itself, or with a `layout` the document that this module lays out.
    """

    writer: str
    layout: str = ""


def _laid_out(page: str) -> Mapping[str, Format]:
    return {"text": Format(page, "text"), "markdown": Format(page, "markdown")}


FORMATS: Mapping[str, Mapping[str, Format]] = {
    "show": {
        "text": Format("scorecard_view:page", "scorecard_text"),
        "markdown": Format("scorecard_view:page", "scorecard_markdown"),
        "json": Format("scorecard_json:written"),
    },
    "diff": {**_laid_out("changes:page"), "json": Format("changes_json:written")},
    "history": {**_laid_out("history:page"), "json": Format("history_json:written")},
    "banks": {**_laid_out("banks:listing"), "json": Format("banks:listing_json")},
    "bank": {**_laid_out("banks:page"), "json": Format("banks:bank_json")},
    "question": {"text": Format("banks:criterion", "text")},
    "mode": {"text": Format("banks:mode", "text")},
    "finding": {"text": Format("findings:explained", "text")},
    "check": {
        "markdown": Format("findings:page", "markdown"),
        "json": Format("findings_json:written"),
        "junit": Format("findings_junit:written"),
        "sarif": Format("findings_json:sarif"),
        "gitlab": Format("findings_json:gitlab"),
    },
    "statistics": {**_laid_out("findings:statistics"), "json": Format("findings_json:statistics")},
    "rules": {**_laid_out("policy_seen:page"), "json": Format("policy_seen:as_json")},
    "portfolio": {
        **_laid_out("portfolio_views:page"),
        "json": Format("portfolio_data:written"),
        "jsonl": Format("portfolio_data:lines"),
        "csv": Format("portfolio_data:sheet"),
    },
    "facts": {"text": Format("facts:written")},
}
"""By command and format, the usual one first."""


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
    form = FORMATS[command][format]
    made = _function(form.writer)(value, lang)
    if not form.layout:
        text: str = made
        return text
    laid_out: str = _function(f"{form.layout}:laid_out")(made, Paper(width, color, plain))
    return laid_out


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f".{module}", __package__), name)
    return found
