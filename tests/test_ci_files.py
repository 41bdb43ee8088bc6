"""The files that forges and pre-commit read: they name what exists, and the action's script does what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tas_cli.words import LANGUAGES, Lang, say

ROOT = Path(__file__).parent.parent
GOOD, BAD = "customer: Acme\nopportunity: Core\n", "customer: Acme\n"


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_hooks_match_what_they_should() -> None:
    hooks = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}
    assert {id: hook["entry"] for id, hook in hooks.items()} == {
        "tas-check": "tas check",
        "tas-fmt": "tas fmt",
    }
    pattern = re.compile(hooks["tas-check"]["files"])
    for path in (
        "a.tas.yaml", "deals/金蝶.tas.yaml", "tas.yaml", "team/tas.yaml", "questions/ours.yaml", "a/banks/b.yml",
        # what is passed over because of its name has to be said as well
        "deals/a.tas.yml", "deals/A.TAS.YAML", "tas.yml",
    ):  # fmt: skip
        assert pattern.search(path), path
    for path in ("atas.yaml", "tas.yaml.txt", "questions.yaml", "myquestions/a.yaml", "questions/readme.md"):
        assert not pattern.search(path), path
    assert not re.search(hooks["tas-fmt"]["files"], "tas.yaml")
    # A hook that passes hides what it printed, and so the warnings, unless it is told to show it.
    assert hooks["tas-check"]["verbose"] is True


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_hooks_of_init_are_those_of_the_repository(lang: Lang) -> None:
    ours = yaml.safe_load(say("init.pre_commit", lang))["repos"][0]["hooks"]
    theirs = loaded(".pre-commit-hooks.yaml")
    # Where they run differs: in an environment that pre-commit makes, or with the tas that is there.
    elsewhere = {"language", "additional_dependencies", "description"}
    assert [{k: v for k, v in hook.items() if k not in elsewhere} for hook in ours] == [
        {k: v for k, v in hook.items() if k not in elsewhere} for hook in theirs
    ]


def test_every_dependency_says_from_which_version_to_which() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    listed += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    others = [each for each in listed if not each.startswith("tas-cli[")]
    for each in others:
        assert re.match(r"[\w.-]+>=\d[\d.]*,<\d[\d.]*(;|$)", each), each
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "lowest.py"), str(ROOT / "pyproject.toml")],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert len(done.stdout.split()) == len(others) > 15


def test_no_input_becomes_part_of_a_script() -> None:
    for step in loaded("action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"]


def test_later_steps_find_what_the_action_installed() -> None:
    install = loaded("action.yml")["runs"]["steps"][0]
    assert 'echo "$TARGET/bin" >> "$GITHUB_PATH"' in install["run"]
    assert loaded("action.yml")["runs"]["steps"][1]["env"]["TAS"] == f"{install['env']['TARGET']}/bin/tas"


def test_the_workflow_runs_what_a_change_must_pass() -> None:
    steps = loaded(".github/workflows/ci.yml")["jobs"]["ci"]["steps"]
    assert steps[-1]["run"] == "bash .ci/run"


@pytest.mark.skipif(shutil.which("bash") is None, reason="composite actions run in bash")
@pytest.mark.parametrize(
    ("path", "fail_on", "code", "summary"),
    [
        ("", "error", 1, "2 files checked: 1 error"),
        ("deals/good.tas.yaml", "error", 0, "1 file checked: 0 errors"),
        ("deals/good.tas.yaml\ndeals/bad one.tas.yaml\n", "error", 1, "2 files checked: 1 error"),
        ("deals", "never", 0, "2 files checked: 1 error"),
        ("nowhere", "error", 2, ""),
        ("--help", "error", 2, ""),
        ("$(touch gotcha)", "error", 2, ""),
    ],
)
def test_the_action_as_the_shell_it_is(
    path: str, fail_on: str, code: int, summary: str, tmp_path: Path
) -> None:
    (tmp_path / "deals").mkdir()
    (tmp_path / "deals" / "good.tas.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "deals" / "bad one.tas.yaml").write_text(BAD, encoding="utf-8")
    program = tmp_path / "tas"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tas_cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = loaded("action.yml")["runs"]["steps"][1]["run"]
    environment = {
        **os.environ,
        "TAS": str(program),
        "INPUT_PATH": path,
        "INPUT_FORMAT": "github",
        "INPUT_FAIL_ON": fail_on,
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    written = (tmp_path / "summary").read_text(encoding="utf-8") if (tmp_path / "summary").exists() else ""
    assert summary in written
    assert bool(summary) == bool(written)
    assert ("::error file=deals/bad one.tas.yaml,line=1" in done.stdout) == ("1 error" in summary)
    assert not (tmp_path / "gotcha").exists()
