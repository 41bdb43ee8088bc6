"""`tas banks`: list, show and check question banks."""

from __future__ import annotations

import json
from pathlib import Path

from .. import safe
from ..findings import Finding
from ..model.bank import Bank, read_bank
from ..model.library import Library, load_library
from ..model.workspace import Workspace, find_workspace
from ..output import emit
from ..reports import bank_text
from ..safe import line, log
from ..storage import files
from ..words import say
from ..words.language import language


def _here() -> tuple[Workspace, Library]:
    workspace = find_workspace(Path.cwd())
    return workspace, load_library(workspace)


def list_banks(*, format: str, to: str, lang: str | None) -> int:
    """Print a line for each bank: id, version, title, how many questions, and where it lives."""
    workspace, library = _here()
    chosen = language(lang, workspace.settings.language)
    if format == "json":
        listed = [
            {
                "id": bank.id,
                "version": bank.version,
                "questions": len(bank.by_id),
                "walked": bank.id in library.walked,
            }
            for bank in library.banks.values()
        ]
        emit(safe.json(json.dumps({"format": 1, "banks": listed}, indent=2)), to)
    else:
        emit(bank_text.listing(library, chosen), to)
    return 0


def show_bank(id: str, *, format: str, to: str, lang: str | None) -> int:
    """Print one bank, as people read it or whole as JSON."""
    workspace, library = _here()
    bank = library.bank(id)
    if format == "json":
        emit(safe.json(json.dumps(as_json(bank), indent=2)), to)
    else:
        emit(bank_text.whole(bank, language(lang, workspace.settings.language)), to)
    return 0


def as_json(bank: Bank) -> dict[str, object]:
    """A bank as plain data, as its file says it: absent fields are absent."""
    return bank.model_dump(mode="json", by_alias=True, exclude_unset=True)


def check_banks(paths: list[str], *, lang: str | None) -> int:
    """Print what is wrong in bank files; 1 when anything is."""
    chosen = language(lang, find_workspace(Path.cwd()).settings.language)
    found: list[Finding] = []
    lines = []
    for path in paths:
        bank, findings = read_bank(files.read_text(path), path)
        found += findings
        if bank is not None:
            lines.append(line(say("banks.good", chosen, file=path, id=bank.id, n=len(bank.by_id))))
        for finding in findings:
            lines.append(line(f"{finding.file}:{finding.line}: {finding.id} {finding.text(chosen)}"))
            lines.append(f"    {line(finding.help(chosen))}")
    emit(log("\n".join(lines)))
    return 1 if found else 0
