"""Whether what an assistant brings may wait for a person: each proposal is passed, or refused with a reason.

The line is held here and nowhere else: a quote stands in the notes word for word, somebody on the other side
said it, it is an answer and nothing but one, and nobody rated since. Nothing is guessed, nothing corrected.
Pure; changes no deal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ..errors import NO_PARAMS, Param
from ..model.answers import NextStep, Voice
from ..model.assessment import Assessment
from ..model.bank import Bank, Question
from ..model.proposals import KEYS, LONGEST_QUOTE, LONGEST_WORDS, Proposal, QuestionParty
from ..safe import has_control
from ..yamlio.document import one_spelling
from .quoting import Notes, folded, is_long_enough
from .tallies import applies

# What nobody says to a person: markup, code, paths, an answer being set.
_MACHINE = re.compile(
    r"</?[a-z!?]|\[/?[a-z#]+[\]= ]|\]\(|`|\{\{|\$\(|\.\.[/\\]|(?:^|\s)/(?:etc|home|tmp)/"
    r"|=\s*[-+?＋－？](?=$|[\s\"',;.])|(?:^|\s)[+＋]\s*$",
    re.IGNORECASE,
)
_NAME_PIECES = re.compile(r"[^,，、()（）/·|@]+")


class Refusal(NamedTuple):
    """Why a proposal was refused: its place in the list, the question it names, and the reason."""

    place: int
    question: str
    reason: str
    params: Mapping[str, Param] = NO_PARAMS


class Judged(NamedTuple):
    """What passed, by question and party, and what was refused, in the order of the list."""

    passed: Mapping[QuestionParty, Proposal]
    refused: tuple[Refusal, ...]


class _Refused(Exception):
    def __init__(self, reason: str, **params: Param) -> None:
        super().__init__(reason)
        self.reason, self.params = reason, params


class Judge:
    """Judges proposals about one deal out of one call's notes. `us` are the names that we go by."""

    def __init__(
        self,
        deal: Assessment,
        banks: Mapping[str, Bank],
        notes: Notes,
        *,
        source: str,
        today: date,
        us: Sequence[str] = (),
    ) -> None:
        self.deal = deal
        self.banks = banks
        self.notes = notes
        self.source = source
        self.today = today
        self._us = {_plain(name) for name in ("us", "me", "I", "we", "我", "我们", "我方", *us) if name}
        self._ids = {f"{bank.id}.{id}" for bank in banks.values() for id in bank.by_id}

    def all(self, proposals: Sequence[object]) -> Judged:
        """Each of them judged by itself; of two about one cell the first counts."""
        passed: dict[QuestionParty, Proposal] = {}
        refused: list[Refusal] = []
        for index, said in enumerate(proposals):
            try:
                cell, proposal = self._judged(said)
                if cell in passed:
                    raise _Refused("twice")
                passed[cell] = proposal
            except _Refused as why:
                name = said.get("question") if isinstance(said, dict) else None
                shown = one_spelling(name)[:LONGEST_WORDS] if isinstance(name, str) else ""
                refused.append(Refusal(index, shown, why.reason, why.params))
        return Judged(passed, tuple(refused))

    def _judged(self, said: object) -> tuple[QuestionParty, Proposal]:
        if not isinstance(said, dict):
            raise _Refused("no_proposal")
        if other := next((key for key in said if key not in KEYS), None):
            raise _Refused("only_answers", name=str(other)[:LONGEST_WORDS])
        bank, question = self._question(_text(said, "question"))
        if question.kind.typed or question.kind.has_rows:
            raise _Refused("kind")
        party = self._party(question, _text(said, "party"))
        seen = self._seen(bank, question, party, said)
        who, quote = self._for_people(said, "who", "nobody"), self._quote(said)
        side = self._side(question, said, who, quote)
        sign = _understood(question, said.get("sign"), "no_sign") if said.get("sign") is not None else ""
        proposal = Proposal(
            quote, who, side, self._day(said), self.source, self.today, seen, sign, self._step(said)
        )
        return (f"{bank.id}.{question.id}", party), proposal

    def _question(self, name: str) -> tuple[Bank, Question]:
        bank_id, _, id = one_spelling(name).rpartition(".")
        found = [
            (bank, bank.by_id[id])
            for bank in self.banks.values()
            if id in bank.by_id and bank_id in ("", bank.id)
        ]
        if len(found) != 1:
            raise _Refused("several_questions" if found else "no_question", name=name[:LONGEST_WORDS])
        return found[0]

    def _party(self, question: Question, name: str) -> str:
        party = one_spelling(name)
        if party not in self.deal.parties:
            raise _Refused("no_party", name=name[:LONGEST_WORDS])
        if not applies(question, party) or party not in question.kind.parties(self.deal.parties):
            raise _Refused("not_asked", name=party)
        return party

    def _seen(self, bank: Bank, question: Question, party: str, said: Mapping[str, Any]) -> str:
        if "seen" not in said:
            raise _Refused("no_seen")
        seen = "" if said["seen"] is None else _understood(question, said["seen"], "no_seen")
        now = question.kind.value(self.deal.answer(bank.id, question.id), party) or ""
        if seen != now:
            raise _Refused("moved", seen=seen or "-", now=now or "-")
        return seen

    def _quote(self, said: Mapping[str, Any]) -> str:
        quote = folded(self._for_people(said, "quote", "no_quote", LONGEST_QUOTE))
        if not is_long_enough(quote):
            raise _Refused("too_short")
        places = list(self.notes.places(quote))
        if not places:
            raise _Refused("not_in_source")
        if all(self.notes.is_cut(at, quote) for at in places):
            raise _Refused("cut")
        return quote

    def _for_people(
        self, said: Mapping[str, Any], key: str, lacking: str, longest: int = LONGEST_WORDS
    ) -> str:
        """A text for people: there, not too long, with nothing in it that is not for people."""
        text = said.get(key)
        if not isinstance(text, str) or not text.strip():
            raise _Refused(lacking)
        if has_control(text.replace("\r\n", "\n")):
            raise _Refused("control", name=key)
        if len(text) > longest:
            raise _Refused("too_long", name=key, most=longest)
        if _MACHINE.search(text) or any(word.strip(".,;:!?") in self._ids for word in text.split()):
            raise _Refused("for_a_machine", name=key)
        return " ".join(text.split())

    def _side(self, question: Question, said: Mapping[str, Any], who: str, quote: str) -> Voice:
        """Whose word it is; ours only where the question takes that, whatever the proposal calls it."""
        side = said.get("side")
        if side not in ("customer", "us"):
            raise _Refused("no_side")
        if question.own_word:
            return "us" if side == "us" else "customer"
        if side == "us" or self._is_us(who):
            raise _Refused("own_mouth", name=who)
        speakers = [self.notes.speaker(at) for at in self.notes.places(quote)]
        if all(map(self._is_us, speakers)):
            raise _Refused("own_mouth", name=speakers[0])
        return "customer"

    def _is_us(self, name: str) -> bool:
        return any(_plain(piece) in self._us for piece in _NAME_PIECES.findall(name))

    def _day(self, said: Mapping[str, Any]) -> date:
        day = _read_day(said.get("day"))
        if day is None or day > self.today:
            raise _Refused("no_day")
        return day

    def _step(self, said: Mapping[str, Any]) -> NextStep | None:
        step = said.get("next_step")
        if step is None:
            return None
        if not isinstance(step, dict) or not set(step) <= set(NextStep._fields):
            raise _Refused("no_step")
        owner = self._for_people(step, "owner", "no_step") if step.get("owner") is not None else ""
        due = _read_day(step.get("due"))
        if due is None and step.get("due") is not None:
            raise _Refused("no_step")
        return NextStep(self._for_people(step, "what", "no_step", LONGEST_QUOTE), due, owner)


def _text(said: Mapping[str, Any], key: str) -> str:
    text = said.get(key)
    if not isinstance(text, str) or not text:
        raise _Refused("no_question" if key == "question" else "no_party", name="")
    if has_control(text):
        raise _Refused("control", name=key)
    return text


def _understood(question: Question, text: object, otherwise: str) -> str:
    meant = question.understood(text) if isinstance(text, str) else None
    if meant is None:
        raise _Refused(otherwise)
    return meant


def _read_day(text: object) -> date | None:
    try:
        return (
            date.fromisoformat(text)
            if isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text)
            else None
        )
    except ValueError:
        return None


def _plain(name: str) -> str:
    return folded(name).casefold()
