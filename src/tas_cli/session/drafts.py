"""Texts that somebody began to type and has not kept: each lives beside the recovery files until it is kept.

Written at every key, so it is neither synced nor compared: a kill cannot lose it, a power cut may. What the
disk refuses stays in memory; a draft is a help and stops nobody.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from .events import AnswerCell
from .recovery import folder

FORMAT = 1
MOST = 100
MOST_BYTES = 1 << 20


DraftNote = Literal["evidence", "next_step", "answer"]
"""What is being typed: a note, or the answer to a question that is answered in words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text begun: what it is about, and the file it is kept in."""

    cell: AnswerCell
    note: DraftNote
    text: str
    path: Path


class Drafts:
    """The drafts about one assessment; those of other sessions are seen and never overwritten."""

    def __init__(self, file: str) -> None:
        self.file = os.path.realpath(file)
        self._ours: dict[tuple[AnswerCell, DraftNote], Draft] = {}

    def waiting(self) -> list[Draft]:
        """All that wait, the oldest first."""
        kept = [draft for path in sorted(folder().glob(f"{self._key()}-*.draft")) if (draft := _read(path))]
        there = {draft.path for draft in kept}
        return [*kept, *(draft for draft in self._ours.values() if draft.path not in there)]

    def find(self, cell: AnswerCell, note: DraftNote) -> Draft | None:
        """A draft of this note, one of our own before any other."""
        own = self._ours.get((cell, note))
        others = (draft for draft in self.waiting() if (draft.cell, draft.note) == (cell, note))
        return own or next(others, None)

    def keep(self, cell: AnswerCell, note: DraftNote, text: str, draft: Draft | None) -> Draft:
        """Keep what was typed so far; `draft` is what it goes on from."""
        path = draft.path if draft else self._free(cell, note)
        new = Draft(cell, note, text, path)
        self._ours[cell, note] = new
        said = {
            "format": FORMAT, "file": self.file, "note": note, "text": text,
            "bank": cell.bank, "question": cell.question, "party": cell.party,
            **({"row": cell.row, "column": cell.column} if cell.row else {}),
        }  # fmt: skip
        with contextlib.suppress(OSError, UnicodeError):
            folder().mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = path.with_suffix(f".{os.getpid()}.tmp")
            beside.write_text(json.dumps(said), encoding="utf-8")
            beside.replace(path)
        return new

    def drop(self, draft: Draft | None) -> None:
        """A draft that was kept as a note, or is not wanted any more."""
        if draft is not None:
            self._ours.pop((draft.cell, draft.note), None)
            with contextlib.suppress(OSError):
                draft.path.unlink(missing_ok=True)

    def _key(self) -> str:
        return hashlib.sha256(os.fsencode(self.file)).hexdigest()[:20]

    def _free(self, cell: AnswerCell, note: DraftNote) -> Path:
        """A place that no other draft has."""
        path = (cell.bank, cell.question, cell.party, *filter(None, (cell.row, cell.column)), note)
        about = hashlib.sha256("\0".join(path).encode()).hexdigest()[:12]
        names = (f"{self._key()}-{about}-{number:02}.draft" for number in range(MOST))
        taken = {draft.path.name for draft in self._ours.values()}
        paths = (folder() / name for name in names if name not in taken)
        return next((path for path in paths if not path.exists()), folder() / f"{self._key()}-{about}.draft")


def _read(path: Path) -> Draft | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["format"] != FORMAT or said["note"] not in get_args(DraftNote):
            return None
        where = (str(said.get(key, "")) for key in ("row", "column"))
        cell = AnswerCell(str(said["bank"]), str(said["question"]), str(said["party"]), *where)
        return Draft(cell, said["note"], str(said["text"]), path)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
