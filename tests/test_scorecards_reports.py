"""The laws of the scorecard's reports: nothing lost, nothing wider than asked, no text obeyed by anybody."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, TAS, TODAY, USS, assessments, proved, rated, scored, with_choice
from tas_cli.judging.scorecard import score
from tas_cli.model.assessment import Assessment, read_assessment, with_note
from tas_cli.model.bank import Bank
from tas_cli.model.bank_reading import read_bank
from tas_cli.reports.cells import width
from tas_cli.reports.formats import FORMATS, ScoredDeal, render
from tas_cli.words import LANGUAGES, Lang, say

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


def judged(assessment: Assessment, banks: tuple[Bank, ...] = BANKS, us: str = "") -> ScoredDeal:
    return ScoredDeal("a.tas.yaml", assessment, banks, score(assessment, banks, today=TODAY), us, TODAY)


def shown(
    assessment: Assessment,
    format: str = "text",
    *,
    lang: Lang = "en",
    banks: tuple[Bank, ...] = BANKS,
    **look: Any,
) -> str:
    return render("show", format, [(judged(assessment, banks), lang)], lang, **look)


def result_of(assessment: Assessment, banks: tuple[Bank, ...] = BANKS) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(shown(assessment, "json", banks=banks))["results"][0]
    return result


def frame(text: str) -> list[str]:
    """What stands in the frame, a line each however it was wrapped."""
    lines = [line.removeprefix("▌ ") for line in text.splitlines() if line.startswith("▌")]
    return re.split(r"\n(?=[A-Z+]|\d+ of)", "\n".join(lines))


def lines_with(text: str, what: str) -> list[str]:
    return [line for line in text.splitlines() if what in line]


hostile_deals = st.builds(
    lambda deal, names, customer, note: with_note(
        deal.model_copy(
            update={"competitors": {f"c{i}": name for i, name in enumerate(names)}, "customer": customer}
        ),
        "tas", "solution_fit", "us", "next_step", note,
    ),
    assessments(), st.lists(people, max_size=8), people, people,
)  # fmt: skip


@given(hostile_deals, st.integers(40, 160), langs, st.booleans())
def test_no_line_is_wider_than_asked_whatever_people_wrote(
    deal: Assessment, columns: int, lang: Lang, plain: bool
) -> None:
    text = shown(deal, lang=lang, width=columns, plain=plain)
    assert all(width(line) <= columns for line in text.splitlines())


@given(hostile_deals, langs, st.sampled_from(list(FORMATS["show"])))
def test_nothing_is_obeyed_in_any_format_and_the_same_comes_out_again(
    deal: Assessment, lang: Lang, format: str
) -> None:
    text = shown(deal, format, lang=lang)
    if format == "csv":
        text, rest = text.replace("\r\n", "\n"), text.replace("\r\n", "")
        assert "\r" not in rest
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]|##\[|(?m:^\s*::\S)", text)
    assert text == shown(deal, format, lang=lang).replace("\r\n", "\n")


@given(hostile_deals)
def test_markdown_tables_keep_their_columns(deal: Assessment) -> None:
    for block in shown(deal, "markdown").split("\n\n"):
        if block.startswith("|"):
            bars = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
            assert len(bars) == 1


@given(assessments(), people, langs)
def test_json_is_ascii_and_means_what_the_assessment_says(
    deal: Assessment, customer: str, lang: Lang
) -> None:
    deal = deal.model_copy(update={"customer": customer})
    text = render("show", "json", [(judged(deal), lang)], lang)
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
    data = json.loads(render("show", "json", [(judged(deal), "en") for deal in deals], "en"))
    assert data["format"] == 1
    assert [result["customer"] for result in data["results"]] == ["z", "a", "m"]


def test_a_score_is_a_whole_number_unless_it_is_a_half() -> None:
    assert result_of(scored("2222222."))["banks"]["uss"]["score"] == 16
    assert isinstance(result_of(scored("2222222."))["banks"]["uss"]["score"], int)
    assert result_of(small("{a: x, b: z}"), (CHOICES,))["banks"]["c"]["score"] == 3
    assert result_of(small("{a: x}"), (CHOICES,))["banks"]["c"]["score"] == 2.5


def test_the_verdict_comes_first_and_its_cautions_beside_it() -> None:
    text = shown(rated("+" * 16 + "?..?"), width=120)
    told = frame(text)
    assert text.splitlines()[1].startswith("▌ FIND OUT FIRST")
    assert "Caution: 4 unknown on our side: 2 answered ?, 2 not rated yet" in told
    assert any(line.startswith("Ask next: ") for line in told)
    assert text.index("Key questions") < text.index(
        "Against each competitor" if "Against" in text else "Ask next\n"
    )


def test_a_part_that_is_nothing_is_left_out() -> None:
    assert "Caution: 1 unknown on our side, answered ?" in frame(shown(rated("+" * 19 + "?")))
    assert "Caution: 1 unknown on our side, not rated yet" in frame(shown(rated("+" * 19)))


def test_many_unknowns_under_a_pursue_are_a_warning() -> None:
    # One unknown in a section of five plus leaves the whole range above zero.
    text = shown(proved(rated("++?++" + "++++?" + "+++?+" + "+++++")))
    assert "▌ PURSUE" in text
    assert "WARNING: 3 unknown on our side, answered ?" in text


def test_what_would_have_to_change_is_named_and_asked() -> None:
    text = shown(rated("+++--" + "+" * 15))
    told = frame(text)
    assert "QUALIFY OUT" in told[0]
    assert "1 of 4 is no: opportunity" in told
    assert "Has this changed? Access to funds, Compelling event" in told
    asked = text.partition("\nHas this changed?\n")[2]
    assert asked.index("Access to funds") < asked.index("Is there a budget") < asked.index("Compelling event")
    # Of a deal to leave nothing more is asked.
    assert "Ask next" not in text


def test_what_decides_stands_by_name_and_the_rest_as_a_number() -> None:
    text = shown(rated("-----" + "+" * 15), width=100)
    assert "▌ Has this changed? Access to funds, Compelling event; and 3 more" in text
    assert "▌ 4 of 4 are unclear: opportunity, compete, win, worth" in shown(rated("?"), width=100)
    assert "▌ A yes still needs: Access to funds, Compelling event; and" in shown(rated("?"), width=100)


def test_a_section_is_level_only_when_all_is_known() -> None:
    words = [
        line.split()[-1]
        for line in shown(rated("--++?" + "++--" + "+" + "+-.-+")).splitlines()
        if "┊" in line or "●" in line
    ]
    assert words == ["unclear", "yes", "unclear", "unclear"]
    assert shown(small('{r: {us: "+"}, s: {us: "-"}}'), banks=(RATINGS,)).count("level") == 1


def test_ranges_are_drawn_on_one_axis() -> None:
    head, *rows = [
        line
        for line in shown(rated("+++++" + "??+++" + "-----" + "....."), width=100).splitlines()
        if re.search(r"[┊●]| -5 ", line)
    ][:5]
    assert [row.index("●") for row in rows[:1]] == [head.index("5", head.index("0"))]
    assert rows[1][rows[1].index("├") : rows[1].index("┤") + 1] == "├─────●─────┤"
    assert rows[2].index("●") == head.index("-5")
    assert rows[3].index("●") == head.index("0")


def test_a_close_date_is_counted_down_where_it_is_near() -> None:
    def facts(days: int, **more: Any) -> str:
        return shown(rated("+", close_date=TODAY + timedelta(days=days), **more), color=True).splitlines()[1]

    assert "closes 2026-12-18 (in 26 days)" in facts(26)
    assert "(in 1 day)" in facts(1)
    assert "\x1b[" in facts(26)
    assert "(3 days past)" in facts(-3)
    assert "(in 60 days)" in facts(60)
    assert "\x1b[" not in facts(60)
    assert "(" not in facts(300)
    assert "(" not in facts(-3, outcome="withdrawn")


def test_a_plus_without_evidence_is_marked_and_explained() -> None:
    deal = with_note(rated("++"), "tas", "application_or_project", "us", "evidence", "Mail of 12 Nov")
    text = shown(deal)
    assert lines_with(text, "  Customer's application")[0].split()[-1] == "+"
    assert lines_with(text, "  Customer's business")[0].split()[-1] == "+!"
    assert "+! without evidence" in text
    asked = shown(rated("+++++" + "?"))
    assert "Access to funds\n     · What is the evidence?" in asked


def test_what_does_not_apply_is_neither_asked_nor_blank() -> None:
    deal = rated("+" * 20).model_copy(update={"competitors": {"status_quo": "Do nothing"}})
    text = shown(deal)
    assert {
        line.split()[-1] for line in text.splitlines() if line.startswith(("  Short-term", "  Strategic v"))
    } == {"n/a"}
    assert "n/a does not apply" in text


def test_the_first_five_questions_are_shown_with_what_to_ask_and_the_rest_counted() -> None:
    deal = with_note(rated("+.?"), "tas", "access_to_funds", "us", "next_step", "Read the annual report")
    text = shown(deal).partition("\nAsk next\n")[2].partition("\n\n")[0]
    assert [line[:5] for line in text.splitlines() if line[2:3].isdigit()] == [
        f"  {i}. " for i in range(1, 6)
    ]
    assert text.startswith("  1. Access to funds\n     · Is there a budget")
    assert "     · next step: Read the annual report\n  2. " in text
    assert text.endswith("  and 22 more")
    assert "Ask next" not in shown(scored("22222222", proved(rated("+" * 20))))


def test_contested_criteria_name_the_parties() -> None:
    deal = rated("....." + "-?.++", "+" * 10, "....." + "++++-")
    text = shown(deal).partition("They have a + where we have none\n")[2].partition("\n\n")[0]
    assert text.splitlines() == ["  · Formal decision criteria: A, B", "  · Solution fit: A, B"]


def test_behind_is_said_in_one_place_with_what_would_turn_it() -> None:
    text = shown(rated("....." + "-----" + "-----", "....." + "+++++" + "+++++"), width=100)
    assert "WARNING: behind A; they have a + where we have none: Formal decision criteria, " in text
    assert "They have a + where we have none" not in text
    assert lines_with(text, "┊")[-1].split()[-1] == "behind"


@pytest.mark.parametrize(
    ("points", "title", "said"),
    [
        ("11111111", "Quick-close mode (not confirmed)", "score 8; this mode covers 8 to 12"),
        ("3333333?", "Strategic mode (not confirmed)", "no answer that is missing can change it"),
        ("2222????", "Consultative mode (provisional)", "still possible: Quick-close mode, Consultative mode, Strategic mode"),
        ("222?????", "", "none yet: 3 of 8 items known, half are needed"),
        ("112222??", "Consultative mode (provisional)", "these answers would settle it: How clear the needs are; What wins"),
    ],
)  # fmt: skip
def test_a_mode_says_why_and_how_sure_it_is(points: str, title: str, said: str) -> None:
    text = shown(scored(points), width=120)
    assert f"\nSales mode{': ' + title if title else ''}\n" in text
    assert bool(title) == any(line.startswith("Sales mode: ") for line in frame(text))
    assert f"  · {said}\n" in text


def test_a_large_deal_worked_as_a_small_one_is_a_warning() -> None:
    text = shown(scored("31111111"), lang="zh", width=100)
    assert "警告：防止大单做小！这几项答案与这种模式不符：单子大小（大单，还要往大里做）" in text


def test_a_bank_speaks_for_itself_when_a_check_fails() -> None:
    deal = rated("." * 14 + "+").model_copy(update={"competitors": {"status_quo": "Do nothing"}})
    check = next(check for check in TAS.cross_checks if check.id == "hope")
    for lang in ("en", "zh"):
        told = "".join(frame(shown(deal, lang=lang)))
        assert "".join(check.say[lang].split()) in "".join(told.split())  # type: ignore[index]


def test_an_answer_that_is_no_option_is_shown_and_said() -> None:
    deal = with_choice(Assessment(customer="Acme", opportunity="Core"), "uss", "deal_size", "gigantic")
    assert "gigantic (not an option)" in shown(deal)


def test_a_closed_deal_says_how_it_ended() -> None:
    deal = rated("+", "+", outcome="lost", lost_to="a", reason="Price", closed_on=TODAY)
    assert "lost to A 2026-11-22 (reason: Price)" in shown(deal)


def test_banks_of_either_kind_stand_alone() -> None:
    pointless = bank_of(re.sub(r", points: .", "", CHOICES_TEXT))
    text = shown(small("{a: y}"), banks=(pointless,))
    assert "Ex" not in text
    assert "Why" in text
    assert "Points" not in text
    assert list(result_of(small("{a: y}"), (pointless,))["banks"]["c"]) == ["questions", "rated"]
    text = shown(small("{a: y}"), banks=(CHOICES,))
    assert "▌ SCORE 3.5 [3..4]" in text
    assert "Points" in text
    assert "not rated yet" not in text.lower()
    assert "Against" not in shown(small('{r: {us: "-"}}'), banks=(RATINGS,))


def test_a_bank_of_choices_alone_has_a_headline_of_its_own() -> None:
    assert "▌ SCORE 16 [15..17]\n" in shown(scored("2222222."), banks=(USS,))
    assert "▌ 得分 16 [15..17]\n" in shown(scored("2222222."), banks=(USS,), lang="zh")
    assert "▌ SCORE 4\n" in shown(small("{a: y, b: z}"), banks=(CHOICES,))
    for lang in LANGUAGES:
        text = shown(scored("22222222"), banks=(USS,), lang=lang)
        assert say("scorecard.verdict.none", lang).upper() not in text.upper()
    assert "▌ NOT RATED YET\n" in shown(rated(""))


def test_without_drawn_characters_all_is_ascii() -> None:
    text = shown(rated("+?" * 10, "-"), plain=True)
    assert text.isascii()
    assert re.search(r"\|-+o-+\|", text)


def test_our_own_name_heads_our_column() -> None:
    text = render("show", "text", [(judged(rated("+", "-"), us="Zenith"), "en")], "en")
    assert re.search(r"\n +Zenith +A\n", text)


def test_wide_terminals_show_questions_beside_the_grid() -> None:
    deal = rated("?" * 20, "+" * 20)
    beside = [
        line for line in shown(deal, width=120).splitlines() if line.startswith("TAS opportunity assessment")
    ]
    assert beside[0].endswith("Ask next")
    assert not any(
        line.endswith("Ask next") for line in shown(deal, width=119).splitlines() if line.startswith("TAS")
    )


GROUNDS = {"28": (0, 135, 0), "160": (215, 0, 0), "178": (215, 175, 0)}
LETTERS = {"231": (255, 255, 255), "16": (0, 0, 0)}


def light(colour: tuple[int, int, int]) -> float:
    """How light a colour is, as the rules of contrast count it."""
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_signs_are_blocks_that_are_read_on_any_theme() -> None:
    text = shown(rated("+-?" * 7), color=True)
    assert {" + ", " - ", " ? "} <= set(re.findall(r"\x1b\[38;5;\d+;48;5;\d+m(.*?)\x1b", text)) | {" + "}
    for letters, ground in re.findall(r"\x1b\[38;5;(\d+);48;5;(\d+)m", text):
        one, other = sorted((light(LETTERS[letters]), light(GROUNDS[ground])))
        assert (other + 0.05) / (one + 0.05) >= 4.5
    # No other colour is the theme's own, but for what is bold and the bar at the edge.
    assert set(re.findall(r"\x1b\[([0-9;]+)m", text)) <= {
        "0", "1", "38;5;28", "38;5;160", "38;5;172", "38;5;231;48;5;28", "38;5;231;48;5;160", "38;5;16;48;5;178",
    }  # fmt: skip


@given(hostile_deals, langs)
def test_a_brief_has_ten_lines_at_most(deal: Assessment, lang: Lang) -> None:
    lines = shown(deal, "brief", lang=lang).splitlines()
    assert len(lines) <= 10
    assert all(lines)


def test_a_brief_says_what_counts() -> None:
    deal = rated("+++??" + "+" * 15, "+" * 20, stage="proposal", close_date=TODAY + timedelta(days=20))
    lines = shown(proved(deal), "brief").splitlines()
    assert lines[0] == "Acme - Core"
    assert "(in 20 days)" in lines[1]
    assert lines[2] == "FIND OUT FIRST: 1 of 4 is unclear: opportunity"
    assert lines[3] == "A yes still needs: Access to funds, Compelling event"
    assert lines[4].startswith("Against each competitor: A unclear 0")
    assert lines[-1].startswith("Ask next: Access to funds, Compelling event")


def test_markdown_folds_what_is_long_and_leaves_dates_alone() -> None:
    deal = rated("+?-" * 6, "+", close_date=TODAY, assessed_on=TODAY)
    text = shown(deal, "markdown")
    summary, _, folded = text.partition("<details>")
    assert "2026-11-22" in summary
    assert "> **" in summary
    assert "### Ask next" in summary or "### Has this changed?" in summary
    assert "| Against each competitor |" in summary
    assert "|---|:-:|:-:|" in folded
    assert text.count("<details>") == text.count("</details>") == 2


def test_csv_has_words_for_ratings_and_no_formula() -> None:
    names = {"a": "=cmd|' /C calc'!A0", "b": "＝1+1", "c": "@SUM(A1)", "d": "-2+3", "e": "plain"}
    deal = rated("+-?").model_copy(update={"competitors": names, "customer": "\t=1+1", "opportunity": "+x"})
    deal = with_note(deal, "tas", "solution_fit", "us", "evidence", '=HYPERLINK("http://x")\n, "quoted"')
    rows = list(csv.DictReader(io.StringIO(shown(scored("21", deal), "csv"))))
    assert len(rows) == 20 * 6 + 8
    ours = [row["rating"] for row in rows if row["bank"] == "tas" and row["party"] == "us"]
    assert ours == ["plus", "minus", "unknown", *["unrated"] * 17]
    texts = [value for row in rows for value in row.values()]
    assert not [text for text in texts if re.match(r"[=+\-@＝＋－＠\t\r]", text)]
    assert {row["name"] for row in rows} >= {
        "'=cmd|' /C calc'!A0",
        "'＝1+1",
        "'@SUM(A1)",
        "'-2+3",
        "plain",
        "Us",
    }
    assert rows[0]["customer"] == "'=1+1"
    assert [row["points"] for row in rows if row["bank"] == "uss"] == ["2", "1", *[""] * 6]
    evidence = [row["evidence"] for row in rows if row["evidence"]]
    assert evidence == ['\'=HYPERLINK("http://x") , "quoted"']
