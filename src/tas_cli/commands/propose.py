"""`tas propose`: quotes out of notes, laid beside a deal for a person to rate."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import NO, TasError
from ..output import report, tell
from ..safe import line
from ..storage import files
from ..words import say
from .deals import deal, stem
from .options import FileArgument, LangOption, QuietOption, TodayOption, ToOption, format_of

if TYPE_CHECKING:
    from ..model.proposals import Proposals
    from ..place import Place

NEWEST = 1


def propose(
    file: FileArgument,
    proposals: Annotated[
        str, typer.Option("--from", metavar="JSON", help="The proposals; - is standard input.")
    ],
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="The notes that they quote, as a text file.")
    ],
    format: Annotated[str, format_of("propose")] = "text",
    to: ToOption = "-",
    quiet: QuietOption = False,
    lang: LangOption = None,
    today: TodayOption = None,
) -> int:
    """Lay quotes out of notes beside a deal, to be rated.

    For assistants that read notes. A quote has to stand in the notes word for word, and the customer has to
    have said it. What passes waits in NAME.proposals.yaml beside the deal, which itself stays as it is: only
    a person gives the signs, in `tas assess FILE --proposals`. `tas schema proposals` says what the JSON
    holds. 1 when any proposal was refused.

    Examples:

      tas propose acme --from proposals.json --source call.txt

      tas propose acme --from - --source call.txt --format json < proposals.json
    """
    from ..judging.proposing import Judge
    from ..judging.quoting import Notes
    from ..place import Places
    from ..reports.proposed import Proposed
    from ..session.assessment_file import open_existing
    from ..session.proposal_file import change_proposals

    if file == files.STDIN:
        raise TasError("session.no_stdin")
    places = Places(today, lang)
    file = deal(file, places)
    place = places.of(file)
    assessment = open_existing(file).assessment
    if proposals == source == files.STDIN:
        raise TasError("propose.one_stdin")
    notes = Notes(files.read_text(source))
    judge = Judge(
        assessment,
        place.library.banks,
        notes,
        source=_source_name(source, file, place),
        today=place.today,
        us=[place.us, assessment.owner],
    )
    judged = judge.all(_listed(proposals))
    replaced: list[tuple[str, str]] = []

    def added(old: Proposals) -> Proposals:
        replaced[:] = [cell for cell, said in judged.passed.items() if old.waiting.get(cell, said) != said]
        return old._replace(waiting={**old.waiting, **judged.passed})

    if judged.passed:
        change_proposals(files.beside(file), added)
    told = Proposed(list(judged.passed), judged.refused, files.beside(file), stem(file), replaced)
    report("propose", format, told, place.lang, to=to, inputs=(file, source, proposals, files.beside(file)))
    if judged.refused and not quiet and format != "text":
        tell(say("propose.some_refused", place.lang, n=len(judged.refused)))
    return NO if judged.refused else 0


def _listed(path: str) -> list[object]:
    """The proposals that a JSON file lists; TasError for one that is no such file."""
    import json

    text = files.read_text(path).removeprefix(files.BOM)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        raise TasError("propose.no_json", file=path, reason=line(str(trouble))) from None
    if not isinstance(data, dict) or not isinstance(data.get("proposals"), list):
        raise TasError("propose.no_list", file=path)
    if data.get("format") != NEWEST or isinstance(data["format"], bool):
        raise TasError("propose.format", file=path, known=NEWEST)
    if other := next((key for key in data if key not in ("format", "proposals")), None):
        raise TasError("propose.no_field", file=path, name=line(str(other))[:60])
    return list(data["proposals"])


def _source_name(source: str, file: str, place: Place) -> str:
    """The notes as the deal is to name them: from the workspace's folder, or by their bare name."""
    if source == files.STDIN:
        return ""
    root = os.path.realpath(place.root or os.path.dirname(file) or ".")  # noqa: PTH120
    try:
        inside = os.path.relpath(os.path.realpath(source), root).replace(os.sep, "/")
    except ValueError:  # on another drive
        inside = "../"
    name = os.path.basename(source) if inside.startswith("../") or os.path.isabs(inside) else inside  # noqa: PTH117, PTH119
    return line(name)
