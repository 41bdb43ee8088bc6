"""A hand-written text → the same in canonical layout, with every comment: what `tas fmt` does.

Makes an outline of the text in which each comment and blank line belongs to an entry, has it written
anew, reads that back and compares. How an outline looks on paper is the business of `writing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import TasError
from .reading import parse
from .shapes import Data, Layout, Path
from .tree import Item, Node, Tree, line_ending, split_bom
from .writing import Branch, Entry, Value, lines, ordered


def tidy(text: str, layout: Layout) -> str:
    """`text` in canonical order, indentation, quoting and spelling; what is so already stays as it is.

    Keeps every comment, blank lines between entries (several become one), line ends and a BOM. Raises
    TasError("yaml.cannot_tidy", line) for a text with flaws, or where its meaning would not survive.
    """
    document = parse(text)
    if document.flaws:
        raise TasError("yaml.cannot_tidy", line=document.flaws[0].line)
    bom, body = split_bom(text)
    tree = Tree(body)
    written = _Outliner(tree, layout).whole()
    eol = line_ending(body)
    result = "".join(line + eol for line in written)
    again = parse(result)
    if again.flaws or again.data != canonical(document.data, layout, ()) or not _same_comments(tree, result):
        raise TasError("yaml.cannot_tidy", line=1)
    return bom + result


def canonical(data: Data, layout: Layout, path: Path) -> Data:
    """`data` with every scalar in its canonical spelling."""
    if isinstance(data, dict):
        return {key: canonical(value, layout, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [canonical(value, layout, (*path, place)) for place, value in enumerate(data)]
    return data if data is None else layout.value(path, data)


def _same_comments(tree: Tree, result: str) -> bool:
    return sorted(_comment_texts(tree)) == sorted(_comment_texts(Tree(result)))


def _comment_texts(tree: Tree) -> list[str]:
    return [tree.text[comment.start : comment.end].rstrip() for comment in tree.comments]


@dataclass(frozen=True, slots=True)
class _Trivia:
    """A comment, or a blank line (no text): `own` if nothing else is on the line."""

    start: int
    text: str
    own: bool


class _Outliner:
    """Walks a tree in the order of the text and hands out its comments and blank lines as it goes."""

    def __init__(self, tree: Tree, layout: Layout) -> None:
        self._tree = tree
        self._layout = layout
        self._trivia = sorted(self._find_trivia(), key=lambda trivia: trivia.start)
        self._next = 0

    def _find_trivia(self) -> Iterator[_Trivia]:
        tree = self._tree
        for comment in tree.comments:
            if comment.start >= tree.body:
                yield _Trivia(comment.start, tree.text[comment.start : comment.end].rstrip(), comment.own)
        for start in tree.blank_lines():
            if start >= tree.body:
                yield _Trivia(start, "", True)

    def whole(self) -> list[str]:
        """The lines of the whole text."""
        preamble = self._preamble()
        root = self._tree.root
        if root is None or not root.items:
            rest = [trivia.text for trivia in self._take(len(self._tree.text) + 1)]
            value = self._scalar(root, ()) if root else None
            own = lines(value, self._layout, ()) if root and (root.text is not None or root.flow) else []
            return _stripped([*preamble, *_squeezed(rest), *own])
        first = root.items[0].begin
        head, lead = _split_head([trivia.text for trivia in self._take(first)])
        branch = self._branch(root, (), len(self._tree.text) + 1, lead)
        branch.foot += [trivia.text for trivia in self._take(len(self._tree.text) + 1)]
        branch.foot = _squeezed(branch.foot)
        while branch.entries[0].lead[:1] == [""]:
            branch.entries[0].lead.pop(0)
        return _stripped([*preamble, *head, *lines(branch, self._layout, ())])

    def _preamble(self) -> list[str]:
        """The lines up to an explicit beginning of the document, its own comment included."""
        tree = self._tree
        if not tree.body:
            return []
        head = [line.rstrip() for line in tree.text[: tree.body].splitlines()]
        if self._trivia and not self._trivia[0].own and self._trivia[0].start < tree.line_end(tree.body):
            head[-1] += f"  {self._take_one().text}"
        return _squeezed(head)

    def _take(self, until: int) -> list[_Trivia]:
        """Everything that stands before `until` and has not been taken yet."""
        begin = self._next
        while self._next < len(self._trivia) and self._trivia[self._next].start < until:
            self._next += 1
        return self._trivia[begin : self._next]

    def _take_one(self) -> _Trivia:
        self._next += 1
        return self._trivia[self._next - 1]

    def _branch(self, node: Node, path: Path, limit: int, lead: list[str]) -> Branch:
        """The outline of a map or list; `limit` is where what follows it begins."""
        entries = []
        for place, item in enumerate(node.items):
            end = node.items[place + 1].begin if place + 1 < len(node.items) else limit
            above = [*lead, *(trivia.text for trivia in self._take(item.begin))]
            part = item.name if item.key else place
            entries.append(self._entry(item, _squeezed(above), (*path, part), end))
            lead = []
        foot = [t.text for t in self._take(node.end)] if node.flow else self._foot(node, limit)
        if node.kind == "map":
            entries = ordered(entries, self._layout.order(path))
        return Branch(node.kind == "map", entries, _stripped_end(_squeezed(foot)))

    def _entry(self, item: Item, lead: list[str], path: Path, limit: int) -> Entry:
        entry = Entry(item.name if item.key else None, None, lead)
        value = item.value
        head_end = self._tree.line_end(max(item.colon, item.begin))
        inside = value.start if value.kind == "scalar" or value.flow else min(head_end + 1, value.start)
        self._attach(entry, self._take(inside))
        if value.kind == "scalar":
            self._attach(entry, self._take(value.end))
            entry.value = self._scalar(value, path)
        else:
            entry.value = self._inner(entry, value, path, limit)
        self._attach(entry, self._trailing(item.end, limit))
        return entry

    def _inner(self, entry: Entry, node: Node, path: Path, limit: int) -> Branch:
        branch = self._branch(node, path, min(limit, node.end) if node.flow else limit, [])
        if not branch.entries:
            entry.lead += [text for text in branch.foot if text]
            branch.foot = []
        return branch

    def _scalar(self, node: Node, path: Path) -> Value:
        if node.kind != "scalar":
            return Branch(node.kind == "map")
        return None if node.text is None else self._layout.value(path, node.text)

    def _attach(self, entry: Entry, found: list[_Trivia]) -> None:
        """Comments within or behind an entry: the first stays on its line, others go above."""
        for trivia in found:
            if not trivia.own and not entry.trail:
                entry.trail = trivia.text
            elif trivia.text:
                entry.lead.append(trivia.text)

    def _trailing(self, end: int, limit: int) -> list[_Trivia]:
        line_end = self._tree.line_end(end)
        if self._next < len(self._trivia):
            trivia = self._trivia[self._next]
            if not trivia.own and trivia.start < min(limit, line_end):
                return [self._take_one()]
        return []

    def _foot(self, node: Node, limit: int) -> list[str]:
        """Comments below the last entry of a block that are indented as far as the block."""
        column = self._tree.column(node.items[0].begin)
        found: list[str] = []
        taken = self._next
        for place in range(self._next, len(self._trivia)):
            trivia = self._trivia[place]
            deep = self._tree.column(trivia.start) >= column
            if trivia.start >= limit or not trivia.own or (trivia.text and not deep):
                break
            found.append(trivia.text)
            if trivia.text:
                taken = place + 1
        kept = found[: taken - self._next]
        self._next = taken
        return kept


def _split_head(texts: list[str]) -> tuple[list[str], list[str]]:
    """What heads the file (up to the last blank line above the first entry), and what leads the entry."""
    texts = _stripped_start(_squeezed(texts))
    if "" not in texts:
        return [], texts
    cut = len(texts) - texts[::-1].index("")
    return texts[:cut], texts[cut:]


def _squeezed(texts: list[str]) -> list[str]:
    """Texts with no two blank ones in a row."""
    return [text for place, text in enumerate(texts) if text or place == 0 or texts[place - 1]]


def _stripped_start(texts: list[str]) -> list[str]:
    return next((texts[place:] for place, text in enumerate(texts) if text), [])


def _stripped_end(texts: list[str]) -> list[str]:
    return _stripped_start(texts[::-1])[::-1]


def _stripped(texts: list[str]) -> list[str]:
    """Texts with no blank ones at either end."""
    return _stripped_end(_stripped_start(texts))
