"""`tas assess`: the rating session, on a screen or in lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from ..days import day
from ..errors import INTERRUPTED, UNUSABLE, TasError
from ..interview.lines import Lines
from ..interview.offering import Taken, offered
from ..interview.opening import Given, opened
from ..interview.signals import signals_interrupt
from ..interview.sitting import Sitting
from ..interview.talking import Talk
from ..interview.telling import ending, result
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.library import Library, load_library
from ..model.workspace import find_workspace
from ..output import Color, emit, in_color
from ..session import Session, open_session, recovery
from ..session.saving import Kept, open_or_new
from ..storage.files import STDIN
from ..words import Lang, say
from ..words.language import language


def assess(
    file: str,
    *,
    customer: str | None,
    opportunity: str | None,
    competitors: Sequence[str],
    bank: str | None,
    unknown: bool,
    lines: bool,
    recover: bool | None,
    lang: str | None,
    today: str | None,
    color: Color,
) -> int:
    """Hold a rating session. 2 when a piped line was no answer or the disk refused, 130 when interrupted."""
    if file == STDIN:
        raise TasError("session.no_stdin")
    reckoned = day(today)
    workspace = find_workspace(file)
    chosen = language(lang, workspace.settings.language)
    library = load_library(workspace)
    walked = [library.bank(bank)] if bank else [library.banks[id] for id in library.walked]
    talk = Talk(piped=not _is_terminal(sys.stdin))
    on_screen = not lines and _can_show_screen()
    with signals_interrupt():
        try:
            kept = open_or_new(file)
            taken = offered(kept, recover, talk, chosen)
            given = Given(customer, opportunity, competitors)
            made = opened(kept, taken.assessment, given, walked, library, talk, chosen)
            banks = _banks(library, made.assessment, walked)
            session = open_session(banks, made.assessment, today=reckoned, unknown_only=unknown, only=bank)
            sitting = _sitting(session, made, kept.assessment, taken, library)
        except KeyboardInterrupt:
            talk.tell(say("session.interrupted", chosen))
            return INTERRUPTED
        interrupted = _held(sitting, talk, on_screen, chosen, workspace.settings.us, in_color(color))
        again = [*(["--unknown"] if unknown else []), *(["--bank", bank] if bank else [])]
        return _ended(sitting, talk, interrupted, chosen, again)


def _banks(library: Library, assessment: Assessment, walked: Sequence[Bank]) -> list[Bank]:
    """The banks to score: those that concern the assessment, and those walked now."""
    banks = library.banks_for(assessment)
    return [*banks, *(bank for bank in walked if bank.id not in {each.id for each in banks})]


def _sitting(session: Session, made: Kept, before: Assessment, taken: Taken, library: Library) -> Sitting:
    """The sitting, in which the previous ratings are those from before anything was taken over."""
    sitting = Sitting(replace(session, start=before, conflicts=taken.conflicts), made, library.banks)
    if sitting.aside:
        for each in taken.recoveries:
            recovery.drop(each.path)
    return sitting


def _held(sitting: Sitting, talk: Talk, on_screen: bool, lang: Lang, us: str, colored: bool) -> bool:
    """Hold the session; whether it was interrupted."""
    try:
        if on_screen:
            from ..interview.screen import show

            show(sitting, lang, us=us, colored=colored)
        else:
            Lines(sitting, talk, lang, us).run()
    except KeyboardInterrupt:
        return True
    return False


def _ended(sitting: Sitting, talk: Talk, interrupted: bool, lang: Lang, again: Sequence[str]) -> int:
    """Tell what was saved and what came of it; the exit code."""
    if interrupted:
        talk.tell(say("session.interrupted", lang))
    talk.tell(ending(sitting, lang, *again))
    if not sitting.aside:
        talk.tell(say("session.last_resort", lang, file=sitting.kept.path))
        talk.tell(sitting.text(sitting.session.assessment))
    if interrupted:
        return INTERRUPTED
    emit("\n".join(result(sitting, lang)))
    return UNUSABLE if sitting.trouble or (talk.piped and talk.refusals) else 0


def _is_terminal(stream: object) -> bool:
    return bool(stream) and stream.isatty()  # type: ignore[attr-defined]


def _can_show_screen() -> bool:
    if os.environ.get("ACCESSIBLE") or not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        return False
    return os.name == "nt" or os.environ.get("TERM", "") not in ("", "dumb", "unknown")
