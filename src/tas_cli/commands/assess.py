"""`tas assess`: the rating session, on a screen or in lines."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import INTERRUPTED, UNUSABLE, TasError
from ..output import emit, in_color
from ..storage.files import STDIN
from ..words import say
from .options import Color, File, Lang, Today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..interview.offering import Taken
    from ..interview.sitting import Sitting
    from ..interview.talking import Talk
    from ..model.assessment import Assessment
    from ..model.bank import Bank
    from ..place import Place
    from ..session import Session
    from ..session.saving import Kept


def assess(
    file: File,
    customer: Annotated[str | None, typer.Option(help="Whose opportunity it is.")] = None,
    opportunity: Annotated[str | None, typer.Option(help="What they may buy.")] = None,
    competitors: Annotated[
        list[str] | None, typer.Option("--competitor", metavar="NAME", help="A competitor; again for more.")
    ] = None,
    bank: Annotated[str | None, typer.Option(metavar="ID", help="Walk only this question bank.")] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="Walk only what is rated ?.")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="One prompt a line instead of the screen.")] = False,
    recover: Annotated[
        bool | None,
        typer.Option("--recover/--no-recover", help="Take or leave answers of a session cut short."),
    ] = None,
    lang: Lang = None,
    color: Color = "auto",
    today: Today = None,
) -> int:
    """Rate an opportunity: the session.

    + is known and good, - known and bad, ? not known. A new FILE is started, an old one resumed at its first
    unrated cell, a complete one opened as a review. 2 when a piped line was no answer.

    Examples:

      tas assess deals/acme.tas.yaml

      tas assess deals/acme.tas.yaml --unknown

      printf '+\\n-\\n' | tas assess a.tas.yaml --customer Acme --opportunity CRM --competitor X-Sys
    """
    from ..interview.offering import offered
    from ..interview.opening import Given, opened
    from ..interview.signals import signals_interrupt
    from ..interview.talking import Talk
    from ..place import Places
    from ..session import open_session
    from ..session.saving import open_or_new

    if file == STDIN:
        raise TasError("session.no_stdin")
    places = Places(today, lang)
    place = places.of(file)
    library = place.library
    walked = [library.bank(bank)] if bank else [library.banks[id] for id in library.walked]
    talk = Talk(piped=not _is_terminal(sys.stdin))
    with signals_interrupt():
        try:
            kept = open_or_new(file)
            taken = offered(kept, recover, talk, place.lang)
            given = Given(customer, opportunity, competitors or ())
            made = opened(kept, taken.assessment, given, walked, library, talk, place.lang)
            banks = _banks(place, made.assessment, walked)
            session = open_session(banks, made.assessment, today=place.today, unknown_only=unknown, only=bank)
            sitting = _sitting(session, made, kept.assessment, taken, place)
        except KeyboardInterrupt:
            talk.tell(say("session.interrupted", place.lang))
            return INTERRUPTED
        on_screen = not lines and _can_show_screen()
        interrupted = _held(sitting, talk, place, on_screen=on_screen, colored=in_color(color))
        again = [*(["--unknown"] if unknown else []), *(["--bank", bank] if bank else [])]
        return _ended(sitting, talk, place, interrupted, again)


def _banks(place: Place, assessment: Assessment, walked: Sequence[Bank]) -> list[Bank]:
    """The banks to score: those that concern the assessment, and those walked now."""
    banks = place.banks_for(assessment)
    return [*banks, *(bank for bank in walked if bank.id not in {each.id for each in banks})]


def _sitting(session: Session, made: Kept, before: Assessment, taken: Taken, place: Place) -> Sitting:
    """The sitting, in which the previous ratings are those from before anything was taken over."""
    from dataclasses import replace

    from ..interview.sitting import Sitting
    from ..session import recovery

    begun = replace(session, start=before, conflicts=taken.conflicts)
    sitting = Sitting(begun, made, place.library.banks)
    if sitting.aside:
        for each in taken.recoveries:
            recovery.drop(each.path)
    return sitting


def _held(sitting: Sitting, talk: Talk, place: Place, *, on_screen: bool, colored: bool) -> bool:
    """Hold the session; whether it was interrupted."""
    try:
        if on_screen:
            from ..interview.screen import show

            show(sitting, place.lang, us=place.us, colored=colored)
        else:
            from ..interview.lines import Lines

            Lines(sitting, talk, place.lang, place.us).run()
    except KeyboardInterrupt:
        return True
    return False


def _ended(sitting: Sitting, talk: Talk, place: Place, interrupted: bool, again: Sequence[str]) -> int:
    """Tell what was saved and what came of it; the exit code."""
    from ..interview.telling import ending, result

    if interrupted:
        talk.tell(say("session.interrupted", place.lang))
    talk.tell(ending(sitting, place.lang, *again))
    if not sitting.aside:
        talk.tell(say("session.last_resort", place.lang, file=sitting.kept.path))
        talk.tell(sitting.text(sitting.session.assessment))
    if interrupted:
        return INTERRUPTED
    emit("\n".join(result(sitting, place.lang)))
    return UNUSABLE if sitting.trouble or (talk.piped and talk.refusals) else 0


def _is_terminal(stream: object) -> bool:
    return bool(stream) and stream.isatty()  # type: ignore[attr-defined]


def _can_show_screen() -> bool:
    if os.environ.get("ACCESSIBLE") or not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        return False
    return os.name == "nt" or os.environ.get("TERM", "") not in ("", "dumb", "unknown")
