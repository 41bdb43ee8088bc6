"""What the keys of the screen mean: a key and the state become an event for the saver.

The screen and replay press the same keys here, so they cannot drift apart. Draws nothing.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from ..session import DASH, Session
from ..session.competitors import called
from ..session.events import Choose, Clear, End, Event, Find, Move, Rate, Resolve, Undo, Walk, Write
from ..session.saver import Saver

Input = Literal["evidence", "next_step", "find", "competitor"]

FAR = 1 << 20
PAGE = 5
# Keys by name; the names are this program's own and not a terminal library's.
KEYS: dict[str, Event] = {
    "up": Move(rows=-1),
    "down": Move(rows=1),
    "left": Move(columns=-1),
    "right": Move(columns=1),
    "pageup": Move(rows=-PAGE),
    "pagedown": Move(rows=PAGE),
    "home": Move(rows=-FAR),
    "end": Move(rows=FAR),
    "tab": Walk(1),
    "enter": Walk(1),
    " ": Walk(1),
    "s-tab": Walk(-1),
    "b": Walk(-1),
    "backspace": Clear(),
    "delete": Clear(),
    "u": Undo(),
    "q": End(),
}
SIDES: dict[str, Event] = {"o": Resolve("ours"), "t": Resolve("theirs"), "q": End()}
INPUTS: dict[str, Input] = {"e": "evidence", "n": "next_step", "/": "find", "、": "find", "a": "competitor"}


def event_for(key: str, session: Session) -> Event | None:
    """The event that a key means just now; None for a key that means nothing."""
    if session.conflicts:
        # Any other answer is refused by the session, which says what to do first.
        return SIDES.get(key) or Walk(0)
    if key in KEYS:
        return KEYS[key]
    if len(key) > 1 or not key.isprintable():
        return None
    sign = key == DASH or unicodedata.normalize("NFKC", key) in ("+", "-", "?")
    cell = session.cell
    offers = session.question(cell).offers if cell else []
    if sign or not offers:
        return Rate(key)
    place = ord(key) - ord("A")
    return Choose(offers[place] if 0 <= place < len(offers) else key)


class Keyboard:
    """A saver worked by keys. `input` is the line being typed, `help` whether the help is up.

    `stray` is the name of the last key when it meant nothing.
    """

    def __init__(self, saver: Saver) -> None:
        self.saver = saver
        self.input: Input | None = None
        self.help = False
        self.stray = ""

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self.saver.session

    def press(self, key: str) -> None:
        """Do what a key means. While a line is typed its keys belong to the front end."""
        key = _plain(key)
        self.stray = ""
        if key == "f1" or (self.help and key in ("escape", "q", "enter", " ")):
            self.help = not self.help
            return
        self.help = False
        if key in INPUTS and not self.session.conflicts:
            self._open(INPUTS[key])
        elif event := event_for(key, self.session):
            self.saver.feed(event)
        elif key != "escape":
            self.stray = key if key.isprintable() else "?"

    def _open(self, input: Input) -> None:
        """Start typing a line; a note needs a cell to belong to."""
        if input in ("evidence", "next_step") and self.session.done:
            self.saver.feed(Walk(1))
        else:
            self.input = input

    def accept(self, text: str) -> None:
        """Take the line that was typed."""
        input, self.input = self.input, None
        match input:
            case "evidence" | "next_step":
                self.saver.feed(Write(input, text))
            case "find":
                self.saver.feed(Find(text))
            case "competitor":
                self.saver.feed(called(text))

    def cancel(self) -> None:
        """Give the line up."""
        self.input = None

    def standing(self) -> str:
        """What the line holds before anybody types: the note as it is."""
        cell = self.session.cell
        if cell is None or self.input not in ("evidence", "next_step"):
            return ""
        answer = self.session.assessment.answer(cell.bank, cell.question)
        return answer.evidence_text(cell.party) if self.input == "evidence" else answer.step_text


def _plain(key: str) -> str:
    """A key as it is looked up: full-width letters and digits are the plain ones, `、` and dashes stay."""
    folded = unicodedata.normalize("NFKC", key) if len(key) == 1 else key
    return folded if len(folded) == 1 else key
