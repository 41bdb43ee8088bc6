"""Findings as lines for people and editors: `file:line: level ID message`, the source line, the cure.

Nothing in them is obeyed by a terminal or by a runner that reads its log.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from ..gate import Judged, Totals
from ..safe import line, log
from ..words import Lang, say

_BOLD, _RESET = "\x1b[1m", "\x1b[0m"
_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[33m"}


def of_file(judged: Judged, lang: Lang, *, color: bool = False) -> str:
    """The findings of one file; empty when there are none."""
    file = _shown(judged.file)
    return "".join(
        f"{each}\n" for finding in judged.findings for each in _lines(file, judged, finding, lang, color)
    )


def _lines(file: str, judged: Judged, finding: Finding, lang: Lang, color: bool) -> Iterator[str]:
    place = f"{file}:{finding.line}"
    level = finding.level
    if color:
        place, level = f"{_BOLD}{place}{_RESET}", f"{_COLORS[level]}{level}{_RESET}"  # type: ignore[assignment]
    yield f"{place}: {level} {_shown(finding.id)} {_shown(finding.text(lang))}"
    source = _shown(judged.lines.get(finding.line, ""))
    if source:
        yield f"    | {source}"
    cure = _shown(finding.help(lang))
    if cure:
        yield f"    {cure}"


def _shown(text: str) -> str:
    # Most texts are plain words: looking at them costs less than cleaning them.
    if text.isprintable() and "  " not in text and "::" not in text and "##" not in text:
        return text.strip()
    return log(line(text))


def summary(totals: Totals, lang: Lang) -> str:
    """The last line: how many files were judged and what was found, and what was left out on purpose."""
    counts = {name: getattr(totals, name) for name in ("files", "errors", "warnings")}
    parts = {
        name: say(f"check.{name}.one", lang) if n == 1 else say(f"check.{name}.many", lang, n=n)
        for name, n in counts.items()
    }
    left_out = say("check.left_out", lang, n=totals.left_out) if totals.left_out else ""
    return say("check.summary", lang, **parts) + left_out + "\n"
