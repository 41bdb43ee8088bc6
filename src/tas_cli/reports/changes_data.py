"""What changed, and a file's history, as JSON: ids and facts as the files say them, ASCII only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .. import safe
from ..changes.compare import Change, LeadShift, SectionShift, Shift
from ..changes.timeline import Event, HistoryRow
from ..findings import BadFile
from ..words import Lang
from .agreement import agreement_data
from .formats import Difference
from .history import FileHistory

if TYPE_CHECKING:
    from ..changes.folders import Compared


FORMAT = 1


def written(value: Difference, lang: Lang) -> str:  # noqa: ARG001
    """One pair of files, or all that differ in two folders; `was` is the old name of a renamed one."""
    if not value.is_folder:
        return as_text({"format": FORMAT, **_compared(value.found[0])})
    listed = [
        {
            "file": each.file,
            "status": each.status,
            **({"was": each.was} if each.was else {}),
            "customer": (each.new if each.status != "removed" else each.old).customer,
            "opportunity": (each.new if each.status != "removed" else each.old).opportunity,
            **_compared(each),
        }
        for each in value.found
    ]
    told = {"agreement": agreement_data(value.agreement)} if value.agreement else {}
    return as_text({"format": FORMAT, "files": listed, **told})


def as_text(data: object) -> str:
    """`data` as JSON in which a log runner finds no command to obey."""
    return safe.as_json(data)


def _compared(compared: Compared) -> dict[str, object]:
    effect = compared.effect
    return {
        "changes": [change_json(change) for change in compared.changes],
        "verdict": _shift(effect.verdict),
        "mode": _shift(effect.mode),
        "form": _shift(effect.form),
        "mode_fell": effect.mode.trend < 0,
        "sections": [_section(each) for each in effect.sections],
        "leads": {each.party: _lead(each) for each in effect.leads},
    }


def change_json(change: Change) -> dict[str, object]:
    """A change; keys that do not concern it are absent."""
    named = {
        "question": change.question,
        "party": change.party,
        "row": change.row,
        "column": change.column,
        "field": change.field,
        "kind": change.kind,
    }
    present: dict[str, object] = {key: value for key, value in named.items() if value is not None}
    return {**present, "old": change.old, "new": change.new}


def _shift(shift: Shift) -> dict[str, str | None]:
    return {"old": shift.old, "new": shift.new}


def _section(each: SectionShift) -> dict[str, object]:
    return {"bank": each.bank, "id": each.section, **_shift(each.verdict)}


def _lead(each: LeadShift) -> dict[str, str | None]:
    return _shift(each.standing)


def history(told: FileHistory, lang: Lang) -> str:  # noqa: ARG001
    """A file's history, newest first: the rows under `versions`, or with a question its `story`."""
    head: dict[str, object] = {"format": FORMAT, "file": told.file.replace(os.sep, "/")}
    if told.question:
        story = [_event(event) for event in told.story]
        return as_text({**head, "question": told.question, "story": story})
    return as_text({**head, "versions": [_row(row) for row in told.rows]})


def _commit(row: HistoryRow) -> dict[str, object]:
    """Who and when; null for the working copy."""
    commit = row.commit
    return {
        "commit": commit.id if commit else None,
        "date": commit.date if commit else None,
        "author": commit.author if commit else None,
    }


def _row(row: HistoryRow) -> dict[str, object]:
    made: dict[str, object] = {
        **_commit(row),
        "subject": row.commit.subject if row.commit else None,
        "path": row.commit.path if row.commit else None,
        "status": row.status,
    }
    if row.outline:
        tally = row.outline.tally
        made |= {
            "verdict": row.outline.verdict,
            "mode": row.outline.mode,
            "form": row.outline.form,
            "counts": {
                "plus": tally.plus,
                "minus": tally.minus,
                "unknown": tally.unknown,
                "unrated": tally.unrated,
            },
            "score": tally.score,
            "low": tally.low,
            "high": tally.high,
        }
    if row.version and row.version.trouble:
        made["problem"] = _problem(row)
    return {**made, "changes": [change_json(change) for change in row.changes]}


def _problem(row: HistoryRow) -> dict[str, object]:
    trouble = row.version.trouble if row.version else None
    if isinstance(trouble, BadFile):
        return {"id": trouble.findings[0].id, "line": trouble.findings[0].line}
    return {"id": trouble.id if trouble else "", "line": 1}


def _event(event: Event) -> dict[str, object]:
    named = {
        "party": event.party,
        "row": event.at_row,
        "column": event.at_column,
        "kind": event.kind,
        "field": event.note,
    }
    return {
        **_commit(event.row),
        **{key: value for key, value in named.items() if value is not None},
        "old": event.old,
        "new": event.new,
        **({"evidence": event.evidence} if event.evidence else {}),
    }
