"""`tas fmt`: canonical layout of assessments, comments kept; `--check` only says what it would do."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import TasError
from ..model.layout import tidied
from ..model.library import load_library
from ..model.workspace import find_workspace
from ..output import describe, emit, tell
from ..session.saving import open_existing
from ..storage import files
from ..words import Lang, say
from ..words.language import language


def fmt(paths: Sequence[str], *, check: bool, quiet: bool, lang: str | None) -> int:
    """Bring files into canonical layout; 1 when `check` finds one that is not, 2 when one cannot be read."""
    workspace = find_workspace(".")
    chosen = language(lang, workspace.settings.language)
    found = list(files.find_assessments(list(paths) or [str(workspace.deals)]))
    outcomes = [_outcome(path, check, quiet, chosen) for path in found]
    if not quiet:
        tell(say("fmt.summary", chosen, n=len(found), changed=outcomes.count("changed")))
    if "bad" in outcomes:
        return 2
    return 1 if check and "changed" in outcomes else 0


def _outcome(path: str, check: bool, quiet: bool, lang: Lang) -> str:
    """What became of one file: "same", "changed" or "bad"."""
    try:
        return _format(path, check, quiet, lang)
    except TasError as trouble:
        tell(describe(trouble, lang))
        return "bad"


def _format(path: str, check: bool, quiet: bool, lang: Lang) -> str:
    library = load_library(find_workspace("." if path == files.STDIN else path))
    kept = open_existing(path)
    text = kept.reading.text if kept.reading else ""
    tidy = tidied(kept.reading, library.banks) if kept.reading else ""
    if path == files.STDIN and not check:
        emit(tidy)
    elif text != tidy:
        if not quiet:
            tell(say("fmt.would" if check else "fmt.done", lang, file=path))
        if not check:
            _write(path, tidy, text)
    return "same" if text == tidy else "changed"


def _write(path: str, tidy: str, text: str) -> None:
    try:
        files.write_text(path, tidy, expected=text)
    except files.ChangedOnDisk:
        raise TasError("files.changed", file=path) from None
