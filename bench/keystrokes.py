"""How long a key of the session takes until it is on disk and drawn, in a real pseudo-terminal.

    python bench/keystrokes.py

50 ratings, then taken back one by one; at 20 questions × 6 parties, and with a bank of 200 questions.
Milliseconds, not ratios: what a person feels is no ratio. Beside it the processor's time a key, which does
not grow with what else a machine is doing. Needs pexpect, as the tests do, and Linux.
"""

from __future__ import annotations

import os
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect

KEYS = 100
QUIET = 0.02
PATIENCE = 60
PARTIES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")


def bank(questions: int) -> str:
    """A bank of so many ratings in four sections."""
    lines = ["format: 1", "id: large", "version: 1", "title: Large", "sections:"]
    for number in range(questions):
        if number % (questions // 4) == 0:
            section = number // (questions // 4)
            lines += [f"  - id: s{section}", f"    title: Section {section}?", "    questions:"]
        lines += [
            f"      - id: q{number}",
            f"        title: Question number {number}",
            "        plus: yes it is",
        ]
        lines += ["        minus: no it is not", "        ask:", f"          - What about {number}?"]
    return "\n".join(lines) + "\n"


def took(child: pexpect.spawn, key: str, file: Path) -> float:
    """Seconds from a key to the last byte that was drawn for it; the file has changed by then."""
    before, start = file.stat().st_mtime_ns, time.perf_counter()
    child.send(key)
    end = start
    while select.select([child.child_fd], [], [], QUIET if end > start else PATIENCE)[0]:
        os.read(child.child_fd, 1 << 16)
        end = time.perf_counter()
    assert file.stat().st_mtime_ns != before, "a key changed nothing"
    return end - start


def processor(pid: int) -> float:
    """Seconds that a process has worked."""
    said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def measured(name: str, bank_id: str, competitors: tuple[str, ...]) -> None:
    """Rate in one session, and say how long the keys took."""
    file = Path(f"{bank_id}.tas.yaml")
    options = [word for each in competitors for word in ("--competitor", each)]
    options += ["--customer", "Acme", "--opportunity", "Core", "--bank", bank_id]
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tas_cli", "assess", str(file), *options],
        dimensions=(40, 120),
        env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
        timeout=PATIENCE,
    )
    child.delaybeforesend = None
    child.expect("to go")
    while select.select([child.child_fd], [], [], 0.5)[0]:
        os.read(child.child_fd, 1 << 16)
    keys = "+-" * (KEYS // 4) + "u" * (KEYS // 2)
    worked = processor(child.pid)
    times = [took(child, key, file) * 1000 for key in keys]
    worked = processor(child.pid) - worked
    child.close(force=True)
    times.sort()
    print(
        f"{name}: median {statistics.median(times):.1f} ms, 99th of 100 {times[98]:.1f} ms;"
        f" {worked * 1000 / KEYS:.1f} ms of the processor a key"
    )


def main() -> None:
    """Both measurements in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["XDG_STATE_HOME"] = str(Path(folder, "state"))
        Path("tas.yaml").write_text("format: 1\nquestions: [large.yaml]\n", encoding="utf-8")
        Path("large.yaml").write_text(bank(200), encoding="utf-8")
        measured("20 questions, 6 parties", "tas", PARTIES)
        measured("200 questions", "large", PARTIES[:1])
        os.chdir("/")


if __name__ == "__main__":
    main()
