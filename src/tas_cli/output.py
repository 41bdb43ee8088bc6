"""Where results go: standard output or the file of `-o`, in colour or not, how wide. Makes no results."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from . import files

Color = Literal["auto", "always", "never"]
PIPE_WIDTH = 80
NARROWEST = 40


def emit(text: str, to: str = files.STDOUT) -> None:
    """Write a whole result to standard output (`-`) or, atomically, to a file."""
    if text and not text.endswith("\n"):
        text += "\n"
    if to != files.STDOUT:
        try:
            standing = files.read_text(to) if Path(to).is_file() else None
            files.write_text(to, text, expected=standing)
        except files.ChangedOnDisk:
            files.write_text(to, text, expected=files.read_text(to))
        return
    sys.stdout.write(text)
    sys.stdout.flush()


def in_color(option: Color = "auto", to: str = files.STDOUT) -> bool:
    """Whether to colour: the option, then NO_COLOR, then FORCE_COLOR, then whether stdout is a terminal."""
    if option != "auto":
        return option == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return to == files.STDOUT and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width(to: str = files.STDOUT) -> int:
    """Columns to lay a result out for: the terminal's, COLUMNS, or 80; never fewer than 40."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) >= NARROWEST:
        return min(int(given), 400)
    if to == files.STDOUT and sys.stdout.isatty():
        return max(NARROWEST, shutil.get_terminal_size((PIPE_WIDTH, 24)).columns)
    return PIPE_WIDTH
