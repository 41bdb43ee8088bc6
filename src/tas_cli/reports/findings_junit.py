"""Findings as a JUnit report: a suite for each file, a case for each finding; an error is a failure.

A warning is a case that passes and tells its text; a file without findings is one case that passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..findings import Finding
from ..gate import Judged
from ..safe import xml
from ..words import Lang


def whole(judged: Iterable[Judged], lang: Lang) -> str:
    """The whole document, in ASCII."""
    suites = [*judged]
    cases = sum(max(1, len(each.findings)) for each in suites)
    failures = sum(map(_failures, suites))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="tas check" tests="{cases}" failures="{failures}" errors="0">')
    for each in suites:
        lines += _suite(each, lang)
    return "\n".join([*lines, "</testsuites>"])


def _failures(judged: Judged) -> int:
    return sum(finding.level == "error" for finding in judged.findings)


def _suite(judged: Judged, lang: Lang) -> Iterator[str]:
    name = xml(judged.file)
    cases = max(1, len(judged.findings))
    yield (
        f'  <testsuite name="{name}" tests="{cases}" failures="{_failures(judged)}" errors="0" skipped="0">'
    )
    if not judged.findings:
        yield f'    <testcase classname="{name}" name="tas check"/>'
    for finding in judged.findings:
        yield from _case(finding, name, lang)
    yield "  </testsuite>"


def _case(finding: Finding, file: str, lang: Lang) -> Iterator[str]:
    message = xml(finding.text(lang))
    text = "\n".join(each for each in (f"{finding.file}:{finding.line}", finding.help(lang)) if each)
    yield f'    <testcase classname="{file}" name="{xml(finding.id)} line {finding.line}">'
    if finding.level == "error":
        yield f'      <failure type="{xml(finding.id)}" message="{message}">{xml(text)}</failure>'
    else:
        yield f"      <system-out>{message}&#10;{xml(text)}</system-out>"
    yield "    </testcase>"
