"""How scores, names, lists and asides are put in words, the same everywhere. No layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from ..errors import Param
from ..words import Lang, say
from .answers import US, Evidence, NextStep, Row
from .assessment import STATUS_QUO, Assessment
from .bank import Bank, Question
from .fields import plain_text
from .kinds import NO, YES
from .local_texts import LocalText, text_in


def phrase(key: str, lang: Lang, **params: Param) -> str:
    """A text of `words.scorecard`."""
    return say(f"scorecard.{key}", lang, **params)


def listed(titles: Iterable[str], lang: Lang) -> str:
    """Titles that may be whole questions, one after the other."""
    return phrase("then", lang).join(titles)


def aside(text: str, lang: Lang) -> str:
    """`text` in brackets, as something said by the way."""
    return phrase("aside", lang, text=text)


def told_value(question: Question, value: str | None, lang: Lang) -> str:
    """What an answer says in words: an option's title, yes or no, a text as it stands; "" for nothing."""
    if question.kind.ticked and value in (YES, NO):
        return say(f"kinds.{value}", lang)
    option = question.option(value)
    return text_in(option.title, lang) if option else value or ""


def told_row(question: Question, said: Row, lang: Lang) -> Iterator[tuple[str, str]]:
    """What a row says, column by column: title and value, in the order of the columns; strange ones last."""
    for column in question.columns:
        if column.id in said:
            yield text_in(column.title, lang), told_value(column.asked, said[column.id], lang)
    for id, text in said.items():
        if question.column(id) is None:
            yield id, text


def told_evidence(said: Evidence | None, lang: Lang) -> str:
    """How we know, with who said so, whose word it is, the day and the source; "" for nothing."""
    if said is None:
        return ""
    more = told_source(said, lang)
    return f"{said.text}{aside(more, lang)}" if more else said.text


def told_source(said: Evidence, lang: Lang) -> str:
    """Who said it, whose word it is, the day and the source; "" for nothing of these."""
    side = phrase(f"side.{said.side}", lang) if said.side else ""
    return phrase("join", lang).join(filter(None, (said.who, side, plain_text(said.day), said.source)))


def told_step(step: NextStep | None, lang: Lang) -> str:
    """A next step with its day and person; "" for none."""
    if step is None:
        return ""
    more = phrase("join", lang).join(filter(None, (plain_text(step.due), step.owner)))
    return f"{step.what}{aside(more, lang)}" if more else step.what


class Points(Protocol):
    """A score with its range."""

    @property
    def score(self) -> int | Fraction:
        """The middle of what is unknown."""

    @property
    def low(self) -> int:
        """The fewest points there can be."""

    @property
    def high(self) -> int:
        """The most points there can be."""


def ranged(points: Points) -> str:
    """A score with its range, such as `2 [1..3]`; alone when nothing is unknown."""
    value = number(points.score)
    return str(value) if points.low == points.high else f"{value} [{points.low}..{points.high}]"


def number(score: int | Fraction) -> int | float:
    """A score as a whole number where it is one, else as a float (a half)."""
    return int(score) if score == int(score) else float(score)


def headline(verdict: str | None, points: Points | None, lang: Lang) -> str:
    """The verdict in words; of a deal that is scored and never rated by party, its `points`."""
    if points is not None and verdict is None:
        return phrase("mode.score", lang, score=ranged(points))
    return phrase(f"verdict.{verdict or 'none'}", lang)


def deal_name(deal: Assessment, otherwise: str) -> str:
    """Customer and opportunity; `otherwise` where there is neither."""
    return " - ".join(filter(None, (deal.customer, deal.opportunity))) or otherwise


def party_names(assessment: Assessment, us: str, lang: Lang) -> dict[str, str]:
    """The name of every party, ours first; a competitor without a name goes by its id."""
    others = {id: name or id for id, name in assessment.competitors.items()}
    return {US: us or phrase("us", lang), **others}


def titles_of(banks: Sequence[Bank], lang: Lang) -> dict[str, str]:
    """The title of every question by "bank.id", and of every answer to a choice by "bank.id=option"."""
    titles = {}
    for bank in banks:
        for id, question in bank.by_id.items():
            titles[f"{bank.id}.{id}"] = title = text_in(question.title, lang)
            for option in question.options:
                titles[f"{bank.id}.{id}={option.id}"] = title + aside(text_in(option.title, lang), lang)
    return titles


def caution_text(
    id: str,
    params: Mapping[str, Param],
    own: LocalText | None,
    *,
    names: Mapping[str, str],
    titles: Mapping[str, str],
    lang: Lang,
) -> str:
    """A caution in words: the bank's `own` where it has some, with names and titles for ids."""
    filled: dict[str, Param] = dict(params)
    for key in ("questions", "items"):
        if key in filled:
            ids = [each for each in str(filled[key]).split(", ") if each]
            filled[key] = phrase("join" if key == "questions" else "then", lang).join(
                titles.get(each, each) for each in ids
            )
    party = str(params.get("party", ""))
    filled["party"] = names.get(party, party)
    if own is not None:
        about = str(filled["party"] or filled.get("row", ""))
        return (f"{about}{phrase('after', lang)}" if about else "") + text_in(own, lang)
    if id == "unknowns" and not (filled["unknown"] and filled["unrated"]):
        id = "unknowns.asked" if filled["unknown"] else "unknowns.unrated"
    if id == "behind":
        id = "may_do_nothing" if party == STATUS_QUO else id
        id = id if filled["n"] else f"{id}.all"
    return phrase(f"caution.{id}", lang, **filled)
