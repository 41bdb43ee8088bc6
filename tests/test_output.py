"""Where results go: never over what they were made from, never through somebody's link, never onto nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from repositories import Repository
from tas_cli.boundary import run

Out = pytest.CaptureFixture[str]
DEAL = 'format: 1\ncustomer: Acme\nopportunity: CRM\nanswers:\n  tas:\n    compelling_event:\n      us: "+"\n'


@pytest.fixture(autouse=True)
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "team"
    monkeypatch.chdir(Repository(folder).folder)
    Path("questions").mkdir()
    bank = (Path(__file__).parent.parent / "questions" / "uss.yaml").read_text(encoding="utf-8")
    Path("questions/ours.yaml").write_text(bank, encoding="utf-8")
    Path("tas.yaml").write_text("us: Zenith\nquestions: [questions]\n", encoding="utf-8")
    Path("deals").mkdir()
    Path("deals/a.tas.yaml").write_text(DEAL, encoding="utf-8")
    Path("plain.yaml").write_text(DEAL, encoding="utf-8")
    Path("other.yaml").write_text(DEAL, encoding="utf-8")
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"], check=True)


def contents() -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in Path().rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


COMMANDS = [
    ["show", "deals/a.tas.yaml", "plain.yaml"],
    ["show", "a"],
    ["show"],
    ["check", "deals", "plain.yaml"],
    ["check", "deals", "--format", "json"],
    ["check", "deals", "plain.yaml", "--explain"],
    ["diff", "plain.yaml", "other.yaml"],
    ["diff", "a"],
    ["history", "a"],
    ["explain", "compelling_event"],
    ["explain", "TAS201"],
    ["explain", "TAS"],
    ["banks"],
    ["banks", "show", "uss"],
    ["schema"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "to", ["deals/a.tas.yaml", "tas.yaml", "./deals/../tas.yaml", "new.tas.yaml", "TAS.YAML"]
)
def test_no_deal_and_no_workspace_is_overwritten(command: list[str], to: str, capsys: Out) -> None:
    before = contents()
    assert run([*command, "-o", to]) == 2
    assert "another name" in capsys.readouterr().err
    assert contents() == before


@pytest.mark.parametrize(
    ("command", "to"),
    [
        (COMMANDS[0], "plain.yaml"),
        (COMMANDS[3], "plain.yaml"),
        (COMMANDS[5], "plain.yaml"),
        (COMMANDS[6], "other.yaml"),
        (COMMANDS[9], "questions/ours.yaml"),
        (COMMANDS[12], "questions/ours.yaml"),
        (COMMANDS[13], "questions/ours.yaml"),
        (COMMANDS[0], "link"),
        (COMMANDS[0], "hard"),
    ],
)
def test_no_result_replaces_what_it_was_made_from(command: list[str], to: str, capsys: Out) -> None:
    Path("link").symlink_to("plain.yaml")
    os.link("plain.yaml", "hard")
    before = contents()
    assert run([*command, "-o", to]) == 2
    assert "made from this very file" in capsys.readouterr().err
    assert contents() == before


def test_other_files_are_overwritten() -> None:
    for command in COMMANDS:
        Path("out").write_text("old", encoding="utf-8")
        assert run([*command, "-o", "out"]) in (0, 1), command
        assert Path("out").read_text(encoding="utf-8") != "old"


def test_a_link_out_of_the_folder_is_replaced_itself(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious", encoding="utf-8")
    Path("tas.sarif").symlink_to(precious)
    Path("gone").symlink_to(tmp_path / "not" / "there")
    for name in ("tas.sarif", "gone"):
        assert run(["check", "deals", "--format", "sarif", "-o", name]) == 0
        assert not Path(name).is_symlink()
        assert "sarif" in Path(name).read_text(encoding="utf-8")
    assert precious.read_text(encoding="utf-8") == "precious"
    assert not (tmp_path / "not").exists()


def test_a_link_within_the_folder_is_followed() -> None:
    Path("latest").symlink_to("today")
    assert run(["show", "a", "-o", "latest"]) == 0
    assert Path("latest").is_symlink()
    assert "Acme" in Path("today").read_text(encoding="utf-8")
    Path("deal").symlink_to("deals/a.tas.yaml")
    assert run(["show", "plain.yaml", "-o", "deal"]) == 2


def test_devices_are_written_to() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tas_cli", "show", "a", "-o", "/dev/stdout"], capture_output=True, check=False
    )
    assert (done.returncode, b"Acme" in done.stdout) == (0, True)
    with Path("caught").open("wb") as file:
        subprocess.run(
            [sys.executable, "-m", "tas_cli", "show", "a", "-o", "/dev/stdout"], stdout=file, check=True
        )
    assert b"Acme" in Path("caught").read_bytes()
    assert Path("/dev/stdout").is_symlink()


def test_a_merge_may_write_over_a_deal() -> None:
    assert run(["merge", "deals/a.tas.yaml", "deals/a.tas.yaml", "plain.yaml", "-o", "deals/a.tas.yaml"]) == 0


@pytest.mark.parametrize(
    "command",
    [
        ["check", "{}/deals"],
        ["show", "{}/deals/a.tas.yaml"],
        ["rate", "{}/deals/a.tas.yaml", "compelling_event=-"],
        ["diff", "{}/plain.yaml", "{}/other.yaml"],
        ["fmt", "{}/deals"],
        ["history", "{}/deals/a.tas.yaml"],
        ["assess", "{}/deals/a.tas.yaml", "--lines"],
        ["banks"],
        ["explain", "compelling_event"],
        ["init", "x"],
        ["textconv", "{}/deals/a.tas.yaml"],
        ["schema"],
    ],
    ids=lambda words: words[0],
)
def test_the_current_folder_is_gone(command: list[str], tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = (
        "import os, sys\nos.chdir(sys.argv.pop(1))\nos.rmdir(os.getcwd())\n"
        "from tas_cli.__main__ import main\nmain()\n"
    )
    words = [word.format(tmp_path / "team") for word in command]
    done = subprocess.run(
        [sys.executable, "-c", program, str(gone), *words], capture_output=True, text=True, stdin=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip
    assert done.returncode in (0, 2), done.stderr
    assert "defect" not in done.stderr
    if done.returncode == 2:
        assert done.stderr.startswith("tas: the current folder is not there any more")
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--evidence", "--next-step", "--said-by", "--by", "--competitor"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_argument_that_is_no_text_is_blamed_itself(option: str, lang: str, capsys: Out) -> None:
    before = contents()
    assert run(["rate", "a", "compelling_event=+", option, "mail\udcff", "--lang", lang]) == 2
    err = capsys.readouterr().err
    assert option in err
    assert "UTF-8" in err
    assert "a.tas.yaml" not in err
    assert contents() == before
    assert run(["rate", "a", "--set", "stage=\udcff"]) == 2
    assert "--set" in capsys.readouterr().err
    assert run(["assess", "new", "--customer", "\udcff", "--opportunity", "x"]) == 2
    assert "--customer" in capsys.readouterr().err
    assert not Path("deals/new.tas.yaml").exists()


def test_exact_bytes_go_into_files_and_pipes_only() -> None:
    pexpect = pytest.importorskip("pexpect")
    Path("raw").write_text(DEAL + "# \x1b[31m \x9b \x07\n", encoding="utf-8")
    command = [sys.executable, "-m", "tas_cli", "merge", "raw", "raw", "raw"]
    piped = subprocess.run(command, capture_output=True, check=False).stdout
    assert piped == Path("raw").read_bytes()
    seen = pexpect.run(" ".join(command), env={**os.environ, "TERM": "xterm"})
    assert b"\x1b" not in seen
    assert b"\x07" not in seen
