"""One rating session at one file: the loop body of every front end. Events in; state and disk agree after.

The one place that saves. Draws nothing and reads no keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..changes.merge import facts, settled
from ..errors import TasError
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.layout import new_text
from . import assessment_file, recovery
from .events import Changed, Event
from .state import Session
from .steps import step

ATTEMPTS = 5


class Saver:
    """A session together with its file. `opened` is the assessment that the saver began with.

    `trouble` is why the disk refused the last save, None while all is saved; then `aside` says whether the
    answers are safe in the recovery file `slot`.
    """

    def __init__(self, session: Session, seen: assessment_file.FileSeen, banks: Mapping[str, Bank]) -> None:
        self.session = session
        self.opened = session.assessment
        self.seen = seen
        self.banks = banks
        self.trouble: TasError | None = None
        self.slot: recovery.Slot | None = None
        self.aside = True
        self._saved: Assessment | None = seen.assessment
        self._keep_aside()

    def feed(self, event: Event) -> None:
        """One step, and all that it changed on disk before this returns."""
        self.session = step(self.session, event)
        if self.session.assessment is not self._saved and self.session.assessment != self._saved:
            self._save()
        self._keep_aside()

    def _save(self) -> None:
        """Save until session and disk say the same; a change made by somebody else comes in on the way."""
        self._saved = None
        for _ in range(ATTEMPTS):
            wanted = self.session.assessment
            try:
                saved = assessment_file.save(self.seen, wanted, self.banks)
            except TasError as trouble:
                self.trouble = trouble
                return
            base, self.seen = self.seen.assessment, saved.seen
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
