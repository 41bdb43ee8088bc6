"""A hand-written text → the same in canonical layout, with every comment: what `tas fmt` does.

Makes an outline of the text in which each comment and blank line belongs to an entry, has it written anew,
reads that back and compares. How an outline looks on paper is the business of `writing.py`. Writes no file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from ..errors import TasError
from .document import Data
from .positions import Item, TextNode, TextTree, Trivia, line_ending, split_bom
from .reading import parse
from .writing import Branch, Layout, OutlineEntry, OutlineValue, canonical, lines, revise

_BLOCK_HEAD = re.compile(r"([|>][1-9]?)[+-]?([1-9]?)")


def tidy(text: str, layout: Layout) -> str:
    """`text` in canonical order, indentation, quoting and spelling; what is so already stays as it is.

    Keeps every comment, blank lines between entries (several become one), line ends and a BOM. Raises
    TasError("yaml.cannot_tidy", line) for a text with flaws, or where its meaning would not survive.
    """
    document = parse(text)
    if document.flaws:
        raise TasError("yaml.cannot_tidy", line=document.flaws[0].line)
    bom, body = split_bom(text)
    tree = TextTree(body)
    meant = canonical(document.data, layout, ())
    result = anew(tree, meant, layout)
    if not says(result, meant) or comments(tree) != comments(TextTree(result)):
        raise TasError("yaml.cannot_tidy", line=1)
    return bom + result


def anew(tree: TextTree, data: Data, layout: Layout) -> str:
    """A whole text laid out anew to say `data`; whoever calls has to look whether it does."""
    whole = _Outliner(tree).whole()
    revise(whole, data, layout, ())
    if isinstance(whole.value, Branch) and whole.value.entries:
        first = whole.value.entries[0]
        first.lead = _stripped_start(first.lead)
    written = [] if whole.value is None else lines(whole.value, layout, ())
    eol = line_ending(tree.text)
    return "".join(line + eol for line in _stripped([*whole.lead, *written]))


def entry_outline(tree: TextTree, item: Item, limit: int) -> OutlineEntry:
    """The outline of one item of a block, with all the comments before `limit`."""
    outliner = _Outliner(tree, item.begin)
    entry = outliner.entry(item, limit)
    entry.lead += [text for text in outliner.take(limit) if text]
    return entry


def finished(text: str) -> str:
    """A text without flaws with a line end at its end, saying the same.

    A literal text that ends the file without one says so in its head from now on (`|-`).
    """
    if text.endswith(("\n", "\r")) or not text:
        return text
    meant = parse(text).data
    bom, body = split_bom(text)
    return next((bom + candidate for candidate in _finished(body) if says(candidate, meant)), text)


def _finished(text: str) -> Iterator[str]:
    tree = TextTree(text)
    eol = line_ending(text)
    yield text + eol
    last = tree.root
    while last and last.items:
        last = last.items[-1].value
    if last and last.is_block:
        for chomping in ("-", ""):
            head = _BLOCK_HEAD.match(text, last.start)
            assert head  # noqa: S101 - every block text has one
            yield f"{text[: last.start]}{head[1]}{chomping}{head[2]}{text[head.end() :]}{eol}"
    yield anew(tree, parse(text).data, Layout())


def says(text: str, meant: Data) -> bool:
    """Whether a text has no flaw and says just this; an empty map is nothing."""
    document = parse(text)
    return not document.flaws and (document.data or None) == (meant or None)


def comments(tree: TextTree) -> Counter[str]:
    """The comments of a text, as often as each stands there."""
    return Counter(comment.text for comment in tree.comments)


class _Outliner:
    """Walks a tree in the order of the text and hands out its comments and blank lines as it goes."""

    def __init__(self, tree: TextTree, begin: int = 0) -> None:
        self._tree = tree
        self._trivia = tree.trivia
        self._next = bisect_left(tree.trivia, max(begin, tree.body), key=lambda trivia: trivia.start)

    def whole(self) -> OutlineEntry:
        """The outline of the whole text: what heads the file as the lead of an entry without a name."""
        tree, root = self._tree, self._tree.root
        head = self._preamble()
        end = len(tree.text) + 1
        if root is None or not root.items:
            value = _empty(root) if root else None
            return OutlineEntry(None, value, [*head, *_squeezed(self.take(end))])
        file_head, lead = _split_head(self.take(root.items[0].begin))
        branch = self._branch(root, end, lead)
        branch.foot = _squeezed([*branch.foot, *self.take(end)])
        return OutlineEntry(None, branch, [*head, *file_head])

    def entry(self, item: Item, limit: int, lead: Sequence[str] = ()) -> OutlineEntry:
        """The outline of one item; `limit` is where what follows it begins."""
        entry = OutlineEntry(item.name if item.key else None, None, [*lead])
        value = item.value
        if value.kind == "scalar":
            self._attach(entry, value.end if value.end > value.start else item.end)
        elif value.flow:
            self._attach(entry, value.start)
        else:
            below = self._tree.line_end(max(item.colon, item.begin)) + 1
            self._attach(entry, min(below, value.start))
        if not value.items:
            entry.value = _empty(value)
            entry.lead += [text for text in (self.take(value.end) if value.flow else []) if text]
        else:
            entry.value = self._branch(value, min(limit, value.end) if value.flow else limit)
        self._attach(entry, min(limit, self._tree.line_end(item.end)), own=False)
        return entry

    def _preamble(self) -> list[str]:
        """The lines up to an explicit beginning of the document, its own comment included."""
        tree = self._tree
        if not tree.body:
            return []
        head = [line.rstrip() for line in tree.text[: tree.body].splitlines()]
        for beside in self._pending(tree.line_end(tree.body), own=False):
            head[-1] += f"  {beside.text}"
        return _squeezed(head)

    def _pending(self, until: int, *, own: bool = True) -> list[Trivia]:
        """What stands before `until` and was not handed out yet; not `own`: only what is beside something."""
        begin = self._next
        while self._next < len(self._trivia) and self._trivia[self._next].start < until:
            if self._trivia[self._next].own and not own:
                break
            self._next += 1
        return self._trivia[begin : self._next]

    def take(self, until: int) -> list[str]:
        return [trivia.text for trivia in self._pending(until)]

    def _branch(self, node: TextNode, limit: int, lead: Sequence[str] = ()) -> Branch:
        """The outline of a map or list that holds something."""
        entries = []
        for place, item in enumerate(node.items):
            end = node.items[place + 1].begin if place + 1 < len(node.items) else limit
            entries.append(self.entry(item, end, _squeezed([*lead, *self.take(item.begin)])))
            lead = ()
        foot = [text for text in self.take(node.end) if text] if node.flow else self._foot(node, limit)
        return Branch(node.kind == "map", entries, _squeezed(foot))

    def _attach(self, entry: OutlineEntry, until: int, *, own: bool = True) -> None:
        """Comments within or behind an entry: the first stays on its line, others go above."""
        for trivia in self._pending(until, own=own):
            if not trivia.own and not entry.trail:
                entry.trail = trivia.text
            elif trivia.text:
                entry.lead.append(trivia.text)

    def _foot(self, node: TextNode, limit: int) -> list[str]:
        """Comments below the last item of a block that are indented as far as the block."""
        column = self._tree.column(node.items[0].begin)
        begin = end = self._next
        for place in range(begin, len(self._trivia)):
            trivia = self._trivia[place]
            deep = self._tree.column(trivia.start) >= column
            if trivia.start >= limit or not trivia.own or (trivia.text and not deep):
                break
            end = place + 1 if trivia.text else end
        self._next = end
        return [trivia.text for trivia in self._trivia[begin:end]]


def _empty(node: TextNode) -> OutlineValue:
    """The outline of what holds nothing else."""
    return node.text if node.kind == "scalar" else Branch(node.kind == "map")


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


def _stripped(texts: list[str]) -> list[str]:
    """Texts with no blank ones at either end."""
    return _stripped_start(_stripped_start(texts)[::-1])[::-1]
