"""Words for people, in every language: a key and its blanks become a sentence.

Each area has a module here whose TEXTS maps a name to its texts, one for each language in LANGUAGES and
side by side, so that neither can be forgotten. An area is imported when one of its keys is first asked
for. Chooses no language (see `languages.py`) and prints nothing.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Literal

from ..errors import Param

Lang = Literal["en", "zh"]
LANGUAGES: tuple[Lang, ...] = ("en", "zh")


@cache
def _texts(area: str) -> dict[str, tuple[str, str]]:
    texts: dict[str, tuple[str, str]] = import_module(f"{__name__}.{area}").TEXTS
    return texts


def say(key: str, lang: Lang, /, **params: Param) -> str:
    """The text for `key` ("area.name") in `lang`, its blanks filled. KeyError for a key nobody wrote."""
    area, _, name = key.partition(".")
    text = _texts(area)[name][LANGUAGES.index(lang)]
    return text.format(**params) if params else text


def has(key: str) -> bool:
    """Whether anybody wrote a text for `key`."""
    area, _, name = key.partition(".")
    return name in _texts(area)
