"""JSON Schema (2020-12) of the three files, for editors and other validators. Made from the models themselves.

Says what a schema can say; that answers fit their bank, or names exist, only `tas check` knows. Such tools
read YAML with types of their own, so a number may be a number here and a text of digits as well.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from .assessments import Assessment
from .banks import Bank
from .workspaces import Settings

Kind = Literal["assessment", "bank", "workspace"]
KINDS: tuple[Kind, ...] = ("assessment", "bank", "workspace")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[Kind, type[BaseModel]] = {"assessment": Assessment, "bank": Bank, "workspace": Settings}
_TITLES: dict[Kind, str] = {
    "assessment": "tas assessment (*.tas.yaml)",
    "bank": "tas question bank (questions/*.yaml)",
    "workspace": "tas workspace (tas.yaml)",
}


def schema(kind: Kind) -> dict[str, Any]:
    """The schema of a kind of file, as plain data. An empty value is an absent one, as it is for tas."""
    made = _MODELS[kind].model_json_schema(by_alias=True, mode="validation", schema_generator=_Plain)
    made.pop("title", None)
    if kind == "assessment":
        made["required"] = ["customer", "opportunity"]
    return {"$schema": DIALECT, "$id": f"tas-{kind}.schema.json", "title": _TITLES[kind], **_cleaned(made)}


class _Plain(GenerateJsonSchema):
    """Without the titles that pydantic makes of field names, and without its defaults: they are no YAML."""

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def _cleaned(node: Any, *, names: bool = False) -> Any:
    """`node` with a first sentence for a description and without titles; `names`: its keys are fields."""
    if isinstance(node, list):
        return [_cleaned(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        if names:
            kept[key] = _or_empty(_cleaned(value))
        elif key == "description":
            kept[key] = " ".join(value.split("\n\n")[0].split())
        elif key != "title":
            kept[key] = _cleaned(value, names=key in ("properties", "$defs"))
    return kept


def _or_empty(field: Any) -> Any:
    return field
