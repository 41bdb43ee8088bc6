"""Hand-edited YAML for the tests of yamlio: the same data in every way a person may lay it out.

Makes texts and a layout to write them in; asserts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from tas_cli.yamlio.document import Data, DataPath, ScalarStyle
from tas_cli.yamlio.writing import Layout, is_plain, literal, quoted

KEYS = ("alpha", "beta", "us", "x_sys", "no", "金蝶", "a b", "evidence", "1", "note #", "q'", "long")
TRICKY = (
    *(
        "no",
        "1.10",
        "0x1f",
        "2026-01-01",
        "~",
        "=",
        "<<",
        "y",
        "+",
        "-",
        "?",
        "a: b",
        "a #b",
        "",
        " ",
        "null",
    ),
    *(
        "'",
        '"',
        "\\",
        "\\n",
        "a\nb",
        "a\n\nb\n",
        "\n",
        "a\r\nb",
        "\ta",
        "a ",
        " a",
        "# a",
        "- a",
        "? a",
        "a:",
    ),
    *(
        "\x85",
        "\u2028",
        "\ufeff",
        "a\u2029b",
        "\x00",
        "\x1b[0m",
        "\x7f",
        "|",
        ">",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
    ),
    *(
        "`a",
        "{a",
        "[a",
        "a, b",
        "...",
        "---",
        "1_000",
        "190:20:30",
        "1e5",
        ".inf",
        ".NaN",
        "0o7",
        "0b1",
        "ON",
    ),
    *(
        "12:30",
        "2001-12-14t21:59:43.10-05:00",
        "👩‍💻",
        "，",
        "＋",
        "\u202eabc",
        "a\tb",
        "<<<<<<< x",
        "True",
        "None",
    ),
)

anything = st.one_of(
    st.sampled_from(TRICKY),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text("ab0 :#-?\n\t'\"\\,[]{}.eExX_+~=<&*!|>%@`\r\x85\u2028\ufeff", max_size=10),
    st.lists(st.sampled_from(TRICKY), max_size=3).map("".join),
)
"""Any text that a person can type."""


class DealLayout(Layout):
    """A layout with an order, ratings in double quotes and a spelling of its own for pluses."""

    def order(self, path: DataPath) -> Sequence[str] | None:
        return None if len(path) > 2 else ("us", "alpha", "x_sys", "beta", "evidence", "long")

    def style(self, path: DataPath, text: str) -> ScalarStyle:  # noqa: ARG002
        return {"us": "double", "1": "bare"}.get(str(path[-1]), "auto") if path else "auto"  # type: ignore[return-value]

    def value(self, path: DataPath, text: str) -> str:
        return "+" if text == "＋" and path and path[-1] == "us" else text


def data_of(random: Random, depth: int = 0) -> dict[str, Data]:
    """A map like those in a deal: mostly texts, some maps, few lists."""
    size = random.randint(1, 5)
    return {key: _value_of(random, depth) for key in random.sample(KEYS, size)}


def _value_of(random: Random, depth: int) -> Data:
    kind = random.random()
    if depth < 4 and kind < 0.35:
        return data_of(random, depth + 1)
    if depth < 4 and kind < 0.42:
        return [_value_of(random, depth + 2) or "x" for _ in range(random.randint(0, 3))]
    return text_of(random)


def text_of(random: Random) -> str | None:
    """A value: plain words, a tricky text, several lines, or nothing."""
    kind = random.randrange(8)
    if kind == 0:
        return None
    if kind == 1:
        return random.choice(TRICKY)
    if kind == 2:
        return (
            "\n".join(random.choice(["some words", "# no comment", "", "x: y"]) for _ in range(3)).strip()
            or "x"
        )
    return " ".join(random.choice(["price", "an", "CIO", "30 %", "x:y", "客户", "[new]"]) for _ in range(3))


class HandWritten:
    """One text for `data`, laid out by chance: styles, indentation, comments, blank lines, line ends."""

    def __init__(self, random: Random, data: dict[str, Data]) -> None:
        self._random = random
        self._count = 0
        lines = self._map(data, 0, "")
        head = random.choice(
            ([], [], ["---"], ["%YAML 1.1", "---"], [self._comment(), "", ""], [self._comment()])
        )
        foot = random.choice(([], [], ["..."], [self._comment()], ["", self._comment()], [""]))
        end = random.choice(("\n", "\n", "\n", "\r\n"))
        text = end.join([*head, *lines, *foot])
        final = end if foot == ["..."] else random.choice(("", end, end))
        self.text = random.choice(("", "", "", "\ufeff")) + text + final

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _comment(self) -> str:
        self._count += 1
        return f"# c{self._count}: {self._random.choice(['why', 'us: no', 'its', '#'])}"

    def _trail(self) -> str:
        return " " * self._random.randint(1, 3) + self._comment() if self._chance(0.2) else ""

    def _above(self, pad: str) -> list[str]:
        lines = []
        while self._chance(0.2):
            lines.append(
                self._random.choice(
                    ["", "", pad + self._comment(), pad + self._comment(), " " + self._comment()]
                )
            )
        return lines

    def _map(self, data: dict[str, Data], column: int, pad: str) -> list[str]:
        step = self._random.choice((1, 2, 2, 2, 4, 5))
        lines: list[str] = []
        for key, value in data.items():
            above = self._above(pad)
            lines += [*above, *self._entry(key, value, column, step)]
        return lines

    def _entry(self, key: str, value: Data, column: int, step: int) -> list[str]:
        pad = " " * column
        name = self._key(key)
        if self._chance(0.06):
            first = [f"{pad}? {name}{self._trail()}"]
            if value is None and self._chance(0.5):
                return first
            return first + self._after(f"{pad}:", value, column, step)
        return self._after(f"{pad}{name}:", value, column, step)

    def _after(self, head: str, value: Data, column: int, step: int) -> list[str]:
        """A value behind what introduces it, or below."""
        if isinstance(value, dict) and value and not self._chance(0.25):
            return [head + self._trail(), *self._map(value, column + step, " " * (column + step))]
        if isinstance(value, list) and value and not self._chance(0.3):
            indent = column + (step if head.endswith("-") else self._random.choice((0, step)))
            pad = " " * indent
            lines = [head + self._trail()]
            for item in value:
                lines += self._above(pad) + self._after(f"{pad}-", item, indent, 2)
            return lines
        if isinstance(value, (dict, list)):
            return self._flow_lines(head, value, column)
        return self._scalar_lines(head, value, column, step)

    def _scalar_lines(self, head: str, value: str | None, column: int, step: int) -> list[str]:
        if value is None:
            return [head + self._random.choice(("", "", " null", " ~")) + self._trail()]
        pad = " " * (column + step)
        block = literal(value)
        if block and self._chance(0.7):
            blank = [""] if self._chance(0.2) else []
            return [f"{head} {block[0]}{self._trail()}", *(pad + x if x else "" for x in block[1:]), *blank]
        if is_plain(value) and " " in value and "  " not in value and self._chance(0.15):
            first, rest = value.split(" ", 1)
            if is_plain(first) and is_plain(rest):
                return [f"{head} {first}", f"{pad}{rest}{self._trail()}"]
        if self._chance(0.1):
            return [head, f"{pad}{self._scalar(value)}{self._trail()}"]
        return [f"{head} {self._scalar(value)}{self._trail()}"]

    def _flow_lines(self, head: str, value: Data, column: int) -> list[str]:
        """Brackets on one line, or with their entries on lines of their own, comments among them."""
        inner = value.items() if isinstance(value, dict) else [(None, item) for item in value or []]
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        parts = [
            (f"{self._key(key, flow=True)}: " if key is not None else "") + self._flow(item)
            for key, item in inner
        ]
        if not parts or self._chance(0.6):
            comma = "," if parts and self._chance(0.1) else ""
            return [f"{head} {opening}{', '.join(parts)}{comma}{closing}{self._trail()}"]
        pad = " " * (column + 3)
        lines = [f"{head} {opening}{self._trail()}"]
        for place, part in enumerate(parts):
            lines += [pad + self._comment()] if self._chance(0.2) else []
            lines.append(f"{pad}{part}{',' if place < len(parts) - 1 else ''}{self._trail()}")
        return [*lines, f"{pad}{closing}{self._trail()}"]

    def _flow(self, value: Data) -> str:
        if isinstance(value, dict):
            return (
                "{" + ", ".join(f"{self._key(k, flow=True)}: {self._flow(v)}" for k, v in value.items()) + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(self._flow(item) for item in value) + "]"
        return self._random.choice(("", "NULL")) if value is None else self._scalar(value, flow=True)

    def _key(self, key: str, *, flow: bool = False) -> str:
        return self._scalar(key, flow=flow)

    def _scalar(self, value: str, *, flow: bool = False) -> str:
        if is_plain(value) and not (flow and set(",[]{}:") & set(value)) and self._chance(0.6):
            return value
        if value.isprintable() and self._chance(0.4):
            return "'" + value.replace("'", "''") + "'"
        return quoted(value)


def comments(text: str) -> list[str]:
    """The comments that HandWritten put into a text, found by their numbers alone."""
    found = []
    for line in text.replace("\r\n", "\n").split("\n"):
        at = line.find("# c")
        while at >= 0 and not line[at + 3 : at + 4].isdigit():
            at = line.find("# c", at + 1)
        if at >= 0:
            found.append(line[at:].rstrip())
    return sorted(found)


@st.composite
def hand_written(draw: st.DrawFn) -> tuple[str, dict[str, Data]]:
    """A text and what it says."""
    random = draw(st.randoms(use_true_random=False))
    data = data_of(random)
    return HandWritten(random, data).text, data
