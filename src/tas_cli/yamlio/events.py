"""Where parsing events come from: libyaml through PyYAML, or PyYAML alone where libyaml is missing.

Only events: nothing here composes or constructs, so no hostile text recurses and no type is guessed.
"""

from __future__ import annotations

from typing import Any

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class PureParser(Reader, Scanner, Parser):
    """PyYAML's own parser: slower, the same events."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def _fastest() -> Any:
    try:
        from yaml._yaml import CParser
    except ImportError:  # a PyYAML built without libyaml
        return PureParser
    return CParser


parser: Any = _fastest()
"""The parser in use: called with a text, hands out events by get_event, which may raise yaml.YAMLError.

Marks count lines, columns and characters (`index`) from 0.
"""
