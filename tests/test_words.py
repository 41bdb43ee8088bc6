"""Every text exists in every language, with the same blanks, and every key that the code asks for is written."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import tas_cli.words
from builders import COMPLETE
from tas_cli.words import LANGUAGES, say, texts

SOURCE = Path(tas_cli.words.__file__).parent.parent
AREAS = sorted({key.partition(".")[0] for key in texts("en") if not key.startswith("TAS")})


def forms(text: str | tuple[str, str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def blanks(text: str | tuple[str, str]) -> set[str]:
    return {name for form in forms(text) for _, name, _, _ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize("lang", COMPLETE)
def test_every_complete_language_says_all_in_the_same_order(lang: str) -> None:
    assert list(texts(lang)) == list(texts("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_the_same(lang: str) -> None:
    assert texts(lang).keys() <= texts("en").keys()
    for key, text in texts(lang).items():
        assert all(form.strip() for form in forms(text)), key
        assert blanks(text) == blanks(texts("en")[key]), key


def test_chinese_is_chinese() -> None:
    for key, text in texts("zh").items():
        for chinese in forms(text):
            words = re.sub(r"\{[^}]*\}|`[^`]*`|[^\w]|[0-9_]", "", chinese)
            if len(words) > 12:
                assert re.search(r"[\u4e00-\u9fff]", chinese), key


def test_every_key_in_the_code_is_written() -> None:
    """Keys are literals "area.name"; those built from parts are covered by the tests of what shows them."""
    pattern = re.compile(rf'"((?:{"|".join(AREAS)})\.[a-z_][a-z_0-9.]*)"')
    speaking = {SOURCE / "words" / f"{lang}.py" for lang in LANGUAGES}
    for path in set(SOURCE.rglob("*.py")) - speaking:
        for key in pattern.findall(path.read_text(encoding="utf-8")):
            if key.startswith("merge.tas.") or key == "calibration.yaml":
                continue  # a setting of git's, a file's name
            assert key in texts("en"), f"{path.name}: {key}"


def test_user_braces_stay_braces() -> None:
    assert "{0}{name}" in say("files.trouble", "en", file="{0}{name}", reason="{}")
