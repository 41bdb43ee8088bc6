"""What a session says about itself: troubles with the disk, what was saved, how to go on. Prints nothing."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ..changes.merge import FactPath, facts
from ..errors import TasError
from ..findings import BadFile
from ..model.assessment import Assessment
from ..safe import terminal
from ..session import views
from ..session.saver import Saver
from ..words import Lang, say

RATING_PATH = 4
NOTE_PATH = 5


def command(name: str, file: str, *more: str) -> str:
    """The command line to type for `tas NAME FILE`."""
    return " ".join(["tas", name, shlex.quote(terminal(file)), *more])


def reason(trouble: TasError, lang: Lang) -> str:
    """Why something could not be done, in one line."""
    if isinstance(trouble, BadFile):
        first = trouble.findings[0]
        return f"{first.file}:{first.line}: {first.text(lang)}"
    return say(trouble.id, lang, **trouble.params)


def trouble_line(saver: Saver, lang: Lang) -> str:
    """What to tell while the disk refuses; "" while it does not."""
    if saver.trouble is None:
        return ""
    why = reason(saver.trouble, lang)
    if saver.slot is None or not saver.aside:
        return say("session.not_saved.nowhere", lang, reason=why)
    return say("session.not_saved", lang, reason=why, recovery=str(saver.slot.path))


def changed(saver: Saver) -> tuple[int, int]:
    """How many ratings and notes this session changed or took over, what was undone left out."""
    session = saver.session
    touched = _different(session.start, saver.opened)
    for _, before, after in session.trail:
        touched |= _different(before, after)
    start, now = facts(session.start), facts(session.assessment)
    moved = [path for path in touched if path[0] == "answers" and start.get(path) != now.get(path)]
    notes = sum(len(path) == NOTE_PATH for path in moved)
    return len(moved) - notes, notes


def _different(before: Assessment, after: Assessment) -> set[FactPath]:
    was, then = facts(before), facts(after)
    return {path for path in was.keys() | then.keys() if was.get(path) != then.get(path)}


def ending(saver: Saver, lang: Lang, *more: str) -> Iterator[str]:
    """The lines for the end of a session: what was saved, and the command to go on with.

    `more` are the options to repeat in that command.
    """
    file = saver.seen.path
    ratings, notes = changed(saver)
    if saver.trouble:
        yield say("session.saved.waiting", lang, file=file, ratings=ratings)
        yield trouble_line(saver, lang)
    elif not ratings and not notes:
        yield say("session.saved.nothing", lang, file=file)
    elif notes:
        yield say("session.saved", lang, file=file, ratings=ratings, notes=notes)
    else:
        key = "session.saved.one" if ratings == 1 else "session.saved.ratings"
        yield say(key, lang, file=file, ratings=ratings)
    if saver.session.conflicts:
        yield say("session.disputed", lang, n=len(saver.session.conflicts))
    to_go = _to_go(saver)
    how = "session.go_on" if to_go else "session.go_on.review"
    yield say(how, lang, n=to_go, command=command("assess", file, *more))


def _to_go(saver: Saver) -> int:
    session = saver.session
    open_value = "?" if session.unknown_only else None
    return sum(session.value(cell) == open_value for cell in session.walk)


def result(saver: Saver, lang: Lang) -> Iterator[str]:
    """The result of a session: verdict and mode, and where the scorecard is."""
    card = views.scorecard(saver.session)
    verdict = views.verdict_text(card, lang)
    mode = views.mode_text(saver.session.banks, card, lang)
    yield say("session.result.mode" if mode else "session.result", lang, verdict=verdict, mode=mode)
    yield say("session.show_hint", lang, command=command("show", saver.seen.path))
