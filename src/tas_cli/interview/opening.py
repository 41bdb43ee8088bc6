"""Opening an assessment for a session: what a new file needs is asked, and the file is made.

Only what no option gave is asked. Rates nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import TasError
from ..model.assessment import Assessment, with_fields
from ..model.bank import Bank
from ..model.field_types import canonical_rating
from ..model.library import Library
from ..session.saving import Kept, save
from ..storage import files
from ..words import Lang, say
from .competitors import called, doing_nothing, with_called
from .talking import Talk, folded


@dataclass(frozen=True, slots=True)
class Given:
    """What the options say of the assessment."""

    customer: str | None
    opportunity: str | None
    competitors: Sequence[str]


def opened(
    kept: Kept,
    assessment: Assessment,
    given: Given,
    walked: Sequence[Bank],
    library: Library,
    talk: Talk,
    lang: Lang,
) -> Kept:
    """The file of the session, made or completed. `assessment` is what it holds or should hold already.

    TasError when the input ends too early, when an option contradicts the file, or when the disk refuses.
    """
    new = kept.reading is None or kept.reading.document.data is None
    assessment = _named(kept.path, assessment, given, talk, lang)
    for name in given.competitors:
        assessment = with_called(assessment, called(name))
    if new and not given.competitors and not assessment.competitors:
        assessment = _asked_competitors(assessment, talk, lang)
    if new and not assessment.banks:
        assessment = with_fields(assessment, banks={bank.id: bank.version for bank in walked})
    if assessment == kept.assessment:
        return kept
    if kept.reading is None:
        _make_folder(Path(kept.path).parent)
    return save(kept, assessment, library.banks).kept


def _named(file: str, assessment: Assessment, given: Given, talk: Talk, lang: Lang) -> Assessment:
    """`assessment` with customer and opportunity, from the options or asked for."""
    for field, name in (("customer", given.customer), ("opportunity", given.opportunity)):
        standing = getattr(assessment, field)
        wanted = " ".join((name or "").split())
        if standing and wanted and wanted != " ".join(standing.split()):
            raise TasError(f"session.other_{field}", file=file, standing=standing, given=wanted)
        if not standing:
            assessment = with_fields(assessment, **{field: wanted or _asked(file, field, talk, lang)})
    return assessment


def _asked(file: str, field: str, talk: Talk, lang: Lang) -> str:
    while (line := talk.ask(say(f"session.ask.{field}", lang))) is not None:
        if line:
            return " ".join(line.split())
        talk.refuse(say("session.ask.needed", lang))
    raise TasError("session.needs_names", file=file)


def _asked_competitors(assessment: Assessment, talk: Talk, lang: Lang) -> Assessment:
    while line := talk.ask(say("session.ask.competitors", lang)):
        if canonical_rating(line) in ("+", "-", "?"):
            talk.refuse(say("session.ask.not_a_name", lang, text=line))
        else:
            assessment = with_called(assessment, called(line))
    nothing = doing_nothing(lang)
    if talk.piped or nothing.id in assessment.competitors:
        return assessment
    return with_called(assessment, nothing) if _yes(talk, "session.ask.do_nothing", lang) else assessment


def _yes(talk: Talk, question: str, lang: Lang) -> bool:
    """Whether the person says yes; Enter and the end of input are a yes."""
    while line := talk.ask(say(question, lang)):
        answer = folded(line).casefold()
        if answer in ("y", "yes", "是", "好"):
            return True
        if answer in ("n", "no", "否", "不"):
            return False
        talk.refuse(say("session.ask.yes_or_no", lang))
    return True


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise files.unusable(folder, trouble) from None
