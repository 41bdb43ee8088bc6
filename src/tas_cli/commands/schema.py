"""`tas schema`: the JSON Schema of a file, for editors and other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..output import emit
from .options import ToOption, one_of

KINDS = ("assessment", "bank", "playbook", "workspace", "proposals")
if TYPE_CHECKING:
    from ..model.schema import SchemaKind
else:
    SchemaKind = str


def schema(
    kind: Annotated[
        SchemaKind,
        typer.Argument(metavar=f"<{'|'.join(KINDS)}>", help="Which file it is for.", callback=one_of(KINDS)),
    ] = "assessment",
    to: ToOption = "-",
) -> int:
    """Print JSON Schemas, for editors.

    The schema (2020-12) of a file is what editors check and complete by, as other tools can. That of
    proposals is for what an assistant hands to `tas propose`.

    Examples:

      tas schema > assessment.schema.json

      tas schema workspace -o tas.schema.json
    """
    import json

    from ..model.schema import schema as schema_of

    emit(json.dumps(schema_of(kind), indent=2), to)
    return 0
