"""Offering answers that an earlier session could not save: a question on a terminal, a hint elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from ..changes.merge import Conflict
from ..model.assessment import Assessment
from ..session import recovery
from ..session.saving import Kept
from ..words import Lang, say
from .talking import Talk, folded
from .telling import command


@dataclass(frozen=True, slots=True)
class Taken:
    """The assessment a session starts from, the recoveries in it, and where they clash with the file."""

    assessment: Assessment
    conflicts: tuple[Conflict, ...] = ()
    recoveries: tuple[recovery.Recovery, ...] = ()


def offered(kept: Kept, recover: bool | None, talk: Talk, lang: Lang) -> Taken:
    """What is on disk, with the waiting answers if wanted. `recover` None: ask, if anybody is there."""
    waiting = recovery.waiting(kept.path)
    talk.tell(say("session.recovery.unreadable", lang, file=str(path)) for path in waiting.unusable)
    if not waiting.recoveries:
        if recover:
            talk.tell(say("session.recovery.none", lang, file=kept.path))
        return Taken(kept.assessment)
    if not _wanted(kept.path, waiting.recoveries, recover, talk, lang):
        return Taken(kept.assessment)
    merged = recovery.taken_over(waiting.recoveries, kept.assessment)
    talk.tell(say("session.recovery.taken", lang))
    return Taken(merged.assessment, merged.conflicts, waiting.recoveries)


def _wanted(
    file: str, recoveries: tuple[recovery.Recovery, ...], recover: bool | None, talk: Talk, lang: Lang
) -> bool:
    if recover is None and not talk.piped:
        return _asked(file, recoveries, talk, lang)
    if not recover:
        cure = command("assess", file, "--recover")
        talk.tell(say("session.recovery.there", lang, file=file, command=cure))
    return bool(recover)


def _asked(file: str, recoveries: tuple[recovery.Recovery, ...], talk: Talk, lang: Lang) -> bool:
    while (line := talk.ask(say("session.recovery.ask", lang, file=file))) is not None:
        answer = folded(line).casefold()[:1]
        if answer in ("", "y"):
            return True
        if answer == "n":
            return False
        if answer == "d":
            for each in recoveries:
                recovery.drop(each.path)
            talk.tell(say("session.recovery.deleted", lang))
            return False
        talk.refuse(say("session.recovery.answers", lang))
    return False
