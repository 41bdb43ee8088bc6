"""What a check adds up to, and which of its findings were asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ..findings import Finding, can_be_left_out
from .file_faults import JudgedFile

FailOn = Literal["error", "warning", "never"]


class Totals(NamedTuple):
    """How many files were judged, how many findings of each level there are, how many files were left out.

    A finding that was waived is neither an error nor a warning.
    """

    files: int = 0
    errors: int = 0
    warnings: int = 0
    left_out: int = 0
    waived: int = 0

    def plus(self, other: Totals) -> Totals:
        """The totals of both."""
        return Totals(*(one + more for one, more in zip(self, other, strict=True)))

    def fails(self, fail_on: FailOn) -> bool:
        """Whether the answer is no, for somebody who wants no findings of that level or worse."""
        return fail_on != "never" and bool(self.errors or (fail_on == "warning" and self.warnings))


class Checked(NamedTuple):
    """A whole check: every file with its findings, the totals, and what counts as a no."""

    judged: Sequence[JudgedFile]
    totals: Totals
    fail_on: FailOn = "error"


def counted(findings: Iterable[Finding], files: int = 0, left_out: int = 0) -> Totals:
    """The totals of so many files with these findings."""
    errors = warnings = waived = 0
    for finding in findings:
        errors += finding.level == "error"
        warnings += finding.level == "warning"
        waived += finding.level == "note"
    return Totals(files, errors, warnings, left_out, waived)


def selected(judged: JudgedFile, select: Sequence[str], ignore: Sequence[str]) -> JudgedFile:
    """`judged` with the findings asked for: ids that begin like one of `select` (none: all), not `ignore`.

    That something could not be judged is said in any case.
    """
    if not select and not ignore:
        return judged
    kept = tuple(
        finding
        for finding in judged.findings
        if not can_be_left_out(finding.id)
        or ((not select or finding.id.startswith(tuple(select))) and not finding.id.startswith(tuple(ignore)))
    )
    return judged._replace(findings=kept)
