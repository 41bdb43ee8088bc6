"""What text draws: ranges on their axis, values as a line, signs in a grid. Lays out no other block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..words import Lang, say
from . import doc
from .cells import width
from .doc import Span, Spans, Style, spans
from .drawing import LINES, PLAIN_LINES, PLAIN_STEPS, STEPS, bar, spark
from .formats import Paper
from .styled_lines import GAP, StyledCell, clean, filled, hung, side_by_side, wide

INDENT, SIGN = 2, 3
NARROWEST_BAR, WIDEST_BAR, NARROWEST_LABEL = 11, 31, 14
SHORTEST_BAR = 7
_SIGNS: dict[str, Style] = {"+": "good", "+!": "good", "-": "bad", "?": "doubt"}


class Pen:
    """What all blocks of a document are laid out with."""

    def __init__(self, lang: Lang, paper: Paper, longest: int) -> None:
        self.after, self.join = (say(f"scorecard.{key}", lang) for key in ("after", "join"))
        self.lines = PLAIN_LINES if paper.plain else LINES
        self.steps = PLAIN_STEPS if paper.plain else STEPS
        self.edge = "|" if paper.plain else "▌"
        self.dot = "-" if paper.plain else "·"
        self.longest = longest

    def room(self, columns: int) -> int:
        """How many of so many columns a line may take."""
        return min(columns, self.longest)


def ranges(block: doc.Ranges, pen: Pen, columns: int) -> Iterator[Spans]:
    """A line a range: what it is of, the range drawn, its figures, and at the right edge the judgement.

    Where that is too narrow, what it is of has a line of its own.
    """
    rows = [row for group in block.groups for row in group.rows]
    figures = max(width(row.figures) for row in rows)
    verdict = max(width(clean(row.judgement).text) for row in rows) + 2
    left = pen.room(columns) - INDENT - figures - verdict - 2 * GAP
    longest = max(wide(spans(row.label)) for row in rows)
    first = min(longest, left - GAP - NARROWEST_BAR)
    is_stacked = first < min(longest, NARROWEST_LABEL)
    room = min(WIDEST_BAR, left - 1 if is_stacked else left - first - GAP)
    room = room - 1 + room % 2
    for i, group in enumerate(block.groups):
        if i:
            yield ()
        yield from _range_head(group, 1 if is_stacked else first, room, pen.room(columns))
        for row in group.rows:
            name = filled(spans(row.label), pen.room(columns) - INDENT if is_stacked else first)
            word = clean(row.judgement)
            chip = Span(f" {word.text}{' ' * (verdict - 1 - width(word.text))}", word.style)
            drawn = [spans(bar(row, group.reach, room, pen.lines))] if room >= SHORTEST_BAR else []
            cells: list[StyledCell] = [(drawn, room, "left")] if drawn else []
            cells += [([spans(row.figures)], figures, "left"), ([(chip,)], verdict, "left")]
            if is_stacked:
                yield from ((Span(" " * INDENT), *line) for line in name)
                yield from side_by_side(cells, INDENT + 1)
            else:
                yield from side_by_side([(name, first, "left"), *cells], INDENT)


def _range_head(group: doc.RangeGroup, first: int, room: int, columns: int) -> Iterator[Spans]:
    """The name of a group, and above the bars its scale where both fit."""
    title = spans(Span(group.label, "strong"))
    if room < NARROWEST_BAR or wide(title) > first + INDENT:
        yield from filled(title, columns)
        return
    low, middle, high = group.scale or (f"-{group.reach}", "0", str(group.reach))
    left = f"{low:<{(room - len(middle) + 1) // 2}}{middle}"
    scale = f"{left}{high:>{room - len(left)}}"
    name = filled(title, first + INDENT)
    yield from side_by_side([(name, first + INDENT, "left"), ([spans(scale)], room, "left")])


def sparks(block: doc.Sparks, pen: Pen, columns: int) -> Iterator[Spans]:
    longest = max(width(clean(Span(label)).text) for label, _ in block.rows)
    first = min(longest, max(10, columns // 3))
    ends = [f"{values[0]} -> {values[-1]}" for _, values in block.rows]
    room = pen.room(columns) - first - INDENT - 2 * GAP - max(map(width, ends))
    every = [value for _, values in block.rows for value in values]
    for (label, values), end in zip(block.rows, ends, strict=True):
        line = spark(values, min(every), max(every), room, pen.steps)
        drawn = [spans(f"{line}{' ' * GAP}{end}")]
        yield from side_by_side([(filled(spans(label), first), first, "left"), (drawn, 0, "left")], INDENT)


def grid(block: doc.Grid, pen: Pen, columns: int) -> Iterator[Spans]:
    """The criteria by party: by name where all names fit, else by number, in several tables if need be."""
    columns = pen.room(columns)
    names = [clean(Span(name)).text for name in block.parties]
    longest = max((wide(_criterion(row)) for each in block.sections for row in each.rows), default=0)
    room = columns - INDENT - min(longest + GAP, 24, columns // 3)
    everyone = range(len(names))
    for fitting in (_with_figures(block, names), [max(SIGN, width(name)) for name in names]):
        if sum(fitting) + GAP * len(fitting) <= room:
            yield from _sheet(block, everyone, names, fitting, columns)
            return
    labels = [names[0] if width(names[0]) <= SIGN else "0", *map(str, everyone[1:])]
    for label, name in zip(labels, names, strict=True):
        if label != name:
            yield from hung(f"{' ' * INDENT}{label} = ", spans(name), columns)
    step = max(1, room // (SIGN + GAP) - 1)
    for start in range(1, max(2, len(names)), step):
        yield ()
        shown = [0, *everyone[start : start + step]]
        yield from _sheet(block, shown, labels, [SIGN] * len(names), columns)


def _with_figures(block: doc.Grid, names: Sequence[str]) -> list[int]:
    return [
        max(SIGN, width(name), *(width(each.figures[i]) for each in block.sections))
        for i, name in enumerate(names)
    ]


def _sheet(
    block: doc.Grid, shown: Iterable[int], labels: Sequence[str], widths: Sequence[int], columns: int
) -> Iterator[Spans]:
    """The rows of a grid for the parties whose indexes are `shown`."""
    shown = list(shown)
    longest = max(wide(_criterion(row)) for each in block.sections for row in each.rows)
    most = columns - INDENT - sum(widths[i] + GAP for i in shown)
    first = min(longest + GAP, most)
    heads: list[StyledCell] = [([spans(Span(labels[i], "strong"))], widths[i], "center") for i in shown]
    yield from side_by_side([([()], first + INDENT, "left"), *heads], 0)
    for i, section in enumerate(block.sections):
        if i:
            yield ()
        yield from _section_head(section, shown, widths, first, columns)
        for row in section.rows:
            signs: list[StyledCell] = [([_sign(row.signs[i])], widths[i], "center") for i in shown]
            yield from side_by_side([(filled(_criterion(row), first), first, "left"), *signs], INDENT)


def _section_head(
    section: doc.GridSection, shown: Sequence[int], widths: Sequence[int], first: int, columns: int
) -> Iterator[Spans]:
    title = spans(clean(Span(section.title, "strong")))
    figures: list[StyledCell] = [([spans(section.figures[i])], widths[i], "center") for i in shown]
    fit = all(width(section.figures[i]) <= widths[i] for i in shown) and wide(title) <= first + INDENT
    if fit:
        yield from side_by_side([([title], first + INDENT, "left"), *figures], 0)
    else:
        yield from filled(title, columns)


def _criterion(row: doc.GridRow) -> Spans:
    return spans(f"{row.title} {row.mark}".rstrip())


def _sign(sign: str) -> Spans:
    """A sign in the middle of a block of colour."""
    return (Span(f" {sign}".ljust(SIGN) if len(sign) < SIGN else sign, _SIGNS.get(sign, "")),)
