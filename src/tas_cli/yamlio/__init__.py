"""YAML and plain data, both ways: strict reading, careful writing. The only package that imports yaml.

Everything a caller needs is named here. Knows no file kind: what a file should look like comes in as a
Layout. Touches no disk (see `files.py`).
"""

from __future__ import annotations

from .meaning import apply
from .patching import patch
from .reading import Document, parse
from .remarks import Remark, remarks, with_remarks
from .scalars import quoted, scalar
from .shapes import MAX_BYTES, MAX_DEPTH, AsItIs, Data, Flaw, Layout, Path, Style
from .tidying import tidy
from .writing import dump

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
