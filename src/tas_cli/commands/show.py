"""`tas show`: the scorecards of files, and the sales mode they route to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UNUSABLE, TasError
from ..findings import Finding
from ..output import describe, emit, in_color, tell, width
from ..safe import line
from ..storage.files import read_text
from ..words import Lang as Speaking
from ..words import say
from .options import Color, Lang, Rendered, To, Today

if TYPE_CHECKING:
    from ..place import Places
    from ..reports.card import Judged


def show(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Assessments; - is stdin.")],
    format: Rendered = "text",
    to: To = "-",
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Show the scorecard and the recommended sales mode.

    The verdict, the leads over competitors, what to ask next, and the mode to sell in. Files that cannot be
    read are named, the others shown, and the exit code is 2.

    Examples:

      tas show deals/acme.tas.yaml

      tas show deals/*.tas.yaml --format json
    """
    from ..place import Places

    places = Places(today, lang)
    results: list[tuple[Judged, Speaking]] = []
    code = 0
    for file in files:
        try:
            results.append(_judged(file, places))
        except TasError as trouble:
            tell(describe(trouble, places.lang))
            code = UNUSABLE
    if results:
        emit(_report(results, format, to, color), to)
    return code


def _judged(file: str, places: Places) -> tuple[Judged, Speaking]:
    """The scorecard of one file and the language to show it in; what is amiss but readable is told."""
    from ..model.assessment import read_assessment, usable
    from ..reports.card import Judged

    place = places.of(file)
    reading = read_assessment(read_text(file), file)
    assessment = usable(reading)
    _tell_findings(reading.findings, place.lang)
    banks = place.banks_for(assessment)
    return Judged(file, assessment, banks, place.score(assessment, banks), place.us), place.lang


def _tell_findings(findings: Sequence[Finding], lang: Speaking) -> None:
    for each in findings:
        where, what, cure = f"{each.file}:{each.line}", each.text(lang), each.help(lang)
        key = "scorecard.finding.cure" if cure else "scorecard.finding"
        tell(line(say(key, lang, where=where, what=what, cure=cure)))


def _report(results: Sequence[tuple[Judged, Speaking]], format: str, to: str, color: Color) -> str:
    if format == "json":
        from ..reports.scorecard_json import scorecards_json

        return scorecards_json(results)
    from ..reports.scorecard_view import card

    cards = [card(judged, lang) for judged, lang in results]
    if format == "markdown":
        from ..reports.scorecard_markdown import scorecard_markdown

        return "\n\n".join(map(scorecard_markdown, cards))
    from ..reports.console import is_plain
    from ..reports.scorecard_text import scorecard_text

    columns, colored, plain = width(to), in_color(color, to), is_plain(to)
    return "\n".join(scorecard_text(each, width=columns, color=colored, plain=plain) for each in cards)
