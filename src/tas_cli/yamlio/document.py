"""What a text says and on which lines: the outcome of reading. Reads nothing itself."""

from __future__ import annotations

from typing import Any, TypeAlias

from .shapes import Data, Flaw, Path

Marks: TypeAlias = "dict[str, Any] | list[Any] | None"
"""Beside the data: of a scalar the number of its line, from 0, or the parser's mark there; of what holds
others a pair of that and their marks. Lines are worked out when somebody asks."""


class Document:
    """What a text says and where: `data` (None if empty or unreadable) and `flaws` in order of position.

    `gaps` is False where it is certain that no key stands there without a value.
    """

    __slots__ = ("data", "flaws", "gaps", "marks")

    def __init__(
        self, data: Data, flaws: tuple[Flaw, ...] = (), marks: Marks = None, *, gaps: bool = True
    ) -> None:
        self.data = data
        self.flaws = flaws
        self.marks = marks
        self.gaps = gaps

    def line(self, path: Path) -> int:
        """The line of the key or list item at `path`, else of its nearest ancestor that exists, else 1."""
        line = 1
        marks: Any = self.marks
        for part in path:
            if not _holds(marks, part):
                break
            mark = marks[part]
            mark, marks = mark if type(mark) is tuple else (mark, None)
            line = (mark if type(mark) is int else int(mark.line)) + 1
        return line


def _holds(marks: Marks, part: str | int) -> bool:
    if isinstance(marks, dict):
        return part in marks
    return isinstance(marks, list) and isinstance(part, int) and 0 <= part < len(marks)
