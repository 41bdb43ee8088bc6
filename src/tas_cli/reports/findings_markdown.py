"""Findings as a Markdown table, for the summary of a CI step or a comment: errors first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..findings import Finding
from ..gate import Judged, Totals
from ..safe import markdown
from ..words import Lang, say
from . import findings_text

ROWS = 1000
"""More rows than a summary can show; the rest becomes a number."""


def whole(judged: Iterable[Judged], totals: Totals, lang: Lang) -> str:
    """The whole document."""
    findings = sorted(
        (finding for each in judged for finding in each.findings), key=lambda each: each.level != "error"
    )
    return "\n".join(_lines(findings, totals, lang))


def _lines(findings: list[Finding], totals: Totals, lang: Lang) -> Iterator[str]:
    yield f"**{findings_text.summary(totals, lang).strip()}**"
    yield ""
    if not findings:
        yield say("check.good", lang)
        return
    yield _row([say(f"check.head.{name}", lang) for name in ("place", "level", "finding", "cure")])
    yield "|---|---|---|---|"
    for finding in findings[:ROWS]:
        place = markdown(f"{finding.file}:{finding.line}")
        what = f"{markdown(finding.id)}: {markdown(finding.text(lang))}"
        level = say(f"check.level.{finding.level}", lang)
        yield _row([place, level, what, markdown(finding.help(lang))])
    if len(findings) > ROWS:
        yield ""
        yield say("check.more", lang, n=len(findings) - ROWS)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
