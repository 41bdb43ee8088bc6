"""Three-way merge of the texts of an assessment: meaning by `merging`, words and comments kept.

The result is our text with what they changed patched in; where both changed one fact differently, both
stand between ordinary conflict markers. Reads and writes no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..model.assessment import Assessment, Reading
from ..model.bank import Bank
from ..model.layout import new_text, patched
from ..yamlio.comments import Remark, remarks, with_remarks
from .merge import Merge, merge, with_fact


@dataclass(frozen=True, slots=True)
class TextMerge:
    """The merged text, and how many conflicts are marked in it."""

    text: str
    conflicts: int


def merge_texts(
    base: Reading, ours: Reading, theirs: Reading, banks: Mapping[str, Bank], *, labels: tuple[str, str]
) -> TextMerge:
    """Merge three readings that can all be used; `labels` stand behind the markers of ours and theirs."""
    for one, other in ((ours, theirs), (theirs, ours)):
        if base.text == one.text or ours.text == theirs.text:
            return TextMerge(other.text, 0)
    merged = merge(_said(base), _said(ours), _said(theirs))
    news = _news(base, ours, theirs)
    text = _with_comments(_text(ours, merged.assessment, banks), news)
    if not merged.conflicts:
        return TextMerge(text, 0)
    mine = _with_comments(_text(ours, _resolved(merged, ours=True), banks), news)
    yours = _with_comments(_text(ours, _resolved(merged, ours=False), banks), news)
    return TextMerge("".join(_marked(mine, yours, labels)), len(merged.conflicts))


def _said(reading: Reading) -> Assessment:
    return reading.assessment or Assessment()


def _text(reading: Reading, wanted: Assessment, banks: Mapping[str, Bank]) -> str:
    return patched(reading, wanted, banks) if reading.assessment else new_text(wanted, banks)


def _resolved(merged: Merge, *, ours: bool) -> Assessment:
    """The merge with every conflict settled for one side."""
    assessment = merged.assessment
    for conflict in merged.conflicts:
        assessment = with_fact(assessment, conflict.path, conflict.ours if ours else conflict.theirs)
    return assessment


def _news(base: Reading, ours: Reading, theirs: Reading) -> list[Remark]:
    """Their comments that our text lacks, so that no word is lost; one that merely moved is not news."""
    standing = remarks(ours.text)
    places = {(remark.path, remark.text) for remark in standing}
    counts = Counter(remark.text for remark in standing)
    known = {remark.text for remark in remarks(base.text)}
    found = []
    for remark in remarks(theirs.text):
        counts[remark.text] -= 1
        moved = remark.text in known and counts[remark.text] >= 0
        if (remark.path, remark.text) not in places and not moved:
            found.append(remark)
    return found


def _with_comments(text: str, news: list[Remark]) -> str:
    return with_remarks(text, news) if news else text


def _marked(mine: str, yours: str, labels: tuple[str, str]) -> Iterator[str]:
    """Our text, with the lines that differ from theirs between conflict markers."""
    left, right = mine.splitlines(keepends=True), yours.splitlines(keepends=True)
    end = "\r\n" if left and left[0].endswith("\r\n") else "\n"
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from left[a:b]
            continue
        yield f"<<<<<<< {labels[0]}{end}"
        yield from _closed(left[a:b], end)
        yield f"======={end}"
        yield from _closed(right[c:d], end)
        yield f">>>>>>> {labels[1]}{end}"


def _closed(lines: list[str], end: str) -> Iterator[str]:
    """Lines that all end; a last line without an end would swallow the marker behind it."""
    for line in lines:
        yield line if line.endswith(("\n", "\r")) else line + end
