"""A long result on a terminal goes through the user's pager, as git's output does; nowhere else."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")

EXAMPLES = Path(__file__).parent / "examples" / "valid"
LONG = ["show", str(EXAMPLES / "full.tas.yaml"), "--today", "2026-11-22"]


def seen(arguments: list[str], rows: int = 24, **settings: str) -> tuple[str, int]:
    """What stands on a terminal after `tas ARGUMENTS`, and the exit code."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PAGER", "TAS_PAGER")}
    child = pexpect.spawn(
        sys.executable, ["-m", "tas_cli", *arguments], encoding="utf-8", dimensions=(rows, 80), timeout=60,
        env={**environment, "TERM": "xterm", **settings},
    )  # fmt: skip
    text = child.read()
    child.close()
    return text.replace("\r\n", "\n"), child.exitstatus


@pytest.fixture
def paged(tmp_path: Path) -> str:
    """A pager that keeps what it gets in a file."""
    return f"cat > '{tmp_path}/paged'; echo THROUGH"


def test_longer_than_the_screen_is_paged_in_colour(paged: str, tmp_path: Path) -> None:
    text, code = seen(LONG, TAS_PAGER=paged)
    assert (text.strip(), code) == ("THROUGH", 0)
    kept = (tmp_path / "paged").read_text("utf-8")
    assert "\x1b[" in kept
    plain, _ = seen(LONG, TAS_PAGER="")
    assert kept == plain


def test_what_fits_is_not_paged(paged: str, tmp_path: Path) -> None:
    text, _ = seen(LONG, rows=400, TAS_PAGER=paged)
    assert "THROUGH" not in text
    for more in (["--no-pager"], ["--format", "json"], ["-o", str(tmp_path / "out")]):
        assert "THROUGH" not in seen([*LONG, *more], TAS_PAGER=paged)[0]


def test_no_terminal_no_pager(paged: str) -> None:
    child = pexpect.spawn(
        "/bin/sh", ["-c", f"{sys.executable} -m tas_cli {' '.join(LONG)} | tail -1"], encoding="utf-8",
        env={**os.environ, "TAS_PAGER": paged, "TERM": "xterm"}, timeout=60,
    )  # fmt: skip
    assert "THROUGH" not in child.read()
    assert "THROUGH" not in seen(LONG, TAS_PAGER=paged, TERM="dumb")[0]


def test_the_order_of_those_who_choose(paged: str) -> None:
    assert seen(LONG, PAGER=paged)[0].strip() == "THROUGH"
    assert seen(LONG, PAGER="echo NOT", TAS_PAGER=paged)[0].strip() == "THROUGH"
    assert "THROUGH" not in seen(LONG, PAGER=paged, TAS_PAGER="cat")[0]
    assert "NOT" not in seen(LONG, GIT_PAGER="echo NOT", TAS_PAGER="")[0]


def test_whoever_quits_early_has_seen_enough() -> None:
    for pager in ("true", "head -1", "exit 3"):
        text, code = seen([*LONG, "--color", "never"], TAS_PAGER=pager)
        assert code == 0
        assert text.count("\n") <= 1


def test_a_pager_that_is_not_there_shows_all() -> None:
    whole = seen(LONG, TAS_PAGER="")[0]
    text, code = seen(LONG, TAS_PAGER="no-such-pager-anywhere")
    assert code == 0
    assert text.endswith(whole)


@pytest.mark.parametrize(
    "command",
    [["banks", "show", "tas"], ["diff", str(EXAMPLES / "minimal.tas.yaml"), str(EXAMPLES / "full.tas.yaml")]],
)
def test_other_long_results_too(command: list[str], paged: str) -> None:
    assert seen(command, rows=10, TAS_PAGER=paged)[0].strip() == "THROUGH"


def test_the_usual_pager_is_less_from_the_top() -> None:
    if not any((Path(folder) / "less").exists() for folder in os.environ["PATH"].split(os.pathsep)):
        pytest.skip("there is no less here")
    child = pexpect.spawn(
        sys.executable, ["-m", "tas_cli", *LONG], encoding="utf-8", dimensions=(24, 80), timeout=60,
        env={**{k: v for k, v in os.environ.items() if "PAGER" not in k and k != "LESS"}, "TERM": "xterm"},
    )  # fmt: skip
    child.expect(re.compile(r":\s*(\x1b\[K)?$"))
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_usual_pager_shows_chinese_where_the_locale_is_not_there() -> None:
    if not any((Path(folder) / "less").exists() for folder in os.environ["PATH"].split(os.pathsep)):
        pytest.skip("there is no less here")
    left_out = ("LESS", "LESSCHARSET", "LC_ALL", "LC_CTYPE", "PAGER", "TAS_PAGER")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    child = pexpect.spawn(
        sys.executable, ["-m", "tas_cli", *LONG, "--lang", "zh"], encoding="utf-8", dimensions=(24, 80), timeout=60,
        env={**environment, "TERM": "xterm", "LANG": "xx_XX.UTF-8"},
    )  # fmt: skip
    child.expect(re.compile(r":\s*(\x1b\[K)?$"))
    shown = child.before
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert "华东机电" in shown
    assert "<E" not in shown
