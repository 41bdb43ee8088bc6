"""Question banks as people read them: a listing, a whole bank, one criterion or mode. Plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..model.bank import Bank, Mode, Question, Section, list_in, text_in
from ..model.library import Library
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
    parts += ["\n".join(mode_lines(mode, lang)) for mode in bank.modes]
    return terminal("\n\n".join(parts))


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
    if question.id in section.required:
        yield f"  {say('banks.required', lang)}"
    if question.not_for:
        yield f"  {say('banks.not_for', lang, parties=', '.join(question.not_for))}"
    if question.weight != 1:
        yield f"  {say('banks.weight', lang, n=question.weight)}"


def mode_lines(mode: Mode, lang: Lang) -> Iterator[str]:
    """A mode: when it is chosen, its aim, traits, standard and benchmarks."""
    yield f"{text_in(mode.title, lang)} ({mode.id})  {say('banks.from', lang, n=mode.from_)}"
    if mode.aim:
        yield _wrapped(text_in(mode.aim, lang), "  ")
    for trait in list_in(mode.traits, lang):
        yield _wrapped(trait, "  - ")
    if mode.standard:
        yield _wrapped(f"{say('banks.standard', lang)}: {text_in(mode.standard, lang)}", "  ")
    for benchmark in list_in(mode.benchmarks, lang):
        yield _wrapped(benchmark, "  * ")


def _wrapped(text: str, lead: str = "") -> str:
    return textwrap.fill(text, 100, initial_indent=lead, subsequent_indent=" " * len(lead)) or lead
