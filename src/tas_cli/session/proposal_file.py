"""The proposals beside a deal, on disk: read, and changed without losing what others changed meanwhile.

A file in which nothing waits and nothing was settled goes away. Judges nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from ..errors import TasError
from ..model.proposals import (
    NO_PROPOSALS,
    Proposals,
    ReadProposals,
    read_proposals,
    usable_proposals,
)
from ..model.proposals_layout import proposals_text
from ..storage import files

ATTEMPTS = 20


def _read(path: str) -> ReadProposals | None:
    return read_proposals(files.read_text(path), path) if os.path.lexists(path) else None


def proposals_at(path: str) -> Proposals:
    """What the file at `path` holds; nothing where there is none. BadFile when it cannot be used."""
    read = _read(path)
    return usable_proposals(read) if read else NO_PROPOSALS


def change_proposals(path: str, change: Callable[[Proposals], Proposals]) -> Proposals:
    """Make the file at `path` say what `change` makes of what it says by then; that is returned.

    Nothing is written when nothing changes. BadFile or TasError when file or disk cannot be used.
    """
    for _ in range(ATTEMPTS):
        read = _read(path)
        old = usable_proposals(read) if read else NO_PROPOSALS
        new = change(old)
        if new == old:
            return old
        try:
            if new:
                files.write_text(path, proposals_text(read, new), expected=read.text if read else None)
            elif read:
                files.remove(path, expected=read.text)
        except files.ChangedOnDisk:
            continue
        return new
    raise TasError("files.changed", file=path)
