"""What a cell of an export says: a day, an amount, a currency. By declared forms or by proof, never a guess.

Pure: a cell and a form in, a value or None out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ..model.import_mapping import date_pattern
from ..storage.tables import SheetCell

FORMS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m.%d.%Y",
    "%d-%m-%Y", "%m-%d-%Y", "%d-%b-%Y", "%d %b %Y",
)  # fmt: skip
"""What a whole column can prove to be written in, when only one of these fits all of its cells."""
_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9:]{5,6})?)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CODE = re.compile(r"(?P<before>[A-Z]{3})? ?(?P<number>[^A-Za-z]*?) ?(?P<after>[A-Z]{3})?")
_MANY = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_GROUPS = {".": ",'’ _", ",": ".'’ _"}
_PLAIN = re.compile(r"[0-9]+(\.([0-9]{1,2}|[0-9]{4,}))?")
_WHOLE_DIGITS, _DECIMALS = 15, 6


@lru_cache
def _matcher(form: str) -> re.Pattern[str]:
    has_time = bool({"%H", "%I", "%M"} & set(re.findall("%.", form)))
    return re.compile(date_pattern(form).pattern + ("" if has_time else _TIME))


def day_in(text: str, form: str) -> date | None:
    """The day that `text` is in `form`, a time of day behind it left out; None for any other text.

    A year of two digits is one of this century, because somebody declared a form that has such years.
    """
    found = _matcher(form).fullmatch(text)
    if found is None:
        return None
    said = found.groupdict()
    year = int(said["Y"]) if said.get("Y") else 2000 + int(said["y"])
    try:
        month = _MONTHS.index(said["b"].lower()) + 1 if said.get("b") else int(said["m"])
        return date(year, month, int(said["d"]))
    except ValueError:
        return None


def day_of_cell(cell: SheetCell, forms: Sequence[str]) -> date | None:
    """The day that a cell is by one of the `forms`; None for none, or where two forms make two days of it."""
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    found = {day for form in forms if (day := day_in(cell, form))}
    return found.pop() if len(found) == 1 else None


def forms_that_fit(cells: Iterable[SheetCell]) -> list[str]:
    """The forms of FORMS in which all these cells are days; those that make the same days of them once."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    fitting = [form for form in FORMS if all(day_in(text, form) for text in texts)]
    by_days = {tuple(day_in(text, form) for text in texts[:500]): form for form in reversed(fitting)}
    return list(reversed(by_days.values())) if texts else [FORMS[0]]


def amount_of_cell(cell: SheetCell, decimal: str) -> tuple[Decimal, str] | None:
    """The amount that a cell is, with the currency it names itself ("" for none); None where it is none.

    Without a declared `decimal` mark only what a deal's file would take: digits, and a dot before one or two.
    """
    if isinstance(cell, Decimal):
        number = _kept(cell)
        return None if number is None else (number, "")
    if not isinstance(cell, str):
        return None
    text = re.sub(r"\s", " ", unicodedata.normalize("NFKC", cell)).strip()
    found = _CODE.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        return None
    body, scale = found["number"], 1
    if body[-1:] in _MANY:
        body, scale = body[:-1].strip(), _MANY[body[-1]]
    plain = _digits(body, decimal)
    number = None if plain is None else _kept(Decimal(plain) * scale)
    return None if number is None else (number, found["before"] or found["after"] or "")


def _digits(text: str, decimal: str) -> str | None:
    """Digits with a dot, of a number written with a decimal mark and thousands in groups."""
    if not decimal:
        return text if _PLAIN.fullmatch(text) else None
    whole, mark, rest = text.partition(decimal)
    if mark and not re.fullmatch("[0-9]+", rest):
        return None
    # Three digits behind the mark, and it could as well stand before thousands: 1.200.
    if len(rest) == 3 and re.fullmatch("[1-9][0-9]{0,2}", whole):
        return None
    signs = set(re.sub("[0-9]", "", whole))
    if signs:
        sign = re.escape(signs.pop())
        grouped = rf"[1-9][0-9]{{0,2}}({sign}[0-9]{{2,3}})*{sign}[0-9]{{3}}"
        if signs or sign.lstrip("\\") not in _GROUPS[decimal] or not re.fullmatch(grouped, whole):
            return None
    plain = re.sub("[^0-9]", "", whole)
    return (f"{plain}.{rest}" if rest else plain) if plain else None


def _kept(number: Decimal) -> Decimal | None:
    """A number as a deal's file can hold it; None for one below zero, or beyond all bounds."""
    if not number.is_finite() or number < 0 or number >= 10**_WHOLE_DIGITS:
        return None
    plain = round(number, _DECIMALS).normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    # With exactly three decimals a file would not take it.
    return plain.quantize(Decimal(1).scaleb(-4 if decimals == 3 else -decimals))


def text_of_cell(cell: SheetCell) -> str:
    """A cell as text: a number without an exponent, a day as year-month-day."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else cell.replace("\r\n", "\n").replace("\r", "\n")


def same_id(id: str) -> str:
    """What two spellings of one id have in common: 15 and 18 characters of a Salesforce id are one."""
    if len(id) == 18 and id.isascii() and id.isalnum() and id[15:] == _checksum(id[:15]):
        return id[:15]
    return id


def _checksum(id: str) -> str:
    """The three characters that Salesforce adds: which letters of the fifteen are capitals."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    fives = (id[at : at + 5] for at in (0, 5, 10))
    return "".join(
        signs[sum(1 << place for place, each in enumerate(five) if "A" <= each <= "Z")] for five in fives
    )
