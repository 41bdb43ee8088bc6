"""The walk in lines: one prompt a line, one answer a line, for pipes, screen readers and plain terminals.

Turns lines into events and tells what came of them. The walk is the session's, saving the saver's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.answers import US, Note
from ..model.field_types import NOT_APPLICABLE, canonical_rating
from ..model.naming import aside
from ..session import AnswerCell, Session, events, views
from ..session.answering import called
from ..session.notices import Dispute, cell_name, notice_text, party_name, said_by
from ..session.question_card import OfferedOption, QuestionCard
from ..session.saver import Saver
from ..words import Lang, say
from .messages import draft_names, trouble_text
from .prompts import Prompter, folded

NOTES: dict[str, Note] = {"e": "evidence", "n": "next_step"}
PLAIN: dict[str, events.SessionEvent] = {
    "b": events.Walk(-1), "u": events.Undo(), "q": events.End(), "clear": events.Clear(),
    "o": events.NextOpen(), "/": events.Find(), "、": events.Find(),
}  # fmt: skip
SIDES: dict[str, events.SessionEvent] = {
    "o": events.Resolve("ours"), "t": events.Resolve("theirs"), "q": events.End(),
    "oo": events.Resolve("ours", every=True), "tt": events.Resolve("theirs", every=True),
}  # fmt: skip
SPOKEN = {"+": "session.spoken.plus", "-": "session.spoken.minus", "?": "session.spoken.unknown"}
WHERE = "w"
TOLD = {"h", "s", WHERE}
"""Letters that only ask: for help, for how things stand, for where one is."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A line that is no answer: the name of the text that says so."""

    text: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A line that asks something: its letter."""

    letter: str


def understood(line: str, session: Session) -> events.SessionEvent | NoAnswer | Inquiry:
    """What `line` means just now."""
    word = folded(line).strip()
    if session.conflicts:
        side = SIDES.get(word.casefold())
        return side or (Inquiry(WHERE) if word.casefold() == WHERE else NoAnswer("resolve_first"))
    if not line:
        return events.End() if session.done else events.Walk(1)
    if session.cell and (meant := _typed(line, session, session.cell)):
        return meant
    if (question := session.cell and session.question(session.cell)) and question.options:
        # An option may be called b or q; what stands before it says it too.
        if question.option(line):
            return events.Choose(line)
        if word.isdecimal():
            return events.Choose(word)
    if line.startswith(":"):
        line, word = line[1:].strip(), word[1:].strip()
    sign = canonical_rating(line.replace("——", "—"))
    if sign in ("+", "-", "?"):
        return events.Rate(sign)
    if word.casefold() in TOLD:
        return Inquiry(word.casefold())
    return PLAIN.get(word.casefold()) or _with_text(line, session) or NoAnswer("lines.no_answer")


def _typed(line: str, session: Session, cell: AnswerCell) -> events.SessionEvent | Inquiry | None:
    """What a line says where something is to be typed; None where it is to be understood as anywhere else.

    Where any words are an answer, a command begins with a colon.
    """
    kind = session.question(cell).kind
    if session.question(cell).understood(line) == NOT_APPLICABLE and not kind.typed:
        return events.SetAside()
    text = folded(line) if kind.plain or kind.ticked else line
    if text.startswith(":"):
        return None
    if (kind.typed and not kind.plain) or kind.has_rows:
        return events.Fill(line, cell)
    if kind.ticked and text.startswith("="):
        return events.Fill(text[1:].strip(), cell) if text[1:].strip() else Inquiry("=")
    # The letter n alone begins a next step, as everywhere.
    if kind.understood(text, ()) is not None and (kind.plain or kind.ticked) and text.casefold() != "n":
        return events.Fill(text, cell)
    return None


def _with_text(line: str, session: Session) -> events.SessionEvent | NoAnswer | None:
    """The event of a line that begins with a letter or sign and brings a text."""
    head, text = folded(line[0]).casefold(), line[1:]
    if head in ("/", "、") and text.strip():
        return events.Find(text.strip())
    if text.strip() and not text[0].isspace():
        return None
    text = text.strip()
    if head in NOTES:
        if not text:
            return NoAnswer("lines.note_empty", head)
        return events.Write(NOTES[head], "" if text == "-" else text, session.target)
    if head in ("a", "c"):
        return called(text) if text else None
    if head == "r" and text:
        return events.RenameCompetitor(session.cell.party if session.cell else US, text)
    if head == "x" and not text and session.cell and session.cell.row:
        return events.RemoveRow()
    if head == "x" and not text:
        return events.RemoveCompetitor(session.cell.party if session.cell else US)
    return None


class Lines:
    """A session talked through in lines, until it ends or the input does."""

    def __init__(self, saver: Saver, prompter: Prompter, lang: Lang, us: str = "") -> None:
        self.saver = saver
        self.prompter = prompter
        self.lang = lang
        self.us = us
        self._told_question = "", ""
        self._told_trouble = ""
        self._told_done = False

    def run(self) -> None:
        """Ask and take answers. The end of input is a pause: it ends the loop, not the session."""
        from ..session.drafts import Drafts

        if names := draft_names(self.saver.session, Drafts(self.saver.seen.path), self.lang, self.us):
            self.prompter.tell(say("session.drafts", self.lang, what=names))
        blindly = self.prompter.waits()
        while not self.saver.session.ended:
            prompt = self._prompt()
            if self.saver.session.moved and not self.prompter.piped:
                self.prompter.forget()
                self.saver.feed(events.ChangeSeen())
            line = self.prompter.ask(prompt, pasted=True)
            if line is None:
                return
            for each in self._typed_blindly(line) if blindly else [line]:
                self._take(each)
            blindly = False

    def _typed_blindly(self, text: str) -> list[str]:
        """Lines typed before there was a prompt: by themselves, if each of them means something."""
        lines = text.split("\n")
        means = (understood(line, self.saver.session) for line in lines)
        return [text] if any(isinstance(each, NoAnswer) for each in means) else lines

    def _take(self, line: str) -> None:
        if self.saver.session.ended:
            return
        if self.saver.session.moved and self._is_meant_for_elsewhere(line):
            return
        if "\n" in line:
            self._take_pasted(line)
            return
        meant = understood(line, self.saver.session)
        if isinstance(meant, Inquiry):
            self._inquire(meant.letter)
        elif isinstance(meant, NoAnswer):
            self.prompter.refuse(say(f"session.{meant.text}", self.lang, text=line[:60], letter=meant.letter))
        elif self._is_sure(meant):
            self._feed(meant)

    def _inquire(self, letter: str) -> None:
        if letter == "=":
            day = self.prompter.ask(say("session.ask.day", self.lang))
            if day:
                self._feed(events.Fill(folded(day), self.saver.session.cell))
        else:
            self.prompter.tell({"h": self._help, "s": self._status, WHERE: self._where}[letter]())

    def _feed(self, event: events.SessionEvent) -> None:
        before = self.saver.session
        self.saver.feed(event)
        session = self.saver.session
        text = notice_text(session, self.lang, self.us)
        if text:
            refused = session.notice is not None and session.notice.refused
            (self.prompter.refuse if refused else self.prompter.tell)(text)
        elif echo := self._echo(event, before, session):
            self.prompter.tell(echo)
        self._tell_trouble()
        self._ask_why()

    def _ask_why(self) -> None:
        """Where notes spoke for another sign than a person gave, one line for the reason; empty for none."""
        while cell := self.saver.session.asks_why:
            what = cell_name(self.saver.session, cell, self.lang, self.us)
            reason = self.prompter.ask(say("session.lines.why", self.lang, what=what))
            self.saver.feed(events.Explain(cell, reason or ""))
            if self.saver.session.asks_why:
                self.prompter.refuse(notice_text(self.saver.session, self.lang, self.us))

    def _echo(self, event: events.SessionEvent, before: Session, session: Session) -> str:
        """A word on what was taken, for somebody who cannot see it; whose evidence it is, for everybody."""
        if isinstance(event, events.Write) and event.cell:
            what = cell_name(session, event.cell, self.lang, self.us)
            label = say(f"session.note.{event.note}", self.lang)
            key = "session.lines.noted" if event.text else "session.lines.unnoted"
            return say(key, self.lang, note=label, what=what)
        if self.prompter.piped or not isinstance(event, events.Rate | events.Choose) or before.cell is None:
            return ""
        value = session.value(before.cell) or ""
        sign = say(SPOKEN[value], self.lang) if value in SPOKEN else value
        party = party_name(session, before.cell.party, self.lang, self.us)
        return say("session.spoken", self.lang, party=party, sign=sign)

    def _is_sure(self, event: events.SessionEvent) -> bool:
        """Whether a person means it; asked where it takes much away, or leaves answers nowhere."""
        session = self.saver.session
        if isinstance(event, events.RemoveCompetitor) and event.party != US:
            what = said_by(session, event.party, self.lang)
            name = session.assessment.competitors.get(event.party) or event.party
            return self._yes(say("session.sure.remove", self.lang, name=name, what=what))
        if (
            isinstance(event, events.End)
            and self.saver.trouble
            and not self.saver.aside
            and not self.prompter.piped
        ):
            return self._yes(say("session.sure.quit", self.lang, n=self.saver.unsaved))
        return True

    def _yes(self, question: str) -> bool:
        answer = self.prompter.ask(question)
        return answer is not None and folded(answer).casefold() in ("y", "yes", "是", "好")

    def _take_pasted(self, text: str) -> None:
        """Many lines at once are one text: evidence, if whoever pasted them says so."""
        cell = self.saver.session.target
        if cell is None or self.saver.session.conflicts:
            self.prompter.refuse(say("session.paste_nowhere", self.lang))
            return
        kind = self.saver.session.question(cell).kind
        if kind.typed and not kind.plain:
            self._feed(events.Fill(text, cell))
            return
        if cell.row or kind.has_rows:
            self.prompter.refuse(say("session.paste_nowhere", self.lang))
            return
        what = cell_name(self.saver.session, cell, self.lang, self.us)
        if self._yes(say("session.lines.pasted", self.lang, n=len(text.splitlines()), what=what)):
            self._feed(events.Write("evidence", text, cell))

    def _is_meant_for_elsewhere(self, line: str) -> bool:
        """Whether a line was written for another place than somebody else's change led to."""
        word = folded(line).strip().casefold()
        if word == "q":
            return False
        if word == WHERE:
            self.saver.feed(events.ChangeSeen())
            self.prompter.tell(self._where())
        else:
            self.prompter.refuse(say("session.lines.moved", self.lang))
        return True

    def _tell_trouble(self) -> None:
        trouble = trouble_text(self.saver, self.lang)
        if trouble != self._told_trouble:
            self.prompter.tell(trouble or say("session.saved_again", self.lang))
        self._told_trouble = trouble

    def _view(self) -> views.SessionView:
        return views.view(self.saver.session, self.lang, us=self.us)

    def _prompt(self) -> str:
        seen = self._view()
        if seen.dispute:
            return _dispute_prompt(seen.dispute, self.lang)
        if seen.card is None:
            return self._done_prompt(seen)
        if not self.prompter.piped:
            self.prompter.tell(self._context(seen.card))
        return _cell_prompt(seen, seen.card, self.lang)

    def _context(self, card: QuestionCard) -> Iterator[str]:
        """What somebody who rates should read first, once for each question; what is known, for each cell."""
        if (card.question, card.about) != self._told_question:
            self._told_question = card.question, card.about
            yield ""
            yield f"{card.section} {card.question}"
            yield from (f"  {text}" for text in (card.about, *card.asks) if text)
        yield from _quoted(card, self.lang)
        yield from _known(card, self.lang)

    def _done_prompt(self, seen: views.SessionView) -> str:
        page = seen.done
        if page is None:
            return ""
        if not self._told_done and seen.cells:
            self._told_done = True
            self.prompter.tell(page.cautions)
        return say("session.lines.done", self.lang, text=page.text)

    def _help(self) -> Iterator[str]:
        card = self._view().card
        if card:
            yield from (f"  {text}" for text in (card.about, *card.asks) if text)
        yield say("session.lines.help", self.lang)

    def _status(self) -> Iterator[str]:
        """How things stand: verdict, mode, key questions, leads, how much is left."""
        seen = self._view()
        yield seen.verdict
        if seen.mode:
            yield say("session.mode", self.lang, mode=seen.mode)
        yield from (f"  {row.title} {row.note}" for row in seen.rows if row.span is not None)
        if seen.leads:
            yield say("session.leads", self.lang) + say("session.and", self.lang).join(seen.leads.values())
        yield seen.progress

    def _where(self) -> Iterator[str]:
        """Where one is: the cell, what stands there, what stood there last time."""
        seen = self._view()
        card = seen.card
        if seen.dispute:
            yield _dispute_prompt(seen.dispute, self.lang)
        if card is None:
            yield seen.done.text if seen.done else ""
            return
        yield f"{card.section} {card.question}" + (f" · {card.party}" if card.party else "")
        yield card.value if card.value else say("session.lines.unrated", self.lang)
        yield from _quoted(card, self.lang)
        yield from _known(card, self.lang)
        if card.hint:
            yield card.hint


def _known(card: QuestionCard, lang: Lang) -> Iterator[str]:
    """What is written on a cell, and what stood there last time."""
    for key, text in card.notes:
        if text:
            yield f"  {say('session.labelled', lang, label=say(key, lang))}{text}"
    if card.previous:
        yield f"  {say('session.previous', lang, value=card.previous)}"


def _quoted(card: QuestionCard, lang: Lang) -> Iterator[str]:
    """The quote that waits, with what stands around it and whose word it is."""
    quote = card.quote
    if quote is None:
        return
    yield from (f"  {text}" for text in (quote.told, *quote.before, quote.text, *quote.after))
    if quote.caution:
        yield f"  {quote.caution}"
    if quote.next_step:
        label = say("session.labelled", lang, label=say("session.quote.next_step", lang))
        yield f"  {label}{quote.next_step}"


def _dispute_prompt(dispute: Dispute, lang: Lang) -> str:
    return say("session.lines.dispute", lang, what=dispute.what, ours=dispute.ours, theirs=dispute.theirs)


def _offered(choice: OfferedOption, lang: Lang) -> str:
    label = "" if choice.label == choice.id else f"{choice.label} "
    return say("session.labelled", lang, label=f"{label}{choice.id}") + choice.title


def _cell_prompt(seen: views.SessionView, card: QuestionCard, lang: Lang) -> str:
    place = f"[{seen.place or '-'}/{seen.cells}] "
    head = f"{place}{card.question}" + (f" · {card.party}" if card.party else "")
    parts = [_offered(choice, lang) for choice in card.choices]
    poles = (("+", card.plus), ("-", card.minus))
    parts += [f"{sign} {text}" for sign, text in poles if text and not card.choices]
    parts += [card.how_in_lines] if card.how_in_lines else []
    parts += [] if card.how_in_lines and not card.plus else [f"? {say('session.unknown', lang)}"]
    if card.value:
        parts.append(say("session.lines.now", lang, value=card.value))
    return head + aside(say("session.and", lang).join(parts), lang)
