"""One rating session at one file: the loop body of every front end. Events in; state and disk agree after.

The one place that saves. Draws nothing and reads no keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..changes.merge import facts, settled
from ..errors import TasError
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.layout import new_text
from ..storage import files
from . import recovery
from .assessment_file import FileSeen, save, seen_again
from .events import AnswerCell, Changed, SessionEvent
from .proposal_file import Settling, settle
from .quotes import cell_of
from .reconciling import changed_paths, merged
from .state import Session
from .steps import step

ATTEMPTS = 5


class Saver:
    """A session together with its file. `opened` is the assessment that the saver began with.

    `trouble` is why the disk refused the last save, None while all is saved; then `aside` says whether the
    answers are safe in the recovery file `slot`. `has_saved`: whether anything was written. `quotes_trouble`
    is why the quotes that were rated could not be taken out of their file.
    """

    def __init__(self, session: Session, seen: FileSeen, banks: Mapping[str, Bank]) -> None:
        self.session = session
        self.opened = session.assessment
        self.seen = seen
        self.banks = banks
        self.trouble: TasError | None = None
        self.slot: recovery.Slot | None = None
        self.aside = True
        self.has_saved = False
        self.quotes_trouble: TasError | None = None
        self._settled = session.settled
        self._saved: Assessment | None = seen.assessment
        self._stamp: files.Stamp | None = None
        self._keep_aside()

    @property
    def unsaved(self) -> int:
        """How many answers the file does not hold."""
        missing = changed_paths(self.seen.assessment, self.session.assessment)
        return sum(path[0] == "answers" for path in missing) if self.trouble else 0

    def feed(self, event: SessionEvent) -> None:
        """One step, and all that it changed on disk before this returns.

        The step is taken in the state that whoever typed could see; what others wrote comes in after it.
        """
        self.session = step(self.session, event)
        self._take_in()
        self._agree()

    def look(self) -> None:
        """Take in what others wrote, if anybody did."""
        self._take_in()
        self._agree()

    def _agree(self) -> None:
        if self.session.assessment is not self._saved and self.session.assessment != self._saved:
            self._save()
        self._keep_aside()
        if self.session.settled != self._settled and not self.trouble:
            self._settle()

    def _settle(self) -> None:
        """Take the quotes that were rated out of their file; only once the ratings are in theirs."""
        before, now = self._settled, self.session.settled
        undone = {cell: value for cell, value in before.items() if now.get(cell) != value}
        new = {cell: value for cell, value in now.items() if before.get(cell) != value}
        try:
            settle(
                files.beside(self.seen.path), self._outcome(new), self._outcome(undone), self.session.today
            )
        except TasError as trouble:
            self.quotes_trouble = trouble
        else:
            self._settled, self.quotes_trouble = now, None

    def _outcome(self, values: Mapping[AnswerCell, str]) -> Settling:
        quotes = self.session.quotes
        return {cell_of(cell): (quotes[cell].proposal, value) for cell, value in values.items()}

    def _take_in(self) -> None:
        """One look at the file's stamp, and at the file only when it is another than last time."""
        stamp = files.stamp(self.seen.path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        before = self.seen
        try:
            self.seen = seen_again(before)
        except TasError:
            return  # a save will meet it too, and say so
        if self.seen.reading is not before.reading:
            self.session = step(self.session, Changed(before.assessment, self.seen.assessment))
            if facts(self.session.assessment) == facts(self.seen.assessment):
                self._saved = self.session.assessment

    def _save(self) -> None:
        """Save until session and disk say the same; a change made by somebody else comes in on the way."""
        self._saved = None
        for _ in range(ATTEMPTS):
            wanted = self.session.assessment
            try:
                saved = save(self.seen, wanted, self.banks, merging=partial(merged, self.session))
            except TasError as trouble:
                self.trouble = trouble
                return
            base, self.seen, self.has_saved = self.seen.assessment, saved.seen, True
            if saved.theirs is not None:
                self.session = step(self.session, Changed(base, saved.theirs))
            now = self.session.assessment
            if now is wanted or facts(now) == facts(self.seen.assessment):
                self._saved, self.trouble = now, None
                break

    def _keep_aside(self) -> None:
        """What the file does not hold goes to a recovery file; once it holds all, that file goes away."""
        try:
            if self.trouble or self.session.conflicts:
                base, wanted = self._not_on_disk()
                self.slot = recovery.keep(self.seen.path, self.text(base), self.text(wanted), self.slot)
            elif self.slot:
                recovery.drop(self.slot.path)
                self.slot = None
            self.aside = True
        except TasError:
            self.aside = False

    def _not_on_disk(self) -> tuple[Assessment, Assessment]:
        """What the disk said and what it should say, an unsettled conflict as if there had been none."""
        base, wanted = self.seen.assessment, self.session.assessment
        for conflict in self.session.conflicts:
            base, wanted = settled(base, conflict, "base"), settled(wanted, conflict, "ours")
        return base, wanted

    def text(self, assessment: Assessment) -> str:
        """An assessment as the text of a file."""
        return new_text(assessment, self.banks)
