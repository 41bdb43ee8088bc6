"""Print the lowest versions that a pyproject.toml allows, as constraints for pip: `name==1.2` a line."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path


def lowest(pyproject: str) -> list[str]:
    """One line for each requirement of the project, its extras and its build that states a lowest version."""
    said = tomllib.loads(pyproject)
    project = said["project"]
    listed = [*said["build-system"]["requires"], *project["dependencies"]]
    listed += [each for extra in project["optional-dependencies"].values() for each in extra]
    found = (re.match(r"([\w.-]+)>=([\w.]+)", each) for each in listed)
    return [f"{each[1]}=={each[2]}" for each in found if each]


if __name__ == "__main__":
    print("\n".join(lowest(Path(sys.argv[1]).read_text(encoding="utf-8"))))
