"""`tas schema`: the JSON Schema of a file, for editors and other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import TasError
from ..output import emit
from .options import LangOption, ToOption, one_of

KINDS = ("assessment", "bank", "playbook", "workspace", "calibration", "proposals")
if TYPE_CHECKING:
    from ..model.schema import SchemaKind
    from ..place import Place
else:
    SchemaKind = str


def schema(
    kind: Annotated[
        SchemaKind,
        typer.Argument(
            metavar="KIND",
            help="assessment, bank, playbook, workspace, calibration or proposals.",
            callback=one_of(KINDS),
        ),
    ] = "assessment",
    workspace: Annotated[
        bool,
        typer.Option("--workspace", help="With this workspace's stages, fields and questions."),
    ] = False,
    to: ToOption = "-",
    lang: LangOption = None,
) -> int:
    """Print JSON Schemas, for editors.

    The schema (2020-12) of a file is what editors check and complete by, as other tools can. That of
    proposals is for what an assistant hands to `tas propose`.

    Examples:

      tas schema > assessment.schema.json

      tas schema workspace -o tas.schema.json

      tas schema --workspace -o assessment.schema.json
    """
    if workspace and kind != KINDS[0]:
        raise TasError("schema.not_of_a_team", kind=kind)
    from ..place import Places

    emit(of_team(Places(lang=lang).here()) if workspace else as_text(kind), to)
    return 0


def as_text(kind: SchemaKind) -> str:
    """The schema of a kind of file."""
    import json

    from ..model.schema import schema as schema_of

    return json.dumps(schema_of(kind), indent=2)


def of_team(place: Place) -> str:
    """That of an assessment with what a workspace declares."""
    import json

    from ..model.schema import team_schema

    made = team_schema(place.settings, place.library.banks.values(), place.lang)
    return json.dumps(made, indent=1, ensure_ascii=False)
