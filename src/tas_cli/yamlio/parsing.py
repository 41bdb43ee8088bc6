"""Any text → plain data by way of the YAML parser: the constructor that never guesses.

Builds text, lists and dicts from parsing events; what YAML could do beyond that (anchors, tags, merge
keys, several documents, keys that are no text) becomes a Flaw and the rest is read on. Marks are kept as
they come. Explains no syntax error (see `syntax_errors.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.loader import BaseLoader
from yaml.reader import ReaderError

from . import syntax_errors
from .document import ABSENT, MAX_DEPTH, Data, DataPath, Document, Flaw, Marks, one_spelling

MAX_FLAWS = 100
"""Reading ends at this many flaws: who mends them will see the next ones."""

MAX_EVENTS = 250_000
"""Reading ends after this many parsing events, about two for a value."""

# What libyaml takes for a line end or for nothing, and other readers for text.
_ODD = re.compile("[\x85\u2028\u2029\ufeff\ud800-\udfff]")
_NOT_ALLOWED = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_SHOWN = 60

parser: Any = BaseLoader
"""The parser in use: called with a text, hands out events by get_event, which may raise yaml.YAMLError.

Nothing here composes or constructs, so no hostile text recurses and no type is guessed. Marks count lines,
columns and characters (`index`) from 0. Without libyaml PyYAML has the same events, slower.
"""

with suppress(ImportError):
    from yaml._yaml import CParser as parser


class Stop(Exception):
    """Reading cannot go on; the last flaw says why."""


def read(text: str) -> Document:
    """Read any text. Never raises: whatever is wrong with it is among the flaws."""
    if "<<<<<<<" in text and (flaw := syntax_errors.merge_marker(text)):
        return Document(None, (flaw,))
    if not text.isascii() and _ODD.search(text):
        return _read_replaced(text)
    flaws: list[Flaw] = []
    data: Data = None
    marks: Marks = None
    try:
        data, marks = _Reader(text, flaws).document()
    except Stop:
        pass
    except ReaderError:
        return _read_replaced(text)
    except MarkedYAMLError as error:
        flaws.append(syntax_errors.explain(text, error))
    return Document(data, _sorted(flaws) if flaws else (), marks)


def _sorted(flaws: list[Flaw]) -> tuple[Flaw, ...]:
    """In order of position; beside an unfinished merge nothing else is worth a word."""
    merge = tuple(flaw for flaw in flaws if flaw.id == "TAS010")
    return merge or tuple(sorted(flaws, key=lambda flaw: (flaw.line, flaw.column)))


def _read_replaced(text: str) -> Document:
    """Read a text with characters that YAML does not allow, each of them replaced."""
    index = next(found.start() for found in _NOT_ALLOWED.finditer(text))
    flaw = Flaw("TAS012", *syntax_errors.position(text, index), {"code": f"U+{ord(text[index]):04X}"})
    rest = read(_NOT_ALLOWED.sub("\ufffd", text))
    return Document(rest.data, _sorted([flaw, *rest.flaws]), rest.marks)


def _mark(event: Any, inner: Marks) -> Any:
    """The mark of what `event` begins, beside its inner marks if it holds others."""
    return event.start_mark if inner is None else (event.start_mark, inner)


def shown(name: str) -> str:
    """A name of the text, cut to what a message can show."""
    return name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"


def _rating(rating: str, path: DataPath) -> dict[str, str | int]:
    keys = [part for part in path if isinstance(part, str) and part]
    return {"key": shown(keys[-1] if keys else "us"), "rating": rating}


class _Reader:
    """One reading: takes events, gives data and marks, adds to `flaws`."""

    def __init__(self, text: str, flaws: list[Flaw]) -> None:
        self._text = text
        self._get: Any = parser(text).get_event
        self._left = MAX_EVENTS
        if len(text) > MAX_EVENTS:
            self._get = self._counted(self._get)
        self._flaws = flaws

    def _counted(self, get: Any) -> Any:
        """`get`, but no more often than a text of sensible size needs: only large ones pay for the count."""

        def counted() -> Any:
            event = get()
            self._left -= 1
            if not self._left:
                self._flaw("TAS017", event, {"limit": MAX_EVENTS // 2})
                raise Stop
            return event

        return counted

    def document(self) -> tuple[Data, Marks]:
        """The first document of the stream, None for an empty one; Stop when reading cannot go on."""
        get = self._get
        get()
        if isinstance(get(), StreamEndEvent):
            return None, None
        event = get()
        data, marks = self._node(event, ())
        get()
        following = get()
        if isinstance(event, ScalarEvent) and not event.style and syntax_errors.lacks_blank(event.value):
            self._flaw("TAS013", event)
        if isinstance(following, DocumentStartEvent):
            self._flaw("TAS007", following)
        return data, marks

    def _mapping(self, start: Event, path: DataPath) -> tuple[dict[str, Data], Marks]:
        if len(path) >= MAX_DEPTH:
            self._too_deep(start)
        get = self._get
        data: dict[str, Data] = {}
        marks: dict[str, Any] = {}
        while True:
            name = get()
            key: str | None
            # The common case in one breath; everything else is looked at more closely by _odd_key.
            if (
                type(name) is ScalarEvent
                and name.anchor is None
                and name.tag is None
                and (key := name.value)
                and (key.isascii() or key == one_spelling(key))
                and key not in data
                and key != "<<"
            ):
                pass
            elif type(name) is MappingEndEvent:
                return data, marks
            else:
                key = self._odd_key(name, marks, path, start)
            event = get()
            if (
                type(event) is ScalarEvent
                and event.anchor is None
                and event.tag is None
                and event.value not in ("-", "")
            ):
                if key is not None:
                    data[key] = event.value if event.style or event.value not in ABSENT else None
                    marks[key] = name.start_mark
            else:
                value, inner = self._node(event, (*path, "" if key is None else key))
                if key is not None:
                    if value is None and syntax_errors.lacks_blank(name.value) and not name.style:
                        self._flaw("TAS013", name, path=path)
                    data[key] = value
                    marks[key] = _mark(name, inner)

    def _sequence(self, start: Event, path: DataPath) -> tuple[list[Data], Marks]:
        if len(path) >= MAX_DEPTH:
            self._too_deep(start)
        get = self._get
        data: list[Data] = []
        marks: list[Any] = []
        while type(event := get()) is not SequenceEndEvent:
            value, inner = self._node(event, (*path, len(data)))
            data.append(value)
            marks.append(_mark(event, inner))
        return data, marks

    def _node(self, event: Event, path: DataPath) -> tuple[Data, Marks]:
        """Any value: the data and marks of what `event` begins."""
        if isinstance(event, AliasEvent):
            self._flaw("TAS004", event, {"name": "*" + shown(event.anchor or "")}, path)
            return None, None
        self._extras(event, path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, path)
        if isinstance(event, SequenceStartEvent):
            return self._list_or_rating(event, path)
        assert isinstance(event, ScalarEvent)  # noqa: S101 - the parser's grammar leaves nothing else
        if event.value == "-" and not event.style:
            self._flaw("TAS002", event, _rating("-", path), path)
        return (event.value if event.style or event.value not in ABSENT else None), None

    def _list_or_rating(self, event: Any, path: DataPath) -> tuple[Data, Marks]:
        data, marks = self._sequence(event, path)
        in_block = path and isinstance(path[-1], str) and not event.flow_style
        if data == [None] and in_block and syntax_errors.stands_alone(self._text, event.start_mark.index):
            self._flaw("TAS002", event, _rating("-", path), path)
            return None, None
        return data, marks

    def _odd_key(self, event: Event, marks: Mapping[str, Any], path: DataPath, start: Any) -> str | None:
        """The key that `event` begins, None when its entry has to be left out."""
        if not isinstance(event, ScalarEvent):
            self._node(event, (*path, ""))
            if not isinstance(event, AliasEvent):
                self._flaw("TAS009", event, path=path)
            return None
        self._extras(event, path)
        key = one_spelling(event.value)
        if not key and not event.style:
            self._no_key(event, path, start)
        elif key == "<<" and not event.style:
            self._flaw("TAS006", event, path=path)
        elif key in marks:
            first = (mark[0] if type(mark := marks[key]) is tuple else mark).line + 1
            self._flaw("TAS003", event, {"key": shown(key), "first": first}, (*path, key))
        else:
            return key
        return None

    def _no_key(self, event: Any, path: DataPath, start: Any) -> None:
        """An entry without a key: a lone question mark is a rating that lacks its quotes."""
        if where := syntax_errors.lone_question_mark(
            self._text, start.start_mark.index, event.start_mark.index
        ):
            self._flaws.append(Flaw("TAS002", *where, _rating("?", path), path))
            raise Stop
        self._flaw("TAS009", event, path=path)

    def _extras(self, event: Any, path: DataPath) -> None:
        """Anchors and tags: said, and otherwise passed over."""
        if event.anchor is not None:
            self._flaw("TAS004", event, {"name": "&" + shown(event.anchor)}, path)
        if event.tag is not None:
            self._flaw("TAS005", event, {"tag": shown(event.tag)}, path)

    def _too_deep(self, event: Event) -> None:
        self._flaw("TAS008", event, {"limit": MAX_DEPTH})
        raise Stop

    def _flaw(
        self, id: str, event: Any, params: Mapping[str, str | int] | None = None, path: DataPath = ()
    ) -> None:
        mark = event.start_mark
        self._flaws.append(Flaw(id, mark.line + 1, mark.column + 1, params or {}, path))
        if len(self._flaws) >= MAX_FLAWS:
            raise Stop
