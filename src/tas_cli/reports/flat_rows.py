"""A portfolio past one machine: one row a deal × party × question, as JSON lines or as Parquet (by DuckDB).

What the columns mean says `schema/flat.schema.json`. Adds nothing up: that is for whoever gathers the rows of
many repositories.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..judging.portfolio import DealLine
from ..judging.tallies import applies
from ..model.answers import US
from ..model.assessment import Assessment
from ..model.bank import Bank
from ..safe import json as harmless
from ..words import Lang
from .formats import extra_part
from .portfolio import Portfolio
from .portfolio_data import number

FORMAT = 1
COLUMNS: Mapping[str, str] = {
    "format": "INTEGER", "as_of": "DATE", "file": "VARCHAR", "crm_id": "VARCHAR", "customer": "VARCHAR",
    "opportunity": "VARCHAR", "owner": "VARCHAR", "stage": "VARCHAR", "amount": "DECIMAL(21,6)",
    "currency": "VARCHAR", "close_date": "DATE", "outcome": "VARCHAR", "closed_on": "DATE",
    "lost_to": "VARCHAR", "reason": "VARCHAR", "custom": "JSON", "assessed_on": "DATE", "verdict": "VARCHAR",
    "to_yes": "INTEGER", "mode": "VARCHAR", "bank": "VARCHAR", "section": "VARCHAR", "question": "VARCHAR",
    "party": "VARCHAR", "answer": "VARCHAR", "evidence": "VARCHAR", "evidence_by": "VARCHAR",
    "evidence_side": "VARCHAR", "evidence_day": "DATE", "next_step": "VARCHAR", "next_step_due": "DATE",
    "next_step_owner": "VARCHAR",
}  # fmt: skip
"""The columns, in order, with the type that each has in Parquet."""


def lines(value: Portfolio, _lang: Lang) -> Iterator[str]:
    """One JSON object a line, line by line: they may be millions."""
    return (f"{harmless(json.dumps(row))}\n" for row in rows(value))


def parquet(value: Portfolio, _lang: Lang) -> bytes:
    """The same rows as a Parquet file. TasError without DuckDB, which writes it."""
    duckdb = extra_part("duckdb", "parquet")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "rows.jsonl"), Path(folder, "rows.parquet")
        with source.open("w", encoding="utf-8") as paper:
            paper.writelines(f"{json.dumps(row)}\n" for row in rows(value))
        columns = ", ".join(f"{name}: '{type}'" for name, type in COLUMNS.items())
        kept = ", ".join(
            f"{name}::VARCHAR AS {name}" if COLUMNS[name] == "JSON" else name for name in COLUMNS
        )
        with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as database:
            # Every name in here is a column's of ours, or a folder's that the system made.
            read = f"read_json('{_quoted(source)}', format = 'newline_delimited', columns = {{{columns}}})"
            database.execute(f"COPY (SELECT {kept} FROM {read}) TO '{_quoted(target)}' (FORMAT parquet)")  # noqa: S608
        return target.read_bytes()


def _quoted(path: Path) -> str:
    return path.as_posix().replace("'", "''")


def rows(value: Portfolio) -> Iterator[dict[str, object]]:
    """Every cell of every deal, in the order shown; a deal that no bank asks anything of has one row too."""
    for line in value.lines:
        head = _head(line, value)
        cells = list(_cells(line.held.assessment, value.banks))
        for cell in cells or [{}]:
            row = {**head, **cell}
            yield {name: row.get(name) for name in COLUMNS}


def _head(line: DealLine, value: Portfolio) -> dict[str, object]:
    """What every row says of its deal."""
    deal, card = line.held.assessment, line.held.card
    texts = ("crm_id", "customer", "opportunity", "owner", "stage", "currency", "lost_to", "reason")
    days = ("close_date", "closed_on", "assessed_on")
    return {
        "format": FORMAT,
        "as_of": str(value.today),
        "file": line.held.file,
        **{name: getattr(deal, name) or None for name in texts},
        **{name: str(day) if (day := getattr(deal, name)) else None for name in days},
        "amount": number(deal.amount),
        "outcome": deal.outcome,
        "custom": dict(deal.custom),
        "verdict": card.verdict,
        "to_yes": card.to_yes,
        "mode": card.mode,
    }


def _cells(deal: Assessment, banks: Sequence[Bank]) -> Iterator[dict[str, object]]:
    for bank in banks:
        for section in bank.sections:
            for question in section.questions:
                place: dict[str, object] = {"bank": bank.id, "section": section.id, "question": question.id}
                for party in question.kind.parties(deal.parties):
                    if applies(question, party):
                        said = question.kind.value(deal.answer(bank.id, question.id), party)
                        yield {**place, "party": party, **_said(deal, bank.id, question.id, party, said)}
    # What stands under banks that are not walked here, or under questions that are gone, is kept too.
    asked = {bank.id: bank.by_id for bank in banks}
    for id, of_bank in deal.answers.items():
        for name, answer in of_bank.items():
            if name not in asked.get(id, {}):
                for party in answer.ratings or (US,):
                    place = {"bank": id, "section": None, "question": name, "party": party}
                    said = answer.ratings.get(party, answer.answer)
                    yield {**place, **_said(deal, id, name, party, said)}


def _said(deal: Assessment, bank: str, question: str, party: str, value: str | None) -> dict[str, object]:
    answer = deal.answer(bank, question)
    said: dict[str, object] = {"answer": value}
    if evidence := answer.evidence.get(party):
        said |= {"evidence": evidence.text, "evidence_by": evidence.who or None}
        said |= {"evidence_side": evidence.side or None, "evidence_day": _day(evidence.day)}
    if party == US and (step := answer.next_step):
        said |= {
            "next_step": step.what,
            "next_step_due": _day(step.due),
            "next_step_owner": step.owner or None,
        }
    return said


def _day(day: object) -> str | None:
    return str(day) if day else None
