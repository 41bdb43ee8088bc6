"""`tas textconv`: a file as git's diff driver wants it. Always gives some text, or `git diff` would stop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import TasError
from ..output import emit
from ..safe import line, log, terminal
from ..storage import files
from .options import LangOption


def textconv(file: Annotated[str, typer.Argument(metavar="FILE")], lang: LangOption = None) -> int:
    """Print a deal as one fact a line, for git's diff driver.

    Comments stand below the facts. A file that is no assessment is printed as it stands, made harmless.
    """
    from ..model.assessment import read_assessment, usable
    from ..place import Places
    from ..reports.facts import DealFacts
    from ..reports.formats import render
    from ..yamlio.comments import remarks

    text = _text(file)
    try:
        reading = read_assessment(text, file)
        assessment = usable(reading)
        # Git hands over a temporary file, so the workspace is that of the folder we stand in.
        place = Places(lang=lang).here()
        facts = DealFacts(assessment, place.banks_for(assessment), place.us)
        shown = render("facts", "text", facts, place.lang) + "\n".join(
            line(f"{'.'.join(map(str, each.path))} {each.text}") for each in remarks(reading.text)
        )
    except TasError:
        shown = text
    emit(log(terminal(shown)))
    return 0


def _text(file: str) -> str:
    """What the file holds, also where it is not UTF-8 or too large for an assessment."""
    try:
        return files.read_text(file)
    except TasError as trouble:
        if trouble.id not in ("files.not_utf8", "files.too_large"):
            raise
        return Path(file).read_bytes().decode("utf-8", "replace")
