"""The quick reader takes only what the parser takes, and says exactly the same of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tas_cli.yamlio import parsing
from tas_cli.yamlio.document import Data, DataPath, Document
from tas_cli.yamlio.quick import quick
from tas_cli.yamlio.writing import literal

EXAMPLES = Path(__file__).parent.parent / "examples" / "deals"

pieces = st.sampled_from(
    ["a", "us", "tas", "金蝶", "_", "0", ":", ": ", " ", "  ", "    ", "#", " # c", '"', '"+"', "'", "+", "-", "- ", "? ", "?",
     "!", "&x ", "*x", "|", ">", "{", "}", "[", "]", ",", "\\", "%", "@", "`", "<<: ", "---", "...", "no", "1.10", "b c", "x:y",
     "x#y", "\t", "\r", "\x85", "\u2028", "\u00a0", "\ufeff", "\x00", "\x7f", "\ufffe", "é", "😀", "~", "null", "Null", "=", "\n", "\n", "\n  ",
     "\n    ", "key:", 'key: "v"', "key: v", "key: v w # c"]
)  # fmt: skip
lines = st.tuples(
    st.sampled_from(["", "  ", "    ", "      ", " "]),
    st.sampled_from(
        [
            "a:",
            "b:",
            "c: x",
            'd: "y"',
            "e: x y",
            "# note",
            "",
            "f: x # n",
            "g:  z",
            "h: 1:2",
            "a: #",
            'i: ""',
            "j: x:",
            "- a",
            "- b: x",
            "- c:",
            "- 'd'",
            "- e: [x, y z]",
            "k: [u, v]",
            "p: null",
            "q: NULL # n",
            "r: [null, v]",
            "- Null",
            "s: nulls",
            "t: 'null'",
            "l: []",
            "m: [1, -]",
            "n: ['a', b]",
            "o: 'x'",
            "- # note",
            "-",
            "- - x",
            "- x: y: z",
            "-  p: q",
            "- http://x",
            "u: |",
            "v: |-",
            "- w: |-",
            "x: |- # n",
            'y: "|-"',
            "z: |2-",
            "line: of a text  ",
            "      deeper",
        ]
    ),
).map("".join)
texts = st.one_of(
    st.lists(lines, max_size=12).map("\n".join),
    st.lists(pieces, max_size=20).map("".join),
    st.tuples(st.lists(lines, max_size=6).map("\n".join), st.lists(pieces, max_size=4).map("".join)).map(
        "\n".join
    ),
    st.text(st.characters(codec="utf-8"), max_size=40),
)


def paths(data: Data, path: DataPath = ()) -> Iterator[DataPath]:
    yield path
    for key, value in (
        data.items() if isinstance(data, dict) else enumerate(data if isinstance(data, list) else ())
    ):
        yield from paths(value, (*path, key))


def holds_a_gap(data: Data) -> bool:
    if isinstance(data, dict):
        return None in data.values() or any(map(holds_a_gap, data.values()))
    return isinstance(data, list) and any(map(holds_a_gap, data))


@given(texts)
@example("a:\n  b: x\n c: y\n")
@example("a: b\n  c: d\n")
@example("a: b\n  c\n")
@example("a:\n\n  # c\n  b: x\n# d\n")
@example("a: x\u00a0\n")
@example("a: x \n")
@example('a: "x"#\n')
@example('a: "x" y\n')
@example("a" * 1030 + ": x\n")
@example("a: x\n...\n")
@example("".join("  " * n + "a:\n" for n in range(25)))
def test_both_readers_say_the_same(text: str) -> None:
    found = quick(text)
    if found is None:
        return
    data, marks, gaps = found
    plain, full = Document(data, (), marks), parsing.read(text)
    assert not full.flaws
    assert plain.data == full.data
    for path in paths(full.data):
        assert plain.line(path) == full.line(path)
    assert gaps == holds_a_gap(full.data)


LAID_OUT = sorted(EXAMPLES.parent.glob("*/**/*.tas.yaml"))


@pytest.mark.parametrize("path", LAID_OUT, ids=lambda path: path.name)
def test_files_as_tas_lays_them_out_are_read_quickly(path: Path) -> None:
    assert quick(path.read_text(encoding="utf-8")) is not None
    assert len(LAID_OUT) >= 15


@given(st.text(st.sampled_from("ab #:-\n金\t'"), min_size=1).map(literal))
def test_texts_of_several_lines_as_tas_writes_them_are_read_quickly(written: list[str] | None) -> None:
    assume(written)
    header, *lines = written or [""]
    text = f"a:\n  b: {header}\n" + "".join(f"    {line}\n" if line else "\n" for line in lines) + "  c: d\n"
    found = quick(text)
    assert found is not None
    assert found[0] == parsing.read(text).data


SHIPPED = sorted((EXAMPLES.parent.parent / "questions").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_banks_that_come_with_tas_are_read_quickly(path: Path) -> None:
    assert quick(path.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize(
    "text",
    ["a: null\n", "a: Null # c\n", "a: [b, NULL]\n", "a:\n  - null\n", "a: -\n", "a: ?\n", "a: b: c\n", "a: x\na: y\n", "<<: x\n", "- a\n", "a: &x b\n", "a: !t b\n", "a: 'x''y'\n", 'a: "\\n"\n',
     "a: >\n  x\n", "a: |+\n  x\n", "a: |2\n  x\n", "a: |\n", "a: |", "a: |-\nb: c\n", "a: |\n\n  x\n", "a: |\n   x\n  y\n", "a: |-\n  x", "a: |-\n  x\n  ",
     "a:\n  b: |-\n  x\n", "a: |-\n  x\n \n  y\n", "a: |-\n  x\n   \n  y\n", "a: |-\n  x\u0085y\n", "a: {b: c}\n", "\ta: x\n", " a: x\n", "a:\tx\n", "---\na: x\n", "a: x\n--- \n", "", "# only\n", "a: x\r\n",
     "a: x\n  y\n", "a:\n    b: x\n  c: y\n", 'a:"x"\n', "? a\n: b\n", "a : x\n",
     "a:\n- b\n", "a:\n  -\n", "a:\n  - - b\n", "a: [b, [c]]\n", "a: [b,c]\n", "a: [+, b]\n", "a: x\n  - b\n", "a:\n  - b\n    - c\n",
     "a:\n  - b\n  c: d\n", "a:\n  b: c\n  - d\n", "a:\n  -  b: c\n", "a: [b, c]\n  d: e\n", "a:\n  - b: c\n     d: e\n"],
)  # fmt: skip
def test_anything_unusual_is_left_to_the_parser(text: str) -> None:
    assert quick(text) is None
