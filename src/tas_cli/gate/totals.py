"""What a check adds up to, and which findings of it were asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ..findings import Finding
from .prepared import Judged

FailOn = Literal["error", "warning", "never"]


class Totals(NamedTuple):
    """How many files were judged and how many findings of each level there are."""

    files: int = 0
    errors: int = 0
    warnings: int = 0

    def plus(self, other: Totals) -> Totals:
        """The totals of both."""
        return Totals(self.files + other.files, self.errors + other.errors, self.warnings + other.warnings)

    def fails(self, fail_on: FailOn) -> bool:
        """Whether the answer is no, for somebody who wants no findings of that level or worse."""
        return fail_on != "never" and bool(self.errors or (fail_on == "warning" and self.warnings))


def counted(findings: Iterable[Finding], files: int) -> Totals:
    """The totals of so many files with these findings."""
    errors = warnings = 0
    for finding in findings:
        errors += finding.level == "error"
        warnings += finding.level == "warning"
    return Totals(files, errors, warnings)


def selected(judged: Judged, select: Sequence[str], ignore: Sequence[str]) -> Judged:
    """`judged` with the findings asked for: ids that begin like one of `select` (none: all), not `ignore`."""
    if not select and not ignore:
        return judged
    kept = tuple(
        finding
        for finding in judged.findings
        if (not select or finding.id.startswith(tuple(select))) and not finding.id.startswith(tuple(ignore))
    )
    return judged._replace(findings=kept)
