"""Documents as text for a terminal or a pipe, block by block: what stands where, and how much room it has.

Signs and words carry the meaning, colour only supports it. No line is wider than asked and nothing of a text
is left out. Knows no report, and does not use Rich: that costs a command a tenth of its time and counts cells
by rules of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from .. import safe
from . import doc
from .cells import Align, width
from .doc import Span, Spans, spans
from .formats import Paper
from .styled_lines import GAP, clean, drawn_width, edge, filled, hung, painted, side_by_side, trimmed, wide
from .text_drawn import INDENT, Pen, grid, ranges, sparks

LONGEST = 100
"""Columns from which on a line gets hard to read."""
ENDLESS = 1_000_000
SIDE_BY_SIDE = 120
"""Columns from which on there is room for two things side by side."""
NARROWEST_SIDE = 42


def laid_out(page: doc.Doc, paper: Paper, longest: int = LONGEST) -> str:
    """The document in lines of at most `paper.width` columns, and of `longest` where words are to be read."""
    lines = _blocks(page.blocks, Pen(page.lang, paper, longest), paper.width)
    return safe.log("\n".join(painted(line, color=paper.color) for line in lines))


def to_paste(page: doc.Doc, paper: Paper) -> str:
    """The same, but each paragraph on one line: where it is pasted, it is wrapped again."""
    return laid_out(page, paper._replace(width=ENDLESS), ENDLESS)


def _blocks(blocks: Sequence[doc.Block], pen: Pen, columns: int) -> Iterator[Spans]:
    """The lines of blocks one below the other, with a gap wherever something new begins."""
    before: doc.Block | None = None
    for block in blocks:
        if before is not None and not _is_close(before, block):
            yield ()
        yield from _LAYOUTS[type(block)](block, pen, columns)
        before = block


def _is_close(before: doc.Block, block: doc.Block) -> bool:
    if isinstance(block, doc.Paragraph) and block.tight:
        return True
    return isinstance(before, doc.Heading) or (
        isinstance(block, doc.Frame) and isinstance(before, doc.Paragraph)
    )


def _heading(block: doc.Heading, pen: Pen, columns: int) -> Iterator[Spans]:
    yield from filled(spans(Span(block.text, "strong")), pen.room(columns))


def _paragraph(block: doc.Paragraph, pen: Pen, columns: int) -> Iterator[Spans]:
    yield from filled(block.spans, pen.room(columns))


def _facts(block: doc.FactList, pen: Pen, columns: int) -> Iterator[Spans]:
    labels = [clean(Span(label)).text for label, _ in block.rows]
    first = min(max(map(width, labels)), max(16, columns // 3))
    room = pen.room(columns) - first - INDENT - GAP
    for label, (_, value) in zip(labels, block.rows, strict=True):
        name: Sequence[Spans] = filled(spans(label), first)
        yield from side_by_side([(name, first, "left"), (filled(value, room), room, "left")], INDENT)


def _items(block: doc.Items, pen: Pen, columns: int) -> Iterator[Spans]:
    room = pen.room(columns)
    for i, item in enumerate(block.items, 1):
        mark = f"{i}." if block.numbered else pen.dot
        yield from hung(f"{' ' * INDENT}{mark} ", item.spans, room)
        hang = INDENT + len(mark) + 1
        for each in item.below:
            yield from hung(f"{' ' * hang}{pen.dot} ", each, room)
    if block.more:
        yield from hung(" " * INDENT, spans(block.more), room)


def _frame(block: doc.Frame, pen: Pen, columns: int) -> Iterator[Spans]:
    """A bar at the left edge; a box would break wherever a Chinese character falls back to another font."""
    bar = edge(pen.edge, block.rows[0].spans)
    for row in block.rows:
        for line in filled(row.spans, pen.room(columns) - 2):
            yield (bar, *line)


def _placement(block: doc.Placement, pen: Pen, columns: int) -> Iterator[Spans]:
    yield from _table(block.table(pen.join), pen, columns)


def _table(block: doc.Table, pen: Pen, columns: int) -> Iterator[Spans]:
    heads = doc.TableRow(tuple(spans(Span(head, "strong")) for head in block.heads))
    rows = [heads, *block.rows] if any(block.heads) else list(block.rows)
    room = pen.room(columns) - INDENT
    widths = _widths(rows, room, block.right) or _widths(rows, room)
    for i, row in enumerate(rows if widths else block.rows):
        if i and block.loose and row is not block.rows[0]:
            yield ()
        if widths:
            aligns: list[Align] = ["right" if i in block.right else "left" for i in range(len(widths))]
            cells = [
                (filled(cell, each), each, align)
                for cell, each, align in zip(row.cells, widths, aligns, strict=True)
            ]
            yield from side_by_side(cells, INDENT)
        else:
            yield from hung(" " * INDENT, _run_together(row.cells), columns, hang=2 * INDENT)
        if row.note:
            label = (Span(f"{block.label}{pen.after}"),) if block.label else ()
            yield from hung(" " * 2 * INDENT, (*label, *row.note), pen.room(columns))


def _widths(rows: Sequence[doc.TableRow], room: int, kept: Collection[int] = ()) -> list[int]:
    """A width for each column, the widest made narrower to fit, but none of those `kept`.

    None where that gets too narrow to read.
    """
    needed = [max(wide(cell) for cell in column) for column in zip(*(row.cells for row in rows), strict=True)]
    room -= GAP * (len(needed) - 1)
    least = min(10, room // len(needed))
    free = [i for i in range(len(needed)) if i not in kept]
    while (over := sum(needed) - room) > 0:
        widest = max(free, key=needed.__getitem__, default=None)
        if widest is None or needed[widest] <= least or least < 4:
            return []
        next_widest = max([least, *(needed[i] for i in free if i != widest)])
        needed[widest] -= max(1, min(over, needed[widest] - next_widest))
    return needed


def _run_together(cells: Sequence[Spans]) -> Spans:
    pieces: list[Span] = []
    for cell in cells:
        if wide(cell):
            pieces += [Span("  ")] * bool(pieces) + list(cell)
    return tuple(pieces)


def _fold(block: doc.Fold, pen: Pen, columns: int) -> Iterator[Spans]:
    yield from _blocks((doc.Heading(block.title), *block.blocks), pen, columns)


def _beside(block: doc.Beside, pen: Pen, columns: int) -> Iterator[Spans]:
    if columns < SIDE_BY_SIDE:
        yield from _blocks((*block.first, *block.left), pen, columns)
        return
    left = [trimmed(line) for line in _blocks(block.left, pen, columns - NARROWEST_SIDE)]
    taken = max(map(drawn_width, left))
    room = pen.room(columns - taken - 2 * GAP)
    right = list(_blocks(block.first, pen, room))
    yield from side_by_side([(left, taken + GAP, "left"), (right, room, "left")])


_LAYOUTS: dict[type[Any], Callable[[Any, Pen, int], Iterator[Spans]]] = {
    doc.Heading: _heading,
    doc.Paragraph: _paragraph,
    doc.FactList: _facts,
    doc.Table: _table,
    doc.Placement: _placement,
    doc.Items: _items,
    doc.Frame: _frame,
    doc.Ranges: ranges,
    doc.Grid: grid,
    doc.Sparks: sparks,
    doc.Fold: _fold,
    doc.Beside: _beside,
}
