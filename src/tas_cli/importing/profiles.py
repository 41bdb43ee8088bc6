"""`--init`: a mapping proposed for an export, out of the profiles of known CRMs, for a person to look at.

A profile is a file in `profiles/`: which headers a CRM has. What an export does not prove stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import TasError
from ..findings import BadFile
from ..model.field_types import FormatField, Shape, TextField, read_as
from ..model.import_checks import OWN, is_amount, is_day
from ..model.settings import Settings
from ..storage import files
from ..storage.tables import Dialect, SheetRow, is_workbook, rows_in, table_bytes
from ..words import Lang, say
from ..yamlio.document import Data
from ..yamlio.writing import Layout, dump
from .cells import amount_of_cell, forms_that_fit, text_of_cell
from .rows import LOOKED_AT, names_in

_DIALECTS = tuple(
    Dialect(encoding, sign) for encoding in ("", "gb18030", "cp1252") for sign in ("", ";", "tab", "|")
)
_MOST_VALUES = 40
_IN_CHINESE = {"discovery": "接触", "proposal": "方案", "negotiation": "谈判"}
"""The stages that `tas init` begins with, which the profiles map to, by their other names."""
_EITHER = re.compile("[1-9][0-9]{0,2}[.,][0-9]{3}")


class Profile(Shape):
    """The headers of a CRM for its id and each field, the likeliest first; what its stages and ends mean."""

    format: FormatField
    id: TextField
    ids: list[TextField]
    fields: dict[str, list[TextField]]
    stages: dict[str, TextField]
    outcomes: dict[str, TextField]


class Fitting(NamedTuple):
    """A profile that fits an export: the id's column and those of the fields, the rows, how it is written."""

    profile: Profile
    id: str
    columns: Mapping[str, str]
    names: Sequence[str]
    rows: Sequence[SheetRow]
    dialect: Dialect

    def cells(self, column: str) -> list[str]:
        """What stands in a column, empty cells left out."""
        at = self.names.index(column)
        return [
            text_of_cell(row.cells[at]) for row in self.rows if len(row.cells) > at and row.cells[at] != ""
        ]


def profiles() -> Iterator[Profile]:
    """The profiles that come with tas."""
    for path in sorted(Path(__file__).with_name("profiles").glob("*.yaml")):
        text = files.read_text(path)
        _, profile, findings = read_as(Profile, text, path.name)
        if profile is None:
            raise BadFile(findings)
        yield profile


def fitting(file: str) -> Fitting:
    """The profile that knows most headers of an export, which prove how it is written; or a TasError."""
    known = list(profiles())
    found: list[Fitting] = []
    troubles: list[TasError] = []
    data = table_bytes(file)
    dialects = _DIALECTS[:1] if is_workbook(data) else _DIALECTS
    for dialect in dialects:
        delimiter = "\t" if dialect.delimiter == "tab" else dialect.delimiter
        try:
            rows = list(rows_in(data, file, dialect._replace(delimiter=delimiter)))
        except TasError as refused:
            troubles.append(refused)
            if refused.id not in ("import.encoding", "import.malformed", "import.unclosed"):
                raise
            continue
        found += filter(None, (_fit(each, rows, dialect) for each in known))
        if found:
            return max(found, key=lambda each: len(each.columns))
    if len(troubles) == len(dialects):
        raise troubles[0]
    raise TasError("import.no_profile", file=file, known=", ".join(each.id for each in known))


def _fit(profile: Profile, rows: Sequence[SheetRow], dialect: Dialect) -> Fitting | None:
    for at, row in enumerate(rows[:LOOKED_AT]):
        names = names_in(row)
        id = next((each for each in profile.ids if each in names), "")
        columns = {
            field: column
            for field, candidates in profile.fields.items()
            if (column := next((each for each in candidates if names.count(each) == 1), ""))
        }
        if id and {"customer", "opportunity"} <= columns.keys():
            return Fitting(profile, id, columns, names, rows[at + 1 :], dialect)
    return None


def proposal(found: Fitting, settings: Settings, lang: Lang) -> str:
    """The `import` section of a tas.yaml for such exports, with remarks about what only a person can know."""
    notes: list[str] = []
    made: dict[str, Data] = {"id": found.id}
    made |= {key: text for key, text in found.dialect._asdict().items() if text}
    made |= _forms(found, settings, notes, lang)
    made["fields"] = fields = dict(_fields(found, settings, notes, lang))
    declared: dict[str, Data] = {name.removeprefix(OWN): "text" for name in fields if name.startswith(OWN)}
    own: dict[str, Data] = {} if settings.custom or not declared else {"custom": declared}
    text = dump({**own, "import": {found.profile.id: made}}, Layout())
    remarks = [say("import.init.look", lang, name=found.profile.id), *notes]
    return "".join(f"# {line}\n" for each in remarks for line in each.splitlines()) + text


def _forms(found: Fitting, settings: Settings, notes: list[str], lang: Lang) -> dict[str, Data]:
    """How days and amounts are written, as far as their columns prove it."""
    made: dict[str, Data] = {}
    days = [
        cell
        for name, column in found.columns.items()
        if is_day(name, settings)
        for cell in found.cells(column)
    ]
    forms = forms_that_fit(days)
    if len(forms) == 1 and days:
        made["dates"] = forms[0]
    elif days:
        notes.append(say("import.init.dates", lang, example=days[0], forms=", ".join(forms)))
    amounts = [
        cell
        for name, column in found.columns.items()
        if is_amount(name, settings)
        for cell in found.cells(column)
    ]
    if not _all_amounts(amounts, ""):
        # 1.200 alone proves nothing: it is two numbers in two countries.
        telling = [each for each in amounts if not _EITHER.fullmatch(each) and not amount_of_cell(each, "")]
        marks = [mark for mark in ".," if telling and _all_amounts(telling, mark)]
        if len(marks) == 1:
            made["decimal"] = marks[0]
        else:
            notes.append(say("import.init.decimal", lang, example=amounts[0]))
    return made


def _all_amounts(cells: Iterable[str], mark: str) -> bool:
    return all(amount_of_cell(cell, mark) for cell in cells)


def _fields(found: Fitting, settings: Settings, notes: list[str], lang: Lang) -> Iterator[tuple[str, Data]]:
    profile, columns = found.profile, found.columns
    has_end = "outcome" in columns
    for name, column in columns.items():
        if name == "outcome":
            ends: Data = {
                cell: end for cell, end in profile.outcomes.items() if cell in set(found.cells(column))
            }
            yield name, {"column": column, "map": ends or dict(profile.outcomes), "else": "open"}
        elif name == "stage":
            yield name, _stage(found, settings, notes, lang, has_end)
        elif (
            name in ("close_date", "closed_on")
            and has_end
            and columns.get("close_date") == columns.get("closed_on")
        ):
            yield name, {"column": column, "when": "open" if name == "close_date" else "closed"}
        # Fields of a team's own are proposed with the rest, or left to a team that has some already.
        elif not (settings.custom and name.startswith(OWN)) or name.removeprefix(OWN) in settings.custom:
            yield name, column
        else:
            notes.append(say("import.init.custom", lang, column=column, name=name.removeprefix(OWN)))
    if "amount" in columns and "currency" not in columns:
        yield from _currency(found, settings, notes, lang)


def _currency(found: Fitting, settings: Settings, notes: list[str], lang: Lang) -> Iterator[tuple[str, Data]]:
    """Where no column is the currency's: the amounts name it themselves, or the workspace has to."""
    column = found.columns["amount"]
    read = (amount_of_cell(cell, mark) for cell in found.cells(column) for mark in ".,")
    if any(said and said[1] for said in read):
        yield "currency", column
    elif not settings.currency:
        notes.append(say("import.init.currency", lang, column=column))


def _here(stage: str, stages: Sequence[str]) -> str:
    """A stage of a profile as this workspace calls it."""
    other = _IN_CHINESE.get(stage, "")
    return other if stage not in stages and other in stages else stage


def _stage(found: Fitting, settings: Settings, notes: list[str], lang: Lang, has_end: bool) -> Data:
    """The stage: by a map to those of the workspace, where it lists some."""
    column = found.columns["stage"]
    made: dict[str, Any] = {"column": column}
    if settings.stages:
        values = list(dict.fromkeys(found.cells(column)))[:_MOST_VALUES]
        seen = [each for each in values if each not in found.profile.outcomes] or list(found.profile.stages)
        known = {each: _here(found.profile.stages.get(each, each), settings.stages) for each in seen}
        made["map"] = {cell: stage for cell, stage in known.items() if stage in settings.stages}
        left = [cell for cell in seen if cell not in made["map"]]
        if left:
            stages = ", ".join(settings.stages)
            notes.append(say("import.init.stages", lang, values=", ".join(left), stages=stages))
    if has_end:
        made["when"] = "open"
    return made if len(made) > 1 else column
