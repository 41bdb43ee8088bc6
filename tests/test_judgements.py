"""The table of judgements: a record and its words are all that a new one needs."""

from __future__ import annotations

from typing import get_args

import pytest

from builders import COMPLETE
from tas_cli.model.judgements import JUDGEMENTS, JudgementKind, ids, shape, tone
from tas_cli.reports.review_parts import VERDICTS, made_style
from tas_cli.reports.svg import SHAPES
from tas_cli.words import texts

KINDS = get_args(JudgementKind)


@pytest.mark.parametrize("lang", COMPLETE)
@pytest.mark.parametrize("kind", KINDS)
def test_no_two_judgements_of_a_kind_are_said_alike(kind: JudgementKind, lang: str) -> None:
    said = [texts(lang)[f"scorecard.{kind}.{each.id}"] for each in JUDGEMENTS if each.kind == kind]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("kind", KINDS)
def test_the_values_of_a_kind_stand_from_the_worst_news_to_the_best(kind: JudgementKind) -> None:
    ranks = [each.rank for each in JUDGEMENTS if each.kind == kind and not each.shown_only]
    assert sorted(ranks) == list(range(len(ranks)))
    assert tone(kind, ids(kind)[-1]) == "good"
    assert tone(kind, ids(kind)[0]) != "good"


def test_that_there_is_no_judgement_yet_is_neither_good_nor_bad() -> None:
    assert tone("verdict", None) == tone("verdict", "") == "neutral"


def test_every_verdict_has_a_shape_and_a_colour_on_the_page_and_a_filter() -> None:
    shapes = [shape(verdict) for verdict in ids("verdict")]
    assert len(set(shapes)) == len(shapes)
    assert {*shapes} <= {*SHAPES, "round"}
    style = made_style("en")
    for name, verdict in VERDICTS.items():
        colour = tone("verdict", verdict) if verdict else "soft"
        assert f".bubble.{name}{{--mark:var(--{colour})}}" in style
        assert f"body:has(#f-{name}:checked) .deal:not(.v-{name})" in style
    assert ".deal:not(.v-closed){display:none}\n" in style


def test_what_is_not_known_is_doubt_and_what_speaks_against_a_deal_is_bad() -> None:
    assert {(each.kind, each.id): each.tone for each in JUDGEMENTS if each.tone != "good"} == {
        ("verdict", "qualify_out"): "bad",
        ("verdict", "change_first"): "bad",
        ("verdict", "find_out"): "doubt",
        ("section", "no"): "bad",
        ("section", "blocked"): "bad",
        ("section", "level"): "doubt",
        ("section", "unclear"): "doubt",
        ("standing", "behind"): "bad",
        ("standing", "unclear"): "doubt",
        ("state", "provisional"): "doubt",
        ("state", "not_confirmed"): "neutral",
    }
