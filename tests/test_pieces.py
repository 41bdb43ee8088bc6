"""A text read in pieces means what it means read whole, or is read whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import LIBRARY, assessments, rated, scored
from repositories import Counted
from tas_cli.changes import pieces
from tas_cli.changes.pieces import Pieces
from tas_cli.errors import TasError
from tas_cli.model.assessment import Assessment, read_assessment, with_note, with_rating
from tas_cli.model.layout import new_text

ODD = [
    "", "  ", "# note", "    # note", "answers:", "  tas:", "  tas: x", "  uss:", "    solution_fit:", "    solution_fit: x",
    '      us: "+"', "      us: +", "   us: x", "     us: x", "      evidence: |", "        text", '      evidence: "a',
    '  b"', "      evidence: {us: a}", "      evidence: &a b", "      evidence: a # b", "      us:", "...", "---", "\ttab",
    "customer: x", "customer: 'a'", "reason: >", " folded", "      evidence: a\r", "      evidence: a\u2028b: c",
    "      evidence: a\x85b: c", "      ? us", "      evidence: - a", "        a_b: c", "          deep: er", "\ufeff",
]  # fmt: skip


def whole(text: str) -> Assessment | None:
    return read_assessment(text, "x").assessment


def in_pieces(text: str, reader: Pieces) -> Assessment | None:
    try:
        return reader.read(text, "x")
    except TasError:
        return None


@given(st.lists(assessments(), min_size=1, max_size=4))
def test_texts_that_tas_wrote(deals: list[Assessment]) -> None:
    reader = Pieces()
    for deal in deals:
        text = new_text(deal, LIBRARY)
        assert in_pieces(text, reader) == whole(text)


@given(
    assessments(), st.lists(st.tuples(st.integers(0, 60), st.booleans(), st.sampled_from(ODD)), max_size=4)
)
def test_texts_that_somebody_wrecked(deal: Assessment, edits: list[tuple[int, bool, str]]) -> None:
    reader = Pieces()
    lines = new_text(deal, LIBRARY).split("\n")
    for at, replaces, line in edits:
        at = min(at, len(lines))
        lines[at : at + replaces] = [line]
        text = "\n".join(lines)
        assert in_pieces(text, reader) == whole(text)


@pytest.mark.parametrize("line", ODD)
def test_each_odd_line_anywhere(line: str) -> None:
    deal = with_note(rated("+-?", "?+"), "tas", "business_profile", "us", "evidence", "a mail")
    lines = new_text(scored("12", deal), LIBRARY).split("\n")
    reader = Pieces()
    for at in range(len(lines) + 1):
        for text in (
            "\n".join([*lines[:at], line, *lines[at:]]),
            "\n".join([*lines[:at], line, *lines[at + 1 :]]),
        ):
            assert in_pieces(text, reader) == whole(text), text


def test_only_what_is_new_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Counted(read_assessment)
    monkeypatch.setattr(pieces, "read_assessment", read)
    reader = Pieces()
    deal = rated("+-?" * 6)
    reader.read(new_text(deal, LIBRARY), "x")
    assert read.calls == 19
    for sign in "+-?":
        reader.read(new_text(with_rating(deal, "tas", "solution_fit", "us", sign), LIBRARY), "x")  # type: ignore[arg-type]
    assert read.calls == 21
