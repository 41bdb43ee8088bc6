"""Amounts: which texts are one, and what somebody meant by a text that is none. Knows no file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

AMOUNT = re.compile(r"[0-9]{1,15}(\.([0-9]{1,2}|[0-9]{4,6}))?")
"""A dot and exactly three digits could be thousands, as half of the world writes them: no amount."""

_LONGEST = 40
_CURRENCY = r"(?:[€$£¥₩₹元]|eur|usd|gbp|chf|cny|rmb|jpy|hkd|sgd|aud|cad|sek|nok|dkk|inr|krw|twd|pln|czk)"
_SCALES = {
    "": 1, "k": 10**3, "千": 10**3, "w": 10**4, "万": 10**4, "萬": 10**4, "m": 10**6, "mn": 10**6,
    "mio": 10**6, "million": 10**6, "亿": 10**8, "億": 10**8, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_MEANT = re.compile(rf"{_CURRENCY}? *([0-9.,'_ ]*[0-9]) *({'|'.join(filter(None, _SCALES))}|) *{_CURRENCY}?")
_BLANKS = " '_"


def readings(text: str) -> Sequence[str]:
    """The plain numbers that `text` can mean: one, two, or none where it is not understood in full."""
    match = _MEANT.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold())
    if match is None or len(text) > _LONGEST:
        return ()
    numbers, scale = _numbers(match[1]), _SCALES[match[2]]
    if len(numbers) > 1 and scale > 1:
        return ()
    found = [plain(number * scale) for number in numbers]
    return [each for each in found if AMOUNT.fullmatch(each)]


def _numbers(text: str) -> list[Decimal]:
    """What digits with separators can mean: the thousands' sign before every three, the decimal sign once."""
    signs = re.sub("[0-9]", "", text)
    if not signs:
        return [Decimal(text)]
    last = signs[-1]
    whole, _, rest = text.rpartition(last)
    found = []
    if len(set(signs)) == 1 and _grouped(text, last):
        found.append(Decimal(text.replace(last, "")))
    if last not in _BLANKS and last not in whole and (not signs[:-1] or _grouped(whole, signs[0])):
        found.append(Decimal(f"{re.sub('[^0-9]', '', whole) or 0}.{rest}"))
    return found


def _grouped(text: str, sign: str) -> bool:
    return re.fullmatch(rf"[1-9][0-9]{{0,2}}({re.escape(sign)}[0-9]{{3}})+", text) is not None


def spread(low: Decimal, high: Decimal) -> str:
    """A number, or from what to what."""
    return plain(low) if low == high else f"{plain(low)}..{plain(high)}"


def plain(number: Decimal) -> str:
    """A number in digits, without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
