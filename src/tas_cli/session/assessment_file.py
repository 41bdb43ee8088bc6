"""An assessment on disk: opened, saved, and merged by meaning when somebody else wrote it meanwhile.

The one place where `tas assess`, `tas rate` and every other writer of an assessment meet the disk. Absence is
no statement: a file that was emptied or removed is written again. Decides nothing about answers: conflicts
are handed back to whoever can ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..changes.merge import Conflict, Merge, facts, merge
from ..errors import TasError
from ..model.assessment import Assessment, Reading, read_assessment, usable
from ..model.bank import Bank
from ..model.layout import new_text, patched
from ..model.workspace import schema_line
from ..storage import files

ATTEMPTS = 20

Merging = Callable[[Assessment, Assessment, Assessment], Merge]


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What the disk holds as we last saw it. `reading` is None while there is no file yet.

    `standing` is the text there now, None for no file. It is another than that of `reading` only after
    somebody emptied or removed the file: then `reading` is what it said before. `earlier` are the texts that
    stood there before, since it was opened.
    """

    path: str
    reading: Reading | None = None
    standing: str | None = None
    earlier: tuple[str, ...] = ()

    @property
    def assessment(self) -> Assessment:
        """The assessment on disk; an empty one while there is none."""
        return (self.reading and self.reading.assessment) or Assessment()

    @property
    def is_new(self) -> bool:
        """Whether nobody has written anything into the file yet."""
        return self.reading is None or self.reading.document.data is None

    @property
    def known(self) -> tuple[str, ...]:
        """The texts that stood there since it was opened, the last of them too."""
        return (*self.earlier, self.reading.text) if self.reading else self.earlier

    def saying(self, wanted: Assessment, banks: Mapping[str, Bank]) -> str:
        """The text that the file needs to say `wanted`."""
        if self.reading is None:
            return schema_line(self.path) + new_text(wanted, banks)
        text = patched(self.reading, wanted, banks)
        left = self.standing or ""
        # Somebody emptied the file but for a remark: that is a word too.
        return text if any(was.startswith(left) for was in self.known) else f"{left.rstrip()}\n{text}"


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome of a save: what the disk holds now, and what nobody could decide.

    `theirs` is what somebody else had written meanwhile, None when nobody had.
    """

    seen: FileSeen
    conflicts: tuple[Conflict, ...] = ()
    theirs: Assessment | None = None


def open_existing(path: str) -> FileSeen:
    """The assessment at `path` (`-`: standard input). BadFile or TasError when it cannot be used."""
    return _seen(path, files.read_text(path))


def _seen(path: str, text: str, before: FileSeen | None = None) -> FileSeen:
    reading = read_assessment(text, path)
    usable(reading)
    return FileSeen(path, reading, text, before.known if before else ())


def open_or_new(path: str) -> FileSeen:
    """The assessment at `path`, or the promise of one where there is no file yet."""
    if not Path(path).exists() and not Path(path).is_symlink():
        return FileSeen(path)
    try:
        seen = open_existing(path)
    except TasError:
        seen = FileSeen(path)
    if not seen.is_new:
        return seen
    # Empty, or not to be read: somebody may be in the middle of writing it.
    text = files.settled_text(path)
    return FileSeen(path) if text is None else _seen(path, text)


def seen_again(before: FileSeen) -> FileSeen:
    """What the disk holds now. BadFile or TasError when what stands there cannot be used.

    What is less than before is believed only when it stays so for a moment; no file, or one that says
    nothing, is no answer at all and leaves what was said before.
    """
    try:
        text: str | None = files.read_text(before.path)
    except TasError:
        text = None
    if text is not None and text == before.standing:
        return before
    if text is None or _says_less(text, before):
        text = files.settled_text(before.path)
    if before.reading is None or before.is_new:
        return FileSeen(before.path) if text is None else _seen(before.path, text)
    if text is None or _is_cut_short(text, before):
        return replace(before, standing=text)
    return _seen(before.path, text, before)


def _says_less(text: str, before: FileSeen) -> bool:
    """Whether something that was there is not, or the text cannot be read."""
    now = read_assessment(text, before.path).assessment
    return now is None or not facts(now).keys() >= facts(before.assessment).keys()


def _is_cut_short(text: str, before: FileSeen) -> bool:
    """Whether the text is what is left of a file and no version of it: nothing, remarks, a beginning."""
    reading = read_assessment(text, before.path)
    if reading.document.data is None and not reading.findings:
        return True
    # Whoever writes may have had an older version: a checkout, an editor that was open.
    if text in before.known or not any(was.startswith(text) for was in before.known):
        return False
    # A person who takes the last answers away leaves whole lines, and the head of the file.
    now, said = reading.assessment, before.assessment
    if now is None or not text.endswith("\n"):
        return True
    return any(getattr(said, name) and not getattr(now, name) for name in ("customer", "opportunity"))


def save(
    seen: FileSeen,
    wanted: Assessment,
    banks: Mapping[str, Bank],
    *,
    merging: Merging = merge,
    in_part: bool = True,
) -> Saved:
    """Make the disk say `wanted`; what others wrote since `seen` is merged in and never overwritten.

    Where both changed one fact the disk keeps theirs, and the conflict is in the result; unless saving
    `in_part` is allowed nothing is written then. Nothing is written when nothing changed. TasError when the
    disk refuses.
    """
    base = seen.assessment
    conflicts: tuple[Conflict, ...] = ()
    theirs: Assessment | None = None
    for _ in range(ATTEMPTS):
        if conflicts and not in_part:
            return Saved(seen, conflicts, theirs)
        text = seen.saying(wanted, banks)
        if text == seen.standing:
            return Saved(seen, conflicts, theirs)
        try:
            files.write_text(seen.path, text, expected=seen.standing)
            return Saved(_seen(seen.path, text, seen), conflicts, theirs)
        except files.ChangedOnDisk:
            seen = seen_again(seen)
            theirs = seen.assessment
            merged = merging(base, wanted, theirs)
            wanted, conflicts, base = merged.assessment, (*conflicts, *merged.conflicts), theirs
    raise TasError("files.changed", file=seen.path)
