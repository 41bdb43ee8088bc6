"""The header of an export: where it is, and in which place each mapped column stands. Pure.

The header is the first row that holds the id's column: reports often begin with a title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from ..errors import TasError
from ..model.field_types import nearest
from ..model.import_mapping import ImportMapping
from ..storage.tables import SheetCell, SheetRow
from ..yamlio.document import one_spelling
from .cells import text_of_cell

LOOKED_AT = 25
"""Rows in which a header is looked for."""


class Header(NamedTuple):
    """A header: its row, and the place of each mapped column."""

    row: SheetRow
    places: Mapping[str, int]

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.row.cells)


def names_in(row: SheetRow) -> list[str]:
    """The names of the columns that a row would head, in one spelling."""
    return [name_in(cell) for cell in row.cells]


def name_in(cell: SheetCell) -> str:
    """The name of a column, in one spelling and on one line."""
    return " ".join(one_spelling(text_of_cell(cell)).split())


def found_header(
    rows: Iterator[SheetRow], file: str, mapping: ImportMapping
) -> tuple[Header, Iterator[SheetRow]]:
    """The header and the rows behind it. TasError for none, or where a mapped column is not there once."""
    first = list(islice(rows, LOOKED_AT))
    wanted = {
        name_in(each): None for each in (mapping.id, *(rule.column for rule in mapping.fields.values()))
    }
    id = next(iter(wanted))
    at = next((at for at, row in enumerate(first) if id in names_in(row)), None)
    if at is None:
        raise _no_header(first, file, id)
    names = names_in(first[at])
    line = first[at].line
    for name in wanted:
        if name not in names:
            near = nearest(name, names) or ", ".join(filter(None, names))
            raise TasError("import.no_column", file=file, line=line, name=name, near=near[:300])
        if names.count(name) > 1:
            raise TasError("import.column_twice", file=file, line=line, name=name)
    places = {name: names.index(name) for name in wanted}
    return Header(first[at], places), chain(first[at + 1 :], rows)


def _no_header(first: list[SheetRow], file: str, id: str) -> TasError:
    """Why no row is the header: an empty file, another delimiter, or another name."""
    if not first:
        return TasError("import.empty", file=file)
    line, names = first[0].line, names_in(first[0])
    other = next(
        (sign for sign in (";", "\t", "|", ",") if any(id in each.split(sign) for each in names)), ""
    )
    if other and len(names) > 0 and id not in names:
        shown = {"\t": "tab"}.get(other, other)
        return TasError("import.other_delimiter", file=file, line=line, sign=shown)
    near = nearest(id, names) or ", ".join(filter(None, names))
    return TasError("import.no_column", file=file, line=line, name=id, near=near[:300])
