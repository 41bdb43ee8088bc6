"""Question banks as people read them: a listing, a whole bank, one criterion or mode. Plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..model.bank import Bank, CrossCheck, Mode, Question, Section, list_in, text_in
from ..model.library import Library
from ..model.naming import aside
from ..safe import terminal
from ..words import Lang, say


def listing(library: Library, lang: Lang) -> str:
    """A line for each bank."""
    width = max(len(id) for id in library.banks)
    note = "  " + say("banks.not_walked", lang)
    lines = [
        f"{bank.id:<{width}}  v{bank.version}  {say('banks.questions', lang, n=len(bank.by_id))}  "
        f"{text_in(bank.title, lang)}{'' if bank.id in library.walked else note}"
        for bank in library.banks.values()
    ]
    return terminal("\n".join(lines))


def whole(bank: Bank, lang: Lang) -> str:
    """A bank from its title to its notes."""
    parts = [f"{text_in(bank.title, lang)} ({bank.id}, v{bank.version})"]
    if bank.notes:
        parts.append(_wrapped(text_in(bank.notes, lang)))
    for section in bank.sections:
        marks = [say("banks.contested", lang)] if section.contested else []
        parts.append("\n".join([f"== {text_in(section.title, lang)} ({', '.join([section.id, *marks])})"]))
        parts += ["\n".join(_question(section, question, lang)) for question in section.questions]
    parts += ["\n".join(lines) for lines in (list(_rules(bank, lang)), list(_checks(bank, lang))) if lines]
    parts += ["\n".join(mode_lines(mode, lang)) for mode in bank.modes]
    return terminal("\n\n".join(parts))


def _rules(bank: Bank, lang: Lang) -> Iterator[str]:
    """How the bank judges, as far as no single question says it."""
    if bank.has_ratings:
        yield say("banks.verdict", lang, yes=bank.verdict.yes_above, no=bank.verdict.no_below)
    if bank.ask_first:
        yield _wrapped(say("banks.ask_first", lang, questions=", ".join(bank.ask_first)))
    if bank.modes:
        yield say(f"banks.lean.{bank.lean or 'larger'}", lang)


def _checks(bank: Bank, lang: Lang) -> Iterator[str]:
    """The cross-checks: what each asks, and what it says when that fails."""
    if bank.cross_checks:
        yield say("banks.checks", lang)
    for check in bank.cross_checks:
        marks = [say(f"scorecard.form.{check.form}", lang)] if check.form else []
        marks += [
            say(f"banks.check.{mark}", lang) for mark in ("serious", "no_leave") if getattr(check, mark)
        ]
        name = check.id + (aside(", ".join(marks), lang) if marks else "")
        yield _wrapped(f"{name}: {_asks(check, lang)}", "  ")
        yield _wrapped(text_in(check.say, lang), "    - ")
        if check.say_minus:
            yield _wrapped(text_in(check.say_minus, lang), "    - ")


def _asks(check: CrossCheck, lang: Lang) -> str:
    if check.none:
        return say("banks.check.none", lang, questions=", ".join(check.none))
    if check.lacks:
        return say("banks.check.lacks", lang, party=check.lacks)
    if check.rival:
        return say("banks.check.rival", lang, minus=check.rival.minus, plus=check.rival.plus)
    if check.close_after_days is not None:
        return say("banks.check.close", lang, n=check.close_after_days)
    sides = (", ".join(f"{id} {rating}" for id, rating in side.items()) for side in (check.if_, check.needs))
    return say("banks.check.if", lang, if_=next(sides), needs=next(sides))


def criterion(bank: Bank, question: Question, lang: Lang) -> str:
    """All about one question: what it asks, what its answers mean, how it counts."""
    section = bank.section_of(question.id)
    lines = [
        f"{text_in(bank.title, lang)} > {text_in(section.title, lang)}",
        *_question(section, question, lang),
    ]
    return terminal("\n".join(lines))


def _question(section: Section, question: Question, lang: Lang) -> Iterator[str]:
    yield f"{text_in(question.title, lang)} ({question.id})"
    if question.why:
        yield _wrapped(text_in(question.why, lang), "  ")
    for ask in list_in(question.ask, lang):
        yield _wrapped(ask, "  - ")
    if question.plus:
        poles = f"+ {text_in(question.plus, lang)}   - {text_in(question.minus, lang)}"
        yield f"  {poles}   ? {say('banks.unknown', lang)}"
    for option in question.options:
        points = "" if option.points is None else f"  [{option.points}]"
        yield f"  = {option.id}: {text_in(option.title, lang)}{points}"
    yield from _marks(section, question, lang)
    if question.not_for:
        yield f"  {say('banks.not_for', lang, parties=', '.join(question.not_for))}"
    if question.weight != 1:
        yield f"  {say('banks.weight', lang, n=question.weight)}"


def _marks(section: Section, question: Question, lang: Lang) -> Iterator[str]:
    """What a question decides in its section, and in which forms it is asked."""
    for mark in ("required", "veto"):
        if question.id in getattr(section, mark):
            yield f"  {say(f'banks.{mark}', lang)}"
    if question.id in section.veto_all:
        others = ", ".join(id for id in section.veto_all if id != question.id)
        yield f"  {say('banks.veto_all', lang, others=others or question.id)}"
    for mark in ("core", "not_contested", "own_word"):
        if getattr(question, mark):
            yield f"  {say(f'banks.{mark}', lang)}"


def mode_lines(mode: Mode, lang: Lang) -> Iterator[str]:
    """A mode: when it is chosen, its aim, traits, standard and benchmarks."""
    yield f"{text_in(mode.title, lang)} ({mode.id})  {say('banks.from', lang, n=mode.from_)}"
    if mode.aim:
        yield _wrapped(text_in(mode.aim, lang), "  ")
    if mode.form == "short":
        yield f"  {say('banks.form.short', lang)}"
    if mode.warn:
        always = ", ".join(mode.warn.always)
        key = "banks.warn.always" if always else "banks.warn"
        text = say(key, lang, n=mode.warn.at_least, points=mode.warn.points, questions=always)
        yield _wrapped(text, "  ")
    for trait in list_in(mode.traits, lang):
        yield _wrapped(trait, "  - ")
    if mode.standard:
        yield _wrapped(f"{say('banks.standard', lang)}: {text_in(mode.standard, lang)}", "  ")
    for benchmark in list_in(mode.benchmarks, lang):
        yield _wrapped(benchmark, "  * ")


def _wrapped(text: str, lead: str = "") -> str:
    return textwrap.fill(text, 100, initial_indent=lead, subsequent_indent=" " * len(lead)) or lead
