"""`tas explain`: what a criterion, a mode or a finding means, and what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import TasError
from ..model.library import load_library
from ..model.workspace import find_workspace
from ..output import emit
from ..reports import bank_text
from ..safe import terminal
from ..words import Lang, has, say
from ..words.language import language


def explain(id: str, *, to: str, lang: str | None) -> int:
    """Print what `id` means; TasError when nothing is called so."""
    workspace = find_workspace(Path.cwd())
    chosen = language(lang, workspace.settings.language)
    if re.fullmatch(r"TAS[0-9]{3}", id.upper()):
        emit(terminal(_finding(id.upper(), chosen)), to)
        return 0
    library = load_library(workspace)
    for bank in library.banks.values():
        for mode in bank.modes:
            if id in (mode.id, f"{bank.id}.{mode.id}"):
                emit(terminal("\n".join(bank_text.mode_lines(mode, chosen))), to)
                return 0
    bank, question = library.find(id)
    emit(bank_text.criterion(bank, bank.by_id[question], chosen), to)
    return 0


def _finding(id: str, lang: Lang) -> str:
    if not has(f"{id}.about"):
        raise TasError("cli.unknown_finding", name=id)
    return f"{id}\n{say(f'{id}.about', lang)}"
