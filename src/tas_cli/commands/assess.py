"""`tas assess`: the rating session, on a screen or in lines."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import INTERRUPTED, UNUSABLE, TasError
from ..output import emit, in_color
from ..storage.files import STDIN
from ..words import say
from . import completing
from .deals import Meant, deal, deal_to_assess
from .options import ColorOption, FileArgument, LangOption, TodayOption, text_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..interview.opening import Taken
    from ..interview.prompts import Prompter
    from ..model.assessment import Assessment
    from ..model.bank import Bank
    from ..place import Place
    from ..session import AnswerCell, Session
    from ..session.assessment_file import FileSeen
    from ..session.saver import Saver
    from ..session.state import WaitingQuote


def assess(
    file: FileArgument,
    customer: Annotated[str | None, text_option("--customer", help="Whose opportunity it is.")] = None,
    opportunity: Annotated[str | None, text_option("--opportunity", help="What they may buy.")] = None,
    competitors: Annotated[
        list[str] | None,
        text_option("--competitor", metavar="NAME", help="A competitor; again for more."),
    ] = None,
    bank: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            autocompletion=completing.banks,
            help="Walk only this question bank.",
        ),
    ] = None,
    party: Annotated[
        str | None, text_option("--party", metavar="ID", help="Walk only this party's column; us is ours.")
    ] = None,
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Walk only what is not known: ? and not rated.")
    ] = False,
    proposals: Annotated[
        bool, typer.Option("--proposals", help="Walk only what quotes out of notes wait for.")
    ] = False,
    lines: Annotated[bool, typer.Option("--lines", help="One prompt a line instead of the screen.")] = False,
    recover: Annotated[
        bool | None,
        typer.Option("--recover/--no-recover", help="Take or leave answers of a session cut short."),
    ] = None,
    lang: LangOption = None,
    color: ColorOption = "auto",
    today: TodayOption = None,
) -> int:
    """Rate an opportunity: the session.

    + is known and good, - known and bad, ? not known. First the form that decides how much is asked, then our
    column, then each competitor's on what is contested. A new FILE is started, an old one resumed at its
    first unrated cell, a complete one opened as a review. A name alone is that of a deal, or of
    a new one in the workspace's folder of deals. 2 when a piped line was no answer. With --proposals only the
    quotes are walked that `tas propose` laid beside the deal: a sign settles one, Enter leaves it.

    Examples:

      tas assess "Acme Bank"

      tas assess deals/acme.tas.yaml --unknown

      tas assess new --customer Acme --opportunity CRM --competitor X-Sys

      printf '+\\n-\\n' | tas assess acme --bank tas
    """
    from ..interview.opening import GivenNames, offered, opened
    from ..interview.prompts import Prompter, signals_interrupt
    from ..place import Places
    from ..session import WalkScope, open_session
    from ..session.assessment_file import open_or_new
    from ..session.state import NO_QUOTES

    if file == STDIN:
        raise TasError("session.no_stdin")
    places = Places(today, lang)
    meant = Meant(deal(file, places)) if proposals else deal_to_assess(file, places, customer)
    called = file if meant.is_new and not re.search(r"[/\\]|\.ya?ml$", file) else ""
    file = meant.path
    place = places.of(file)
    library = place.library
    walked = [library.bank(bank)] if bank else [library.banks[id] for id in library.walked]
    prompter = Prompter(not _is_terminal(sys.stdin), place.lang)
    with signals_interrupt():
        try:
            seen = open_or_new(file)
            if meant.is_new:
                prompter.tell(say("deals.new", place.lang, path=file, near=meant.near))
            taken = offered(seen, recover, prompter, place.lang)
            given = GivenNames(customer, opportunity, competitors or (), called)
            made = opened(seen, taken.assessment, given, walked, library, prompter, place.lang)
            quotes = _quotes(made, place, prompter) if proposals else NO_QUOTES
            if proposals and not quotes:
                prompter.tell(say("session.no_quotes", place.lang, file=file))
                return 0
            session = open_session(
                _banks(place, made.assessment, walked),
                made.assessment,
                today=place.today,
                max_age_days=place.settings.max_age_days,
                scope=WalkScope(
                    bank, _party(made.assessment, party), worksheets=frozenset(each.id for each in walked)
                ),
                unknown_only=unknown and not proposals,
                quotes=quotes,
            )
            saver = _saver(session, made, seen.assessment, taken, place)
        except KeyboardInterrupt:
            prompter.tell(say("session.interrupted", place.lang))
            return INTERRUPTED
        on_screen = not lines and _can_show_screen()
        interrupted = _held(saver, prompter, place, on_screen=on_screen, colored=in_color(color))
        again = [
            *(["--proposals"] if proposals else ["--unknown"] if unknown else []),
            *(["--bank", bank] if bank else []),
        ]
        again += ["--party", party] if party else []
        return _ended(saver, prompter, place, interrupted, again)


def _party(assessment: Assessment, word: str | None) -> str | None:
    """The party that a word means, by its id or its name. TasError for one that the deal does not have."""
    from ..yamlio.document import one_spelling

    if word is None or one_spelling(word) in assessment.parties:
        return word and one_spelling(word)
    for id, name in assessment.competitors.items():
        if one_spelling(name).casefold() == one_spelling(word).casefold():
            return id
    raise TasError("session.no_party", name=word, known=", ".join(assessment.parties))


def _quotes(made: FileSeen, place: Place, prompter: Prompter) -> Mapping[AnswerCell, WaitingQuote]:
    """The quotes that wait beside the deal, by cell; those that fit none are told of."""
    from ..gate import is_asked
    from ..session import AnswerCell
    from ..session.proposal_file import quotes_at
    from ..storage.files import beside

    folder = os.path.dirname(made.path) or "."  # noqa: PTH120
    found = quotes_at(beside(made.path), [str(place.root or folder), folder, "."])
    fitting = {
        AnswerCell(question.partition(".")[0], question.partition(".")[2], party): quote
        for (question, party), quote in found.items()
        if is_asked(place.library, made.assessment, question, party)
    }
    if len(fitting) < len(found):
        prompter.tell(say("session.quotes_misfit", place.lang, n=len(found) - len(fitting)))
    return fitting


def _banks(place: Place, assessment: Assessment, walked: Sequence[Bank]) -> list[Bank]:
    """The banks to score: those that concern the assessment, and those walked now."""
    banks = place.banks_for(assessment)
    return [*banks, *(bank for bank in walked if bank.id not in {each.id for each in banks})]


def _saver(session: Session, made: FileSeen, before: Assessment, taken: Taken, place: Place) -> Saver:
    """The saver, in which the previous ratings are those from before anything was taken over."""
    from dataclasses import replace

    from ..session import recovery
    from ..session.saver import Saver

    begun = replace(session, start=before, conflicts=taken.conflicts)
    saver = Saver(begun, made, place.library.banks)
    if saver.aside:
        for each in taken.recoveries:
            recovery.drop(each.path)
    return saver


def _held(saver: Saver, prompter: Prompter, place: Place, *, on_screen: bool, colored: bool) -> bool:
    """Hold the session; whether it was interrupted."""
    try:
        if on_screen:
            from ..interview.screen import show

            show(saver, place.lang, us=place.us, colored=colored)
        else:
            from ..interview.lines import Lines

            Lines(saver, prompter, place.lang, place.us).run()
    except KeyboardInterrupt:
        return True
    return False


def _ended(saver: Saver, prompter: Prompter, place: Place, interrupted: bool, again: Sequence[str]) -> int:
    """Tell what was saved and what came of it; the exit code."""
    from ..interview.messages import ending, result

    if interrupted:
        prompter.tell(say("session.interrupted", place.lang))
    prompter.tell(ending(saver, place.lang, *again), copied=True)
    if not saver.aside:
        prompter.tell(say("session.last_resort", place.lang, file=saver.seen.path))
        prompter.tell(saver.text(saver.session.assessment), copied=True)
    if interrupted:
        return INTERRUPTED
    emit("\n".join(result(saver, place.lang)))
    return UNUSABLE if saver.trouble or (prompter.piped and prompter.refusals) else 0


def _is_terminal(stream: object) -> bool:
    return bool(stream) and stream.isatty()  # type: ignore[attr-defined]


def _can_show_screen() -> bool:
    if os.environ.get("ACCESSIBLE") or not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        return False
    return os.name == "nt" or os.environ.get("TERM", "") not in ("", "dumb", "unknown")
