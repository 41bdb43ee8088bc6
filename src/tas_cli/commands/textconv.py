"""`tas textconv`: a file as git's diff driver wants it. Always gives some text, or `git diff` would stop."""

from __future__ import annotations

import sys

from ..model.assessment import read_assessment
from ..model.library import load_library
from ..model.workspace import find_workspace
from ..output import emit
from ..reports.facts_text import facts_text
from ..safe import terminal
from ..storage import files
from ..words.language import language


def textconv(file: str, *, lang: str | None) -> int:
    """Print one fact a line; a file that cannot be read is printed as it stands."""
    text = files.read_text(file)
    # Git hands over a temporary file, so the workspace is that of the folder we stand in.
    workspace = find_workspace(".")
    reading = read_assessment(text, file)
    if reading.assessment is None:
        sys.stdout.write(terminal(text))
        return 0
    banks = load_library(workspace).banks_for(reading.assessment)
    emit(
        facts_text(
            reading.assessment, banks, workspace.settings.us, language(lang, workspace.settings.language)
        )
    )
    return 0
