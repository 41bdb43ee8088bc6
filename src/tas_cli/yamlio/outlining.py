"""A hand-written text → its outline, in which every comment and blank line belongs to an entry, and another
meaning put into an outline.

How an outline looks on paper is the business of `writing.py`; nothing here reads YAML back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .document import Data, DataPath
from .positions import Item, Node, Tree, Trivia
from .writing import Branch, Layout, OutlineEntry, OutlineValue, lines, ordered, outline


def laid_out_anew(tree: Tree, data: Data, layout: Layout) -> list[str]:
    """The lines of a whole text as `layout` wants it, with all its comments, saying `data`."""
    whole = Outliner(tree).whole()
    revise(whole, data, layout, ())
    if isinstance(whole.value, Branch) and whole.value.entries:
        first = whole.value.entries[0]
        first.lead = _stripped_start(first.lead)
    written = [] if whole.value is None else lines(whole.value, layout, ())
    return _stripped([*whole.lead, *written])


def revise(entry: OutlineEntry, data: Data, layout: Layout, path: DataPath) -> None:
    """Make an entry say `data`: what stays in it keeps its comments, those of what goes stand at the foot."""
    old = entry.value
    if not data or not isinstance(old, Branch) or not isinstance(data, dict if old.is_map else list):
        if isinstance(old, Branch):
            entry.lead += _comments_within(old)
        entry.value = outline(data, layout, path)
        return
    standing = _paired(old, data)
    entries = []
    for part, value in data.items() if isinstance(data, dict) else enumerate(data):
        inner = standing.pop(part, None) or OutlineEntry(part if isinstance(part, str) else None, None)
        revise(inner, value, layout, (*path, part))
        entries.append(inner)
    orphans = [text for gone in standing.values() for text in comments_of(gone)]
    entry.value = Branch(old.is_map, ordered(entries, layout.order(path)), [*orphans, *old.foot])


def comments_of(entry: OutlineEntry) -> list[str]:
    """The comments of an entry and of all that it holds."""
    own = [*filter(None, entry.lead), *filter(None, [entry.trail])]
    return own + (_comments_within(entry.value) if isinstance(entry.value, Branch) else [])


def _comments_within(branch: Branch) -> list[str]:
    within = [text for entry in branch.entries for text in comments_of(entry)]
    return within + [text for text in branch.foot if text]


def _paired(old: Branch, new: Data) -> dict[str | int, OutlineEntry]:
    """What an outline holds, by the place that it has in the new data; what goes gets a place of no use."""
    if not isinstance(new, list):
        return {entry.key or "": entry for entry in old.entries}
    items = [_said(entry.value) for entry in old.entries]
    shared = zip(items, new, strict=False)
    start = next((place for place, (was, meant) in enumerate(shared) if was != meant), len(new))
    gone = len(items) - len(new)
    if gone <= 0 or items[start + gone :] != new[start:]:
        return dict(enumerate(old.entries))
    places = [*range(start), *range(-gone, 0), *range(start, len(new))]
    return dict(zip(places, old.entries, strict=True))


def _said(value: OutlineValue) -> Data:
    if not isinstance(value, Branch):
        return value
    if not value.is_map:
        return [_said(entry.value) for entry in value.entries]
    return {entry.key or "": _said(entry.value) for entry in value.entries}


class Outliner:
    """Walks a tree in the order of the text and hands out its comments and blank lines as it goes."""

    def __init__(self, tree: Tree, begin: int = 0) -> None:
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
            return OutlineEntry(None, value, [*head, *_squeezed(self._take(end))])
        file_head, lead = _split_head(self._take(root.items[0].begin))
        branch = self._branch(root, end, lead)
        branch.foot = _squeezed([*branch.foot, *self._take(end)])
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
            entry.lead += [text for text in (self._take(value.end) if value.flow else []) if text]
        else:
            entry.value = self._branch(value, min(limit, value.end) if value.flow else limit)
        self._attach(entry, min(limit, self._tree.line_end(item.end)), own=False)
        return entry

    def rest(self, limit: int) -> list[str]:
        """The comments before `limit` that nothing has taken."""
        return [text for text in self._take(limit) if text]

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

    def _take(self, until: int) -> list[str]:
        return [trivia.text for trivia in self._pending(until)]

    def _branch(self, node: Node, limit: int, lead: Sequence[str] = ()) -> Branch:
        """The outline of a map or list that holds something."""
        entries = []
        for place, item in enumerate(node.items):
            end = node.items[place + 1].begin if place + 1 < len(node.items) else limit
            entries.append(self.entry(item, end, _squeezed([*lead, *self._take(item.begin)])))
            lead = ()
        foot = self._take(node.end) if node.flow else self._foot(node, limit)
        return Branch(node.kind == "map", entries, _stripped_end(_squeezed(foot)))

    def _attach(self, entry: OutlineEntry, until: int, *, own: bool = True) -> None:
        """Comments within or behind an entry: the first stays on its line, others go above."""
        for trivia in self._pending(until, own=own):
            if not trivia.own and not entry.trail:
                entry.trail = trivia.text
            elif trivia.text:
                entry.lead.append(trivia.text)

    def _foot(self, node: Node, limit: int) -> list[str]:
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


def _empty(node: Node) -> OutlineValue:
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


def _stripped_end(texts: list[str]) -> list[str]:
    return _stripped_start(texts[::-1])[::-1]


def _stripped(texts: list[str]) -> list[str]:
    """Texts with no blank ones at either end."""
    return _stripped_end(_stripped_start(texts))
