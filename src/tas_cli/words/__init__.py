"""Words for people: a key and its blanks become a sentence in a language.

One file a language, each with a TEXTS of its own and, if it likes, a HELP for the sentences of `--help`; what
it lacks is said in English, so that a new one can come in pieces. A file is loaded when its first text is
asked for. Prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from ..errors import Param

Lang: TypeAlias = str
"""A language by its tag, such as zh."""


def _others() -> list[Lang]:
    names = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return sorted(name for name in names if len(name) == 2 and name != "en")


Texts = Mapping[str, "str | tuple[str, str]"]
"""By key ("area.name"): a text, or a pair of texts for one and for any other number `n`.

What stands between ⟦ and ⟧ is said only where its blanks have something to say.
"""
LANGUAGES: tuple[Lang, ...] = ("en", *_others())
"""Those that have a file here, English first: it stands in for what another lacks."""
_ASIDE = re.compile("⟦(.*?)⟧")
_BLANK = re.compile(r"\{(\w+)")


@cache
def texts(lang: str) -> Texts:
    """All texts of a language; none of one that only a question bank speaks."""
    found: Texts = import_module(f"{__name__}.{lang}").TEXTS if lang in LANGUAGES else {}
    return found


def translated(sentence: str, lang: Lang) -> str:
    """A sentence of `--help`, which the commands write in English."""
    if lang not in LANGUAGES[1:]:
        return sentence
    own: Mapping[str, str] = getattr(import_module(f"{__name__}.{lang}"), "HELP", {})
    return own.get(sentence, sentence)


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
