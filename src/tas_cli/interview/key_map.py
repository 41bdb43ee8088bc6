"""The one key map of the screen: which keys there are, when, what they are called and what they do.

Footer, help and keyboard read it, so they cannot drift apart. Draws nothing and does nothing.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Literal, NamedTuple

from ..session.events import Clear, GoToPicked, Move, NextOpen, Pick, Resolve, SessionEvent, Undo, Walk
from ..words import Lang, say

KeyMode = Literal[
    "rate",
    "choose",
    "check",
    "type",
    "rows",
    "done",
    "dispute",
    "text",
    "line",
    "search",
    "sure",
    "help",
]
"""What is going on: a rating, a choice, a check, something to be typed or a table in hand, the walk done, a
conflict open, a text of several lines, one line or what to find being typed, a question to be sure about,
the help."""

NO_OTHERS: Mapping[str, str] = {}
FAR = 1 << 20
PAGE = 5


class KeyUse(NamedTuple):
    """What some keys do. `id` has a short text for the footer and a longer one for the help.

    `keys` are names of this program's own and not a terminal library's, `shown` is how people read them.
    `rank` is the place in the footer, the first to go being the last; None keeps it out of there. Those
    without an `event` are done by the keyboard, by their id.
    """

    id: str
    shown: str
    modes: tuple[KeyMode, ...]
    keys: tuple[str, ...] = ()
    rank: int | None = None
    event: SessionEvent | None = None


_KEYED: tuple[KeyMode, ...] = ("rate", "choose", "check")
_TYPED: tuple[KeyMode, ...] = ("type", "rows")
_GRID: tuple[KeyMode, ...] = (*_KEYED, *_TYPED)
_WALK: tuple[KeyMode, ...] = (*_GRID, "done")

KEY_MAP: tuple[KeyUse, ...] = (
    KeyUse("rate", "+ - ?", ("rate",), ("+", "-", "?"), 1),
    KeyUse("choose", "1 2 3", ("choose",), rank=1),
    KeyUse("tick", "+ - ?", ("check",), ("+", "-", "?"), 1),
    KeyUse("day", "=", ("check",), ("=",), 2),
    KeyUse("set_aside", "0", _KEYED, ("0",)),
    KeyUse("type", "Enter", ("type",), ("enter",), 1),
    KeyUse("add_row", "Enter", ("rows",), ("enter",), 1),
    KeyUse("unknown", "?", ("choose", "type"), ("?",), 2),
    KeyUse("evidence", "e", (*_KEYED, "done"), ("e",), 3),
    KeyUse("next_step", "n", (*_KEYED, "done"), ("n",), 5),
    KeyUse("undo", "u", _WALK, ("u",), 6, Undo()),
    KeyUse("open", "o", _WALK, ("o",), 4, NextOpen()),
    KeyUse("find", "/", _WALK, ("/", "、"), 7),
    KeyUse("on", "Enter Space Tab", _KEYED, ("enter", " ", "tab"), event=Walk(1)),
    KeyUse("on", "Space Tab", _TYPED, (" ", "tab"), 3, Walk(1)),
    KeyUse("back", "b Shift-Tab", _WALK, ("b", "s-tab"), event=Walk(-1)),
    KeyUse("clear", "Backspace", _GRID, ("backspace", "delete"), event=Clear()),
    KeyUse("move", "↑ ↓ ← →", _GRID, ("up",), event=Move(rows=-1)),
    KeyUse("move", "↑ ↓ ← →", _GRID, ("down",), event=Move(rows=1)),
    KeyUse("move", "↑ ↓ ← →", _GRID, ("left",), event=Move(columns=-1)),
    KeyUse("move", "↑ ↓ ← →", _GRID, ("right",), event=Move(columns=1)),
    KeyUse("far", "PgUp PgDn Home End", _GRID, ("pageup",), event=Move(rows=-PAGE)),
    KeyUse("far", "PgUp PgDn Home End", _GRID, ("pagedown",), event=Move(rows=PAGE)),
    KeyUse("far", "PgUp PgDn Home End", _GRID, ("home",), event=Move(rows=-FAR)),
    KeyUse("far", "PgUp PgDn Home End", _GRID, ("end",), event=Move(rows=FAR)),
    KeyUse("pick", "↑ ↓", ("done",), ("down", "pagedown"), 2, Pick(1)),
    KeyUse("pick", "↑ ↓", ("done",), ("up", "pageup"), event=Pick(-1)),
    KeyUse("go", "Enter", ("done",), ("enter",), 1, GoToPicked()),
    KeyUse("add", "a", _WALK, ("a",)),
    KeyUse("rename", "r", ("rate",), ("r",)),
    KeyUse("remove", "x", ("rate",), ("x",)),
    KeyUse("remove_row", "x", ("choose", "check", "type"), ("x",)),
    KeyUse("ours", "o", ("dispute",), ("o",), 1, Resolve("ours")),
    KeyUse("theirs", "t", ("dispute",), ("t",), 1, Resolve("theirs")),
    KeyUse("all_ours", "O", ("dispute",), ("O",), 2, Resolve("ours", every=True)),
    KeyUse("all_theirs", "T", ("dispute",), ("T",), 2, Resolve("theirs", every=True)),
    KeyUse("keep", "Enter", ("text", "line"), ("enter",), 0),
    KeyUse("later", "Esc", ("text",), ("escape",), 1),
    KeyUse("new_line", "Ctrl-J", ("text",), ("c-j",), 2),
    KeyUse("editor", "Ctrl-E", ("text",), ("c-e",), 4),
    KeyUse("as_it_was", "Ctrl-U", ("text",), ("c-u",), 3),
    KeyUse("find", "Enter", ("search",), ("enter",), 0),
    KeyUse("cancel", "Esc", ("line", "search"), ("escape",), 0),
    KeyUse("yes", "y", ("sure",), ("y",), 0),
    KeyUse("no", "n", ("sure",), ("n", "escape"), 0),
    KeyUse("scroll_down", "↑ ↓", ("help",), ("down",), 1),
    KeyUse("scroll_up", "↑ ↓", ("help",), ("up",)),
    KeyUse("scroll_on", "PgDn PgUp", ("help",), ("pagedown",)),
    KeyUse("scroll_back", "PgDn PgUp", ("help",), ("pageup",)),
    KeyUse("close", "Esc", ("help",), ("escape",), 0),
    KeyUse("show_help", "F1 h", (*_WALK, "dispute"), ("f1", "h"), 0),
    KeyUse("show_help", "F1", ("text",), ("f1",), 0),
    KeyUse("quit", "q", (*_WALK, "dispute"), ("q",), 0),
)

_BY_KEY = {(mode, key): use for use in KEY_MAP for mode in use.modes for key in use.keys}


def use_of(mode: KeyMode, key: str) -> KeyUse | None:
    """What `key` does just now; None for a key that does nothing of its own."""
    return _BY_KEY.get((mode, key))


def uses(mode: KeyMode) -> list[KeyUse]:
    """All that keys do just now, in the order of the map, each use once."""
    return list({use.id: use for use in reversed(KEY_MAP) if mode in use.modes}.values())[::-1]


def hints(
    mode: KeyMode, lang: Lang, instead: Mapping[str, str] = NO_OTHERS, without: Container[str] = ()
) -> list[tuple[int, str]]:
    """The hints for the footer, each with its rank: what is ranked highest may be left out first.

    `instead`: by their uses, the keys of other words to say just now; `without` those of no use.
    """
    return [
        (use.rank, f"{use.shown} {say(instead.get(use.id, f'session.key.{use.id}'), lang)}")
        for use in KEY_MAP
        if mode in use.modes and use.rank is not None and use.id not in without
    ]
