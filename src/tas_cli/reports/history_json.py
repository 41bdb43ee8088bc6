"""A file's history as JSON: newest first, ids and facts, ASCII only. Holds no words for people."""

from __future__ import annotations

import os

from ..changes.timeline import Event, HistoryRow
from ..findings import BadFile
from ..words import Lang
from .changes_json import FORMAT, as_text, change_json
from .history import FileHistory


def written(told: FileHistory, lang: Lang) -> str:  # noqa: ARG001
    """The rows under `versions`, or with a question its `story`."""
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
