"""Which language to speak: the option, TAS_LANG, the workspace, then the environment, in that order.

Reads the variables as text, because `locale` fails for a locale that is not generated. Holds no texts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence

from ..errors import TasError
from . import LANGUAGES, Lang


def language(
    option: str | None = None,
    workspace: str | None = None,
    more: Callable[[], Collection[Lang]] = tuple,
) -> Lang:
    """The language to speak. TasError for an option or TAS_LANG that names none of ours, nor one of `more()`:
    those that question banks speak, in which the rest is English.
    """
    for given in (option, os.environ.get("TAS_LANG")):
        if given:
            found = _known(given, LANGUAGES) or _known(given, more())
            if found is None:
                raise TasError("cli.unknown_language", value=given, known=", ".join(LANGUAGES))
            return found
    for guess in (workspace, _locale()):
        if guess and (found := _known(guess, LANGUAGES)):
            return found
    return LANGUAGES[0]


def asked_for(arguments: Sequence[str], workspace: str | None = None) -> Lang:
    """The language that a call asks for, before anybody has read it: for help, and for trouble on the way."""
    given = [arguments[i + 1] for i, word in enumerate(arguments[:-1]) if word == "--lang"]
    given += [word.partition("=")[2] for word in arguments if word.startswith("--lang=")]
    try:
        return language(given[-1] if given else None, workspace)
    except TasError:
        return LANGUAGES[0]


def _locale() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "")


def _known(tag: str, known: Collection[Lang]) -> Lang | None:
    """The language of a tag such as zh, zh_CN.UTF-8 or en-GB."""
    head = tag.replace("-", "_").split(".")[0].split("_")[0].lower()
    return head if head in known else None
