"""The rows of an export read by a mapping: what each says of which deal, and all that is wrong with them.

Pure, but for the rows that it draws. Matches no deals (see `matching`): a row says the same whoever hears it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import chain, islice
from typing import Any, NamedTuple

from ..errors import Param, TasError
from ..findings import ENOUGH, Finding
from ..model.amounts import readings
from ..model.field_types import nearest, nearest_or_some, shown
from ..model.fields import plain_text
from ..model.import_checks import choices, is_amount, is_day, own_field, value_in_file
from ..model.import_mapping import KEEP, ColumnRule, ImportMapping, WhichRows
from ..model.settings import Settings
from ..storage.tables import SheetCell, SheetRow
from ..yamlio.document import one_spelling
from .cells import FORMS, amount_of_cell, day_of_cell, forms_that_fit, same_id, text_of_cell

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
    parts = {
        sign: {name_in(part) for cell in first[0].cells for part in text_of_cell(cell).split(sign)}
        for sign in (";", "\t", "|", ",")
    }
    other = next((sign for sign, names_then in parts.items() if id in names_then), "")
    if other:
        shown = {"\t": "tab"}.get(other, other)
        return TasError("import.other_delimiter", file=file, line=line, sign=shown)
    near = nearest(id, names) or ", ".join(filter(None, names))
    return TasError("import.no_column", file=file, line=line, name=id, near=near[:300])


_FOOTER = re.compile(
    r"(grand |sub)?totals?\b|confidential information|copyright\b|generated (by|on)\b|"
    r"report (filters|generated)|"
    r"合计|总计|小计|共 ?[0-9]+ ?条",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """What a row says of a field; heard `when` the deal is open or closed, or always ("")."""

    field: str
    value: Any
    when: WhichRows = ""


class ImportRow(NamedTuple):
    """A row: its line, the id as written, what is common to its spellings, its outcome ("": none)."""

    line: int
    id: str
    key: str
    outcome: str
    said: tuple[Said, ...]


class RowsRead(NamedTuple):
    """All rows; what is wrong; how many were no deals, or hidden; columns whose days prove their form."""

    rows: Sequence[ImportRow]
    findings: Sequence[Finding]
    footers: int
    without_id: int
    hidden: int
    proved: Mapping[str, str]


class _Bad(Exception):
    """A cell that a field cannot take: the finding's id and what fills its blanks."""

    def __init__(self, id: str, **params: Param) -> None:
        super().__init__(id)
        self.id = id
        self.params = params


CellReader = Callable[[SheetCell], Any]
"""Makes a value of a cell that is not empty; None says nothing. _Bad for a cell that cannot be understood."""


def read_rows(rows: Iterator[SheetRow], file: str, mapping: ImportMapping, settings: Settings) -> RowsRead:
    """All that an export says. TasError where its header does not fit the mapping."""
    header, rest = found_header(rows, file, mapping)
    sorted_out = _SortedOut(header, file, header.places[name_in(mapping.id)])
    kept = [row for row in rest if sorted_out.takes(row)]
    faults = sorted_out.faults
    forms, proved = _forms(kept, header, file, mapping, settings, faults)
    cells = _CellReaders(mapping, settings, header, forms)
    read = list[ImportRow]()
    for row in kept:
        if len(faults) > ENOUGH:
            break
        read.append(cells.row(row, sorted_out.id_of(row), file, faults))
    hidden = sum(row.hidden for row in kept)
    return RowsRead(read, faults, sorted_out.footers, sorted_out.without_id, hidden, proved)


class _SortedOut:
    """Tells rows that are deals from blank ones, footers, headers again and rows without an id."""

    def __init__(self, header: Header, file: str, at: int) -> None:
        self._header, self._file, self._at = header, file, at
        self._names = names_in(header.row)
        self._seen: dict[str, int] = {}
        self.faults: list[Finding] = []
        self.footers = self.without_id = 0

    def id_of(self, row: SheetRow) -> str:
        """The id that a row gives; "" for none."""
        return text_of_cell(row.cells[self._at]) if self._at < len(row.cells) else ""

    def takes(self, row: SheetRow) -> bool:
        """Whether a row is a deal; one that is none is counted, one that is broken is a fault."""
        filled = [cell for cell in row.cells if cell != ""]
        id = self.id_of(row)
        if not filled or (id and names_in(row) == self._names):
            return False
        if _FOOTER.match(text_of_cell(filled[0])) and id in ("", text_of_cell(filled[0])):
            self.footers += 1
            return False
        if not id:
            self.without_id += 1
            return False
        extra = [cell for cell in row.cells[self._header.width :] if cell != ""]
        if extra or len(row.cells) < self._header.width:
            sizes = {"n": len(row.cells), "most": self._header.width}
            self.faults.append(_fault("TAS601", self._file, row.line, **sizes))
            return False
        first = self._seen.setdefault(same_id(id), row.line)
        if first != row.line:
            self.faults.append(_fault("TAS602", self._file, row.line, name=shown(id), first=first))
            return False
        return True


def _fault(id: str, file: str, line: int, **params: Param) -> Finding:
    return Finding(id, "error", file, line, params=params)


def _forms(
    rows: Sequence[SheetRow],
    header: Header,
    file: str,
    mapping: ImportMapping,
    settings: Settings,
    faults: list[Finding],
) -> tuple[Mapping[str, Sequence[str]], Mapping[str, str]]:
    """The forms of the days in each column that holds some: declared, or proved by the whole column."""
    columns = {
        name_in(rule.column)
        for name, rule in mapping.fields.items()
        if is_day(name, settings) and not rule.map
    }
    if mapping.dates:
        return dict.fromkeys(columns, mapping.dates), {}
    found: dict[str, Sequence[str]] = {}
    proved: dict[str, str] = {}
    for column in sorted(columns):
        cells = [cell for row in rows if (cell := row.cells[header.places[column]]) != ""]
        fitting = forms_that_fit(cells)
        if len(fitting) > 1:
            params = {"column": column, "forms": ", ".join(fitting)}
            faults.append(_fault("TAS609", file, header.row.line, **params))
        found[column] = fitting[:1] or [_best(cells)]
        if fitting and any(isinstance(cell, str) for cell in cells):
            proved[column] = fitting[0]
    return found, proved


def _best(cells: Iterable[SheetCell]) -> str:
    """The form in which most of these cells are days, for saying which are not."""
    some = list(cells)[:ENOUGH]
    return max(FORMS, key=lambda form: sum(day_of_cell(cell, [form]) is not None for cell in some))


class _CellReaders:
    """The reader of each mapped field, and with them a whole row. The same cell is understood once."""

    def __init__(
        self, mapping: ImportMapping, settings: Settings, header: Header, forms: Mapping[str, Sequence[str]]
    ) -> None:
        self._settings, self._decimal = settings, mapping.decimal
        self._fields: list[tuple[str, ColumnRule, int, CellReader]] = []
        for name, rule in mapping.fields.items():
            place = header.places[name_in(rule.column)]
            reader = cache(partial(self._value, name, rule, forms.get(name_in(rule.column), ())))
            self._fields.append((name, rule, place, reader))
        # The outcome first: it says which of the others are heard.
        self._fields.sort(key=lambda each: each[0] != "outcome")
        same = [rule.column for name, rule in mapping.fields.items() if name in ("amount", "currency")]
        self._in_one_column = len(same) == 2 and same[0] == same[1]

    def row(self, row: SheetRow, id: str, file: str, faults: list[Finding]) -> ImportRow:
        """What a row says; what is wrong in it is added to `faults`."""
        outcome = state = ""
        said: dict[str, Said] = {}
        for name, rule, place, reader in self._fields:
            cell = row.cells[place]
            if cell == "" or (rule.when and state and rule.when != state):
                continue
            try:
                value = reader(cell)
            except _Bad as bad:
                faults.append(_fault(bad.id, file, row.line, **{"column": rule.column, **bad.params}))
                continue
            if value is None:
                continue
            if name == "outcome":
                outcome, state = value, "open" if value == "open" else "closed"
            said[name] = Said(name, value, rule.when)
        self._settle_money(said, row, file, faults)
        return ImportRow(row.line, id, same_id(id), outcome, tuple(said.values()))

    def _settle_money(self, said: dict[str, Said], row: SheetRow, file: str, faults: list[Finding]) -> None:
        """An amount that names its currency is of no other."""
        if "amount" not in said:
            return
        number, code = said["amount"].value
        said["amount"] = said["amount"]._replace(value=number)
        other = said["currency"].value if "currency" in said else ""
        if code and code != other:
            rule = next(rule for name, rule, _, _ in self._fields if name == "amount")
            faults.append(_fault("TAS610", file, row.line, column=rule.column, value=code))

    def _value(self, name: str, rule: ColumnRule, forms: Sequence[str], cell: SheetCell) -> Any:
        text = text_of_cell(cell)
        if rule.map is not None:
            if text in rule.map or rule.otherwise not in (None, KEEP):
                made = rule.map.get(text, rule.otherwise)
                value = value_in_file(name, made, self._settings) if made else None
                return (value, "") if name == "amount" and value is not None else value
            if rule.otherwise is None:
                raise _Bad("TAS603", value=shown(text), name=name, entry=_entry(text))
        if is_day(name, self._settings):
            return self._day(name, cell, forms)
        if is_amount(name, self._settings):
            return self._amount(name, cell)
        if name == "currency" and self._in_one_column:
            return (amount_of_cell(cell, self._decimal) or (None, ""))[1] or None
        if value_in_file(name, text, self._settings) is None:
            near = nearest_or_some(text, choices(name, self._settings))
            raise _Bad("TAS606", value=shown(text), name=name, near=near)
        return text

    def _day(self, name: str, cell: SheetCell, forms: Sequence[str]) -> date | str:
        day = day_of_cell(cell, forms)
        if day is None:
            raise _Bad("TAS604", value=shown(text_of_cell(cell)), forms=", ".join(forms))
        return day.isoformat() if own_field(name, self._settings) else day

    def _amount(self, name: str, cell: SheetCell) -> tuple[Decimal, str] | str:
        found = amount_of_cell(cell, self._decimal)
        if found is None:
            meant = (*readings(text_of_cell(cell)), "", "")
            raise _Bad("TAS605", value=shown(text_of_cell(cell)), cure=meant[0], other=meant[1])
        return (plain_text(found[0]) or "") if own_field(name, self._settings) else found


def _entry(text: str) -> str:
    """A cell as the key of a line that somebody adds to a map."""
    from ..yamlio.writing import key

    return key(" ".join(text.split())[:100])
