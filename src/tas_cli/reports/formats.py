"""FORMATS: what each command can print, and the function that does it. One table for all of them.

A command asks `render`; only what its format needs is imported. Writes nowhere and opens nothing.

    show       Sequence[tuple[ScoredDeal, Lang]]       brief: ten lines to paste
    plan       Sequence[tuple[plan_parts.PlannedDeal, Lang]]
    sheet      customer_sheet.Sheet                plan --for customer
    letter     customer_sheet.LetterToWrite        plan --letter
    diff       Difference
    propose    proposed.Proposed
    history    history.FileHistory
    banks      model.library.Library                   the list of banks
    bank       model.bank.Bank
    playbook   model.playbook.Playbook
    question   tuple[Bank, Question]
    mode       model.bank.Mode
    finding    Sequence[str]                           a title and paragraphs
    check      gate.Checked                            without text, whose lines come while it judges:
                                                       `findings.of_file` and `findings.summary`
    statistics gate.Checked                            check --statistics
    rules      Sequence[policy_seen.Seen]              check --explain
    flat       portfolio.Portfolio                     portfolio --flat: a row a deal × party × question
    doctor     Sequence[doctor.Sign]
    calibrate  calibration.Learned
    forecast   forecast.Foreseen
    facts      facts.DealFacts                         textconv

`width`, `color` and `plain` (no characters beyond ASCII are drawn) are what `output` says of the place where
the result goes; formats for machines take no notice of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import TasError
from ..words import Lang

if TYPE_CHECKING:
    from datetime import date

    from ..changes.folders import Compared
    from ..judging.agreement import Agreements
    from ..judging.forecast import Forecast
    from ..judging.scorecard import Outline, Scorecard
    from ..model.assessment import Assessment
    from ..model.bank import Bank


class ScoredDeal(NamedTuple):
    """A deal with its scorecard. `file` is as the user named it, `us` our name or "".

    `past`: how it stood, and since which day, oldest first; nothing where git was not asked. `forecast` is
    None for a closed deal, and where nothing was learned from closed ones.
    """

    file: str
    assessment: Assessment
    banks: Sequence[Bank]
    scorecard: Scorecard
    us: str = ""
    today: date | None = None
    past: Sequence[tuple[date, Outline]] = ()
    forecast: Forecast | None = None


class Difference(NamedTuple):
    """What `tas diff` found in two files or folders, called `names`: one pair, or all that differ.

    `agreement` is how often two folders answer the same, where that was asked.
    """

    found: Sequence[Compared]
    names: tuple[str, str]
    is_folder: bool = False
    agreement: Agreements | None = None


class Paper(NamedTuple):
    """How wide a result is laid out, whether in colour, and whether with ASCII alone."""

    width: int = 80
    color: bool = False
    plain: bool = False


class Format(NamedTuple):
    """Who writes it: a function of this package, as "module:function", from a value and a language.

    What it makes is the text itself, or a document for the `layout`, named likewise.
    """

    writer: str
    layout: str = ""


TEXT, MARKDOWN, HTML = "text:laid_out", "markdown:laid_out", "review_page:alone"


def _laid_out(page: str) -> Mapping[str, Format]:
    return {"text": Format(page, TEXT), "markdown": Format(page, MARKDOWN)}


FORMATS: Mapping[str, Mapping[str, Format]] = {
    "show": {
        **_laid_out("scorecard:page"),
        "brief": Format("scorecard:brief", "text:to_paste"),
        "json": Format("scorecard_data:written"),
        "csv": Format("scorecard_data:as_csv"),
        "html": Format("review_page:cards"),
    },
    "plan": {
        **_laid_out("plan:page"),
        "json": Format("plan:as_json"),
        "html": Format("review_page:plans"),
        "ics": Format("step_calendar:planned"),
    },
    "sheet": {**_laid_out("customer_sheet:page"), "html": Format("review_page:sheet")},
    "letter": {
        "markdown": Format("customer_sheet:letter", MARKDOWN),
        "text": Format("customer_sheet:letter", TEXT),
    },
    "diff": {**_laid_out("changes:page"), "json": Format("changes_data:written")},
    "propose": {**_laid_out("proposed:page"), "json": Format("proposed:written")},
    "history": {**_laid_out("history:page"), "json": Format("changes_data:history")},
    "banks": {**_laid_out("banks:listing"), "json": Format("banks:listing_json")},
    "bank": {**_laid_out("banks:page"), "json": Format("banks:bank_json")},
    "playbook": {**_laid_out("playbook:page"), "json": Format("playbook:as_json")},
    "question": {"text": Format("banks:criterion", TEXT)},
    "mode": {"text": Format("banks:mode", TEXT)},
    "finding": {"text": Format("findings:explained", TEXT)},
    "check": {
        "markdown": Format("findings:page", MARKDOWN),
        "json": Format("findings_data:written"),
        "junit": Format("findings_data:junit"),
        "sarif": Format("findings_data:sarif"),
        "gitlab": Format("findings_data:gitlab"),
    },
    "statistics": {**_laid_out("findings:statistics"), "json": Format("findings_data:statistics")},
    "rules": {**_laid_out("policy_seen:page"), "json": Format("policy_seen:as_json")},
    "portfolio": {
        **_laid_out("portfolio_views:page"),
        "json": Format("portfolio_data:written"),
        "jsonl": Format("portfolio_data:lines"),
        "csv": Format("portfolio_data:sheet"),
        "html": Format("portfolio_views:page", HTML),
        "xlsx": Format("workbook:written"),
        "ics": Format("step_calendar:written"),
    },
    "flat": {"jsonl": Format("flat_rows:lines"), "parquet": Format("flat_rows:parquet")},
    "report": {"html": Format("review_page:written")},
    "doctor": _laid_out("doctor:page"),
    "calibrate": {
        **_laid_out("calibration:page"),
        "json": Format("calibration:written"),
        "html": Format("calibration:page", HTML),
    },
    "forecast": {
        **_laid_out("forecast:page"),
        "json": Format("forecast:written"),
        "html": Format("forecast:page", HTML),
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
    made = rendered(command, format, value, lang, width=width, color=color, plain=plain)
    if not isinstance(made, str):
        raise TypeError(f"{format} is not one text")
    return made


def rendered(
    command: str,
    format: str,
    value: object,
    lang: Lang,
    *,
    width: int = 80,
    color: bool = False,
    plain: bool = False,
) -> str | bytes | Iterator[str]:
    """The same of any format, also of one that is no text, or so long that it comes line by line."""
    form = FORMATS[command][format]
    made = _function(form.writer)(value, lang)
    if not form.layout:
        whole: str | bytes | Iterator[str] = made
        return whole
    laid_out: str = _function(form.layout)(made, Paper(width, color, plain))
    return laid_out


def extra_part(module: str, extra: str) -> Any:
    """A library that only some installations have. TasError says how to get it."""
    try:
        return import_module(module)
    except ImportError:
        raise TasError("output.no_part", name=module, extra=extra) from None


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f".{module}", __package__), name)
    return found
