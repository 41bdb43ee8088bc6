"""Findings for other programs: our own JSON, SARIF 2.1.0, GitLab's Code Quality, JUnit. ASCII only.

Where a tool follows findings over time each has a fingerprint that stays while lines move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from urllib.parse import quote

from .. import __version__, safe
from ..findings import Finding
from ..gate import Checked, FailOn, JudgedFile
from ..safe import xml
from ..words import Lang, has, say
from .findings import counted_by_id

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = f"https://json.schemastore.org/sarif-{SARIF_VERSION}.json"
_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def written(value: Checked, lang: Lang) -> str:
    """Our own object: the totals, and the findings in order of file and line."""
    findings = [_finding(finding, lang) for finding in _all(value)]
    return safe.as_json({**_totals(value), "findings": findings})


def statistics(value: Checked, lang: Lang) -> str:  # noqa: ARG001 - ids and numbers speak no language
    """How often each finding and each rule was found."""
    counts = [{"id": finding.id, "level": finding.level, "n": n} for finding, n in counted_by_id(value)]
    return safe.as_json({**_totals(value), "statistics": counts})


def _totals(value: Checked) -> dict[str, object]:
    return {"format": 1, **value.totals._asdict()}


def _finding(finding: Finding, lang: Lang) -> dict[str, object]:
    return {
        "id": finding.id,
        "level": finding.level,
        "file": finding.file,
        "line": finding.line,
        "question": finding.question,
        "message": finding.text(lang),
        "help": finding.help(lang),
        "waived": finding.waived._asdict() if finding.waived else None,
    }


def gitlab(value: Checked, lang: Lang) -> str:
    """A Code Quality report: a list of places."""
    listed = [
        {
            "description": safe.terminal(finding.text(lang)),
            "check_name": finding.id,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.level],
            "location": {"path": finding.file, "lines": {"begin": finding.line}},
        }
        for finding, fingerprint in fingerprinted(_all(value))
    ]
    return safe.as_json(listed)


def sarif(value: Checked, lang: Lang) -> str:
    """For code scanning: a rule for each id that occurs, a result for each finding."""
    marked = list(fingerprinted(_all(value)))
    rules = {finding.id: finding for finding, _ in reversed(marked)}
    order = {id: i for i, id in enumerate(sorted(rules))}
    driver = {
        "name": "tas",
        "semanticVersion": __version__,
        "rules": [_rule(rules[id], lang) for id in order],
    }
    results = [_result(finding, print, order, lang) for finding, print in marked]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return safe.as_json({"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]})


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
    result: dict[str, object] = {
        "ruleId": finding.id,
        "ruleIndex": order[finding.id],
        "level": finding.level,
        "message": {"text": safe.terminal(finding.text(lang)) or finding.id},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"tasFinding/v1": fingerprint},
    }
    if finding.waived:
        reason = {"kind": "inSource", "justification": safe.terminal(finding.help(lang))}
        result["suppressions"] = [reason]
    return result


def _all(value: Checked) -> Iterator[Finding]:
    return (finding for each in value.judged for finding in each.findings)


def fingerprinted(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint: of id, file and question; alike ones are numbered."""
    seen: Counter[str] = Counter()
    for finding in findings:
        key = "\0".join((finding.id, finding.file, finding.question or ""))
        seen[key] += 1
        text = f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")
        yield finding, sha256(text).hexdigest()[:32]


def junit(value: Checked, lang: Lang) -> str:
    """A JUnit report: a suite for each file, a case for each finding; what fails the gate fails.

    Any other finding is a case that passes and tells its text; a file without findings is one case that
    passes.
    """
    suites, _, fail_on = value
    cases = sum(max(1, len(each.findings)) for each in suites)
    failures = sum(_failures(each, fail_on) for each in suites)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="tas check" tests="{cases}" failures="{failures}" errors="0">')
    for each in suites:
        lines += _suite(each, lang, fail_on)
    return "\n".join([*lines, "</testsuites>"])


def _fails(finding: Finding, fail_on: FailOn) -> bool:
    return finding.level in {"never": (), "error": ("error",), "warning": ("error", "warning")}[fail_on]


def _failures(judged: JudgedFile, fail_on: FailOn) -> int:
    return sum(_fails(finding, fail_on) for finding in judged.findings)


def _suite(judged: JudgedFile, lang: Lang, fail_on: FailOn) -> Iterator[str]:
    name = xml(judged.file)
    cases = max(1, len(judged.findings))
    yield (
        f'  <testsuite name="{name}" tests="{cases}" failures="{_failures(judged, fail_on)}" errors="0"'
        ' skipped="0">'
    )
    if not judged.findings:
        yield f'    <testcase classname="{name}" name="tas check"/>'
    for finding, case in _named(judged.findings):
        yield from _case(finding, case, name, lang, _fails(finding, fail_on))
    yield "  </testsuite>"


def _named(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a name of its own that stays while lines move: its id, what it is about, a number."""
    seen: Counter[str] = Counter()
    for finding in findings:
        about = finding.question or str(finding.params.get("field") or finding.params.get("name") or "")
        name = f"{finding.id} {about}".strip()
        seen[name] += 1
        yield finding, name if seen[name] == 1 else f"{name} ({seen[name]})"


def _case(finding: Finding, name: str, file: str, lang: Lang, fails: bool) -> Iterator[str]:
    message = xml(finding.text(lang))
    text = "\n".join(each for each in (f"{finding.file}:{finding.line}", finding.help(lang)) if each)
    yield f'    <testcase classname="{file}" name="{xml(name)}">'
    if fails:
        yield f'      <failure type="{xml(finding.id)}" message="{message}">{xml(text)}</failure>'
    else:
        yield f"      <system-out>{message}&#10;{xml(text)}</system-out>"
    yield "    </testcase>"
