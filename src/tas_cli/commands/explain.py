"""`tas explain`: what a criterion, a mode or a finding means, and what to do about it."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from ..errors import TasError
from ..output import emit
from ..safe import terminal
from ..words import Lang as Speaking
from ..words import has, say
from .options import Lang, To


def explain(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="A criterion, a mode, or a finding such as TAS104.")
    ],
    to: To = "-",
    lang: Lang = None,
) -> int:
    """Say what a criterion or a finding means, and what to do.

    Examples:

      tas explain compelling_event

      tas explain TAS104 --lang zh
    """
    from ..place import Places
    from ..reports import bank_text

    place = Places(lang=lang).here()
    if re.fullmatch(r"TAS[0-9]{3}", id.upper()):
        emit(terminal(_finding(id.upper(), place.lang)), to)
        return 0
    for bank in place.library.banks.values():
        for mode in bank.modes:
            if id in (mode.id, f"{bank.id}.{mode.id}"):
                emit(terminal("\n".join(bank_text.mode_lines(mode, place.lang))), to)
                return 0
    bank, question = place.library.find(id)
    emit(bank_text.criterion(bank, bank.by_id[question], place.lang), to)
    return 0


def _finding(id: str, lang: Speaking) -> str:
    if not has(f"{id}.about"):
        raise TasError("cli.unknown_finding", name=id)
    return f"{id}\n{say(f'{id}.about', lang)}"
