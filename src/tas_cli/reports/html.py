"""Blocks laid out as HTML: what stands between the tags of a page's body.

Every text is made harmless here and nowhere else. No `style=` and no script comes out of it; drawings are
those of `svg`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from ..safe import terminal
from .doc import (
    Beside,
    Block,
    Doc,
    FactList,
    Fold,
    Frame,
    Grid,
    Heading,
    Items,
    Paragraph,
    Placement,
    RangeGroup,
    Ranges,
    Span,
    Spans,
    Sparks,
    Table,
)
from .styled_lines import drawn_width
from .svg import range_bar, spark_line, square

SIGNS: Mapping[str, str] = {"+": "plus", "-": "minus", "?": "unknown", ".": "unrated", "n/a": "none"}
DEEPEST = 6
SHORT = 12
"""So wide a text in a table is not broken."""
DAY = re.compile(r"\b\d{4}-(?:\d\d-\d\d|Q[1-4])\b")


def text(raw: str) -> str:
    """User text between tags or in an attribute: no markup, nothing invisible or turned around."""
    shown = escape(terminal(raw).replace("\t", " "))
    return shown.replace("\n::", "\n&#58;:")  # at the start of a line a log runner would obey it


def words(raw: str) -> str:
    """User text between tags, in which a day or a quarter never breaks at the end of a line."""
    return DAY.sub(r"<time>\g<0></time>", text(raw))


class PagePlace(NamedTuple):
    """Where on a page blocks stand: so many headings `below` its own; `ids` begins the ids of criteria."""

    below: int = 0
    ids: str = ""


WHOLE = PagePlace()
"""A page of its own."""


def html(doc: Doc, where: PagePlace = WHOLE) -> str:
    """All blocks of a document."""
    return _blocks(doc.blocks, where)


def _blocks(blocks: Iterable[Block], where: PagePlace) -> str:
    return "\n".join(LAYOUTS[type(block)](block, where) for block in blocks)


def spans(pieces: Spans) -> str:
    """Pieces of text, each in the class of its style."""
    return "".join(
        f'<span class="{each.style}">{words(each.text)}</span>' if each.style else words(each.text)
        for each in pieces
    )


def _heading(block: Heading, where: PagePlace) -> str:
    level = min(block.level + where.below, DEEPEST)
    return f"<h{level}>{text(block.text)}</h{level}>"


def _paragraph(block: Paragraph, _: PagePlace) -> str:
    kind = ' class="tight"' if block.tight else ""
    return f"<p{kind}>{spans(block.spans)}</p>"


def _facts(block: FactList, _: PagePlace) -> str:
    rows = "".join(f"<dt>{text(name)}</dt><dd>{spans(value)}</dd>" for name, value in block.rows)
    kind = ' class="brief"' if all(drawn_width(value) <= 2 * SHORT for _, value in block.rows) else ""
    return f"<dl{kind}>{rows}</dl>"


def _placement(block: Placement, _: PagePlace) -> str:
    return f"<figure>{square(block.label, block.across, block.down, block.fields)}</figure>"


def _table(block: Table, _: PagePlace) -> str:
    heads = [*block.heads, *([block.note] if block.note else [])]
    head = "".join(
        f'<th scope="col"{_side(place, block) or _room((Span(each),))}>{text(each)}</th>'
        if each
        else "<td></td>"
        for place, each in enumerate(heads)
    )
    lines = [f"<thead><tr>{head}</tr></thead>"] if any(heads) else []
    lines.append("<tbody>")
    for row in block.rows:
        cells = []
        for place, cell in enumerate(row.cells):
            kind = _side(place, block) or _room(cell)
            is_head = place == 0 and any(each.text for each in cell)
            tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
            cells.append(f"<{tag}{scope}{kind}>{spans(cell)}</{tag}>")
        if block.note:
            cells.append(f'<td class="note">{spans(row.note)}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
        if row.note and not block.note:
            lines.append(f'<tr class="note"><td colspan="{len(cells)}">{spans(row.note)}</td></tr>')
    return f'<div class="wide"><table>{"".join([*lines, "</tbody>"])}</table></div>'


def _side(place: int, block: Table) -> str:
    return ' class="right"' if place in block.right else ""


def _room(cell: Spans) -> str:
    """A day or a word stays on one line, however much its neighbours have to say."""
    return ' class="short"' if 0 < drawn_width(cell) <= SHORT else ""


def _items(block: Items, _: PagePlace) -> str:
    tag = "ol" if block.numbered else "ul"
    lines = []
    for item in block.items:
        below = "".join(f"<li>{spans(each)}</li>" for each in item.below)
        lines.append(f"<li>{spans(item.spans)}{f'<ul>{below}</ul>' if below else ''}</li>")
    more = f'<p class="more">{text(block.more)}</p>' if block.more else ""
    return f"<{tag}>{''.join(lines)}</{tag}>{more}"


def _frame(block: Frame, where: PagePlace) -> str:
    return f'<div class="frame">{_blocks(block.rows, where)}</div>'


def _ranges(block: Ranges, _: PagePlace) -> str:
    return f'<div class="ranges">{"".join(map(_range_group, block.groups))}</div>'


def _range_group(group: RangeGroup) -> str:
    rows = []
    for row in group.rows:
        bar = range_bar(row.low, row.score, row.high, group.reach, f"{row.label}: {row.figures}")
        judgement = spans((row.judgement,)) if row.judgement.text else ""
        rows.append(
            f'<tr><th scope="row">{text(row.label)}</th><td>{bar}</td>'
            f'<td class="figures">{text(row.figures)}</td><td>{judgement}</td></tr>'
        )
    caption = f"<caption>{text(group.label)}</caption>" if group.label else ""
    return f'<div class="wide"><table>{caption}<tbody>{"".join(rows)}</tbody></table></div>'


def _grid(block: Grid, where: PagePlace) -> str:
    is_known = any(row.known for section in block.sections for row in section.rows)
    heads = (*block.parties, *([block.known] if is_known else []))
    head = "".join(f'<th scope="col">{text(each)}</th>' for each in heads)
    lines = [f'<thead><tr><th scope="col">{text(block.label)}</th>{head}</tr></thead>']
    for section in block.sections:
        figures = "".join(f"<td>{text(each)}</td>" for each in section.figures) + "<td></td>" * is_known
        lines.append(
            f'<tbody><tr class="section"><th scope="rowgroup">{text(section.title)}</th>{figures}</tr>'
        )
        for row in section.rows:
            signs = "".join(
                f'<td class="{SIGNS.get(sign.rstrip("!"), "none")}">{text(sign)}</td>' for sign in row.signs
            )
            if is_known:
                signs += f'<td class="known">{"<br>".join(map(words, row.known))}</td>'
            title = f"{row.title}{row.mark}"
            id = f' id="{text(where.ids)}-{text(row.id)}"' if where.ids and row.id else ""
            lines.append(f'<tr{id}><th scope="row">{text(title)}</th>{signs}</tr>')
        lines.append("</tbody>")
    return f'<div class="wide"><table class="grid">{"".join(lines)}</table></div>'


def _sparks(block: Sparks, _: PagePlace) -> str:
    values = [each for _, row in block.rows for each in row]
    rows = []
    for name, row in block.rows:
        drawn = spark_line(row, min(values), max(values), f"{name}: {row[0]} → {row[-1]}")
        rows.append(
            f'<tr><th scope="row">{text(name)}</th><td>{drawn}</td><td>{row[0]} → {row[-1]}</td></tr>'
        )
    return f'<table class="sparks"><tbody>{"".join(rows)}</tbody></table>'


def _fold(block: Fold, where: PagePlace) -> str:
    return f"<details open><summary>{text(block.title)}</summary>{_blocks(block.blocks, where)}</details>"


def _beside(block: Beside, where: PagePlace) -> str:
    first, then = _blocks(block.first, where), _blocks(block.left, where)
    return f'<div class="beside"><div>{first}</div><div>{then}</div></div>'


LAYOUTS: Mapping[type, Callable[[Any, PagePlace], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    FactList: _facts,
    Table: _table,
    Placement: _placement,
    Items: _items,
    Frame: _frame,
    Ranges: _ranges,
    Grid: _grid,
    Sparks: _sparks,
    Fold: _fold,
    Beside: _beside,
}
"""How each kind of block is laid out."""
