"""Comments as values: which entry each belongs to, and how one written elsewhere comes into a text.

For merging, where a comment has to move from one version of a file to another. What a text means never
changes here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..errors import TasError
from .document import DataPath
from .positions import Item, TextNode, TextTree, line_ending, split_bom
from .reading import parse
from .tidying import finished, says, tidy
from .writing import Layout


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment from its #, and the entry it belongs to: beside it, or on a line of its own above it.

    A comment below the last entry belongs to the whole file, whose path is empty.
    """

    path: DataPath
    text: str
    beside: bool


def remarks(text: str) -> list[Remark]:
    """The comments of a text that `parse` finds nothing wrong with, in order."""
    tree = TextTree(split_bom(text)[1])
    entries = sorted(_entries(tree.root, ()), key=lambda entry: entry[1].begin)
    found = []
    for comment in tree.comments:
        if comment.own:
            path = next((path for path, item in entries if item.begin > comment.start), ())
        else:
            path = next((path for path, item in reversed(entries) if item.begin < comment.start), ())
        found.append(Remark(path, comment.text, not comment.own))
    return found


def with_remarks(text: str, news: Sequence[Remark]) -> str:
    """`text` with further comments, each at its entry or, where that is gone, at the nearest one above.

    Raises TasError("yaml.cannot_patch", line) where a comment cannot be added without changing what is said.
    """
    bom, body = split_bom(text)
    meant = parse(text).data
    for remark in news:
        candidates = _candidates(body, remark)
        changed = next((candidate for candidate in candidates if says(candidate, meant)), None)
        if changed is None:
            raise TasError("yaml.cannot_patch", line=1)
        body = changed
    return bom + body


def _candidates(text: str, remark: Remark) -> Iterator[str]:
    """The text with the remark where it belongs; the best place first."""
    tree = TextTree(text)
    eol = line_ending(text)
    if item := _find(tree.root, remark.path):
        start, end = tree.line_start(item.begin), tree.line_end(item.begin)
        if remark.beside and not any(start <= comment.start <= end for comment in tree.comments):
            yield f"{text[:end]}  {remark.text}{text[end:]}"
        blanks = len(text[start:end]) - len(text[start:end].lstrip(" "))
        yield f"{text[:start]}{' ' * blanks}{remark.text}{eol}{text[start:]}"
    yield f"{finished(text)}{remark.text}{eol}"
    yield f"{tidy(text, Layout())}{remark.text}{eol}"


def _entries(node: TextNode | None, path: DataPath) -> Iterator[tuple[DataPath, Item]]:
    for i, item in enumerate(node.items if node else ()):
        inner = (*path, item.name if item.key else i)
        yield inner, item
        yield from _entries(item.value, inner)


def _find(node: TextNode | None, path: DataPath) -> Item | None:
    """The entry at `path`, or the deepest one above it that there is."""
    entries = dict(_entries(node, ()))
    steps = (path[:length] for length in range(len(path), 0, -1))
    return next((entries[step] for step in steps if step in entries), None)
