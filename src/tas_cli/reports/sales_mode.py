"""The sales mode of a scorecard in words: which, how sure, why, and what would settle it. Routes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..judging.modes import ChoiceScore, mode_of
from ..model.bank import Bank, Mode
from ..model.local_texts import text_in
from ..model.naming import aside, listed, phrase, ranged
from ..words import Lang
from .doc import Block, Heading, Items, ListItem, paragraph, spans


def mode_title(bank: Bank, score: ChoiceScore, lang: Lang) -> str:
    """What the mode is called, and how sure it is."""
    title = text_in(mode_of(bank, score.mode or "").title, lang)
    return title + aside(phrase(f"state.{score.state}", lang), lang)


def mode_lines(bank: Bank, score: ChoiceScore, lang: Lang) -> Iterator[Block]:
    """Why it is this mode, or none yet; of a bank without modes the score."""
    if not bank.modes:
        yield paragraph(phrase("mode.score", lang, score=ranged(score.score, score.low, score.high)))
        return
    title = phrase("mode", lang)
    if score.mode is not None:
        title = f"{title}{phrase('after', lang)}{mode_title(bank, score, lang)}"
    yield Heading(title)
    lines = _reasons(bank, score, lang) if score.mode else _none(bank, score, lang)
    yield Items(tuple(ListItem(spans(each)) for each in lines))


def _none(bank: Bank, score: ChoiceScore, lang: Lang) -> Iterator[str]:
    yield phrase("mode.none", lang, known=score.known, items=score.items)
    yield phrase("mode.missing", lang, items=_settling(bank, score, lang))


def _settling(bank: Bank, score: ChoiceScore, lang: Lang) -> str:
    return listed((text_in(bank.by_id[id].title, lang) for id in score.settle), lang)


def _reasons(bank: Bank, score: ChoiceScore, lang: Lang) -> Iterator[str]:
    mode = mode_of(bank, score.mode or "")
    why = [phrase("mode.score", lang, score=ranged(score.score, score.low, score.high))]
    if score.low != score.high:
        why.append(phrase("mode.leaning", lang, leaning=score.leaning))
    why.append(phrase("mode.span", lang, first=mode.from_, last=_last_point(bank, mode)))
    yield phrase("then", lang).join(why)
    if not score.firm:
        titles = [text_in(mode_of(bank, id).title, lang) for id in score.possible]
        yield phrase("mode.possible", lang, modes=phrase("join", lang).join(titles))
        yield phrase("mode.settle", lang, items=_settling(bank, score, lang))
    elif score.low != score.high:
        yield phrase("mode.firm_about", lang)
    if mode.aim:
        yield phrase("mode.aim", lang, aim=text_in(mode.aim, lang))


def _last_point(bank: Bank, mode: Mode) -> int:
    """The highest score that still routes to `mode`."""
    higher = [each.from_ - 1 for each in bank.modes if each.from_ > mode.from_]
    most = sum(question.points[1] for question in bank.by_id.values() if question.points)
    return higher[0] if higher else max(most, mode.from_)
