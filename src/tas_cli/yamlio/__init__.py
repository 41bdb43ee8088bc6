"""YAML and plain data, both ways: strict reading, careful writing. The only package that imports yaml.

Everything a caller needs is named here. Knows no file kind: what a file should look like comes in as a
Layout. Touches no disk (see `files.py`). What changes a text is loaded when it is first asked for, because
most commands only read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .document import Document
from .reading import parse
from .shapes import MAX_BYTES, MAX_DEPTH, AsItIs, Data, Flaw, Layout, Path, Style

if TYPE_CHECKING:
    from .comments import Remark, remarks, with_remarks
    from .edits import apply
    from .patching import patch
    from .scalars import quoted, scalar
    from .tidying import tidy
    from .writing import dump

_LATER = {
    "apply": "edits",
    "patch": "patching",
    "Remark": "comments",
    "remarks": "comments",
    "with_remarks": "comments",
    "quoted": "scalars",
    "scalar": "scalars",
    "tidy": "tidying",
    "dump": "writing",
}

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "AsItIs",
    "Data",
    "Document",
    "Flaw",
    "Layout",
    "Path",
    "Remark",
    "Style",
    "apply",
    "dump",
    "parse",
    "patch",
    "quoted",
    "remarks",
    "scalar",
    "tidy",
    "with_remarks",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
