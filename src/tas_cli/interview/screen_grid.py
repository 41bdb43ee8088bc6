"""The grid of criteria and parties as styled lines. Pure.

All verdicts stay in sight: where there is no room for every row, the questions around the current one are
shown under their headings, and the other headings alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..reports.cells import centered, clipped, padded, width
from ..reports.doc import RangeRow
from ..reports.drawing import bar
from ..session.views import SessionRow, SessionView
from .screen_card import StyledLine

NARROWEST_TITLE = 20
WIDEST_TITLE = 46
WIDEST_NAME = 14
NARROWEST_NAME = 6
LEAST_OF_NAME = 6
"""Cells of a name that is cut; where there are fewer, a number with a legend reads better."""
SIGN = 4
"""Cells of a column that holds a sign, its brackets, and no name."""
WIDEST_GRID = 100
LEGEND_LINES, MOST_LEGEND_LINES = 2, 4
LEGEND_NAMES = (20, 16, 12, 9, 6)
BAR = 21
NARROWEST_BAR = 9
FEW_QUESTIONS = 3
"""So many are seen around the current one; none where a quote wants to be read."""


@dataclass(frozen=True, slots=True)
class GridColumns:
    """How the width is shared out: a title, then the parties from `first` to before `last`, `each` as wide.

    `named`: the columns are headed by names, else by numbers. `all` is the width of the whole.
    """

    title: int
    each: int
    first: int
    last: int
    named: bool
    all: int


def grid_lines(view: SessionView, columns: int, room: int) -> tuple[list[StyledLine], tuple[int, int]]:
    """The rows that fit, and where the current cell is: its cell in the line, and the line."""
    plan = _columns(view, columns)
    legend = _legend(view, plan, columns)
    legend = legend if room >= len(rows_in_any_case(view)) + len(legend) + 1 else []
    lines: list[StyledLine] = []
    cursor = (0, 0)
    for index in _visible(view, room - len(legend)):
        row, here = view.rows[index], index == view.row
        if row.kind == "bank":
            lines.append(_bank(row, view, plan))
            if legend and any(each.marks for each in view.rows if each.bank == row.bank):
                lines += legend
                legend = []
        elif row.kind == "section":
            lines.append(_section(row, view, plan))
        else:
            line, x = _question(row, view, plan, here=here)
            cursor = (x, len(lines)) if here else cursor
            lines.append(line)
    return lines[: max(0, room)], cursor


def rows_in_any_case(view: SessionView) -> set[int]:
    """The rows that are shown however little room there is: headings with a verdict, and the current one."""
    kept = {index for index, row in enumerate(view.rows) if row.kind == "bank" or row.span is not None}
    return kept | ({view.row} if view.row is not None else set())


def least_room(view: SessionView, columns: int) -> int:
    """The lines with which the grid is still of use: those rows, what numbers mean, a few questions."""
    legend = _legend(view, _columns(view, columns), columns)
    questions = 0 if view.card and view.card.quote else FEW_QUESTIONS
    return min(len(view.rows), len(rows_in_any_case(view)) + questions) + len(legend)


def _visible(view: SessionView, room: int) -> list[int]:
    """Which rows to show: all, or those that always are and as many around the current one as fit."""
    if len(view.rows) <= room:
        return list(range(len(view.rows)))
    here = view.row or 0
    kept = rows_in_any_case(view)
    # Where even that is too much, the titles of banks go first, and then there is only what is around us.
    kept = kept if len(kept) <= room else {index for index in kept if view.rows[index].kind != "bank"}
    if len(kept) > room:
        top = max(0, min(here - room // 2, len(view.rows) - room))
        return list(range(top, top + max(0, room)))
    others = (index for index in range(len(view.rows)) if index not in kept)
    headings = [0, *accumulate(row.kind != "question" for row in view.rows)]
    nearest = sorted(others, key=lambda index: _distance(headings, here, index))
    return sorted(kept | set(nearest[: room - len(kept)]))


def _distance(headings: Sequence[int], here: int, index: int) -> tuple[int, int, bool]:
    """How far a row is from the current one: those under the same heading come first, then those below.

    `headings` counts them above each row.
    """
    between = headings[max(here, index) + 1] - headings[min(here, index)]
    return between, abs(index - here), index < here


def _columns(view: SessionView, columns: int) -> GridColumns:
    names = [name for _, name in view.columns]
    count = len(names)
    titles = max((width(row.title) + 4 for row in view.rows if row.marks), default=0)
    title = min(max(titles, NARROWEST_TITLE), WIDEST_TITLE)
    widest = max(NARROWEST_NAME, *(min(width(name), WIDEST_NAME) + 2 for name in names))
    named = [
        each
        for each in range(widest, NARROWEST_NAME - 1, -1)
        if (each == widest or each - 2 >= LEAST_OF_NAME)
        and title + count * each <= columns
        and _distinct(names, each - 2)
    ]
    each = named[0] if named else SIGN
    shown = count if named else max(1, min(count, (columns - NARROWEST_TITLE) // SIGN))
    first = min(max(0, (view.column or 0) - shown + 1), count - shown)
    title = max(4, min(columns - shown * each, max(titles, WIDEST_TITLE)))
    whole = min(columns, max(title + shown * each, min(columns, WIDEST_GRID)))
    return GridColumns(title, each, first, first + shown, bool(named), whole)


def _distinct(names: list[str], cells: int) -> bool:
    return len({clipped(name, cells) for name in names}) == len(set(names))


def _legend(view: SessionView, plan: GridColumns, columns: int) -> list[StyledLine]:
    """Which number is whom, where the names did not fit over their columns."""
    if plan.named or len(view.columns) < 2:
        return []
    numbered = [(index, view.columns[index][1]) for index in range(plan.first, plan.last)]
    numbered = [each for each in numbered if _heading(view, plan, each[0]) == str(each[0])]
    lines: list[str] = []
    for room in (columns // 3, *LEGEND_NAMES):
        if lines and not _distinct([name for _, name in numbered], room):
            break
        lines = _unbroken([f"{number} {clipped(name, room)}" for number, name in numbered], columns - 2)
        if len(lines) <= LEGEND_LINES:
            break
    return [[("class:legend", f" {part}")] for part in lines[:MOST_LEGEND_LINES]]


def _unbroken(parts: Sequence[str], columns: int) -> list[str]:
    """Parts side by side, in as many lines as they need; a line ends behind a part and never within one."""
    lines: list[str] = []
    for part in parts:
        if lines and width(lines[-1]) + 2 + width(part) <= columns:
            lines[-1] += f"  {part}"
        else:
            lines.append(part)
    return lines


def _heading(view: SessionView, plan: GridColumns, index: int) -> str:
    """What heads a column: the name, or a number where names do not fit; ours is named where it does."""
    name = view.columns[index][1]
    return name if plan.named or (not index and width(name) <= plan.each - 2) else str(index)


def _bank(row: SessionRow, view: SessionView, plan: GridColumns) -> StyledLine:
    """A bank's title, and over its columns whose they are."""
    if not any(each.marks for each in view.rows if each.bank == row.bank):
        room = width(row.note) + 1
        title = padded(row.title, max(0, plan.all - room - 2))
        return [("class:bank", f" {title}"), ("", padded(row.note, room))]
    hidden = len(view.columns) - (plan.last - plan.first)
    more = f" <{plan.first}-{plan.last - 1}/{len(view.columns) - 1}>" if hidden else ""
    title = clipped(row.title, plan.title - 2 - width(more)) + more
    line: StyledLine = [("class:bank", f" {padded(title, plan.title - 1)}")]
    for index in range(plan.first, plan.last):
        name = _heading(view, plan, index)
        style = "class:party.here" if index == view.column else "class:party"
        line += [("", " "), (style, centered(name, plan.each - 2)), ("", " ")]
    return line


def _section(row: SessionRow, view: SessionView, plan: GridColumns) -> StyledLine:
    """A key question with its range drawn, and the verdict in words."""
    note = max(width(each.note) for each in view.rows if each.kind == "section") + 1
    titles = max(width(each.title) for each in view.rows if each.span is not None) if row.span else 0
    free = plan.all - note - titles - 4
    if row.span is None or free < NARROWEST_BAR:
        title = padded(row.title, max(0, plan.all - note - 2))
        return [("class:section", f" {title} "), (f"class:tone.{row.tone}", padded(row.note, note))]
    room = min(BAR, free)
    low, score, high = row.span
    figure = bar(RangeRow("", low, score, high, ""), max(1, view.reach), room)
    title = padded(row.title, plan.all - note - room - 3)
    tone = f"class:tone.{row.tone}"
    return [("class:section", f" {title} "), (tone, figure), ("", " "), (tone, padded(row.note, note))]


def _question(row: SessionRow, view: SessionView, plan: GridColumns, *, here: bool) -> tuple[StyledLine, int]:
    """A question with its signs, and the cell at which the current one stands."""
    # A choice has one answer for all parties: its title may take some of their room.
    room = plan.title if row.marks else max(plan.title, plan.all // 2)
    style = "class:here" if here else "" if row.asked else "class:aside"
    line: StyledLine = [(style, (">" if here else " ") + padded(f"  {row.title}", room - 1))]
    if not row.marks:
        return [*line, _choice(row, plan.all - room, here)], room + 1
    x = room
    for index in range(plan.first, min(plan.last, len(row.marks))):
        mark = row.marks[index]
        text = "" if mark is None else mark or "·"
        if here and index == view.column:
            cell = centered(f"[{text}]", plan.each)
            x += (index - plan.first) * plan.each + cell.index("[") + 1
            line.append(("class:cell", cell))
        else:
            line.append((_STYLES.get(text[:1], "class:open"), centered(text, plan.each)))
    return line, x


_STYLES = {"+": "class:plus", "-": "class:minus", "?": "class:unknown"}


def _choice(row: SessionRow, room: int, here: bool) -> tuple[str, str]:
    if here:
        return "class:cell", f"[{clipped(row.note or '·', room - 2)}]"
    return ("class:unknown" if row.note == "?" else ""), " " + clipped(row.note or "·", room - 1)
