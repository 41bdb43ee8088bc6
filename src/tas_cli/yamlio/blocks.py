"""Changes in block style: whole lines come and go, comments stay.

Each function adds splices to a Canvas. What lies between brackets is the business of `flows.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import scalars
from .canvas import Canvas, Unsupported
from .shapes import Data, Path
from .tree import Comment, Item, Node
from .writing import Entry, entry_lines, outline


def set_scalar(canvas: Canvas, item: Item, text: str, path: Path, *, in_flow: bool = False) -> None:
    """Put a text in place of the scalar of `item`, in quotes like those it had."""
    old = item.value
    if old.start == old.end:
        _fill(canvas, item, _spelled(canvas, old, text, path, in_flow), in_flow)
    elif old.is_block:
        rewrite(canvas, item, text, path, ())
    else:
        block = _literal(canvas, item, text, path) if not in_flow else None
        canvas.splice(old.start, old.end, block or _spelled(canvas, old, text, path, in_flow))


def _spelled(canvas: Canvas, old: Node, text: str, path: Path, in_flow: bool) -> str:
    style = canvas.layout.style(path)
    if style != "double" and old.style == "'" and scalars.can_be_single(text):
        return scalars.single(text)
    if old.style in ('"', "'"):
        return scalars.quoted(text)
    return scalars.spelled(text, style, flow=in_flow)


def _literal(canvas: Canvas, item: Item, text: str, path: Path) -> str | None:
    """`text` as a literal block in place of a scalar: several lines, with nothing behind the scalar."""
    block = scalars.literal(text) if canvas.layout.style(path) == "auto" else None
    if not block or item.value.style in ('"', "'") or canvas.rest_of_line(item.end).strip():
        return None
    if _below(canvas, item) > canvas.tree.next_line(item.end):
        return None  # a deeper comment below would become part of the block
    pad = " " * (canvas.tree.column(item.begin) + canvas.step(()))
    final = canvas.eol if item.end == len(canvas.text) else ""
    return canvas.eol.join([block[0], *(pad + line if line else "" for line in block[1:])]) + final


def _fill(canvas: Canvas, item: Item, written: str, in_flow: bool) -> None:
    """Write a value where there was none."""
    if item.colon >= 0:
        canvas.splice(item.colon, item.colon, f" {written}")
    elif in_flow or canvas.text[item.begin] != "?":
        canvas.splice(item.end, item.end, f": {written}")
    else:
        end = canvas.tree.line_end(item.end)
        canvas.splice(end, end, f"{canvas.eol}{' ' * canvas.tree.column(item.begin)}: {written}")


def rewrite(canvas: Canvas, item: Item, value: Data, path: Path, above: tuple[Item, ...]) -> None:
    """Put any value in place of any other: everything behind the colon, the comments there excepted."""
    if item.colon < 0:
        raise Unsupported
    tree = canvas.tree
    end = tree.line_end(item.end)
    if (not isinstance(value, str) or "\n" in value) and (deeper := _deeper_below(canvas, item)):
        end = deeper[-1].end  # a block at the end of the new value would swallow them
    comments = tree.comments_between(item.colon, end)
    trail = ""
    if comments and comments[0].start < tree.line_end(item.colon):
        trail = _text(canvas, comments.pop(0))
    column = tree.column(item.begin)
    entry = Entry("k" if item.key else None, outline(value, canvas.layout, path), trail=trail)
    first, *rest = entry_lines(entry, canvas.layout, path, column, canvas.step(above))
    lines = [first[column + (2 if item.key else 1) :], *rest, *_own_lines(canvas, comments, column)]
    final = canvas.eol if end == len(canvas.text) and rest else ""
    canvas.splice(item.colon, end, canvas.eol.join(lines) + final)


def replace_root(canvas: Canvas, value: Data) -> None:
    """Put a value in place of the whole document, which says nothing so far or stands in one piece."""
    tree, root = canvas.tree, canvas.tree.root
    entry = Entry(None, outline(value, canvas.layout, ()))
    lines = [line[2:] for line in entry_lines(entry, canvas.layout, (), 0)]
    if root is None or root.start == root.end:
        canvas.insert_lines(_document_end(canvas), lines, depth=0)
        return
    end = tree.line_end(root.end)
    if tree.comments_between(root.start, end) or canvas.text[root.end : end].strip():
        raise Unsupported
    start = tree.line_start(root.start)
    dashes = canvas.text[start : root.start].rstrip()
    canvas.splice(start, end, canvas.eol.join([dashes, *lines] if dashes else lines))


def _document_end(canvas: Canvas) -> int:
    at = canvas.tree.body
    while (at := canvas.text.find("...", at)) >= 0:
        if canvas.tree.line_start(at) == at:
            return at
        at += 3
    return len(canvas.text)


def insert(
    canvas: Canvas, holder: Node, above: tuple[Item, ...], entries: list[tuple[Path, Data]], depth: int
) -> None:
    """Add entries to a map or list that has some: each in its canonical place."""
    column = canvas.tree.column(holder.items[0].begin)
    step = canvas.step((*above, holder.items[0]) if holder.kind == "map" else above)
    for path, value in entries:
        key = path[-1] if isinstance(path[-1], str) else None
        entry = Entry(key, outline(value, canvas.layout, path))
        lines = entry_lines(entry, canvas.layout, path, column, step)
        before, after = neighbours(holder, canvas.layout.order(path[:-1]), key)
        if before:
            canvas.insert_lines(_below(canvas, before), lines, depth=depth)
        elif after:
            _insert_above(canvas, holder, after, lines, depth)


def neighbours(holder: Node, order: Sequence[str] | None, key: str | None) -> tuple[Item | None, Item | None]:
    """The item that a new one goes after, or else the one that it goes before."""
    last = holder.items[-1]
    rank = {name: place for place, name in enumerate(order or ())}
    if key is None or key not in rank:
        return last, None
    ranked = [item for item in holder.items if item.name in rank]
    earlier = [item for item in ranked if rank[item.name] < rank[key]]
    later = [item for item in ranked if rank[item.name] > rank[key]]
    if earlier:
        return max(earlier, key=lambda item: rank[item.name]), None
    return (None, min(later, key=lambda item: rank[item.name])) if later else (last, None)


def _below(canvas: Canvas, item: Item) -> int:
    """The line below an item and the deeper comments that follow it."""
    deeper = _deeper_below(canvas, item)
    return canvas.tree.next_line(deeper[-1].end if deeper else item.end)


def _deeper_below(canvas: Canvas, item: Item) -> list[Comment]:
    """The comments below an item that are indented deeper, up to the next line with anything else on it."""
    tree = canvas.tree
    column = tree.column(item.begin)
    found: list[Comment] = []
    at = tree.next_line(item.end)
    while at < len(canvas.text):
        comment = _comment_line(canvas, at)
        if comment and tree.column(comment.start) > column:
            found.append(comment)
        elif canvas.rest_of_line(at).strip():
            break
        at = tree.next_line(at)
    return found


def _comment_line(canvas: Canvas, at: int) -> Comment | None:
    """The comment that has the line beginning at `at` for itself."""
    found = canvas.tree.comments_between(at, canvas.tree.line_end(at))
    return found[0] if found and found[0].own else None


def _insert_above(canvas: Canvas, holder: Node, item: Item, lines: list[str], depth: int) -> None:
    """Put lines above an item and above the comments that lead to it."""
    tree = canvas.tree
    column, start = tree.column(item.begin), tree.line_start(item.begin)
    if canvas.text[start : item.begin].strip():
        # The map begins beside a dash: the new entry takes that place, the old one its own line.
        written = canvas.eol.join([*lines, ""])[column:]
        canvas.splice(item.begin, item.begin, written + " " * column)
        return
    while start:
        above = tree.line_start(start - 2 if canvas.text[max(0, start - 2) : start] == "\r\n" else start - 1)
        comment = _comment_line(canvas, above)
        if not comment or (item is not holder.items[0] and tree.column(comment.start) > column):
            break
        start = above
    canvas.insert_lines(start, lines, depth=depth)


def begins_beside_dash(canvas: Canvas, holder: Node) -> bool:
    """Whether a map or list begins on the line of the dash or `?` that introduces it."""
    first = holder.items[0].begin
    return bool(canvas.text[canvas.tree.line_start(first) : first].strip())


def remove(canvas: Canvas, holder: Node, item: Item) -> None:
    """Take out an entry; comments on its lines stay as lines of their own."""
    tree = canvas.tree
    start, column = tree.line_start(item.begin), tree.column(item.begin)
    comments = tree.comments_between(item.begin, tree.line_end(item.end))
    prefix = canvas.text[start : item.begin]
    if prefix.strip():
        _remove_beside_dash(canvas, holder, item, start + len(prefix.rstrip()))
        return
    end = tree.next_line(item.end)
    kept = canvas.eol.join(_own_lines(canvas, comments, column))
    canvas.splice(start, end, kept + canvas.eol if kept else "")


def _remove_beside_dash(canvas: Canvas, holder: Node, item: Item, dash_end: int) -> None:
    following = [other for other in holder.items if other.begin > item.begin]
    if not following:
        raise Unsupported
    comments = canvas.tree.comments_between(item.begin, canvas.tree.line_end(item.end))
    if not canvas.tree.comments_between(item.begin, following[0].begin):
        canvas.splice(item.begin, following[0].begin, "")
        return
    column = canvas.tree.column(item.begin)
    kept = canvas.eol.join(_own_lines(canvas, comments, column)).lstrip(" ")
    canvas.splice(dash_end, canvas.tree.next_line(item.end), (f" {kept}" if kept else "") + canvas.eol)


def _own_lines(canvas: Canvas, comments: list[Comment], column: int) -> list[str]:
    return [" " * column + _text(canvas, comment) for comment in comments]


def _text(canvas: Canvas, comment: Comment) -> str:
    return canvas.text[comment.start : comment.end].rstrip()
