"""`tas merge`: three-way merge of assessments by meaning; also the git merge driver."""

from __future__ import annotations

from ..changes.text_merge import TextMerge, merge_texts
from ..errors import TasError
from ..findings import BadFile
from ..model.assessment import Reading, read_assessment
from ..model.library import load_library
from ..model.workspace import find_workspace
from ..output import emit_exactly, tell
from ..storage import files
from ..storage.git_setup import merge_lines
from ..words import Lang, say
from ..words.language import language

LABELS = ("ours", "theirs")


def merge(base: str, ours: str, theirs: str, *, to: str, path: str | None, lang: str | None) -> int:
    """Write the merge of three files; 1 when conflicts are marked in it.

    `path` is the name that git knows the file by. Where tas cannot read one of the three, they are merged
    line by line, as git would without us, and that is said.
    """
    name = path or ours
    workspace = find_workspace(name if name != files.STDIN else ".")
    chosen = language(lang, workspace.settings.language)
    was, mine, yours = (read_assessment(files.read_text(side), side) for side in (base, ours, theirs))
    unusable = next((reading for reading in (was, mine, yours) if reading.assessment is None), None)
    if unusable is None:
        merged = merge_texts(was, mine, yours, load_library(workspace).banks, labels=LABELS)
    else:
        try:
            merged = TextMerge(*merge_lines(base, ours, theirs, LABELS))
        except TasError as trouble:
            if trouble.id != "git.failed":
                raise
            # For git it is no text at all; our reason names the line.
            raise BadFile([each._replace(file=path or each.file) for each in unusable.findings]) from None
        _tell_why(unusable, name, chosen)
    if merged.conflicts:
        tell(say("merge.conflicts", chosen, file=name, n=merged.conflicts))
    emit_exactly(merged.text, to)
    return 1 if merged.conflicts else 0


def _tell_why(reading: Reading, name: str, lang: Lang) -> None:
    """Say why git's own way of merging is used."""
    finding = reading.findings[0]
    tell(say("merge.as_lines", lang, file=name, line=finding.line, reason=finding.text(lang)))
