"""Changes between brackets: `{us: "+"}` and `[a, b]`, with their commas.

Each function adds splices to a Canvas. Block style is the business of `blocks.py`.
"""

from __future__ import annotations

from itertools import groupby

from . import scalars
from .blocks import neighbours, set_scalar
from .canvas import Canvas, Unsupported
from .shapes import Data, Layout, Path
from .tree import Item, Node
from .writing import Branch, Value, outline


def written(value: Value, layout: Layout, path: Path) -> str:
    """A whole value on one line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return scalars.spelled(value, layout.style(path), flow=True)
    if not value.is_map:
        items = [written(entry.value, layout, (*path, i)) for i, entry in enumerate(value.entries)]
        return f"[{', '.join(items)}]"
    pairs = [_pair(entry.key or "", entry.value, layout, (*path, entry.key or "")) for entry in value.entries]
    return f"{{{', '.join(pairs)}}}"


def _pair(key: str, value: Value, layout: Layout, path: Path) -> str:
    return f"{scalars.key(key, flow=True)} {written(value, layout, path)}".rstrip(" ")


def replace(canvas: Canvas, item: Item, value: Data, path: Path) -> None:
    """Put any value in place of another between brackets."""
    old = item.value
    if isinstance(value, str) and old.kind == "scalar":
        set_scalar(canvas, item, value, path, in_flow=True)
        return
    if canvas.tree.comments_between(old.start, old.end):
        raise Unsupported
    new = written(outline(value, canvas.layout, path), canvas.layout, path)
    if old.end > old.start:
        canvas.splice(old.start, old.end, new)
    else:
        at = max(item.colon, item.end)
        canvas.splice(at, at, f" {new}" if item.colon >= 0 else f": {new}")


def insert(canvas: Canvas, holder: Node, entries: list[tuple[Path, Data]]) -> None:
    """Add entries to a map or list between brackets that has some."""
    _refuse_single_pair(canvas, holder)
    for path, value in entries:
        content: Value | Branch = outline(value, canvas.layout, path)
        name = path[-1] if isinstance(path[-1], str) else None
        layout = canvas.layout
        new = written(content, layout, path) if name is None else _pair(name, content, layout, path)
        before, after = neighbours(holder, canvas.layout.order(path[:-1]), name)
        if before:
            canvas.splice(before.end, before.end, f"{_after_colon(before)}, {new}")
        elif after:
            canvas.splice(after.begin, after.begin, f"{new}, ")


def remove(canvas: Canvas, holder: Node, gone: list[Item]) -> None:
    """Take out entries with their commas; of those among comments only one at a time."""
    _refuse_single_pair(canvas, holder)
    ids = {id(item) for item in gone}
    runs = groupby(range(len(holder.items)), key=lambda place: id(holder.items[place]) in ids)
    for run in [list(places) for is_gone, places in runs if is_gone]:
        _remove_run(canvas, holder, run[0], run[-1])


def _remove_run(canvas: Canvas, holder: Node, first: int, last: int) -> None:
    items = holder.items
    following = items[last + 1] if last + 1 < len(items) else None
    previous = items[first - 1] if first else None
    low = previous.end if previous else holder.start + 1
    if canvas.tree.comments_between(low, following.begin if following else holder.end):
        _remove_among_comments(canvas, holder, items[first], low)
    elif following:
        canvas.splice(items[first].begin, following.begin, "")
    elif previous:
        canvas.splice(previous.end, items[last].end, _after_colon(previous))


def _after_colon(item: Item) -> str:
    """The blank that a colon without a value needs before a comma or bracket."""
    return " " if item.key and item.value.start == item.value.end else ""


def _remove_among_comments(canvas: Canvas, holder: Node, item: Item, low: int) -> None:
    if canvas.tree.comments_between(item.begin, item.end):
        raise Unsupported
    comma = canvas.tree.masked.find(",", item.end, holder.end)
    if comma < 0:
        comma = canvas.tree.masked.find(",", low, item.begin)
    canvas.splice(item.begin, item.end, "")
    if comma >= 0:
        canvas.splice(comma, comma + 1, "")


def _refuse_single_pair(canvas: Canvas, holder: Node) -> None:
    """A pair in a list, as in `[a: b]`, has no brackets of its own to put anything in."""
    if canvas.text[holder.start] not in "{[":
        raise Unsupported
