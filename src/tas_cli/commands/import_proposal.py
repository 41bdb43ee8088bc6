"""A mapping proposed for an export, printed, and put into tas.yaml where somebody agrees."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import TasError
from ..output import emit, tell
from ..storage import files
from ..words import say
from .deals import displayed

if TYPE_CHECKING:
    from ..place import Place


def propose(file: str, place: Place, to: str, *, yes: bool) -> int:
    """Print a mapping, and put it into tas.yaml where somebody agrees."""
    from ..importing.profiles import fitting, proposal
    from ..model.workspace import NAME

    if place.settings.imports:
        raise TasError("import.has_mapping", file=place.workspace.file)
    text = proposal(fitting(file), place.settings, place.lang)
    emit(text, to)
    path = str(place.root / NAME) if place.root else NAME
    agreed = yes or (sys.stdin.isatty() and sys.stdout.isatty() and _agreed(path, place))
    if agreed:
        _append(path, text)
    tell(say("import.init.written" if agreed else "import.init.next", place.lang, file=displayed(path)))
    return 0


def _agreed(path: str, place: Place) -> bool:
    sys.stderr.write(say("import.init.ask", place.lang, file=displayed(path)))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _append(path: str, text: str) -> None:
    """Add a section to tas.yaml; it is read first, so that none is written that could not be."""
    from ..findings import BadFile
    from ..model.workspace import read_workspace

    standing = files.read_text(path) if os.path.lexists(path) else None
    whole = f"{standing.rstrip()}\n\n{text}" if standing else f"format: 1\n{text}"
    read = read_workspace(whole, Path(path).parent)
    if read.findings:
        raise BadFile(read.findings)
    files.write_text(path, whole, expected=standing)
