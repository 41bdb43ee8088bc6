"""Edits of the data of a hand-written text → the same text with only the entries concerned changed.

An entry of a block map whose meaning changes is laid out anew, with its comments; all other bytes stay. Reads
the result back and compares: a text that says anything else than was meant is never returned. Writes no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..errors import TasError
from .document import Data, DataPath
from .positions import Item, TextNode, TextTree, line_ending, split_bom
from .reading import parse
from .tidying import anew, comments, entry_outline, finished, says
from .writing import (
    STEP,
    Layout,
    OutlineEntry,
    comments_of,
    entry_lines,
    lines,
    literal,
    ordered,
    revise,
    spelled,
)


def patch(text: str, edits: Mapping[DataPath, Data], layout: Layout) -> str:
    """`text` with the edits made; the very same text where they change nothing.

    `edits` are those of `apply`. Everything but the entries concerned stays, to the final newline or
    none. Raises TasError("yaml.cannot_patch", line) for a text with flaws, or where it cannot be done safely.
    """
    document = parse(text)
    if document.flaws:
        raise TasError("yaml.cannot_patch", line=document.flaws[0].line)
    meant = apply(document.data, edits)
    if (document.data or None) == (meant or None):
        return text
    bom, body = split_bom(text)
    tree = TextTree(body)
    kept = comments(tree)
    for candidate in _candidates(tree, document.data, meant, layout):
        if says(candidate, meant) and (not kept or comments(TextTree(candidate)) == kept):
            return bom + candidate
    raise TasError("yaml.cannot_patch", line=document.line(next(iter(edits))))


def apply(data: Data, edits: Mapping[DataPath, Data]) -> Data:
    """`data` with every edit made, in their order; `data` itself stays as it is.

    An edit sets the value at its path of keys, or removes the entry where the value is None or an empty map.
    Missing parents are made, a map left empty goes with its key. A parent that is no map gives way to one.
    """
    for path, value in edits.items():
        data = _with(data, path, _pruned(value))
    return data


def _with(data: Data, path: DataPath, value: Data) -> Data:
    if not path or (value is None and not isinstance(data, dict)):
        return data if path else value
    key = str(path[0])
    old = data if isinstance(data, dict) else {}
    inner = _with(old.get(key), path[1:], value)
    if inner is not None:
        return {**old, key: inner}
    return {other: kept for other, kept in old.items() if other != key} or (None if old else data)


def _pruned(value: Data) -> Data:
    """`value` without the entries of maps that say nothing; None if nothing is left."""
    if not isinstance(value, dict):
        return value
    pruned = {key: _pruned(given) for key, given in value.items()}
    return {key: given for key, given in pruned.items() if given is not None} or None


def _candidates(tree: TextTree, old: Data, new: Data, layout: Layout) -> Iterator[str]:
    """The text changed, the best way first: it may not come out as meant."""
    text, eol = tree.text, line_ending(tree.text)
    if not text or text.endswith(("\n", "\r")):
        yield from _spliced(tree, old, new, layout)
    else:
        for whole in dict.fromkeys((text + eol, finished(text))):
            for changed in _spliced(TextTree(whole), old, new, layout):
                yield changed.removesuffix(eol)
                yield changed
    yield anew(tree, new, layout)


def _spliced(tree: TextTree, old: Data, new: Data, layout: Layout) -> Iterator[str]:
    """The text with its entries changed; nothing where it is no block map."""
    splices = _Splices(tree, layout).whole(old, new)
    # Of several at one place, what is put in comes before what is replaced.
    splices.sort(key=lambda splice: (splice[0], splice[1] > splice[0]))
    parts, last = [], 0
    for start, end, put in splices:
        parts += [tree.text[last:start], put]
        last = end
    if splices:
        yield "".join([*parts, tree.text[last:]])


class _Splices:
    """What to put in place of what in one text: a start, an end and a text for each entry that changes."""

    def __init__(self, tree: TextTree, layout: Layout) -> None:
        self._tree = tree
        self._layout = layout
        self._eol = line_ending(tree.text)
        self._own = {tree.row(comment.start): comment for comment in tree.comments if comment.own}
        self._found: list[tuple[int, int, str]] = []

    def whole(self, old: Data, new: Data) -> list[tuple[int, int, str]]:
        """The splices that make a text which says `old` say `new`; none where they cannot."""
        root = self._tree.root
        if root is None or root.start == root.end:
            whole = OutlineEntry(None, None)
            revise(whole, new, self._layout, ())
            self._put_lines(self._tree.foot, self._tree.foot, lines(whole.value, self._layout, ()))
        elif isinstance(old, dict) and isinstance(new, dict) and self._has_lines(root):
            self._change_map(root, old, new, (), self._step(root))
        return self._found

    def _has_lines(self, node: TextNode) -> bool:
        """Whether each item of a map has lines of its own."""
        return node.kind == "map" and not node.flow and self._tree.is_first_on_line(node.items[0].begin)

    def _step(self, root: TextNode) -> int:
        """How much deeper than its key the first map in this file stands."""
        for item in root.items:
            if self._has_lines(item.value):
                return max(1, self._tree.column(item.value.items[0].begin) - self._tree.column(item.begin))
        return STEP

    def _put_lines(self, first: int, behind: int, new: Sequence[str]) -> None:
        """Have new lines stand in place of those from row `first` to before row `behind`."""
        start, end = self._tree.row_start(first), self._tree.row_start(behind)
        self._found.append((start, end, "".join(line + self._eol for line in new)))

    def _change_map(
        self, node: TextNode, old: dict[str, Data], new: dict[str, Data], path: DataPath, step: int
    ) -> None:
        for item in node.items:
            if item.name not in new:
                entry = self._entry(item)
                pad = " " * self._tree.column(item.begin)
                self._put_lines(*self._rows(item), [pad + comment for comment in comments_of(entry)])
            elif new[item.name] != old[item.name]:
                self._change(item, old[item.name], new[item.name], (*path, item.name), step)
        added = {key: value for key, value in new.items() if key not in old}
        order = self._layout.order(path)
        for entry in ordered([OutlineEntry(key, None) for key in added], order):
            key = entry.key or ""
            revise(entry, added[key], self._layout, (*path, key))
            row = self._row_for(key, node.items, order or ())
            self._put_entry(entry, (row, row), node.items[0], (*path, key), step)

    def _change(self, item: Item, old: Data, new: Data, path: DataPath, step: int) -> None:
        """Have an item say something else: by its own items, by its text, or by all its lines."""
        value = item.value
        if isinstance(old, dict) and isinstance(new, dict) and old and new and self._has_lines(value):
            deeper = self._tree.column(value.items[0].begin) - self._tree.column(item.begin)
            self._change_map(value, old, new, path, max(deeper, 1))
        elif isinstance(new, str) and (written := self._in_place(value, new, path)):
            self._found.append((value.start, value.end, written))
        else:
            entry = self._entry(item)
            revise(entry, new, self._layout, path)
            self._put_entry(entry, self._rows(item), item, path, step)

    def _in_place(self, node: TextNode, new: str, path: DataPath) -> str | None:
        """How a text of one line is spelled that stands in place of another; None for all others."""
        style = self._layout.style(path, new)
        on_one_line = node.start < node.end and self._tree.row(node.start) == self._tree.row(node.end)
        if node.kind != "scalar" or node.is_block or not on_one_line or (style == "auto" and literal(new)):
            return None
        return spelled(new, style)

    def _put_entry(
        self, entry: OutlineEntry, rows: tuple[int, int], like: Item, path: DataPath, step: int
    ) -> None:
        column = self._tree.column(like.begin)
        self._put_lines(*rows, entry_lines(entry, self._layout, path, column, step))

    def _entry(self, item: Item) -> OutlineEntry:
        return entry_outline(self._tree, item, self._tree.row_start(self._rows(item)[1]))

    def _rows(self, item: Item) -> tuple[int, int]:
        """The first row of an item and the one behind it, the deeper comments that follow it included."""
        tree, column = self._tree, self._tree.column(item.begin)
        behind = tree.row(item.end) + 1
        for row in range(behind, len(tree.starts)):
            if (comment := self._own.get(row)) and tree.column(comment.start) > column:
                behind = row + 1
            elif comment or tree.text[tree.starts[row] : tree.row_start(row + 1)].strip():
                break
        return tree.row(item.begin), behind

    def _row_for(self, key: str, items: Sequence[Item], order: Sequence[str]) -> int:
        """Where the lines of a new entry go: behind what comes before it, else above what comes after it."""
        rank = {name: place for place, name in enumerate(order)}
        ranked = sorted((rank[item.name], place) for place, item in enumerate(items) if item.name in rank)
        before = [place for found, place in ranked if found < rank.get(key, -1)]
        if before or not ranked or key not in rank:
            return self._rows(items[before[-1] if before else -1])[1]
        first = ranked[0][1]
        row, column = self._tree.row(items[first].begin), self._tree.column(items[first].begin)
        while (above := self._own.get(row - 1)) and (not first or self._tree.column(above.start) <= column):
            row -= 1
        return row
