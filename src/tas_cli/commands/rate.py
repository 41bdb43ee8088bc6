"""`tas rate`: record answers, notes and fields without a session, for scripts."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import TasError
from ..interview.competitors import called, with_called
from ..model.assessment import Assessment, with_fields
from ..model.library import Library, load_library
from ..model.workspace import find_workspace
from ..output import tell
from ..session.saving import Kept, open_or_new, save
from ..words import Lang, say
from ..words.language import language
from .rating_words import given, noted, recorded, with_field


def rate(
    file: str,
    answers: Sequence[str],
    *,
    evidence: str | None,
    next_step: str | None,
    fields: Sequence[str],
    competitors: Sequence[str],
    quiet: bool,
    lang: str | None,
) -> int:
    """Record everything or nothing; TasError names the first thing that cannot be recorded."""
    workspace = find_workspace(file)
    chosen = language(lang, workspace.settings.language)
    library = load_library(workspace)
    if not (answers or fields or competitors):
        raise TasError("rate.nothing")
    if not answers and (evidence is not None or next_step is not None):
        raise TasError("rate.note_for_what")
    kept = open_or_new(file)
    wanted = _with_fields(kept, fields, library)
    for name in competitors:
        wanted = with_called(wanted, called(name))
    for word in answers:
        answer = given(word, wanted, library)
        wanted = recorded(wanted, answer)
        wanted = noted(noted(wanted, answer, "evidence", evidence), answer, "next_step", next_step)
    return _saved(kept, wanted, library, quiet, chosen)


def _with_fields(kept: Kept, fields: Sequence[str], library: Library) -> Assessment:
    """What is on disk with the fields set; a new file needs a customer and an opportunity."""
    wanted = kept.assessment
    for word in fields:
        wanted = with_field(wanted, word)
    if kept.reading is None:
        if not (wanted.customer and wanted.opportunity):
            raise TasError("files.missing", file=kept.path)
        wanted = with_fields(wanted, banks={id: library.banks[id].version for id in library.walked})
    return wanted


def _saved(kept: Kept, wanted: Assessment, library: Library, quiet: bool, lang: Lang) -> int:
    saved = save(kept, wanted, library.banks)
    if saved.conflicts:
        raise TasError("rate.conflict", file=kept.path, n=len(saved.conflicts))
    if not quiet:
        tell(say("rate.unchanged" if saved.kept == kept else "rate.saved", lang, file=kept.path))
    return 0
