"""A session without a terminal: events or keys played into a saver, for tests and demonstrations."""

from __future__ import annotations

from collections.abc import Iterable

from tas_cli.interview.keyboard import Keyboard
from tas_cli.session.events import Event, Seen
from tas_cli.session.saver import Saver


def play(saver: Saver, events: Iterable[Event]) -> None:
    """Feed `events` one after another, until the session ends."""
    for event in events:
        if saver.session.ended:
            return
        saver.feed(event)
        saver.feed(Seen())


def press(saver: Saver, keys: Iterable[str]) -> Keyboard:
    """Press `keys` as on the screen, until the session ends: single characters, or names such as "down".

    After e, n, / and a the characters are the line's, up to "enter" (or a newline) or "escape". The keyboard
    is given back so that more keys can be pressed by hand.
    """
    keyboard = Keyboard(saver)
    text = ""
    for key in keys:
        key = "enter" if key in ("\n", "\r") else key
        if keyboard.session.ended:
            break
        if keyboard.input is None:
            keyboard.press(key)
            saver.feed(Seen())
            text = keyboard.standing()
        elif key == "enter":
            keyboard.accept(text)
        elif key == "escape":
            keyboard.cancel()
        else:
            text = text[:-1] if key == "backspace" else text + key
    return keyboard
