"""Comments as values: they come into another text at their entries, and never change what it says."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tas_cli.errors import TasError
from tas_cli.yamlio.comments import Remark, remarks, with_remarks
from tas_cli.yamlio.document import Data, DataPath
from tas_cli.yamlio.reading import parse
from tas_cli.yamlio.tidying import finished
from yamlio_texts import comments, hand_written


def places(data: Data, path: DataPath = ()) -> list[DataPath]:
    found = [path]
    if isinstance(data, dict):
        for key, value in data.items():
            found += places(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            found += places(value, (*path, place))
    return found


@given(hand_written(), st.randoms(use_true_random=False))
def test_comments_from_elsewhere_change_nothing_that_is_said_and_lose_none(
    written: tuple[str, dict[str, Data]], random: Random
) -> None:
    text, data = written
    assume(parse(text).data == data)
    known = [*places(data), ("not", "there")]
    news = [Remark(random.choice(known), f"# c9{n}: new", random.random() < 0.5) for n in range(3)]
    result = with_remarks(text, news)
    assert parse(result).flaws == ()
    assert parse(result).data == data
    assert Counter(r.text for r in remarks(result)) == Counter(r.text for r in [*remarks(text), *news])
    assert result.startswith("\ufeff") == text.startswith("\ufeff")


@given(hand_written())
def test_each_comment_is_found_once(written: tuple[str, dict[str, Data]]) -> None:
    text, data = written
    assume(parse(text).data == data)
    assert len(remarks(text)) >= len(comments(text))
    assert {remark.path for remark in remarks(text)} <= set(places(data))


@given(
    hand_written(),
    st.sampled_from(["", "z: |\n  x", "z: |+\n  x", "z: >\n  x\n  ", "z: |1\n  x", "z: |-\n  x"]),
)
def test_a_text_gets_a_line_end_at_its_end_and_says_the_same(
    written: tuple[str, dict[str, Data]], last: str
) -> None:
    text, data = written
    assume(parse(text).data == data)
    if last and "..." not in text:
        text = finished(text) + last
    meant = parse(text).data
    result = finished(text)
    assert parse(result).data == meant
    assert result.endswith(("\n", "\r"))
    assert comments(result) == comments(text)
    lines = zip(text.splitlines(), result.splitlines(), strict=True)
    assert sum(one != other for one, other in lines) <= 1, "only the head of a block text may change"
    assert finished(result) == result


BRACES = """\
answers:
  tas:
    q: {us: "+", x: "-"}  # both
    r: {
      us: "+",
      x: "-" }
"""

CASES: dict[str, tuple[str, Remark, str]] = {
    "beside": ("a: b\nc: d\n", Remark(("a",), "# x", True), "a: b  # x\nc: d\n"),
    "above": ("a:\n  b: c\n", Remark(("a", "b"), "# x", False), "a:\n  # x\n  b: c\n"),
    "where one is beside it already": ("a: b # y\n", Remark(("a",), "# x", True), "# x\na: b # y\n"),
    "at the nearest that is there": ("a: b\n", Remark(("a", "b"), "# x", True), "a: b  # x\n"),
    "nowhere": ("a: b", Remark(("c",), "# x", True), "a: b\n# x\n"),
    "in braces on a line": (
        BRACES,
        Remark(("answers", "tas", "q", "us"), "# x", True),
        BRACES.replace("    q:", "    # x\n    q:"),
    ),
    "in braces over lines": (
        BRACES,
        Remark(("answers", "tas", "r", "x"), "# x", False),
        BRACES.replace("      x:", "      # x\n      x:"),
    ),
    "behind a text that ends the file": ("a: |\n  x", Remark((), "# x", False), "a: |-\n  x\n# x\n"),
    "behind a text that keeps its ends": ("a: |2+\n    x", Remark((), "# x", False), "a: |2-\n    x\n# x\n"),
    "above a text": ("a: |\n  x", Remark(("a",), "# x", False), "# x\na: |\n  x"),
    "within a text": (
        'a: {b: "x\n  y", c: d}\n',
        Remark(("a", "c"), "# x", False),
        'a: {b: "x\n  y", c: d}\n# x\n',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_where_a_comment_goes(name: str) -> None:
    text, remark, expected = CASES[name]
    assert with_remarks(text, [remark]) == expected


def test_what_is_no_comment_is_refused() -> None:
    """No candidate is returned that was not read back."""
    with pytest.raises(TasError):
        with_remarks("a: b\n", [Remark(("a",), "c: d", False)])
