"""What tas says is saved is on the disk: the text before its name points at it, and the name itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import rated
from tas_cli.boundary import run
from tas_cli.model.layout import new_text
from tas_cli.storage import files, replacing

Event = tuple[str, int, int]


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What reaches the disk and what is renamed, in order: ("sync" or "rename", inode, size at that moment)."""
    seen: list[Event] = []

    def told(what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(first: Any, *others: Any, **named: Any) -> Any:
            known = os.fstat(first) if isinstance(first, int) else Path(first).lstat()
            seen.append((what, known.st_ino, 0 if stat.S_ISDIR(known.st_mode) else known.st_size))
            return function(first, *others, **named)

        return called

    for name in ("fsync", "replace", "rename", "link"):
        monkeypatch.setattr(os, name, told("sync" if name == "fsync" else "rename", getattr(os, name)))
    monkeypatch.setattr(replacing, "trade_places", told("rename", replacing.trade_places))
    return seen


def proved(events: list[Event], path: Path, size: int) -> None:
    """The whole text was synced, then renamed to its place, then the folder was synced."""
    inode = path.stat().st_ino
    renamed = events.index(("rename", inode, size))
    assert ("sync", inode, size) in events[:renamed]
    assert ("sync", path.parent.stat().st_ino, 0) in events[renamed:]


@pytest.mark.parametrize("standing", [None, "old"])
def test_a_text_is_on_the_disk_before_its_name_is_and_the_name_at_the_end(
    standing: str | None, tmp_path: Path, events: list[Event]
) -> None:
    path = tmp_path / "a"
    if standing is not None:
        path.write_text(standing, encoding="utf-8")
    files.write_text(path, "new text", expected=standing)
    proved(events, path, len("new text"))


@pytest.mark.parametrize(
    "command",
    [
        ("rate", "a.tas.yaml", "solution_fit=-"),
        ("fmt", "a.tas.yaml"),
        ("show", "a.tas.yaml", "-o", "out.txt"),
        ("merge", "a.tas.yaml", "a.tas.yaml", "a.tas.yaml", "-o", "out.tas.yaml"),
    ],
    ids=lambda command: command[0],
)
def test_every_command_that_writes_writes_like_that(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, events: list[Event]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = new_text(rated("+"), {})
    Path("a.tas.yaml").write_text(text.replace("customer: Acme", "customer:   'Acme'"), encoding="utf-8")
    assert run(list(command)) == 0
    written = tmp_path / (command[-1] if "-o" in command else "a.tas.yaml")
    proved(events, written, written.stat().st_size)
