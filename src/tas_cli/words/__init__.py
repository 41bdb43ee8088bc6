"""Words for people: a key and its blanks become a sentence in a language.

One file a language, each with a TEXTS of its own; what a language lacks is said in English, so that a new one
can come in pieces. A file is loaded when its first text is asked for. Prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Literal

from ..errors import Param

Lang = Literal["en", "zh"]
LANGUAGES: tuple[Lang, ...] = ("en", "zh")
Texts = Mapping[str, "str | tuple[str, str]"]
"""By key ("area.name"): a text, or a pair of texts for one and for any other number `n`.

What stands between ⟦ and ⟧ is said only where its blanks have something to say.
"""
_ASIDE = re.compile("⟦(.*?)⟧")
_BLANK = re.compile(r"\{(\w+)")


@cache
def texts(lang: str) -> Texts:
    """All texts of a language."""
    found: Texts = import_module(f"{__name__}.{lang}").TEXTS
    return found


def say(key: str, lang: Lang, /, **params: Param) -> str:
    """The text for `key` ("area.name") in `lang`, its blanks filled. KeyError for a key nobody wrote."""
    text = texts(lang).get(key) or texts(LANGUAGES[0])[key]
    if isinstance(text, tuple):
        text = text[params.get("n") != 1]
    if "⟦" in text:
        text = _ASIDE.sub(
            lambda aside: aside[1] if any(map(params.get, _BLANK.findall(aside[1]))) else "", text
        )
    return text.format(**params) if params else text


def has(key: str) -> bool:
    """Whether anybody wrote a text for `key`."""
    return key in texts(LANGUAGES[0])
