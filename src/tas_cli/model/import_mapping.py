"""What `import` in tas.yaml may say: which column of an export is which field, and how cells are written.

Reads the shape strictly. Which fields a CRM may set, and what they may hold, is judged in `import_checks`;
no export is opened here.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from .field_types import (
    SCALAR,
    Reads,
    Shape,
    TextField,
    inside,
    one_of,
    option_of,
    parts_of,
    parts_schema,
    text_of,
    wrong,
)

WhichRows = Literal["", "open", "closed"]
KEEP = "keep"
NEEDED = ("customer", "opportunity")
"""What a new deal cannot do without."""

_DIRECTIVES = {
    "Y": r"(?P<Y>[0-9]{4})", "y": r"(?P<y>[0-9]{2})", "m": r"(?P<m>[0-9]{1,2})", "d": r"(?P<d>[0-9]{1,2})",
    "b": r"(?P<b>[A-Za-z]{3})", "H": "[0-9]{1,2}", "M": "[0-9]{2}", "S": r"[0-9]{2}(?:\.[0-9]+)?",
    "I": "[0-9]{1,2}", "p": "(?:[AaPp][Mm]|上午|下午)", "%": "%",
}  # fmt: skip


class ColumnRule(NamedTuple):
    """How a field is filled: from which column, by which map, what else stands for, and for which rows.

    `otherwise` is for cells that the map does not know: None refuses them, KEEP takes them as they are.
    """

    column: str
    map: Mapping[str, str] | None = None
    otherwise: str | None = None
    when: WhichRows = ""


def date_pattern(form: str) -> re.Pattern[str]:
    """What matches a day written in `form`. ValueError for a form that says no day, or says it twice."""
    parts = re.split("%(.)", form)
    signs = parts[1::2]
    year = [sign for sign in signs if sign in "Yy"]
    month = [sign for sign in signs if sign in "mb"]
    if len(year) != 1 or len(month) != 1 or signs.count("d") != 1 or not {*signs} <= {*_DIRECTIVES}:
        raise ValueError(form)
    made = [_DIRECTIVES[part] if i % 2 else re.escape(part) for i, part in enumerate(parts)]
    return re.compile("".join(made))


def _date_forms(value: object) -> tuple[str, ...]:
    forms = value if isinstance(value, list) else [value]
    for form in forms:
        try:
            date_pattern(text_of(form))
        except ValueError:
            raise wrong("TAS103", wanted="date_form", value=str(form)[:60]) from None
    return tuple(map(str, forms))


def _delimiter(value: object) -> str:
    sign = {"tab": "\t", "\\t": "\t"}.get(text_of(value), text_of(value))
    if len(sign) != 1 or sign.isalnum() or sign in "\"\n\r .'":
        raise wrong("TAS103", wanted="delimiter", value=sign[:60])
    return sign


def _encoding(value: object) -> str:
    try:
        "".encode(text_of(value))
    except (LookupError, ValueError):
        raise wrong("TAS103", wanted="encoding", value=str(value)[:60]) from None
    return str(value)


def _map(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="mapping", value=str(value)[:60])
    made = {}
    for name, text in value.items():
        with inside(name):
            made[name.strip()] = "" if text is None else text_of(text)
    return made


def _column(value: object) -> ColumnRule:
    if isinstance(value, str):
        return ColumnRule(value.strip())
    readers = {
        "column": text_of,
        "map": _map,
        "else": text_of,
        "when": lambda text: option_of(text, ("open", "closed")),
    }
    said = parts_of(value, readers, "column", "column")
    if not said:
        raise wrong("TAS103", wanted="column", value="{}")
    if "else" in said and "map" not in said:
        with inside("else"):
            raise wrong("TAS139", name="else")
    return ColumnRule(said["column"].strip(), said.get("map"), said.get("else"), said.get("when", ""))


def _fields(value: object) -> Mapping[str, ColumnRule]:
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted="mapping", value=str(value)[:60])
    made = {}
    for name, rule in value.items():
        with inside(name):
            made[name] = _column(rule)
    for name in NEEDED:
        if name not in made:
            raise wrong("TAS102", name=name)
    if "outcome" not in made:
        for name, rule in made.items():
            if rule.when:
                with inside(name), inside("when"):
                    raise wrong("TAS139", name="when")
    return made


_COLUMN_SCHEMA: dict[str, Any] = {
    "anyOf": [
        SCALAR,
        parts_schema(
            "column",
            {
                "column": SCALAR,
                "map": {
                    "type": "object",
                    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
                },
                "else": SCALAR,
                "when": {"enum": ["open", "closed"]},
            },
        ),
    ]
}
_FIELDS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": _COLUMN_SCHEMA,
    "required": list(NEEDED),
}
_FORMS_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
}


class ImportMapping(Shape):
    """How the exports of one CRM are read."""

    id: TextField
    dates: Annotated[tuple[str, ...], Reads(_date_forms, _FORMS_SCHEMA)] = ()
    decimal: Annotated[str, one_of(".", ",")] = ""
    encoding: Annotated[str, Reads(_encoding, {"type": "string"})] = ""
    delimiter: Annotated[str, Reads(_delimiter, {"type": "string", "minLength": 1, "maxLength": 3})] = ""
    sheet: TextField = ""
    fields: Annotated[Mapping[str, ColumnRule], Reads(_fields, _FIELDS_SCHEMA)]
