"""Edits of the data of a hand-written text → the same text with only the lines concerned changed.

Finds out what differs, has it changed line by line, reads the result back and compares: a text that says
anything else than was meant is never returned. Writes no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

from ..errors import TasError
from . import blocks, flows
from .canvas import Canvas, Unsupported
from .meaning import Change, apply, differences
from .reading import parse
from .shapes import Data, Layout, Path
from .tidying import tidy
from .tree import Tree, split_bom

_MAX_PASSES = 50


def patch(text: str, edits: Mapping[Path, Data], layout: Layout) -> str:
    """`text` with the edits made; the very same text where they change nothing.

    `edits` are those of `meaning.apply`. Comments, order, quoting and line ends stay as they are. Raises
    TasError("yaml.cannot_patch", line) for a text with flaws, or where the change cannot be made safely.
    """
    document = parse(text)
    if document.flaws:
        raise TasError("yaml.cannot_patch", line=document.flaws[0].line)
    meant = apply(document.data, edits)
    if _said(document.data) == _said(meant):
        return text
    bom, body = split_bom(text)
    changed = _patched(body, meant, layout)
    if changed is None:
        changed = _patched_anew(body, meant, layout)
    if changed is None:
        raise TasError("yaml.cannot_patch", line=document.line(next(iter(edits))))
    return bom + changed


def _patched_anew(text: str, meant: Data, layout: Layout) -> str | None:
    """The same on a text brought into form first: for what is laid out too oddly to change in place."""
    try:
        return _patched(tidy(text, layout), meant, layout)
    except TasError:
        return None


def _patched(text: str, meant: Data, layout: Layout) -> str | None:
    """`text` changed until it says what is meant, None if that does not work out."""
    tree = Tree(text)
    comments = _comments(tree)
    for turn in range(_MAX_PASSES):
        changes = list(differences(tree.root.data() if tree.root else None, meant))
        in_line = not turn and all(isinstance(c.value, str) and "\n" not in c.value for c in changes)
        try:
            text = _edited(tree, changes, layout)
        except Unsupported:
            return None
        result = parse(text)
        if result.flaws:
            return None
        if _said(result.data) == _said(meant):
            kept = in_line or not comments or not comments - _comments(Tree(text))
            return text if kept else None
        tree = Tree(text)
    return None


def _said(data: Data) -> Data:
    return None if data == {} else data


def _comments(tree: Tree) -> Counter[str]:
    return Counter(tree.text[comment.start : comment.end].rstrip() for comment in tree.comments)


def _edited(tree: Tree, changes: list[Change], layout: Layout) -> str:
    """One pass: as many of the changes as can be made at once."""
    canvas = Canvas(tree, layout)
    for change in changes:
        if change.kind == "replace":
            _replace(canvas, change)
    structure = [change for change in changes if change.kind != "replace"]
    structure.sort(key=lambda change: tuple(map(str, change.path[:-1])))
    for holder, group in groupby(structure, key=lambda change: change.path[:-1]):
        _restructure(canvas, holder, list(group))
    return canvas.painted()


def _replace(canvas: Canvas, change: Change) -> None:
    if not change.path:
        blocks.replace_root(canvas, change.value)
        return
    place = canvas.place(change.path)
    if place.in_flow:
        flows.replace(canvas, place.item, change.value, change.path)
    elif isinstance(change.value, str) and place.item.value.kind == "scalar":
        blocks.set_scalar(canvas, place.item, change.value, change.path)
    else:
        blocks.rewrite(canvas, place.item, change.value, change.path, (*place.above, place.item))


def _restructure(canvas: Canvas, path: Path, changes: list[Change]) -> None:
    """Insertions and removals in the map or list at `path`."""
    holder, above, in_flow = canvas.node(path)
    order = canvas.layout.order(path) or ()
    rank = {key: place for place, key in enumerate(order)}
    new = [(change.path, change.value) for change in changes if change.kind == "insert"]
    new.sort(key=lambda entry: rank.get(str(entry[0][-1]), len(rank)))
    old = [canvas.place(change.path).item for change in changes if change.kind == "remove"]
    if not (in_flow or holder.flow):
        if new:
            blocks.insert(canvas, holder, above, new, len(path))
        if not new or not blocks.begins_beside_dash(canvas, holder):
            for item in old:
                blocks.remove(canvas, holder, item)
    elif new:
        flows.insert(canvas, holder, new)
    else:
        flows.remove(canvas, holder, old)
