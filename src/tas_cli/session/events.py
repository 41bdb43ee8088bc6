"""What a person, or the disk, can do to a rating session: the events that `session.step` takes.

Values only. Which key means which event is the business of the front ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..changes.merge import SideName
from ..model.answers import Note
from ..model.assessment import Assessment


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """One thing to answer: a party's rating, or what is asked once for the deal (whose party is always us).

    Of a table each column of each row is one, and the table itself one more, where rows are added.
    """

    bank: str
    question: str
    party: str
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate the current cell with + - ? in any spelling; on a choice only ? fits."""

    sign: str


@dataclass(frozen=True, slots=True)
class Choose:
    """Answer the current choice by an option's id or the label before it."""

    option: str


@dataclass(frozen=True, slots=True)
class Fill:
    """Answer a cell, else the current one, by what somebody typed; at a table add a row of that name.

    Empty text takes the answer away.
    """

    text: str
    cell: AnswerCell | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Say that the current question does not concern this deal, where it may be said."""


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take the current row of a table out."""


@dataclass(frozen=True, slots=True)
class Clear:
    """Take the current answer away: unrated again."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Go on (+1: leave as it is) or back (-1) in the order of the walk."""

    steps: int


@dataclass(frozen=True, slots=True)
class Move:
    """Move over the grid: rows of questions, columns of parties."""

    rows: int = 0
    columns: int = 0


@dataclass(frozen=True, slots=True)
class NextOpen:
    """Go to the next thing to be done: not answered, not known, or our + without evidence."""


@dataclass(frozen=True, slots=True)
class Find:
    """Go to the next question whose id, title, evidence or next step holds the text; "" looks again."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """Behind the end of the walk: go so many down the list of the next questions."""

    steps: int


@dataclass(frozen=True, slots=True)
class GoToPicked:
    """Behind the end of the walk: go to the question that was picked."""


@dataclass(frozen=True, slots=True)
class Write:
    """Write a note about a cell, else about the one answered right before or the current one.

    Empty text removes it.
    """

    note: Note
    text: str
    cell: AnswerCell | None = None


@dataclass(frozen=True, slots=True)
class Explain:
    """Say why a cell is rated otherwise than the notes spoke for; empty for no reason."""

    cell: AnswerCell
    text: str


@dataclass(frozen=True, slots=True)
class AddCompetitor:
    """Add a competitor, to be rated from now on; its id is made from the name unless given."""

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class RenameCompetitor:
    """Call a competitor otherwise; its id stays."""

    party: str
    name: str


@dataclass(frozen=True, slots=True)
class RemoveCompetitor:
    """Take a competitor out, with all that was said about it."""

    party: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last change that this session made."""


@dataclass(frozen=True, slots=True)
class Resolve:
    """Settle the first open conflict by one side, or every one."""

    side: SideName
    every: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """The file changed on disk: `base` is what both sides had, `theirs` what stands there now."""

    base: Assessment
    theirs: Assessment


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """Whoever types has seen the state as it is now, and no key is on its way that was meant for another."""


@dataclass(frozen=True, slots=True)
class End:
    """The person ends the session."""


SessionEvent = (
    Rate | Choose | Fill | SetAside | RemoveRow | Clear | Write | Explain | AddCompetitor | RenameCompetitor
    | RemoveCompetitor | Undo | Resolve | Walk | Move | NextOpen | Find | Pick | GoToPicked | Changed
    | ChangeSeen | End
)  # fmt: skip
