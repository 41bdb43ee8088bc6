"""The session on a full screen. Draws the saver's view, hands keys to its keyboard, and owns no walk.

prompt_toolkit reads the keys and paints; what a key means is said in `keyboard`, what it looks like in
`screen_layout`.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point, Size
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    HSplit,
    Layout,
    UIContent,
    UIControl,
    Window,
)
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from ..judging.scorecard import Scorecard
from ..model.assessment import Assessment
from ..safe import line
from ..session import views
from ..session.events import Seen
from ..session.saver import Saver
from ..words import Lang, say
from .keyboard import Keyboard
from .messages import trouble_line
from .screen_keys import bindings
from .screen_layout import Frame, ScreenMessage, frame
from .signals import numbers

# Colour supports and never tells: every meaning is also in a sign or a word.
STYLE = Style.from_dict(
    {
        "title": "reverse bold",
        "keys": "reverse",
        "rule": "ansibrightblack",
        "bank": "bold underline",
        "section": "bold",
        "party": "",
        "party.here": "bold underline",
        "here": "bold",
        "cell": "reverse bold",
        "plus": "ansigreen",
        "minus": "ansired",
        "unknown": "ansiyellow",
        "open": "ansibrightblack",
        "question": "bold",
        "label": "bold",
        "chosen": "bold",
        "why": "ansibrightblack",
        "caution": "ansiyellow",
        "notice": "ansicyan",
        "bad": "ansired bold",
        "verdict": "bold",
        "tone.good": "ansigreen",
        "tone.bad": "ansired",
        "tone.doubt": "ansiyellow",
        "tone.neutral": "",
    }
)


def show(saver: Saver, lang: Lang, *, us: str = "", colored: bool = True) -> None:
    """Hold the session on the screen until it ends. KeyboardInterrupt when it is cut short."""
    # All that was loaded to get here stays to the end; looking through it again and again for garbage would
    # now and then cost more than a key may.
    gc.freeze()
    # A terminal that is gone ends the input: a pause, since every answer is on disk already.
    with contextlib.suppress(EOFError):
        application(Keyboard(saver), lang, us, colored).run(handle_sigint=True)


def application(keyboard: Keyboard, lang: Lang, us: str, colored: bool) -> Application[None]:
    """The prompt_toolkit application for a keyboard."""
    grid = Grid(keyboard, lang, us)
    buffer = Buffer(multiline=False)
    label = BeforeInput(lambda: [("class:label", _label(keyboard, lang))])
    field = BufferControl(buffer, input_processors=[label])
    typing = Condition(lambda: keyboard.input is not None)
    main = Window(grid, wrap_lines=False)
    root = HSplit([main, ConditionalContainer(Window(field, height=1, style="class:input"), typing)])
    app: Application[None] = Application(
        layout=Layout(root, focused_element=main),
        key_bindings=bindings(keyboard, buffer, main),
        style=STYLE,
        full_screen=True,
        color_depth=None if colored else ColorDepth.DEPTH_1_BIT,
    )
    # A lone Esc must not feel slow; the rest of an arrow's sequence comes at once.
    app.ttimeoutlen = 0.05
    app.pre_run_callables.append(lambda: _leave_on_signals(app))
    app.before_render += Resizing()
    app.after_render += lambda app: _forget_typed_ahead(app, keyboard)
    return app


def _forget_typed_ahead(app: Application[None], keyboard: Keyboard) -> None:
    """Somebody else's change is on the screen now; what was typed before it was meant for another place."""
    if keyboard.session.moved:
        with contextlib.suppress(ImportError, OSError):
            import termios

            termios.tcflush(app.input.fileno(), termios.TCIFLUSH)
        keyboard.saver.feed(Seen())


class Resizing:
    """Starts from an empty screen whenever its size has changed.

    The renderer moves the cursor by how far it believes it to be from the top, and a terminal that has
    just become smaller may have put it elsewhere.
    """

    def __init__(self) -> None:
        self._size: Size | None = None

    def __call__(self, app: Application[None]) -> None:
        size = app.output.get_size()
        if self._size not in (None, size):
            app.renderer.clear()
        self._size = size


def _leave_on_signals(app: Application[None]) -> None:
    loop = asyncio.get_running_loop()
    for number in numbers():
        with contextlib.suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(number, lambda: _leave(app))


def _leave(app: Application[None]) -> None:
    if not app.is_done:
        app.exit(exception=KeyboardInterrupt())


def _label(keyboard: Keyboard, lang: Lang) -> str:
    if keyboard.input in ("evidence", "next_step"):
        return f" {say(f'session.note.{keyboard.input}', lang)}: "
    return f" {say(f'session.ask.{keyboard.input}', lang)}: "


class Grid(UIControl):
    """The whole screen but for the line being typed."""

    def __init__(self, keyboard: Keyboard, lang: Lang, us: str) -> None:
        self.keyboard = keyboard
        self.lang = lang
        self.us = us
        self._scored: tuple[Assessment, Scorecard] | None = None

    def is_focusable(self) -> bool:
        return True

    def create_content(self, width: int, height: int) -> UIContent:
        drawn = self._frame(width, height)

        def get_line(number: int) -> StyleAndTextTuples:
            return [*drawn.lines[number]] if number < len(drawn.lines) else []

        x, y = drawn.cursor
        return UIContent(get_line, line_count=len(drawn.lines), cursor_position=Point(x, y))

    def _frame(self, width: int, height: int) -> Frame:
        session = self.keyboard.session
        seen = views.view(session, self.lang, us=self.us, card=self._scorecard())
        return frame(
            seen,
            width,
            height,
            self.lang,
            message=self._message(seen),
            keys=" " + self._keys(seen),
            helping=self.keyboard.help,
        )

    def _scorecard(self) -> Scorecard:
        """The scorecard, worked out anew only when an answer changed."""
        session = self.keyboard.session
        if self._scored is None or self._scored[0] is not session.assessment:
            self._scored = session.assessment, views.scorecard(session)
        return self._scored[1]

    def _message(self, seen: views.SessionView) -> ScreenMessage:
        trouble = trouble_line(self.keyboard.saver, self.lang)
        if trouble:
            return ScreenMessage(" " + trouble, bad=True)
        if self.keyboard.stray:
            return ScreenMessage(
                " " + say("session.unknown_key", self.lang, key=line(self.keyboard.stray)), bad=True
            )
        return ScreenMessage(" " + seen.notice if seen.notice else "", bad=seen.refused)

    def _keys(self, seen: views.SessionView) -> str:
        if self.keyboard.input:
            return say("session.keys.input", self.lang)
        if seen.dispute:
            return say("session.keys.dispute", self.lang)
        if seen.card is None:
            return say("session.keys.done", self.lang)
        if choices := seen.card.choices:
            return say("session.keys.choose", self.lang, first=choices[0].label, last=choices[-1].label)
        return say("session.keys.rate", self.lang)
