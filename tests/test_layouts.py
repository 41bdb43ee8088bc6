"""The laws of the layouts: nothing lost, nothing wider than asked, nothing obeyed, the same bytes every time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from documents import HOSTILE, documents, texts, words
from tas_cli import safe
from tas_cli.reports import doc, markdown, styled_lines, text
from tas_cli.reports.cells import width
from tas_cli.reports.formats import Paper

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def solid(line: str) -> str:
    """A text without blanks and without what a layout may draw between two parts of it."""
    return re.sub(r"[\s▌|]", "", line)


def is_in(part: str, whole: str) -> bool:
    """Whether all characters of `part` come in `whole` in this order: a cell may be folded beside another."""
    rest = iter(whole)
    return all(character in rest for character in part)


@given(documents, st.integers(40, 160), st.booleans())
def test_text_is_no_wider_than_asked_and_obeyed_by_nobody(page: doc.Doc, columns: int, plain: bool) -> None:
    drawn = text.laid_out(page, Paper(columns, False, plain))
    assert all(width(line) <= columns for line in drawn.splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]|##\[|(?m:^\s*::\S)", drawn)
    assert drawn == text.laid_out(page, Paper(columns, False, plain))


@given(words | st.text(st.characters(max_codepoint=0x2FFF)))
def test_a_text_that_is_left_as_it_is_needs_no_cleaning(written: str) -> None:
    whole = safe.log(re.sub(":(?=:)", ": ", re.sub(r"\s+", " ", safe.terminal(written))))
    assert styled_lines.clean(doc.Span(written, "good")) == doc.Span(whole, "good")


@given(documents, st.integers(40, 160))
def test_colour_is_only_a_support(page: doc.Doc, columns: int) -> None:
    coloured = text.laid_out(page, Paper(columns, True))
    bare = STYLE.sub("", coloured).splitlines()
    assert all(width(line) <= columns for line in bare)
    bare = [line.rstrip() for line in bare]
    assert bare == text.laid_out(page, Paper(columns)).splitlines()


@given(documents, st.integers(40, 160))
def test_text_loses_nothing(page: doc.Doc, columns: int) -> None:
    whole = solid(text.laid_out(page, Paper(columns)))
    for block in page.blocks:
        for each in texts(block):
            assert is_in(solid(styled_lines.clean(doc.Span(each)).text), whole)


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
"""As GitHub reads it, but for links that it makes of bare addresses: these are looked for by themselves."""
OURS = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "bullet_list_open",
    "bullet_list_close", "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
    "blockquote_open", "blockquote_close", "table_open", "table_close", "thead_open", "thead_close", "tr_open",
    "tr_close", "th_open", "th_close", "td_open", "td_close", "tbody_open", "tbody_close", "html_block",
}  # fmt: skip


@given(documents)
def test_markdown_holds_the_markup_of_the_layout_alone(page: doc.Doc) -> None:
    written = markdown.laid_out(page, Paper())
    for token in MARKDOWN.parse(written):
        assert token.type in OURS, (token.type, token.content)
        if token.type == "html_block":
            assert re.fullmatch(r"</?details>.*", token.content.strip())
        for inner in token.children or ():
            assert inner.type in (
                "text",
                "text_special",
                "strong_open",
                "strong_close",
                "code_inline",
                "html_inline",
                "softbreak",
            ), inner
            if inner.type == "html_inline":
                assert inner.content == "<!-- -->"
    assert not re.search(r"@\w|(?<!&)#\d|://|www\.[^\\]|##\[|(?m:^\s*::\S)", written)


@given(words)
def test_a_text_in_markdown_reads_as_it_was_written(written: str) -> None:
    for place in ("{}", "- {}", "| {} |\n|---|\n| {} |", "> {}", "**x** {}"):
        tokens = MARKDOWN.parse(place.format(*[safe.markdown(written)] * 2))
        read = "".join(
            inner.content
            for token in tokens
            for inner in token.children or ()
            if inner.type.startswith("text")
        )
        assert solid(safe.line(written)) in solid(read)


@pytest.mark.parametrize(
    "plain",
    [
        "2027-03-31",
        "2 [-1..5]",
        "R&D",
        "crm_id",
        "1,850,000 EUR",
        "+7 -2 ?5 .6",
        "C++",
        "(a)",
        "50 %",
        "-> x",
    ],
)
def test_what_means_nothing_to_markdown_is_not_escaped(plain: str) -> None:
    assert safe.markdown(plain) == plain


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("count", [1, 6, 20])
def test_every_party_has_its_column_and_its_whole_name(columns: int, count: int) -> None:
    names = tuple(f"Competitor number {i} with a name of sixty characters or more {i}." for i in range(count))
    row = doc.GridRow("Strategic value", (".",) * (count + 1))
    grid = doc.Grid("", ("Us", *names), (doc.GridSection("Worth", ("",) * (count + 1), (row,)),))
    drawn = text.laid_out(doc.Doc("en", (grid,)), Paper(columns))
    for name in names:
        assert solid(name) in solid(drawn)
    # Ours comes again in each of the tables that a narrow width needs.
    rows = [line for line in drawn.splitlines() if line.startswith("  Strategic")]
    assert sum(line.count(" .") - 1 for line in rows) == count


def test_ranges_share_one_axis() -> None:
    rows = tuple(
        doc.RangeRow(f"Question {i}", low, score, high, str(score), doc.Span("yes", "good"))
        for i, (low, score, high) in enumerate([(-5, -5, -5), (-1, 2, 5), (5, 5, 5), (-5, 0, 5)])
    )
    page = doc.Doc("en", (doc.Ranges((doc.RangeGroup("All", 5, rows),)),))
    head, *drawn = text.laid_out(page, Paper(80)).splitlines()
    assert drawn[0].index("●") == head.index("-5")
    assert drawn[3].index("●") == head.index("0")
    assert drawn[0].index("●") < drawn[1].index("├") < drawn[1].index("●") < drawn[1].index("┤")
    assert drawn[1].index("┤") == drawn[2].index("●") == drawn[3].index("┤")
    assert drawn[3].index("├") == drawn[0].index("●")
    plain = text.laid_out(page, Paper(80, plain=True))
    assert plain.isascii()
    assert "|" in plain


def test_hostile_texts_are_what_they_say() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE)
