"""The shapes that reading and writing share: plain data, flaws, and what a file kind wants of its layout.

Knows no YAML and no file kind; holds no code beyond the defaults of a layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol, TypeAlias

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"
"""What a text says: every scalar is text as written, an empty value is None."""

Path: TypeAlias = tuple[str | int, ...]
"""Where something is: the keys and list positions on the way to it; () is the whole."""

Style: TypeAlias = Literal["auto", "double", "bare"]
"""How a scalar is written: plain where that is safe, always in double quotes, or as it is."""

MAX_DEPTH = 20
MAX_BYTES = 1 << 20


NO_PARAMS: Mapping[str, str | int] = {}


class Flaw(NamedTuple):
    """What is wrong in a text, as data: `id` names its words, `params` fill their blanks.

    `line` and `column` count from 1. `path` is the place in the data, () where there is none.
    """

    id: str
    line: int
    column: int
    params: Mapping[str, str | int] = NO_PARAMS
    path: Path = ()


class Layout(Protocol):
    """What the writer of a file kind wants: order of keys, style and spelling of scalars."""

    def order(self, path: Path) -> Sequence[str] | None:
        """The canonical order of the keys of the mapping at `path`; None keeps what stands."""

    def style(self, path: Path) -> Style:
        """How the scalar at `path` is written."""

    def value(self, path: Path, text: str) -> str:
        """The canonical spelling of the scalar `text` at `path`; `text` itself where there is none."""


class AsItIs:
    """The layout that wants nothing: keys stay in their order, scalars in their spelling."""

    def order(self, path: Path) -> Sequence[str] | None:  # noqa: ARG002
        return None

    def style(self, path: Path) -> Style:  # noqa: ARG002
        return "auto"

    def value(self, path: Path, text: str) -> str:  # noqa: ARG002
        return text
