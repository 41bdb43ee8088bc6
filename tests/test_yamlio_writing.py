"""Writing: what is written reads back as the same text, by our reader and by any other."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tas_cli.yamlio.document import Data, one_spelling
from tas_cli.yamlio.reading import parse
from tas_cli.yamlio.tidying import tidy
from tas_cli.yamlio.writing import Layout, dump, quoted, spelled
from yamlio_texts import TRICKY, DealLayout, anything

# What a YAML 1.2 reader (core schema, JSON schema) takes for anything but text.
TYPED_1_2 = re.compile(
    r"null|Null|NULL|~||true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|"
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN"
)

keys = anything.map(one_spelling)
"""Texts as keys are read: two ways of Unicode to write one are one key."""

trees: st.SearchStrategy[dict[str, Data]] = st.dictionaries(
    keys,
    st.recursive(
        anything,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


@given(keys, anything)
@example("k" * 1200, "v")
@example('"' * 600, "x\ny")
def test_any_text_survives_as_key_and_as_value(key: str, value: str) -> None:
    text = dump({key: value}, Layout())
    assert parse(text).flaws == ()
    assert parse(text).data == {key: value}
    assert yaml.safe_load(text) == {key: value}


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_texts_survive(text: str) -> None:
    written = dump({text: text, "list": [text, {text: text}]}, Layout())
    assert yaml.safe_load(written) == parse(written).data == {text: text, "list": [text, {text: text}]}


@given(anything)
def test_scalars_are_one_line_that_every_reader_understands(text: str) -> None:
    for written in (spelled(text, "auto"), quoted(text)):
        assert len(written.splitlines()) == 1
        assert yaml.safe_load(written) == text
        assert parse(f"k: {written} # c").data == {"k": text}
        # Whoever reads it as JSON or by YAML 1.2 sees text as well.
        assert written[0] == '"' or not TYPED_1_2.fullmatch(written)
    assert quoted(text)[0] == quoted(text)[-1] == '"'


@given(trees)
def test_any_data_survives(data: dict[str, Data]) -> None:
    text = dump(data, Layout())
    assert yaml.safe_load(text) == (data or None)
    assert parse(text).data == (data or None)


@given(trees)
def test_what_is_dumped_is_tidy(data: dict[str, Data]) -> None:
    text = dump(data, DealLayout())
    assert tidy(text, DealLayout()) == text


@given(anything)
@example("\uf900")
@example("e\u0301")
def test_a_key_is_written_as_it_is_read(name: str) -> None:
    text = dump({name: {name: "v"}}, DealLayout())
    assert text == dump({one_spelling(name): {one_spelling(name): "v"}}, DealLayout())
    assert tidy(text, DealLayout()) == text


def test_a_lone_surrogate_does_not_reach_the_file() -> None:
    assert quoted("a\ud800b") == spelled("a\ud800b", "auto") == '"a\ufffdb"'


@pytest.mark.parametrize(
    "text", ["Acme Bank", "金蝶", "CFO's mail of 12 Nov, by 30 June", "a:b", "x#y", "3 days", "R&D!"]
)
def test_ordinary_texts_need_no_quotes(text: str) -> None:
    assert spelled(text, "auto") == text


@pytest.mark.parametrize(
    "text", ["no", "Y", "on", "1.10", "0x1f", "2026-01-01", "12:30:00", "=", "<<", "~", "", "-", "\u202ex"]
)
def test_texts_that_a_reader_would_take_for_something_else_are_quoted(text: str) -> None:
    assert spelled(text, "auto")[0] == '"'
    assert spelled(text, "auto").isprintable()


def test_the_layout_decides() -> None:
    data: dict[str, Data] = {
        "note": None,
        "1": "2026-01-01",
        "evidence": "two\n\nlines",
        "list": ["a", ["b", []], {"k": {"no": "x"}, "z": "y\n"}, {}],
        "us": "＋",
        "alpha": {"us": "no quotes needed"},
    }
    assert dump(data, DealLayout()) == (
        'us: "+"\n'
        "alpha:\n"
        '  us: "no quotes needed"\n'
        "evidence: |-\n"
        "  two\n"
        "\n"
        "  lines\n"
        "note:\n"
        '"1": 2026-01-01\n'
        "list:\n"
        "  - a\n"
        "  - - b\n"
        "    - []\n"
        "  - k:\n"
        '      "no": x\n'
        "    z: |\n"
        "      y\n"
        "  - {}\n"
    )
    assert dump({}, DealLayout()) == ""


@pytest.mark.parametrize("text", ["a: b", "x #y", "", "[z", "two\nlines", "null", "~"])
def test_bare_is_only_for_what_can_be_bare(text: str) -> None:
    written = dump({"1": text}, DealLayout())
    assert parse(written).data == {"1": text}
