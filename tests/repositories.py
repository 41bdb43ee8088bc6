"""Real git repositories for tests: made in a temporary folder, with fixed people and dates."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builders import LIBRARY
from tas_cli.model.assessment import Assessment
from tas_cli.model.layout import new_text

FIRST_DAY = 1_790_000_000  # a day in September 2026


class Repository:
    """A repository whose commits are a day apart."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self._clock = FIRST_DAY
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *arguments, ".")

    def git(self, *arguments: str, who: str = "Maria Chen", feed: bytes | None = None) -> str:
        """What git prints; it must succeed."""
        date = f"{self._clock} +0800"
        people = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
                  for what, value in (("NAME", who), ("EMAIL", "who@example.org"), ("DATE", date))}  # fmt: skip
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, input=feed, capture_output=True, check=True,
            env={**os.environ, **people},
        )  # fmt: skip
        return done.stdout.decode().strip()

    def write(self, name: str, content: Assessment | str | bytes) -> Path:
        """A file in the working folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = new_text(content, LIBRARY) if isinstance(content, Assessment) else content
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def commit(self, message: str = "work", who: str = "Maria Chen") -> str:
        """All that is in the working folder; the commit's id."""
        self._clock += 86_400
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, who=who)
        return self.git("rev-parse", "HEAD")

    def saved(self, name: str, content: Assessment | str | bytes, message: str = "work", **kept: str) -> str:
        """Write a file and commit it."""
        self.write(name, content)
        return self.commit(message, **kept)


class Counted:
    """A callable that counts how often it is called; set it in place of the one it stands for."""

    def __init__(self, wrapped: Callable[..., Any]) -> None:
        self.calls = 0
        self._wrapped = wrapped

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.calls += 1
        return self._wrapped(*arguments, **named)
