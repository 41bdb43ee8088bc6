"""The `tas` program: answers `--version` at once, hands everything else to the command line proper."""

from __future__ import annotations

import sys
from contextlib import suppress


def main() -> None:
    """Run `tas` on the process's arguments and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from . import __version__

        # A stream that is closed or full is explained at the boundary.
        with suppress(OSError, AttributeError):
            sys.stdout.write(f"tas {__version__}\n")
            sys.stdout.flush()
            return
    from .boundary import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
