"""Findings for people: as lines while they come, as annotations of a GitHub run, as a document.

A line is `file:line: level ID message`, then the source line and the cure. Nothing in them is obeyed by a
terminal or by a runner that reads its log. Lines load nothing that a document needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ..findings import OURS, Finding, title
from ..safe import annotation, annotation_property, line, log
from ..words import Lang, say

if TYPE_CHECKING:
    from ..gate import Checked, JudgedFile, Totals
    from .doc import Doc

ROWS = 1000
"""More rows than a summary can show; the rest becomes a number."""

LEVELS = ("error", "warning", "note")
_BOLD, _RESET = "\x1b[1m", "\x1b[0m"
# Letters on a ground of their own: read on dark and on light themes.
_LEVELS = {"error": "\x1b[38;5;231;48;5;160m", "warning": "\x1b[38;5;16;48;5;178m"}


def of_file(judged: JudgedFile, lang: Lang, *, color: bool = False, annotated: bool = False) -> str:
    """The findings of one file as lines; `annotated` with the commands that a GitHub run shows them by."""
    file = _shown(judged.file)
    notes = "".join(_annotation(each, lang) for each in judged.findings) if annotated else ""
    return notes + "".join(_lines(file, judged, each, lang, color) for each in judged.findings)


def _lines(file: str, judged: JudgedFile, finding: Finding, lang: Lang, color: bool) -> str:
    place, level = f"{file}:{finding.line}", str(finding.level)
    if color:
        place, level = f"{_BOLD}{place}{_RESET}", f"{_LEVELS.get(level, '')}{level}{_RESET}"
    text = f"{place}: {level} {_shown(finding.id)} {_shown(finding.text(lang))}\n"
    source, cure = _shown(judged.lines.get(finding.line, "")), _shown(finding.help(lang))
    if source:
        text += f"    | {source}\n"
    return f"{text}    {cure}\n" if cure else text


@lru_cache(maxsize=1024)
def _shown(text: str) -> str:
    # The same few come again and again, and most are plain words: looking at them costs less than cleaning.
    if text.isprintable() and "  " not in text and "::" not in text and "##" not in text:
        return text.strip()
    return log(line(text))


def _annotation(finding: Finding, lang: Lang) -> str:
    message = "%0A".join(annotation(text) for text in (finding.text(lang), finding.help(lang)) if text)
    command = "notice" if finding.level == "note" else finding.level
    return (
        f"::{command} file={annotation_property(finding.file)},line={finding.line},"
        f"title={annotation_property(finding.id)}::{message}\n"
    )


def summary(totals: Totals, lang: Lang) -> str:
    """The last line: how many files were judged and what was found, and what was left out on purpose."""
    counts = {
        name: say(f"check.{name}", lang, n=getattr(totals, name)) for name in ("files", "errors", "warnings")
    }
    more = {"waived": totals.waived, "left_out": totals.left_out}
    rest = "".join(say(f"check.{name}", lang, n=n) for name, n in more.items() if n)
    return say("check.summary", lang, **counts) + rest + "\n"


def page(value: Checked, lang: Lang) -> Doc:
    """All findings in a table, errors first, for the summary of a CI step or a comment."""
    from .doc import Doc, Span, Table, paragraph, row

    judged, totals, _ = value
    found = sorted(
        (each for one in judged for each in one.findings), key=lambda each: LEVELS.index(each.level)
    )
    blocks = [paragraph(Span(summary(totals, lang).strip(), "strong"))]
    if not found:
        return Doc(lang, (*blocks, paragraph(say("check.good", lang))))
    rows = []
    for each in found[:ROWS]:
        what = f"{each.id}{say('scorecard.after', lang)}{each.text(lang)}"
        level = say(f"check.level.{each.level}", lang)
        rows.append(row((f"{each.file}:{each.line}", level, what, each.help(lang))))
    heads = tuple(say(f"check.head.{name}", lang) for name in ("place", "level", "finding", "cure"))
    left = len(found) - ROWS
    more = [paragraph(say("check.more", lang, n=left))] if left > 0 else []
    return Doc(lang, (*blocks, Table(heads, tuple(rows)), *more))


def statistics(value: Checked, lang: Lang) -> Doc:
    """How often each finding and each rule was found, the most frequent first."""
    from .doc import Doc, Span, Table, paragraph, row

    rows = []
    for finding, n in counted_by_id(value):
        text = title(finding.id, lang) if OURS.fullmatch(finding.id) else finding.text(lang)
        level = say(f"check.level.{finding.level}", lang)
        rows.append(row((str(n), level, finding.id, text)))
    heads = tuple(say(f"check.head.{name}", lang) for name in ("count", "level", "id", "finding"))
    table = [Table(heads, tuple(rows), right=frozenset((0,)))] if rows else []
    return Doc(lang, (*table, paragraph(Span(summary(value.totals, lang).strip(), "strong"))))


def counted_by_id(value: Checked) -> list[tuple[Finding, int]]:
    """A finding of each id and level with how many there are, the most frequent first."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for judged in value.judged:
        for finding in judged.findings:
            found.setdefault((finding.id, finding.level), []).append(finding)
    alike = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return [(each[0], len(each)) for _, each in alike]


def explained(parts: Sequence[str], lang: Lang) -> Doc:
    """What a finding or a rule means: its title, then a paragraph each, whose lines stay lines."""
    from .doc import Doc, Heading, paragraph

    heading, *others = parts
    lines = [paragraph(line, tight=bool(i)) for each in others for i, line in enumerate(each.splitlines())]
    return Doc(lang, (Heading(heading, 1), *lines))
