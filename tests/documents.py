"""Documents of all kinds of blocks with whatever people may write in them, for Hypothesis."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

from tas_cli.reports import doc

HOSTILE = (
    "[/]", "[bold]x", "\x1b[31mred\x1b[0m", "\x9b2J", "a\r\nb", "| a | b |", "<img src=x>", "@maria", "#12", "`x`",
    "**b**", "_a_ __b__", "![a](http://x.y)", "[a]: http://x.y", "www.x.y", "##[error]x", "::error::x", "1. x", "- x",
    "> x", "---", "===", "# x", "\u202etxt", "&lt;", "~x~", "$x$", "x\\", "</details>", "👨‍👩‍👧👩🏽‍🚀🇩🇪", "e\u0301" * 9,
    "金蝶软件，股份（有限）公司。", "=1+1",
)  # fmt: skip

Some = TypeVar("Some")

words = (
    st.sampled_from(HOSTILE) | st.text(max_size=40) | st.text(st.sampled_from("ab 中，（）:"), max_size=60)
)
styles: st.SearchStrategy[doc.Style] = st.sampled_from(["", "strong", "good", "bad", "doubt"])
pieces = st.builds(doc.Span, words, styles)
lines = st.lists(pieces, min_size=1, max_size=3).map(tuple)


def _some(what: st.SearchStrategy[Some], most: int = 4) -> st.SearchStrategy[tuple[Some, ...]]:
    return st.lists(what, min_size=1, max_size=most).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> doc.Table:
    """A table of up to five columns."""
    columns = draw(st.integers(1, 5))
    row = st.builds(doc.TableRow, st.tuples(*[lines] * columns), st.just(()) | lines)
    heads = draw(st.tuples(*[words] * columns))
    return doc.Table(
        heads, draw(_some(row)), draw(words), draw(words), frozenset(draw(st.sets(st.integers(0, 4))))
    )


@st.composite
def placements(draw: st.DrawFn) -> doc.Placement:
    """Names in the fields of a small square."""
    across, down = draw(_some(words, 4)), draw(_some(words, 3))
    names = st.lists(words, max_size=6).map(tuple)
    line = st.lists(names, min_size=len(across), max_size=len(across)).map(tuple)
    fields = draw(st.lists(line, min_size=len(down), max_size=len(down)).map(tuple))
    return doc.Placement(draw(words), across, down, fields)


@st.composite
def grids(draw: st.DrawFn) -> doc.Grid:
    """A grid of up to thirty parties."""
    parties = draw(_some(words, 12))
    count = len(parties)
    signs = st.sampled_from(["+", "+!", "-", "?", ".", "n/a"])
    columns = st.lists(signs, min_size=count, max_size=count).map(tuple)
    row = st.builds(
        doc.GridRow, words, columns, mark=st.sampled_from(["", "*"])
    )  # a mark is ours, no user's text
    figures = st.sampled_from(["", "5", "-18 [-18..18]"])
    section = st.builds(
        doc.GridSection, words, st.lists(figures, min_size=count, max_size=count).map(tuple), _some(row)
    )
    return doc.Grid(draw(words), parties, draw(_some(section, 3)))


@st.composite
def range_groups(draw: st.DrawFn) -> doc.RangeGroup:
    """Ranges on a scale of some length."""
    reach = draw(st.integers(0, 30))
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        low, score, high = sorted(draw(st.tuples(*[st.integers(-reach, reach)] * 3)))
        word = doc.Span(draw(st.sampled_from(["yes", "unclear", "不明朗", ""])), draw(styles))
        rows.append(doc.RangeRow(draw(words), low, score, high, f"{score} [{low}..{high}]", word))
    return doc.RangeGroup(draw(words), reach, tuple(rows))


sparks = st.builds(
    doc.Sparks,
    _some(st.tuples(words, _some(st.integers(-40, 40), 60)), 2),
)
simple = (
    st.builds(doc.Heading, words, st.integers(1, 3))
    | st.builds(doc.Paragraph, lines, st.booleans())
    | st.builds(doc.FactList, _some(st.tuples(words, lines)))
    | tables()
    | placements()
    | st.builds(
        doc.Items, _some(st.builds(doc.ListItem, lines, st.just(()) | _some(lines, 3))), st.booleans(), words
    )
    | st.builds(doc.Frame, _some(st.builds(doc.Paragraph, lines)))
    | st.builds(doc.Ranges, _some(range_groups(), 2))
    | grids()
    | sparks
)
folded = st.builds(doc.Fold, words, _some(simple, 2))
blocks = simple | folded | st.builds(doc.Beside, _some(simple | folded, 2), _some(simple, 2))
documents = st.builds(doc.Doc, st.sampled_from(["en", "zh"]), _some(blocks, 2))


def texts(block: object) -> list[str]:
    """Every text in a block that a terminal is shown however narrow it is, as its author wrote it."""
    if isinstance(block, doc.Table):
        return texts(block.rows)
    if isinstance(block, doc.GridSection):
        return [block.title, *(row.title for row in block.rows)]
    if isinstance(block, doc.Grid):
        return texts((block.parties, block.sections))
    if isinstance(block, str):
        return [block]
    if isinstance(block, doc.Span):
        return [block.text]
    if isinstance(block, tuple):
        return [text for each in block for text in texts(each)]
    return []
