"""Proposals: quotes that an assistant found in notes, waiting beside a deal for a person's rating.

What `STEM.proposals.yaml` may say, read strictly into frozen values. They are no part of the deal, and
nothing counts them. Touches no disk; what may become one is judged in `judging.proposing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import Field

from ..findings import BadFile, Finding
from ..yamlio.document import Data, DataPath, Document, ScalarStyle
from ..yamlio.patching import patch
from ..yamlio.tidying import tidy
from ..yamlio.writing import Layout, dump
from .answers import Evidence, NextStep, Voice, step_of
from .field_types import (
    FORMAT,
    ID,
    FormatField,
    Reads,
    Shape,
    TextReader,
    day_of,
    inside,
    no_entries,
    option_of,
    parts_of,
    read_as,
    shown,
    text_of,
    word_of,
    wrong,
)
from .fields import plain, plain_text

LONGEST_QUOTE, LONGEST_WORDS = 1000, 200
"""Characters: a quote is no transcript, and a name no story."""

_QUESTION = re.compile(r"\w+\.\w+")


class Proposal(NamedTuple):
    """A quote about one cell: who said it, whose word it is, on which day, and in which notes it stands.

    `proposed` is the day it was brought; `seen` the answer it was made against and `sign` the one the
    assistant would give, both "" for none.
    """

    quote: str
    who: str
    side: Voice
    day: date
    source: str
    proposed: date
    seen: str = ""
    sign: str = ""
    next_step: NextStep | None = None

    @property
    def evidence(self) -> Evidence:
        """The quote as the evidence of a deal."""
        return Evidence(self.quote, self.who, self.side, self.day, self.source)


class Settled(NamedTuple):
    """What became of a proposal that had a sign: that sign, and the person's. No word of what was said."""

    question: str
    party: str
    day: date
    sign: str
    person: str


QuestionParty = tuple[str, str]
"""A question ("bank.id") and a party."""

WaitingProposals = Mapping[QuestionParty, Proposal]


class Proposals(NamedTuple):
    """All that lies beside a deal: what waits, by question and party, and what was settled, oldest first."""

    waiting: WaitingProposals
    settled: tuple[Settled, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.waiting or self.settled)


NO_PROPOSALS = Proposals({})


class ReadProposals(NamedTuple):
    """A file read: its text, its proposals (None when they cannot be used) and all that is wrong."""

    text: str
    document: Document
    proposals: Proposals | None
    findings: tuple[Finding, ...]


_PROPOSAL: Mapping[str, TextReader] = {
    "quote": text_of,
    "who": text_of,
    "side": lambda value: option_of(value, get_args(Voice)),
    "day": day_of,
    "source": text_of,
    "proposed": day_of,
    "seen": text_of,
    "sign": text_of,
    "next_step": step_of,
}
_SETTLED: Mapping[str, TextReader] = {
    "question": lambda value: _question(value),  # which stand below
    "party": lambda value: _party(value),
    "day": day_of,
    "sign": text_of,
    "person": text_of,
}


def _question(value: object) -> str:
    text = word_of(value)
    if not _QUESTION.fullmatch(text):
        raise wrong("TAS103", wanted="question", value=shown(value))
    return text


def _party(value: object) -> str:
    text = word_of(value)
    if not ID.fullmatch(text):
        raise wrong("TAS110", value=shown(value))
    return text


def _whole(value: object, readers: Mapping[str, TextReader], needed: Sequence[str]) -> dict[str, Any]:
    """What a map says that has to say all that is `needed`."""
    said = parts_of(value, readers, needed[0], "mapping")
    for name in needed:
        if name not in said:
            raise wrong("TAS102", name=name)
    return said


def _waiting(value: object) -> WaitingProposals:
    found: dict[QuestionParty, Proposal] = {}
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="mapping", value=shown(value))
    for name, by_party in value.items():
        with inside(name):
            question = _question(name)
            if not isinstance(by_party, dict):
                raise wrong("TAS103", wanted="mapping", value=shown(by_party))
            for party, said in by_party.items():
                with inside(party):
                    needed = ("quote", "who", "side", "day", "proposed")
                    parts = _whole(said, _PROPOSAL, needed)
                    found[question, _party(party)] = Proposal(**{"source": "", **parts})
    return found


def _settled(value: object) -> tuple[Settled, ...]:
    if not isinstance(value, list):
        raise wrong("TAS103", wanted="list", value=shown(value))
    return tuple(Settled(**_whole(each, _SETTLED, Settled._fields)) for each in value)


def _short_text(meaning: str, longest: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": meaning}


_DAY: dict[str, Any] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
PROPOSALS_SCHEMA: dict[str, Any] = {
    "title": "what tas propose takes (--from)",
    "type": "object",
    "properties": {
        "format": {"const": FORMAT},
        "proposals": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "question": _short_text("The question, as BANK.QUESTION.", LONGEST_WORDS),
                    "party": _short_text("us, or the id of a competitor of this deal.", LONGEST_WORDS),
                    "quote": _short_text("What was said, word for word as in the notes.", LONGEST_QUOTE),
                    "who": _short_text("Who said it, by name.", LONGEST_WORDS),
                    "side": {"enum": [*get_args(Voice)], "description": "Whose word it is."},
                    "day": {**_DAY, "description": "The day on which it was said."},
                    "seen": {
                        "type": ["string", "null"],
                        "description": "The answer that stands there now; null for none.",
                    },
                    "sign": {
                        "type": ["string", "null"],
                        "description": "The answer that it speaks for; people see it only after theirs.",
                    },
                    "next_step": {
                        "type": ["object", "null"],
                        "properties": {
                            "what": _short_text("What to do next to find out.", LONGEST_QUOTE),
                            "due": {"anyOf": [_DAY, {"type": "null"}]},
                            "owner": {"type": ["string", "null"], "maxLength": LONGEST_WORDS},
                        },
                        "required": ["what"],
                        "additionalProperties": False,
                    },
                },
                "required": ["question", "party", "quote", "who", "side", "day", "seen"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["format", "proposals"],
    "additionalProperties": False,
}
"""What an assistant hands over, as a JSON Schema."""
KEYS = tuple(PROPOSALS_SCHEMA["properties"]["proposals"]["items"]["properties"])
"""All that a proposal may say."""


class ProposalsFile(Shape):
    """What a file of proposals may say."""

    format: FormatField = FORMAT
    proposals: Annotated[Any, Reads(_waiting, {})] = Field(default_factory=no_entries)
    settled: Annotated[Any, Reads(_settled, {})] = ()


def read_proposals(text: str, file: str) -> ReadProposals:
    """Read `text`; `file` is the name used in findings. Empty text holds no proposals."""
    document, read, findings = read_as(ProposalsFile, text, file)
    proposals = Proposals(read.proposals, read.settled) if read else None
    return ReadProposals(text, document, proposals, tuple(findings))


def usable_proposals(read: ReadProposals) -> Proposals:
    """The proposals of a file; BadFile with its findings when they cannot be used."""
    if read.proposals is None:
        raise BadFile(read.findings)
    return read.proposals


class ProposalsLayout(Layout):
    """The canonical layout of a file of proposals."""

    def order(self, path: DataPath) -> Sequence[str] | None:
        """The parts of a proposal as they are declared; questions and parties as they stand."""
        match path:
            case ():
                return list(ProposalsFile.model_fields)
            case ("proposals", _, _):
                return list(Proposal._fields)
            case ("proposals", _, _, "next_step"):
                return list(NextStep._fields)
            case ("settled", _):
                return list(Settled._fields)
        return None

    def style(self, path: DataPath, text: str) -> ScalarStyle:  # noqa: ARG002
        """Answers in double quotes, days bare."""
        if path and path[-1] in ("seen", "sign", "person"):
            return "double"
        return "bare" if path and path[-1] in ("day", "proposed", "due", "format") else "auto"

    def on_one_line(self, path: DataPath) -> bool:
        """A line for each that was settled, so that two people's lines never clash."""
        return len(path) == 2 and path[0] == "settled"


def _plain(proposals: Proposals) -> dict[str, Data]:
    waiting: dict[str, dict[str, Data]] = {}
    for (question, party), proposal in proposals.waiting.items():
        said = proposal._replace(next_step=None)
        parts: dict[str, Data] = {
            name: plain_text(part) for name, part in said._asdict().items() if part not in (None, "")
        }
        step = proposal.next_step
        if step:
            parts["next_step"] = plain(step) if any(step[1:]) else step.what
        waiting.setdefault(question, {})[party] = parts
    settled: list[Data] = [
        {name: plain_text(part) for name, part in each._asdict().items()} for each in proposals.settled
    ]
    return {"format": str(FORMAT), "proposals": {**waiting} or None, "settled": settled or None}


def proposals_text(read: ReadProposals | None, wanted: Proposals) -> str:
    """The text of a file that says `wanted`; of one that is there already only what changes is touched."""
    said: dict[str, Data] = {name: value for name, value in _plain(wanted).items() if value}
    if read is None or not read.text.strip() or read.proposals is None:
        return dump(said, ProposalsLayout())
    edits: dict[DataPath, Data] = {}
    before = _plain(read.proposals)
    for name in ("proposals", "settled"):
        if before[name] != said.get(name):
            edits[name,] = said.get(name)
    return patch(read.text, edits, ProposalsLayout()) if edits else read.text


def tidied_proposals(text: str) -> str:
    """The same text in canonical layout, comments kept."""
    return tidy(text, ProposalsLayout())
