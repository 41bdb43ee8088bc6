"""Documents as GitHub-flavoured Markdown, for a comment on a pull request or the summary of a CI step.

Every text goes through `safe.markdown`: no markup, link or mention of others comes out. Knows no report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..safe import markdown as md
from ..words import say
from . import doc
from .doc import Spans
from .drawing import bar, spark
from .formats import Paper


def laid_out(page: doc.Doc, paper: Paper) -> str:  # noqa: ARG001
    """The document, its own title as a heading of second level."""
    return "\n\n".join(_blocks(page.blocks, page))


def _blocks(blocks: Sequence[doc.Block], page: doc.Doc) -> Iterator[str]:
    for block in blocks:
        lines = "\n".join(_LAYOUTS[type(block)](block, page))
        if lines:
            yield lines


def _heading(block: doc.Heading, page: doc.Doc) -> Iterator[str]:  # noqa: ARG001
    yield f"{'#' * (block.level + 1)} {md(block.text)}"


def _paragraph(block: doc.Paragraph, page: doc.Doc) -> Iterator[str]:  # noqa: ARG001
    yield _inline(block.spans)


def _facts(block: doc.FactList, page: doc.Doc) -> Iterator[str]:
    after = say("scorecard.after", page.lang)
    for label, value in block.rows:
        yield f"- {md(label)}{after}{_inline(value, starts=False)}"


def _items(block: doc.Items, page: doc.Doc) -> Iterator[str]:  # noqa: ARG001
    for i, item in enumerate(block.items, 1):
        mark = f"{i}." if block.numbered else "-"
        yield f"{mark} {_inline(item.spans)}"
        yield from (f"{' ' * (len(mark) + 1)}- {_inline(each)}" for each in item.below)
    if block.more:
        yield ""
        yield md(block.more)


def _frame(block: doc.Frame, page: doc.Doc) -> Iterator[str]:  # noqa: ARG001
    first, *others = block.rows
    yield f"> {_inline(first.spans)}"
    if others:
        yield ">"
    yield from (f"> - {_inline(each.spans)}" for each in others)


def _table(block: doc.Table, page: doc.Doc) -> Iterator[str]:  # noqa: ARG001
    heads = [md(head, cell=True) for head in block.heads]
    has_notes = any(row.note for row in block.rows)
    rows = [[_inline(cell, cell=True) for cell in row.cells] for row in block.rows]
    if has_notes:
        heads.append(md(block.note, cell=True))
        notes = [_inline(row.note, cell=True) for row in block.rows]
        rows = [[*cells, note] for cells, note in zip(rows, notes, strict=True)]
    sides = ["--:" if i in block.right else "---" for i in range(len(heads))]
    yield from _sheet(heads, sides, rows)


def _placement(block: doc.Placement, page: doc.Doc) -> Iterator[str]:
    yield from _table(block.table(say("scorecard.join", page.lang)), page)


def _sheet(heads: Sequence[str], sides: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join(sides)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _ranges(block: doc.Ranges, page: doc.Doc) -> Iterator[str]:  # noqa: ARG001
    for i, group in enumerate(block.groups):
        rows = [
            [md(each.label, cell=True), f"`{bar(each, group.reach, 21)}`", each.figures, _verdict(each)]
            for each in group.rows
        ]
        yield from ([""] if i else [])
        yield from _sheet([md(group.label, cell=True), "", "", ""], ["---"] * 4, rows)


def _verdict(row: doc.RangeRow) -> str:
    return f"**{md(row.judgement.text, cell=True)}**" if row.judgement.text.strip() else ""


def _grid(block: doc.Grid, page: doc.Doc) -> Iterator[str]:  # noqa: ARG001
    rows = []
    for section in block.sections:
        rows.append([f"**{md(section.title, cell=True)}**", *section.figures])
        for row in section.rows:
            title = f"{md(row.title, cell=True)} {row.mark}".rstrip()
            rows.append([title, *(_SIGNS.get(sign, sign) for sign in row.signs)])
    sides = ["---", *[":-:"] * len(block.parties)]
    yield from _sheet([md(each, cell=True) for each in (block.label, *block.parties)], sides, rows)


_SIGNS = {"+": "**+**", "+!": "**+!**", "-": "**-**", "?": "**?**"}


def _sparks(block: doc.Sparks, page: doc.Doc) -> Iterator[str]:
    every = [value for _, values in block.rows for value in values]
    for label, values in block.rows:
        line = spark(values, min(every), max(every), 40)
        yield f"- {md(label)}{say('scorecard.after', page.lang)}`{line}` {values[0]} -> {values[-1]}"


def _fold(block: doc.Fold, page: doc.Doc) -> Iterator[str]:
    yield f"<details><summary>{md(block.title)}</summary>"
    yield ""
    yield "\n\n".join(_blocks(block.blocks, page))
    yield ""
    yield "</details>"


def _beside(block: doc.Beside, page: doc.Doc) -> Iterator[str]:
    yield "\n\n".join(_blocks((*block.first, *block.left), page))


def _inline(pieces: Spans, *, starts: bool = True, cell: bool = False) -> str:
    """Pieces of a line or of a cell; what has a style is bold, where Markdown can tell that it ends."""
    whole = "".join(each.text for each in pieces)
    made, at = [], 0
    for text, style in pieces:
        is_first, at = not at, at + len(text)
        if style and text.strip() and _ends_bold(text, whole[at : at + 1]):
            made.append(f"**{md(text, starts=False, cell=cell)}**")
        else:
            made.append(_with_blanks(text, starts=starts and is_first, cell=cell))
    return "".join(made).strip()


def _ends_bold(text: str, after: str) -> bool:
    """Behind punctuation a letter may not follow at once, or the stars stay stars."""
    return not after.strip() or text[-1:].isalnum() or not after.isalnum()


def _with_blanks(text: str, *, starts: bool, cell: bool) -> str:
    """A piece made harmless, with the blanks that part it from its neighbours."""
    before, behind = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{md(text, starts=starts, cell=cell)}{' ' * (behind and bool(text.strip()))}"


_LAYOUTS: dict[type[Any], Callable[[Any, doc.Doc], Iterator[str]]] = {
    doc.Heading: _heading,
    doc.Paragraph: _paragraph,
    doc.FactList: _facts,
    doc.Table: _table,
    doc.Placement: _placement,
    doc.Items: _items,
    doc.Frame: _frame,
    doc.Ranges: _ranges,
    doc.Grid: _grid,
    doc.Sparks: _sparks,
    doc.Fold: _fold,
    doc.Beside: _beside,
}
