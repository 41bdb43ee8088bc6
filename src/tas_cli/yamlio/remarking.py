"""Comments as values: which entry each belongs to, and how one written elsewhere comes into a text.

For merging, where a comment has to move from one version of a file to another. What a text means never
changes here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .reading import parse
from .shapes import Path
from .tree import Item, Node, Tree, line_ending, split_bom


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment from its #, and the entry it belongs to: beside it, or on a line of its own above it.

    A comment below the last entry belongs to the whole file, whose path is empty.
    """

    path: Path
    text: str
    beside: bool


def remarks(text: str) -> list[Remark]:
    """The comments of a text that `parse` finds nothing wrong with, in order."""
    tree = Tree(split_bom(text)[1])
    entries = sorted(_entries(tree.root, ()), key=lambda entry: entry[1].begin) if tree.root else []
    found = []
    for comment in tree.comments:
        if comment.own:
            path = next((path for path, item in entries if item.begin >= comment.end), ())
        else:
            path = next((path for path, item in reversed(entries) if item.begin < comment.start), ())
        found.append(Remark(path, tree.text[comment.start : comment.end].rstrip(), not comment.own))
    return found


def with_remarks(text: str, news: Sequence[Remark]) -> str:
    """`text` with further comments, each at its entry or, where that is gone, at the nearest one above."""
    bom, body = split_bom(text)
    for remark in news:
        body = _with(body, remark)
    return bom + body


def _with(text: str, remark: Remark) -> str:
    meant = parse(text).data
    for candidate in (*_candidates(text, remark), _at_the_end(text, remark)):
        read = parse(candidate)
        if not read.flaws and read.data == meant:
            return candidate
    return _at_the_end(text, remark)


def _candidates(text: str, remark: Remark) -> Iterator[str]:
    """The text with the remark where it belongs; the best place first."""
    tree = Tree(text)
    item = _find(tree.root, remark.path) if tree.root else None
    if item is None:
        return
    end = tree.line_end(item.begin)
    if remark.beside and not tree.comments_between(item.begin, end + 1):
        yield f"{text[:end]}  {remark.text}{text[end:]}"
    start = tree.line_start(item.begin)
    indent = text[start : item.begin] if not text[start : item.begin].strip() else ""
    yield f"{text[:start]}{indent}{remark.text}{line_ending(text)}{text[start:]}"


def _at_the_end(text: str, remark: Remark) -> str:
    end = line_ending(text)
    unfinished = bool(text) and not text.endswith(("\n", "\r"))
    return f"{text}{end if unfinished else ''}{remark.text}{end}"


def _entries(node: Node | None, path: Path) -> Iterator[tuple[Path, Item]]:
    for i, item in enumerate(node.items if node else ()):
        inner = (*path, item.name if item.key else i)
        yield inner, item
        yield from _entries(item.value, inner)


def _find(node: Node | None, path: Path) -> Item | None:
    """The entry at `path`, or the deepest one above it that there is."""
    entries = dict(_entries(node, ()))
    steps = (path[:length] for length in range(len(path), 0, -1))
    return next((entries[step] for step in steps if step in entries), None)
