"""`tas show`: the scorecards of files, and the sales mode they route to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UNUSABLE, TasError
from ..findings import Finding
from ..output import describe, emit, report, tell
from ..safe import line
from ..storage.files import read_text
from ..words import Lang, say
from . import completing
from .deals import all_deals, deal, displayed, stem
from .options import ColorOption, LangOption, NoPager, QuietOption, TodayOption, ToOption, format_of

if TYPE_CHECKING:
    from datetime import date

    from ..judging.scorecard import Outline
    from ..place import Place, Places
    from ..reports.formats import ScoredDeal


def show(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Deals, by path or by name; - is stdin. [default: the only one]",
            autocompletion=completing.deals,
        ),
    ] = None,
    format: Annotated[str, format_of("show")] = "text",
    brief: Annotated[bool, typer.Option("--brief", help="Ten lines to paste; --format brief.")] = False,
    to: ToOption = "-",
    no_pager: NoPager = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Show the scorecard and the recommended sales mode.

    The verdict, the leads over competitors, what to ask next, and the mode to sell in. A deal goes by its
    path or by the name of its file; where none is named and there are several, they are listed. Files that
    cannot be read are named, the others shown, and the exit code is 2. On a terminal a long result goes
    through TAS_PAGER, PAGER or less.

    Examples:

      tas show acme

      tas show acme --brief

      tas show deals/*.tas.yaml --format json
    """
    from ..place import Places

    places = Places(today, lang)
    format = "brief" if brief else format
    if not files:
        files = _only_one(places, format, to, quiet)
    results: list[tuple[ScoredDeal, Lang]] = []
    code = 0
    for file in files:
        try:
            results.append(_judged(deal(file, places), places, quiet, has_past=format == "html"))
        except TasError as trouble:
            tell(describe(trouble, places.lang))
            code = UNUSABLE
    if results:
        read = [*(judged.file for judged, _ in results), *places.banks_read()]
        report("show", format, results, results[0][1], to=to, color=color, paged=not no_pager, inputs=read)
    return code


def _only_one(places: Places, format: str, to: str, quiet: bool) -> list[str]:
    """The workspace's only deal; several are listed instead, as people name them."""
    deals = all_deals(places)
    if not deals:
        folder = displayed(str(places.here().workspace.deals))
        raise TasError("deals.none", folder=folder)
    if len(deals) == 1:
        return deals
    names = list(map(stem, deals))
    named = [name if names.count(name) == 1 else path for name, path in zip(names, deals, strict=True)]
    if format not in ("text", "brief"):
        raise TasError("deals.name_one", names=", ".join(named))
    emit("\n".join(map(line, named)), to)
    if not quiet:
        tell(say("deals.listed", places.here().lang))
    return []


def _judged(file: str, places: Places, quiet: bool, *, has_past: bool) -> tuple[ScoredDeal, Lang]:
    """The scorecard of one file and the language to show it in; what is amiss but readable is told."""
    from ..model.assessment import read_assessment, usable
    from ..reports.formats import ScoredDeal

    place = places.of(file)
    reading = read_assessment(read_text(file), file)
    assessment = usable(reading)
    if not quiet:
        _tell_findings(reading.findings, place.lang)
    banks = place.banks_for(assessment)
    shown = ScoredDeal(file, assessment, banks, place.score(assessment, banks), place.us, place.today)
    return shown._replace(past=_past(file, place) if has_past else ()), place.lang


def _past(file: str, place: Place) -> tuple[tuple[date, Outline], ...]:
    """How the deal stood before, where git knows."""
    from ..changes.past import outlines, pasts

    try:
        return tuple(outlines(pasts([file])[file], place.outline))
    except TasError:
        return ()


def _tell_findings(findings: Sequence[Finding], lang: Lang) -> None:
    for each in findings:
        where, what, cure = f"{each.file}:{each.line}", each.text(lang), each.help(lang)
        key = "scorecard.finding.cure" if cure else "scorecard.finding"
        tell(line(say(key, lang, where=where, what=what, cure=cure)))
