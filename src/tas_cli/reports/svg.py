"""Small drawings as SVG text: a range on an axis, a line of bars, a map of bubbles, a waterfall. Pure.

Shapes take their colours from classes, never from attributes of style, so that a page's policy can forbid
those; without a style sheet they are outlines. Every drawing says in words what it shows. Knows numbers and
labels, no deals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from ..safe import line as harmless
from .cells import clipped
from .cells import width as text_width

RANGE_WIDTH, RANGE_HEIGHT = 200, 18
SPARK_WIDTH, SPARK_HEIGHT = 160, 28
MAP_SIZE = 640
MAP_EDGE = 40
LEAST_RADIUS, MOST_RADIUS = 8.0, 22.0
LEAST_REACH, BESIDE, MOST_NAMES = 0.1, 14, 16
MARK_WIDTH, MARK_HEIGHT, NAME_HEIGHT = 16, 12, 11
SHARE_WIDTH, SHARE_HEIGHT = 96, 10
SHAPES: Mapping[str, Sequence[tuple[float, float]]] = {
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle": ((0, -1.25), (1.2, 0.85), (-1.2, 0.85)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
}
"""The corners of a shape around its middle; what is not here is round."""
FALL_SIDES, FALL_REACH, FALL_HEIGHT = (132, 150), 300, 30
"""What stands at the left and at the right of the steps, how far they reach, and how high each is."""


class Bubble(NamedTuple):
    """A thing on a map: where it is (from -1 to 1), how large (0 to 1), of which class, what it is called.

    `href` leads to more about it, or is ""; `mark` stands in it, or beside it where it would cover
    another, and `name` below it where there is room. Its `shape` is one of SHAPES, or round.
    """

    x: float
    y: float
    size: float
    kind: str
    mark: str
    label: str
    href: str
    name: str = ""
    shape: str = "round"


class Fall(NamedTuple):
    """A step of a waterfall: where it starts and ends, of which class, its label and its figure in words."""

    start: float
    end: float
    kind: str
    label: str
    figure: str


def _text(text: str) -> str:
    return escape(harmless(text))


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def range_bar(low: float, score: float, high: float, reach: float, label: str) -> str:
    """A range from `low` to `high` with its score, on an axis from -`reach` to `reach`."""
    reach = max(reach, 1)

    def at(value: float) -> str:
        return _n((value + reach) / (2 * reach) * (RANGE_WIDTH - 12) + 6)

    middle = RANGE_HEIGHT / 2
    shapes = [
        f'<line class="axis" x1="6" y1="{_n(middle)}" x2="{RANGE_WIDTH - 6}" y2="{_n(middle)}"/>',
        f'<line class="zero" x1="{at(0)}" y1="2" x2="{at(0)}" y2="{RANGE_HEIGHT - 2}"/>',
        f'<line class="range" x1="{at(low)}" y1="{_n(middle)}" x2="{at(high)}" y2="{_n(middle)}"/>',
        f'<line class="end" x1="{at(low)}" y1="5" x2="{at(low)}" y2="{RANGE_HEIGHT - 5}"/>',
        f'<line class="end" x1="{at(high)}" y1="5" x2="{at(high)}" y2="{RANGE_HEIGHT - 5}"/>',
        f'<circle class="score" cx="{at(score)}" cy="{_n(middle)}" r="4"/>',
    ]
    return _drawing(RANGE_WIDTH, RANGE_HEIGHT, "bar", label, shapes)


def spark_line(values: Sequence[int], bottom: int, top: int, label: str) -> str:
    """Values from left to right between `bottom` and `top`."""
    step = (SPARK_WIDTH - 8) / max(1, len(values) - 1)
    span = max(1, top - bottom)
    points = [
        f"{_n(4 + i * step)},{_n(SPARK_HEIGHT - 4 - (value - bottom) / span * (SPARK_HEIGHT - 8))}"
        for i, value in enumerate(values)
    ]
    last = points[-1].split(",") if points else ["4", "4"]
    shapes = [
        f'<polyline class="line" points="{" ".join(points)}"/>',
        f'<circle class="score" cx="{last[0]}" cy="{last[1]}" r="3"/>',
    ]
    return _drawing(SPARK_WIDTH, SPARK_HEIGHT, "spark", label, shapes)


def share_bar(parts: Sequence[tuple[str, int]], label: str) -> str:
    """How much of a whole is of which class, side by side."""
    whole = max(1, sum(n for _, n in parts))
    at, shapes = 0.0, []
    for kind, n in parts:
        width = n / whole * SHARE_WIDTH
        if n:
            shapes.append(
                f'<rect class="{kind}" x="{_n(at)}" y="0" width="{_n(width)}" height="{SHARE_HEIGHT}"/>'
            )
        at += width
    return _drawing(SHARE_WIDTH, SHARE_HEIGHT, "share", label, shapes)


def lone_shape(kind: str, shape: str, label: str) -> str:
    """A shape by itself, for a legend."""
    return _drawing(20, 20, f"bubble {kind}", label, (_shape(shape, 10, 10, 7),))


def _shape(shape: str, x: float, y: float, radius: float) -> str:
    corners = SHAPES.get(shape)
    if corners is None:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
    points = " ".join(f"{_n(x + dx * radius)},{_n(y + dy * radius)}" for dx, dy in corners)
    return f'<polygon points="{points}"/>'


def bubble_map(bubbles: Sequence[Bubble], label: str, ends: tuple[str, str, str, str]) -> str:
    """Shapes on two axes that cross in the middle; `ends` are the words at left, right, bottom and top.

    The axes reach as far as the bubbles do. Those on one spot stand side by side.
    """
    room = MAP_SIZE - 2 * MAP_EDGE - 3 * MOST_RADIUS
    left, right, bottom, top = map(_text, ends)
    centre, far = MAP_SIZE / 2, MAP_SIZE - MAP_EDGE
    wide = max((LEAST_REACH, *(abs(each.x) for each in bubbles)))
    high = max((LEAST_REACH, *(abs(each.y) for each in bubbles)))
    side = far - MAP_EDGE
    shapes = [
        f'<rect class="field" x="{MAP_EDGE}" y="{MAP_EDGE}" width="{side}" height="{side}"/>',
        f'<line class="zero" x1="{_n(centre)}" y1="{MAP_EDGE}" x2="{_n(centre)}" y2="{far}"/>',
        f'<line class="zero" x1="{MAP_EDGE}" y1="{_n(centre)}" x2="{far}" y2="{_n(centre)}"/>',
        f'<text class="end" x="{MAP_EDGE}" y="{far + 20}">← {left}</text>',
        f'<text class="end right" x="{far}" y="{far + 20}">{right} →</text>',
        f'<text class="end" x="{MAP_EDGE + 6}" y="{far - 8}">↓ {bottom}</text>',
        f'<text class="end" x="{MAP_EDGE + 6}" y="{MAP_EDGE + 16}">↑ {top}</text>',
    ]
    taken: Counter[tuple[float, float]] = Counter()
    marks: list[tuple[float, float]] = []
    names: list[tuple[float, float, float]] = []
    drawn_last = []
    # Large ones first, so that a small one is never hidden.
    for each in sorted(bubbles, key=lambda bubble: -bubble.size):
        beside = taken[each.x, each.y]
        taken[each.x, each.y] += 1
        x = min(far - MOST_RADIUS, centre + each.x / wide / 2 * room + beside * BESIDE)
        y = centre - each.y / high / 2 * room
        radius = LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * max(0.0, min(1.0, each.size)) ** 0.5
        tag, link = ("a", f' href="{escape(each.href)}"') if each.href else ("g", "")
        name = _name(each.name, x, y + radius + 13, names) if len(bubbles) <= MOST_NAMES else ""
        shapes.append(
            f'<{tag}{link} class="bubble {each.kind}" aria-label="{_text(each.label)}">'
            f"<title>{_text(each.label)}</title>{_shape(each.shape, x, y, radius)}"
            f"{name}</{tag}>"
        )
        marks.append(_free(x, y + 4, marks))
        at = f'x="{_n(marks[-1][0])}" y="{_n(marks[-1][1])}"'
        drawn_last.append(f'<text class="mark" aria-hidden="true" {at}>{_text(each.mark)}</text>')
    shapes += drawn_last
    return _drawing(MAP_SIZE, MAP_SIZE, "map", label, shapes, links=True)


def _name(name: str, x: float, y: float, taken: list[tuple[float, float, float]]) -> str:
    """A name at a spot, which is `taken` then; "" where it would cover another."""
    half = text_width(name) * 3.0
    if any(abs(x - a) < half + b and abs(y - c) < NAME_HEIGHT for a, b, c in taken):
        return ""
    taken.append((x, half, y))
    return f'<text class="name" x="{_n(x)}" y="{_n(y)}">{_text(name)}</text>'


def _free(x: float, y: float, taken: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Where near a spot a mark covers none of those `taken`; on the spot itself where there is no room."""
    steps = [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, -1), (-1, 1), (1, 1), (0, -2), (0, 2)]
    spots = [(x + dx * MARK_WIDTH, y + dy * MARK_HEIGHT) for dx, dy in steps]
    free = (
        spot
        for spot in spots
        if all(abs(spot[0] - a) >= MARK_WIDTH or abs(spot[1] - b) >= MARK_HEIGHT for a, b in taken)
    )
    return next(free, spots[0])


def waterfall(falls: Sequence[Fall], label: str) -> str:
    """Steps from the top down, each from where the one before it ended."""
    values = [0.0, *(value for each in falls for value in (each.start, each.end))]
    bottom, top = min(values), max(values)
    width, height = sum(FALL_SIDES) + FALL_REACH, len(falls) * FALL_HEIGHT

    def at(value: float) -> float:
        return FALL_SIDES[0] + (value - bottom) / ((top - bottom) or 1.0) * FALL_REACH

    shapes = [f'<line class="zero" x1="{_n(at(0))}" y1="0" x2="{_n(at(0))}" y2="{height}"/>']
    for i, each in enumerate(falls):
        y, x, end = i * FALL_HEIGHT, at(min(each.start, each.end)), at(max(each.start, each.end))
        wide = _n(max(1.0, end - x))
        shapes += [
            f'<text x="0" y="{y + 20}">{_text(each.label)}</text>',
            f'<rect class="{each.kind}" x="{_n(x)}" y="{y + 4}" width="{wide}" height="22"/>',
            f'<text class="right" x="{width}" y="{y + 20}">{_text(each.figure)}</text>',
        ]
    return _drawing(width, height, "waterfall", label, shapes)


def _drawing(
    width: float, height: float, kind: str, label: str, shapes: Iterable[str], *, links: bool = False
) -> str:
    """The shapes in a frame that scales; with links in it, it is a group whose parts can be reached."""
    size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
    size += ' fill="none" stroke="currentColor"'
    head = f'<svg class="{kind}" role="{"group" if links else "img"}" aria-label="{_text(label)}" {size}>'
    body = "".join(shapes).replace("<text ", '<text fill="currentColor" stroke="none" ')
    body = body.replace('right" ', 'right" text-anchor="end" ')
    return f"{head}{body}</svg>"


FIELD_WIDTH, FIELD_HEIGHT, FIELD_SIDE, FIELD_TOP = 138, 74, 86, 20
MOST_IN_FIELD, LONGEST_IN_FIELD = 4, 16


def square(
    label: str, across: Sequence[str], down: Sequence[str], fields: Sequence[Sequence[Sequence[str]]]
) -> str:
    """Names in the fields of a square; of too many in one field the first, and how many more."""
    width, height = FIELD_SIDE + len(across) * FIELD_WIDTH, FIELD_TOP + len(down) * FIELD_HEIGHT
    shapes, told = [_label(0, 14, label, "end")], []
    for i, head in enumerate(across):
        shapes.append(_label(FIELD_SIDE + (i + 0.5) * FIELD_WIDTH, 14, head, "label"))
    for row, (head, line) in enumerate(zip(down, fields, strict=True)):
        y = FIELD_TOP + row * FIELD_HEIGHT
        shapes.append(_label(0, y + 18, head))
        for i, names in enumerate(line):
            shapes += _field(FIELD_SIDE + i * FIELD_WIDTH, y, names)
            told += [f"{head}, {across[i]}: {', '.join(names)}"] if names else []
    return _drawing(width + 1, height + 1, "square", "; ".join(told) or label, shapes)


def _field(x: float, y: float, names: Sequence[str]) -> Iterator[str]:
    """A field with the names that fit into it."""
    yield f'<rect class="field" x="{_n(x)}" y="{_n(y)}" width="{FIELD_WIDTH}" height="{FIELD_HEIGHT}"/>'
    shown = names if len(names) <= MOST_IN_FIELD else (*names[: MOST_IN_FIELD - 1], f"+{len(names) - 3}")
    yield from (_label(x + 8, y + 18 + at * 16, name) for at, name in enumerate(shown))


def _label(x: float, y: float, text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{_n(x)}" y="{_n(y)}">{_text(clipped(text, LONGEST_IN_FIELD))}</text>'
