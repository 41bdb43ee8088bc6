"""The terminal's keys bound to the keyboard. Says which key was pressed, never what it means."""

from __future__ import annotations

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Window

from .keyboard import Keyboard

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
    Keys.ControlJ: "enter",
    Keys.BackTab: "s-tab",
    Keys.ControlH: "backspace",
    Keys.Delete: "delete",
    Keys.F1: "f1",
    Keys.Escape: "escape",
}


def bindings(keyboard: Keyboard, buffer: Buffer, main: Window) -> KeyBindings:
    """All bindings: those of the grid, and the few that the line being typed adds to the usual ones."""
    keys = KeyBindings()
    _bind_grid(keys, keyboard, buffer)
    _bind_line(keys, keyboard, buffer, main)

    @keys.add("c-c", eager=True)
    @keys.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @keys.add("c-z")
    def _suspend(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    @keys.add("c-l")
    def _redraw(event: KeyPressEvent) -> None:
        event.app.renderer.clear()

    return keys


def _bind_grid(keys: KeyBindings, keyboard: Keyboard, buffer: Buffer) -> None:
    on_grid = Condition(lambda: keyboard.input is None)

    @keys.add(Keys.Any, filter=on_grid)
    def _press(event: KeyPressEvent) -> None:
        key = event.key_sequence[0].key
        keyboard.press(NAMES.get(key, key.value) if isinstance(key, Keys) else key)
        _follow(event, keyboard, buffer)

    @keys.add(Keys.BracketedPaste, filter=on_grid)
    def _paste(event: KeyPressEvent) -> None:
        """Pasted text is so many keys: each may lead to another place, so each goes through the processor."""
        event.app.key_processor.feed_multiple(_typed(event.data), first=True)

    @keys.add(Keys.Ignore)
    @keys.add(Keys.SIGINT)
    def _nothing(event: KeyPressEvent) -> None:
        pass


def _typed(text: str) -> list[KeyPress]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    named = {"\n": Keys.ControlM, "\t": Keys.ControlI}
    return [KeyPress(named.get(character, character), character) for character in plain]


def _follow(event: KeyPressEvent, keyboard: Keyboard, buffer: Buffer) -> None:
    """The screen after a key: to the line when one is to be typed, away when the session has ended."""
    if keyboard.session.ended:
        event.app.exit()
    elif keyboard.input is not None:
        buffer.text = keyboard.standing()
        buffer.cursor_position = len(buffer.text)
        event.app.layout.focus(buffer)


def _bind_line(keys: KeyBindings, keyboard: Keyboard, buffer: Buffer, main: Window) -> None:
    in_line = Condition(lambda: keyboard.input is not None)

    @keys.add("enter", filter=in_line, eager=True)
    @keys.add("c-j", filter=in_line, eager=True)
    def _accept(event: KeyPressEvent) -> None:
        keyboard.accept(buffer.text)
        event.app.layout.focus(main)

    @keys.add("escape", filter=in_line, eager=True)
    @keys.add("f1", filter=in_line)
    def _cancel(event: KeyPressEvent) -> None:
        keyboard.cancel()
        event.app.layout.focus(main)

    @keys.add(Keys.BracketedPaste, filter=in_line, eager=True)
    def _paste(event: KeyPressEvent) -> None:
        buffer.insert_text(" ".join(event.data.split()))
