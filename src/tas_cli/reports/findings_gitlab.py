"""Findings as a GitLab Code Quality report: a list of places, each with a fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .. import safe
from ..gate import Judged
from ..words import Lang
from .fingerprints import fingerprinted

_SEVERITY = {"error": "major", "warning": "minor"}


def whole(judged: Iterable[Judged], lang: Lang) -> str:
    """The whole document, in ASCII."""
    listed = [
        {
            "description": safe.terminal(finding.text(lang)),
            "check_name": finding.id,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[finding.level],
            "location": {"path": finding.file, "lines": {"begin": finding.line}},
        }
        for finding, fingerprint in fingerprinted(finding for each in judged for finding in each.findings)
    ]
    return safe.json(json.dumps(listed, indent=2))
