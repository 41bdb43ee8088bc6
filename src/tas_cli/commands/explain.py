"""`tas explain`: what a criterion, a mode, a finding or a rule means, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..findings import cure, finding_ids, switchable, title, usual_level
from ..output import Color, emit, report
from ..safe import terminal
from ..words import Lang, has, say
from . import completing
from .options import ColorOption, LangOption, ToOption

if TYPE_CHECKING:
    from ..model.settings import Rule
    from ..place import Place


def explain(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A criterion, a mode, a finding such as TAS104, or a rule of tas.yaml.",
            autocompletion=completing.explained,
        ),
    ],
    to: ToOption = "-",
    lang: LangOption = None,
    color: ColorOption = "auto",
) -> int:
    """Say what a criterion or a finding means, and what to do.

    Of a finding: why it is looked for, its level and how to set that. The beginning of an id lists the
    findings that begin so.

    Examples:

      tas explain compelling_event

      tas explain TAS201 --lang zh

      tas explain TAS2
    """
    from ..place import Places

    place = Places(lang=lang).here()
    if re.fullmatch("TAS|(?i:TAS)[0-9]{1,3}", id):
        _tell_findings(id.upper(), place, to, color)
        return 0
    for rule in place.settings.policy:
        if rule.id == id:
            report("finding", "text", list(_rule(rule, place)), place.lang, to=to, color=color)
            return 0
    id = _called(id, place)
    read = place.library.where.values()
    for bank in place.library.banks.values():
        for mode in bank.modes:
            if id in (mode.id, f"{bank.id}.{mode.id}"):
                report("mode", "text", mode, place.lang, to=to, color=color, inputs=read)
                return 0
    try:
        bank, question = place.library.find(id)
    except TasError as trouble:
        raise _unknown(id, place) if trouble.id == "cli.unknown_question" else trouble from None
    report("question", "text", (bank, bank.by_id[question]), place.lang, to=to, color=color, inputs=read)
    return 0


def _called(name: str, place: Place) -> str:
    """The id of the criterion or mode that is called so on the screen, in any language; else the name."""
    from ..model.local_texts import texts_in

    wanted = name.casefold()
    for bank in place.library.banks.values():
        named = [(id, question.title) for id, question in bank.by_id.items()]
        for id, title_ in (*named, *((mode.id, mode.title) for mode in bank.modes)):
            if wanted in (each.casefold() for each in texts_in(title_)):
                return f"{bank.id}.{id}"
    return name


def _unknown(id: str, place: Place) -> TasError:
    from ..model.field_types import nearest

    known = [each for bank in place.library.banks.values() for each in bank.by_id]
    known += [mode.id for bank in place.library.banks.values() for mode in bank.modes]
    known += [*finding_ids(), *(rule.id for rule in place.settings.policy)]
    return TasError("explain.unknown", name=id, near=nearest(id, known))


def _tell_findings(id: str, place: Place, to: str, color: Color) -> None:
    """Print all about one finding, or a line for each whose id begins so."""
    if has(f"{id}.about"):
        report("finding", "text", list(_finding(id, place)), place.lang, to=to, color=color)
        return
    begun = [each for each in finding_ids() if each.startswith(id)]
    if not begun:
        raise _unknown(id, place)
    emit(terminal("\n".join(f"{each}  {title(each, place.lang)}" for each in begun)), to)


def _finding(id: str, place: Place) -> Iterator[str]:
    lang = place.lang
    yield f"{id}: {title(id, lang)}"
    yield say(f"{id}.about", lang)
    if cure(id, lang):
        yield say("explain.cure", lang, cure=cure(id, lang))
    yield _level(id, place)
    if id.startswith("TAS2") and id in switchable():
        yield from _waivable(place)


def _level(id: str, place: Place) -> str:
    """The level of a finding, here and otherwise, and how to set it."""
    lang, usual = place.lang, usual_level(id)
    if id not in switchable():
        return say("explain.always", lang, level=_named(usual, lang))
    here = place.settings.findings.get(id, usual)
    if here == usual:
        return say("explain.level", lang, level=_named(usual, lang), id=id)
    return say("explain.level_here", lang, level=_named(here, lang), usual=_named(usual, lang), id=id)


def _named(level: str, lang: Lang) -> str:
    return say(f"check.level.{level}", lang)


def _rule(rule: Rule, place: Place) -> Iterator[str]:
    """A rule of the team's own."""
    at = place.workspace.line(("policy", place.settings.policy.index(rule)))
    yield f"{rule.id}: {rule.say or say('explain.rule', place.lang)}"
    yield say("explain.rule.at", place.lang, file=place.workspace.file, line=at)
    yield f"when: {rule.when}\nexpect: {rule.expect}"
    yield say("explain.rule.level", place.lang, level=_named(rule.level, place.lang))
    if "deal.waivers" not in rule.when + rule.expect:
        yield from _waivable(place)


def _waivable(place: Place) -> Iterator[str]:
    """Who may excuse a deal, where the workspace lets anybody."""
    if terms := place.settings.waivers:
        yield say("explain.waivable", place.lang, by=", ".join(terms.by), days=terms.days)
