"""`tas fmt`: canonical layout of assessments, comments kept; `--check` only says what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..output import describe, emit_exactly, tell
from ..storage import files
from ..words import say
from .deals import deal_or_folder
from .options import LangOption, PathsArgument, QuietOption

if TYPE_CHECKING:
    from ..place import Places


def fmt(
    paths: PathsArgument = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")
    ] = False,
    quiet: QuietOption = False,
    lang: LangOption = None,
) -> int:
    """Lay files out in canonical form.

    Order and quoting become canonical; comments stay, and the meaning is asserted equal.

    Examples:

      tas fmt deals

      tas fmt --check
    """
    from ..gate import files_to_judge
    from ..place import Places

    places = Places(lang=lang)
    here = places.here()
    wanted = files_to_judge([deal_or_folder(path, places) for path in paths or ()], places)
    for passed in (each for judged in wanted.passed_over for each in judged.findings):
        tell(f"{passed.file}: {passed.text(here.lang)}")
    found = [*wanted.deals, *wanted.own, *wanted.proposals]
    told: set[str] = set()
    outcomes = [_outcome(path, places, check, quiet, told) for path in found]
    if not quiet:
        summary = "fmt.summary.check" if check else "fmt.summary"
        tell(say(summary, here.lang, n=len(found), changed=outcomes.count("changed")))
    if "bad" in outcomes:
        return 2
    return 1 if check and "changed" in outcomes else 0


def _outcome(path: str, places: Places, check: bool, quiet: bool, told: set[str]) -> str:
    """What became of one file: "same", "changed" or "bad"; what was `told` of another is not told again."""
    try:
        return _format(path, places, check, quiet)
    except TasError as trouble:
        complaint = describe(trouble, places.here().lang)
        if complaint not in told:
            tell(complaint)
        told.add(complaint)
        return "bad"


def _format(path: str, places: Places, check: bool, quiet: bool) -> str:
    from ..model.layout import tidied
    from ..model.proposals import read_proposals, tidied_proposals, usable_proposals
    from ..session.assessment_file import open_existing

    place = places.of(path)
    if path.endswith(files.PROPOSALS):
        read = read_proposals(files.read_text(path), path)
        usable_proposals(read)
        text, tidy = read.text, tidied_proposals(read.text)
    else:
        seen = open_existing(path)
        if path == files.STDIN and seen.is_new:
            raise TasError("check.empty_input")
        text = seen.reading.text if seen.reading else ""
        tidy = tidied(seen.reading, place.library.banks) if seen.reading else ""
    if path == files.STDIN and not check:
        emit_exactly(tidy)
    elif text != tidy:
        if not quiet:
            tell(say("fmt.would" if check else "fmt.done", place.lang, file=path))
        if not check:
            files.rewrite(path, tidy, expected=text)
    return "same" if text == tidy else "changed"
