"""Quotes that wait for a rating, in a session: a person rates, and hears afterwards what the notes spoke for.

There is no accepting. A sign that a person gives takes the quote over as evidence; where the notes spoke for
another, one line asks why. Pure.
"""

from __future__ import annotations

from dataclasses import replace

from ..model.answers import Evidence
from ..model.assessment import Assessment, with_evidence, with_step
from ..model.proposals import QuestionParty
from .events import AnswerCell
from .state import Notice, Session, clipped_text, refused, with_assessment

BECAUSE = " → "
"""Between what was said and what we make of it."""

SHORTEST_REASON = 2


def cell_of(cell: AnswerCell) -> QuestionParty:
    """A cell as a file of proposals names it."""
    return f"{cell.bank}.{cell.question}", cell.party


def with_quote(session: Session, assessment: Assessment, cell: AnswerCell) -> Assessment:
    """`assessment`, just rated in `cell`, with the quote as evidence; what we wrote in this session stays."""
    proposal = session.quotes[cell].proposal
    standing, before = (
        assessment.answer(cell.bank, cell.question),
        session.start.answer(cell.bank, cell.question),
    )
    ours = standing.evidence.get(cell.party)
    if ours == before.evidence.get(cell.party) or cell in session.settled:
        assessment = with_evidence(assessment, cell.bank, cell.question, cell.party, proposal.evidence)
    if proposal.next_step and standing.next_step is None:
        assessment = with_step(assessment, cell.bank, cell.question, proposal.next_step)
    return assessment


def settled(session: Session, cell: AnswerCell, value: str | None) -> Session:
    """The session after `cell` got a value, None for none: tells, or asks, about what the notes spoke for."""
    if cell not in session.quotes:
        return session
    others = {each: said for each, said in session.settled.items() if each != cell}
    if value is None:
        return replace(session, settled=others)
    session = replace(session, settled={**others, cell: value})
    sign, told = session.quotes[cell].proposal.sign, {"was": _replaced(session, cell)}
    if not sign:
        return replace(session, notice=Notice("quote_taken", told))
    if sign == value:
        return replace(session, notice=Notice("sign_same", {"sign": sign, **told}))
    notice = Notice("sign_differs", {"sign": sign, "value": value, **told})
    return replace(session, notice=notice, asks_why=cell)


def _replaced(session: Session, cell: AnswerCell) -> str:
    """The evidence whose place the quote took, shortened; "" for none."""
    was = session.start.answer(cell.bank, cell.question).evidence_text(cell.party)
    if was in ("", session.assessment.answer(cell.bank, cell.question).evidence_text(cell.party)):
        return ""
    return clipped_text(was)


def explain(session: Session, cell: AnswerCell, text: str) -> Session:
    """Why we rate otherwise than the notes spoke for: it goes behind the quote; no reason changes nothing."""
    text = " ".join(text.split())
    if not text:
        return session
    # Neither a sign nor a letter that is a command elsewhere was meant as a reason.
    if len(text.strip("+-?＋－？—– ")) < SHORTEST_REASON:
        return replace(refused(session, "no_reason", text=text), asks_why=cell)
    standing = session.assessment.answer(cell.bank, cell.question).evidence.get(cell.party) or Evidence("")
    said = standing._replace(text=f"{standing.text.rstrip()}{BECAUSE}{text}" if standing.text else text)
    new = with_evidence(session.assessment, cell.bank, cell.question, cell.party, said)
    return with_assessment(session, new)
