"""Why a text is no YAML, in terms of what people type: a parser's error → a Flaw with its own id and line.

Looks at the text around the error rather than at the parser's words alone, so that libyaml and PyYAML
come to the same verdict. Reads no data.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml.error import MarkedYAMLError

from .document import MAX_DEPTH, Flaw

_MARKER = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_OPENING = re.compile(r"^<{7}(?=[ \r\n]|\Z)", re.MULTILINE)
_KEY_WITHOUT_BLANK = re.compile(r"[ ]*(?:- +)?[\w.-]+:(?!//)[^\s:]")
_LONE = r"[-?][ \t]*(?:$|[ \t]#|[,\]}])"
_LONE_RATING = re.compile(_LONE)
_KEY_BEFORE = re.compile(r"([^\s{\[,:][^{\[,:]*?)[\"']?[ \t]*:[ \t]*$")
_CLOSED = re.compile(r"([\"'\]}])[ \t]*$")
_WRONG_START = ("cannot start any token", "node content", "are not allowed")
_LINE_END = re.compile(r"\r\n|\n|\r")


def position(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `index`."""
    line, begin = 1, 0
    for end in _LINE_END.finditer(text, 0, index):
        line, begin = line + 1, end.end()
    return line, index - begin + 1


def merge_marker(text: str) -> Flaw | None:
    """The first marker of a merge that nobody finished, if the text has an opening one."""
    return _first_marker(text) if _OPENING.search(text) else None


def lacks_blank(line: str) -> bool:
    """Whether a line is like `us:"+"`."""
    return _KEY_WITHOUT_BLANK.match(line) is not None


def stands_alone(text: str, index: int) -> bool:
    """Whether the dash or question mark at `index` has nothing behind it."""
    return _LONE_RATING.match(text, index, _end_of_line(text, index)) is not None


def lone_question_mark(text: str, start: int, index: int) -> tuple[int, int] | None:
    """Where a `?` that stands for itself made an entry without a key at `index` of the mapping at `start`."""
    begin = text.rfind("?", start, index + 1)
    if begin < 0 or not stands_alone(text, begin):
        return None
    return position(text, begin)


def explain(text: str, error: MarkedYAMLError) -> Flaw:
    """The flaw behind a parser's error."""
    if marker := _first_marker(text):
        return marker
    if "nesting depth" in (error.problem or "") and error.problem_mark:
        # libyaml 0.2.6 reads ahead on a line and has a limit of its own, far above ours.
        mark = error.problem_mark
        return Flaw("TAS008", mark.line + 1, mark.column + 1, {"limit": MAX_DEPTH})
    return _Error(text, error).flaw()


def _first_marker(text: str) -> Flaw | None:
    found = _MARKER.search(text)
    return Flaw("TAS010", position(text, found.start())[0], 1) if found else None


def _end_of_line(text: str, index: int) -> int:
    found = _LINE_END.search(text, index)
    return found.start() if found else len(text)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Error:
    """One error and the lines it happened in; lines and columns count from 0 here."""

    def __init__(self, text: str, error: MarkedYAMLError) -> None:
        self.lines = _LINE_END.split(text)
        mark = error.problem_mark or error.context_mark
        context = error.context_mark or mark
        self.row, self.column = (mark.line, mark.column) if mark else (0, 0)
        self.opened, self.opened_at = (context.line, context.column) if context else (0, 0)
        self.problem = error.problem or ""
        self.context = error.context or ""

    def flaw(self) -> Flaw:
        for look in (self._tab, self._rating, self._not_closed, self._colon, self._misfit, self._first):
            if found := look():
                return found
        return self._at("TAS001", self.row, self.column)

    def _at(self, id: str, row: int, column: int, **params: str) -> Flaw:
        row = min(row, len(self.lines) - 1)
        # The end of the text is no line of its own: point at the last one that has something on it.
        while row and not self.lines[row].strip():
            row, column = row - 1, 0
        return Flaw(id, row + 1, column + 1, params)

    def _line(self, row: int) -> str:
        return self.lines[row] if 0 <= row < len(self.lines) else ""

    def _tab(self) -> Flaw | None:
        for row in range(max(0, min(self.opened, self.row)), self.row + 1):
            line = self._line(row)
            blanks = line[: len(line) - len(line.lstrip(" \t"))]
            if "\t" in blanks and (line.strip() or row == self.row):
                return Flaw("TAS011", row + 1, blanks.index("\t") + 1)
        return None

    def _rating(self) -> Flaw | None:
        line = self._line(self.row)
        if not _LONE_RATING.match(line, self.column):
            return None
        before = _KEY_BEFORE.search(line[: self.column])
        key = before[1].strip("\"' ")[-40:] if before else "us"
        return self._at("TAS002", self.row, self.column, key=key, rating=line[self.column])

    def _not_closed(self) -> Flaw | None:
        opener = self._line(self.opened)[self.opened_at : self.opened_at + 1]
        quote = "quoted scalar" in self.context or "quoted scalar" in self.problem
        bracket = self.context.startswith("while parsing a flow ") and "node" not in self.context
        if (quote and ("end of stream" in self.problem or "document" in self.problem)) or bracket:
            return self._at("TAS014", self.opened, self.opened_at, mark=opener)
        return None

    def _colon(self) -> Flaw | None:
        """Colons that are too many, too few, or stand too close."""
        if "mapping values are not allowed" in self.problem:
            if ": " in self._line(self.row)[: self.column]:
                return self._at("TAS015", self.row, self.column)
            above = self._line(self.row - 1)
            # A line without a colon, just above and just as deep, swallowed this one.
            swallowed = ":" not in above and above.strip() and _depth(above) == _depth(self._line(self.row))
            if swallowed or lacks_blank(above):
                return self._at("TAS013", self.row - 1, _depth(above))
            return self._at("TAS016", self.row, 0)
        if "could not find expected ':'" in self.problem:
            return self._at("TAS013", self.opened, self.opened_at)
        return None

    def _misfit(self) -> Flaw | None:
        """A line that does not belong where it stands, or text behind a closing quote."""
        if "while parsing a block" not in self.context or "node" in self.context:
            return None
        before = self._line(self.row)[: self.column]
        if not before.strip(" -"):
            return self._at("TAS016", self.row, self.column)
        if closed := _CLOSED.search(before):
            return self._opened_above(closed[1]) or self._at("TAS018", self.row, self.column)
        return None

    def _opened_above(self, quote: str) -> Flaw | None:
        """The quote of an earlier line that closed only here."""
        if quote not in "\"'" or self._line(self.row)[: self.column].count(quote) % 2 == 0:
            return None
        for row in range(self.row - 1, -1, -1):
            if self._line(row).count(quote) % 2:
                return self._at("TAS014", row, self._line(row).rindex(quote), mark=quote)
        return None

    def _first(self) -> Flaw | None:
        """A text that begins with a character of YAML's own."""
        scanning = any(word in self.context for word in ("alias", "anchor", "tag", "block scalar"))
        if not scanning and not any(words in self.problem for words in _WRONG_START):
            return None
        row, column = (self.opened, self.opened_at) if scanning else (self.row, self.column)
        mark = self._line(row)[column : column + 1]
        if mark and mark in "@`%*&!|>]},[{-?":
            return self._at("TAS019", row, column, mark=mark)
        return None
