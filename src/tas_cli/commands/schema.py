"""`tas schema`: the JSON Schema of a file, for editors and other tools."""

from __future__ import annotations

import json

from ..model.schema import Kind
from ..model.schema import schema as schema_of
from ..output import emit


def schema(kind: Kind, *, to: str) -> int:
    """Print the schema of a kind of file."""
    emit(text(kind), to)
    return 0


def text(kind: Kind) -> str:
    """The schema as it is printed and as it is kept in `schema/`."""
    return json.dumps(schema_of(kind), indent=2) + "\n"
