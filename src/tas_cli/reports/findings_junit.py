"""Findings as a JUnit report: a suite for each file, a case for each finding; what fails the gate fails.

Any other finding is a case that passes and tells its text; a file without findings is one case that passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..findings import Finding
from ..gate import Checked, FailOn, JudgedFile
from ..safe import xml
from ..words import Lang


def written(value: Checked, lang: Lang) -> str:
    """The whole document, in ASCII."""
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
