"""The walk in lines: one prompt a line, one answer a line, for pipes, screen readers and plain terminals.

Turns lines into events and tells what came of them. The walk is the session's, saving the saver's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.answers import Note
from ..model.field_types import canonical_rating
from ..session import Session, views
from ..session.competitors import called
from ..session.events import Choose, Clear, End, Event, Find, Rate, Resolve, Seen, Undo, Walk, Write
from ..session.saver import Saver
from ..words import Lang, say
from .messages import trouble_line
from .prompts import Prompter, folded

NOTES: dict[str, Note] = {"e": "evidence", "n": "next_step"}
PLAIN: dict[str, Event] = {"b": Walk(-1), "u": Undo(), "q": End(), "clear": Clear()}
SIDES: dict[str, Event] = {"o": Resolve("ours"), "t": Resolve("theirs"), "q": End()}
HELP = "h"
WHERE = "w"


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A line that is no answer: the name of the text that says so."""

    text: str
    letter: str = ""


def understood(line: str, session: Session) -> Event | NoAnswer | None:
    """The event that `line` means just now; None for a call for help."""
    word = folded(line).strip()
    if session.conflicts:
        return SIDES.get(word.casefold()) or NoAnswer("resolve_first")
    if not line:
        return End() if session.done else Walk(1)
    if (question := session.cell and session.question(session.cell)) and question.options:
        # An option may be called b or q; what stands before it says it too.
        if question.option(line):
            return Choose(line)
        if word.isdecimal():
            return Choose(word)
    sign = canonical_rating(line.replace("——", "—"))
    if sign in ("+", "-", "?"):
        return Rate(sign)
    if word.casefold() == HELP:
        return None
    return PLAIN.get(word.casefold()) or _with_text(line) or NoAnswer("lines.no_answer")


def _with_text(line: str) -> Event | NoAnswer | None:
    """The event of a line that begins with a letter or sign and brings a text."""
    head, text = folded(line[0]).casefold(), line[1:]
    if head in ("/", "、") and text.strip():
        return Find(text.strip())
    if text.strip() and not text[0].isspace():
        return None
    text = text.strip()
    if head in NOTES:
        if not text:
            return NoAnswer("lines.note_empty", head)
        return Write(NOTES[head], "" if text == "-" else text)
    return called(text) if head == "c" and text else None


class Lines:
    """A saver talked through in lines, until it ends or the input does."""

    def __init__(self, saver: Saver, prompter: Prompter, lang: Lang, us: str = "") -> None:
        self.saver = saver
        self.prompter = prompter
        self.lang = lang
        self.us = us
        self._told_question = ""
        self._told_trouble = ""
        self._told_summary = False

    def run(self) -> None:
        """Ask and take answers. The end of input is a pause: it ends the loop, not the session."""
        while not self.saver.session.ended:
            prompt = self._prompt()
            if self.saver.session.moved and not self.prompter.piped:
                self.prompter.forget()
                self.saver.feed(Seen())
            line = self.prompter.ask(prompt)
            if line is None:
                return
            self._take(line)

    def _take(self, line: str) -> None:
        if self.saver.session.moved and self._is_meant_for_elsewhere(line):
            return
        event = understood(line, self.saver.session)
        if event is None:
            self.prompter.tell(self._help())
            return
        if isinstance(event, NoAnswer):
            self.prompter.refuse(say(f"session.{event.text}", self.lang, text=line[:60], letter=event.letter))
            return
        self.saver.feed(event)
        notice = self.saver.session.notice
        if notice:
            text = views.notice_text(self.saver.session, self.lang, self.us)
            (self.prompter.refuse if notice.refused else self.prompter.tell)(text)
        self._tell_trouble()

    def _is_meant_for_elsewhere(self, line: str) -> bool:
        """Whether a line was written for another place than somebody else's change led to."""
        word = folded(line).strip().casefold()
        if word == "q":
            return False
        if word == WHERE:
            self.saver.feed(Seen())
        else:
            self.prompter.refuse(say("session.lines.moved", self.lang))
        return True

    def _tell_trouble(self) -> None:
        trouble = trouble_line(self.saver, self.lang)
        if trouble != self._told_trouble:
            self.prompter.tell(trouble or say("session.saved_again", self.lang))
        self._told_trouble = trouble

    def _prompt(self) -> str:
        seen = views.view(self.saver.session, self.lang, us=self.us)
        if seen.dispute:
            return _dispute_prompt(seen.dispute, self.lang)
        if seen.card is None:
            return self._done_prompt(seen)
        if not self.prompter.piped:
            self.prompter.tell(self._context(seen.card))
        return _cell_prompt(seen, seen.card, self.lang)

    def _context(self, card: views.QuestionCard) -> Iterator[str]:
        """What somebody who rates should read first, once for each question."""
        if card.question != self._told_question:
            self._told_question = card.question
            yield ""
            yield f"{card.section} {card.question}"
            yield from (f"  - {ask}" for ask in card.asks)

    def _done_prompt(self, seen: views.SessionView) -> str:
        if not self._told_summary and seen.summary and seen.cells:
            self._told_summary = True
            self.prompter.tell(seen.summary.cautions)
        return say("session.lines.done", self.lang, text=done_text(seen, self.lang))

    def _help(self) -> Iterator[str]:
        card = views.view(self.saver.session, self.lang, us=self.us).card
        if card:
            yield from (f"  - {ask}" for ask in card.asks)
        yield say("session.lines.help", self.lang)


def done_text(seen: views.SessionView, lang: Lang) -> str:
    """What to say when the walk is done."""
    if not seen.cells:
        return say("session.done.no_unknowns", lang)
    left = seen.cells - seen.rated
    return say("session.done.open", lang, n=left) if left else say("session.done", lang)


def _dispute_prompt(dispute: views.Dispute, lang: Lang) -> str:
    return say("session.lines.dispute", lang, what=dispute.what, ours=dispute.ours, theirs=dispute.theirs)


def _offered(choice: views.OfferedOption) -> str:
    label = "" if choice.label == choice.id else f"{choice.label} "
    return f"{label}{choice.id}: {choice.title}"


def _cell_prompt(seen: views.SessionView, card: views.QuestionCard, lang: Lang) -> str:
    key = "session.lines.choose" if card.choices else "session.lines.prompt"
    head = say(key, lang, place=seen.place + 1, cells=seen.cells, question=card.question, party=card.party)
    parts = [_offered(choice) for choice in card.choices]
    poles = (("+", card.plus), ("-", card.minus))
    parts += [f"{sign} {text}" for sign, text in poles if text and not card.choices]
    parts.append(say("session.unknown", lang))
    if card.value:
        parts.append(say("session.lines.now", lang, value=card.value))
    return f"{head} ({'; '.join(parts)})"
