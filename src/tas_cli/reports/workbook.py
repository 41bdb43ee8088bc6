"""A portfolio as a spreadsheet: all deals with real days and numbers, then a sheet for each view.

Nothing that a person wrote is ever a formula or a link: every text goes in as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from ..safe import line
from ..words import Lang
from .doc import Beside, Block, FactList, Fold, Heading, Items, Paragraph, Spans, Table
from .formats import extra_part
from .portfolio import Portfolio, label
from .portfolio_data import columns_of, deal_data, flat
from .portfolio_views import VIEWS

LONGEST = 32_000
"""Characters that a cell takes."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = re.compile(r"([+-]?[0-9]{1,3}(?:,[0-9]{3})*)(?: ([A-Z]{3}))?")
_WIDE, _WIDEST = 12, 60


def written(value: Portfolio, lang: Lang) -> bytes:
    """An XLSX file. TasError without the library that writes it."""
    xlsxwriter = extra_part("xlsxwriter", "xlsx")
    paper = io.BytesIO()
    with xlsxwriter.Workbook(paper, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(value.today, time())})
        pen = _Pen(book)
        pen.deals(value, label("sheet", lang))
        for view in value.views:
            pen.view(label(f"view.{view}", lang), VIEWS[view](value, lang))
    return paper.getvalue()


class _Pen:
    """Writes cells into one workbook, each as what it is."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._title = book.add_format({"bold": True, "font_size": 13})
        self._day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self._moneys: dict[str, Any] = {}
        self._sheet: Any = None
        self._row = 0
        self._names: set[str] = set()

    def deals(self, value: Portfolio, name: str) -> None:
        """A row a deal, with a column for each key of the JSON and each field of the team's own."""
        self._begin(name)
        rows = [flat(deal_data(each)) for each in value.lines]
        heads = list(dict.fromkeys((*columns_of(value.banks), *(key for row in rows for key in row))))
        self._heads(heads)
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        widths = [len(head) for head in heads]
        for row in rows:
            for at, head in enumerate(heads):
                widths[at] = max(widths[at], self._write(at, row.get(head)))
            self._row += 1
        for at, width in enumerate(widths):
            self._sheet.set_column(at, at, min(max(width, 6), _WIDEST) + 1)

    def view(self, name: str, blocks: Iterator[Block]) -> None:
        """A view, block below block; its head stays in sight where it begins with a table."""
        self._begin(name)
        self._sheet.set_column(0, 0, 40)
        self._sheet.set_column(1, 12, 18)
        for place, block in enumerate(blocks):
            if place == 0 and isinstance(block, Table):
                self._sheet.freeze_panes(1, 0)
            self._block(block)

    def _begin(self, name: str) -> None:
        plain = re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "-"
        while plain.casefold() in self._names:
            plain = f"{plain[:29]} 2"
        self._names.add(plain.casefold())
        self._sheet, self._row = self._book.add_worksheet(plain), 0

    def _heads(self, heads: Sequence[str]) -> None:
        for at, head in enumerate(heads):
            self._sheet.write_string(self._row, at, _text(head), self._head)
        self._row += 1

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._row += self._row > 0
                self._sheet.write_string(self._row, 0, _text(block.text), self._title)
                self._row += 1
            case Paragraph():
                self._texts(_joined(block.spans))
            case FactList():
                for name, spans in block.rows:
                    self._texts(name, _joined(spans))
            case Items():
                for item in block.items:
                    self._texts(_joined(item.spans), *map(_joined, item.below))
            case Table():
                self._table(block)
            case Fold() | Beside():
                for each in block.blocks if isinstance(block, Fold) else (*block.first, *block.left):
                    self._block(each)

    def _table(self, block: Table) -> None:
        more = any(row.note for row in block.rows)
        self._heads([*block.heads, *([block.note or block.label] if more else [])])
        for row in block.rows:
            for at, cell in enumerate(row.cells):
                self._seen(at, _joined(cell), is_number=at in block.right)
            if row.note:
                self._sheet.write_string(self._row, len(row.cells), _text(_joined(row.note)))
            self._row += 1

    def _texts(self, *texts: str) -> None:
        for at, text in enumerate(texts):
            self._sheet.write_string(self._row, at, _text(text))
        self._row += 1

    def _write(self, at: int, value: object) -> int:
        """A value in a column of the row at hand, as what it is; how wide it is."""
        if value is None:
            return 0
        if isinstance(value, int | float):
            self._sheet.write_number(self._row, at, value)
            return len(str(value))
        text = _text(str(value))
        return self._seen(at, text, is_number=False)

    def _seen(self, at: int, shown: str, *, is_number: bool) -> int:
        """What a view shows, as the day or the amount that it is, else as text."""
        amount = _MONEY.fullmatch(shown) if is_number else None
        if _DAY.fullmatch(shown) and shown >= "1900-03-01":
            self._sheet.write_datetime(self._row, at, date.fromisoformat(shown), self._day)
        elif amount:
            self._sheet.write_number(
                self._row, at, int(amount[1].replace(",", "")), self._money(amount[2] or "")
            )
        else:
            self._sheet.write_string(self._row, at, _text(shown))
        return min(len(shown), _WIDEST) if len(shown) > _WIDE else _WIDE

    def _money(self, currency: str) -> Any:
        if currency not in self._moneys:
            form = f'#,##0 "{currency}"' if currency else "#,##0"
            self._moneys[currency] = self._book.add_format({"num_format": form})
        return self._moneys[currency]


def _joined(spans: Spans) -> str:
    return "".join(each.text for each in spans)


def _text(text: str) -> str:
    shown = line(text)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."
