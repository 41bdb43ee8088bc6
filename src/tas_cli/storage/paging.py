"""A text handed to the pager that the user chose, as git does it. Decides nothing about what is shown."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress

USUAL = "less -FRX"


def pager() -> str:
    """The command line of the pager: TAS_PAGER, then PAGER, then less; "" where there is to be none."""
    for name in ("TAS_PAGER", "PAGER"):
        if name in os.environ:
            chosen = os.environ[name].strip()
            return "" if chosen == "cat" else chosen
    return USUAL if shutil.which("less") else ""


def page(text: str, command: str) -> bool:
    """Show `text` in the pager `command` and wait until it is left; whether there was one to show it.

    Whoever quits early has seen enough. Ctrl-C meanwhile is the pager's business.
    """
    if not command:
        return False
    import signal
    import subprocess

    # A handler, not SIG_IGN, which the pager would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        # The user's own words, which a shell reads as it does everywhere else.
        # The text is UTF-8, and less asks the locale, which may not be there at all.
        surroundings = {"LESSCHARSET": "utf-8", **os.environ}
        shown = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=surroundings)  # noqa: S602
        with suppress(BrokenPipeError):
            shown.communicate(text.encode("utf-8", "replace"))
        # 126 and 127: the shell found no such program, and nothing was shown.
        return shown.wait() not in (126, 127)
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
