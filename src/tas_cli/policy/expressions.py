"""An expression as its words with their dotted names, and as the tree of typed parts that CEL understood.

The words are for what CEL cannot say: which names are meant, how far a rule can grow. The tree is read out of
the form in which CEL hands out what it checked (`cel.expr.CheckedExpr` of its published protocol). Knows no
names of ours and judges nothing (see `mistakes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

REPETITIONS = frozenset(("all", "exists", "exists_one", "filter", "map"))
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<string>(?:[rR][bB]?|[bB][rR])(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"[^"\n]*"|'[^'\n]*')
        |[bB]?(?:\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    |(?P<number>0[xX][0-9a-fA-F]+[uU]?|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|[0-9]+[uU]?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>==|!=|<=|>=|&&|\|\||.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A word of an expression: its kind (string, number, name, sign), its text, where it begins."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next one may begin."""
        return self.start + len(self.text)


class Chain(NamedTuple):
    """A dotted name: tokens `first` up to `ends[i]` (not included) spell the steps up to the i-th.

    `tas.solution_fit['us']` has the steps tas, solution_fit and us.
    """

    steps: tuple[str, ...]
    first: int
    ends: tuple[int, ...]


def lex(source: str) -> list[Token]:
    """The words of `source`, blanks and comments left out."""
    return [
        Token(found.lastgroup or "sign", found[0], found.start())
        for found in _TOKEN.finditer(source)
        if found.lastgroup != "space"
    ]


def text_of(literal: str) -> str | None:
    """The text that a string literal stands for; None when it is bytes or cannot be told."""
    body = literal[1:-1]
    if literal[0] in "'\"" and "\\" not in body and body[:1] != literal[0]:
        return body
    return _decoded(literal)


def _decoded(literal: str) -> str | None:
    """A literal with escapes, a prefix or three quotes: spelled as in Python, but for a few oddities."""
    import ast
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(literal)
        except (ValueError, SyntaxError):
            return None
    return value if isinstance(value, str) else None


def chains(tokens: Sequence[Token]) -> list[Chain]:
    """Every dotted name that begins an operand; functions and what follows a call are none."""
    found = []
    for i, token in enumerate(tokens):
        if token.kind == "name" and not _follows_dot(tokens, i) and text_at(tokens, i + 1) != "(":
            found.append(_chain(tokens, i))
    return found


def variables(tokens: Sequence[Token]) -> set[str]:
    """The names that all, exists and their like bring in."""
    return {
        tokens[i + 2].text
        for i, token in enumerate(tokens[:-2])
        if token.text in REPETITIONS and tokens[i + 1].text == "(" and tokens[i + 2].kind == "name"
    }


def has_repetition(tokens: Sequence[Token]) -> bool:
    """Whether anything is repeated."""
    return any(
        token.text in REPETITIONS and _follows_dot(tokens, i) and text_at(tokens, i + 1) == "("
        for i, token in enumerate(tokens)
    )


def text_at(tokens: Sequence[Token], index: int) -> str:
    """The text of a word, "" where there is none."""
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _follows_dot(tokens: Sequence[Token], index: int) -> bool:
    return text_at(tokens, index - 1) == "."


def _chain(tokens: Sequence[Token], first: int) -> Chain:
    steps, ends = [tokens[first].text], [first + 1]
    while (step := _step(tokens, ends[-1])) is not None:
        steps.append(step[0])
        ends.append(step[1])
    return Chain(tuple(steps), first, tuple(ends))


def _step(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The step that begins at a token and where it ends: `.name`, or `['name']`."""
    if at + 1 >= len(tokens):
        return None
    following = tokens[at + 1]
    if tokens[at].text == "." and following.kind == "name" and text_at(tokens, at + 2) != "(":
        return following.text, at + 2
    if tokens[at].text == "[" and following.kind == "string" and text_at(tokens, at + 2) == "]":
        text = text_of(following.text)
        return None if text is None else (text, at + 3)
    return None


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
