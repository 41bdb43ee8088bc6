"""Kill every writing command at every system call that touches a file, and look at what is left. Needs strace.

    python tests/killing.py [COMMAND ...] [--stride 1]

The power goes off at a call as it does at a SIGKILL there, but for what the disk has not got yet, which
`test_durable.py` sees to. After each kill every file has to be the old one or the new one, every answer that
a session acknowledged has to be in it, and the same command, run again, has to finish the work.
`test_killing.py` does some of this with every run of the tests.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import hostile

CALLS = (
    "open,openat,creat,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,chmod,fchmod,"
    "fchmodat,chown,fchown,fchownat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,ftruncate,flock,fcntl,"
    "copy_file_range,sendfile,mknod,mknodat,utimensat"
)
DEAL = "deal.tas.yaml"
ALONE = hostile.GOOD.replace('crm_id: "006Qy00000MRAtd"\n', "")  # several stand beside each other here
MESSY = ALONE.replace("customer: Acme Bank", "customer:    'Acme Bank'")
NEW = ("--customer", "A", "--opportunity", "B", "--competitor", "C")
KEYS = "+\n-\n?\n+\n-\n"

MAPPED = "deals: .\nimport: {crm: {id: Id, fields: {customer: Account, opportunity: Name, amount: Amount}}}\n"
EXPORT = "Id,Account,Name,Amount\n1,Old,Core,7\n" + "".join(f"{n},New {n},Core,{n}\n" for n in range(2, 5))
KNOWN = 'format: 1\ncustomer: Old\nopportunity: Core\namount: 5\ncrm_id: "1"\n'

Files = Mapping[str, bytes]


class Writing(NamedTuple):
    """A command that writes. `session`: what was acknowledged is counted, and what stands may be any step of it.

    `beside` are more files that it needs, by name.
    """

    arguments: tuple[str, ...]
    fed: str = ""
    session: bool = False
    beside: tuple[tuple[str, str], ...] = ()


COMMANDS: Mapping[str, Writing] = {
    "rate": Writing(("rate", DEAL, "solution_fit=+", "--evidence", "seen", "--set", "stage=negotiation")),
    "rate --competitor": Writing(("rate", DEAL, "--competitor", "New Rival", "new_rival:solution_fit=-")),
    "fmt": Writing(("fmt", DEAL)),
    "assess": Writing(
        ("assess", DEAL, "--lines", "--bank", "tas", "--today", "2026-11-22"), KEYS, session=True
    ),
    "assess, a new file": Writing(
        ("assess", "new.tas.yaml", "--lines", "--bank", "tas", *NEW), KEYS, session=True
    ),
    "merge -o": Writing(("merge", "base.tas.yaml", DEAL, "theirs.tas.yaml", "-o", DEAL)),
    "show -o": Writing(("show", DEAL, "-o", "out.md", "--format", "markdown", "--today", "2026-11-22")),
    "check -o": Writing(("check", DEAL, "-o", "out.json", "--format", "json", "--fail-on", "never")),
    "init": Writing(("init", "team")),
    "import": Writing(
        ("import", "export.csv"),
        beside=(("tas.yaml", MAPPED), ("export.csv", EXPORT), ("old.tas.yaml", KNOWN)),
    ),
}


class Outcome(NamedTuple):
    """A command that was killed: its code, what it had said, and what stands on the disk."""

    code: int
    said: str
    files: Files


def can_kill() -> bool:
    """Whether strace is here and may trace."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(
        ["strace", "-f", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return tried.returncode == 0


def _start(folder: Path, writing: Writing) -> None:
    for name, text in writing.beside:
        (folder / name).write_text(text, encoding="utf-8")
    (folder / DEAL).write_text(MESSY, encoding="utf-8")
    (folder / "base.tas.yaml").write_text(MESSY.replace("stage: proposal", "stage: lead"), encoding="utf-8")
    (folder / "theirs.tas.yaml").write_text(MESSY.replace("owner: maria", "owner: wei"), encoding="utf-8")


def _standing(folder: Path) -> Files:
    """Every file but hidden ones: a temporary file that a kill left over is nobody's deal."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".tmp")
    }


def _run(folder: Path, writing: Writing, *strace: str) -> Outcome:
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    # Who measures what tests reach would add calls of its own to those that are cut off.
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")},
        "HOME": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "LANG": "C.UTF-8",
    }
    environment.pop("XDG_STATE_HOME", None)
    done = subprocess.run(
        [*strace, sys.executable, "-P", "-m", "tas_cli", *writing.arguments],
        cwd=folder, env=environment, input=writing.fed.encode(), capture_output=True, check=False,
    )  # fmt: skip
    return Outcome(done.returncode, done.stderr.decode(), _standing(folder))


def _traced(folder: Path, writing: Writing) -> tuple[range, Outcome]:
    """The numbers of the calls from the first that touches the folder to the last, and what a whole run leaves."""
    log = folder.parent / "trace"
    whole = _run(folder, writing, "strace", "-f", "-qq", "-o", str(log), "-e", f"trace={CALLS}")
    lines = [line for line in log.read_text(errors="replace").splitlines() if re.match(r"\d+ +\w+\(", line)]
    named = re.compile(r'\w+\([^"]*"(' + re.escape(str(folder)) + r"|(deal|new|base|theirs)\.tas|team|out\.)")
    first = next(i for i, line in enumerate(lines, 1) if named.search(line.partition(" ")[2].strip()))
    return range(first, len(lines) + 1), whole


def _acknowledged(said: str) -> int:
    """How many answers a session in lines took: so many questions it went on from."""
    return max(0, len(re.findall(r"^\[\d+/\d+\]", said, re.MULTILINE)) - 1)


def _ratings(text: str) -> int:
    return len(re.findall(r'(?m)^      \w+: "[-+?]"$', text))


def faults(name: str, stride: int = 1) -> tuple[int, list[str]]:
    """Kill a command at every `stride`-th of its calls: how often it was, and what went wrong."""
    writing = COMMANDS[name]
    found: list[str] = []
    kills = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve() / "work"

        def fresh() -> Files:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            _start(folder, writing)
            return _standing(folder)

        before = fresh()
        numbers, whole = _traced(folder, writing)
        assert whole.code == 0, whole.said
        for number in numbers[::stride]:
            fresh()
            kill = (
                "strace",
                "-f",
                "-qq",
                "-o",
                os.devnull,
                "-e",
                f"trace={CALLS}",
                "-e",
                f"inject={CALLS}:signal=KILL:when={number}",
            )
            killed = _run(folder, writing, *kill)
            if killed.code == 0:
                continue
            kills += 1
            found += [
                f"{name} at call {number}: {fault}" for fault in _wrong(writing, before, whole.files, killed)
            ]
            again = _run(folder, writing)
            if again.code != 0 or (not writing.session and again.files != whole.files):
                found.append(f"{name} at call {number}: run again it ended with {again.code}: {again.said}")
    return kills, found


def _wrong(writing: Writing, before: Files, after: Files, killed: Outcome) -> list[str]:
    found = [f"{path} is gone" for path in before if path not in killed.files]
    for path, data in killed.files.items():
        if writing.session and path in writing.arguments:
            continue
        if data not in (before.get(path), after.get(path)):
            found.append(f"{path} is neither the old nor the new one")
    if writing.session:
        file = writing.arguments[1]
        started, ended, now = (
            _ratings(each.get(file, b"").decode()) for each in (before, after, killed.files)
        )
        answered = _acknowledged(killed.said)
        if not started <= now <= ended or now < min(started + answered, ended):
            found.append(f"{answered} answers acknowledged, {now - started} of them on the disk")
    return found


def main() -> int:
    """Kill what the arguments say; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("commands", nargs="*", help=f"of {', '.join(COMMANDS)}")
    parser.add_argument("--stride", type=int, default=1)
    given = parser.parse_args()
    total, wrong = 0, 0
    for name in given.commands or COMMANDS:
        kills, found = faults(name, given.stride)
        total, wrong = total + kills, wrong + len(found)
        print(f"{name}: {kills} kills, {len(found)} faults", *found, sep="\n  ", flush=True)
    print(f"{total} kills, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
