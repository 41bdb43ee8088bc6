"""Data goes one way, as the table in CONTRIBUTING.md says: nothing imports from a row or a file above its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "tas_cli"
FILES = sorted(SOURCE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
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


@cache
def is_plain_face(name: str) -> bool:
    """Whether a package's face imports none of its files, and so may stand below them."""
    face = SOURCE / name.replace(".", "/") / "__init__.py"
    return face.is_file() and not any(each.startswith(f".{name}.") for each, _ in imports(face))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """What a file imports: our own modules by their dotted names, the top-level package of others."""
    package = path.relative_to(SOURCE).parts[:-1]
    for node in ast.walk(TREES[path]):
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
    for path, tree in TREES.items():
        assert ast.get_docstring(tree), path


def test_the_table_is_the_house() -> None:
    faces = {module(path) for path in FILES if path.name == "__init__.py"}
    assert {module(path) for path in FILES} - faces - {"__main__"} == set(ORDER) - {"__main__"} - faces


def defined(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """What a module names at its top, and whether a decorator hands it to somebody who calls it."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name, bool(node.decorator_list)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, False
        elif isinstance(node, ast.Assign):
            yield from ((each.id, False) for each in node.targets if isinstance(each, ast.Name))


def used(tree: ast.Module) -> Iterator[str]:
    """What a module reads by name, also where a table names it as "module:function"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.rpartition(":")[2]


def test_a_type_name_means_one_thing_in_the_whole_house() -> None:
    homes: dict[str, list[str]] = {}
    for path, tree in TREES.items():
        for name, _ in defined(tree):
            if re.fullmatch("[A-Z][a-z]+[A-Za-z]*", name):
                homes.setdefault(name, []).append(module(path))
    assert len(homes) > 300
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_no_name_is_kept_that_only_tests_ask_for() -> None:
    asked = {name for tree in TREES.values() for name in used(tree)}
    texts = {f"tas_cli.words.{each}" for each in ("TEXTS", "HELP")}
    idle = {
        f"{module(path)}.{name}"
        for path, tree in TREES.items()
        for name, is_registered in defined(tree)
        if name not in asked and not is_registered and not name.startswith("__")
    }
    assert idle - texts == set()
