"""A spreadsheet's rows, read by a process of its own with bounded memory and time.

A few kilobytes of a workbook can unfold to any size, and the library that reads it ends the process that it
is in when memory runs out. So that happens elsewhere, and here it is one refusal. Knows nothing of deals.
"""

from __future__ import annotations

import io
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from typing import Any, NamedTuple

from ..errors import TasError

MOST_MEMORY = 2 << 30
MOST_SECONDS = 120
MOST_TOLD = 1 << 28
"""So many bytes of rows are taken, as many as of a CSV file."""
SheetCell = str | Decimal | date
"""A cell of a CSV file is text; a spreadsheet also has numbers and days."""

_DIGITS = 15
"""So many digits of a number are those that a spreadsheet shows; what comes after them is noise."""
_BATCH = 500


class SheetRow(NamedTuple):
    """The cells of a row, without blanks around texts, and the line (of a sheet, the row) it begins on.

    `hidden`: a spreadsheet program does not show it.
    """

    line: int
    cells: Sequence[SheetCell]
    hidden: bool = False


def sheet_rows(data: bytes, path: str, wanted: str) -> Iterator[SheetRow]:
    """The rows of the sheet `wanted` ("": the only one that is shown). TasError where there is none."""
    if find_spec("python_calamine") is None:
        raise TasError("import.no_xlsx", file=path)
    # -P: a python_calamine.py in the folder that somebody stands in is not ours.
    order = [sys.executable, "-P", "-m", __name__, wanted, str(MOST_MEMORY), str(MOST_SECONDS)]
    try:
        done = subprocess.run(
            order,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError:
        raise TasError("import.vast", file=path, most=MOST_MEMORY >> 20, seconds=MOST_SECONDS) from None
    told = io.BytesIO(done.stdout)
    while told.tell() < len(done.stdout):
        said = pickle.load(told)  # noqa: S301 (from our own process)
        if isinstance(said, dict):
            raise TasError(said.pop("id"), file=path, **said)
        for line, cells, hidden in said:
            yield SheetRow(line, [_cell(cell) for cell in cells], hidden)


def _tell(order: Sequence[str]) -> None:
    """In the process of its own: the rows in batches, or the one thing that is wrong."""
    wanted, memory, seconds = order[0], int(order[1]), int(order[2])
    _bound(memory, seconds)
    room = MOST_TOLD
    for said in _said(sys.stdin.buffer.read(), wanted):
        told = pickle.dumps(said)
        room -= len(told)
        if room < 0:
            raise MemoryError
        sys.stdout.buffer.write(told)


def _bound(memory: int, seconds: int) -> None:
    """Have the system end this process beyond so many bytes and seconds, where it can."""
    try:
        import resource
    except ImportError:
        return
    bounds = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0))
    for which, most in bounds:
        hard = resource.getrlimit(which)[1]
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (within, hard))


def _said(data: bytes, wanted: str) -> Iterator[list[tuple[Any, ...]] | dict[str, str]]:
    try:
        sheet = _sheet(data, wanted)
        hidden = _hidden_rows(data, sheet.name)
    except MemoryError:
        raise
    except TasError as refused:
        yield {"id": refused.id, **{name: str(value) for name, value in refused.params.items()}}
        return
    except BaseException as trouble:  # what is Rust's own to end with is no Exception
        yield {"id": "import.bad_workbook", "reason": " ".join(str(trouble).split())[:100]}
        return
    batch = list[tuple[Any, ...]]()
    for line, cells in enumerate(sheet.iter_rows(), 1):
        if any(cell != "" for cell in cells):
            batch.append((line, cells, line in hidden))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _sheet(data: bytes, wanted: str) -> Any:
    """The sheet to read: the declared one, else the only one that is not hidden."""
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = calamine.SheetVisibleEnum.Visible
    visible = [each.name for each in book.sheets_metadata if each.visible == shown]
    names = book.sheet_names if wanted else visible or book.sheet_names
    if wanted not in names and (wanted or len(names) != 1):
        id = "import.no_sheet" if wanted else "import.which_sheet"
        raise TasError(id, name=wanted, names=", ".join(names))
    return book.get_sheet_by_name(wanted or names[0])


def _hidden_rows(data: bytes, name: str) -> frozenset[int]:
    """The numbers of a sheet's hidden rows; none where the kind of file does not say it as XLSX does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            text = parts.read(_part(parts, name))
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        return frozenset()
    hidden = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]+)"')
    return frozenset(int(number) for number in hidden.findall(text))


def _part(parts: zipfile.ZipFile, name: str) -> str:
    """Where in an XLSX file a sheet stands. KeyError for another kind of file."""
    from xml.etree import ElementTree

    place = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    ids = {}
    for each in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter():  # noqa: S314 (bounded)
        if each.tag.endswith("}sheet"):
            ids[each.get("name")] = each.get(place)
    for each in ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels")):  # noqa: S314 (bounded)
        if each.get("Id") == ids[name]:
            target = each.attrib["Target"]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(name)


def _cell(value: object) -> SheetCell:
    """A cell of a spreadsheet: a day, a number with the digits that are shown, or text."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date()
        case date():
            return value
        case int() | float():
            return Decimal(f"{value:.{_DIGITS}g}")
    return str(value).strip()


if __name__ == "__main__":
    _tell(sys.argv[1:])
