"""What CEL understood of an expression, as a tree of parts with their types.

Reads the form in which CEL hands out an expression that it checked (`cel.expr.CheckedExpr` of its published
protocol). Knows no names of ours and judges nothing (see `mistakes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

PartKind = Literal["constant", "name", "field", "call", "list", "map", "repetition"]
ValueType = Literal["bool", "whole", "decimal", "text", "any", "other"]
MessageFields = list[tuple[int, int | bytes]]
"""A message of the protocol: its numbered fields, in their order."""

_PARTS: Mapping[int, PartKind] = {
    3: "constant", 4: "name", 5: "field", 6: "call", 7: "list", 8: "map", 9: "repetition",
}  # fmt: skip
_TEXT: Mapping[PartKind, int] = {"constant": 6, "name": 1, "field": 2, "call": 2, "repetition": 1}
_INNER: Mapping[PartKind, tuple[int, ...]] = {
    "field": (1,), "call": (1, 3), "list": (1,), "repetition": (2, 4, 5, 6, 7),
}  # fmt: skip
_TYPES: Mapping[int, ValueType] = {1: "bool", 2: "whole", 3: "whole", 4: "decimal", 5: "text"}
_CHECKED = b"type.googleapis.com/cel.expr.CheckedExpr"


class ExpressionPart(NamedTuple):
    """A part of an expression. `text`: a name, a field, a function, what a constant says (text or whole).

    `inner` are the parts in it: what a call is applied to; of a repetition (`exists`, `all` ...) first what
    it goes through, under the name `text`. `raw` is the part as CEL reads it.
    """

    part: PartKind
    type: ValueType
    text: str | None
    inner: tuple[ExpressionPart, ...]
    raw: bytes

    def walk(self) -> Iterator[ExpressionPart]:
        """This part and all in it."""
        yield self
        for each in self.inner:
            yield from each.walk()


class ExpressionTree(NamedTuple):
    """An expression: its outermost part, and what CEL keeps beside it."""

    root: ExpressionPart
    tables: bytes

    def alone(self, node: ExpressionPart) -> bytes:
        """A part as an expression of its own, as CEL reads it."""
        return _written(1, _CHECKED) + _written(2, self.tables + _written(4, node.raw))


def tree_of(serialized: bytes) -> ExpressionTree:
    """The tree of an expression that CEL compiled and serialized."""
    checked = _fields(_first(_fields(serialized), 2))
    types: dict[int, ValueType] = {}
    for number, value in checked:
        if number == 3 and isinstance(value, bytes):
            entry = _fields(value)
            types[_number(entry, 1)] = _type(_fields(_first(entry, 2)))
    tables = b"".join(
        _written(number, value) for number, value in checked if number != 4 and isinstance(value, bytes)
    )
    return ExpressionTree(_node(_first(checked, 4), types), tables)


def _type(fields: MessageFields) -> ValueType:
    for number, value in fields:
        if number == 1:
            return "any"
        if number == 3 and isinstance(value, int):
            return _TYPES.get(value, "other")
    return "other"


def _node(raw: bytes, types: Mapping[int, ValueType]) -> ExpressionPart:
    fields = _fields(raw)
    number = next((each for each, _ in fields if each in _PARTS), 3)
    part, body = _PARTS[number], _fields(_first(fields, number))
    inner = tuple(_node(each, types) for each in _inner(part, body))
    return ExpressionPart(part, types.get(_number(fields, 2), "other"), _text(part, body), inner, raw)


def _inner(part: PartKind, body: MessageFields) -> Iterator[bytes]:
    for number, value in body:
        if isinstance(value, bytes):
            if part == "map" and number == 2:
                yield from (each for at, each in _fields(value) if at in (3, 4) and isinstance(each, bytes))
            elif number in _INNER.get(part, ()):
                yield value


def _text(part: PartKind, body: MessageFields) -> str | None:
    if part == "constant" and any(number == 3 for number, _ in body):
        return str(_number(body, 3))
    found = next((value for number, value in body if number == _TEXT.get(part)), None)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else None


def _first(fields: MessageFields, wanted: int) -> bytes:
    return next((value for number, value in fields if number == wanted and isinstance(value, bytes)), b"")


def _number(fields: MessageFields, wanted: int) -> int:
    return next((value for number, value in fields if number == wanted and isinstance(value, int)), 0)


def _fields(raw: bytes) -> MessageFields:
    found: MessageFields = []
    at = 0
    while at < len(raw):
        key, at = _varint(raw, at)
        if key & 7 == 0:
            value, at = _varint(raw, at)
            found.append((key >> 3, value))
            continue
        size = {1: 8, 5: 4}.get(key & 7)
        if size is None:
            size, at = _varint(raw, at)
        found.append((key >> 3, raw[at : at + size]))
        at += size
    return found


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while raw[at] > 127:
        value |= (raw[at] & 127) << shift
        shift, at = shift + 7, at + 1
    return value | raw[at] << shift, at + 1


def _written(number: int, value: bytes) -> bytes:
    size, head = len(value), bytearray((number << 3 | 2,))
    while size > 127:
        head.append(size & 127 | 128)
        size >>= 7
    return bytes((*head, size)) + value
