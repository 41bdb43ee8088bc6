"""A session without a terminal: events or keys played into a saver, each seen before the next."""

from __future__ import annotations

from collections.abc import Iterable

from tas_cli.interview.keyboard import Keyboard
from tas_cli.session.events import ChangeSeen, SessionEvent
from tas_cli.session.saver import Saver


def play(saver: Saver, events: Iterable[SessionEvent]) -> None:
    """Feed `events` one after another, until the session ends."""
    for event in events:
        if saver.session.ended:
            return
        saver.feed(event)
        saver.feed(ChangeSeen())


def press(saver: Saver, keys: Iterable[str]) -> Keyboard:
    """Press `keys` as on the screen, until the session ends: single characters, or names such as "down".

    After e, n, /, a and r the characters are the text's, up to "enter" or "escape". The keyboard is given
    back so that more keys can be pressed by hand.
    """
    keyboard = Keyboard(saver)
    for key in keys:
        if keyboard.session.ended:
            break
        press_one(keyboard, key)
        saver.feed(ChangeSeen())
    return keyboard


def press_one(keyboard: Keyboard, key: str) -> None:
    """One key, in a text too."""
    typing = keyboard.typing
    if typing is None or keyboard.helping:
        keyboard.press("enter" if key in ("\n", "\r") else key)
    elif key in ("enter", "\n", "\r"):
        keyboard.accept(typing.text)
    elif key == "escape":
        keyboard.leave()
    elif key == "c-u":
        keyboard.as_it_was()
    else:
        keyboard.typed(typing.text[:-1] if key == "backspace" else typing.text + key)
