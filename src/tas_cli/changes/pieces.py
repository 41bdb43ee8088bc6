"""Many versions of one file read cheaply: cut into pieces, each of which is read only once.

Versions of an assessment differ in a line or two. Where a text is plain enough to be cut between its answers
without understanding it, only pieces not seen before go to the reader; any other text goes there whole. The
outcome is the same either way, and a test holds it to that. Reads nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model.answers import Answer
from ..model.assessment import Assessment, read_assessment, usable, with_fields

Piece = tuple[str, str, str]
"""An answer: bank, question, and the lines it stands on."""

Found = tuple[bool, Answer | None]
"""Whether the reader found no fault, and the answer; None for a question that nobody answered."""

Shape = tuple[int, str, bool]
"""A line: how far it is indented, its key ("" for none), and whether a value stands behind it."""

# A key whose value, if any, ends on its line: in quotes without escapes, or plain without any sign that could
# mean more. Or a comment, or nothing. The odd characters are line ends to some readers.
_ODD = "\\r\x85\u2028\u2029\ufeff"
_VALUE = rf"\"[^\"\\{_ODD}]*\"|[^\W_][^:#\t{_ODD}]*"
_LINE = re.compile(rf"( *)(?:(\w+):(?: ({_VALUE}))?|#[^{_ODD}]*)?")
_BANK, _QUESTION = 2, 4
LONGEST = 100_000
"""A text with more characters is not cut: the reader has limits that only a whole text can reach."""


class Pieces:
    """A reader that remembers the pieces it has seen."""

    def __init__(self) -> None:
        self._heads: dict[str, Assessment | None] = {}
        self._answers: dict[Piece, Found] = {}
        self._lines: dict[str, Shape | None] = {}

    def read(self, text: str, name: str) -> Assessment:
        """The assessment that `text` holds; BadFile under `name` when it cannot be used."""
        cut = self._cut(text) if len(text) <= LONGEST else None
        found = self._joined(*cut) if cut else None
        if found is not None:
            return found
        return usable(read_assessment(text, name))

    def _cut(self, text: str) -> tuple[str, list[Piece]] | None:
        """The text above the answers, and each answer; None where that is not plain to see."""
        lines = text.split("\n")
        if "answers:" not in lines:
            return None
        start = lines.index("answers:")
        shapes = [self._shape(line) for line in lines]
        blocks = _blocks(lines[start + 1 :], shapes[start + 1 :])
        if None in shapes or blocks is None:
            return None
        return "\n".join(lines[:start]), [(*key, "\n".join(block)) for key, block in blocks.items()]

    def _shape(self, line: str) -> Shape | None:
        if line not in self._lines:
            found = _LINE.fullmatch(line)
            self._lines[line] = (len(found[1]), found[2] or "", found[3] is not None) if found else None
        return self._lines[line]

    def _joined(self, head: str, pieces: list[Piece]) -> Assessment | None:
        """The assessment that the pieces make; None when the reader finds fault with one of them."""
        if head not in self._heads:
            self._heads[head] = read_assessment(head, "").assessment
        above = self._heads[head]
        if above is None:
            return None
        answers: dict[str, dict[str, Answer]] = {}
        for piece in pieces:
            sound, answer = self._answer(piece)
            if not sound:
                return None
            if answer is not None:
                answers.setdefault(piece[0], {})[piece[1]] = answer
        return with_fields(above, answers=answers)

    def _answer(self, piece: Piece) -> Found:
        if piece not in self._answers:
            bank, question, block = piece
            read = read_assessment(f"answers:\n  {bank}:\n{block}", "").assessment
            answer = read.answers.get(bank, {}).get(question) if read else None
            self._answers[piece] = (read is not None, answer)
        return self._answers[piece]


def _blocks(lines: Sequence[str], shapes: Sequence[Shape | None]) -> dict[tuple[str, str], list[str]] | None:
    """The lines of each answer by bank and question; None where something else stands among them."""
    blocks: dict[tuple[str, str], list[str]] = {}
    banks: set[str] = set()
    bank, block = "", None
    for line, shape in zip(lines, shapes, strict=True):
        indent, key, has_value = shape or (-1, "?", False)
        if indent == _BANK and key and not has_value and key not in banks:
            banks.add(key)
            bank, block = key, None
        elif indent == _QUESTION and key and bank and (bank, key) not in blocks:
            block = blocks[bank, key] = [line]
        elif block is not None and (not key or indent > _QUESTION + 1):
            block.append(line)
        elif key:
            return None
    return blocks
