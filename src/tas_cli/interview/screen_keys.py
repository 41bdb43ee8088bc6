"""The terminal's keys bound to the keyboard. Says which key was pressed, never what it means."""

from __future__ import annotations

import contextlib
import os
import select
from collections.abc import Callable, Iterable, Iterator

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

from .keyboard import Keyboard
from .pasting import Pasted, arranged, typed_before

# prompt_toolkit's names for the keys that the keyboard knows by other ones.
NAMES: dict[Keys, str] = {
    Keys.Up: "up",
    Keys.Down: "down",
    Keys.Left: "left",
    Keys.Right: "right",
    Keys.PageUp: "pageup",
    Keys.PageDown: "pagedown",
    Keys.Home: "home",
    Keys.End: "end",
    Keys.ControlI: "tab",
    Keys.ControlM: "enter",
    Keys.ControlJ: "c-j",
    Keys.ControlE: "c-e",
    Keys.ControlU: "c-u",
    Keys.BackTab: "s-tab",
    Keys.ControlH: "backspace",
    Keys.Delete: "delete",
    Keys.F1: "f1",
    Keys.Escape: "escape",
}
_KEYS = {name: key for key, name in NAMES.items()}
NAMED = "\ue000"
"""A key of ours that the library has no name for: its name is in the data."""
QUIET = 0.01
"""Seconds without another byte after which a paste is over."""


class Bursts:
    """What the terminal hands over at once, looked at together before any of it is a key."""

    def __init__(self, input: Input, keyboard: Keyboard) -> None:
        self.keyboard = keyboard
        self.descriptor = _descriptor(input)
        self.read: Callable[[], list[KeyPress]] = input.read_keys
        self._has_begun = self._is_before = False
        input.read_keys = self  # type: ignore[method-assign]

    def begin(self, app: Application[None]) -> None:
        """Right before the first paint: what waits by now was typed blindly, and its echo goes."""
        self._is_before = not self._has_begun and self._more_is_coming(0)
        self._has_begun = True
        if self._is_before:
            app.output.write_raw("\r")
            app.output.erase_end_of_line()

    def __call__(self) -> list[KeyPress]:
        presses = self.read()
        if self._is_before:
            return self._typed_before(presses)
        if len(presses) < 2:
            return self._meant(presses)
        typing = self.keyboard.typing is not None
        while any(isinstance(each, Pasted) for each in arranged(_names(presses), typing=typing)):
            if not self._more_is_coming():
                break
            presses += self.read()
        return self._meant(presses)

    def _typed_before(self, presses: list[KeyPress]) -> list[KeyPress]:
        """Keys one by one, or nothing of them and a word about it: a paste would be a guess."""
        self._is_before = False
        while self._more_is_coming(0) and (more := self.read()):
            presses += more
        names = _names(presses)
        if not any(map(_is_no_text, presses)) and (meant := typed_before(names)):
            return [_press(each) for each in meant]
        if names:
            self.keyboard.tell("typed_before")
        return [KeyPress(Keys.Ignore)] if names else presses  # so that it is drawn

    def _more_is_coming(self, seconds: float = QUIET) -> bool:
        if self.descriptor is None:
            return False
        with contextlib.suppress(OSError, ValueError):
            return bool(select.select([self.descriptor], [], [], seconds)[0])
        return False

    def _meant(self, presses: list[KeyPress]) -> list[KeyPress]:
        if any(map(_is_no_text, presses)):
            # What came with it may look like text, and is none either.
            self.keyboard.refuse_bytes()
            presses = [press for press in presses if isinstance(press.key, Keys) and not _is_no_text(press)]
            presses.append(KeyPress(Keys.Ignore))  # so that it is drawn
        typing = self.keyboard.typing is not None
        found: list[KeyPress] = []
        for named, group in _by_name(presses):
            if named:
                found += [_press(each) for each in arranged(_names(group), typing=typing)]
            else:
                found += group
        return found


def _descriptor(input: Input) -> int | None:
    if os.name == "nt":
        return None
    with contextlib.suppress(NotImplementedError, OSError, ValueError):
        return input.fileno()
    return None


def _is_no_text(press: KeyPress) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in press.data)


def _name(press: KeyPress) -> str | None:
    """A key by our own name; None for one that is only the library's business."""
    if isinstance(press.key, Keys):
        return NAMES.get(press.key)
    return press.key


def _names(presses: Iterable[KeyPress]) -> list[str]:
    return [name for press in presses if (name := _name(press)) is not None]


def _by_name(presses: list[KeyPress]) -> Iterator[tuple[bool, list[KeyPress]]]:
    """The presses in runs of those that have a name of ours and those that have none."""
    run: list[KeyPress] = []
    for press in presses:
        if run and (_name(press) is None) != (_name(run[0]) is None):
            yield _name(run[0]) is not None, run
            run = []
        run.append(press)
    if run:
        yield _name(run[0]) is not None, run


def _press(meant: str | Pasted) -> KeyPress:
    if isinstance(meant, Pasted):
        return KeyPress(Keys.BracketedPaste, meant.text)
    if meant in _KEYS:
        return KeyPress(_KEYS[meant])
    return KeyPress(meant) if len(meant) == 1 else KeyPress(NAMED, meant)


def bindings(keyboard: Keyboard, buffer: Buffer, follow: Callable[[KeyPressEvent], None]) -> KeyBindings:
    """All bindings: those of the grid, and the few that a text being typed adds to the usual ones.

    `follow` brings the screen after the keyboard.
    """
    keys = KeyBindings()
    _bind_grid(keys, keyboard, follow)
    _bind_text(keys, keyboard, buffer, follow)

    @keys.add("c-c", eager=True)
    @keys.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        if keyboard.typing:
            keyboard.leave()
            follow(event)
        else:
            event.app.exit(exception=KeyboardInterrupt())

    @keys.add("c-z")
    def _suspend(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    @keys.add("c-l")
    def _redraw(event: KeyPressEvent) -> None:
        keyboard.saver.look()
        event.app.renderer.clear()

    @keys.add(Keys.Ignore)
    @keys.add(Keys.SIGINT)
    def _nothing(_event: KeyPressEvent) -> None:
        pass

    return keys


def _bind_grid(keys: KeyBindings, keyboard: Keyboard, follow: Callable[[KeyPressEvent], None]) -> None:
    on_grid = Condition(lambda: keyboard.typing is None or keyboard.helping)

    @keys.add(Keys.Any, filter=on_grid)
    def _any(event: KeyPressEvent) -> None:
        press = event.key_sequence[0]
        keyboard.press(press.data if press.key == NAMED else _name(press) or press.key)
        follow(event)

    @keys.add(Keys.BracketedPaste, filter=on_grid)
    def _paste(event: KeyPressEvent) -> None:
        keyboard.paste(event.data)
        follow(event)


def _bind_text(
    keys: KeyBindings, keyboard: Keyboard, buffer: Buffer, follow: Callable[[KeyPressEvent], None]
) -> None:
    typing = Condition(lambda: keyboard.typing is not None and not keyboard.helping)
    note = Condition(lambda: keyboard.mode == "text")

    @keys.add("enter", filter=typing, eager=True)
    def _accept(event: KeyPressEvent) -> None:
        keyboard.accept(buffer.text)
        follow(event)

    @keys.add("c-j", filter=typing, eager=True)
    def _new_line(event: KeyPressEvent) -> None:
        if keyboard.mode == "text":
            buffer.insert_text("\n")
        else:
            _accept(event)

    @keys.add("escape", filter=typing, eager=True)
    def _leave(event: KeyPressEvent) -> None:
        keyboard.leave()
        follow(event)

    @keys.add("f1", filter=note, eager=True)
    def _help(event: KeyPressEvent) -> None:
        keyboard.help()
        follow(event)

    @keys.add("c-u", filter=note, eager=True)
    def _as_it_was(_event: KeyPressEvent) -> None:
        buffer.text = keyboard.as_it_was()

    @keys.add("c-e", filter=note, eager=True)
    def _editor(_event: KeyPressEvent) -> None:
        buffer.open_in_editor()

    @keys.add(NAMED, filter=typing, eager=True)
    def _no_key(_event: KeyPressEvent) -> None:
        pass

    @keys.add(Keys.BracketedPaste, filter=typing, eager=True)
    def _paste(event: KeyPressEvent) -> None:
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        buffer.insert_text(text if keyboard.mode == "text" else " ".join(text.split()))
