"""`tas show`: the scorecards of files, and the sales mode they route to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ..days import day
from ..errors import UNUSABLE, TasError
from ..findings import Finding
from ..judging.scorecard import score
from ..model.assessment import read_assessment, usable
from ..model.library import Library, load_library
from ..model.workspace import find_workspace
from ..output import Color, describe, emit, in_color, tell, width
from ..reports.card import Judged
from ..safe import line
from ..storage.files import read_text
from ..words import Lang, say
from ..words.language import language

Libraries = dict[Path | None, Library]


def show(files: list[str], *, format: str, to: str, lang: str | None, color: Color, today: str | None) -> int:
    """Print the scorecards of all files that can be read; 2 when one cannot, and stderr names it."""
    when, fallback = day(today), language(lang)
    libraries: Libraries = {}
    results: list[tuple[Judged, Lang]] = []
    code = 0
    for file in files:
        try:
            results.append(_judged(file, when, lang, libraries))
        except TasError as trouble:
            tell(describe(trouble, fallback))
            code = UNUSABLE
    if results:
        emit(_report(results, format, to, color), to)
    return code


def _judged(file: str, when: date, lang: str | None, libraries: Libraries) -> tuple[Judged, Lang]:
    """The scorecard of one file and the language to show it in; what is amiss but readable is told."""
    workspace = find_workspace(file)
    speaking = language(lang, workspace.settings.language)
    if workspace.root not in libraries:
        libraries[workspace.root] = load_library(workspace)
    reading = read_assessment(read_text(file), file)
    assessment = usable(reading)
    _tell_findings(reading.findings, speaking)
    banks = libraries[workspace.root].banks_for(assessment)
    card = score(assessment, banks, today=when, max_age_days=workspace.settings.max_age_days)
    return Judged(file, assessment, banks, card, workspace.settings.us), speaking


def _tell_findings(findings: Sequence[Finding], lang: Lang) -> None:
    for each in findings:
        where, what, cure = f"{each.file}:{each.line}", each.text(lang), each.help(lang)
        key = "scorecard.finding.cure" if cure else "scorecard.finding"
        tell(line(say(key, lang, where=where, what=what, cure=cure)))


def _report(results: Sequence[tuple[Judged, Lang]], format: str, to: str, color: Color) -> str:
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
