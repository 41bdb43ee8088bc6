"""The session on a full screen. Draws the session's view, hands keys to the keyboard, and owns no walk.

prompt_toolkit reads the keys and paints; what a key means is said in `keyboard`, what it looks like in
`screen_layout`.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
from dataclasses import replace

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point, Size
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    UIContent,
    UIControl,
    VSplit,
    Window,
)
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from ..judging.scorecard import Scorecard
from ..model.assessment import Assessment
from ..model.local_texts import text_in
from ..reports.cells import wrapped
from ..safe import line
from ..session import Session, views
from ..session.events import ChangeSeen, Walk
from ..session.moving import disputed_cell, scorecard
from ..session.notices import cell_name
from ..session.saver import Saver
from ..storage import replacing
from ..words import Lang, say
from .key_map import KeyMode, hints
from .keyboard import Keyboard, Typing
from .messages import draft_names, trouble_text
from .prompts import numbers
from .screen_card import help_lines
from .screen_keys import Bursts, bindings
from .screen_layout import DrawnScreen, ScreenMessage, Steady, Surroundings, drawable, drawn

MOST_TEXT_LINES = 8
NO_KEYS = (Keys.Ignore, Keys.CPRResponse, Keys.Vt100MouseEvent)
EMPTYING = {"as_it_was": "session.key.empty"}
# Colour supports and never tells: every meaning is also in a sign or a word. Nothing is bright black, which
# some palettes cannot show.
STYLE = Style.from_dict(
    {
        "title": "reverse bold",
        "keys": "reverse",
        "bank": "bold underline",
        "section": "bold",
        "party.here": "bold underline",
        "here": "bold",
        "cell": "reverse bold",
        "aside": "",
        "plus": "ansigreen",
        "bare": "ansigreen",
        "minus": "ansired",
        "unknown": "ansiyellow",
        "open": "",
        "question": "bold",
        "label": "bold",
        "chosen": "bold",
        "why": "",
        "hint": "",
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
    # Nobody sits before a screen that stands still: what cannot be saved now is said, and tried again.
    replacing.patience = replacing.SILENCE
    # A terminal that is gone ends the input: a pause, since every answer is on disk already.
    with contextlib.suppress(EOFError):
        Screen(Keyboard(saver), lang, us, colored).app.run(handle_sigint=True)


class Screen:
    """The prompt_toolkit application for a keyboard: the grid, and under it a text while one is typed."""

    def __init__(self, keyboard: Keyboard, lang: Lang, us: str, colored: bool) -> None:
        self.keyboard = keyboard
        self.lang = lang
        self.us = us
        self._typing: Typing | None = None
        if names := draft_names(keyboard.session, keyboard.drafts, lang, us):
            keyboard.tell("drafts", what=names)
        elif keyboard.session.quotes:
            keyboard.tell("quotes", n=len(keyboard.session.walk))
        elif keyboard.session.review:
            keyboard.tell("review", day=keyboard.session.today.isoformat())
        self.buffer = Buffer(multiline=True, on_text_changed=lambda buffer: keyboard.typed(buffer.text))
        self.grid = Window(ScreenGrid(keyboard, lang, us), wrap_lines=False)
        control = BufferControl(self.buffer, input_processors=[Steady()])
        label = FormattedTextControl(lambda: [("class:label", self._label())], show_cursor=False)
        text = Window(
            control,
            wrap_lines=True,
            dont_extend_height=True,
            height=lambda: Dimension(min=1, max=max(1, min(MOST_TEXT_LINES, self._size().rows // 3))),
        )
        box = HSplit([Window(label, dont_extend_height=True), VSplit([Window(width=1), text])])
        typing = Condition(lambda: keyboard.typing is not None and not keyboard.helping)
        root = HSplit([self.grid, ConditionalContainer(box, typing)])
        self.app: Application[None] = Application(
            layout=Layout(root, focused_element=self.grid),
            key_bindings=bindings(keyboard, self.buffer, self._follow),
            style=STYLE,
            full_screen=True,
            color_depth=None if colored else ColorDepth.DEPTH_1_BIT,
        )
        bursts = Bursts(self.app.input, keyboard)
        # A lone Esc must not feel slow; the rest of an arrow's sequence comes at once.
        self.app.ttimeoutlen = 0.05
        self.app.pre_run_callables.append(lambda: _leave_on_signals(self.app))
        self.app.before_render += bursts.begin
        self.app.before_render += Resizing()
        self._flush = self.app.output.flush
        self.app.output.flush = self._show_change  # type: ignore[method-assign]

    def _size(self) -> Size:
        return self.app.output.get_size()

    def _label(self) -> str:
        typing = self.keyboard.typing
        if typing is None:
            return ""
        label = say(f"session.typing.{typing.input}", self.lang)
        columns = self.keyboard.session.question(typing.cell).columns if typing.cell else []
        first = f" · {text_in(columns[0].title, self.lang)}" if columns and typing.input == "row" else ""
        if typing.cell and typing.input != "rename":
            label = f"{label} · {cell_name(self.keyboard.session, typing.cell, self.lang, self.us)}{first}"
        text = line(say("session.labelled", self.lang, label=label))
        return "\n".join(f" {drawable(part)}" for part in wrapped(text, self._size().columns - 1))

    def _follow(self, event: KeyPressEvent) -> None:
        """The screen after a key: to the text when one is to be typed, away when the session has ended."""
        keyboard, typing = self.keyboard, self.keyboard.typing
        if keyboard.session.ended:
            event.app.exit()
        elif typing is None or keyboard.helping:
            event.app.layout.focus(self.grid)
        else:
            if self._typing is None or (self._typing.cell, self._typing.input) != (typing.cell, typing.input):
                self.buffer.reset(Document(typing.text))
            event.app.layout.focus(self.buffer)
        self._typing = typing

    def _show_change(self) -> None:
        """Send what was drawn; keys typed before that, for another walk than is seen then, are dropped."""
        if self.keyboard.session.moved:
            waiting = [press for press in self.app.input.read_keys() if press.key not in NO_KEYS]
            for _ in waiting:
                self.keyboard.saver.feed(Walk(1))  # which is not taken
            if waiting:
                self.app.invalidate()
            else:
                self.keyboard.saver.feed(ChangeSeen())
        self._flush()


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


class ScreenGrid(UIControl):
    """The whole screen but for the text being typed."""

    def __init__(self, keyboard: Keyboard, lang: Lang, us: str) -> None:
        self.keyboard = keyboard
        self.lang = lang
        self.us = us
        self._scored: tuple[Assessment, Scorecard] | None = None

    def is_focusable(self) -> bool:
        return True

    def create_content(self, width: int, height: int) -> UIContent:
        screen = self._drawn(width, height)
        lines: list[StyleAndTextTuples] = [
            [(style, drawable(text)) for style, text in each] for each in screen.lines
        ]

        def get_line(number: int) -> StyleAndTextTuples:
            return lines[number] if number < len(lines) else []

        cell, y = screen.cursor
        x = _character_at("".join(each[1] for each in lines[y]), cell) if y < len(lines) else 0
        return UIContent(get_line, line_count=len(lines), cursor_position=Point(x, y))

    def _drawn(self, width: int, height: int) -> DrawnScreen:
        keyboard = self.keyboard
        session = self._in_view()
        seen = views.view(session, self.lang, us=self.us, card=self._scorecard(session))
        help, useless = None, _useless(session, seen)
        if keyboard.helping:
            mode: KeyMode = "text" if keyboard.typing else keyboard.beneath
            help = help_lines(mode, width, self.lang, without=useless)
        around = Surroundings(
            status=self._status(),
            messages=self._messages(seen),
            hints=hints(
                keyboard.mode,
                self.lang,
                EMPTYING if keyboard.is_as_it_was else {},
                without=useless,
            ),
            help=help,
            scrolled=keyboard.scrolled,
        )
        screen = drawn(seen, width, height, self.lang, around)
        keyboard.scrollable = screen.hidden
        return screen

    def _in_view(self) -> Session:
        """The session as it is to be seen: at what is in dispute, or at what is being typed about."""
        session, typing = self.keyboard.session, self.keyboard.typing
        if disputed := disputed_cell(session):
            return replace(session, cell=disputed)
        if typing and typing.cell and typing.cell.party in session.assessment.parties:
            return replace(session, cell=typing.cell)
        return session

    def _scorecard(self, session: Session) -> Scorecard:
        """The scorecard, worked out anew only when an answer changed."""
        if self._scored is None or self._scored[0] is not session.assessment:
            self._scored = session.assessment, scorecard(session)
        return self._scored[1]

    def _status(self) -> str:
        saver = self.keyboard.saver
        if saver.trouble:
            return say("session.status.not_saved", self.lang)
        if self.keyboard.session.review:
            return say("session.status.review", self.lang)
        return say("session.status.saved", self.lang) if saver.has_saved else ""

    def _messages(self, seen: views.SessionView) -> list[ScreenMessage]:
        keyboard = self.keyboard
        found = []
        if trouble := trouble_text(keyboard.saver, self.lang):
            found.append(ScreenMessage(trouble, bad=True))
        if keyboard.mode == "sure":
            key, params = keyboard.question(self.lang)
            found.append(ScreenMessage(say(key, self.lang, **params), bad=True))
        if keyboard.told:
            params = {name: line(str(value)) for name, value in keyboard.params.items()}
            bad = keyboard.told in (
                "unknown_key",
                "not_utf8",
                "paste_nowhere",
                "not_a_competitor",
                "not_a_row",
                "no_note_on_row",
                "note_nowhere",
            )
            found.append(ScreenMessage(say(f"session.{keyboard.told}", self.lang, **params), bad=bad))
        if seen.notice:
            found.append(ScreenMessage(seen.notice, bad=seen.refused))
        return found


def _useless(session: Session, seen: views.SessionView) -> set[str]:
    """Keys, by their uses, that would do nothing just now."""
    useless: set[str] = set()
    useless |= {"evidence", "next_step"} if session.cell and session.cell.row else {"remove_row"}
    useless |= {"evidence", "next_step"} if session.target is None else set()
    useless |= {"pick", "go"} if seen.done and not seen.done.next_questions else set()
    return useless | ({"all_ours", "all_theirs"} if len(session.conflicts) < 2 else set())


def _character_at(text: str, cell: int) -> int:
    """Which character of a line stands at a cell."""
    used = 0
    for place, character in enumerate(text):
        if used >= cell:
            return place
        used += get_cwidth(character)
    return len(text)
