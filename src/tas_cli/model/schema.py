"""JSON Schema (2020-12) of the files, for editors and other validators, made from the models.

Says what a schema can say: whether answers fit their bank, or names exist, only `tas check` knows. Such tools
read YAML with types of their own, so a number may stand there as a number or as a text of digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from ..words import Lang
from .answers import US
from .assessment import Assessment
from .bank import Bank, Question
from .calibration_file import Calibration
from .field_types import NOT_APPLICABLE
from .fields import FIELDS
from .kinds import CHECK, RATING, UNKNOWN
from .local_texts import list_in, text_in
from .playbook import Playbook
from .proposals import PROPOSALS_SCHEMA
from .settings import Settings

SchemaKind = Literal["assessment", "bank", "playbook", "workspace", "calibration", "proposals"]
KINDS: tuple[SchemaKind, ...] = ("assessment", "bank", "playbook", "workspace", "calibration", "proposals")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[SchemaKind, type[BaseModel]] = {
    "assessment": Assessment,
    "bank": Bank,
    "playbook": Playbook,
    "workspace": Settings,
    "calibration": Calibration,
}
_TITLES: dict[SchemaKind, str] = {
    "assessment": "tas assessment (*.tas.yaml)",
    "bank": "tas question bank (questions/*.yaml)",
    "playbook": "tas playbook (questions/playbook.yaml)",
    "workspace": "tas workspace (tas.yaml)",
    "calibration": "tas calibration (calibration.yaml)",
}
_MEANINGS: dict[SchemaKind, dict[str, str]] = {
    "assessment": {name: field.meaning for name, field in FIELDS.items()},
    "bank": {},
    "playbook": {},
    "calibration": {},
    "workspace": {
        "us": "Our name.",
        "language": "Language of what tas shows.",
        "deals": "Folder of the assessments.",
        "exclude": "Patterns of files that are no assessments, such as templates.",
        "workspaces": "Folders below that are workspaces of their own, with a tas.yaml of their own.",
        "custom": "Fields of our own: text, number, date, or their options.",
        "import": "How a CRM's exports are read, by a name of our own.",
        "questions": "Bank files, or folders of them, of our own.",
        "banks": "The banks that a new assessment walks.",
        "segments": "The two own fields, potential and share, by which customers are segmented.",
        "stages": "The stages of a deal, in order.",
        "max_unknown": "By stage: how many of our ratings may be unknown from there on.",
        "repository": "Address under which the forge lets people edit files; a report links to it.",
        "max_age_days": "Days after which an assessment of an open deal is old.",
        "policy": "Rules that every assessment has to meet.",
        "agents": "Addresses of programs whose commits may not rate.",
        "waivers": "Who may grant exceptions from rules, and for how many days at most.",
        "findings": "The level of built-in findings, by id.",
    },
}


def schema(kind: SchemaKind) -> dict[str, Any]:
    """The schema of a kind of file, as plain data."""
    if kind == "proposals":
        return {"$schema": DIALECT, "$id": f"tas-{kind}.schema.json", **PROPOSALS_SCHEMA}
    made = _MODELS[kind].model_json_schema(by_alias=True, mode="validation", schema_generator=_Plain)
    made = _cleaned(made)
    for field, meaning in _MEANINGS[kind].items():
        made["properties"][field]["description"] = meaning
    if kind in ("assessment", "workspace"):
        made["type"] = ["object", "null"]
    if kind == "assessment":
        made["required"] = ["customer", "opportunity"]
        for field in made["required"]:
            made["properties"][field]["minLength"] = 1
    for each in (made, made.get("$defs", {}).get("Thresholds", {})):
        _allow_empty(each)
    return {"$schema": DIALECT, "$id": f"tas-{kind}.schema.json", "title": _TITLES[kind], **made}


def team_schema(settings: Settings, banks: Iterable[Bank], lang: Lang) -> dict[str, Any]:
    """The schema of an assessment with a team's own stages, fields and questions, for editors to complete by.

    An answer to a bank or question that is not among them is as valid as it ever was.
    """
    made = schema("assessment")
    fields = made["properties"]
    if settings.stages:
        fields["stage"]["enum"] = [*settings.stages, None]
    fields["custom"]["properties"] = {
        name: {"enum": [*own.options, None]} if own.options else {} for name, own in settings.custom.items()
    }
    any_bank = fields["answers"]["anyOf"][0]
    made["$defs"] = {
        "answer": any_bank["additionalProperties"]["additionalProperties"],
        "rating": _one_of(RATING.offered(())),
        "check": {"anyOf": [_one_of(CHECK.offered(())), {"type": "string", "pattern": _DAY}]},
    }
    any_bank["properties"] = {bank.id: _answers(bank, lang) for bank in banks}
    return made


_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ANYTHING = {"$ref": "#/$defs/answer"}


def _one_of(offered: Iterable[str]) -> dict[str, Any]:
    return {"enum": [*offered, UNKNOWN, None]}


def _answers(bank: Bank, lang: Lang) -> dict[str, Any]:
    questions = {
        question.id: {"description": _described(question, lang), **_answer(question, lang)}
        for section in bank.sections
        for question in section.questions
    }
    title = text_in(bank.title, lang)
    return {
        "type": ["object", "null"],
        "description": title,
        "properties": questions,
        "additionalProperties": _ANYTHING,
    }


def _answer(question: Question, lang: Lang) -> dict[str, Any]:
    """What an editor may offer as the answer of a question."""
    kind = question.kind
    if kind.has_rows:
        columns = {
            each.id: {"description": text_in(each.title, lang), **_values(each.asked)}
            for each in question.columns
        }
        return {"allOf": [_ANYTHING], "additionalProperties": {"properties": columns}}
    values = _values(question)
    if kind.each_party:
        return {"allOf": [_ANYTHING], "properties": {US: values}}
    as_map = {"allOf": [_ANYTHING, {"type": ["object", "null"]}], "properties": {"answer": values}}
    return {"anyOf": [values, as_map]}


def _values(question: Question) -> dict[str, Any]:
    """The values that are offered for a question or a column; whatever it takes where nothing is."""
    if question.kind.name in ("rating", "check"):
        values: dict[str, Any] = {"$ref": f"#/$defs/{question.kind.name}"}
    else:
        values = _one_of(question.offers) if question.offers else {}
    return {"anyOf": [values, {"const": NOT_APPLICABLE}]} if question.allow_na and values else values


def _described(question: Question, lang: Lang) -> str:
    """Its title, what + and - mean, and the first thing to ask."""
    poles = (("+", question.plus), ("-", question.minus))
    said = [f"{sign} {text_in(pole, lang)}" for sign, pole in poles if pole]
    return "\n".join([" · ".join([text_in(question.title, lang), *said]), *list_in(question.ask, lang)[:1]])


class _Plain(GenerateJsonSchema):
    """Without the titles that pydantic makes of field names, and without its defaults: they are no YAML."""

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def _cleaned(node: Any, *, names: bool = False) -> Any:
    """`node` without what pydantic says about the Python behind it; `names`: its keys are not keywords."""
    if isinstance(node, list):
        return [_cleaned(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _cleaned(value, names=not names and key in ("properties", "$defs"))
        for key, value in node.items()
        if names or key not in ("title", "description")
    }


def _allow_empty(made: dict[str, Any]) -> None:
    """An empty value is an absent one, but for fields that are required."""
    for name, field in made.get("properties", {}).items():
        if name not in made.get("required", ()) and {"type": "null"} not in field.get("anyOf", ()):
            meaning = {key: field[key] for key in ("description",) if key in field}
            rest = {key: value for key, value in field.items() if key != "description"}
            anyof = rest["anyOf"] if set(rest) == {"anyOf"} else [rest]
            made["properties"][name] = {**meaning, "anyOf": [*anyof, {"type": "null"}]}
