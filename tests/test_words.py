"""Every text exists in every language, with the same blanks, and every key that the code asks for is written."""

from __future__ import annotations

import re
import string
from importlib import import_module
from pathlib import Path

import pytest

import tas_cli.words
from tas_cli.words import LANGUAGES, say

SOURCE = Path(tas_cli.words.__file__).parent.parent
AREAS = sorted(path.stem for path in (SOURCE / "words").glob("*.py") if path.stem != "__init__")


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same(area: str) -> None:
    for name, texts in import_module(f"tas_cli.words.{area}").TEXTS.items():
        assert len(texts) == len(LANGUAGES), name
        assert all(text.strip() for text in texts), name
        # A text may leave out what the other language needs (a plural), but must not ask for what nobody gives.
        assert blanks(texts[0]) == blanks(texts[1]), name


@pytest.mark.parametrize("area", AREAS)
def test_chinese_is_chinese(area: str) -> None:
    for name, (_, chinese) in import_module(f"tas_cli.words.{area}").TEXTS.items():
        words = re.sub(r"\{[^}]*\}|`[^`]*`|[^\w]|[0-9_]", "", chinese)
        if len(words) > 12:
            assert re.search(r"[\u4e00-\u9fff]", chinese), name


def test_every_key_in_the_code_is_written() -> None:
    """Keys are literals "area.name"; those built from parts are covered by the tests of what shows them."""
    pattern = re.compile(rf'"((?:{"|".join(AREAS)})\.[a-z_][a-z_0-9.]*)"')
    for path in (path for path in SOURCE.rglob("*.py") if path.parent.name != "words"):
        for key in pattern.findall(path.read_text(encoding="utf-8")):
            area, _, name = key.partition(".")
            if key.startswith("merge.tas."):
                continue  # a setting of git's
            assert name in import_module(f"tas_cli.words.{area}").TEXTS, f"{path.name}: {key}"


def test_user_braces_stay_braces() -> None:
    assert "{0}{name}" in say("files.trouble", "en", file="{0}{name}", reason="{}")
