"""Findings about files that cannot be judged: unreadable, too large, leading elsewhere; and names to show.

For `tas check` such a file is an answer like any other. Reads nothing itself.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ..errors import TasError
from ..findings import Finding
from ..storage.files import STDIN

_IDS = {
    "files.too_large": "TAS020",
    "files.not_utf8": "TAS021",
    "files.no_permission": "TAS022",
    "cli.bank_twice": "TAS026",
}


def displayed(path: str | Path) -> str:
    """`path` as results name it: relative to the current folder where that can be said, with `/`."""
    text = str(path)
    if text != STDIN and os.path.isabs(text):  # noqa: PTH117
        with contextlib.suppress(ValueError):  # another drive
            text = os.path.relpath(text)
    return text.replace(os.sep, "/")


def unreadable(trouble: TasError, name: str) -> Finding:
    """Why a file could not be read, as a finding about it."""
    id = _IDS.get(trouble.id, "TAS023")
    line = trouble.params.get("line", 1)
    reason = trouble.params.get("reason", "")
    return Finding(id, "error", name, line if isinstance(line, int) else 1, params={"reason": reason})


def unloadable(trouble: TasError, name: str, line: int) -> Finding:
    """Why a workspace's banks could not be loaded, as a finding about its tas.yaml."""
    params = {
        key: displayed(value) if key != "name" else value
        for key, value in trouble.params.items()
        if isinstance(value, str)
    }
    id = _IDS.get(trouble.id, "")
    if id != "TAS026":
        return Finding("TAS025", "error", name, line, params={"file": params.get("file", "-")})
    return Finding(id, "error", name, line, params=params)


def leads_out(path: str | Path, root: Path | None) -> bool:
    """Whether `path` is a link to something outside `root`, None for the folder it is in."""
    if not os.path.islink(path):  # noqa: PTH114
        return False
    inside = os.path.realpath(Path(path).parent if root is None else root)
    return not Path(os.path.realpath(path)).is_relative_to(inside)


def excerpts(text: str, findings: list[Finding]) -> dict[int, str]:
    """The lines of `text` that findings are about, by number, from 1."""
    if not findings:
        return {}
    lines = text.split("\n")
    return {each.line: lines[each.line - 1].strip()[:200] for each in findings if each.line <= len(lines)}
