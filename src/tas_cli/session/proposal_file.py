"""The proposals beside a deal, on disk: read, and changed without losing what others changed meanwhile.

A file in which nothing waits and nothing was settled goes away. Judges nothing and rates nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from ..errors import TasError
from ..judging.quoting import Notes
from ..model.proposals import (
    NO_PROPOSALS,
    Proposal,
    Proposals,
    QuestionParty,
    ReadProposals,
    Settled,
    proposals_text,
    read_proposals,
    usable_proposals,
)
from ..storage import files
from .state import WaitingQuote

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


def quotes_at(path: str, folders: Iterable[str]) -> Mapping[QuestionParty, WaitingQuote]:
    """What waits in the file at `path`, with the lines around where one of `folders` has the notes."""
    found: dict[QuestionParty, WaitingQuote] = {}
    notes: dict[str, Notes | None] = {}
    for cell, proposal in proposals_at(path).waiting.items():
        if proposal.source not in notes:
            notes[proposal.source] = _notes(proposal.source, folders)
        there = notes[proposal.source]
        around = there.around(proposal.quote) if there else None
        found[cell] = WaitingQuote(proposal, around, there is not None and around is None)
    return found


def _notes(source: str, folders: Iterable[str]) -> Notes | None:
    """The notes called `source` in one of these folders; never what lies outside of them."""
    steps = source.split("/")
    if not source or os.path.isabs(source) or ".." in steps:  # noqa: PTH117
        return None
    for folder in dict.fromkeys(folders):
        try:
            return Notes(files.read_text(os.path.join(folder, *steps)))  # noqa: PTH118
        except TasError:
            continue
    return None


Settling = Mapping[QuestionParty, tuple[Proposal, str]]
"""By cell: the proposal that was rated, and the answer that a person gave."""


def settle(path: str, new: Settling, undone: Settling, today: date) -> None:
    """Take what was rated out of the file at `path`, and put back what was undone.

    Of each that had a sign a line is left. A proposal that came meanwhile about the same cell waits on.
    """

    def settled(old: Proposals) -> Proposals:
        lines = list(old.settled)
        for cell, (proposal, value) in undone.items():
            line = Settled(*cell, today, proposal.sign, value)
            if line in lines:
                lines.remove(line)
        lines += [
            Settled(*cell, today, proposal.sign, value)
            for cell, (proposal, value) in new.items()
            if proposal.sign
        ]
        back = {cell: proposal for cell, (proposal, _) in undone.items() if cell not in new}
        kept = {
            cell: proposal
            for cell, proposal in {**back, **old.waiting}.items()
            if cell not in new or new[cell][0] != proposal
        }
        return Proposals(kept, tuple(lines))

    change_proposals(path, settled)
