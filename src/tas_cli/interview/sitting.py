"""One rating session at one file: the loop body of every front end. Events in; state and disk agree after.

The only place of the interview that saves. Draws nothing and reads no keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..changes.merge import facts, with_fact
from ..errors import TasError
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..model.layout import new_text
from ..session import Session, recovery, saving, step
from ..session.events import Changed, Event

ATTEMPTS = 5


class Sitting:
    """A session together with its file. `opened` is the assessment that the sitting began with.

    `trouble` is why the disk refused the last save, None while all is saved; then `aside` says whether the
    answers are safe in the recovery file `slot`.
    """

    def __init__(self, session: Session, kept: saving.Kept, banks: Mapping[str, Bank]) -> None:
        self.session = session
        self.opened = session.assessment
        self.kept = kept
        self.banks = banks
        self.trouble: TasError | None = None
        self.slot: recovery.Slot | None = None
        self.aside = True
        self._saved: Assessment | None = kept.assessment
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
                saved = saving.save(self.kept, wanted, self.banks)
            except TasError as trouble:
                self.trouble = trouble
                return
            base, self.kept = self.kept.assessment, saved.kept
            if saved.theirs is not None:
                self.session = step(self.session, Changed(base, saved.theirs))
            now = self.session.assessment
            if now is wanted or facts(now) == facts(self.kept.assessment):
                self._saved, self.trouble = now, None
                break

    def _keep_aside(self) -> None:
        """What the file does not hold goes to a recovery file; once it holds all, that file goes away."""
        try:
            if self.trouble or self.session.conflicts:
                base, wanted = self._not_on_disk()
                self.slot = recovery.keep(self.kept.path, self.text(base), self.text(wanted), self.slot)
            elif self.slot:
                recovery.drop(self.slot.path)
                self.slot = None
            self.aside = True
        except TasError:
            self.aside = False

    def _not_on_disk(self) -> tuple[Assessment, Assessment]:
        """What the disk said and what it should say, an unsettled conflict as if there had been none."""
        base, wanted = self.kept.assessment, self.session.assessment
        for conflict in self.session.conflicts:
            base = with_fact(base, conflict.path, conflict.base)
            wanted = with_fact(wanted, conflict.path, conflict.ours)
        return base, wanted

    def text(self, assessment: Assessment) -> str:
        """An assessment as the text of a file."""
        return new_text(assessment, self.banks)
