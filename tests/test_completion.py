"""What Tab offers: ids and deals, in every shell, and never an error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DEAL = "customer: A\nopportunity: B\n"


@pytest.fixture(autouse=True)
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tas.yaml").write_text("policy:\n  - {id: has-owner, expect: deal.owner != ''}\n", encoding="utf-8")
    for name in ("acme", "acre", "nord/nord", "south/nord"):
        path = Path(f"deals/{name}.tas.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DEAL, encoding="utf-8")


def offered(line: str, **more: str) -> list[str]:
    """What bash is given for the last word of a line."""
    number = len(line.split(" ")) - 1
    words = {"_TAS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(number)}
    done = subprocess.run(
        [sys.executable, "-m", "tas_cli"], env={**os.environ, **words, **more}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tas show ac", ["acme", "acre"]),
        ("tas show acm", ["acme"]),
        ("tas show n", []),
        ("tas rate acme compell", ["compelling_event="]),
        ("tas rate acme x:compell", ["x:compelling_event="]),
        ("tas rate acme tas.compell", ["tas.compelling_event="]),
        ("tas rate acme compelling_event=", []),
        ("tas history acme --question compell", ["compelling_event"]),
        ("tas diff acm", ["acme"]),
        ("tas assess acm", ["acme"]),
        ("tas check acm", ["acme"]),
        ("tas banks show u", ["uss"]),
        ("tas check --select TAS20", [f"TAS20{n}" for n in range(1, 10)]),
        ("tas check --ignore has", ["has-owner"]),
        ("tas explain TAS301", ["TAS301"]),
        ("tas explain has", ["has-owner"]),
        ("tas explain compell", ["compelling_event"]),
        ("tas show --lang ", ["en", "zh"]),
        ("tas schema w", []),
    ],
)
def test_what_is_offered(line: str, expected: list[str]) -> None:
    assert offered(line) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_one_tab_in_a_new_shell_is_enough(shell: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As its user has it: installed, and then typed into a shell that has just been started."""
    pexpect = pytest.importorskip("pexpect")
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    home = tmp_path_factory.mktemp("home")
    (home / ".zshrc").touch()
    programs = tmp_path_factory.mktemp("programs")
    (programs / "tas").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tas_cli "$@"\n', encoding="utf-8")
    (programs / "tas").chmod(0o755)
    known = {"HOME": str(home), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "TERM": "xterm"}
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("ZDOT", "XDG_"))}

    def started() -> Any:
        return pexpect.spawn(shell, ["-i"], env={**alone, **known}, encoding="utf-8", timeout=30)

    with started() as child:
        child.sendline("tas --install-completion && exit")
        child.expect("completion installed")
        child.expect(pexpect.EOF)
    with started() as child:
        child.send("tas explain compell\t")
        child.expect("ing_event")
        child.close(force=True)


def test_a_broken_workspace_offers_nothing_and_says_nothing() -> None:
    Path("tas.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    assert offered("tas show ac") == []
    assert offered("tas explain comp") == []
