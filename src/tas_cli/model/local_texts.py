"""A text in several languages, as banks and playbooks have them: how it is read, and what it says in one.

Holds no text of ours (see `words`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from ..words import LANGUAGES, Lang
from .field_types import SCALAR, Reads, wrong

LocalText = str | Mapping[str, str]
LocalList = list[str] | Mapping[str, list[str]]


def _local_text(value: object) -> LocalText:
    if isinstance(value, str) and value:
        return value
    if isinstance(value, dict) and value and all(isinstance(text, str) and text for text in value.values()):
        return value
    raise wrong("TAS103", wanted="local", value="...")


def _local_list(value: object) -> LocalList:
    lists = value.values() if isinstance(value, dict) else [value]
    if lists and all(
        isinstance(items, list) and items and all(isinstance(i, str) for i in items) for items in lists
    ):
        return value  # type: ignore[return-value]
    raise wrong("TAS103", wanted="local_list", value="...")


FILLED: dict[str, Any] = {**SCALAR, "minLength": 1}
_TEXT: dict[str, Any] = {
    "anyOf": [
        FILLED,
        {"type": "object", "minProperties": 1, "additionalProperties": FILLED},
    ]
}
_STRINGS: dict[str, Any] = {"type": "array", "minItems": 1, "items": SCALAR}
_LIST: dict[str, Any] = {
    "anyOf": [_STRINGS, {"type": "object", "minProperties": 1, "additionalProperties": _STRINGS}]
}
LocalTextField = Annotated[LocalText, Reads(_local_text, _TEXT)]
LocalListField = Annotated[LocalList, Reads(_local_list, _LIST)]


def text_in(text: LocalText | None, lang: Lang) -> str:
    """`text` in `lang`; in English, or whatever there is, when nobody wrote it in `lang`; "" for None."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(lang) or text.get(LANGUAGES[0]) or next(iter(text.values()))


def texts_in(text: LocalText) -> Iterable[str]:
    """`text` in every language that it is written in."""
    return [text] if isinstance(text, str) else text.values()


def list_in(texts: LocalList | None, lang: Lang) -> list[str]:
    """`texts` in `lang`, by the same rule as `text_in`."""
    if texts is None or isinstance(texts, list):
        return texts or []
    return texts.get(lang) or texts.get(LANGUAGES[0]) or next(iter(texts.values()))
