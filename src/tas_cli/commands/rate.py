"""`tas rate`: record answers, notes and fields without a session, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..output import tell
from ..safe import line
from ..storage.files import STDIN
from ..words import say
from . import completing
from .deals import deal
from .options import FileArgument, LangOption, QuietOption, text_option

if TYPE_CHECKING:
    from ..model.assessment import Assessment
    from ..place import Place


def rate(
    file: FileArgument,
    answers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARTY:]QUESTION=ANSWER", help="What to record.", autocompletion=completing.answers
        ),
    ] = None,
    evidence: Annotated[
        str | None, text_option("--evidence", metavar="TEXT", help="How we know, for each answer.")
    ] = None,
    said_by: Annotated[str | None, text_option("--said-by", metavar="WHO", help="Who said so.")] = None,
    side: Annotated[str | None, typer.Option(metavar="customer|us", help="Whose word it is.")] = None,
    next_step: Annotated[
        str | None, text_option("--next-step", metavar="TEXT", help="What to do next, for each.")
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="By which day, YYYY-MM-DD.")] = None,
    by: Annotated[str | None, text_option("--by", metavar="PERSON", help="Who does it.")] = None,
    fields: Annotated[
        list[str] | None,
        text_option("--set", metavar="FIELD=VALUE", help="Set a field, or custom.NAME; again for more."),
    ] = None,
    competitors: Annotated[
        list[str] | None,
        text_option("--competitor", metavar="NAME", help="Add a competitor; again for more."),
    ] = None,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> int:
    """Record answers without a session, for scripts.

    Everything or nothing is recorded. An empty ANSWER takes a rating away. The day of the assessment is that
    of a session: `--set assessed_on=DAY` sets it.

    Examples:

      tas rate acme compelling_event=+ --evidence "CFO's mail of 12 Nov"

      tas rate acme inside_support=? --next-step "Ask Anna" --due 2026-12-01

      tas rate acme x_sys:solution_fit=? uss.solution=tailored --set amount=90

      tas rate acme players.people/cio.stance=supporter progress.sign=2026-11-02
    """
    from ..changes.recording import AnswerNotes, all_given, noted, recorded, with_each
    from ..model.assessment import NEEDED
    from ..place import Places
    from ..session.answering import called, with_called
    from ..session.assessment_file import open_or_new, save

    if file == STDIN:
        raise TasError("session.no_stdin")
    places = Places(lang=lang)
    file = deal(file, places)
    place = places.of(file)
    if not (answers or fields or competitors):
        raise TasError("rate.nothing")
    notes = AnswerNotes(evidence, said_by, side, next_step, due, by)
    if not answers and notes.given:
        raise TasError("rate.note_for_what")
    seen = open_or_new(file)
    wanted = with_each(seen.assessment, fields or (), place.settings)
    for name in competitors or ():
        wanted = with_called(wanted, called(name))
    for answer in all_given(answers or (), wanted, place.library):
        wanted = noted(recorded(wanted, answer), answer, notes)
    if seen.is_new and not all(getattr(wanted, name) for name in NEEDED):
        raise TasError("rate.says_nothing", file=file)
    saved = save(seen, wanted, place.library.banks, in_part=False)
    if saved.conflicts:
        raise TasError("rate.conflict", file=file, n=len(saved.conflicts))
    if not quiet:
        tell(say("rate.unchanged" if saved.seen == seen else "rate.saved", place.lang, file=file))
    _tell_what_stays(seen.assessment, wanted, place)
    return 0


def _tell_what_stays(before: Assessment, after: Assessment, place: Place) -> None:
    """Say which evidence and which next steps were written for another answer than stands there now."""
    from ..changes.merge import left_behind

    for bank, question, party in left_behind(before, after):
        text = after.answer(bank, question).evidence_text(party)
        cell = f"{bank}.{question}" if party == "us" else f"{party}:{bank}.{question}"
        tell(say("rate.evidence_stays", place.lang, cell=cell, text=line(text)))
    for bank, question, _ in left_behind(before, after, "next_step"):
        text = after.answer(bank, question).step_text
        tell(say("rate.step_stays", place.lang, cell=f"{bank}.{question}", text=line(text)))
