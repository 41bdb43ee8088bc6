"""A playbook as a document, and the parts of one that other documents show too. Advises nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import safe
from ..model.local_texts import LocalList, list_in, text_in
from ..model.naming import aside, phrase
from ..model.playbook import Playbook, Strategy, Visit
from ..model.sendable import Blank, Piece
from ..words import Lang, say
from .doc import Block, Doc, Heading, Items, ListItem, Span, Spans, spans


def page(playbook: Playbook, lang: Lang) -> Doc:
    """A playbook from its programmes to its strategies."""
    blocks: list[Block] = [Heading(text_in(playbook.title, lang) + aside(playbook.id, lang), 1)]
    for id, programme in playbook.modes.items():
        blocks.append(Heading(text_in(programme.title, lang) + aside(id, lang)))
        visits = (
            ListItem(spans(Span(text_in(each.title, lang), "strong")), tuple(visit_lines(each, lang)))
            for each in programme.visits
        )
        blocks.append(Items(tuple(visits), numbered=True))
    for key, items in (("gates", _gates(playbook, lang)), ("moves", _moves(playbook, lang))):
        if items:
            blocks += [Heading(worded(key, lang)), Items(items)]
    strategies = tuple(_strategy(each, lang) for each in playbook.strategies)
    return Doc(lang, (*blocks, Heading(worded("strategies", lang)), Items(strategies, numbered=True)))


def as_json(playbook: Playbook, lang: Lang) -> str:  # noqa: ARG001
    """A playbook as its file says it: absent fields are absent."""
    return safe.as_json(playbook.model_dump(mode="json", by_alias=True, exclude_unset=True))


def worded(key: str, lang: Lang, **params: int | str) -> str:
    """A text of `plan.*`."""
    return say(f"plan.{key}", lang, **params)


def labelled(key: str, text: str, lang: Lang) -> Spans:
    """What a text is about (a key of `plan.*`), and the text."""
    return spans(Span(worded(key, lang), "strong"), phrase("after", lang), text)


def in_spans(pieces: Sequence[Piece]) -> Spans:
    """A text in pieces, its blanks marked and named."""
    return spans(
        *(Span(f"(… {each.title} …)", "doubt") if isinstance(each, Blank) else each for each in pieces)
    )


def visit_lines(visit: Visit, lang: Lang) -> Iterator[Spans]:
    """Who goes, what is done before, during and after, and what proves it."""
    parts: tuple[tuple[str, LocalList | None], ...] = (
        ("before", visit.before),
        ("during", visit.during),
        ("after", visit.after),
    )
    if visit.roles:
        yield labelled("roles", text_in(visit.roles, lang), lang)
    for key, tasks in parts:
        if tasks:
            yield labelled(key, phrase("then", lang).join(list_in(tasks, lang)), lang)
    yield labelled("proof", text_in(visit.proof, lang), lang)


def _gates(playbook: Playbook, lang: Lang) -> tuple[ListItem, ...]:
    return tuple(
        ListItem(spans(gate.id), tuple(map(spans, list_in(gate.turnaround, lang)))) for gate in playbook.gates
    )


def _moves(playbook: Playbook, lang: Lang) -> tuple[ListItem, ...]:
    anything = worded("any", lang)
    return tuple(
        ListItem(
            spans(f"{rule.ours} / {rule.theirs or anything}{phrase('after', lang)}{text_in(rule.say, lang)}")
        )
        for rule in playbook.moves
    )


def _strategy(strategy: Strategy, lang: Lang) -> ListItem:
    """A strategy, what it asks for, and its reason."""
    when = strategy.when
    asked = [str(each) for each in (when.verdict, when.standing) if each]
    asked += [
        f"{id} {each}"
        for each_of in (when.sections, when.leads, when.answers)
        for id, each in each_of.items()
    ]
    named = strategy.id + aside(phrase("join", lang).join(asked), lang) if asked else strategy.id
    return ListItem(spans(Span(named, "strong"), phrase("after", lang), text_in(strategy.because, lang)))
