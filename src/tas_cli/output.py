"""Where results go: standard output or the file of `-o`, in colour or not, how wide. Makes no results."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from . import files
from .asides import silence

Color = Literal["auto", "always", "never"]
PIPE_WIDTH = 80
NARROWEST = 40


def emit(text: str, to: str = files.STDOUT) -> None:
    """Write a whole result, its last line ended, to standard output (`-`) or, atomically, to a file."""
    emit_exactly(text + "\n" if text and not text.endswith("\n") else text, to)


def emit_exactly(text: str, to: str = files.STDOUT) -> None:
    """The same without touching the text: its line ends are part of the result."""
    if to != files.STDOUT:
        _replace(to, text)
        return
    if "\r" in text and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough; the verdict does not depend on it.
        silence(sys.stdout)


def _replace(to: str, text: str) -> None:
    """A result's file is ours to overwrite, whatever stands there."""
    if Path(to).exists() and not Path(to).is_file():
        Path(to).write_text(text, encoding="utf-8", newline="")
        return
    files.overwrite(to, text)


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
