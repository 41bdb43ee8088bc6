"""A session without a terminal: events or keys played into a sitting, for tests and demonstrations."""

from __future__ import annotations

from collections.abc import Iterable

from ..session.events import Event
from .desk import Desk
from .sitting import Sitting


def play(sitting: Sitting, events: Iterable[Event]) -> None:
    """Feed `events` one after another, until the session ends."""
    for event in events:
        if sitting.session.ended:
            return
        sitting.feed(event)


def press(sitting: Sitting, keys: Iterable[str]) -> Desk:
    """Press `keys` as on the screen, until the session ends: single characters, or names such as "down".

    After e, n, / and a the characters are the line's, up to "enter" (or a newline) or "escape". The desk
    is given back so that more keys can be pressed by hand.
    """
    desk = Desk(sitting)
    text = ""
    for key in keys:
        key = "enter" if key in ("\n", "\r") else key
        if desk.session.ended:
            break
        if desk.input is None:
            desk.press(key)
            text = desk.standing()
        elif key == "enter":
            desk.accept(text)
        elif key == "escape":
            desk.cancel()
        else:
            text = text[:-1] if key == "backspace" else text + key
    return desk
