"""Documents as text for a terminal or a pipe: wrapped, in columns, drawn, in colour where there is colour.

Signs and words carry the meaning, colour only supports it: letters on a ground of their own, which are read
on any theme. No line is wider than asked and nothing of a text is left out. Knows no report, and does not use
Rich: that costs a command a tenth of its time and counts cells by rules of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from .. import safe
from ..words import say
from .cells import Align, breaks, width
from .doc import (
    Beside,
    Block,
    Doc,
    Facts,
    Fold,
    Frame,
    Grid,
    GridRow,
    GridSection,
    Heading,
    Items,
    Paragraph,
    RangeGroup,
    Ranges,
    Span,
    Spans,
    Sparks,
    Style,
    Table,
    TableRow,
    spans,
)
from .drawing import LINES, PLAIN_LINES, PLAIN_STEPS, STEPS, bar, spark
from .formats import Paper

LONGEST = 100
"""Columns from which on a line gets hard to read."""
ENDLESS = 1_000_000
SIDE_BY_SIDE = 120
"""Columns from which on there is room for two things side by side."""
INDENT, GAP, SIGN = 2, 2, 3
NARROWEST_SIDE = 42
NARROWEST_BAR, WIDEST_BAR = 11, 31

_CODES = {"strong": "1", "good": "38;5;231;48;5;28", "bad": "38;5;231;48;5;160", "doubt": "38;5;16;48;5;178"}
_EDGES = {"good": "38;5;28", "bad": "38;5;160", "doubt": "38;5;172"}
_SIGNS: dict[str, Style] = {"+": "good", "+!": "good", "-": "bad", "?": "doubt"}
_BLANKS = re.compile(r"\s+")
_COMMAND = re.compile(r"(^|\s)::")

Cell = tuple[Sequence[Spans], int, Align]
"""Lines in a column of some width."""


def laid_out(doc: Doc, paper: Paper, longest: int = LONGEST) -> str:
    """The document in lines of at most `paper.width` columns, and of `longest` where words are to be read."""
    lines = _blocks(doc.blocks, _Pen(doc, paper, longest), paper.width)
    return safe.log("\n".join(_painted(line, color=paper.color) for line in lines))


def to_paste(doc: Doc, paper: Paper) -> str:
    """The same, but each paragraph on one line: where it is pasted, it is wrapped again."""
    return laid_out(doc, paper._replace(width=ENDLESS), ENDLESS)


class _Pen:
    """What all blocks of a document are laid out with."""

    def __init__(self, doc: Doc, paper: Paper, longest: int) -> None:
        self.lang = doc.lang
        self.plain = paper.plain
        self.after = say("scorecard.after", doc.lang)
        self.lines = PLAIN_LINES if paper.plain else LINES
        self.steps = PLAIN_STEPS if paper.plain else STEPS
        self.edge = "|" if paper.plain else "▌"
        self.dot = "-" if paper.plain else "·"
        self.longest = longest

    def room(self, columns: int) -> int:
        """How many of so many columns a line may take."""
        return min(columns, self.longest)


def _blocks(blocks: Sequence[Block], pen: _Pen, columns: int) -> Iterator[Spans]:
    """The lines of blocks one below the other, with a gap wherever something new begins."""
    before: Block | None = None
    for block in blocks:
        if before is not None and not _is_close(before, block):
            yield ()
        yield from _LAYOUTS[type(block)](block, pen, columns)
        before = block


def _is_close(before: Block, block: Block) -> bool:
    if isinstance(block, Paragraph) and block.tight:
        return True
    return isinstance(before, Heading) or (isinstance(block, Frame) and isinstance(before, Paragraph))


def _heading(block: Heading, pen: _Pen, columns: int) -> Iterator[Spans]:
    yield from _filled(spans(Span(block.text, "strong")), pen.room(columns))


def _paragraph(block: Paragraph, pen: _Pen, columns: int) -> Iterator[Spans]:
    yield from _filled(block.spans, pen.room(columns))


def _facts(block: Facts, pen: _Pen, columns: int) -> Iterator[Spans]:
    labels = [_clean(Span(label)).text for label, _ in block.rows]
    first = min(max(map(width, labels)), max(16, columns // 3))
    room = pen.room(columns) - first - INDENT - GAP
    for label, (_, value) in zip(labels, block.rows, strict=True):
        name: Sequence[Spans] = _filled(spans(label), first)
        yield from _side_by_side([(name, first, "left"), (_filled(value, room), room, "left")], INDENT)


def _items(block: Items, pen: _Pen, columns: int) -> Iterator[Spans]:
    room = pen.room(columns)
    for i, item in enumerate(block.items, 1):
        mark = f"{i}." if block.numbered else pen.dot
        yield from _hung(f"{' ' * INDENT}{mark} ", item.spans, room)
        hang = INDENT + len(mark) + 1
        for each in item.below:
            yield from _hung(f"{' ' * hang}{pen.dot} ", each, room)
    if block.more:
        yield from _hung(" " * INDENT, spans(block.more), room)


def _frame(block: Frame, pen: _Pen, columns: int) -> Iterator[Spans]:
    """A bar at the left edge; a box would break wherever a Chinese character falls back to another font."""
    tone = next((span.style for span in block.rows[0].spans if span.style in _EDGES), "")
    edge = Span(f"{pen.edge} ", f"edge {tone}" if tone else "")  # type: ignore[arg-type]
    for row in block.rows:
        for line in _filled(row.spans, pen.room(columns) - 2):
            yield (edge, *line)


def _table(block: Table, pen: _Pen, columns: int) -> Iterator[Spans]:
    heads = TableRow(tuple(spans(Span(head, "strong")) for head in block.heads))
    rows = [heads, *block.rows] if any(block.heads) else list(block.rows)
    widths = _widths(rows, pen.room(columns) - INDENT)
    for i, row in enumerate(rows if widths else block.rows):
        if i and block.loose and row is not block.rows[0]:
            yield ()
        if widths:
            aligns: list[Align] = ["right" if i in block.right else "left" for i in range(len(widths))]
            cells = [
                (_filled(cell, each), each, align)
                for cell, each, align in zip(row.cells, widths, aligns, strict=True)
            ]
            yield from _side_by_side(cells, INDENT)
        else:
            yield from _hung(" " * INDENT, _run_together(row.cells), columns, hang=2 * INDENT)
        if row.note:
            label = (Span(f"{block.label}{pen.after}"),) if block.label else ()
            yield from _hung(" " * 2 * INDENT, (*label, *row.note), pen.room(columns))


def _widths(rows: Sequence[TableRow], room: int) -> list[int]:
    """A width for each column, the widest made narrower to fit; none where that gets too narrow to read."""
    needed = [
        max(_wide(cell) for cell in column) for column in zip(*(row.cells for row in rows), strict=True)
    ]
    room -= GAP * (len(needed) - 1)
    least = min(10, room // len(needed))
    while sum(needed) > room:
        widest = needed.index(max(needed))
        if needed[widest] <= least or least < 4:
            return []
        needed[widest] -= 1
    return needed


def _run_together(cells: Sequence[Spans]) -> Spans:
    pieces: list[Span] = []
    for cell in cells:
        if _wide(cell):
            pieces += [Span("  ")] * bool(pieces) + list(cell)
    return tuple(pieces)


def _ranges(block: Ranges, pen: _Pen, columns: int) -> Iterator[Spans]:
    """A line a range: what it is of, the range drawn, its figures, and at the right edge the judgement."""
    rows = [row for group in block.groups for row in group.rows]
    figures = max(width(row.figures) for row in rows)
    verdict = max(width(row.judgement.text) for row in rows) + 2
    longest = max(_wide(spans(row.label)) for row in rows)
    left = pen.room(columns) - INDENT - figures - verdict - 2 * GAP
    first = min(longest, left - GAP - NARROWEST_BAR if left >= NARROWEST_BAR + 24 else left)
    room = min(WIDEST_BAR, left - first - GAP)
    room -= 1 - room % 2
    for i, group in enumerate(block.groups):
        if i:
            yield ()
        yield from _range_head(group, first, room, pen.room(columns))
        for row in group.rows:
            drawn: list[Cell] = []
            if room >= NARROWEST_BAR:
                drawn = [([spans(bar(row, group.reach, room, pen.lines))], room, "left")]
            word = Span(
                f" {row.judgement.text}".ljust(verdict - width(row.judgement.text) + len(row.judgement.text)),
                row.judgement.style,
            )
            cells: list[Cell] = [(_filled(spans(row.label), first), first, "left"), *drawn]
            cells += [([spans(row.figures)], figures, "left"), ([(word,)], verdict, "left")]
            yield from _side_by_side(cells, INDENT)


def _range_head(group: RangeGroup, first: int, room: int, columns: int) -> Iterator[Spans]:
    """The name of a group, and above the bars its scale where both fit."""
    title = spans(Span(group.label, "strong"))
    if room < NARROWEST_BAR or _wide(title) > first + INDENT:
        yield from _filled(title, columns)
        return
    low, high = f"-{group.reach}", str(group.reach)
    scale = f"{low:<{room // 2}}0{high:>{room // 2}}"
    name = _filled(title, first + INDENT)
    yield from _side_by_side([(name, first + INDENT, "left"), ([spans(scale)], room, "left")], 0)


def _sparks(block: Sparks, pen: _Pen, columns: int) -> Iterator[Spans]:
    longest = max(width(_clean(Span(label)).text) for label, _ in block.rows)
    first = min(longest, max(10, columns // 3))
    ends = [f"{values[0]} -> {values[-1]}" for _, values in block.rows]
    room = pen.room(columns) - first - INDENT - 2 * GAP - max(map(width, ends))
    every = [value for _, values in block.rows for value in values]
    for (label, values), end in zip(block.rows, ends, strict=True):
        line = spark(values, min(every), max(every), room, pen.steps)
        drawn = [spans(f"{line}{' ' * GAP}{end}")]
        yield from _side_by_side([(_filled(spans(label), first), first, "left"), (drawn, 0, "left")], INDENT)


def _fold(block: Fold, pen: _Pen, columns: int) -> Iterator[Spans]:
    yield from _blocks((Heading(block.title), *block.blocks), pen, columns)


def _beside(block: Beside, pen: _Pen, columns: int) -> Iterator[Spans]:
    if columns < SIDE_BY_SIDE:
        yield from _blocks((*block.first, *block.left), pen, columns)
        return
    left = [_trimmed(line) for line in _blocks(block.left, pen, columns - NARROWEST_SIDE)]
    wide = max(width("".join(each.text for each in line)) for line in left)
    room = pen.room(columns - wide - 2 * GAP)
    right = list(_blocks(block.first, pen, room))
    yield from _side_by_side([(left, wide + GAP, "left"), (right, room, "left")], 0)


def _grid(block: Grid, pen: _Pen, columns: int) -> Iterator[Spans]:
    """The criteria by party: by name where all names fit, else by number, in several tables if need be."""
    columns = pen.room(columns)
    names = [_clean(Span(name)).text for name in block.parties]
    longest = max((_wide(_criterion(row)) for each in block.sections for row in each.rows), default=0)
    room = columns - INDENT - min(longest + GAP, 24, columns // 3)
    everyone = range(len(names))
    for fitting in (_with_figures(block, names), [max(SIGN, width(name)) for name in names]):
        if sum(fitting) + GAP * len(fitting) <= room:
            yield from _sheet(block, everyone, names, fitting, columns)
            return
    labels = [names[0] if width(names[0]) <= SIGN else "0", *map(str, everyone[1:])]
    for label, name in zip(labels, names, strict=True):
        if label != name:
            yield from _hung(f"{' ' * INDENT}{label} = ", spans(name), columns)
    step = max(1, room // (SIGN + GAP) - 1)
    for start in range(1, max(2, len(names)), step):
        yield ()
        shown = [0, *everyone[start : start + step]]
        yield from _sheet(block, shown, labels, [SIGN] * len(names), columns)


def _with_figures(block: Grid, names: Sequence[str]) -> list[int]:
    return [
        max(SIGN, width(name), *(width(each.figures[i]) for each in block.sections))
        for i, name in enumerate(names)
    ]


def _sheet(
    block: Grid, shown: Iterable[int], labels: Sequence[str], widths: Sequence[int], columns: int
) -> Iterator[Spans]:
    """The rows of a grid for the parties whose indexes are `shown`."""
    shown = list(shown)
    longest = max(_wide(_criterion(row)) for each in block.sections for row in each.rows)
    most = columns - INDENT - sum(widths[i] + GAP for i in shown)
    first = min(longest + GAP, most)
    heads: list[Cell] = [([spans(Span(labels[i], "strong"))], widths[i], "center") for i in shown]
    yield from _side_by_side([([()], first + INDENT, "left"), *heads], 0)
    for i, section in enumerate(block.sections):
        if i:
            yield ()
        yield from _section_head(section, shown, widths, first, columns)
        for row in section.rows:
            signs: list[Cell] = [([_sign(row.signs[i])], widths[i], "center") for i in shown]
            yield from _side_by_side([(_filled(_criterion(row), first), first, "left"), *signs], INDENT)


def _section_head(
    section: GridSection, shown: Sequence[int], widths: Sequence[int], first: int, columns: int
) -> Iterator[Spans]:
    title = spans(_clean(Span(section.title, "strong")))
    figures: list[Cell] = [([spans(section.figures[i])], widths[i], "center") for i in shown]
    fit = all(width(section.figures[i]) <= widths[i] for i in shown) and _wide(title) <= first + INDENT
    if fit:
        yield from _side_by_side([([title], first + INDENT, "left"), *figures], 0)
    else:
        yield from _filled(title, columns)


def _criterion(row: GridRow) -> Spans:
    return spans(f"{row.title} {row.mark}".rstrip())


def _sign(sign: str) -> Spans:
    """A sign in the middle of a block of colour."""
    return (Span(f" {sign}".ljust(SIGN) if len(sign) < SIGN else sign, _SIGNS.get(sign, "")),)


_LAYOUTS: dict[type[Any], Callable[[Any, _Pen, int], Iterator[Spans]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Facts: _facts,
    Table: _table,
    Items: _items,
    Frame: _frame,
    Ranges: _ranges,
    Grid: _grid,
    Sparks: _sparks,
    Fold: _fold,
    Beside: _beside,
}


def _clean(span: Span) -> Span:
    """A span with nothing in it that a terminal or a log runner would obey; runs of blanks become one."""
    text = span.text
    if not text.isascii() or not text.isprintable() or "  " in text or ":" in text or "#" in text:
        text = safe.log(_COMMAND.sub(r"\1: :", _BLANKS.sub(" ", safe.terminal(text))))
    return Span(text, span.style)


def _cleaned(pieces: Spans) -> Spans:
    """The same for pieces side by side; where two of them make a command, they lose their styles."""
    cleaned = tuple(map(_clean, pieces))
    text = "".join(each.text for each in cleaned)
    return (_clean(Span(text)),) if _COMMAND.search(text) or "##[" in text else cleaned


def _wide(pieces: Spans) -> int:
    return width("".join(each.text for each in _cleaned(pieces)))


def _filled(pieces: Spans, columns: int) -> list[Spans]:
    """Text in lines of at most so many columns, each piece in its style; nothing is left out."""
    cleaned = _cleaned(pieces)
    text = "".join(each.text for each in cleaned)
    return [_cut_out(cleaned, start, end) for start, end in breaks(text, columns)]


def _cut_out(pieces: Iterable[Span], start: int, end: int) -> Spans:
    """The characters from `start` to `end` of pieces side by side."""
    found, at = [], 0
    for text, style in pieces:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            found.append(Span(part, style))
        at += len(text)
    return tuple(found)


def _hung(first: str, pieces: Spans, columns: int, hang: int | None = None) -> Iterator[Spans]:
    """Text behind `first`, its other lines indented as far, or by `hang`."""
    hang = width(first) if hang is None else hang
    for i, line in enumerate(_filled(pieces, columns - max(hang, width(first)))):
        yield (Span(" " * hang if i else first), *line)


def _side_by_side(cells: Sequence[Cell], indent: int) -> Iterator[Spans]:
    """Columns of lines next to each other."""
    for texts in zip_longest(*(lines for lines, _, _ in cells), fillvalue=()):
        line = [Span(" " * indent)]
        for i, (text, (_, columns, align)) in enumerate(zip(texts, cells, strict=True)):
            spare = max(0, columns - width("".join(each.text for each in text)))
            before = {"left": 0, "center": spare // 2, "right": spare}[align]
            line += [Span(" " * (before + (GAP if i else 0))), *text, Span(" " * (spare - before))]
        yield tuple(line)


def _trimmed(line: Spans) -> Spans:
    """A line without the blanks at its end."""
    pieces = [each for each in line if each.text]
    while pieces and pieces[-1].style == "" and not pieces[-1].text.strip():
        pieces.pop()
    return tuple(pieces)


def _painted(line: Spans, *, color: bool) -> str:
    """A line as characters, blanks at its end left out."""
    pieces = _trimmed(line)
    if not color:
        return "".join(each.text for each in pieces).rstrip()
    return "".join(_styled(each) for each in pieces)


def _styled(span: Span) -> str:
    code = _EDGES[span.style[5:]] if span.style.startswith("edge ") else _CODES.get(span.style)
    return f"\x1b[{code}m{span.text}\x1b[0m" if code else span.text
