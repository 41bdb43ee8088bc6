"""Tables as other programs export them: CSV and spreadsheets → rows of cells with the lines they stand on.

Nothing is guessed: the encoding is a byte order mark's, the declared one, or UTF-8; the delimiter the file's
own `sep=`, the declared one, or a comma. Knows nothing of headers, mappings or deals.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import TasError
from .files import STDIN, refusals_told
from .spreadsheets import SheetCell as SheetCell
from .spreadsheets import SheetRow as SheetRow
from .spreadsheets import sheet_rows

MOST_BYTES = 1 << 28

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Dialect(NamedTuple):
    """How a table says that it is written; "" where nobody said so."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def read_table(path: str, declared: Dialect) -> Iterator[SheetRow]:
    """The rows of the table at `path` (`-`: standard input), whatever its name ends in. TasError for none."""
    return rows_in(table_bytes(path), path, declared)


def rows_in(data: bytes, path: str, declared: Dialect) -> Iterator[SheetRow]:
    """The rows of a table that was read from `path`."""
    if is_workbook(data):
        return sheet_rows(data, path, declared.sheet)
    return _text_rows(_text(data, path, declared.encoding), path, declared.delimiter)


def is_workbook(data: bytes) -> bool:
    """Whether it is a spreadsheet, which says itself how it is written."""
    return data.startswith(_WORKBOOKS)


def table_bytes(path: str) -> bytes:
    """What a table is made of, as it stands there; TasError for none, or for more than can be taken."""
    with refusals_told(path):
        if path == STDIN:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        elif not Path(path).is_file():
            raise (
                FileNotFoundError(2, os.strerror(2)) if not Path(path).exists() else IsADirectoryError(21, "")
            )
        else:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TasError("import.too_large", file=path, most=MOST_BYTES >> 20)
    return data


def _text(data: bytes, path: str, encoding: str) -> str:
    used = next((name for mark, name in _BOMS if data.startswith(mark)), encoding or "utf-8")
    try:
        text = data.decode(used)
    except UnicodeError as trouble:
        start = trouble.start if isinstance(trouble, UnicodeDecodeError) else 0
        raise TasError(
            "import.encoding", file=path, line=data.count(b"\n", 0, start) + 1, name=used
        ) from None
    if "\0" in text:
        raise TasError("import.nul", file=path, line=text.count("\n", 0, text.index("\0")) + 1)
    if re.match(r"\s*<(!doctype|html|table|\?xml|meta)", text[:200], re.IGNORECASE):
        raise TasError("import.web_page", file=path)
    return text


def _text_rows(text: str, path: str, delimiter: str) -> Iterator[SheetRow]:
    said = re.match(r"sep=(.)(\r\n|\r|\n)", text)
    skipped = 1 if said else 0
    body = text[said.end() :] if said else text
    before = csv.field_size_limit(max(len(text), 1))
    at = 0
    try:
        paper = io.StringIO(body, newline="")
        reader = csv.reader(paper, delimiter=said[1] if said else delimiter or ",", strict=True)
        for cells in reader:
            if any(cells):
                yield SheetRow(skipped + at + 1, [cell.strip() for cell in cells])
            at = reader.line_num
    except csv.Error as trouble:
        id = "import.unclosed" if "unexpected end" in str(trouble) else "import.malformed"
        raise TasError(id, file=path, line=skipped + at + 1) from None
    finally:
        csv.field_size_limit(before)
