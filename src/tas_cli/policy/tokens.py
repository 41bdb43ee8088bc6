"""The words of a CEL expression and the dotted names in it. Parses no grammar: CEL itself does that.

Needed for what CEL cannot say: which names are meant, what they are compared with, how far a rule can grow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

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
        if token.kind == "name" and not _follows_dot(tokens, i) and _at(tokens, i + 1) != "(":
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
        token.text in REPETITIONS and _follows_dot(tokens, i) and _at(tokens, i + 1) == "("
        for i, token in enumerate(tokens)
    )


def _at(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) else ""


def _follows_dot(tokens: Sequence[Token], index: int) -> bool:
    return _at(tokens, index - 1) == "."


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
    if tokens[at].text == "." and following.kind == "name" and _at(tokens, at + 2) != "(":
        return following.text, at + 2
    if tokens[at].text == "[" and following.kind == "string" and _at(tokens, at + 2) == "]":
        text = text_of(following.text)
        return None if text is None else (text, at + 3)
    return None
