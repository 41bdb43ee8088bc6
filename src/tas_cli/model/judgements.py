"""JUDGEMENTS: every word of judgement there is: what is worse news, how it is taken and drawn. A table.

A new verdict is a record here and its words; styles, shapes, trends, filters, schemas, playbooks and the
texts of policy rules follow. Decides nothing (see `judging`) and says nothing to people: the words stand
under `scorecard.<kind>.<id>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

JudgementKind = Literal["verdict", "section", "standing", "state"]
Tone = Literal["good", "bad", "doubt", "neutral"]
Drawn = Literal["", "round", "diamond", "triangle", "square"]


class Judgement(NamedTuple):
    """A word of judgement. The lower its `rank` among its kind, the worse the news.

    One that is `shown_only` is another way to show a judgement of that kind, and never the value itself. What
    is drawn on a map has a `shape` of its own, so that nobody needs the colours.
    """

    kind: JudgementKind
    id: str
    rank: int
    tone: Tone
    shown_only: bool = False
    shape: Drawn = ""


JUDGEMENTS: tuple[Judgement, ...] = (
    Judgement("verdict", "qualify_out", 0, "bad", shape="square"),
    Judgement("verdict", "change_first", 1, "bad", shape="triangle"),
    Judgement("verdict", "find_out", 2, "doubt", shape="diamond"),
    Judgement("verdict", "pursue", 3, "good", shape="round"),
    Judgement("section", "no", 0, "bad"),
    Judgement("section", "blocked", 1, "bad"),
    Judgement("section", "level", 1, "doubt", shown_only=True),
    Judgement("section", "unclear", 2, "doubt"),
    Judgement("section", "yes", 3, "good"),
    Judgement("standing", "behind", 0, "bad"),
    Judgement("standing", "unclear", 1, "doubt"),
    Judgement("standing", "ahead", 2, "good"),
    Judgement("state", "provisional", 0, "doubt"),
    Judgement("state", "not_confirmed", 1, "neutral"),
    Judgement("state", "confirmed", 2, "good"),
)

_BY_NAME = {(each.kind, each.id): each for each in JUDGEMENTS}


def ids(kind: JudgementKind) -> Sequence[str]:
    """What a judgement of this kind can be, worst news first."""
    values = (each for each in JUDGEMENTS if each.kind == kind and not each.shown_only)
    return [each.id for each in sorted(values, key=lambda each: each.rank)]


def shape(verdict: str | None) -> Drawn:
    """The shape of a deal on a map; round where there is no verdict yet."""
    return _BY_NAME["verdict", verdict].shape if verdict else "round"


def tone(kind: JudgementKind, id: str | None) -> Tone:
    """How a judgement is to be taken; that there is none yet is neither good nor bad."""
    return _BY_NAME[kind, id].tone if id else "neutral"
