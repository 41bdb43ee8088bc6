"""`tas resolve`: every conflict of a merge is put once, what is chosen stands, and no word is lost on the way."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repositories import Repository
from tas_cli.boundary import run
from tas_cli.model.assessment import Assessment, read_assessment, usable

Out = pytest.CaptureFixture[str]
FILE = "deals/金蝶 a.tas.yaml"
BASE = """\
# ours since March
format: 1
customer: Acme
opportunity: CRM
stage: discovery
reason: unsaid
competitors:
  x_sys: X-Sys
answers:
  tas:
    compelling_event:  # the CIO knows
      us: "?"
      x_sys: "?"
      evidence: nobody asked
    solution_fit:
      us: "+"
"""
OURS = (
    BASE.replace('us: "?"', 'us: "+"').replace("nobody asked", "CFO's mail").replace("discovery", "proposal")
)
OURS = OURS.replace("reason: unsaid", "reason: price")
THEIRS = (
    BASE.replace('us: "?"', 'us: "-"').replace("nobody asked", "no pain").replace("discovery", "negotiation")
)
THEIRS = THEIRS.replace("reason: unsaid", "reason: scope").replace(
    "# ours since March\n", "# theirs since May\n"
)
THEIRS = THEIRS.replace("customer: Acme", "customer: Acme Bank")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A merge that ended in three conflicts, git's own markers in the file."""
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.folder)
    conflict(made, BASE, OURS, THEIRS)
    return made


def conflict(made: Repository, base: str, ours: str, theirs: str) -> None:
    made.write("tas.yaml", "us: Zenith\n")
    made.saved(FILE, base)
    made.git("checkout", "-qb", "side")
    made.saved(FILE, theirs, "theirs")
    made.git("checkout", "-q", "main")
    made.saved(FILE, ours, "ours")
    assert merge() == 1


def merge() -> int:
    person = ["-c", "user.name=A", "-c", "user.email=a@b"]
    return subprocess.run(
        ["git", *person, "merge", "-q", "side"], check=False, capture_output=True
    ).returncode


def resolve(keys: str, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(keys.encode())))
    return run(["resolve", FILE, *more])


def said() -> Assessment:
    return usable(read_assessment(Path(FILE).read_text("utf-8"), FILE))


def answered() -> tuple[str | None, str, str | None, str]:
    deal = said()
    told = deal.answer("tas", "compelling_event")
    return told.ratings.get("us"), told.evidence_text("us"), deal.stage, deal.reason


def test_ours_theirs_in_turn(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    assert resolve("o\nt\no\n", monkeypatch) == 0
    err = capsys.readouterr().err
    assert "Compelling event" in err
    assert "CFO's mail" in err
    assert "no pain" in err
    assert "nobody asked" in err
    assert "3 conflicts settled" in err
    deal = said()
    assert deal.customer == "Acme Bank"  # what nobody disputes needs no answer
    text = Path(FILE).read_text("utf-8")
    assert "<<<<" not in text
    for comment in ("# theirs since May", "# the CIO knows"):
        assert comment in text
    assert "UU" in repository.git("status", "--porcelain")  # the last word, `git add`, is the person's


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("o\no\no\n", ("proposal", "price", "+", "CFO's mail")),
        ("t\nt\nt\n", ("negotiation", "scope", "-", "no pain")),
        ("o\nb\no\n", ("proposal", "price / scope", "+", "CFO's mail")),
        ("e\nproposal\ne\nneither\ne\n?\nwe shall see\n", ("proposal", "neither", "?", "we shall see")),
        ("e\n\ne\n\ne\n\n\n", ("proposal", "price", "+", "CFO's mail")),
        ("Ｏ\nｔ\nT\n", ("proposal", "scope", "-", "no pain")),
    ],
)
def test_what_is_chosen_stands(keys: str, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve(keys, monkeypatch) == 0
    rating, evidence, stage, reason = answered()
    assert (stage, reason, rating, evidence) == expected


@pytest.mark.usefixtures("repository")
def test_both_is_for_texts_and_a_line_that_is_no_answer_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    assert resolve("b\nx\no\nb\nb\nt\n", monkeypatch) == 0  # all is settled
    err = capsys.readouterr().err
    assert err.count("only of texts") == 2
    assert "answer o, t, e or q" in err
    assert err.count("b both texts") == 1
    assert answered()[3] == "price / scope"


@pytest.mark.usefixtures("repository")
def test_what_is_typed_anew_is_asked_in_words_with_both_sides_and_what_may_be(
    monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    assert resolve("o\no\ne\nmaybe\n+\na mail\n", monkeypatch) == 0
    err = capsys.readouterr().err
    assert "Compelling event · Zenith (Enter keeps ours: +; theirs: -)" in err
    assert "Compelling event · Evidence · Zenith (Enter keeps ours: CFO's mail; theirs: no pain)" in err
    assert "+ - ?" in err
    assert "compelling_event.us" not in err


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("keys", ["", "o\n", "o\nt\nq\n", "q\n", "o\no\ne\n"])
def test_nothing_is_written_before_the_last_is_settled(
    keys: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    before = Path(FILE).read_bytes()
    assert resolve(keys, monkeypatch) == 1
    assert Path(FILE).read_bytes() == before
    assert "nothing written, 3 conflicts" in capsys.readouterr().err


def test_texts_of_evidence_and_steps_are_kept_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Repository(tmp_path / "texts")
    monkeypatch.chdir(made.folder)
    step = BASE + "      next_step: {}\n"
    conflict(
        made,
        step.format("ask"),
        step.format("ask Anna").replace("nobody asked", "a mail"),
        step.format("ask Ben").replace("nobody asked", "a call"),
    )
    assert resolve("b\nb\n", monkeypatch) == 0
    assert said().answer("tas", "compelling_event").evidence_text("us") == "a mail\na call"
    assert said().answer("tas", "solution_fit").step_text == "ask Anna; ask Ben"


def test_the_marked_text_is_never_read(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(FILE).write_text("<<<<<<< rubbish\n", encoding="utf-8")
    assert resolve("o\no\no\n", monkeypatch) == 0
    assert said().customer == "Acme Bank"
    # Ours alone, as a driver that never ran leaves it, is no settlement either.
    repository.git("checkout", "-q", "--ours", "--", FILE)
    assert resolve("t\nt\nt\n", monkeypatch) == 0
    assert answered()[0] == "-"


@pytest.mark.usefixtures("repository")
def test_what_somebody_settled_by_hand_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    by_hand = OURS.replace("CFO's mail", "mail and call")
    Path(FILE).write_text(by_hand, encoding="utf-8")
    assert resolve("t\nt\nt\n", monkeypatch) == 2
    assert "settled it already" in capsys.readouterr().err
    assert Path(FILE).read_text("utf-8") == by_hand


def test_where_there_is_no_merge(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    repository.git("add", "-A")
    assert resolve("o\n", monkeypatch) == 2
    assert "git checkout -m" in capsys.readouterr().err
    repository.git("checkout", "-q", "-m", "--", FILE)
    assert resolve("o\no\no\n", monkeypatch) == 0
    assert run(["resolve", "nowhere"]) == 2


def test_one_side_removed_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    made = Repository(tmp_path / "removed")
    monkeypatch.chdir(made.folder)
    made.saved(FILE, BASE)
    made.git("checkout", "-qb", "side")
    made.git("rm", "-q", FILE)
    made.commit("gone")
    made.git("checkout", "-q", "main")
    made.saved(FILE, OURS)
    assert merge() == 1
    assert resolve("o\n", monkeypatch) == 2
    assert "git rm" in capsys.readouterr().err


def test_both_added_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Repository(tmp_path / "added")
    monkeypatch.chdir(made.folder)
    made.saved("other", "x")
    made.git("checkout", "-qb", "side")
    made.saved(FILE, THEIRS)
    made.git("checkout", "-q", "main")
    made.saved(FILE, OURS)
    assert merge() == 1
    assert resolve("t\n" * 4, monkeypatch) == 0
    assert (said().customer, answered()[0]) == ("Acme Bank", "-")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_from_below_by_name_and_in_both_languages(
    lang: str, repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(repository.folder / "deals")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"t\nt\nt\n")))
    assert run(["resolve", "金蝶 a", "--lang", lang]) == 0
    assert ("双方都改了" in capsys.readouterr().err) == (lang == "zh")


def test_as_git_s_own_tool(repository: Repository) -> None:
    assert run(["init", "-q", "--git", "--yes"]) == 0
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["git", "-c", "mergetool.keepBackup=false", "mergetool", "-y", "-t", "tas"]
    done = subprocess.run(
        command,
        input="o\nt\no\n",
        env={**os.environ, "PATH": path},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    status = repository.git("status", "--porcelain")
    assert "UU" not in status
    assert answered()[0] == "+"


def test_left_in_git_s_own_tool_it_stays_a_conflict(repository: Repository) -> None:
    assert run(["init", "-q", "--git", "--yes"]) == 0
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["git", "mergetool", "-y", "-t", "tas"], input="q\n", env={**os.environ, "PATH": path}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "UU" in repository.git("status", "--porcelain")


@given(keys=st.lists(st.sampled_from("ot"), min_size=3, max_size=3))
def test_any_choice_is_what_stands(keys: list[str]) -> None:
    from tas_cli.changes.merge import merge, settled
    from tas_cli.commands.resolve import _text
    from tas_cli.place import Places

    sides = tuple(read_assessment(text, "") for text in (BASE, OURS, THEIRS))
    merged = merge(*map(usable, sides))
    wanted = merged.assessment
    decided = []
    for key, each in zip(keys, merged.conflicts, strict=True):
        decided.append(each if key == "o" else each._replace(ours=each.theirs))
        wanted = settled(wanted, each, "ours" if key == "o" else "theirs")
    text = _text("", sides, decided, Places().here())  # type: ignore[arg-type]
    assert usable(read_assessment(text, "")) == wanted
