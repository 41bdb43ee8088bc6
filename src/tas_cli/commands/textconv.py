"""`tas textconv`: a file as git's diff driver wants it. Always gives some text, or `git diff` would stop."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..output import emit
from ..safe import terminal
from ..storage import files
from .options import Lang


def textconv(file: Annotated[str, typer.Argument(metavar="FILE")], lang: Lang = None) -> int:
    """Print an assessment as one fact a line, for git's diff driver."""
    from ..model.assessment import read_assessment
    from ..place import Places
    from ..reports.facts_text import facts_text

    text = files.read_text(file)
    reading = read_assessment(text, file)
    if reading.assessment is None:
        sys.stdout.write(terminal(text))
        return 0
    # Git hands over a temporary file, so the workspace is that of the folder we stand in.
    place = Places(lang=lang).here()
    emit(facts_text(reading.assessment, place.banks_for(reading.assessment), place.us, place.lang))
    return 0
