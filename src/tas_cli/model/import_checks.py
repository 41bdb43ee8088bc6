"""What a mapping of `import` may set: the fields that are the CRM's, to values that they can hold.

Whose a field is says `fields`; everything that is not the CRM's is out of an import's reach. Opens no export.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..findings import Finding
from ..yamlio.document import DataPath
from .amounts import AMOUNT
from .field_types import nearest, nearest_or_some, shown
from .fields import AMOUNT as AMOUNT_TYPE
from .fields import DAY, FIELDS, PARTS
from .import_mapping import KEEP, ColumnRule
from .settings import OwnField, Settings
from .workspace import Workspace

SETTABLE: Mapping[str, str] = {
    name: field.type.name
    for name, field in FIELDS.items()
    if field.whose == "crm" and name not in ("crm_id", *PARTS)
}
"""The fields that an import may set, besides those of the team's own, with the type of each."""
OWN = "custom."


def own_field(name: str, settings: Settings) -> OwnField | None:
    """The field of the team's own that `custom.NAME` means; None for no such."""
    return settings.custom.get(name.removeprefix(OWN)) if name.startswith(OWN) else None


def is_day(name: str, settings: Settings) -> bool:
    """Whether a field holds a day."""
    own = own_field(name, settings)
    return own.kind == "date" if own else SETTABLE.get(name) == DAY.name


def is_amount(name: str, settings: Settings) -> bool:
    """Whether a field holds an amount, or another number."""
    own = own_field(name, settings)
    return own.kind == "number" if own else SETTABLE.get(name) == AMOUNT_TYPE.name


def choices(name: str, settings: Settings) -> tuple[str, ...]:
    """The texts that a field can be; none where it can be any."""
    own = own_field(name, settings)
    if own:
        return own.options
    return tuple(settings.stages) if name == "stage" else FIELDS[name].texts


def value_in_file(name: str, text: str, settings: Settings) -> Any:
    """The value of a field that a file would spell `text`; None for a text that it cannot hold."""
    own = own_field(name, settings)
    if own:
        return text if own.takes(text) else None
    if is_day(name, settings):
        from .field_types import day_of

        try:
            return day_of(text)
        except ValueError:
            return None
    if is_amount(name, settings):
        return Decimal(text) if AMOUNT.fullmatch(text) else None
    known = choices(name, settings)
    return text if not known or text in known else None


def mapping_faults(workspace: Workspace) -> Iterator[Finding]:
    """Mappings that set what is not the CRM's, or to what a field cannot hold."""
    settings = workspace.settings
    known = [*SETTABLE, *(OWN + name for name in settings.custom)]
    for crm, mapping in settings.imports.items():
        for name, rule in mapping.fields.items():
            path: DataPath = ("import", crm, "fields", name)
            if name not in known:
                near = nearest(name, known) or ", ".join(known)
                yield _fault(workspace, "TAS038", path, name=shown(name), near=near)
                continue
            for part, text in _made(rule):
                if text and value_in_file(name, text, settings) is None:
                    near = nearest_or_some(text, choices(name, settings))
                    found = {"name": name, "value": shown(text), "near": near}
                    yield _fault(workspace, "TAS039", (*path, *part), **found)


def _made(rule: ColumnRule) -> Iterator[tuple[DataPath, str]]:
    """What a rule puts in place of cells, and where it says so."""
    for cell, text in (rule.map or {}).items():
        yield ("map", cell), text
    if rule.otherwise not in (None, KEEP):
        yield ("else",), rule.otherwise or ""


def _fault(workspace: Workspace, id: str, path: DataPath, **params: str) -> Finding:
    return Finding(id, "error", workspace.file, workspace.line(path), params=params)
