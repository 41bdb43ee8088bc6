"""Three-way merge of the texts of an assessment: meaning by `merge`, words and comments kept.

The result is our text with what they changed patched in. Where both changed facts differently, each such
conflict stands between ordinary markers as a whole: both texts come out of one layout, so that nothing but
the conflict differs, and any choice of sides can be read. Reads and writes no file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..errors import TasError
from ..model.assessment import Reading, read_assessment, usable
from ..model.bank import Bank
from ..model.layout import patched
from ..yamlio.comments import Remark, remarks, with_remarks
from ..yamlio.document import MAX_BYTES
from ..yamlio.tidying import finished
from .merge import Conflict, merge, says_nothing, settled

MOST_MARKED = 60
"""Questions and fields in conflict that are marked one by one; of more nobody would settle each by itself."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

Labels = tuple[str, str]
"""What stands behind the markers of ours and of theirs."""


class TextMerge(NamedTuple):
    """The merged text, and how many conflicts are marked in it."""

    text: str
    conflicts: int


class Chunk(NamedTuple):
    """Lines of our text, from `start` to before `end`, and what they put there: one choice of a side."""

    start: int
    end: int
    theirs: Sequence[str]
    conflicts: tuple[Conflict, ...]


def merge_texts(
    base: Reading, ours: Reading, theirs: Reading, banks: Mapping[str, Bank], *, labels: Labels
) -> TextMerge:
    """Merge three readings that can all be used.

    A side that says nothing where the base said something is a conflict of the whole, and so is a merge that
    nobody could read again.
    """
    was, mine, yours = (usable(side) for side in (base, ours, theirs))
    if not says_nothing(was) and says_nothing(mine) != says_nothing(yours):
        return TextMerge(both_whole(ours.text, theirs.text, labels), 1)
    for one, other in ((ours, theirs), (theirs, ours)):
        if base.text == one.text or ours.text == theirs.text:
            return TextMerge(other.text, 0)
    merged = merge(was, mine, yours)
    agreed = merged.assessment
    for conflict in merged.conflicts:
        agreed = settled(agreed, conflict, "ours")
    parties = tuple(dict.fromkeys((*agreed.parties, *merged.assessment.parties)))
    try:
        text = patched(ours, agreed, banks, parties)
        text = with_remarks(text, _news(base, ours, theirs))
        read = _read(text)
        if read is None:
            return TextMerge(both_whole(ours.text, theirs.text, labels), max(1, len(merged.conflicts)))
        if not merged.conflicts:
            return TextMerge(text, 0)
        # A marker ends the line above it: a text at the end of the file must not gain a line by that.
        text = finished(text)
        chunks = _chunks(text, merged.conflicts, _flipping(read_assessment(text, ""), banks, parties))
        return TextMerge("".join(_marked(text, chunks, labels)), len(merged.conflicts))
    except TasError:
        # A text laid out so oddly that nothing can be changed in it.
        return TextMerge(both_whole(ours.text, theirs.text, labels), max(1, len(merged.conflicts)))


def both_whole(ours: str, theirs: str, labels: Labels) -> str:
    """Both texts as they are, each with its last line ended, one conflict."""
    ours, theirs = finished(ours), finished(theirs)
    chunk = Chunk(0, len(_lines(ours)), _lines(theirs), ())
    return "".join(_marked(ours, [chunk], labels))


def _read(text: str) -> Reading | None:
    """A merged text read again; None where tas would refuse it."""
    if len(text.encode("utf-8")) > MAX_BYTES:
        return None
    reading = read_assessment(text, "")
    return reading if reading.assessment is not None else None


Flip = Callable[[Sequence[Conflict]], str]


def _flipping(read: Reading, banks: Mapping[str, Bank], parties: Sequence[str]) -> Flip:
    """A function that gives the text with some conflicts decided for them, all else as it is."""

    def flipped(conflicts: Sequence[Conflict]) -> str:
        wanted = usable(read)
        for conflict in conflicts:
            wanted = settled(wanted, conflict, "theirs")
        return patched(read, wanted, banks, parties)

    return flipped


def _chunks(text: str, conflicts: Sequence[Conflict], flipped: Flip) -> list[Chunk]:
    """Where the conflicts stand in our text: apart from each other, so that each is a choice of its own."""
    whole = _chunk(_lines(text), conflicts, flipped)
    bundles: dict[tuple[str, ...], list[Conflict]] = {}
    for conflict in conflicts:
        bundles.setdefault(conflict.path[:3], []).append(conflict)
    if len(bundles) > MOST_MARKED:
        return [whole]
    found = _apart([_chunk(_lines(text), bundle, flipped) for bundle in bundles.values()], text, flipped)
    theirs = _read("".join(_chosen(text, found, {id(chunk) for chunk in found})))
    wanted = _read(flipped(conflicts))
    same = theirs is not None and wanted is not None and usable(theirs) == usable(wanted)
    return found if same else [whole]


def _apart(chunks: list[Chunk], text: str, flipped: Flip) -> list[Chunk]:
    """Chunks in order, those that touch each other made one."""
    chunks.sort(key=lambda chunk: (chunk.start, chunk.end))
    apart: list[Chunk] = []
    for chunk in chunks:
        while apart and chunk.start <= apart[-1].end:
            chunk = _chunk(_lines(text), (*apart.pop().conflicts, *chunk.conflicts), flipped)
        apart.append(chunk)
    return apart


def _chunk(lines: Sequence[str], conflicts: Sequence[Conflict], flipped: Flip) -> Chunk:
    """The lines that differ when these conflicts are decided for them."""
    theirs = _lines(flipped(conflicts))
    start = 0
    while start < min(len(lines), len(theirs)) and lines[start] == theirs[start]:
        start += 1
    same = 0
    while same < min(len(lines), len(theirs)) - start and lines[-1 - same] == theirs[-1 - same]:
        same += 1
    return Chunk(start, len(lines) - same, theirs[start : len(theirs) - same], tuple(conflicts))


def _chosen(text: str, chunks: Sequence[Chunk], theirs: set[int]) -> Iterator[str]:
    """Our text with the chunks named (by identity) decided for them."""
    lines, last = _lines(text), 0
    for chunk in chunks:
        yield from lines[last : chunk.start]
        yield from chunk.theirs if id(chunk) in theirs else lines[chunk.start : chunk.end]
        last = chunk.end
    yield from lines[last:]


def _marked(text: str, chunks: Sequence[Chunk], labels: Labels) -> Iterator[str]:
    """Our text with every chunk between markers: ours above, theirs below."""
    lines, last = _lines(text), 0
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    for chunk in chunks:
        yield from _closed(lines[last : chunk.start], end)
        yield f"<<<<<<< {labels[0]}{end}"
        yield from _closed(lines[chunk.start : chunk.end], end)
        yield f"======={end}"
        yield from _closed(chunk.theirs, end)
        yield f">>>>>>> {labels[1]}{end}"
        last = chunk.end
    yield from lines[last:]


def _closed(lines: Sequence[str], end: str) -> Iterator[str]:
    """Lines that all end; a last line without an end would swallow the marker behind it."""
    for line in lines:
        yield line if line.endswith(("\n", "\r")) else line + end


def _lines(text: str) -> list[str]:
    """The lines of a text as git counts them, with their ends."""
    return _LINE.findall(text)


def _news(base: Reading, ours: Reading, theirs: Reading) -> list[Remark]:
    """Their comments that our text lacks, so that no word is lost, whichever side is ours.

    The same words at the same place are one comment. One that a side moved from where it stood in the base is
    no news either; the same words at a further place are.
    """
    theirs_remarks = remarks(theirs.text)
    here = Counter((each.path, each.text) for each in remarks(ours.text))
    there = Counter((each.path, each.text) for each in theirs_remarks)
    shared = here & there
    left = Counter((each.path, each.text) for each in remarks(base.text)) - shared
    mine, yours = here - shared, there - shared
    stayed = yours & left
    moved_by_them = _texts(mine & left) & _texts(yours - stayed)
    moved_by_us = _texts(mine - (mine & left)) & _texts(stayed)
    found = []
    for remark in theirs_remarks:
        place = (remark.path, remark.text)
        moved = moved_by_us if stayed[place] > 0 else moved_by_them
        if shared[place] > 0:
            shared[place] -= 1
        elif moved[remark.text] > 0:
            moved[remark.text] -= 1
        else:
            found.append(remark)
    return found


def _texts(places: Counter[tuple[tuple[str | int, ...], str]]) -> Counter[str]:
    """How often each text stands, wherever."""
    found: Counter[str] = Counter()
    for (_, text), times in places.items():
        found[text] += times
    return found
