"""Field types that the three file shapes share, and how a failed validation becomes findings.

Values arrive as text (see `yamlio`), so each type here says exactly which text it takes; nothing is
guessed or coerced. Knows pydantic, knows no particular file shape and touches no disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function

from ..errors import Param
from ..findings import ENOUGH, Finding
from ..yamlio.document import Data, DataPath, Document, one_spelling
from ..yamlio.reading import parse
from .amounts import AMOUNT, readings

FORMAT = 1
Rating = Literal["+", "-", "?", "n/a"]
RATINGS: tuple[Rating, ...] = ("+", "-", "?")
NOT_APPLICABLE: Rating = "n/a"
"""What is set aside: it does not concern this deal, and counts nowhere."""
RATING_SIGNS: Mapping[str, Rating] = {"+": "+", "-": "-", "?": "?", "−": "-", "–": "-", "—": "-"}
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"[0-9]{1,9}")
ID = re.compile(r"\w+")

# Names that a near one is looked for among, and that are told: a file can hold a hundred thousand.
_LOOKED_AT = 300
_TOLD = 8
_FEW = 50
"""Among more parties or banks than anybody has, the nearest is not worth the search."""

SomeModel = TypeVar("SomeModel", bound=BaseModel)
TextReader = Callable[[object], Any]
"""Makes a value of a text; a validation error says what in it cannot be understood."""


class Reads:
    """How the text of a field becomes its value, and what the published schema says of that text.

    Where it is written beside a type, pydantic need look neither into the type nor into the function.
    """

    def __init__(self, read: TextReader, schema: dict[str, Any]) -> None:
        self._read = read
        self._schema = schema

    def __get_pydantic_core_schema__(self, _type: object, _inner: object) -> CoreSchema:
        return no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, _core: object, _inner: object) -> dict[str, Any]:
        return {**self._schema}


class Shape(BaseModel):
    """A frozen part of a file: unknown fields are refused, every type is exact.

    In a module of many, annotations are not put off: pydantic would compile each once more at start-up.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


def no_items() -> list[Any]:
    """What a list holds that is not there; of a function of ours pydantic knows at once what it takes."""
    return []


def no_entries() -> dict[str, Any]:
    """What a map holds that is not there."""
    return {}


def wrong(id: str, **params: Param) -> PydanticCustomError:
    """The validation error that becomes the finding `id`."""
    return PydanticCustomError(id, id, {"params": params})


def canonical_rating(text: str) -> str:
    """The ASCII sign that `text` means as a rating (full-width and typographic signs too), else `text`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return NOT_APPLICABLE if plain.casefold() == NOT_APPLICABLE else RATING_SIGNS.get(plain, text)


def rating_of(value: object) -> Rating:
    """The rating that a text is; the validation error TAS104 for anything else."""
    if isinstance(value, str):
        sign = canonical_rating(value)
        if sign in RATINGS or sign == NOT_APPLICABLE:
            return sign
    raise wrong("TAS104", value=shown(value))


def _sign(value: object) -> Rating:
    """The same, of a bank's own: what it compares with is + - or ?."""
    rating = rating_of(value)
    if rating == NOT_APPLICABLE:
        raise wrong("TAS104", value=rating)
    return rating


def text_of(value: object) -> str:
    """The text that a value is; the validation error TAS103 for a list or a mapping."""
    if not isinstance(value, str):
        raise wrong("TAS103", wanted="text", value=shown(value))
    return value


def word_of(value: object) -> str:
    """A text that is compared with ids, in one spelling."""
    return one_spelling(text_of(value))


def _amount(value: object) -> Decimal:
    if not isinstance(value, str) or not AMOUNT.fullmatch(value):
        cure, other = (*readings(str(value)), "", "")[:2]
        raise wrong("TAS105", value=shown(value), cure=cure, other=other)
    return Decimal(value)


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not WHOLE.fullmatch(value):
        raise wrong("TAS103", wanted="whole", value=shown(value))
    return int(value)


def _integer(value: object) -> int:
    if isinstance(value, str) and value.startswith("-"):
        return -_whole(value[1:])
    return _whole(value)


def day_of(value: object) -> date:
    """The day that a text is; the validation error TAS106 for anything but YYYY-MM-DD."""
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise wrong("TAS106", value=shown(value))


def is_day(text: str) -> bool:
    """Whether a text is a day, YYYY-MM-DD."""
    try:
        return bool(DAY.fullmatch(text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _flag(value: object) -> bool:
    if value not in ("true", "false"):
        raise wrong("TAS107", value=shown(value))
    return value == "true"


def _format(value: object) -> int:
    number = _whole(value)
    if number > FORMAT:
        raise wrong("TAS109", value=number, known=FORMAT)
    if number < 1:
        raise wrong("TAS103", wanted="whole", value=number)
    return number


def _id(value: object) -> str:
    id = one_spelling(value) if isinstance(value, str) else ""
    if not ID.fullmatch(id):
        raise wrong("TAS110", value=shown(value))
    return id


def one_of(*options: str) -> Reads:
    """A text that must be one of `options`; the finding names the nearest one."""
    return Reads(partial(option_of, options=options), {"enum": list(options)})


def option_of(value: object, options: Collection[str]) -> str:
    """The text that a value is, one of `options`; the validation error TAS108 for any other."""
    if value not in options:
        raise wrong("TAS108", value=shown(value), options=", ".join(options), near=nearest(value, options))
    return str(value)


def parts_of(value: object, readers: Mapping[str, TextReader], needed: str, wanted: str) -> dict[str, Any]:
    """What a small map says, each key read in its own way; empty values are absent.

    A validation error for a key nobody knows, or where `needed` is not among what it says.
    """
    if not isinstance(value, dict):
        raise wrong("TAS103", wanted=wanted, value=shown(value))
    found = {}
    for name, given in value.items():
        if name not in readers:
            raise wrong("TAS101", name=shown(name), near=nearest(name, readers))
        if given not in (None, ""):
            with inside(name):
                found[name] = readers[name](given)
    if found and needed not in found:
        raise wrong("TAS102", name=needed)
    return found


@contextmanager
def inside(name: str) -> Iterator[None]:
    """A validation error within happened at the key `name` of what is being read."""
    try:
        yield
    except PydanticCustomError as fault:
        context = fault.context or {}
        at = (name, *context.get("at", ()))
        raise PydanticCustomError(fault.type, fault.type, {**context, "at": at}) from None


def shown(value: object) -> str:
    """A value as a finding may quote it: short, one line."""
    text = "" if value is None else str(value)
    if isinstance(value, dict | list):
        text = "{...}" if isinstance(value, dict) else "[...]"
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


def nearest(value: object, known: Iterable[str]) -> str:
    """The known name most like `value`, or "" when none is near."""
    from difflib import get_close_matches

    some = list(islice(known, _LOOKED_AT))
    return next(iter(get_close_matches(str(value)[:100], some, n=1, cutoff=0.6)), "")


def nearest_or_some(value: object, known: Collection[str]) -> str:
    """The known name most like `value`; when none is near, the first few of them; "" for none at all."""
    more = ", ..." if len(known) > _TOLD else ""
    near = nearest(value, known) if len(known) <= _FEW else ""
    return near or ", ".join(islice(known, _TOLD)) + more


# What a reader with types of its own makes of the texts that each field takes (see `schemas`).
_ID = "^[^\\s!-/:-@\\[-^`{-~]+$"
_DIGITS: dict[str, Any] = {"type": "string", "pattern": "^[0-9]{1,9}$"}
SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
ID_SCHEMA: dict[str, Any] = {"type": ["string", "integer"], "pattern": _ID}


def parts_schema(needed: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    """What the schema says of a small map: its `parts` and nothing else, the one that is `needed` always."""
    return {"type": "object", "properties": parts, "additionalProperties": False, "required": [needed]}


RATING_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"enum": ["+", "-", "?"]},
        {"type": "string", "pattern": "^\\s*[-+?＋－？−–—﹢﹣﹖]\\s*$"},
    ]
}
RatingField = Annotated[Rating, Reads(_sign, RATING_SCHEMA)]
TextField = Annotated[str, Reads(text_of, SCALAR)]
WordField = Annotated[str, Reads(word_of, SCALAR)]
AmountField = Annotated[
    Decimal,
    Reads(
        _amount,
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": f"^{AMOUNT.pattern}$"},
            ]
        },
    ),
]
WholeField = Annotated[int, Reads(_whole, {"anyOf": [{"type": "integer", "minimum": 0}, _DIGITS]})]
IntegerField = Annotated[
    int,
    Reads(_integer, {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]{1,9}$"}]}),
]
DAY_SCHEMA: dict[str, Any] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DayField = Annotated[date, Reads(day_of, DAY_SCHEMA)]
FlagField = Annotated[bool, Reads(_flag, {"enum": [True, False, "true", "false"]})]
FormatField = Annotated[int, Reads(_format, {"enum": [FORMAT, str(FORMAT)]})]
IdField = Annotated[str, Reads(_id, ID_SCHEMA)]


def read_as(model: type[SomeModel], text: str, file: str) -> tuple[Document, SomeModel | None, list[Finding]]:
    """`text` as a document and as a `model`; None and the findings that say why not where it is none."""
    document = parse(text)
    flaws = [Finding(flaw.id, "error", file, flaw.line, params=flaw.params) for flaw in document.flaws]
    if flaws or isinstance(document.data, str | list):
        return document, None, flaws or [_no_fields(document.data, file)]
    data = without_empty(document.data) if document.gaps else document.data
    try:
        return document, model.model_validate({} if data is None else data), []
    except ValidationError as trouble:
        details = trouble.errors(include_url=False, include_input=False)
        return document, None, [_finding(detail, model, document, file) for detail in details[: ENOUGH + 1]]


Fault = tuple[DataPath, str, dict[str, Param]]
"""What a file says that cannot be meant: where, the id of the finding, and what fills its text."""


def read_checked(
    model: type[SomeModel], text: str, file: str, checks: Iterable[Callable[[SomeModel], Iterable[Fault]]]
) -> tuple[SomeModel | None, list[Finding]]:
    """What `text` says as a `model`, or None, and what is wrong: in its form, its fields, or by `checks`."""
    document, made, findings = read_as(model, text, file)
    if made is not None:
        for path, id, params in (fault for check in checks for fault in check(made)):
            findings.append(Finding(id, "error", file, document.line(path), params=params))
    return (None if findings else made), findings


def _no_fields(data: Data, file: str) -> Finding:
    """Why a file that holds one text, or a list, is none of ours."""
    if isinstance(data, str) and data.startswith("version https://git-lfs"):
        return Finding("TAS116", "error", file, 1)
    link = data if isinstance(data, str) and data.endswith(".yaml") else ""
    return Finding("TAS115", "error", file, 1, params={"value": shown(data), "link": shown(link)})


def without_empty(data: Any) -> Any:
    """`data` with empty values of maps left out: an empty value is an absent one."""
    if isinstance(data, dict):
        return {
            key: without_empty(value) if type(value) in _NESTED else value
            for key, value in data.items()
            if value is not None
        }
    if isinstance(data, list):
        return [without_empty(each) if type(each) in _NESTED else each for each in data]
    return data


_NESTED = frozenset((dict, list))


def _finding(detail: ErrorDetails, model: type[BaseModel], document: Document, file: str) -> Finding:
    context = detail.get("ctx", {})
    path = (*detail["loc"], *context.get("at", ()))
    kind = detail["type"]
    params: dict[str, Param] = {"field": ".".join(map(str, path)) or "-"}
    if kind == "extra_forbidden":
        id = "TAS101"
        params |= {"name": str(path[-1]), "near": nearest(path[-1], _known(model, path[:-1]))}
    elif kind == "missing":
        id = "TAS102"
        params["name"] = str(path[-1])
    elif kind.startswith("TAS"):
        id = kind
        params |= context.get("params", {})
    else:
        id = "TAS103"
        params |= {"wanted": _WANTED.get(kind, "text"), "value": shown(_at(document.data, path))}
    # What is wrong may be a key below the field that was validated as a whole.
    key = str(params.get("value") or params.get("name") or "")
    return Finding(id, "error", file, document.line((*path, key)), params=params)


def _known(model: type[BaseModel], path: DataPath) -> Sequence[str]:
    """The names of the fields that a mapping at `path` may have."""
    shape: type[BaseModel] | None = model
    for step in path:
        fields = {field.alias or name: field for name, field in shape.model_fields.items()} if shape else {}
        # All else is a key of a map, or a place in a list.
        if field := fields.get(str(step)):
            shape = _shape_in(field.annotation)
    return [field.alias or name for name, field in shape.model_fields.items()] if shape else []


def _shape_in(kind: Any) -> type[BaseModel] | None:
    """The shape that a type is, or is made of; None for one without."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next(filter(None, map(_shape_in, get_args(kind))), None)


def _at(data: Any, path: DataPath) -> Any:
    """What stands at `path`, or at the deepest place above it."""
    for part in path:
        if not isinstance(data, dict | list) or (isinstance(data, dict) and part not in data):
            break
        data = data[part]  # type: ignore[index]
    return data


_WANTED = {
    "model_type": "mapping",
    "dict_type": "mapping",
    "model_attributes_type": "mapping",
    "list_type": "list",
    "tuple_type": "list",
}
