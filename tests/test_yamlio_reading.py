"""Reading: every scalar is text, what else YAML could do is a flaw with its line, and nothing raises."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yaml import BaseLoader

from builders import COMPLETE
from tas_cli.findings import finding_ids
from tas_cli.words import LANGUAGES, say, texts
from tas_cli.yamlio import parsing
from tas_cli.yamlio.document import MAX_BYTES
from tas_cli.yamlio.parsing import MAX_EVENTS, MAX_FLAWS
from tas_cli.yamlio.reading import parse

PARSERS = {"libyaml": parsing.parser, "pure": BaseLoader}


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to get events, one after the other."""
    monkeypatch.setattr(parsing, "parser", PARSERS[request.param])
    return str(request.param)


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    """A text that was read a moment ago may be remembered; here each one is read anew."""
    forget()


def forget() -> None:
    if hasattr(parse, "cache_clear"):
        parse.cache_clear()


def flaws(text: str) -> list[tuple[str, int]]:
    return [(flaw.id, flaw.line) for flaw in parse(text).flaws]


TEXT = """\
# a deal
no: no
version: 1.10
date: 2026-01-01
octal: 0o17
nothing:
"true": 'yes'
long: |
  one
   two
list:
- a
- k: [x, "", {y: }]
empty: {}
tilde: ~
null: null  # absent
said: "null"
nulls: [Null, 'NULL', ~, nULL]
"""


@pytest.mark.usefixtures("parser")
def test_every_scalar_is_text_as_written() -> None:
    document = parse(TEXT)
    assert document.flaws == ()
    assert document.data == {
        "no": "no",
        "version": "1.10",
        "date": "2026-01-01",
        "octal": "0o17",
        "nothing": None,
        "true": "yes",
        "long": "one\n two\n",
        "list": ["a", {"k": ["x", "", {"y": None}]}],
        "empty": {},
        "tilde": None,
        "null": None,
        "said": "null",
        "nulls": [None, "NULL", None, "nULL"],
    }


@pytest.mark.usefixtures("parser")
def test_every_value_has_a_line() -> None:
    document = parse(TEXT)
    lines = {
        ("no",): 2,
        ("long",): 8,
        ("list",): 11,
        ("list", 0): 12,
        ("list", 1, "k", 2, "y"): 13,
        ("empty",): 14,
    }
    assert {path: document.line(path) for path in lines} == lines
    # What is not there has the line of what is nearest to it.
    assert document.line(("list", 7)) == 11
    assert document.line(("list", 0, "deeper", 3)) == 12
    assert document.line(("nowhere", "at all")) == 2  # the first key; above it is a comment
    assert document.line(()) == 2


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff", "---\n", "---\n# x\n...\n"])
@pytest.mark.usefixtures("parser")
def test_an_empty_text_says_nothing(text: str) -> None:
    document = parse(text)
    assert (document.data, document.flaws, document.line(("x",))) == (None, (), 1)


RATINGS = {
    "us: -": 1,
    "us: ?": 1,
    "a: 1\nus: - # sure\nb: 2\n": 2,
    "q:\n  us: -\n  x: 1\n": 2,
    "q:\n  us: -\n": 2,
    "q:\n  us: ? \n  x: 1\n": 2,
    "q:\n  us: -\n    evidence: e\n": 2,
    "q:\n  us:\n    -\n  x: 1\n": 3,
    "us:\n-\n": 2,
    "us:\n  ?\nb: c\n": 2,
    "? us\n: -\n": 2,
    "{us: -}": 1,
    "{us: - }": 1,
    "{us: ?}": 1,
    "{us: ?, x: 1}": 1,
    "{us: - , x: 1}": 1,
    "q: {us: -\n}": 1,
    "[ ? ]": 1,
    "x: [\n-\n]": 2,
}


@pytest.mark.parametrize("text", RATINGS)
@pytest.mark.usefixtures("parser")
def test_a_rating_without_quotes_is_told_how_to_get_them(text: str) -> None:
    (flaw,) = parse(text).flaws
    assert (flaw.id, flaw.line) == ("TAS002", RATINGS[text])
    for lang in LANGUAGES if "us" in text else ():
        assert f'us: "{flaw.params["rating"]}"' in say("TAS002.help", lang, **flaw.params)


@pytest.mark.usefixtures("parser")
def test_ratings_in_a_list_are_all_named() -> None:
    found = [(flaw.id, flaw.column) for flaw in parse("r: [+, -, ?]\n").flaws]
    assert found == [("TAS002", 8), ("TAS002", 11)]


@pytest.mark.usefixtures("parser")
def test_other_minus_signs_and_a_bare_plus_are_text() -> None:
    assert parse("us: +\nx: −\ny: －\nz: ？\n").data == {"us": "+", "x": "−", "y": "－", "z": "？"}


REFUSED = {
    "a: 1\nb: 2\na: 3\n": [("TAS003", 3)],
    'no: 1\n"no": 2\n': [("TAS003", 2)],
    "a: &x 1\nb: *x\n": [("TAS004", 1), ("TAS004", 2)],
    "*x : 1\n": [("TAS004", 1)],
    "a: !!int 1\nb: !python/object:os.system x\n": [("TAS005", 1), ("TAS005", 2)],
    "! a: 1\n": [("TAS005", 1)],
    "a: 1\n<<: {b: 2}\n": [("TAS006", 2)],
    "a: 1\n---\nb: 2\n": [("TAS007", 2)],
    "a: 1\n...\n---\nb: 2\n": [("TAS007", 3)],
    "- " * 21 + "x": [("TAS008", 1)],
    "a:\n  " + "[" * 900 + "]" * 900: [("TAS008", 2)],
    "a:\n  " + "[" * 1500 + "]" * 1500: [("TAS008", 2)],
    "a: 1\nb: " + "{a: [" * 600: [("TAS008", 2)],
    "? [a]\n: 1\n": [("TAS009", 1)],
    "a: {&x : 1}": [("TAS004", 1), ("TAS009", 1)],
    "a: 1\n<<<<<<< ours\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n": [("TAS010", 2)],
    "a: 1\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n": [("TAS010", 3)],
    "a: 1\n||||||| base\nb: 2\n": [("TAS010", 2)],
    "a:\n\tb: 1\n": [("TAS011", 2)],
    "a: 1\n\tb: 2\n": [("TAS011", 2)],
    "a: |\n\tx\n": [("TAS011", 2)],
    "a: b\n\t\nc: d\n": [("TAS011", 2)],
    "a: 1\nb: x\x1b[31my\n": [("TAS012", 2)],
    "a: \x00": [("TAS012", 1)],
    "a: x\u2028y\nb: 1\n": [("TAS012", 1)],
    "a: x\x85y": [("TAS012", 1)],
    "a: \ud800": [("TAS012", 1)],
    "a: 1\n\ufeffb: 2\n": [("TAS012", 2)],
    'us:"+"\n': [("TAS013", 1)],
    'a: 1\nus:"+"\nb: 2\n': [("TAS013", 2)],
    'us:"+"\nb: 2\n': [("TAS013", 1)],
    'a: {us:"+"}\nb: {c: 2, x_sys:"-", d: 3}\n': [("TAS013", 1), ("TAS013", 2)],
    "a: 1\nforgotten\nb: 2\n": [("TAS013", 2)],
    'a: "x\nb: 1\nc: 2\n': [("TAS014", 1)],
    'a: 1\nb: "x\nc: "y"\n': [("TAS014", 2)],
    "a: 1\nb: [x, y\nc: 2\n": [("TAS014", 2)],
    "a: {x: y": [("TAS014", 1)],
    "a: CFO said: yes\n": [("TAS015", 1)],
    "a: 1\n b: 2\n": [("TAS016", 2)],
    "a:\n  b: 1\n c: 2\n": [("TAS016", 3)],
    "- a\nb: 1\n": [("TAS016", 2)],
    'a: "x" y\n': [("TAS018", 1)],
    "a: 1\nb: [renewal] of 2024\n": [("TAS018", 2)],
    "a: @home\n": [("TAS019", 1)],
    "a: 1\nb: %5\n": [("TAS019", 2)],
    "a: *very* good\n": [("TAS019", 1)],
    "a: > 5 %\n": [("TAS019", 1)],
    "a: - too dear\n": [("TAS019", 1)],
    "a: , b\n": [("TAS019", 1)],
    "%YAML 2.0\n---\na: 1\n": [("TAS001", 1)],
    'a: "\\q"\n': [("TAS001", 1)],
}


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.usefixtures("parser")
def test_what_is_refused_and_where(text: str) -> None:
    assert flaws(text) == REFUSED[text]


def test_every_kind_of_flaw_is_tried_and_has_its_words() -> None:
    tried = {id for found in REFUSED.values() for id, _ in found} | {"TAS002", "TAS017"}
    assert tried == {id for id in finding_ids() if id < "TAS020"}
    assert all({id + ".help", id + ".about"} <= texts("en").keys() for id in tried)


@pytest.mark.parametrize("text", [*REFUSED, *RATINGS])
def test_flaws_fill_their_words(text: str) -> None:
    for flaw in parse(text).flaws:
        for words in (texts(lang)[key] for lang in COMPLETE for key in (flaw.id, f"{flaw.id}.help")):
            blanks = {name for _, name, _, _ in string.Formatter().parse(str(words)) if name}
            assert blanks <= flaw.params.keys()


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  =======\n  >>>>>>> x\n",
        'a: "\n\n=======\n\n"\n',
        'us: "-"\n',
        "us: -1\n",
        'us: "-" # c\n',
        '"<<": 1\n"": 2\n"*x": 3\n',
        "a: 'b\tc' # d\te\n",
        "a: http://x:80/y#z\n",
        "%YAML 1.1\n---\na: 1\n...\n# end\n",
        "- " * 20 + "x",
        "us:\n  - ~\nx: [null]\n",
        "\ufeffa: 👩‍💻\u200f\u3000\n",
    ],
)
@pytest.mark.usefixtures("parser")
def test_what_is_not_refused(text: str) -> None:
    assert flaws(text) == []


@pytest.mark.usefixtures("parser")
def test_the_rest_is_read_on_after_a_flaw() -> None:
    document = parse("a: &x 1\nb: 2\na: 3\n<<: {z: 1}\n? {k: v}\n: 4\nc: *x\nd: !t 5\ne: \x07\n---\nf: 6\n")
    assert document.data == {"a": "1", "b": "2", "c": None, "d": "5", "e": "\ufffd"}
    assert [flaw.line for flaw in document.flaws] == sorted(flaw.line for flaw in document.flaws)
    assert document.flaws[0].path == ("a",)
    assert document.line(("d",)) == 8


@given(st.text(st.characters(), max_size=200))
def test_nothing_raises(text: str) -> None:
    assert isinstance(parse(text).flaws, tuple)


@given(st.text("ab:-?[]{},\n '\"#|>&*!%@`\t~=<\\\x85", max_size=60))
def test_whoever_reads_marks_or_none_every_text_has_the_same_meaning(text: str) -> None:
    """Where libyaml and PyYAML both find nothing wrong, they find the same data on the same lines."""
    fast = parse(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "parser", BaseLoader)
        forget()
        slow = parse(text)
    if not fast.flaws and not slow.flaws and text.isascii():
        assert fast.data == slow.data
        if isinstance(fast.data, dict):
            assert [fast.line((key,)) for key in fast.data] == [slow.line((key,)) for key in fast.data]


class Counting:
    """A parser that counts the events it is asked for."""

    asked = 0

    def __init__(self, text: str) -> None:
        self._get = PARSERS["libyaml"](text).get_event

    def get_event(self) -> Any:
        Counting.asked += 1
        return self._get()


SIZE = MAX_BYTES
HOSTILE = {
    "brackets": ("[" * SIZE, 30, "TAS008"),
    "braces": ("{a: " * (SIZE // 4), 60, "TAS008"),
    "dashes": ("- " * (SIZE // 2), 30, "TAS008"),
    "question marks": ("? " * (SIZE // 2), 60, "TAS008"),
    "indentation": ("".join(" " * depth + "a:\n" for depth in range(1000)), 60, "TAS008"),
    "many values": ("- a\n" * (SIZE // 4), MAX_EVENTS + 5, "TAS017"),
    "many flaws": ("a: b\n" * (SIZE // 5), 3 * MAX_FLAWS, "TAS003"),
    "aliases": ("- *a\n" * (SIZE // 5), 2 * MAX_FLAWS, "TAS004"),
    "merge keys": ("<<: {a: b}\n" * (SIZE // 11), 10 * MAX_FLAWS, "TAS006"),
    "colons": ("a: " * (SIZE // 3), 10, "TAS015"),
    "one long key": ("k" * SIZE + ": v", 10, "TAS016"),
    "zeros": ("\0" * SIZE, 10, "TAS012"),
    "surrogates": ("\ud800" * SIZE, 10, "TAS012"),
    "markers": ("<<<<<<< a\n" * (SIZE // 10), 0, "TAS010"),
    "one quote": ('a: "' + "x\n" * (SIZE // 2 - 2), 10, "TAS014"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_refused_early(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, most, expected = HOSTILE[kind]
    monkeypatch.setattr(parsing, "parser", Counting)
    Counting.asked = 0
    document = parse(text)
    assert expected in {flaw.id for flaw in document.flaws}
    assert len(document.flaws) <= MAX_FLAWS + 1
    assert Counting.asked <= most
    assert all(len(str(value)) < 200 for flaw in document.flaws for value in flaw.params.values())


def test_a_large_text_with_nothing_wrong_is_read() -> None:
    keys = {f"key{i}": "v" for i in range(100_000)}
    assert parse("".join(f"{key}: v\n" for key in keys)).data == keys
    assert parse("a: " + "b" * SIZE).data == {"a": "b" * SIZE}
