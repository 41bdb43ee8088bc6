"""Patching: only the lines concerned change, no comment is lost, and the result says what was meant."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tas_cli.errors import TasError
from tas_cli.yamlio import patching
from tas_cli.yamlio.document import Data, DataPath
from tas_cli.yamlio.patching import apply, patch
from tas_cli.yamlio.positions import TextTree, split_bom
from tas_cli.yamlio.reading import parse
from tas_cli.yamlio.tidying import finished, tidy
from yamlio_texts import KEYS, DealLayout, comments, data_of, hand_written, text_of

LAYOUT = DealLayout()


def places(data: Data, path: DataPath = ()) -> list[DataPath]:
    """Every path in the data that an edit can name, but that of the whole."""
    found: list[DataPath] = [path] if path else []
    for key, value in data.items() if isinstance(data, dict) else ():
        found += places(value, (*path, key))
    return found


def at(data: Data, path: DataPath) -> Data:
    for part in path:
        data = data[part]  # type: ignore[index]
    return data


def said(data: Data) -> Data:
    return data or None


def lines_of(text: str, path: DataPath) -> tuple[int, int]:
    """The lines, from 0, of the innermost entry of a block map at or above `path`, and the one behind its last."""
    tree = TextTree(split_bom(text)[1])
    node, found = tree.root, (0, len(text.splitlines()))
    for part in path:
        if not node or node.kind != "map" or node.flow or not tree.is_first_on_line(node.items[0].begin):
            break
        item = next((item for item in node.items if item.name == part), None)
        if item is None:
            break
        below = tree.row(item.end) + 1
        end = below
        for row in range(below, len(tree.starts)):
            line = tree.text[tree.starts[row] : tree.row_start(row + 1)]
            if line.strip()[:1] == "#" and len(line) - len(line.lstrip(" ")) > tree.column(item.begin):
                end = row + 1
            elif line.strip():
                break
        found, node = (tree.row(item.begin), end), item.value
    return found


def is_block_map(text: str) -> bool:
    root = TextTree(split_bom(text)[1]).root
    return root is not None and root.kind == "map" and not root.flow


def outside(text: str, lines: tuple[int, int]) -> tuple[list[str], list[str]]:
    """The lines before and after those given, with their ends."""
    whole = re.findall(r".*?(?:\r\n|\n|\r)|.+", text, re.DOTALL)
    return whole[: lines[0]], whole[lines[1] :]


@given(hand_written(), st.randoms(use_true_random=False))
def test_an_edit_of_one_entry_changes_no_byte_outside_its_lines(
    written: tuple[str, dict[str, Data]], random: Random
) -> None:
    text, data = written
    assume(parse(text).data == data and is_block_map(text))
    path = random.choice(places(data))
    new = random.choice(
        [
            None,
            "+",
            "no",
            "a: b",
            "客户",
            "1.10",
            " x ",
            "{a, b}",
            "it's",
            "a\nb",
            "c\nd\n",
            data_of(random, 3),
        ]
    )
    patched = patch(text, {path: new}, LAYOUT)
    meant = apply(data, {path: new})
    assert said(parse(patched).data) == said(meant)
    while len(path) > 1 and gone(meant, path[:-1]):
        path = path[:-1]
    assume(meant)
    before, after = outside(text, lines_of(text, path))
    unfinished = not text.endswith(("\n", "\r"))
    assert patched.startswith("".join(before).rstrip("\r\n" if unfinished else ""))
    assert patched.endswith("".join(after))
    assert unfinished or patched.endswith(("\n", "\r"))
    assert comments(patched) == comments(text)


def gone(data: Data, path: DataPath) -> bool:
    """Whether nothing is left at a path."""
    try:
        return not at(data, path)
    except (KeyError, IndexError, TypeError):
        return True


@given(hand_written(), st.randoms(use_true_random=False))
def test_a_new_entry_changes_no_other(written: tuple[str, dict[str, Data]], random: Random) -> None:
    text, data = written
    assume(parse(text).data == data and is_block_map(text))
    key = random.choice([key for key in KEYS if key not in data] or ["new"])
    patched = patch(text, {(key,): "x"}, LAYOUT)
    (bom, text), (same_bom, patched) = split_bom(text), split_bom(patched)
    assert bom == same_bom
    lines = [line.rstrip("\r\n") for line in outside(patched, (0, 0))[1]]
    (added,) = (
        place for place, line in enumerate(lines) if line in (f"{key}: x", f'"{key}": x', f'{key}: "x"')
    )
    rest = outside(patched, (added, added + 1))
    standing = outside(finished(text) if added == len(lines) - 1 else text, (added, added))
    assert [line.rstrip("\r\n") for line in [*rest[0], *rest[1]]] == [
        line.rstrip("\r\n") for line in [*standing[0], *standing[1]]
    ]
    assert rest[0][:-1] == standing[0][:-1]
    assert rest[1] == standing[1]


@given(hand_written(), st.randoms(use_true_random=False))
def test_in_the_layout_of_tas_one_changed_fact_is_one_changed_line(
    written: tuple[str, dict[str, Data]], random: Random
) -> None:
    text, data = written
    assume(parse(text).data == data)
    text = tidy(text, LAYOUT)
    data = parse(text).data  # type: ignore[assignment]
    scalars = [
        path
        for path in places(data)
        if "\n" not in (at(data, path) or "") and isinstance(at(data, path), str)
    ]
    assume(scalars)
    path = random.choice(scalars)
    patched = patch(text, {path: "another text"}, LAYOUT)
    before, after = text.splitlines(keepends=True), patched.splitlines(keepends=True)
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == (
        at(data, path) != "another text"
    )
    # And back again, though a text that was a block becomes one again only where it was one.
    assert patch(patched, {path: at(data, path)}, LAYOUT) == text


def random_edits(random: Random, data: Data) -> dict[DataPath, Data]:
    """One or a few edits near what is there: set, insert, remove."""
    known = places(data) or [("us",)]
    path = random.choice(known)
    match random.randrange(6):
        case 0:
            return {path: None}
        case 1:
            several: list[Data] = [text_of(random), {"us": "+", "no": "x\ny"}, ["a", "b"]]
            return {(*path[:-1], random.choice(KEYS)): random.choice(several)}
        case 2:
            return {(*path, random.choice(KEYS), "us"): "-"}
        case 3:
            new: Data = dict(data_of(random, 3))
            return {path: new}
        case 4:
            return {
                other: changed_list(random, found)
                for other in places(data)
                if isinstance(found := at(data, other), list)
            }
        case _:
            return {other: text_of(random) for other in random.sample(known, min(3, len(known)))}


def changed_list(random: Random, items: list[Data]) -> list[Data]:
    """A list with an item more, less, or changed."""
    place = random.randrange(len(items) + 1)
    put: list[Data] = random.choice([[], ["new"], [{"us": "+"}]])
    return [*items[:place], *put, *items[place + random.randrange(2) :]]


@given(hand_written(), st.randoms(use_true_random=False))
def test_edits_in_any_order_say_what_was_meant_and_lose_no_comment(
    written: tuple[str, dict[str, Data]], random: Random
) -> None:
    text, data = written
    assume(parse(text).data == data)
    for _ in range(4):
        edits = random_edits(random, parse(text).data)
        meant = apply(parse(text).data, edits)
        patched = patch(text, edits, LAYOUT)
        assert parse(patched).flaws == ()
        assert said(parse(patched).data) == said(meant)
        assert comments(patched) == comments(text)
        assert patched.startswith("\ufeff") == text.startswith("\ufeff")
        text = patched


@given(hand_written())
def test_an_edit_that_changes_nothing_gives_the_same_text(written: tuple[str, dict[str, Data]]) -> None:
    text, data = written
    assume(parse(text).data == data)
    scalars = {path: at(data, path) for path in places(data) if isinstance(at(data, path), str)}
    assert patch(text, scalars, LAYOUT) == text
    assert patch(text, {("not", "there"): None, ("nor",): {}}, LAYOUT) == text


CASES: dict[str, tuple[str, dict[DataPath, Data], str]] = {
    "a comment stays where it is": (
        "a: 'x' # why\nus: \"?\"   # ours\n",
        {("a",): "it's", ("us",): "+"},
        'a: it\'s # why\nus: "+"   # ours\n',
    ),
    "an empty value": (
        "us:\nx_sys:  # later\n",
        {("us",): "+", ("x_sys",): "a"},
        'us: "+"\nx_sys: a  # later\n',
    ),
    "a null": (
        "us: null\nx_sys: ~  # later\nbeta: b\n",
        {("us",): "+", ("x_sys",): "null"},
        'us: "+"\nx_sys: "null"  # later\nbeta: b\n',
    ),
    "line ends": ("a: b\r\nc: d", {("c",): "e", ("f",): "g"}, "a: b\r\nc: e\r\nf: g"),
    "a BOM": ("\ufeffbeta: b\n", {("us",): "+"}, '\ufeffus: "+"\nbeta: b\n'),
    "an empty text": ("", {("us",): "+", ("list",): ["a"]}, 'us: "+"\nlist:\n  - a\n'),
    "comments only": ("# deal", {("us",): "+"}, '# deal\nus: "+"'),
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
        {("a", "us"): "+", ("b",): ["x"]},
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
        'q:  # c\n  us: "-"\n  alpha: x, y\n',
    ),
    "brackets over lines": (
        "q: {\n  a: b, # c\n  d: e\n}\n",
        {("q", "a"): None, ("q", "d"): "f"},
        "q:\n  d: f\n  # c\n",
    ),
    "bare keys between brackets": (
        "q: {a, b: }\n",
        {("q", "a"): "x", ("q", "c"): "z"},
        "q:\n  a: x\n  b:\n  c: z\n",
    ),
    "lists": (
        "- a # one\n- b: 1\n  c: 2\n",
        {(): ["first", {"c": "2"}, "z"]},
        '- first  # one\n- c: "2"\n- z\n',
    ),
    "explicit keys": ("? a\n: b # c\n? us\n", {("a",): "x", ("us",): "+"}, '? a\n: x # c\nus: "+"\n'),
    "a folded text": (
        "a: >  # why\n  long\n  text\n\nb: c\n",
        {("a",): "short"},
        "a: short  # why\n\nb: c\n",
    ),
    "several lines": (
        "a: x\nb: y # c\n",
        {("a",): "1\n2", ("b",): "3\n4"},
        "a: |-\n  1\n  2\nb: |-  # c\n  3\n  4\n",
    ),
    "a text over lines": (
        'a: one\n  two\nb: "x\n  y" # c\n',
        {("a",): "z", ("b",): "w"},
        "a: z\nb: w  # c\n",
    ),
    "a text becomes a map": (
        "q: small # sure\nr: s\n",
        {("q",): {"evidence": "e", "us": "+"}},
        'q:  # sure\n  us: "+"\n  evidence: e\nr: s\n',
    ),
    "a map becomes a text": (
        "q:\n  us: + # c\n  # d\nr: s\n",
        {("q",): "small"},
        "# c\n# d\nq: small\nr: s\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_an_edit_looks_like(name: str) -> None:
    text, edits, expected = CASES[name]
    assert patch(text, edits, LAYOUT) == expected


def test_what_cannot_be_changed_in_place_is_brought_into_form() -> None:
    assert (
        patch("a: [b: c] # d\n", {("a",): [{"b": "c", "e": "f"}]}, LAYOUT) == "a:  # d\n  - b: c\n    e: f\n"
    )


@pytest.mark.parametrize("text", ["a: 1\nus: -\n", "a: 1\na: 2\n", "a: 0\nb: &x 1\n", "- a\nb: c\n"])
def test_a_text_with_flaws_is_not_touched(text: str) -> None:
    with pytest.raises(TasError) as caught:
        patch(text, {("a",): "x"}, LAYOUT)
    assert (caught.value.id, caught.value.params) == ("yaml.cannot_patch", {"line": 2})


def test_what_no_file_can_hold_is_refused() -> None:
    with pytest.raises(TasError) as caught:
        patch("a: b\nc: d\n", {("c",): "x\ud800"}, LAYOUT)
    assert (caught.value.id, caught.value.params) == ("yaml.cannot_patch", {"line": 2})


def test_a_result_that_says_something_else_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another meaning, a lost comment, an invalid text: each is noticed."""
    for spoiled in ("a: b  # d\n", "a: c\n", "a: c  # d\na: c\n"):
        monkeypatch.setattr(patching, "_candidates", lambda *_, text=spoiled: iter([text]))
        with pytest.raises(TasError):
            patch("a: b  # d\n", {("a",): "c"}, LAYOUT)


def test_many_edits_are_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []
    text = (
        "".join(f"k{i}: v # c\n" for i in range(500))
        + "f: {"
        + ", ".join(f"x{i}: y" for i in range(500))
        + "}\n"
    )
    edits: dict[DataPath, Data] = {(f"k{i}",): None if i % 3 else "new" for i in range(0, 500, 2)}
    edits |= {(f"n{i}",): "v" for i in range(200)} | {("f", f"x{i}"): None for i in range(400)}

    def counted(text: str) -> TextTree:
        parsed.append(len(text))
        return TextTree(text)

    monkeypatch.setattr(patching, "TextTree", counted)
    patched = patch(text, edits, LAYOUT)
    assert parse(patched).data == apply(parse(text).data, edits)
    assert len(parsed) == 2


def test_apply_leaves_the_old_data_alone() -> None:
    data: Data = {"a": {"b": "1", "c": None}, "l": ["x", {"k": "v"}], "s": "t", "e": {}}
    expected: list[tuple[dict[DataPath, Data], Data]] = [
        ({("a", "b"): None}, {"a": {"c": None}, "l": ["x", {"k": "v"}], "s": "t", "e": {}}),
        ({("a", "b"): None, ("a", "c"): None}, {"l": ["x", {"k": "v"}], "s": "t", "e": {}}),
        ({("s", "t"): "u"}, {"a": {"b": "1", "c": None}, "l": ["x", {"k": "v"}], "s": {"t": "u"}, "e": {}}),
        ({("s", "t"): None, ("e", "f", "g"): None, ("x", "y"): None}, data),
        (
            {("n",): {"x": None, "y": {}}, ("a",): "1", ("l",): None, ("e", "f"): "g"},
            {"a": "1", "s": "t", "e": {"f": "g"}},
        ),
        ({(): None}, None),
    ]
    before = repr(data)
    for edits, result in expected:
        assert apply(data, edits) == result
    assert repr(data) == before
    assert apply(None, {("a", "b"): "c"}) == {"a": {"b": "c"}}
