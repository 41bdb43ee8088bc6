"""Data goes one way: no module imports from a layer above its own, and only the named ones touch the outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "tas_cli"

# From the ground up. A package stands for all of its modules.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "words", "findings", "safe", "asides"),
    ("yamlio", "files", "gitio", "gitclone", "languages", "days"),
    ("shapes", "banks", "answers", "assessments", "workspaces"),
    ("library", "layout"),
    (
        "scoring",
        "scorecards",
        "changes",
        "timeline",
        "merging",
        "textmerge",
        "events",
        "session",
        "views",
        "rating",
        "fit",
        "our_cells",
        "phrases",
        "pieces",
    ),
    ("policy", "soundness", "schemas", "keeping", "recovery", "sides"),
    ("checking", "comparing", "tracing"),
    ("output", "reports", "interview"),
    ("commands",),
    ("cli",),
    ("boundary",),
)
ALLOWED = {
    "yaml": {"yamlio"},
    "typer": {"cli"},
    "prompt_toolkit": {"interview"},
    "rich": {"reports"},
    "cel_expr_python": {"policy"},
    "subprocess": {"gitio", "gitclone"},
    "pydantic": {"shapes", "banks", "answers", "assessments", "workspaces", "schemas"},
}
FILES = sorted(SOURCE.rglob("*.py"))


def unit(path: Path) -> str:
    """The module or package, directly below tas_cli, that a file belongs to."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def layer(name: str) -> int:
    return next(i for i, names in enumerate(LAYERS) if name in names)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """What a file imports: `.name` for our own units, the top-level package for others."""
    depth = len(path.relative_to(SOURCE).parts) - 1
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level == depth + 1:
            names = [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
            yield from (("." + name, node.lineno) for name in names if name != "__version__")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_down(path: Path) -> None:
    here = unit(path)
    if here in ("__init__", "__main__"):
        return
    for name, line in imports(path):
        if name.startswith("."):
            assert layer(name[1:]) <= layer(here), f"{path.name}:{line}: {here} must not import {name[1:]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    here = unit(path)
    for name, line in imports(path):
        if name in ALLOWED:
            assert here in ALLOWED[name], f"{path.name}:{line}: only {ALLOWED[name]} may import {name}"


def test_every_module_says_its_job() -> None:
    for path in FILES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_every_module_has_a_place() -> None:
    units = {unit(path) for path in FILES} - {"__init__", "__main__"}
    assert units <= {name for names in LAYERS for name in names}
