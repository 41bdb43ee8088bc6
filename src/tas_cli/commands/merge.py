"""`tas merge`: three-way merge of assessments by meaning; also the git merge driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..findings import BadFile
from ..output import emit_exactly, tell
from ..storage import files
from ..words import Lang as Speaking
from ..words import say
from .options import Lang, To

if TYPE_CHECKING:
    from ..model.assessment import Reading

LABELS = ("ours", "theirs")


def merge(
    base: Annotated[str, typer.Argument(metavar="BASE", help="The version both sides come from.")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Our version; its layout is kept.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="Their version.")],
    to: To = "-",
    path: Annotated[
        str | None, typer.Option("--path", metavar="PATH", help="The name git knows the file by.")
    ] = None,
    lang: Lang = None,
) -> int:
    """Merge three versions by meaning; git's driver.

    By question, party and field. What both sides changed differently is left between ordinary conflict
    markers, and the exit code is 1. Where tas cannot read one of the three, they are merged line by line, as
    git would without us, and that is said. As git's merge driver for *.tas.yaml (`tas init --git` sets it):

      tas merge %O %A %B -o %A --path %P
    """
    from ..changes.text_merge import TextMerge, merge_texts
    from ..model.assessment import read_assessment
    from ..place import Places
    from ..storage.git_setup import merge_lines

    name = path or ours
    place = Places(lang=lang).of(name)
    was, mine, yours = (read_assessment(files.read_text(side), side) for side in (base, ours, theirs))
    unusable = next((reading for reading in (was, mine, yours) if reading.assessment is None), None)
    if unusable is None:
        merged = merge_texts(was, mine, yours, place.library.banks, labels=LABELS)
    else:
        try:
            merged = TextMerge(*merge_lines(base, ours, theirs, LABELS))
        except TasError as trouble:
            if trouble.id != "git.failed":
                raise
            # For git it is no text at all; our reason names the line.
            raise BadFile([each._replace(file=path or each.file) for each in unusable.findings]) from None
        _tell_why(unusable, name, place.lang)
    if merged.conflicts:
        tell(say("merge.conflicts", place.lang, file=name, n=merged.conflicts))
    emit_exactly(merged.text, to)
    return 1 if merged.conflicts else 0


def _tell_why(reading: Reading, name: str, lang: Speaking) -> None:
    """Say why git's own way of merging is used."""
    finding = reading.findings[0]
    tell(say("merge.as_lines", lang, file=name, line=finding.line, reason=finding.text(lang)))
