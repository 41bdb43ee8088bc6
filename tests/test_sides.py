"""How a side of a comparison is read: a name on the disk, a revision, or what stands behind its colon."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tas_cli.changes import sources
from tas_cli.changes.sources import parse_side


class Windows:
    """The module `os` as it is on a system with drive letters."""

    name = "nt"

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("word", "revision", "path"),
    [
        ("a.tas.yaml", None, "a.tas.yaml"),
        ("HEAD:deals", "HEAD", "deals"),
        ("HEAD~2:deals/a:b.tas.yaml", "HEAD~2", "deals/a:b.tas.yaml"),
        ("HEAD^{/fix: it}:deals", "HEAD^{/fix: it}", "deals"),
        ("main@{2 days ago}:.", "main@{2 days ago}", "./"),
        (":deals", "", "deals"),
        ("C:deals", "C", "deals"),
        ("-", None, "-"),
    ],
)
def test_the_first_colon_outside_braces_ends_the_revision(word: str, revision: str | None, path: str) -> None:
    side = parse_side(word)
    assert (side.revision, side.path) == (revision, path)


@pytest.mark.parametrize("word", ["C:\\deals", "C:/deals/a.tas.yaml", "c:a.tas.yaml"])
def test_a_drive_is_no_revision_where_there_are_drives(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse_side(word).revision == word[0]
    monkeypatch.setattr(sources, "os", Windows())
    side = parse_side(word)
    assert (side.revision, side.path) == (None, word)
    assert parse_side("HEAD:deals").revision == "HEAD"


def test_what_is_there_by_that_name_is_that_file() -> None:
    Path("HEAD:deals").touch()
    assert parse_side("HEAD:deals").revision is None
