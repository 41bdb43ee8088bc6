"""What text and Markdown draw alike out of characters: a range on its axis, values as a line."""

from __future__ import annotations

from collections.abc import Sequence

from .doc import RangeRow

LINES, PLAIN_LINES = "├─●─┤·┊", "|-o-|.:"
STEPS, PLAIN_STEPS = "▁▂▃▄▅▆▇█", "0123456789"


def bar(row: RangeRow, reach: int, columns: int, signs: str = LINES) -> str:
    """The range on an axis from -`reach` to `reach`; a known score is a point."""

    def place(value: float) -> int:
        inside = min(max(value, -reach), reach)
        return round((inside + reach) / (2 * max(reach, 1)) * (columns - 1))

    start, left, point, right, end, outside, zero = tuple(signs)
    drawn = [outside] * columns
    drawn[place(0)] = zero
    low, score, high = place(row.low), place(row.score), place(row.high)
    drawn[low:high] = [left] * (score - low) + [right] * (high - score)
    drawn[low], drawn[high] = start, end
    drawn[score] = point
    return "".join(drawn)


def spark(values: Sequence[int], bottom: int, top: int, columns: int, steps: str = STEPS) -> str:
    """`values` as a line of steps between `bottom` and `top`; of too many, an even choice with both ends."""
    columns = max(2, columns)
    if len(values) > columns:
        values = [values[round(i * (len(values) - 1) / (columns - 1))] for i in range(columns)]
    reach = max(1, top - bottom)
    return "".join(steps[(value - bottom) * (len(steps) - 1) // reach] for value in values)
