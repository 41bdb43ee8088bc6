"""What changed, as JSON: ids and facts as the files say them, ASCII only. Holds no words for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .. import safe
from ..changes.compare import Change, LeadShift, SectionShift, Shift
from ..words import Lang
from .agreement import agreement_data
from .formats import Difference

if TYPE_CHECKING:  # a history is told without it
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
    return safe.json(json.dumps(data, indent=2))


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
