"""`tas merge`: three-way merge of assessments by meaning; also the git merge driver."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import NO, TasError
from ..output import emit_bytes, emit_exactly, tell
from ..safe import line
from ..storage import files
from ..words import say
from .options import LangOption, ToOption

if TYPE_CHECKING:
    from ..model.assessment import Reading
    from ..place import Place


def merge(
    base: Annotated[str, typer.Argument(metavar="BASE", help="The version both sides come from.")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Our version; its layout is kept.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="Their version.")],
    to: ToOption = "-",
    path: Annotated[
        str | None, typer.Option("--path", metavar="PATH", help="The name git knows the file by.")
    ] = None,
    labels: Annotated[
        list[str] | None,
        typer.Option("-L", metavar="LABEL", help="Behind the markers: ours, the base's, theirs; give all."),
    ] = None,
    lang: LangOption = None,
) -> int:
    """Merge three versions by meaning; git's driver.

    Facts that belong together, such as a rating and its evidence, are merged together. Where both sides
    changed them differently they are left between ordinary conflict markers, and the exit code is 1. Where
    tas cannot read one of the three, they are merged line by line, as git would without us, and that is said.
    As git's merge driver for *.tas.yaml (`tas init --git` sets it, with a way out where there is no tas):

      tas merge %O %A %B -o %A --path %P
    """
    from ..changes.text_merge import merge_texts
    from ..place import Places

    name = path or ours
    place = Places(lang=lang).of(name)
    named = _labels(labels or ())
    readings = [_reading(side, name, place) for side in (base, ours, theirs)]
    if any(reading is None for reading in readings):
        from ..storage.git_setup import merge_lines

        # As git would, and where it would not either both texts are left.
        data, conflicts = merge_lines(base, ours, theirs, named)
        emit_bytes(data, to)
    else:
        was, mine, yours = (reading for reading in readings if reading is not None)
        merged = merge_texts(was, mine, yours, place.library.banks, labels=named)
        conflicts = merged.conflicts
        emit_exactly(merged.text, to)
    if conflicts:
        tell(say("merge.conflicts", place.lang, file=name, n=conflicts))
    return NO if conflicts else 0


def _labels(given: Sequence[str]) -> tuple[str, str]:
    """What stands behind the markers: as given, or as git calls the branch that comes in."""
    # Git before 2.44 fills none of these in.
    known = [line(each) for each in given if each not in ("", "%X", "%S", "%Y")]
    if len(known) == len(_SIDES):
        return known[0], known[2]
    heads = [value for key, value in os.environ.items() if key.startswith("GITHEAD_")]
    return ("HEAD", line(heads[0])) if len(heads) == 1 else ("ours", "theirs")


_SIDES = ("ours", "base", "theirs")


def _reading(side: str, name: str, place: Place) -> Reading | None:
    """A side read; None, and said why, where tas cannot use what stands there."""
    from ..findings import unreadable
    from ..model.assessment import read_assessment

    try:
        reading = read_assessment(files.read_text(side), name)
    except TasError as trouble:
        if trouble.id not in ("files.too_large", "files.not_utf8"):
            raise
        found = unreadable(trouble, name)
    else:
        if reading.assessment is not None:
            return reading
        found = reading.findings[0]
    tell(say("merge.as_lines", place.lang, file=name, line=found.line, reason=found.text(place.lang)))
    return None
