"""Which language to speak: the option, TAS_LANG, the workspace, then the environment, in that order.

Reads the variables as text, because `locale` fails for a locale that is not generated. Holds no texts.
"""

from __future__ import annotations

import os

from ..errors import TasError
from . import LANGUAGES, Lang


def language(option: str | None = None, workspace: str | None = None) -> Lang:
    """The language to speak. TasError for an option or TAS_LANG that names none of ours."""
    for given in (option, os.environ.get("TAS_LANG")):
        if given:
            found = _known(given)
            if found is None:
                raise TasError("cli.unknown_language", value=given)
            return found
    for guess in (workspace, _locale()):
        if guess and (found := _known(guess)):
            return found
    return LANGUAGES[0]


def _locale() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "")


def _known(tag: str) -> Lang | None:
    """The language of a tag such as zh, zh_CN.UTF-8 or en-GB."""
    head = tag.replace("-", "_").split(".")[0].split("_")[0].lower()
    return next((lang for lang in LANGUAGES if lang == head), None)
