"""The one exception of the house, something that keeps a command from going on, and the exit codes.

Bad content of a file is not an exception but a finding (see `findings`). Nothing is printed here: the
boundary in `boundary.py` turns a TasError into a line on stderr and an exit code.
"""

from __future__ import annotations

from collections.abc import Mapping

Param = str | int
NO_PARAMS: Mapping[str, Param] = {}

# The exit codes of every command; 0 is fine.
NO = 1
UNUSABLE = 2
DEFECT = 3
INTERRUPTED = 130


class TasError(Exception):
    """A command cannot go on.

    `id` names the text in `words` ("area.name"; its cure is "area.name.hint"), `params` fill its blanks.
    `exit_code` is 2 (what was given cannot be used) unless said otherwise.
    """

    def __init__(self, id: str, *, exit_code: int = UNUSABLE, **params: Param) -> None:
        super().__init__(id)
        self.id = id
        self.params: Mapping[str, Param] = params
        self.exit_code = exit_code
