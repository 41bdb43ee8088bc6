"""The laws of the scorecard's reports: nothing lost, nothing wider than asked, no text obeyed by anybody."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from builders import BANKS, TAS, TODAY, USS, assessments, proved, rated, scored
from tas_cli.judging.scorecard import score
from tas_cli.model.assessment import Assessment, read_assessment, with_choice, with_note
from tas_cli.model.bank import Bank
from tas_cli.model.bank_reading import read_bank
from tas_cli.reports.card import Card, Judged
from tas_cli.reports.scorecard_json import scorecards_json
from tas_cli.reports.scorecard_markdown import scorecard_markdown
from tas_cli.reports.scorecard_text import scorecard_text
from tas_cli.reports.scorecard_view import card
from tas_cli.words import Lang, say

HOSTILE = (
    "[/]", "[bold]x", "\x1b[31mred\x1b[0m", "\x9b2J", "a\r\nb", "| a | b |", "<img src=x>", "@maria", "#12",
    "`x`", "**b**", "![a](http://x.y)", "www.x.y", "##[error]x", "::error::x", "1. x", "\u202etxt", "&lt;",
)  # fmt: skip
people = st.sampled_from(HOSTILE) | st.text(max_size=80)
langs = st.sampled_from(["en", "zh"])


CHOICES_TEXT = """
format: 1
id: c
version: 1
title: Choices
sections:
  - id: s
    title: S
    questions:
      - {id: a, title: A, options: [{id: x, title: Ex, points: 1}, {id: y, title: Why, points: 2}]}
      - {id: b, title: B, options: [{id: x, title: Ex, points: 1}, {id: z, title: Zed, points: 2}]}
"""
RATINGS_TEXT = """
format: 1
id: c
version: 1
title: Ratings
sections:
  - {id: s, title: S, questions: [{id: r, title: R}, {id: s, title: S}]}
"""


def bank_of(text: str) -> Bank:
    bank, findings = read_bank(text, "c.yaml")
    assert bank is not None, findings
    return bank


CHOICES, RATINGS = bank_of(CHOICES_TEXT), bank_of(RATINGS_TEXT)


def small(answers: str) -> Assessment:
    """An assessment with a competitor whose answers to bank `c` are the flow mapping `answers`."""
    text = f"customer: Acme\nopportunity: Core\ncompetitors: {{k: K}}\nanswers: {{c: {answers}}}\n"
    assessment = read_assessment(text, "a.tas.yaml").assessment
    assert assessment is not None
    return assessment


def judged(assessment: Assessment, banks: tuple[Bank, ...] = BANKS, us: str = "") -> Judged:
    return Judged("a.tas.yaml", assessment, banks, score(assessment, banks, today=TODAY), us)


def card_of(assessment: Assessment, banks: tuple[Bank, ...] = BANKS, lang: Lang = "en") -> Card:
    return card(judged(assessment, banks), lang)


def text_of(assessment: Assessment, width: int = 80, lang: Lang = "en") -> str:
    return scorecard_text(card_of(assessment, lang=lang), width=width, color=False, plain=False)


def result_of(assessment: Assessment, banks: tuple[Bank, ...] = BANKS) -> dict[str, Any]:
    data = json.loads(scorecards_json([(judged(assessment, banks), "en")]))
    result: dict[str, Any] = data["results"][0]
    return result


def solid(text: str) -> str:
    return "".join(text.split())


@given(assessments(), st.lists(people, max_size=8), people, st.integers(40, 160), langs)
def test_no_line_is_wider_than_asked_whatever_people_wrote(
    deal: Assessment, names: list[str], customer: str, width: int, lang: Lang
) -> None:
    competitors = {f"c{i}": name for i, name in enumerate(names)}
    text = text_of(deal.model_copy(update={"competitors": competitors, "customer": customer}), width, lang)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]|##\[|(?m:^\s*::\S)", text)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("count", [1, 6, 20])
def test_every_competitor_has_its_column_and_its_whole_name(width: int, count: int) -> None:
    deal = rated("+" * 20)
    names = {
        f"c{i}": f"Competitor number {i} with a name of sixty characters or more {i}." for i in range(count)
    }
    lines = text_of(deal.model_copy(update={"competitors": names}), width).splitlines()
    first = [line for line in lines if line.lstrip().startswith(("Customer's", "Strategic value"))]
    assert first
    whole = solid("".join(lines))
    for name in names.values():
        assert solid(name) in whole
    # Ours comes again in each of the tables that a narrow width needs.
    rows = [line for line in lines if line.startswith("  Strategic")]
    assert sum(line.count(".") for line in rows) == count


@given(assessments(), people, st.lists(people, max_size=3))
def test_markdown_tables_keep_their_columns(deal: Assessment, customer: str, names: list[str]) -> None:
    competitors = {f"c{i}": name for i, name in enumerate(names)}
    deal = deal.model_copy(update={"competitors": competitors, "customer": customer})
    for block in scorecard_markdown(card_of(deal)).split("\n\n"):
        if block.startswith("|"):
            bars = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
            assert len(bars) == 1


@given(assessments(), people, langs)
def test_json_is_ascii_and_means_what_the_assessment_says(
    deal: Assessment, customer: str, lang: Lang
) -> None:
    deal = deal.model_copy(update={"customer": customer})
    text = scorecards_json([(judged(deal), lang)])
    assert text.isascii()
    assert "##[" not in text
    result = json.loads(text)["results"][0]
    assert result["customer"] == customer
    assert list(result) == [
        "file", "customer", "opportunity", "verdict", "to_yes", "form", "change", "against_us", "mode",
        "competitors", "banks", "next_questions", "contested", "cautions",
    ]  # fmt: skip
    for section in result["banks"]["tas"]["sections"]:
        for tally in section["parties"].values():
            assert tally["low"] <= tally["score"] <= tally["high"]
    assert list(result["banks"]["uss"]) == [
        "questions", "rated", "score", "low", "high", "leaning", "mode", "firm", "state", "possible",
    ]  # fmt: skip


def test_json_of_several_keeps_their_order() -> None:
    deals = [rated("+" * 20, customer=name) for name in "zam"]
    data = json.loads(scorecards_json([(judged(deal), "en") for deal in deals]))
    assert data["format"] == 1
    assert [result["customer"] for result in data["results"]] == ["z", "a", "m"]


def test_a_score_is_a_whole_number_unless_it_is_a_half() -> None:
    assert result_of(scored("2222222."))["banks"]["uss"]["score"] == 16
    assert isinstance(result_of(scored("2222222."))["banks"]["uss"]["score"], int)
    assert result_of(small("{a: x, b: z}"), (CHOICES,))["banks"]["c"]["score"] == 3
    assert result_of(small("{a: x}"), (CHOICES,))["banks"]["c"]["score"] == 2.5


def test_the_verdict_comes_first_and_its_cautions_beside_it() -> None:
    lines = text_of(rated("+" * 16 + "?..?"), 120).splitlines()
    frame = next(i for i, line in enumerate(lines) if line.startswith("└"))
    assert "FIND OUT FIRST" in lines[2]
    assert any(
        "Caution: 4 unknown on our side: 2 answered ?, 2 not rated yet" in line for line in lines[:frame]
    )
    assert any("Ask next: " in line for line in lines[:frame])


def test_many_unknowns_under_a_pursue_are_a_warning() -> None:
    # One unknown in a section of five plus leaves the whole range above zero.
    deal = proved(rated("++?++" + "++++?" + "+++?+" + "+++++"))
    text = text_of(deal)
    assert "PURSUE" in text
    assert "WARNING: 3 unknown on our side" in text


def test_what_would_have_to_change_is_named() -> None:
    shown = card_of(rated("+++--" + "+" * 15))
    assert shown.verdict_id == "qualify_out"
    assert shown.reasons == (
        "The answer is no: Is there an opportunity?",
        "Has this changed? Access to funds, Compelling event",
    )


def test_a_section_is_level_only_when_all_is_known() -> None:
    words = [
        section.verdict for section in card_of(rated("--++?" + "++--" + "+" + "+-.-+")).banks[0].sections
    ]
    assert words == ["unclear", "yes", "unclear", "unclear"]
    blocked = card_of(rated("++---" + "++--" + "+" + "-++?-")).banks[0].sections
    assert [section.verdict for section in blocked][1:3] == ["yes", "blocked"]
    assert card_of(small('{r: {us: "+"}, s: {us: "-"}}'), (RATINGS,)).banks[0].sections[0].verdict == "level"


def test_a_plus_without_evidence_is_marked_and_explained() -> None:
    deal = with_note(rated("++"), "tas", "application_or_project", "us", "evidence", "Mail of 12 Nov")
    shown = card_of(deal)
    assert [row.signs for row in shown.banks[0].sections[0].rows[:3]] == [("+",), ("+!",), (".",)]
    assert any("+!" in text for text in shown.legend)


def test_what_does_not_apply_is_neither_asked_nor_blank() -> None:
    deal = rated("+" * 20).model_copy(update={"competitors": {"status_quo": "Do nothing"}})
    worth = card_of(deal).banks[0].sections[3]
    assert {row.signs[1] for row in worth.rows} == {"n/a"}
    assert worth.scores[1] == ""


def test_the_first_five_questions_are_shown_with_what_to_ask_and_the_rest_counted() -> None:
    deal = with_note(rated("+.?"), "tas", "access_to_funds", "us", "next_step", "Read the annual report")
    shown = card_of(deal)
    assert len(shown.next) == 5
    assert shown.next[0].step == "Read the annual report"
    assert 2 <= len(shown.next[0].asks) <= 3
    assert shown.more == "and 22 more"
    assert "> next step: Read the annual report" in text_of(deal)
    assert card_of(scored("22222222", proved(rated("+" * 20)))).next == ()


def test_contested_criteria_name_the_parties() -> None:
    deal = rated("....." + "-?.++", "+" * 10, "....." + "++++-")
    titles = dict(card_of(deal).contested)
    assert titles == {
        "Formal decision criteria": ("A", "B"),
        "Solution fit": ("A", "B"),
    }


@pytest.mark.parametrize(
    ("points", "title", "firm", "said"),
    [
        ("11111111", "Quick-close mode", True, "score 8; this mode covers 8 to 12"),
        ("3333333?", "Strategic mode", True, "no answer that is missing can change it"),
        (
            "2222????",
            "Consultative mode",
            False,
            "still possible: Quick-close mode, Consultative mode, Strategic mode",
        ),
        ("222?????", "", False, "none yet: 3 of 8 items known, half are needed"),
    ],
)
def test_a_mode_says_why_and_how_sure_it_is(points: str, title: str, firm: bool, said: str) -> None:
    mode = card_of(scored(points)).banks[1].mode
    assert mode is not None
    assert (mode.title, mode.firm) == (title, firm)
    assert said in mode.lines


def test_a_mode_that_is_not_firm_names_what_would_settle_it() -> None:
    mode = card_of(scored("22222?22")).banks[1].mode
    assert mode is not None
    assert mode.firm
    open_mode = card_of(scored("112222??")).banks[1].mode
    assert open_mode is not None
    settling = "; ".join(str(USS.by_id[id].title["en"]) for id in ("needs", "winning_factor"))  # type: ignore[index]
    assert f"these answers would settle it: {settling}" in open_mode.lines


def test_a_large_deal_worked_as_a_small_one_is_a_warning() -> None:
    notes = {note.id: note for note in card_of(scored("31111111"), lang="zh").cautions}
    assert notes["large_as_small"].serious
    assert (
        notes["large_as_small"].text
        == "防止大单做小！这几项答案与这种模式不符：单子大小（大单，还要往大里做）"
    )


def test_a_bank_speaks_for_itself_when_a_check_fails() -> None:
    deal = rated("." * 14 + "+").model_copy(update={"competitors": {"status_quo": "Do nothing"}})
    check = next(check for check in TAS.cross_checks if check.id == "hope")
    for lang in ("en", "zh"):
        told = [note.text for note in card_of(deal, lang=lang).cautions if note.id == "cross_check"]
        assert check.say[lang] in told  # type: ignore[index]


def test_an_answer_that_is_no_option_is_shown_and_said() -> None:
    deal = with_choice(Assessment(customer="Acme", opportunity="Core"), "uss", "deal_size", "gigantic")
    assert card_of(deal).banks[1].choices[0].answer == "gigantic (not an option)"


def test_a_closed_deal_says_how_it_ended() -> None:
    deal = rated("+", "+", outcome="lost", lost_to="a", reason="Price", closed_on=TODAY)
    assert "lost to A 2026-11-22 (reason: Price)" in card_of(deal).facts


def test_banks_of_either_kind_stand_alone() -> None:
    pointless = bank_of(re.sub(r", points: .", "", CHOICES_TEXT))
    shown = card_of(small("{a: y}"), (pointless,))
    assert (shown.banks[0].mode, shown.banks[0].score, shown.verdict_id) == (None, "", "")
    text = scorecard_text(shown, width=80, color=False, plain=True)
    assert "Ex" not in text
    assert "Why" in text
    assert "Points" not in text
    assert list(result_of(small("{a: y}"), (pointless,))["banks"]["c"]) == ["questions", "rated"]
    text = scorecard_text(card_of(small("{a: y}"), (CHOICES,)), width=80, color=False, plain=True)
    assert "Points" in text
    assert "score 3.5 [3..4]" in text
    text = scorecard_text(card_of(small('{r: {us: "-"}}'), (RATINGS,)), width=80, color=False, plain=True)
    assert "Against" not in text


def test_a_bank_of_choices_alone_has_a_headline_of_its_own() -> None:
    assert card_of(scored("2222222."), (USS,)).verdict == "score 16 [15..17]"
    assert card_of(scored("2222222."), (USS,), "zh").verdict == "得分 16 [15..17]"
    assert card_of(small("{a: y, b: z}"), (CHOICES,)).verdict == "score 4"
    for lang in ("en", "zh"):
        text = scorecard_text(card_of(scored("22222222"), (USS,), lang), width=80, color=False, plain=False)
        assert say("scorecard.verdict.none", lang).upper() not in text.upper()
    assert card_of(rated(""), BANKS).verdict == "Not rated yet"


def test_a_frame_without_box_characters_is_ascii() -> None:
    text = scorecard_text(card_of(rated("+")), width=80, color=False, plain=True)
    assert text.isascii()


def test_our_own_name_heads_our_column() -> None:
    named = card(judged(rated("+", "-"))._replace(us="Zenith"), "en")
    assert named.parties == ("Zenith", "A")
