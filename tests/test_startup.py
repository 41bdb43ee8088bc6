"""Start-up is a feature: what `tas --version` and `tas --help` may import is pinned here, times are not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tas_cli import cli
from tas_cli.model import bank, fields, import_mapping, settings
from tas_cli.model.field_types import Shape

SOURCE = Path(cli.__file__).parent
SHARED = {
    "held_deals",
    "import_told",
    "scored_deals",
    "options",
    "deals",
    "completing",
    "usage",
}
"""What is in `commands` and is no page."""
HEAVY = {"yaml", "pydantic", "rich", "prompt_toolkit", "cel_expr_python", "jinja2", "markdown_it", "pygments"}


def modules_after(*arguments: str) -> tuple[set[str], subprocess.CompletedProcess[str]]:
    """The top-level modules that `tas ARGUMENTS` has imported when it ends, and how it ended."""
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: sys.stderr.write('\\nMODULES ' + ' '.join(sys.modules)))\n"
        "from tas_cli.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    names = done.stderr.rpartition("MODULES ")[2].split()
    return {name.split(".")[0] for name in names} | {n for n in names if n.startswith("tas_cli")}, done


def test_version_imports_next_to_nothing() -> None:
    loaded, done = modules_after("--version")
    assert done.stdout.startswith("tas ")
    assert not loaded & (HEAVY | {"typer"})
    assert {name for name in loaded if name.startswith("tas_cli.")} == {"tas_cli.__main__"}


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    loaded, done = modules_after(*arguments)
    assert done.returncode == 0
    assert "Usage" in done.stdout
    assert not loaded & HEAVY


def test_show_does_not_import_the_session_or_the_policy_language() -> None:
    loaded, _ = modules_after("show", "nowhere.tas.yaml")
    assert not loaded & {"prompt_toolkit", "cel_expr_python", "jinja2"}


def test_a_forecast_costs_nothing_where_nobody_learned_from_closed_deals() -> None:
    deal = Path(__file__).parent.parent / "examples" / "deals" / "acme-bank.tas.yaml"
    for command in ("show", "check"):
        loaded, _ = modules_after(command, str(deal))
        lacking = {"model.calibration_file", "judging.forecast", "judging.calibration", "reports.forecast"}
        assert not loaded & {f"tas_cli.{name}" for name in lacking}


def test_a_command_loads_only_its_own_page() -> None:
    loaded, _ = modules_after("show", "nowhere.tas.yaml")
    assert {name for name in loaded if name.startswith("tas_cli.commands.")} == {
        "tas_cli.commands.show",
        *(f"tas_cli.commands.{name}" for name in SHARED - {"held_deals", "import_told"}),
    }


def test_every_command_is_found_where_the_command_line_looks_for_it() -> None:
    pages = {path.stem for path in (SOURCE / "commands").glob("*.py")} - {"__init__"} - SHARED
    assert set(cli.PAGES.values()) == pages
    everything = cli.set_up()
    assert len(everything.registered_commands) + len(everything.registered_groups) == len(cli.PAGES)


@pytest.mark.parametrize("name", cli.PAGES)
def test_the_page_of_a_command_is_light_and_has_help_with_examples(name: str) -> None:
    loaded, done = modules_after(name, "--help")
    assert done.returncode == 0, done.stderr
    assert f"tas {name}" in done.stdout.partition("Options:")[0].partition("\n\n")[2] or name in cli.HIDDEN
    assert not loaded & (HEAVY - {"pydantic", "rich"})
    assert not any(name.startswith(("tas_cli.model", "tas_cli.place", "tas_cli.yamlio")) for name in loaded)


@pytest.mark.parametrize("called", [("check", "--fail-on", "never"), ("portfolio", "--view", "grid")])
def test_a_file_as_tas_lays_it_out_is_read_without_the_yaml_parser(called: tuple[str, ...]) -> None:
    loaded, done = modules_after(*called, str(Path(__file__).parent.parent / "examples" / "portfolio"))
    assert done.returncode == 0
    assert "yaml" not in loaded
    assert {name for name in loaded if name.startswith("tas_cli.yamlio.")} == {
        f"tas_cli.yamlio.{name}" for name in ("document", "quick", "reading")
    }


def test_two_deals_are_compared_without_the_yaml_parser_and_what_only_two_folders_need() -> None:
    deals = Path(__file__).parent.parent / "examples" / "portfolio"
    one, other = sorted(map(str, deals.rglob("*.tas.yaml")))[:2]
    loaded, done = modules_after("diff", one, other)
    assert done.returncode == 0, done.stderr
    lacking = {
        "model.proposals",
        "judging.agreement",
        "judging.accuracy",
        "yamlio.patching",
        "yamlio.parsing",
    }
    assert not loaded & {"yaml", *(f"tas_cli.{name}" for name in lacking)}


def test_check_loads_neither_git_nor_proposals_nor_scorecards_where_nobody_asks_for_them() -> None:
    deal = Path(__file__).parent.parent / "examples" / "deals" / "acme-bank.tas.yaml"
    loaded, _ = modules_after("check", str(deal), "--fail-on", "never")
    lacking = {"storage.git", "changes.past", "model.proposals", "judging.scorecard"}
    assert not loaded & {f"tas_cli.{name}" for name in lacking}


def test_usage_error_is_2() -> None:
    _, done = modules_after("rate")
    assert done.returncode == 2
    assert "FILE" in done.stderr


def test_pydantic_need_not_look_into_what_a_field_is_read_by() -> None:
    """A signature that is taken apart for each field, and a schema that nobody asked for, cost 20 ms a start."""
    assert not any(hasattr(each, "annotations") for each in (bank, fields, import_mapping, settings))
    kept = [cls for cls in _below(Shape) if cls.__module__.startswith("tas_cli.")]
    assert {"Settings", "Bank", "DealFields"} <= {cls.__name__ for cls in kept}
    for cls in kept:
        assert not any(isinstance(each.default_factory, type) for each in cls.model_fields.values()), cls
    assert not [
        path for path in (SOURCE / "model").glob("*.py") if "PlainValidator" in path.read_text("utf-8")
    ]


def _below(cls: type[Shape]) -> Iterator[type[Shape]]:
    for each in cls.__subclasses__():
        yield each
        yield from _below(each)
