"""Findings as one JSON object: the totals, and the findings in order of file and line."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .. import safe
from ..findings import Finding
from ..gate import Judged, Totals
from ..words import Lang


def whole(judged: Iterable[Judged], totals: Totals, lang: Lang) -> str:
    """The whole document, in ASCII."""
    findings = [_finding(finding, lang) for each in judged for finding in each.findings]
    document = {
        "format": 1,
        "files": totals.files,
        "errors": totals.errors,
        "warnings": totals.warnings,
        "left_out": totals.left_out,
        "findings": findings,
    }
    return safe.json(json.dumps(document, indent=2))


def _finding(finding: Finding, lang: Lang) -> dict[str, object]:
    return {
        "id": finding.id,
        "level": finding.level,
        "file": finding.file,
        "line": finding.line,
        "question": finding.question,
        "message": finding.text(lang),
        "help": finding.help(lang),
    }
