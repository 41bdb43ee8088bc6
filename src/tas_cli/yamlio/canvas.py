"""A text under change: splices are gathered against the text as it was, then made all at once.

Knows how wide this file indents and which line end it uses; decides nothing about YAML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Layout, Path, Style
from .tree import Item, Node, Tree, line_ending
from .writing import STEP


class Unsupported(Exception):
    """A change that cannot be made in this text as it is laid out."""


class Verbatim:
    """A layout that leaves every spelling as it is given."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def order(self, path: Path) -> Sequence[str] | None:
        return self._layout.order(path)

    def style(self, path: Path) -> Style:
        return self._layout.style(path)

    def value(self, path: Path, text: str) -> str:  # noqa: ARG002
        return text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: the item there, the node that holds it, and the items on the way to it."""

    item: Item
    holder: Node
    above: tuple[Item, ...]
    in_flow: bool


class Canvas:
    """The tree of a text, the splices to make in it, and what the lines around them look like."""

    def __init__(self, tree: Tree, layout: Layout) -> None:
        self.tree = tree
        self.text = tree.text
        self.layout: Layout = Verbatim(layout)
        self.eol = line_ending(tree.text)
        self._splices: list[tuple[int, int, int, str, bool]] = []
        self._names: dict[int, dict[str, Item]] = {}

    def splice(self, start: int, end: int, new: str) -> None:
        """Put `new` in place of the text from `start` to `end`."""
        self._splices.append((start, end, len(self._splices), new, False))

    def insert_lines(self, at: int, lines: list[str], *, depth: int) -> None:
        """Put whole lines before the line that begins at `at`; of several there, deeper ones go first."""
        new = "".join(line + self.eol for line in lines)
        self._splices.append((at, at, len(self._splices) - (depth << 32), new, True))

    def painted(self) -> str:
        """The text with all splices made; one that overlaps an earlier one is left out."""
        parts: list[str] = []
        last = 0
        for start, end, _, new, whole in sorted(self._splices):
            if start < last:
                continue
            parts.append(self.text[last:start])
            if whole and self._unfinished(parts):
                parts.append(self.eol)
            parts.append(new)
            last = end
        return "".join([*parts, self.text[last:]])

    def _unfinished(self, parts: list[str]) -> bool:
        last = next((part for part in reversed(parts) if part), "")
        return bool(last) and last[-1] not in "\r\n"

    def node(self, path: Path) -> tuple[Node, tuple[Item, ...], bool]:
        """The node at `path`, the items that lead to it, and whether it lies inside brackets."""
        node, above, in_flow = self.tree.root, [], False
        assert node  # noqa: S101 - paths come from what the tree itself says
        for part in path:
            in_flow = in_flow or node.flow
            item = node.items[part] if isinstance(part, int) else self._named(node)[part]
            above.append(item)
            node = item.value
        return node, tuple(above), in_flow

    def _named(self, node: Node) -> dict[str, Item]:
        """The items of a map by name, worked out once: a text may have very many changes."""
        if id(node) not in self._names:
            self._names[id(node)] = {item.name: item for item in node.items}
        return self._names[id(node)]

    def place(self, path: Path) -> Place:
        """What is at `path`, which is not the whole text."""
        holder, above, _ = self.node(path[:-1])
        _, (*_, item), in_flow = self.node(path)
        return Place(item, holder, above, in_flow)

    def step(self, above: tuple[Item, ...]) -> int:
        """How much deeper a map below the last of `above` goes: as its parents do, as the text does, or 2."""
        columns = [self.tree.column(item.begin) for item in above if item.key]
        if len(columns) > 1 and columns[-1] > columns[-2]:
            return columns[-1] - columns[-2]
        for item in self.tree.root.items if self.tree.root and not self.tree.root.flow else []:
            inner = item.value
            if inner.kind == "map" and inner.items and not inner.flow:
                return max(1, self.tree.column(inner.items[0].begin) - self.tree.column(item.begin))
        return STEP

    def rest_of_line(self, index: int) -> str:
        return self.text[index : self.tree.line_end(index)]
