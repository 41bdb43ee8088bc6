"""Tidying: the canonical layout, every comment, the same meaning, and nothing left to do the second time."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from tas_cli.errors import TasError
from tas_cli.yamlio import tidying
from tas_cli.yamlio.document import Data
from tas_cli.yamlio.reading import parse
from tas_cli.yamlio.tidying import tidy
from tas_cli.yamlio.writing import canonical
from yamlio_texts import DealLayout, comments, hand_written

LAYOUT = DealLayout()


@given(hand_written())
def test_tidying_keeps_comments_and_meaning_and_is_done_in_one_go(
    written: tuple[str, dict[str, Data]],
) -> None:
    text, data = written
    assume(parse(text).data == data)
    result = tidy(text, LAYOUT)
    assert parse(result).flaws == ()
    assert parse(result).data == canonical(data, LAYOUT, ())
    assert comments(result) == comments(text)
    assert tidy(result, LAYOUT) == result
    assert "\n\n\n" not in result.replace("\r\n", "\n") or "\n\n\n" in repr(data)


@given(hand_written())
def test_blank_lines_are_not_invented(written: tuple[str, dict[str, Data]]) -> None:
    text, data = written
    assume(parse(text).data == data)
    solid = "\n".join(line for line in text.splitlines() if line.strip()) + "\n"
    assume("\n\n" not in repr(data).replace("\\n", "\n") and parse(solid).data == data)
    assert all(line.strip() for line in tidy(solid, LAYOUT).splitlines())


CASES = {
    "order, indentation, quotes, spelling": (
        "evidence:   'x'\nbeta:\n      - a\n      - {no: 1}\n"
        "us: ＋\nzz: \"no\"\nalpha: {us: '-', b: [c, ]}\n",
        'us: "+"\nalpha:\n  us: "-"\n  b:\n    - c\nbeta:\n  - a\n  - "no": "1"\nevidence: x\nzz: "no"\n',
    ),
    "comments go with their entries": (
        "# head\n\n# of beta\nbeta: b   # behind b\n# of us\nus: + # behind us\n# foot\n",
        '# head\n\n# of us\nus: "+"  # behind us\n# of beta\nbeta: b  # behind b\n# foot\n',
    ),
    "deeper comments close their map": (
        "beta:\n   k: 1\n   # foot of beta\n# of us\nus: +\n",
        '# of us\nus: "+"\nbeta:\n  k: "1"\n  # foot of beta\n',
    ),
    "blank lines": (
        "\n\nus: +\n\n\nalpha:\n\n  k: v\n\n  # lead\n\n\n  l: w\n\n# foot\n\n\n",
        'us: "+"\n\nalpha:\n\n  k: v\n\n  # lead\n\n  l: w\n\n# foot\n',
    ),
    "comments between brackets": (
        "alpha: { # open\n  # of us\n  us: +, # behind us\n  k: v\n  # foot\n} # close\n"
        "beta: [ # b\n  a # c\n]\n",
        'alpha:  # close\n  # open\n  # of us\n  us: "+"  # behind us\n  k: v\n  # foot\n'
        "beta:\n  # b\n  - a  # c\n",
    ),
    "comments in odd places": (
        "? us # k\n# m\n: # c\n  + # v\nlist:\n- # dash\n  k: v\n- # two\n  - x\nlong: | # head\n  a\n  b\n",
        '# m\n# c\n# v\nus: "+"  # k\n'
        "long: |  # head\n  a\n  b\n"
        "list:\n  -  # dash\n    k: v\n  -  # two\n    - x\n",
    ),
    "texts of several lines": (
        'us: "a\\nb"\nalpha: "a\\nb"\nbeta: >\n  folded\n  text\nlong: "a \\n b"\nx: |+\n  keep\n\n',
        'us: "a\\nb"\nalpha: |-\n  a\n  b\nbeta: |\n  folded text\nlong: "a \\n b"\nx: "keep\\n\\n"\n',
    ),
    "what frames a document": (
        "# before\n%YAML 1.1\n---   # begin\n\nbeta: b\nus: +\n...\n# after\n",
        '# before\n%YAML 1.1\n---  # begin\nus: "+"\nbeta: b\n# after\n',
    ),
    "line ends and BOM": ("\ufeffbeta: b\r\nus: +", '\ufeffus: "+"\r\nbeta: b\r\n'),
    "empty values": (
        "beta: {}\nus:\nalpha: [ ]  # none\nlong: { # still\n}\n",
        "us:\nalpha: []  # none\nbeta: {}\n# still\nlong: {}\n",
    ),
    "nothing": ("", ""),
    "comments only": ("\n\n# a\n\n\n# b\n\n", "# a\n\n# b\n"),
    "an empty document": ("---\n# a\n", "---\n# a\n"),
    "one text": ("# a\n'b'\n", "# a\nb\n"),
    "a list": ("- a\n-   - b\n    - c: d\n-\n", "- a\n- - b\n  - c: d\n-\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_tidy_text_looks_like(name: str) -> None:
    text, expected = CASES[name]
    assert tidy(text, LAYOUT) == expected
    assert tidy(expected, LAYOUT) == expected


@pytest.mark.parametrize("text", ["a: 1\nus: -\n", "a: 1\na: 2\n", "a: 1\nb: *x\n"])
def test_a_text_with_flaws_is_not_touched(text: str) -> None:
    with pytest.raises(TasError) as caught:
        tidy(text, LAYOUT)
    assert (caught.value.id, caught.value.params) == ("yaml.cannot_tidy", {"line": 2})


@pytest.mark.parametrize("spoiled", ["b: c\n", "a: b\n", "a: b  # c\na: b\n"])
def test_a_result_that_says_something_else_is_never_returned(
    spoiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another meaning, a lost comment, an invalid text: each is noticed."""
    monkeypatch.setattr(tidying, "anew", lambda *_: spoiled)
    with pytest.raises(TasError):
        tidy("a:  b # c\n", LAYOUT)
