"""What a text says and on which lines: plain data, flaws, marks. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias
from unicodedata import normalize

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
"""What a text says: every scalar is text as written; an empty value and an unquoted null are None."""

DataPath: TypeAlias = tuple[str | int, ...]
"""Where something is: the keys and list positions on the way to it; () is the whole."""

ScalarStyle: TypeAlias = Literal["auto", "double", "bare"]
"""How a scalar is written: plain where that is safe, always in double quotes, or as it is."""

Marks: TypeAlias = "dict[str, Any] | list[Any] | None"
"""Beside the data: of a scalar the number of its line, from 0, or the parser's mark there; of what holds
others a pair of that and their marks. Lines are worked out when somebody asks."""

ABSENT = frozenset(("", "~", "null", "Null", "NULL"))
"""What says nothing when it stands there without quotes."""

MAX_DEPTH = 20
MAX_BYTES = 1 << 20

NO_PARAMS: Mapping[str, str | int] = {}


def one_spelling(word: str) -> str:
    """A word as it is compared, such as a key: two ways of Unicode to write it are one word."""
    return word if word.isascii() else normalize("NFC", word)


class Flaw(NamedTuple):
    """What is wrong in a text, as data: `id` names its words, `params` fill their blanks.

    `line` and `column` count from 1. `path` is the place in the data, () where there is none.
    """

    id: str
    line: int
    column: int
    params: Mapping[str, str | int] = NO_PARAMS
    path: DataPath = ()


class Document(NamedTuple):
    """What a text says and where: `data` (None if empty or unreadable) and `flaws` in order of position.

    `gaps` is False where it is certain that no key stands there without a value.
    """

    data: Data
    flaws: tuple[Flaw, ...] = ()
    marks: Marks = None
    gaps: bool = True

    def line(self, path: DataPath) -> int:
        """The line of the key or list item at `path`, else of its nearest ancestor, else of the first key.

        So what is missing is said of the data, never of a comment above it.
        """
        marks: Any = self.marks
        mark: Any = next(iter(marks.values()), 0) if isinstance(marks, dict) else 0
        for part in path:
            try:
                mark = marks[part]
            except (LookupError, TypeError):
                break
            marks = mark[1] if type(mark) is tuple else None
        at = mark[0] if type(mark) is tuple else mark
        return (at if type(at) is int else int(at.line)) + 1
