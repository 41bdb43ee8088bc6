"""Patching: only the lines concerned change, no comment is lost, and the result says what was meant."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tas_cli import yamlio
from tas_cli.errors import TasError
from tas_cli.yamlio import Data, Layout, Path, blocks, patching
from tas_cli.yamlio.meaning import Change
from tas_cli.yamlio.tree import Tree, split_bom
from yamlio_texts import KEYS, DealLayout, comments, data_of, hand_written, text_of

LAYOUT = DealLayout()


def places(data: Data, path: Path = ()) -> list[Path]:
    """Every path in the data but that of the whole."""
    found: list[Path] = [path] if path else []
    if isinstance(data, dict):
        for key, value in data.items():
            found += places(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            found += places(value, (*path, place))
    return found


def at(data: Data, path: Path) -> Data:
    for part in path:
        data = data[part]  # type: ignore[index]
    return data


def said(data: Data) -> Data:
    return data or None


@given(hand_written(), st.randoms(use_true_random=False))
def test_one_text_changes_its_own_line_and_nothing_else(
    written: tuple[str, dict[str, Data]], random: Random
) -> None:
    text, data = written
    assume(yamlio.parse(text).data == data)
    scalars = [path for path in places(data) if isinstance(at(data, path), str)]
    assume(scalars)
    path = random.choice(scalars)
    new = random.choice(["+", "-", "no", "a: b", "客户", "1.10", " x ", "{a, b}", "it's"])
    assume(at(data, path) != new)
    patched = yamlio.patch(text, {path: new}, LAYOUT)
    assert yamlio.parse(patched).data == yamlio.apply(data, {path: new})
    before, after = text.splitlines(keepends=True), patched.splitlines(keepends=True)
    first, last = lines_of(text, path)
    assert after[:first] == before[:first]
    rest = len(before) - last
    assert after[len(after) - rest :] == before[last:]
    assert len(after) - rest - first == 1 or last - first > 1
    assert comments(patched) == comments(text)


def lines_of(text: str, path: Path) -> tuple[int, int]:
    """The first line of the scalar at `path`, from 0, and the one behind its last."""
    tree = Tree(split_bom(text)[1])
    node = tree.root
    for part in path:
        assert node
        node = next(i.value for n, i in enumerate(node.items) if (i.name if i.key else n) == part)
    assert node
    return tree.line(node.start) - 1, tree.line(max(node.start, node.end - 1))


def random_edits(random: Random, data: Data) -> dict[Path, Data]:
    """One or a few edits near what is there: set, insert, remove."""
    known = places(data) or [("us",)]
    path = random.choice(known)
    match random.randrange(6):
        case 0:
            return {path: None}
        case 1:
            part = random.choice(KEYS) if isinstance(path[-1], str) else random.randrange(4)
            several: list[Data] = [text_of(random), {"us": "+", "no": "x\ny"}, ["a", "b"]]
            return {(*path[:-1], part): random.choice(several)}
        case 2:
            return {(*path, random.choice(KEYS), "us"): "-"}
        case 3:
            new: Data = dict(data_of(random, 3))
            return {path: new}
        case _:
            return {other: text_of(random) for other in random.sample(known, min(3, len(known)))}


@given(hand_written(), st.randoms(use_true_random=False))
def test_edits_in_any_order_say_what_was_meant_and_lose_no_comment(
    written: tuple[str, dict[str, Data]], random: Random
) -> None:
    text, data = written
    assume(yamlio.parse(text).data == data)
    for _ in range(4):
        edits = random_edits(random, yamlio.parse(text).data)
        meant = yamlio.apply(yamlio.parse(text).data, edits)
        patched = yamlio.patch(text, edits, LAYOUT)
        assert yamlio.parse(patched).flaws == ()
        assert said(yamlio.parse(patched).data) == said(meant)
        assert comments(patched) == comments(text)
        assert patched.startswith("\ufeff") == text.startswith("\ufeff")
        text = patched


@given(hand_written())
def test_an_edit_that_changes_nothing_gives_the_same_text(written: tuple[str, dict[str, Data]]) -> None:
    text, data = written
    assume(yamlio.parse(text).data == data)
    scalars = {path: at(data, path) for path in places(data) if isinstance(at(data, path), str)}
    assert yamlio.patch(text, scalars, LAYOUT) == text
    assert yamlio.patch(text, {("not", "there"): None, ("nor", 3): None}, LAYOUT) == text


CASES: dict[str, tuple[str, dict[Path, Data], str]] = {
    "a comment and the quotes stay": (
        "a: 'x' # why\nb: \"y\"   # ours\n",
        {("a",): "it's", ("b",): "z"},
        "a: 'it''s' # why\nb: \"z\"   # ours\n",
    ),
    "an empty value": (
        "us:\nx_sys:  # later\n",
        {("us",): "+", ("x_sys",): "a"},
        'us: "+"\nx_sys: a  # later\n',
    ),
    "line ends": ("a: b\r\nc: d", {("c",): "e", ("f",): "g"}, "a: b\r\nc: e\r\nf: g\r\n"),
    "a BOM": ("\ufeffbeta: b\n", {("us",): "+"}, '\ufeffus: "+"\nbeta: b\n'),
    "an empty text": ("", {("us",): "+", ("list",): ["a"]}, 'us: "+"\nlist:\n  - a\n'),
    "comments only": ("# deal", {("us",): "+"}, '# deal\nus: "+"\n'),
    "markers around nothing": (
        "%YAML 1.1\n---\n# x\n...\n",
        {("us",): "+"},
        '%YAML 1.1\n---\n# x\nus: "+"\n...\n',
    ),
    "below the nearest one before it": (
        "us: +\n  # ours\nbeta: b\n",
        {("x_sys",): "-", ("alpha",): "a"},
        'us: +\n  # ours\nalpha: a\nx_sys: "-"\nbeta: b\n',
    ),
    "above the first one after it and its comment": (
        "# head\n\n# the b\nbeta: b\n",
        {("us",): "+"},
        '# head\n\nus: "+"\n# the b\nbeta: b\n',
    ),
    "unknown keys last": ("us: +\nzz: z\n# end\n", {("new",): "w"}, "us: +\nzz: z\nnew: w\n# end\n"),
    "a parent is made": ("a: b\n", {("x", "no", "us"): "+"}, 'a: b\nx:\n  "no":\n    us: "+"\n'),
    "as the file indents": (
        "a:\n    b: c\n",
        {("a", "d", "e"): "f", ("g", "h"): "i"},
        "a:\n    b: c\n    d:\n        e: f\ng:\n    h: i\n",
    ),
    "an empty map opens": (
        "a: {}\nb: [ ]\n",
        {("a", "us"): "+", ("b", 0): "x"},
        'a:\n  us: "+"\nb:\n  - x\n',
    ),
    "a removed line leaves its comment": (
        "a: b # why\n# own\nc: d\n",
        {("a",): None},
        "# why\n# own\nc: d\n",
    ),
    "an emptied map goes": ("a:\n  # in\n  b: c # why\nd: e\n", {("a", "b"): None}, "# in\n# why\nd: e\n"),
    "everything goes": ("# head\na: b\n", {("a",): None}, "# head\n"),
    "between brackets": (
        'q: {us: "+", x_sys: "?"} # c\n',
        {("q", "us"): "-", ("q", "alpha"): "x, y", ("q", "x_sys"): None},
        'q: {us: "-", alpha: "x, y"} # c\n',
    ),
    "brackets over lines": (
        "q: {\n  a: b, # c\n  d: e\n}\n",
        {("q", "a"): None, ("q", "d"): "f"},
        "q: {\n   # c\n  d: f\n}\n",
    ),
    "bare keys between brackets": (
        "q: {a, b: }\n",
        {("q", "a"): "x", ("q", "c"): "z"},
        "q: {a: x, b: , c: z }\n",
    ),
    "lists": (
        "- a # one\n- b: 1\n  c: 2\n",
        {(1, "b"): None, (2,): "z", (0,): "first"},
        "- first # one\n- c: 2\n- z\n",
    ),
    "explicit keys": ("? a\n: b # c\n? us\n", {("a",): "x", ("us",): "+"}, '? a\n: x # c\n? us\n: "+"\n'),
    "a folded text": (
        "a: >  # why\n  long\n  text\n\nb: c\n",
        {("a",): "short"},
        "a: short  # why\n\nb: c\n",
    ),
    "several lines": (
        "a: x\nb: y # c\n",
        {("a",): "1\n2", ("b",): "3\n4"},
        'a: |-\n  1\n  2\nb: "3\\n4" # c\n',
    ),
    "a text over lines": (
        'a: one\n  two\nb: "x\n  y" # c\n',
        {("a",): "z", ("b",): "w"},
        'a: z\nb: "w" # c\n',
    ),
    "a text becomes a map": (
        "q: small # sure\nr: s\n",
        {("q",): {"evidence": "e", "us": "+"}},
        'q:  # sure\n  us: "+"\n  evidence: e\nr: s\n',
    ),
    "a map becomes a text": (
        "q:\n  us: + # c\n  # d\nr: s\n",
        {("q",): "small"},
        "q: small\n# c\n  # d\nr: s\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_an_edit_looks_like(name: str) -> None:
    text, edits, expected = CASES[name]
    assert yamlio.patch(text, edits, LAYOUT) == expected


def test_what_cannot_be_changed_in_place_is_brought_into_form() -> None:
    assert yamlio.patch("a: [b: c] # d\n", {("a", 0, "e"): "f"}, LAYOUT) == "a:  # d\n  - b: c\n    e: f\n"


@pytest.mark.parametrize("text", ["a: 1\nus: -\n", "a: 1\na: 2\n", "a: 0\nb: &x 1\n", "- a\nb: c\n"])
def test_a_text_with_flaws_is_not_touched(text: str) -> None:
    with pytest.raises(TasError) as caught:
        yamlio.patch(text, {("a",): "x"}, LAYOUT)
    assert (caught.value.id, caught.value.params) == ("yaml.cannot_patch", {"line": 2})


def test_what_no_file_can_hold_is_refused() -> None:
    with pytest.raises(TasError) as caught:
        yamlio.patch("a: b\nc: d\n", {("c",): "x\ud800"}, LAYOUT)
    assert (caught.value.id, caught.value.params) == ("yaml.cannot_patch", {"line": 2})


def test_a_result_that_says_something_else_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(canvas: object, item: object, text: str, path: Path, **_: bool) -> None:
        """An editor with a defect."""

    monkeypatch.setattr(blocks, "set_scalar", wrong)
    with pytest.raises(TasError):
        yamlio.patch("a: b\n", {("a",): "c"}, LAYOUT)


def test_many_edits_take_few_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[int] = []
    edited = patching._edited

    def counted(tree: Tree, changes: list[Change], layout: Layout) -> str:
        passes.append(len(changes))
        return edited(tree, changes, layout)

    monkeypatch.setattr(patching, "_edited", counted)
    text = (
        "".join(f"k{i}: v # c\n" for i in range(500))
        + "f: {"
        + ", ".join(f"x{i}: y" for i in range(500))
        + "}\n"
    )
    edits: dict[Path, Data] = {(f"k{i}",): None if i % 3 else "new" for i in range(0, 500, 2)}
    edits |= {(f"n{i}",): "v" for i in range(200)} | {("f", f"x{i}"): None for i in range(400)}
    patched = yamlio.patch(text, edits, LAYOUT)
    assert yamlio.parse(patched).data == yamlio.apply(yamlio.parse(text).data, edits)
    assert len(passes) <= 2


def test_apply_leaves_the_old_data_alone() -> None:
    data: Data = {"a": {"b": "1", "c": None}, "l": ["x", {"k": "v"}], "s": "t", "e": {}}
    expected: list[tuple[dict[Path, Data], Data]] = [
        ({("a", "b"): None}, {"a": {"c": None}, "l": ["x", {"k": "v"}], "s": "t", "e": {}}),
        ({("a", "b"): None, ("a", "c"): None}, {"l": ["x", {"k": "v"}], "s": "t", "e": {}}),
        (
            {("l", 1, "k"): None, ("s", "t"): "u"},
            {"a": {"b": "1", "c": None}, "l": ["x"], "s": {"t": "u"}, "e": {}},
        ),
        ({("l", 0): None, ("l", 9): "z", ("a",): None}, {"l": [{"k": "v"}, "z"], "s": "t", "e": {}}),
        (
            {("n",): {"x": None, "y": {}}, ("a",): "1", ("l",): None, ("e", "f"): "g"},
            {"a": "1", "s": "t", "e": {"f": "g"}},
        ),
        ({(): None}, {}),
    ]
    before = repr(data)
    for edits, result in expected:
        assert yamlio.apply(data, edits) == result
    assert repr(data) == before
    assert yamlio.apply(None, {("a", "b"): "c"}) == {"a": {"b": "c"}}
