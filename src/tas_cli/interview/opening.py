"""Opening an assessment for a session: what a new file needs is asked, and answers that wait are offered.

Only what no option gave is asked. Rates nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..changes.merge import Conflict
from ..errors import TasError
from ..model.assessment import Assessment, with_fields
from ..model.bank import Bank
from ..model.field_types import canonical_rating
from ..model.library import Library
from ..session import recovery
from ..session.answering import called, doing_nothing, is_called, with_called
from ..session.assessment_file import FileSeen, save
from ..storage import files
from ..words import Lang, say
from .messages import command
from .prompts import Prompter, folded

HELP, BACK = "?", "<"


@dataclass(frozen=True, slots=True)
class GivenNames:
    """What the options say of the assessment, and the name by which the file was `called`."""

    customer: str | None
    opportunity: str | None
    competitors: Sequence[str]
    called: str = ""


def opened(
    seen: FileSeen,
    assessment: Assessment,
    given: GivenNames,
    walked: Sequence[Bank],
    library: Library,
    prompter: Prompter,
    lang: Lang,
) -> FileSeen:
    """The file of the session, made or completed. `assessment` is what it holds or should hold already.

    TasError when the input ends too early, when an option contradicts the file, or when the disk refuses.
    """
    new = seen.is_new
    said: dict[str, str] = {}
    named = _named(seen.path, assessment, given, said, prompter, lang)
    if new and not given.competitors and not named.competitors:
        while (asked := _asked_competitors(named, prompter, lang)) is None:
            named = _named(seen.path, assessment, given, said, prompter, lang)
        named = asked
    assessment = named
    for name in given.competitors:
        assessment = with_called(assessment, called(name))
    if new and not assessment.banks:
        assessment = with_fields(assessment, banks={bank.id: bank.version for bank in walked})
    if assessment == seen.assessment:
        return seen
    if seen.reading is None:
        folder = Path(seen.path).parent
        with files.refusals_told(folder):
            folder.mkdir(parents=True, exist_ok=True)
    return save(seen, assessment, library.banks).seen


def _named(
    file: str,
    assessment: Assessment,
    given: GivenNames,
    said: dict[str, str],
    prompter: Prompter,
    lang: Lang,
) -> Assessment:
    """`assessment` with customer and opportunity, from the options or asked for.

    What is asked goes into `said`; what has been said is not asked again, but for the last.
    """
    asked = []
    for field, name in (("customer", given.customer), ("opportunity", given.opportunity)):
        standing = getattr(assessment, field)
        wanted = " ".join((name or "").split())
        if standing and wanted and wanted != " ".join(standing.split()):
            raise TasError(f"session.other_{field}", file=file, standing=standing, given=wanted)
        if not standing and wanted:
            assessment = with_fields(assessment, **{field: wanted})
        elif not standing:
            asked.append(field)
    place = max(0, len(said) - 1)
    while place < len(asked):
        field = asked[place]
        named = given.called if field == "customer" and not prompter.piped else ""
        name = _asked(file, field, said.get(field, named), prompter, lang)
        if name is not None:
            said[field] = name
        place = max(0, place - 1) if name is None else place + 1
    return with_fields(assessment, **said)


def _asked(file: str, field: str, named: str, prompter: Prompter, lang: Lang) -> str | None:
    """A name that is needed, `named` on Enter alone; None to go back."""
    while (line := prompter.ask(say(f"session.ask.{field}", lang, name=named))) is not None:
        sign = "" if prompter.piped else folded(line)
        if sign == BACK:
            return None
        if sign == HELP:
            prompter.tell(say("session.ask.how_to", lang))
        elif line or named:
            return " ".join((line or named).split())
        else:
            prompter.refuse(say("session.ask.needed", lang))
    raise TasError("session.needs_names", file=file)


def _asked_competitors(assessment: Assessment, prompter: Prompter, lang: Lang) -> Assessment | None:
    """`assessment` with the competitors that are named; None to go back to what was asked before."""
    while line := prompter.ask(say("session.ask.competitors", lang)):
        sign = "" if prompter.piped else folded(line)
        if sign == HELP:
            prompter.tell(say("session.ask.how_to", lang))
        elif sign == BACK and not assessment.competitors:
            return None
        elif sign == BACK:
            standing = dict(list(assessment.competitors.items())[:-1])
            assessment = with_fields(assessment, competitors=standing)
        elif canonical_rating(line) in ("+", "-", "?"):
            prompter.refuse(say("session.ask.not_a_name", lang, text=line))
        elif is_called(assessment, line):
            prompter.tell(say("session.already_there", lang, name=" ".join(line.split())))
        else:
            assessment = with_called(assessment, called(line))
    nothing = doing_nothing(lang)
    if prompter.piped or nothing.id in assessment.competitors:
        return assessment
    return with_called(assessment, nothing) if _yes(prompter, "session.ask.do_nothing", lang) else assessment


def _yes(prompter: Prompter, question: str, lang: Lang) -> bool:
    """Whether the person says yes; Enter and the end of input are a yes."""
    while line := prompter.ask(say(question, lang)):
        answer = folded(line).casefold()
        if answer in ("y", "yes", "是", "好"):
            return True
        if answer in ("n", "no", "否", "不"):
            return False
        prompter.refuse(say("session.ask.yes_or_no", lang))
    return True


@dataclass(frozen=True, slots=True)
class Taken:
    """The assessment a session starts from, the recoveries in it, and where they clash with the file."""

    assessment: Assessment
    conflicts: tuple[Conflict, ...] = ()
    recoveries: tuple[recovery.Recovery, ...] = ()


def offered(seen: FileSeen, recover: bool | None, prompter: Prompter, lang: Lang) -> Taken:
    """What is on disk, with the waiting answers if wanted. `recover` None: ask, if anybody is there."""
    waiting = recovery.waiting(seen.path)
    prompter.tell(say("session.recovery.unreadable", lang, file=str(path)) for path in waiting.unusable)
    if not waiting.recoveries:
        if recover:
            prompter.tell(say("session.recovery.none", lang, file=seen.path))
        return Taken(seen.assessment)
    if not _wanted(seen.path, waiting.recoveries, recover, prompter, lang):
        return Taken(seen.assessment)
    merged = recovery.taken_over(waiting.recoveries, seen.assessment)
    prompter.tell(say("session.recovery.taken", lang))
    return Taken(merged.assessment, merged.conflicts, waiting.recoveries)


def _wanted(
    file: str, recoveries: tuple[recovery.Recovery, ...], recover: bool | None, prompter: Prompter, lang: Lang
) -> bool:
    if recover is None and not prompter.piped:
        return _asked_to_take(file, recoveries, prompter, lang)
    if not recover:
        cure = command("assess", file, "--recover")
        prompter.tell(say("session.recovery.there", lang, file=file, command=cure))
    return bool(recover)


def _asked_to_take(
    file: str, recoveries: tuple[recovery.Recovery, ...], prompter: Prompter, lang: Lang
) -> bool:
    while (line := prompter.ask(say("session.recovery.ask", lang, file=file))) is not None:
        answer = folded(line).casefold()[:1]
        if answer in ("", "y"):
            return True
        if answer == "n":
            return False
        if answer == "d":
            for each in recoveries:
                recovery.drop(each.path)
            prompter.tell(say("session.recovery.deleted", lang))
            return False
        prompter.refuse(say("session.recovery.answers", lang))
    return False
