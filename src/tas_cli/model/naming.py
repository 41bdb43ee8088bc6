"""How scores, names, lists and asides are put in words, the same everywhere. No layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ..errors import Param
from ..words import Lang, say
from .answers import US, NextStep
from .assessment import Assessment
from .bank import Bank, text_in
from .fields import plain_text


def phrase(key: str, lang: Lang, **params: Param) -> str:
    """A text of `words.scorecard`."""
    return say(f"scorecard.{key}", lang, **params)


def listed(titles: Iterable[str], lang: Lang) -> str:
    """Titles that may be whole questions, one after the other."""
    return phrase("then", lang).join(titles)


def aside(text: str, lang: Lang) -> str:
    """`text` in brackets, as something said by the way."""
    return phrase("aside", lang, text=text)


def told_step(step: NextStep | None, lang: Lang) -> str:
    """A next step with its day and person; "" for none."""
    if step is None:
        return ""
    more = phrase("join", lang).join(filter(None, (plain_text(step.due), step.owner)))
    return f"{step.what}{aside(more, lang)}" if more else step.what


def ranged(score: int | Fraction, low: int, high: int) -> str:
    """A score with its range, such as `2 [1..3]`; alone when nothing is unknown."""
    value = number(score)
    return str(value) if low == high else f"{value} [{low}..{high}]"


def number(score: int | Fraction) -> int | float:
    """A score as a whole number where it is one, else as a float (a half)."""
    return int(score) if score == int(score) else float(score)


def party_names(assessment: Assessment, us: str, lang: Lang) -> dict[str, str]:
    """The name of every party, ours first; a competitor without a name goes by its id."""
    others = {id: name or id for id, name in assessment.competitors.items()}
    return {US: us or phrase("us", lang), **others}


def titles_of(banks: Sequence[Bank], lang: Lang) -> dict[str, str]:
    """The title of every question by "bank.id"."""
    return {f"{bank.id}.{id}": text_in(each.title, lang) for bank in banks for id, each in bank.by_id.items()}
