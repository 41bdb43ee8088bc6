"""A file with what was found in it, and what a check adds up to; files that are not judged, and why.

For `tas check` such a file is an answer like any other. Opens no file.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from ..errors import TasError
from ..findings import Finding, can_be_left_out
from ..model.workspace import repository_top
from ..storage.files import STDIN, SUFFIX
from ..storage.search import SearchHit

NO_LINES: Mapping[int, str] = {}


class JudgedFile(NamedTuple):
    """A file with all that was found in it; `lines` holds the text of those lines that findings are about."""

    file: str
    findings: tuple[Finding, ...] = ()
    lines: Mapping[int, str] = NO_LINES


def judged_file(file: str, findings: Iterable[Finding], text: str = "") -> JudgedFile:
    """A file's findings in order of its lines; `text` is what it holds, where that is known."""
    ordered = sorted(findings, key=_place)
    return JudgedFile(file, tuple(ordered), _excerpts(text, ordered) if text else NO_LINES)


def _place(finding: Finding) -> tuple[int, str, str]:
    return finding.line, finding.id, finding.question or ""


def _excerpts(text: str, findings: list[Finding]) -> dict[int, str]:
    """The lines of `text` that findings are about, by number, from 1."""
    if not findings:
        return {}
    lines = text.split("\n")
    return {each.line: lines[each.line - 1].strip()[:200] for each in findings if each.line <= len(lines)}


def displayed(path: str | Path) -> str:
    """`path` as results name it: relative to the current folder where that can be said, with `/`."""
    text = str(path)
    if text != STDIN and os.path.isabs(text):  # noqa: PTH117
        with contextlib.suppress(ValueError):  # another drive
            text = os.path.relpath(text)
    return text.replace(os.sep, "/")


def from_top(judged: JudgedFile) -> JudgedFile:
    """The same with the file named from the top of its repository, as forges know it, wherever we stand."""
    file = _from_top(judged.file)
    return judged._replace(file=file, findings=tuple(each._replace(file=file) for each in judged.findings))


def _from_top(file: str) -> str:
    if file == STDIN:
        return file
    path = Path(os.path.abspath(file))  # noqa: PTH100
    top = _top(path.parent)
    return file if top is None else path.relative_to(top).as_posix()


_top = lru_cache(maxsize=1000)(repository_top)


def unloadable(trouble: TasError, name: str, line: int) -> Finding:
    """Why a workspace's banks could not be loaded, as a finding about its tas.yaml."""
    params = {
        key: displayed(value) if key != "name" else value
        for key, value in trouble.params.items()
        if isinstance(value, str)
    }
    if trouble.id != "cli.bank_twice":
        return Finding("TAS025", "error", name, line, params={"file": params.get("file", "-")})
    return Finding("TAS026", "error", name, line, params=params)


def passed_over(hit: SearchHit) -> JudgedFile:
    """What is said of a path that nearly is an assessment and is not judged."""
    name = displayed(hit.path)
    if hit.what == "name":
        near = re.sub(r"\.tas\.ya?ml$", SUFFIX, name, flags=re.IGNORECASE)
        return JudgedFile(name, (Finding("TAS031", "warning", name, 1, params={"near": near}),))
    id = "TAS032" if hit.what == "linked_folder" else "TAS033"
    return JudgedFile(name, (Finding(id, "warning", name, 1),))


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
