"""What a session says about itself: troubles with the disk, what was saved, how to go on. Prints nothing."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..changes.merge import FactPath, facts, is_cell
from ..errors import TasError
from ..findings import BadFile
from ..model.bank import question_in
from ..model.naming import aside
from ..safe import terminal
from ..session import Session, views
from ..session.drafts import Drafts
from ..session.moving import scorecard
from ..session.notices import cell_name
from ..session.reconciling import changed_paths
from ..session.saver import Saver
from ..session.state import EVERYTHING, NO_QUOTES, walk_of
from ..words import Lang, say

NOTE_PATH = 5
DRAFTS_NAMED = 3


def command(name: str, file: str, *more: str) -> str:
    """The command line to type for `tas NAME FILE`."""
    return " ".join(["tas", name, shlex.quote(terminal(file)), *more])


def reason(trouble: TasError, lang: Lang) -> str:
    """Why something could not be done, in one line, with the bare name of the file behind it."""
    if isinstance(trouble, BadFile):
        first = trouble.findings[0]
        return first.text(lang) + aside(f"{Path(first.file).name}:{first.line}", lang)
    name = Path(str(trouble.params.get("file", ""))).name
    text = say(trouble.id, lang, **{**trouble.params, "file": name})
    bare = text.removeprefix(name).lstrip(":：, ")
    return bare + aside(name, lang) if name and bare != text else text


def trouble_text(saver: Saver, lang: Lang) -> str:
    """What to tell while the disk refuses, the reason first; "" while it does not."""
    if saver.trouble is None:
        if saver.quotes_trouble is None:
            return ""
        return say("session.quotes_stay", lang, reason=reason(saver.quotes_trouble, lang))
    why = reason(saver.trouble, lang)
    if saver.slot is None or not saver.aside:
        return say("session.not_saved.nowhere", lang, reason=why, n=saver.unsaved)
    return say("session.not_saved", lang, reason=why, n=saver.unsaved, recovery=_short(saver.slot.path))


def _short(path: Path) -> str:
    """A path with the home folder as people write it."""
    home = os.path.expanduser("~")  # noqa: PTH111 - which has an answer where there is no home
    text = str(path)
    return f"~{text[len(home) :]}" if home != "~" and text.startswith(home + os.sep) else text


def draft_names(session: Session, drafts: Drafts, lang: Lang, us: str) -> str:
    """What the drafts that wait are about; "" for none."""
    about = [draft for draft in drafts.waiting() if draft.cell.bank in {bank.id for bank in session.banks}]
    named = [
        f"{say(f'session.note.{draft.note}', lang)} · {cell_name(session, draft.cell, lang, us)}"
        for draft in about
        if draft.cell.question in session.bank(draft.cell.bank).by_id
    ]
    more = len(named) - DRAFTS_NAMED
    what = say("session.and", lang).join(named[:DRAFTS_NAMED])
    return say("session.merged.more", lang, what=what, n=more) if more > 0 else what


def changed(saver: Saver) -> tuple[int, int, int]:
    """How many ratings, notes and entries this session changed or took over, what was undone left out."""
    session = saver.session
    touched = changed_paths(session.start, saver.opened)
    for _, before, after in session.trail:
        touched |= changed_paths(before, after)
    start, now = facts(session.start), facts(session.assessment)
    fields = {(each.field,) for bank in session.walked for each in bank.by_id.values() if each.field}
    moved = [path for path in touched if start.get(path) != now.get(path)]
    moved = [path for path in moved if path[0] == "answers" or path in fields]
    entries = sum(_is_entry(session, path) for path in moved)
    notes = sum(len(path) == NOTE_PATH and not is_cell(path) for path in moved)
    return len(moved) - notes - entries, notes, entries


def _is_entry(session: Session, path: FactPath) -> bool:
    """Whether a fact is one that is filled in and rates nothing."""
    if len(path) == 1 or is_cell(path):
        return True
    question = question_in({bank.id: bank for bank in session.banks}, *path[1:3])
    return len(path) != NOTE_PATH and question is not None and not question.kind.find_out


def ending(saver: Saver, lang: Lang, *more: str) -> Iterator[str]:
    """The lines for the end of a session: what was saved, and the command to go on with.

    `more` are the options to repeat in that command.
    """
    file, session = saver.seen.path, saver.session
    if saver.trouble:
        yield trouble_text(saver, lang)
    else:
        yield _saved(saver, lang)
        if saver.quotes_trouble:
            yield trouble_text(saver, lang)
    if session.conflicts:
        yield say("session.disputed", lang, n=len(session.conflicts))
    if drafts := draft_names(session, Drafts(file), lang, ""):
        yield say("session.drafts_left", lang, what=drafts)
    if to_go := len(views.unrated(session)):
        key = "session.go_on.quotes" if session.quotes else "session.go_on"
        yield say(key, lang, n=to_go, command=command("assess", file, *more))
        return
    whole = replace(session, scope=replace(EVERYTHING, bank=session.scope.bank), quotes=NO_QUOTES)
    rest = len(views.unrated(replace(whole, walk=walk_of(whole))))
    flags = [flag for flag in more if flag not in ("--unknown", "--proposals")]
    key = "session.go_on.rest" if rest else "session.go_on.review"
    yield say(key, lang, n=rest, command=command("assess", file, *flags))


def _saved(saver: Saver, lang: Lang) -> str:
    """How much of this session is in the file; of a review that changed nothing, as of which day it holds."""
    file = saver.seen.path
    ratings, notes, entries = changed(saver)
    counts = [("ratings", ratings), ("notes", notes), ("entries", entries)]
    told = [say(f"session.count.{name}", lang, n=n) for name, n in counts if n]
    if told:
        return say("session.saved", lang, file=file, what=say("session.and_count", lang).join(told))
    day, before = saver.session.assessment.assessed_on, saver.session.start.assessed_on
    if day is not None and day != before:
        return say("session.saved.confirmed", lang, file=file, day=day.isoformat())
    return say("session.saved.nothing", lang, file=file)


def result(saver: Saver, lang: Lang) -> Iterator[str]:
    """The result of a session: verdict and mode, and where the scorecard is."""
    card = scorecard(saver.session)
    verdict = views.verdict_text(card, lang)
    mode = views.mode_text(saver.session.banks, card, lang)
    yield say("session.result.mode" if mode else "session.result", lang, verdict=verdict, mode=mode)
    yield say("session.show_hint", lang, command=command("show", saver.seen.path))
