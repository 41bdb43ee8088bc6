"""Data goes one way, as the table in CONTRIBUTING.md says: nothing imports from a row or a file above its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "tas_cli"
FILES = sorted(SOURCE.rglob("*.py"))
ALLOWED = {
    "yaml": {"yamlio"},
    "typer": {"cli", "commands"},
    "prompt_toolkit": {"interview"},
    "rich": {"output"},
    "cel_expr_python": {"policy"},
    "subprocess": {"storage"},
    "pydantic": {"model"},
}


def table() -> list[str]:
    """Every module of the house, dotted, from the top down, as CONTRIBUTING.md draws it."""
    found = []
    for line in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| `([\w/]+)` \|([^|]*)\|", line)
        if row:
            room = row[1].rstrip("/")
            names = re.findall(r"`(\w+)`", row[2])
            found += [f"{room}.{name}" for name in names] if row[1].endswith("/") else [room, *names]
    return found


ORDER = table()


def module(path: Path) -> str:
    """A file's dotted name; the face of a package goes by the name of the package."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def place(name: str) -> int:
    """How far down a module stands; the face of a package stands above its first file."""
    if name in ORDER:
        return ORDER.index(name)
    return next(i for i, each in enumerate(ORDER) if each.startswith(f"{name}."))


def is_plain_face(name: str) -> bool:
    """Whether a package's face imports none of its files, and so may stand below them."""
    face = SOURCE / name.replace(".", "/") / "__init__.py"
    return face.is_file() and not any(each.startswith(f".{name}.") for each, _ in imports(face))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """What a file imports: our own modules by their dotted names, the top-level package of others."""
    package = path.relative_to(SOURCE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1], *filter(None, [node.module])]
            for alias in node.names:
                whole = ".".join([*base, alias.name])
                is_module = (SOURCE / whole.replace(".", "/")).with_suffix(".py").is_file()
                name = whole if is_module else ".".join(base)
                if name and name != "__version__":
                    yield f".{name}", node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_down(path: Path) -> None:
    here = module(path)
    if here in ("", "__main__"):
        return
    for name, line in imports(path):
        if not name.startswith(".") or name[1:] == here:
            continue
        is_face = path.name == "__init__.py"
        inside = is_face and name[1:].startswith(f"{here}.")
        inside = inside or (here.startswith(f"{name[1:]}.") and is_plain_face(name[1:]))
        assert inside or place(name[1:]) > place(here), (
            f"{path.name}:{line}: {here} must not import {name[1:]}"
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    room = module(path).split(".")[0]
    for name, line in imports(path):
        if name in ALLOWED:
            assert room in ALLOWED[name], f"{path.name}:{line}: only {ALLOWED[name]} may import {name}"


def test_every_module_says_its_job() -> None:
    for path in FILES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_the_table_is_the_house() -> None:
    faces = {module(path) for path in FILES if path.name == "__init__.py"}
    assert {module(path) for path in FILES} - faces - {"__main__"} == set(ORDER) - {"__main__"} - faces
