"""A report as a document: a sequence of frozen blocks, laid out by `text` and by `markdown` alike.

What stands in the blocks is raw: each layout makes it harmless in its own way. Says what a text is (a
heading, a range, bad news), never how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ..model.judgements import Tone
from ..words import Lang

Style = Literal["", "strong", "good", "bad", "doubt"]
"""How a piece of text is meant: as news that is good, bad or in doubt, or only as what to read first."""


class Span(NamedTuple):
    """A piece of text in one style."""

    text: str
    style: Style = ""


Spans = tuple[Span, ...]


class Heading(NamedTuple):
    """A title; the `level` of a document's own is 1, those within are deeper."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """Running text. It follows one before it without a gap where it is `tight`."""

    spans: Spans
    tight: bool = False


class FactList(NamedTuple):
    """Values with a name each, one a line."""

    rows: tuple[tuple[str, Spans], ...]


class TableRow(NamedTuple):
    """A row of a table, and what is said below it or in a last column."""

    cells: tuple[Spans, ...]
    note: Spans = ()


class Table(NamedTuple):
    """Rows in columns, those in `right` flush right. A head is "" where a column speaks for itself.

    What is said below rows is called `note` where it is a column, `label` where it is a line. Rows of a
    `loose` table stand apart.
    """

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    note: str = ""
    label: str = ""
    right: frozenset[int] = frozenset()
    loose: bool = False


class Placement(NamedTuple):
    """Names in the fields of a square, `down` by `across`; `label` heads what stands down the side."""

    label: str
    across: tuple[str, ...]
    down: tuple[str, ...]
    fields: tuple[tuple[tuple[str, ...], ...], ...]

    def table(self, join: str) -> Table:
        """The same as a table, the names of a field one after the other."""
        rows = (
            TableRow((spans(Span(head, "strong")), *(spans(join.join(names)) for names in line)))
            for head, line in zip(self.down, self.fields, strict=True)
        )
        return Table((self.label, *self.across), tuple(rows))


class ListItem(NamedTuple):
    """An entry of a list, and what belongs to it."""

    spans: Spans
    below: tuple[Spans, ...] = ()


class Items(NamedTuple):
    """A list, numbered or not; `more` tells of what it leaves out."""

    items: tuple[ListItem, ...]
    numbered: bool = False
    more: str = ""


class Frame(NamedTuple):
    """What has to be read first: a verdict, and the paragraphs beside it."""

    rows: tuple[Paragraph, ...]


class RangeRow(NamedTuple):
    """A score from `low` to `high`, what it is of, its figures in words, and the judgement on it."""

    label: str
    low: int
    score: float
    high: int
    figures: str
    judgement: Span = Span("")


class RangeGroup(NamedTuple):
    """Ranges of one kind from -`reach` to `reach`; `scale`: what its ends and its middle are called."""

    label: str
    reach: int
    rows: tuple[RangeRow, ...]
    scale: tuple[str, str, str] | None = None


class Ranges(NamedTuple):
    """Groups of ranges on one axis, with zero in its middle."""

    groups: tuple[RangeGroup, ...]


class GridRow(NamedTuple):
    """A criterion, its sign for each party, a mark behind its title, and what links may call it.

    `known` is how we know, for a layout that has room for it beside the signs.
    """

    title: str
    signs: tuple[str, ...]
    mark: str = ""
    id: str = ""
    known: tuple[str, ...] = ()


class GridSection(NamedTuple):
    """The criteria of one key question, and the figures of each party on it."""

    title: str
    figures: tuple[str, ...]
    rows: tuple[GridRow, ...]


class Grid(NamedTuple):
    """Signs of criteria by party; `label` heads the criteria, `known` how we know."""

    label: str
    parties: tuple[str, ...]
    sections: tuple[GridSection, ...]
    known: str = ""


class Sparks(NamedTuple):
    """How values moved, oldest first, each under its name and all on one scale."""

    rows: tuple[tuple[str, tuple[int, ...]], ...]


class Fold(NamedTuple):
    """Blocks under a title that a reader may want to open."""

    title: str
    blocks: tuple[Block, ...]


class Beside(NamedTuple):
    """Two sequences of blocks side by side where there is room; else the `first` is read first."""

    left: tuple[Block, ...]
    first: tuple[Block, ...]


Block = (
    Heading
    | Paragraph
    | FactList
    | Table
    | Placement
    | Items
    | Frame
    | Ranges
    | Grid
    | Sparks
    | Fold
    | Beside
)


class Doc(NamedTuple):
    """A whole report in one language."""

    lang: Lang
    blocks: tuple[Block, ...]


def spans(*pieces: str | Span) -> Spans:
    """Pieces of text side by side; one that is a plain string has no style."""
    return tuple(Span(each) if isinstance(each, str) else each for each in pieces)


def paragraph(*pieces: str | Span, tight: bool = False) -> Paragraph:
    """A paragraph of these pieces."""
    return Paragraph(spans(*pieces), tight)


def row(texts: Iterable[str]) -> TableRow:
    """A row of mere texts."""
    return TableRow(tuple(map(spans, texts)))


def items(texts: Iterable[str]) -> Items:
    """A list of mere texts."""
    return Items(tuple(ListItem(spans(text)) for text in texts))


def toned(tone: Tone) -> Style:
    """The style of a judgement, by how it is to be taken."""
    return "" if tone == "neutral" else tone


def joined(docs: Sequence[Doc]) -> Doc:
    """Several documents one after the other, in the language of the first."""
    return Doc(docs[0].lang, tuple(block for each in docs for block in each.blocks))
