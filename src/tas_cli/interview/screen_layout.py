"""The screen laid out: a SessionView and a size become styled lines and the place of the cursor. Pure.

Knows widths and styles, no keys and no terminal.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..judging.judgements import tone
from ..reports.cells import centered, clipped, padded, width
from ..session.views import GridRow, SessionView
from ..words import Lang, say
from .screen_card import StyledLine, card_lines, dispute_lines, help_lines, summary_lines

NARROWEST_TITLE = 22
WIDEST_NOTE = 48
WIDEST_COLUMN = 14
NARROWEST_COLUMN = 5
MOST_CARD = 13
ROOMY = 20


@dataclass(frozen=True, slots=True)
class Frame:
    """What to draw: lines of (style, text), and the cursor as (character in its line, line)."""

    lines: tuple[StyledLine, ...]
    cursor: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """The line above the keys: what to tell, and whether it is bad news."""

    text: str = ""
    bad: bool = False


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """How the size is shared out.

    Of `columns` the grid takes `cells`: a `title`, then the parties from `first` to before `last`, `each` as
    wide. Of the rows, `leads` go to the leads, `grid` to the grid, `card` to the card.
    """

    cells: int
    columns: int
    title: int
    each: int
    first: int
    last: int
    leads: int
    grid: int
    card: int
    ruled: bool = field(default=True)


def frame(
    view: SessionView,
    columns: int,
    rows: int,
    lang: Lang,
    *,
    message: ScreenMessage,
    keys: str,
    helping: bool,
) -> Frame:
    """The whole screen for `view`. Never taller than `rows` nor wider than `columns`, however small."""
    plan = _plan(view, columns, rows)
    head = [_title_line(view, columns, lang), _verdict_line(view, columns, lang)]
    head += _lead_lines(view, plan, columns)
    cursor = (0, max(0, rows - 2))
    if helping:
        body = _filled(help_lines(columns, lang), plan.grid + plan.card + plan.ruled + 1)
    elif view.card is None and view.summary is not None:
        body = _filled(summary_lines(view, columns, lang), plan.grid + plan.card + plan.ruled + 1)
    else:
        grid, x, y = _grid(view, plan)
        cursor = (x, len(head) + 1 + y)
        body = [_header(view, plan, _top(view, plan)), *_filled(grid, plan.grid)]
        body += [[("class:rule", "─" * columns)]] if plan.ruled else []
        lower = (
            dispute_lines(view.dispute, columns, lang) if view.dispute else card_lines(view, columns, lang)
        )
        body += _filled(lower, plan.card)
    foot: list[StyledLine] = [_message_line(message, columns), [("class:keys", padded(keys, columns))]]
    lines = [*head, *body][: max(0, rows - len(foot))] + foot
    fitted = tuple(_fitted(line, columns) for line in lines[:rows])
    return Frame(fitted, (cursor[0], min(cursor[1], max(0, rows - 1))))


def _fitted(line: StyledLine, columns: int) -> StyledLine:
    """`line`, cut where it would not fit; only the smallest of terminals get that far."""
    used, kept = 0, []
    for style, text in line:
        kept.append((style, clipped(text, max(0, columns - used))))
        used += width(text)
    return kept


def _plan(view: SessionView, columns: int, rows: int) -> ScreenPlan:
    count = max(1, len(view.columns))
    widest = max((width(clipped(name, WIDEST_COLUMN)) for _, name in view.columns), default=0) + 2
    each = max(NARROWEST_COLUMN, min(WIDEST_COLUMN, widest))
    while each > NARROWEST_COLUMN and count * each > columns - NARROWEST_TITLE:
        each -= 1
    shown = max(1, min(count, (columns - NARROWEST_TITLE) // each))
    first = min(max(0, (view.column or 0) - shown + 1), count - shown)
    leads = 1 if view.leads and rows >= ROOMY else 0
    ruled = rows >= ROOMY
    free = max(1, rows - 5 - leads - ruled)
    card = min(MOST_CARD, free * 11 // 20)
    # On a wide screen the signs stay near their titles.
    longest = max((width(row.title) for row in view.rows), default=0) + 6
    title = max(4, min(columns - shown * each, max(longest, WIDEST_NOTE)))
    return ScreenPlan(
        min(columns, title + shown * each),
        columns,
        title,
        each,
        first,
        first + shown,
        leads,
        free - card,
        card,
        ruled,
    )


def _filled(lines: list[StyledLine], count: int) -> list[StyledLine]:
    return (lines + [[] for _ in range(count)])[: max(0, count)]


def _title_line(view: SessionView, columns: int, lang: Lang) -> StyledLine:
    right = say("session.progress", lang, rated=view.rated, cells=view.cells)
    if view.review:
        right = f"{say('session.review', lang)} · {right}"
    room = max(0, columns - width(right) - 3)
    return [("class:title", clipped(" " + padded(view.title, room) + " " + right + " ", columns))]


def _verdict_line(view: SessionView, columns: int, lang: Lang) -> StyledLine:
    mode = f"   {say('session.mode', lang)}: {view.mode}" if view.mode else ""
    verdict = clipped(f" {view.verdict}", columns)
    return [
        (f"class:verdict class:tone.{tone('verdict', view.verdict_id)}", verdict),
        ("", clipped(mode, columns - width(verdict))),
    ]


def _lead_lines(view: SessionView, plan: ScreenPlan, columns: int) -> list[StyledLine]:
    if not plan.leads:
        return []
    shown = list(view.leads.values())
    text = " " + "   ".join(shown)
    if width(text) > columns:
        # There is no room for all: the competitor in hand comes first.
        here = view.leads.get(view.columns[view.column or 0][0])
        text = " " + "   ".join(([here] if here else []) + [lead for lead in shown if lead != here])
    return [[("class:lead", clipped(text, columns))]]


def _header(view: SessionView, plan: ScreenPlan, top: int) -> StyledLine:
    """The parties' names over their columns; left of them the section in hand if its row is out of sight."""
    names = [name for _, name in view.columns]
    hidden = len(names) - (plan.last - plan.first)
    title = _section_above(view, top)
    if hidden > 0:
        title = f"{title}  <{plan.first + 1}-{plan.last}/{len(names)}>"
    line: StyledLine = [("class:section", " " + padded(title, plan.title - 1))]
    for index in range(plan.first, min(plan.last, len(names))):
        style = "class:party.here" if index == view.column else "class:party"
        line.append((style, centered(names[index], plan.each)))
    return line


def _section_above(view: SessionView, top: int) -> str:
    """The section of the current row when its own row is above `top`."""
    at = view.row or 0
    for index in range(at, -1, -1):
        row = view.rows[index]
        if row.kind == "section":
            return f"{row.title}  {row.note}" if index < top else ""
    return ""


def _top(view: SessionView, plan: ScreenPlan) -> int:
    """The first row shown, so that the current one stands in the middle."""
    return max(0, min((view.row or 0) - plan.grid // 2, len(view.rows) - plan.grid))


def _grid(view: SessionView, plan: ScreenPlan) -> tuple[list[StyledLine], int, int]:
    """The rows around the cursor, and where in them the cursor is."""
    at, top = view.row or 0, _top(view, plan)
    lines: list[StyledLine] = []
    x = 0
    for index in range(top, min(top + plan.grid, len(view.rows))):
        row, here = view.rows[index], index == at
        if row.kind != "question":
            lines.append(_heading(row, plan))
            continue
        # A choice has one answer for all parties: its title may take some of their room.
        room = plan.title if row.marks else max(plan.title, plan.cells // 2)
        title = (">" if here else " ") + padded("  " + row.title, room - 1)
        line: StyledLine = [("class:here" if here else "", title)]
        line += _marks(row, view, plan, here) if row.marks else _choice(row, plan.columns - room, here)
        if here:
            x = _cursor_x(line, view, plan, row)
        lines.append(line)
    return lines, x, at - top


def _heading(row: GridRow, plan: ScreenPlan) -> StyledLine:
    style = f"class:{row.kind}"
    room = min(plan.cells // 2, width(row.note) + 1)
    return [
        (style, " " + padded(row.title, plan.cells - room - 2)),
        (f"class:tone.{tone('section', row.level)}" if row.level else style, padded(row.note, room)),
    ]


def _marks(row: GridRow, view: SessionView, plan: ScreenPlan, here: bool) -> StyledLine:
    line: StyledLine = []
    for index in range(plan.first, min(plan.last, len(row.marks))):
        mark = row.marks[index]
        text = "" if mark is None else mark or "."
        if here and index == view.column:
            line.append(("class:cell", centered(f"[{text}]", plan.each)))
        else:
            line.append((_mark_style(mark), centered(text, plan.each)))
    return line


def _mark_style(mark: str | None) -> str:
    return {"+": "class:plus", "-": "class:minus", "?": "class:unknown"}.get(mark or "", "class:open")


def _choice(row: GridRow, room: int, here: bool) -> StyledLine:
    if here:
        return [("class:cell", f"[{clipped(row.note or '.', room - 2)}]")]
    return [("class:unknown" if row.note == "?" else "", " " + clipped(row.note or ".", room - 1))]


def _cursor_x(line: StyledLine, view: SessionView, plan: ScreenPlan, row: GridRow) -> int:
    """The character of the line at which the current cell's sign stands."""
    before = len(line[0][1])
    if not row.marks:
        return before + 1
    offset = (view.column or 0) - plan.first
    before += sum(len(text) for _, text in line[1 : 1 + offset])
    return before + line[1 + offset][1].index("[") + 1


def _message_line(message: ScreenMessage, columns: int) -> StyledLine:
    return [("class:bad" if message.bad else "class:notice", clipped(message.text, columns))]
