"""`tas merge`: three-way merge of assessments by meaning; also the git merge driver."""

from __future__ import annotations

from collections.abc import Sequence

from .. import files
from ..assessments import Reading, read_assessment
from ..boundary import tell
from ..gitclone import merge_lines
from ..languages import language
from ..library import load_library
from ..output import emit_exactly
from ..textmerge import TextMerge, merge_texts
from ..words import Lang, say
from ..workspaces import find_workspace

LABELS = ("ours", "theirs")


def merge(base: str, ours: str, theirs: str, *, to: str, path: str | None, lang: str | None) -> int:
    """Write the merge of three files; 1 when conflicts are marked in it.

    `path` is the name that git knows the file by. Where tas cannot read one of the three, they are merged
    line by line, as git would without us, and that is said.
    """
    name = path or ours
    workspace = find_workspace(name if name != files.STDIN else ".")
    chosen = language(lang, workspace.settings.language)
    sides = (base, ours, theirs)
    readings = [read_assessment(files.read_text(side), side) for side in sides]
    if all(reading.assessment for reading in readings):
        merged = merge_texts(*readings, load_library(workspace).banks, labels=LABELS)
    else:
        merged = _as_lines(sides, readings, name, chosen)
    if merged.conflicts:
        tell(say("merge.conflicts", chosen, file=name, n=merged.conflicts))
    emit_exactly(merged.text, to)
    return 1 if merged.conflicts else 0


def _as_lines(sides: Sequence[str], readings: Sequence[Reading], name: str, lang: Lang) -> TextMerge:
    """What git makes of three files when tas cannot read them all."""
    finding = next(reading.findings[0] for reading in readings if reading.assessment is None)
    tell(say("merge.as_lines", lang, file=name, line=finding.line, reason=finding.text(lang)))
    return TextMerge(*merge_lines(*sides, LABELS))
