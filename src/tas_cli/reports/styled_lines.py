"""Lines of styled text: made harmless, wrapped, put side by side, painted. Knows no block and no report.

A style is letters on a ground of their own, in colours that no theme changes: read on dark and light alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from .. import safe
from .cells import Align, breaks, width
from .doc import Span, Spans

GAP = 2
"""Blanks between two columns."""

_CODES = {"strong": "1", "good": "38;5;231;48;5;28", "bad": "38;5;231;48;5;160", "doubt": "38;5;16;48;5;178"}
_EDGES = {"good": "38;5;28", "bad": "38;5;160", "doubt": "38;5;172"}
_BLANKS = re.compile(r"\s+")
_COMMAND = re.compile(":(?=:)")
"""What begins a command of a log runner where it begins a line, as it may wherever a text is wrapped."""

StyledCell = tuple[Sequence[Spans], int, Align]
"""Lines in a column of some width."""


def clean(span: Span) -> Span:
    """A span with nothing in it that a terminal or a log runner would obey; runs of blanks become one."""
    text = span.text
    if text.isprintable() and not ("  " in text or "::" in text or "##[" in text):
        return span  # as nearly all are: what is printable has no control, and no blank but a space
    return Span(safe.log(_COMMAND.sub(": ", _BLANKS.sub(" ", safe.terminal(text)))), span.style)


def _cleaned(pieces: Spans) -> tuple[Spans, str]:
    """The same for pieces side by side, and their text; where two make a command, they lose their styles."""
    cleaned = tuple(map(clean, pieces))
    text = "".join([each.text for each in cleaned])
    if "::" not in text and "##[" not in text:
        return cleaned, text
    whole = clean(Span(text))
    return (whole,), whole.text


def wide(pieces: Spans) -> int:
    """How many cells pieces take on one line."""
    return width(_cleaned(pieces)[1])


def filled(pieces: Spans, columns: int) -> list[Spans]:
    """Pieces in lines of at most so many columns, each in its style; nothing is left out."""
    cleaned, text = _cleaned(pieces)
    lines = breaks(text, columns)
    return [cleaned] if lines == [(0, len(text))] else _cut_out(cleaned, lines)


def _cut_out(pieces: Spans, lines: Iterable[tuple[int, int]]) -> list[Spans]:
    """The pieces side by side that stand on each of `lines`, given by where it starts and ends."""
    found, place, at = [], 0, 0
    for start, end in lines:
        line = []
        while place < len(pieces) and at < end:
            text, style = pieces[place]
            part = text[max(0, start - at) : end - at]
            if part:
                line.append(Span(part, style))
            if at + len(text) > end:
                break
            at, place = at + len(text), place + 1
        found.append(tuple(line))
    return found


def hung(first: str, pieces: Spans, columns: int, hang: int | None = None) -> Iterator[Spans]:
    """Pieces behind `first`, which is harmless; their other lines are indented as far, or by `hang`."""
    hang = width(first) if hang is None else hang
    for i, line in enumerate(filled(pieces, columns - max(hang, width(first)))):
        yield (Span(" " * hang if i else first), *line)


def side_by_side(cells: Sequence[StyledCell], indent: int = 0) -> Iterator[Spans]:
    """Columns of lines next to each other."""
    for texts in zip_longest(*(lines for lines, _, _ in cells), fillvalue=()):
        line: list[Span] = []
        blanks = indent
        for text, (_, columns, align) in zip(texts, cells, strict=True):
            spare = max(0, columns - drawn_width(text))
            before = 0 if align == "left" else spare if align == "right" else spare // 2
            line += [Span(" " * (blanks + before)), *text]
            blanks = spare - before + GAP
        yield tuple(line)


def drawn_width(line: Spans) -> int:
    """How many cells a finished line takes."""
    return width("".join([each.text for each in line]))


def trimmed(line: Spans) -> Spans:
    """A line without the blanks at its end."""
    pieces = [each for each in line if each.text]
    while pieces and pieces[-1].style == "" and not pieces[-1].text.strip():
        pieces.pop()
    return tuple(pieces)


def edge(sign: str, line: Spans) -> Span:
    """A bar at the left edge, in the tone of a line."""
    tone = next((span.style for span in line if span.style in _EDGES), "")
    return Span(f"{sign} ", f"edge {tone}" if tone else "")  # type: ignore[arg-type]


def painted(line: Spans, *, color: bool) -> str:
    """A line as characters, blanks at its end left out."""
    pieces = trimmed(line)
    return "".join(map(_styled, pieces)) if color else "".join(each.text for each in pieces).rstrip()


def _styled(span: Span) -> str:
    code = _EDGES[span.style[5:]] if span.style.startswith("edge ") else _CODES.get(span.style)
    return f"\x1b[{code}m{span.text}\x1b[0m" if code else span.text
