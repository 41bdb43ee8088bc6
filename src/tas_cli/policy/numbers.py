"""A whole number where CEL wants one with decimals: `amount > 100000` made `amount > 100000.0`. Pure.

CEL compares no int with a double; people do. Goes by what CEL's own error says is wrong, one place at a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .tokens import Token, lex

_MISMATCH = re.compile(
    r"<input>:(\d+):(\d+): found no matching overload for '(?:_(?:[-+*/<>]|[<>=!]=)_|@in)'"
    r" applied to '\((int|double), (int|double|list\(int\))\)'"
)
_CLOSING = {")": "(", "]": "["}
_OPENING = {"(": ")", "[": "]"}


def mended(source: str, complaint: str) -> str | None:
    """`source` with the operand that CEL complains about made a double; None when that is not the trouble."""
    found = _MISMATCH.search(complaint)
    if found is None or found[3] == found[4]:
        return None
    offset = _offset(source, int(found[1]), int(found[2]))
    tokens = lex(source)
    at = next((i for i, token in enumerate(tokens) if token.start == offset), None)
    if at is None:
        return None
    if found[3] == "int":
        return _as_double(source, tokens, _left(tokens, at - 1), at)
    if found[4] != "int":
        return _list_as_double(source, tokens, at + 1)
    return _as_double(source, tokens, at + 1, _right(tokens, at + 1))


def _offset(source: str, line: int, column: int) -> int:
    lines = source.split("\n")
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def _as_double(source: str, tokens: Sequence[Token], first: int, end: int) -> str | None:
    """The operand of tokens `first` up to `end` as a double: a number gets `.0`, the rest is converted."""
    if not 0 <= first < end <= len(tokens):
        return None
    start, stop = tokens[first].start, tokens[end - 1].end
    operand = source[start:stop]
    if operand.isdecimal():
        return f"{source[:stop]}.0{source[stop:]}"
    return f"{source[:start]}double({operand}){source[stop:]}"


def _list_as_double(source: str, tokens: Sequence[Token], first: int) -> str | None:
    if first >= len(tokens) or tokens[first].text != "[":
        return None
    for token in reversed(tokens[first : _closed(tokens, first)]):
        if token.text.isdecimal():
            source = f"{source[: token.end]}.0{source[token.end :]}"
    return source


def _right(tokens: Sequence[Token], at: int) -> int:
    """Where the operand that begins at a token ends."""
    if at < len(tokens) and tokens[at].text == "-":
        at += 1
    end = _closed(tokens, at) if at < len(tokens) and tokens[at].text in _OPENING else at + 1
    while end < len(tokens):
        if tokens[end].text == ".":
            end += 2
        elif tokens[end].text in _OPENING:
            end = _closed(tokens, end)
        else:
            break
    return end


def _closed(tokens: Sequence[Token], at: int) -> int:
    """Where the bracket that opens at a token has closed."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += (tokens[i].text in _OPENING) - (tokens[i].text in _CLOSING)
        if depth == 0:
            return i + 1
    return len(tokens)


def _left(tokens: Sequence[Token], at: int) -> int:
    """Where the operand that ends at a token begins; -1 when there is none."""
    while at >= 0:
        if tokens[at].text in _CLOSING:
            at = _opened(tokens, at)
            if at > 0 and (tokens[at - 1].kind == "name" or tokens[at - 1].text in _CLOSING):
                at -= 1
                continue
        if at > 1 and tokens[at - 1].text == ".":
            at -= 2
            continue
        return at
    return -1


def _opened(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for i in range(at, -1, -1):
        depth += (tokens[i].text in _CLOSING) - (tokens[i].text in _OPENING)
        if depth == 0:
            return i
    return -1
