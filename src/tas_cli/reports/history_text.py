"""A file's history for a terminal or a pipe: two lines a commit, newest first, and the range as a spark line.

Lays out Parts; works nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from .. import safe
from ..model.naming import phrase
from .changes_view import word
from .history_view import Parts, RowPart
from .plain import cells, fold, hung, pad, paint

DATE = 10
WIDEST = 24
BARS = "▁▂▃▄▅▆▇█"
DIGITS = "0123456789"


def history_text(parts: Parts, *, width: int, color: bool, plain: bool) -> str:
    """The whole history; `plain` draws with ASCII only."""
    lines = hung("", parts.title, width, "bold", color=color)
    lines += hung("", parts.file, width, "dim", color=color)
    if parts.summary:
        lines += hung("", parts.summary, width)
    if len(parts.lows) > 1:
        lines += ["", *_range(parts, width, plain)]
    widths = _widths(parts.rows, width)
    for row in parts.rows:
        lines += ["", *_row(row, parts, widths, width, color)]
    return safe.log("\n".join(lines))


def _widths(rows: Sequence[RowPart], width: int) -> list[int]:
    """A column for each cell: as wide as its widest text, but none over what it is worth."""
    columns = zip(*(row.cells[1:] for row in rows), strict=True)
    widths = [DATE, *(min(WIDEST, max(cells(safe.line(text)) for text in texts)) for texts in columns)]
    spare = width - sum(widths) - 2 * len(widths)
    while spare < 0 and max(widths[1:]) > DATE:
        widths[widths.index(max(widths[1:]), 1)] -= 1
        spare += 1
    return widths


def _row(row: RowPart, parts: Parts, widths: Sequence[int], width: int, color: bool) -> Iterator[str]:
    folded = [fold(text, each) for text, each in zip(row.cells, widths, strict=True)]
    for texts in zip_longest(*folded, fillvalue=""):
        yield "  ".join(pad(text, each) for text, each in zip(texts, widths, strict=True)).rstrip()
    what = phrase("then", parts.lang).join(row.what)
    first = pad(row.commit, DATE + 2)
    lines = hung(first, what, width) if what else [row.commit]
    if row.commit:
        lines[0] = paint(row.commit, "yellow", color=color) + lines[0][len(row.commit) :]
    yield from (line for line in lines if line)


def _range(parts: Parts, width: int, plain: bool) -> Iterator[str]:
    yield word("history.range", parts.lang)
    bottom, top = min(parts.lows), max(parts.highs)
    labels = [word(f"history.{key}", parts.lang) for key in ("high", "low")]
    label = max(map(cells, labels))
    for name, values in zip(labels, (parts.highs, parts.lows), strict=True):
        ends = f"{values[0]} -> {values[-1]}"
        line = spark(values, bottom, top, width - label - 20, DIGITS if plain else BARS)
        yield f"  {pad(name, label)}  {line}  {ends}"


def spark(values: Sequence[int], bottom: int, top: int, width: int, bars: str) -> str:
    """`values` as a line of bars between `bottom` and `top`; of too many, an even choice with both ends."""
    width = max(2, width)
    if len(values) > width:
        values = [values[round(i * (len(values) - 1) / (width - 1))] for i in range(width)]
    span = max(1, top - bottom)
    return "".join(bars[(value - bottom) * (len(bars) - 1) // span] for value in values)
