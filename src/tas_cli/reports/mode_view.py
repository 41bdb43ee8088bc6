"""The sales mode of a scorecard in words: which, how sure, why, and what would settle it. Routes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..judging.modes import ChoiceScore, mode_of
from ..judging.scoring import BankScore
from ..model.bank import Bank, Mode, text_in
from ..model.naming import aside, listed, phrase, ranged
from ..words import Lang
from .card import ModePart


def mode_part(bank: Bank, score: BankScore, lang: Lang) -> ModePart | None:
    """The mode part of a bank; None in a bank that routes to no modes."""
    routed = score.score
    if routed is None or not bank.modes:
        return None
    settle = listed((text_in(bank.by_id[id].title, lang) for id in routed.settle), lang)
    if routed.mode is None:
        lines = (
            phrase("mode.none", lang, known=routed.known, items=routed.items),
            phrase("mode.missing", lang, items=settle),
        )
        return ModePart("", "", False, lines)
    title = text_in(mode_of(bank, routed.mode).title, lang)
    certainty = aside(phrase(f"state.{routed.state}", lang), lang)
    return ModePart(title, certainty, routed.firm, tuple(_mode_lines(bank, routed, settle, lang)))


def _mode_lines(bank: Bank, routed: ChoiceScore, settle: str, lang: Lang) -> Iterator[str]:
    mode = mode_of(bank, routed.mode or "")
    why = [phrase("mode.score", lang, score=ranged(routed.score, routed.low, routed.high))]
    if routed.low != routed.high:
        why.append(phrase("mode.leaning", lang, leaning=routed.leaning))
    why.append(phrase("mode.span", lang, first=mode.from_, last=_last_point(bank, mode)))
    yield phrase("then", lang).join(why)
    if not routed.firm:
        titles = [text_in(mode_of(bank, id).title, lang) for id in routed.possible]
        yield phrase("mode.possible", lang, modes=phrase("join", lang).join(titles))
        yield phrase("mode.settle", lang, items=settle)
    elif routed.low != routed.high:
        yield phrase("mode.firm_about", lang)
    if mode.aim:
        yield phrase("mode.aim", lang, aim=text_in(mode.aim, lang))


def _last_point(bank: Bank, mode: Mode) -> int:
    """The highest score that still routes to `mode`."""
    higher = [each.from_ - 1 for each in bank.modes if each.from_ > mode.from_]
    most = sum(question.points[1] for question in bank.by_id.values() if question.points)
    return higher[0] if higher else max(most, mode.from_)
