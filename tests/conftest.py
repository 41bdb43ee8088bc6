"""What every test shares: a home of its own, no colours, no language from outside, and gold files.

`pytest --accept` rewrites the gold files instead of comparing with them.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
ROOT = HERE.parent

# Which examples a run draws follows from the tests alone, so that a change is judged by what it changes;
# TAS_HYPOTHESIS=long draws new ones each time, and many more.
_COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("tas", _COMMON, max_examples=60, derandomize=True)
settings.register_profile("long", _COMMON, max_examples=5000)
settings.load_profile(os.environ.get("TAS_HYPOTHESIS", "tas"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the gold files")


def pytest_configure() -> None:
    """A shell that runs the tests in the background ignores Ctrl-C for all its children; the tests send it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def alone(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the real home, language, terminal, git configuration or CI around it."""
    home = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith(("TAS_", "LC_", "GIT_", "XDG_", "GITHUB_")) or name in (
            "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LANGUAGE", "CI", "ACCESSIBLE",
        ):  # fmt: skip
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`gold(name, text)`: the text must be what tests/gold/<name> holds; `pytest --accept` writes it there."""

    def check(name: str, text: str) -> None:
        path = HERE / "gold" / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.is_file(), f"no gold file {name}; pytest --accept writes it"
        assert text == path.read_bytes().decode("utf-8")

    return check
