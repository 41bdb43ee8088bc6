"""What the keys of the screen do: a key and the state become an event for the saver, or a text to be typed.

Which key does what is said in `key_map`. Knows no terminal library and draws nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ..errors import Param
from ..model.answers import US
from ..session import AnswerCell, Session, events
from ..session.answering import called, row_title
from ..session.drafts import Draft, DraftNote, Drafts
from ..session.notices import said_by
from ..session.saver import Saver
from ..words import Lang
from .key_map import KeyMode, use_of
from .pasting import is_rating, ratings_in

Input = Literal["evidence", "next_step", "answer", "value", "row", "find", "competitor", "rename", "why"]
ConfirmedStep = Literal["quit", "remove", "remove_row"]
KeyboardNotice = Literal[
    "", "unknown_key", "not_utf8", "paste_nowhere", "not_a_competitor", "not_a_row", "no_note_on_row",
    "note_nowhere", "draft_back", "draft_kept", "drafts", "review", "quotes", "typed_before",
]  # fmt: skip
"""What the keyboard itself has to say, by the key of its text; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Typing:
    """A text being typed: what it is, what it is about, what stands there already, the draft it goes on."""

    input: Input
    cell: AnswerCell | None = None
    standing: str = ""
    text: str = ""
    draft: Draft | None = None

    @property
    def note(self) -> DraftNote | None:
        """What text is being typed that is kept as a draft; None for a line that is not."""
        return self.input if self.input in get_args(DraftNote) else None  # type: ignore[return-value]


SCROLLS = {"scroll_down": 1, "scroll_up": -1, "scroll_on": 10, "scroll_back": -10}
ON_GRID: tuple[KeyMode, ...] = ("rate", "choose", "check", "type", "rows", "done")


class Keyboard:
    """A saver worked by keys.

    `typing` is the text being typed, `asked` what one has to be sure about, `helping` whether the help is up
    and `scrolled` how far down, of `scrollable` lines that are out of sight. `told` is the key of what the
    keyboard itself has to say, with `params`.
    """

    def __init__(self, saver: Saver) -> None:
        self.saver = saver
        self.drafts = Drafts(saver.seen.path)
        self.typing: Typing | None = None
        self.asked: ConfirmedStep | None = None
        self.helping = False
        self.scrolled = 0
        self.scrollable = 0
        self.told: KeyboardNotice = ""
        self.params: Mapping[str, Param] = {}

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self.saver.session

    @property
    def mode(self) -> KeyMode:
        """What is going on."""
        if self.helping:
            return "help"
        if self.typing:
            line: KeyMode = "search" if self.typing.input == "find" else "line"
            return "text" if self.typing.note else line
        if self.asked:
            return "sure"
        return self.beneath

    @property
    def beneath(self) -> KeyMode:
        """What is going on when nothing is typed or asked."""
        if self.session.conflicts:
            return "dispute"
        if self.session.cell is None:
            return "done"
        kind = self.session.question(self.session.cell).kind
        modes: dict[KeyMode, bool] = {
            "rate": kind.each_party, "check": kind.ticked, "type": kind.typed, "rows": kind.has_rows
        }  # fmt: skip
        return next((mode for mode, applies in modes.items() if applies), "choose")

    def press(self, key: str) -> None:
        """Do what a key means. While a text is typed its keys belong to the front end."""
        self.tell("")
        key = _plain(key)
        mode = self.mode
        use = use_of(mode, key)
        if mode == "help":
            self.helping = use is not None and use.id in SCROLLS
            if use and use.id in SCROLLS:
                self.scrolled = max(0, min(self.scrolled + SCROLLS[use.id], self.scrollable))
        elif use and use.event:
            self.saver.feed(use.event)
        elif use and (action := self._actions().get(use.id)):
            action()
        elif event := self._answer(mode, key):
            self.saver.feed(event)
            if self.session.asks_why and not (self.session.moved or self.session.conflicts):
                self.typing = Typing("why", self.session.asks_why)
        elif key != "escape" and mode != "sure":
            self._refuse("unknown_key", key=key)

    def tell(self, id: KeyboardNotice, **params: Param) -> None:
        """Have something to say until the next key: the key of its text, and its parameters."""
        self.told, self.params = id, params

    def _refuse(self, id: KeyboardNotice, **params: Param) -> None:
        self.saver.look()
        self.tell(id, **params)

    def _answer(self, mode: KeyMode, key: str) -> events.SessionEvent | None:
        """What a key that is no command says: a sign, an option, or while a conflict is open nothing yet."""
        if mode == "dispute":
            return events.Walk(0)
        if len(key) > 1 or not key.isprintable() or mode not in ON_GRID:
            return None
        cell = self.session.cell
        if mode != "choose" or cell is None:
            return events.Rate(key)
        offers = self.session.question(cell).offers
        place = ord(key) - ord("A")
        if 0 <= place < len(offers):
            return events.Choose(offers[place])
        return events.Rate(key) if key in "+-?" else events.Choose(key)

    def _actions(self) -> Mapping[str, Callable[[], None]]:
        return {
            "show_help": self.help,
            "quit": self._quit,
            "evidence": lambda: self._open_note("evidence"),
            "next_step": lambda: self._open_note("next_step"),
            "type": self._open_answer,
            "day": self._open_answer,
            "set_aside": self._set_aside,
            "add_row": lambda: self._open(Typing("row", self.session.cell)),
            "remove_row": self._ask_to_remove_row,
            "find": lambda: self._open(Typing("find")),
            "add": lambda: self._open(Typing("competitor")),
            "rename": self._open_name,
            "remove": self._ask_to_remove,
            "yes": lambda: self._sure(True),
            "no": lambda: self._sure(False),
        }

    def help(self) -> None:
        """Show the help, or put it away."""
        self.helping, self.scrolled = not self.helping, 0

    def _quit(self) -> None:
        """End; not without asking when there are answers that are written down nowhere."""
        if self.saver.trouble and not self.saver.aside:
            self.asked = "quit"
        else:
            self.saver.feed(events.End())

    def _ask_to_remove(self) -> None:
        if self.session.cell is None or self.session.cell.party == US:
            self._refuse("not_a_competitor")
        else:
            self.asked = "remove"

    def _set_aside(self) -> None:
        """What does not concern the deal; an option that is called 0 comes first."""
        question = self.session.question(self.session.cell) if self.session.cell else None
        self.saver.feed(events.Choose("0") if question and question.typed("0") else events.SetAside())

    def _ask_to_remove_row(self) -> None:
        if self.session.cell and self.session.cell.row:
            self.asked = "remove_row"
        else:
            self._refuse("not_a_row")

    def question(self, lang: Lang) -> tuple[str, Mapping[str, Param]]:
        """What one has to be sure about: the key of its text, and its parameters."""
        if self.asked == "remove" and self.session.cell:
            party = self.session.cell.party
            name = self.session.assessment.competitors.get(party) or party
            return "session.sure.remove", {"name": name, "what": said_by(self.session, party, lang)}
        if self.asked == "remove_row" and self.session.cell:
            return "session.sure.remove_row", {"name": row_title(self.session, self.session.cell)}
        return "session.sure.quit", {"n": self.saver.unsaved}

    def _sure(self, yes: bool) -> None:
        asked, self.asked = self.asked, None
        if not yes:
            self.saver.look()
        elif asked == "quit":
            self.saver.feed(events.End())
        elif asked == "remove_row":
            self.saver.feed(events.RemoveRow())
        elif self.session.cell:
            self.saver.feed(events.RemoveCompetitor(self.session.cell.party))

    # A text

    def _open(self, typing: Typing) -> None:
        self.saver.look()
        if self.session.moved or self.session.conflicts:
            return
        self.typing = typing

    def _open_name(self) -> None:
        cell = self.session.cell
        if cell is None or cell.party == US:
            self._refuse("not_a_competitor")
        else:
            name = self.session.assessment.competitors.get(cell.party) or ""
            self._open(Typing("rename", cell, name, name))

    def _open_answer(self, added: str = "") -> None:
        """The answer to the question in hand, to be typed: words in a box, a number or a day on a line."""
        cell = self.session.cell
        if cell is None:
            return
        kind = self.session.question(cell).kind
        if kind.typed and not kind.plain:
            self._open_note("answer", added)
            return
        standing = (self.session.value(cell) or "") if kind.typed else ""
        self._open(Typing("value", cell, standing, added or standing))

    def _open_note(self, note: DraftNote, added: str = "") -> None:
        """A note about the cell answered right before, else the current one; a draft of it comes back."""
        cell = self.session.cell if note == "answer" else self.session.target
        if cell is None or (cell.row and note != "answer"):
            self._refuse("no_note_on_row" if cell else "note_nowhere")
            return
        standing = self._standing(cell, note)
        draft = self.drafts.find(cell, note)
        text = draft.text if draft else standing
        if added:
            text = f"{text.rstrip()}\n{added}" if text.strip() else added
        self._open(Typing(note, cell, standing, text, draft))
        if self.typing and draft:
            self.tell("draft_back")
        if self.typing and added:
            self.typed(text)

    def _standing(self, cell: AnswerCell, note: DraftNote) -> str:
        if note == "answer":
            return self.session.value(cell) or ""
        answer = self.session.assessment.answer(cell.bank, cell.question)
        return answer.evidence_text(cell.party) if note == "evidence" else answer.step_text

    def typed(self, text: str) -> None:
        """What stands in the text by now: a note is kept as a draft."""
        typing = self.typing
        if typing is None or (text == typing.text and (typing.draft or text == typing.standing)):
            return
        draft = typing.draft
        if typing.note and typing.cell:
            if text.strip() and text != typing.standing:
                draft = self.drafts.keep(typing.cell, typing.note, text, draft)
            else:
                self.drafts.drop(draft)
                draft = None
        self.typing = Typing(typing.input, typing.cell, typing.standing, text, draft)

    def as_it_was(self) -> str:
        """The text as it stands in the file, what was typed given up; none at all where it stands so."""
        if self.typing is None:
            return ""
        self.tell("")
        self.typed("" if self.is_as_it_was else self.typing.standing)
        return self.typing.text

    @property
    def is_as_it_was(self) -> bool:
        """Whether the text being typed is a note that stands in the file, to the letter."""
        return bool(self.typing and self.typing.note and self.typing.text == self.typing.standing != "")

    def leave(self) -> None:
        """Type no further. A note that was begun stays as a draft."""
        typing, self.typing = self.typing, None
        self.saver.look()
        self.tell("draft_kept" if typing and typing.draft else "")

    def accept(self, text: str) -> None:
        """Take the text that was typed."""
        self.tell("")
        self.typed(text)
        typing, self.typing = self.typing, None
        if typing is None:
            return
        if typing.note:
            self._accept_note(typing)
        elif typing.input == "find":
            self.saver.feed(events.Find(text))
        elif typing.input in ("value", "row"):
            self._accept_value(typing, text)
        elif typing.input == "why" and typing.cell:
            self.saver.feed(events.Explain(typing.cell, text))
            self.typing = typing if self.session.asks_why else None
        elif typing.input == "rename" and typing.cell:
            self.saver.feed(events.RenameCompetitor(typing.cell.party, text))
        else:
            self.saver.feed(called(text))

    def _accept_value(self, typing: Typing, text: str) -> None:
        """A line taken as an answer or as a new row; one that says nothing new leaves all as it is."""
        self.saver.feed(events.Walk(1) if text.strip() == typing.standing else events.Fill(text, typing.cell))
        notice = self.session.notice
        if notice and notice.id.startswith("no_answer"):
            self.typing = Typing(typing.input, typing.cell, typing.standing, text)

    def _accept_note(self, typing: Typing) -> None:
        if typing.text == typing.standing or typing.note is None:
            if typing.note == "answer":
                self.saver.feed(events.Walk(1))
            self.saver.look()
            return
        if typing.note == "answer":
            self.saver.feed(events.Fill(typing.text, typing.cell))
        else:
            self.saver.feed(events.Write(typing.note, typing.text, typing.cell))
        notice = self.session.notice
        if not (notice and notice.refused) and (not self.saver.trouble or self.saver.aside):
            self.drafts.drop(typing.draft)

    def paste(self, text: str) -> None:
        """Text that came at once is text: ratings if it is nothing else, else evidence to be confirmed."""
        self.tell("")
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if self.mode not in ON_GRID or not text:
            self.helping = False
            self._refuse("paste_nowhere")
        elif signs := ratings_in(text):
            for sign in signs:
                self.press(sign)
        elif self.mode == "type":
            self._open_answer(text)
        elif self.session.target is None or self.mode == "rows":
            self._refuse("paste_nowhere")
        else:
            self._open_note("evidence", text)

    def refuse_bytes(self) -> None:
        """Something was typed or pasted that is no text."""
        self.tell("not_utf8")


def _plain(key: str) -> str:
    """A key as it is looked up: full-width letters, digits and signs are the plain ones, `、` stays.

    What is typed before the screen is up may still come with the line end of a line.
    """
    if len(key) != 1:
        return "enter" if key == "c-j" else key
    folded = unicodedata.normalize("NFKC", key)
    if is_rating(key) and len(folded) == 1:
        return key if key == "—" else folded
    return folded if len(folded) == 1 else key
