"""Many versions of one file read cheaply: cut into pieces, each of which is read only once.

Versions of an assessment differ in a line or two. Where a text is plain enough to be cut between its answers
without understanding it, only pieces not seen before go to the reader; any other text goes there whole. The
outcome is the same either way, and a test holds it to that. Reads nothing itself.
"""

from __future__ import annotations

import re

from .assessments import Answer, Assessment, read_assessment, with_fields
from .findings import BadFile

Answers = dict[str, dict[str, Answer]]
Cut = tuple[str, list[tuple[str, str, str]]]

# A key whose value, if any, ends on its line: in quotes without escapes, or plain without any sign that could
# mean more. Or a comment, or nothing. The odd characters are line ends to some readers.
_LINE = re.compile(
    r"( *)(?:(\w+):(?: (\"[^\"\\\r\x85\u2028\u2029\ufeff]*\"|[^\W_][^:#\r\t\x85\u2028\u2029\ufeff]*))?|#[^\r\x85\u2028\u2029\ufeff]*)?"
)
_BANK, _QUESTION = 2, 4


class Pieces:
    """A reader that remembers the pieces it has seen."""

    def __init__(self) -> None:
        self._heads: dict[str, Assessment | None] = {}
        self._answers: dict[tuple[str, str], Answer | None] = {}
        self._lines: dict[str, tuple[int, str, bool] | None] = {}

    def read(self, text: str, name: str) -> Assessment:
        """The assessment that `text` holds; BadFile under `name` when it cannot be used."""
        cut = self._cut(text)
        found = self._joined(*cut) if cut else None
        if found is not None:
            return found
        reading = read_assessment(text, name)
        if reading.assessment is None:
            raise BadFile(reading.findings)
        return reading.assessment

    def _cut(self, text: str) -> Cut | None:
        """The text above the answers, and (bank, question, text) of each; None where that is not plain."""
        lines = text.split("\n")
        if "answers:" not in lines:
            return None
        start = lines.index("answers:")
        if not all(map(self._shape, lines[:start])):
            return None
        pieces: list[tuple[str, str, list[str]]] = []
        bank = ""
        for line in lines[start + 1 :]:
            shape = self._shape(line)
            if shape is None:
                return None
            indent, key, has_value = shape
            if not key or indent > _QUESTION + 1:
                if key and not pieces:
                    return None
                if pieces:
                    pieces[-1][2].append(line)
            elif indent == _BANK and not has_value:
                bank = key
            elif indent == _QUESTION and bank:
                pieces.append((bank, key, [line]))
            else:
                return None
        return "\n".join(lines[:start]), [(bank, key, "\n".join(block)) for bank, key, block in pieces]

    def _shape(self, line: str) -> tuple[int, str, bool] | None:
        """Indentation, key ("" for none) and whether a value stands behind it; None where that is not plain."""
        if line not in self._lines:
            found = _LINE.fullmatch(line)
            self._lines[line] = (len(found[1]), found[2] or "", found[3] is not None) if found else None
        return self._lines[line]
