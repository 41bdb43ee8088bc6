"""A deal by the word that people have for it: a path, a path without its ending, a name; and what is near."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from pathlib import Path

import pytest

from tas_cli.boundary import run
from tas_cli.commands.deals import file_name

Out = pytest.CaptureFixture[str]
DEAL = "customer: {}\nopportunity: CRM\n"


def write(path: str, customer: str = "Acme") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(DEAL.format(customer), encoding="utf-8")


@pytest.fixture(autouse=True)
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace with three deals, two of one name."""
    monkeypatch.chdir(tmp_path)
    Path("tas.yaml").write_text("us: Zenith\n", encoding="utf-8")
    write("deals/acme.tas.yaml", "Acme")
    write("deals/north/nord.tas.yaml", "Nord")
    write("deals/south/nord.tas.yaml", "Süd")


def shown(capsys: Out, *words: str) -> str:
    assert run(["show", *words, "--format", "json"]) == 0
    return str(json.loads(capsys.readouterr().out)["results"][0]["file"])


def test_show_takes_a_path_a_path_without_ending_or_a_name(capsys: Out) -> None:
    for word in ("deals/acme.tas.yaml", "deals/acme", "acme"):
        assert shown(capsys, word) == "deals/acme.tas.yaml"
    write("acme", "a file of that very name comes first")
    assert shown(capsys, "acme") == "acme"


def test_from_a_folder_below_a_name_means_the_same(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("deals/north")
    assert shown(capsys, "acme") == "../acme.tas.yaml"


def test_a_name_in_another_unicode_spelling_is_the_same(capsys: Out) -> None:
    write(f"deals/{unicodedata.normalize('NFD', 'Müller')}.tas.yaml")
    assert shown(capsys, unicodedata.normalize("NFC", "Müller"))


@pytest.mark.parametrize(
    "command",
    [
        ["rate", "-", "solution_fit=+"], ["assess", "-"], ["history", "-"],
        ["propose", "-", "--from", "x.json", "--source", "x.txt"],
    ],
)  # fmt: skip
def test_what_is_read_from_a_pipe_has_no_file_to_keep_answers_in(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(DEAL.format("A")))
    before = sorted(Path().rglob("*"))
    assert run(command) == 2
    assert sorted(Path().rglob("*")) == before
    assert "says nothing" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["show"], ["rate", "stage=x"], ["history"], ["check"], ["fmt"], ["diff"]]
)
def test_of_two_deals_of_one_name_both_are_named(command: list[str], capsys: Out) -> None:
    assert run([command[0], "nord", *command[1:]]) == 2
    err = capsys.readouterr().err
    assert "deals/north/nord.tas.yaml, deals/south/nord.tas.yaml" in err


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["show", "acm"], "acme"),
        (["show", "deals/acm.tas.yaml"], "deals/acme.tas.yaml"),
        (["show", "deals/north/nrod.tas.yaml"], "deals/north/nord.tas.yaml"),
        (["rate", "Acme", "compelling_event=+"], "acme"),
        (["check", "dealz"], "deals"),
        (["check", "deals/acm.tas.yaml"], "deals/acme.tas.yaml"),
        (["check", "tas.yml"], "tas.yaml"),
        (["fmt", "dealz/acme"], "deals/acme"),
        (["diff", "deal"], "deals"),
        (["diff", "acme", "deals/acm"], "deals/acme.tas.yaml"),
        (["explain", "compeling_event"], "compelling_event"),
        (["banks", "show", "uzz"], "uss"),
        (["check", "--select", "TAS911"], "TAS211"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_near_is_named(arguments: list[str], near: str, lang: str, capsys: Out) -> None:
    assert run([*arguments, "--lang", lang]) == 2
    err = capsys.readouterr().err
    assert near in err
    assert "tas assess FILE" not in err


@pytest.mark.parametrize(
    ("command", "near"),
    [
        ("show acm", "acme"),
        ("plan acm", "acme"),
        ("rate acm compelling_event=+", "acme"),
        ("rate acme compeling_event=+", "compelling_event"),
        ("rate acme uss.solution=tailord", "tailored"),
        ("rate acme --set stge=x", "stage"),
        ("check acm", "acme"),
        ("check deels", "deals"),
        ("check --select ownd", "owned"),
        ("check --explain deals/acm.tas.yaml", "deals/acme.tas.yaml"),
        ("fmt deals/acm.tas.yaml", "deals/acme.tas.yaml"),
        ("merge deals/acme.tas.yaml deals/acme.tas.yaml deals/acm.tas.yaml", "deals/acme.tas.yaml"),
        ("textconv deals/acm.tas.yaml", "deals/acme.tas.yaml"),
        ("banks show us", "uss"),
        ("banks check deals/acm.tas.yaml", "deals/acme.tas.yaml"),
        ("history acme --question compeling_event", "compelling_event"),
        ("explain ownd", "owned"),
        ("explain compeling_event", "compelling_event"),
        ("explain TAS901", "TAS601"),
        ("portfolio deels", "deals"),
        ("portfolio --view attenton", "attention"),
        ("portfolio --sort amont", "amount"),
        ("portfolio --group ownr", "owner"),
        ("portfolio --where deal.stge==''", "deal.stage"),
        ("report deals -o deels/page.html", "deals"),
        ("propose acme --from deals/acme.tas.yaml --source deals/acm.tas.yaml", "deals/acme.tas.yaml"),
    ],
)
def test_whatever_is_mistyped_names_what_is_nearest(command: str, near: str, capsys: Out) -> None:
    Path("tas.yaml").write_text("policy:\n  - {id: owned, expect: deal.owner != ''}\n", encoding="utf-8")
    assert run(command.split()) == 2
    first, _, rest = capsys.readouterr().err.partition("\n")
    assert f"(nearest: {near})" in first or f"the nearest is {near}" in first or near in rest.split()
    assert "starts a new assessment" not in rest


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "zzzzzz"],
        ["check", "qqqqqq"],
        ["explain", "zzzzzz"],
        ["rate", "acme", "zzzzzzzz=+"],
        ["diff", "zzzzzz"],
        ["check", "--select", "zzzzzz"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_dangles_where_nothing_is_near(arguments: list[str], lang: str, capsys: Out) -> None:
    assert run([*arguments, "--lang", lang]) == 2
    err = capsys.readouterr().err
    assert not any(word in err for word in ("nearest", "最接近", "⟦", "⟧", "(-)"))


def test_show_alone_takes_the_only_deal_or_lists_them(capsys: Out) -> None:
    assert run(["show"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == ["acme", "deals/north/nord.tas.yaml", "deals/south/nord.tas.yaml"]
    assert "tas show NAME" in err
    assert run(["show", "-q"]) == 0
    assert capsys.readouterr().err == ""
    assert run(["show", "--format", "json"]) == 2
    assert "acme" in capsys.readouterr().err
    for path in Path("deals").rglob("nord*"):
        path.unlink()
    assert shown(capsys) == "deals/acme.tas.yaml"
    Path("deals/acme.tas.yaml").unlink()
    assert run(["show"]) == 2
    assert "no deals here" in capsys.readouterr().err


def test_a_folder_is_no_deal(capsys: Out) -> None:
    assert run(["show", "deals"]) == 2
    assert "is a folder" in capsys.readouterr().err
    write("deals/deals.tas.yaml")
    assert shown(capsys, "deals") == "deals/deals.tas.yaml"


def assess(*words: str) -> int:
    return run(["assess", *words, "--customer", "Neu", "--opportunity", "X", "--lines"])


@pytest.mark.parametrize(
    ("word", "made"),
    [
        ("Acme Bank", "deals/acme-bank.tas.yaml"),
        ("  Müller & Söhne!  ", "deals/müller-söhne.tas.yaml"),
        ("金蝶", "deals/金蝶.tas.yaml"),
        ("ACME", "deals/acme-2.tas.yaml"),
        ("!!", "deals/deal.tas.yaml"),
        ("x" * 99, f"deals/{'x' * 60}.tas.yaml"),
        ("new/beta", "new/beta.tas.yaml"),
        ("./beta", "./beta.tas.yaml"),
        ("beta.yaml", "beta.tas.yaml"),
        ("beta.v2", "beta.v2.tas.yaml"),
        ("beta.tas.yaml", "beta.tas.yaml"),
        ("deals/north/beta.tas.yaml", "deals/north/beta.tas.yaml"),
    ],
)
def test_assess_makes_a_file_and_says_that_it_is_new(word: str, made: str, capsys: Out) -> None:
    assert assess(word) == 0
    assert Path(made).is_file()
    assert f"{made}: a new assessment" in capsys.readouterr().err
    assert assess(made) == 0
    assert "a new assessment" not in capsys.readouterr().err
    assert run(["check", made, "--fail-on", "never"]) == 0


def test_assess_finds_what_is_there(capsys: Out) -> None:
    for word in ("acme", "deals/acme", "deals/acme.tas.yaml"):
        assert run(["assess", word, "--lines"]) == 0
        assert "a new assessment" not in capsys.readouterr().err
    assert run(["assess", "nord", "--lines"]) == 2


def test_a_mistyped_path_names_the_nearest(capsys: Out) -> None:
    assert assess("deals/acmee.tas.yaml") == 0
    assert "a new assessment; the nearest there is: deals/acme.tas.yaml" in capsys.readouterr().err


def test_outside_a_workspace_a_name_makes_a_file_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tas.yaml").unlink()
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    assert assess("Acme Bank") == 0
    assert Path("acme-bank.tas.yaml").is_file()


def test_a_file_s_name_is_never_taken_in_any_spelling_and_never_too_long() -> None:
    assert file_name("Acme", ["ACME.tas.yaml", "acme-2.TAS.yaml"]) == "acme-3.tas.yaml"
    taken = [f"{'x' * 60}.tas.yaml"]
    made = file_name("x" * 80, taken)
    assert made == f"{'x' * 58}-2.tas.yaml"
    assert file_name("straße", ["STRASSE.tas.yaml"]) == "straße-2.tas.yaml"
    assert file_name("Ａｃｍｅ", []) == "acme.tas.yaml"


def test_the_words_that_started_a_deal_mean_it_again(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    """With a workspace and without one; another customer whose name looks like it gets a file of its own."""
    monkeypatch.chdir(tmp_path_factory.mktemp("alone"))
    for folder in (".", "deals"):
        if folder == "deals":
            Path("tas.yaml").write_text("us: we\n", encoding="utf-8")
        make = ["assess", "Acme Bank", "--customer", "Acme Bank", "--opportunity", "Core", "--lines"]
        for _ in range(2):
            assert run(make) == 0
        assert [path.name for path in Path(folder).glob("*.tas.yaml")] == ["acme-bank.tas.yaml"]
        capsys.readouterr()
        for command in (["show", "Acme Bank"], ["show"], ["plan"], ["portfolio", "."]):
            assert run(command) == 0, command
        assert "Acme Bank" in capsys.readouterr().out
        assert run(["assess", "ACME bank!", "--customer", "Other", "--opportunity", "Core", "--lines"]) == 0
        assert (Path(folder) / "acme-bank-2.tas.yaml").exists()
        for path in Path(folder).glob("*.tas.yaml"):
            path.unlink()
