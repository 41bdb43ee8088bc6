"""Findings as SARIF 2.1.0, for code scanning: a rule for each id that occurs, a result for each finding."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from .. import __version__, safe
from ..findings import Finding
from ..gate import Judged
from ..words import Lang, has, say
from .fingerprints import fingerprinted

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def whole(judged: Iterable[Judged], lang: Lang) -> str:
    """The whole document, in ASCII."""
    marked = list(fingerprinted(finding for each in judged for finding in each.findings))
    rules = {finding.id: finding for finding, _ in reversed(marked)}
    order = {id: i for i, id in enumerate(sorted(rules))}
    driver = {
        "name": "tas",
        "semanticVersion": __version__,
        "rules": [_rule(rules[id], lang) for id in order],
    }
    results = [_result(finding, print, order, lang) for finding, print in marked]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return safe.json(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2))


def _rule(finding: Finding, lang: Lang) -> dict[str, object]:
    about = f"{finding.id}.about"
    text = say(about, lang) if has(about) else finding.text(lang)
    return {
        "id": finding.id,
        "shortDescription": {"text": safe.terminal(text)},
        "help": {"text": safe.terminal(finding.help(lang)) or safe.terminal(text)},
        "defaultConfiguration": {"level": finding.level},
    }


def _result(finding: Finding, fingerprint: str, order: dict[str, int], lang: Lang) -> dict[str, object]:
    uri = quote(finding.file, errors="surrogateescape")
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": finding.line}}
    return {
        "ruleId": finding.id,
        "ruleIndex": order[finding.id],
        "level": finding.level,
        "message": {"text": safe.terminal(finding.text(lang)) or finding.id},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"tasFinding/v1": fingerprint},
    }
