"""Lines for a terminal: folded by the width of their characters, coloured, free of what a terminal obeys.

The one place that makes a Rich console. Knows nothing of scorecards and writes nowhere: text comes back.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from .. import safe

Align = Literal["left", "center", "right"]
_WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_OPENING = "（「『《【〈“‘"
_CLOSING = "，。、：；？！）」』》】〉”’…"
# What may not be torn apart: a word, or one wide character with the punctuation that clings to it.
_PIECE = re.compile(rf"\s+|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+[{_CLOSING}]*")


class Cell(NamedTuple):
    """A piece of a row: raw text folded to `width` columns."""

    text: str
    width: int
    style: str = ""
    align: Align = "left"


def clean(text: str) -> str:
    """`text` on one line, without anything that a terminal or a log runner would obey."""
    return safe.log(safe.line(text))


def fold(text: str, width: int) -> list[str]:
    """`text` made harmless and broken into lines of at most `width` columns; nothing is left out.

    Breaks between words and between Chinese characters, inside a word only when it fills a line. At least
    one line; `width` under 2 counts as 2.
    """
    width = max(2, width)
    lines, line = [], ""
    for piece in _PIECE.findall(clean(text)):
        if cell_len(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = _chopped(piece.lstrip(), width)
        lines += full
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _chopped(word: str, width: int) -> list[str]:
    lines = [""]
    for character in word:
        if cell_len(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def row(cells: Sequence[Cell], *, indent: int = 0, gap: int = 2) -> list[Text]:
    """The lines of a row of cells side by side, each folded to its own width."""
    folded = [fold(cell.text, cell.width) for cell in cells]
    lines = []
    for texts in zip_longest(*folded, fillvalue=""):
        line = Text(" " * indent)
        for i, (text, cell) in enumerate(zip(texts, cells, strict=True)):
            line.append(" " * (gap if i else 0))
            _place(line, text, cell)
        line.rstrip()
        lines.append(line)
    return lines


def _place(line: Text, text: str, cell: Cell) -> None:
    room = max(0, cell.width - cell_len(text))
    # A sign with a mark behind it keeps its place below a sign without one.
    middle = (room + 1) // 2 if cell_len(text) == 2 and cell.width % 2 else room // 2
    before = {"left": 0, "center": middle, "right": room}[cell.align]
    line.append(" " * before)
    line.append(text, cell.style)
    line.append(" " * (room - before))


def paragraph(text: str, width: int, style: str = "", *, first: str = "") -> list[Text]:
    """`text` folded to lines of `width`; `first` stands before the first one, blanks before the others."""
    hang = " " * cell_len(first)
    lines = fold(text, width - cell_len(first))
    return [Text.assemble(hang if i else first, (line, style)) for i, line in enumerate(lines)]


def boxed(lines: Iterable[Text], width: int, style: str, *, plain: bool) -> Panel:
    """Lines in a frame; of ASCII characters only when `plain`."""
    frame = box.ASCII if plain else box.SQUARE
    return Panel(Text("\n").join(lines), box=frame, width=width, border_style=style, padding=(0, 1))


def printed(parts: Iterable[Text | Panel], *, width: int, color: bool) -> str:
    """`parts` one below the other as text, with ANSI colours or without any."""
    paper = io.StringIO()
    console = Console(
        file=paper,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        soft_wrap=False,
        _environ={},
    )
    for part in parts:
        console.print(part, overflow="fold", no_wrap=isinstance(part, Text))
    return safe.log(paper.getvalue())


def is_plain(to: str) -> bool:
    """Whether a result for `to` must do without box drawing: standard output that is not UTF-8."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "").replace("_", "")
    return to == "-" and not encoding.startswith("utf")
