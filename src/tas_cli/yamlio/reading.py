"""A text read: plain data with a line for every value. Never guesses, never raises.

Plain texts are read by `quick.py`, all others by way of a YAML parser, which is loaded for the first of
them (`parsing.py`). Explains no syntax error (see `syntax_errors.py`) and knows no file kind.
"""

from __future__ import annotations

from functools import lru_cache

from .document import Document
from .quick import MAX_LENGTH, quick


# A session reads what it has just written, and a change begins at what was just read.
@lru_cache(maxsize=2)
def parse(text: str) -> Document:
    """Read one YAML text. Never raises: whatever is wrong with it is among the flaws."""
    text = text.removeprefix("\ufeff")
    if len(text) <= MAX_LENGTH and (plain := quick(text)):
        data, marks, gaps = plain
        return Document(data, (), marks, gaps=gaps)
    from .parsing import read

    return read(text)
