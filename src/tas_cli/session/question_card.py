"""The question in hand as a value: what it asks, what is known of it, what an answer would do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..judging.scorecard import Scorecard
from ..judging.sections import SectionScore
from ..judging.tallies import is_proved
from ..model.answers import EMPTY, US
from ..model.assessment import STATUS_QUO
from ..model.bank import Bank, Question, Section
from ..model.kinds import NO, YES
from ..model.local_texts import list_in, text_in
from ..model.naming import aside, told_evidence, told_source, told_step, told_value
from ..words import Lang, say
from .events import AnswerCell
from .notices import cell_name, party_name
from .state import Session

SHORT = 30
"""So much of a text can be read in the grid, and is not said again."""


@dataclass(frozen=True, slots=True)
class OfferedOption:
    """An option as it is offered: its label (what to type), its id and title, and whether it is chosen."""

    label: str
    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """The question in hand, for one party. `value` and `previous` are "" for unrated.

    `party` is "" where it is asked once for all, and `about` says of a competitor's cell who is meant by "we"
    in what the bank asks. `how` says how to answer where no sign and no option does, and `text` is what was
    written there, whole, where it is long. `hint` says what would make the section a yes, or that nothing
    depends on this cell.
    """

    section: str
    question: str
    party: str
    why: str
    asks: tuple[str, ...]
    plus: str
    minus: str
    choices: tuple[OfferedOption, ...]
    value: str
    evidence: str
    next_step: str
    previous: str
    hint: str
    how: str = ""
    how_in_lines: str = ""
    text: str = ""
    quote: QuoteShown | None = None
    about: str = ""

    @property
    def notes(self) -> Iterator[tuple[str, str]]:
        """What is written about it, each with the key of its label; a next step is ours in any cell."""
        yield "session.note.evidence", self.evidence
        yield "session.note.next_step.ours" if self.about else "session.note.next_step", self.next_step


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """A quote that waits for a rating: what stands before and after it, and all but what it speaks for.

    `told` says whose word it is, of which day and from where; `caution` what to be careful about.
    """

    before: tuple[str, ...]
    text: str
    after: tuple[str, ...]
    told: str
    next_step: str
    caution: str


def question_card(session: Session, cell: AnswerCell, card: Scorecard, lang: Lang, us: str) -> QuestionCard:
    """The card of a cell."""
    bank, question = session.bank(cell.bank), session.question(cell)
    answer = session.assessment.answer(cell.bank, cell.question) if not cell.row else EMPTY
    value = session.value(cell)
    kind = question.kind
    is_filled_in = kind.typed or kind.has_rows or kind.ticked
    # Who is rated in a competitor's cell, where the bank asks about us.
    whom = "nothing" if cell.party == STATUS_QUO else "rival"
    yes_no = [say(f"kinds.{each}", lang) for each in (YES, NO)] if kind.ticked else ["", ""]
    return QuestionCard(
        section=text_in(bank.section_of(cell.question).title, lang),
        question=cell_name(session, cell, lang) if cell.row else text_in(question.title, lang),
        party=party_name(session, cell.party, lang, us) if question.kind.each_party else "",
        why=text_in(question.why, lang),
        asks=tuple(list_in(question.ask, lang)),
        plus=text_in(question.plus, lang) or yes_no[0],
        minus=text_in(question.minus, lang) or yes_no[1],
        choices=tuple(
            OfferedOption(label, option.id, text_in(option.title, lang), option.id == value)
            for label, option in question.by_label.items()
        ),
        value=choice_text(question, value, lang),
        evidence=told_evidence(answer.evidence.get(cell.party), lang),
        next_step=told_step(answer.next_step, lang),
        previous=_previous(session, cell, lang),
        hint=_hint(session, cell, card, lang),
        how=say(f"session.how.{kind.name}", lang) if is_filled_in else "",
        how_in_lines=say(f"session.lines.how.{kind.name}", lang) if is_filled_in else "",
        text=value if value and question.kind.typed and (len(value) > SHORT or "\n" in value) else "",
        quote=_quote(session, cell, lang),
        about=say(f"session.about.{whom}", lang, name=party_name(session, cell.party, lang))
        if question.ask and cell.party != US
        else "",
    )


def _quote(session: Session, cell: AnswerCell, lang: Lang) -> QuoteShown | None:
    """The quote that waits there, or waited until it was rated just now."""
    waiting = session.quotes.get(cell)
    if waiting is None:
        return None
    proposal, around = waiting.proposal, waiting.around
    within = " ".join(around.within) if around else ""
    head, _, tail = within.partition(proposal.quote)
    text = say("session.quoted", lang, text=proposal.quote)
    missing = "session.quote.missing" if waiting.is_missing else ""
    moved = "session.quote.moved" if proposal.seen != (session.value(cell, session.start) or "") else ""
    seen = told_value(session.question(cell), proposal.seen, lang) or say("session.nothing", lang)
    cautions = [say(key, lang, seen=seen) for key in (missing, moved) if key]
    return QuoteShown(
        tuple(filter(None, (*(around.before if around else ()), head.strip()))),
        text,
        tuple(filter(None, (tail.strip(), *(around.after if around else ())))),
        told_source(proposal.evidence, lang),
        told_step(proposal.next_step, lang),
        " ".join(cautions),
    )


def choice_text(question: Question, answer: str | None, lang: Lang) -> str:
    """An answer in words: of a choice label and title, yes or no, a text on one line; "" for nothing."""
    for label, option in question.by_label.items():
        if option.id == answer:
            return f"{label} {text_in(option.title, lang)}"
    return " ".join(told_value(question, answer, lang).split())


def _previous(session: Session, cell: AnswerCell, lang: Lang) -> str:
    before = session.value(cell, session.start)
    if before is None:
        return ""
    value = choice_text(session.question(cell), before, lang)
    day = session.start.assessed_on
    return value + aside(day.isoformat(), lang) if day else value


def _hint(session: Session, cell: AnswerCell, card: Scorecard, lang: Lang) -> str:
    """What depends on the section in hand, or that a competitor's cell decides nothing."""
    if not session.question(cell).kind.each_party:
        return ""
    bank = session.bank(cell.bank)
    section = bank.section_of(cell.question)
    if cell.party != US:
        counts = any(question.id == cell.question for question in section.contested_ratings)
        return "" if counts else say("session.hint.not_asked", lang)
    scored = next((each for each in card.banks[bank.id].sections if each.id == section.id), None)
    if scored and scored.verdict == "yes" and cell.question in section.veto:
        return say("session.hint.veto", lang)
    return to_yes_text(session, bank, section, scored, lang) if scored else ""


def to_yes_text(session: Session, bank: Bank, section: Section, scored: SectionScore, lang: Lang) -> str:
    """What would make a key question a yes, by the first answer that it needs; "" where none can."""
    if not scored.to_yes:
        return ""
    said = session.assessment.answers.get(bank.id, {})
    required = [id for id in section.required if not is_proved(said.get(id))]
    unknown = [each for each in section.ratings if US not in each.not_for]
    unknown = [each for each in unknown if each.kind.is_open(session.assessment.answer(bank.id, each.id))]
    unknown.sort(key=lambda each: -each.weight)
    first = next(iter((*required, *(each.id for each in unknown))), None)
    if first is None:
        return ""
    key = "session.hint.proof" if first in required else "session.hint.plus"
    return say(key, lang, n=scored.to_yes, question=text_in(bank.by_id[first].title, lang))
