"""`tas rate` on real files: one line changes, comments stay, what cannot be recorded is said."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path

import pytest
import yaml

from tas_cli.boundary import run
from tas_cli.model.answers import RESERVED

HAND_EDITED = """\
# Talked to Bob on Monday.
customer: 'Acme "Bank"'   # the old name
opportunity: Core

competitors: {x_sys: X-Sys}
answers:
    tas:
        compelling_event:
            us: '?'     # ask again
            # their words:
            evidence: >-
                CFO's mail,
                the licence ends
        solution_fit: {us: "+", x_sys: "-"}
    uss:
        solution: tailored
"""


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    path = tmp_path / "deal.tas.yaml"
    path.write_text(HAND_EDITED, encoding="utf-8")
    return path


def changed(path: Path, before: str = HAND_EDITED) -> list[str]:
    """The lines that differ, as +new and -old."""
    after = path.read_bytes().decode("utf-8")
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and not line.startswith("@@")]


def test_one_rating_is_one_line(deal: Path) -> None:
    assert run(["rate", str(deal), "compelling_event=+"]) == 0
    assert changed(deal) == ["-            us: '?'     # ask again", '+            us: "+"     # ask again']


def test_the_same_again_writes_nothing(deal: Path) -> None:
    run(["rate", str(deal), "compelling_event=+"])
    stamp = deal.stat().st_mtime_ns, deal.stat().st_ino
    assert run(["rate", str(deal), "compelling_event=+"]) == 0
    assert (deal.stat().st_mtime_ns, deal.stat().st_ino) == stamp


def test_crlf_stays(deal: Path) -> None:
    deal.write_bytes(HAND_EDITED.replace("\n", "\r\n").encode())
    assert run(["rate", str(deal), "x_sys:compelling_event=-"]) == 0
    data = deal.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") == HAND_EDITED.count("\n") + 1


@pytest.mark.parametrize("sign", ["＋", "+"])
def test_full_width_signs_are_written_in_ascii(deal: Path, sign: str) -> None:
    assert run(["rate", str(deal), f"business_profile={sign}"]) == 0
    assert yaml.safe_load(deal.read_text(encoding="utf-8"))["answers"]["tas"]["business_profile"] == {
        "us": "+"
    }


def test_a_map_in_braces_and_a_bare_choice_get_lines_of_their_own_and_nothing_else_moves(deal: Path) -> None:
    before = deal.read_text(encoding="utf-8")
    assert run(["rate", str(deal), "x_sys:solution_fit=+"]) == 0
    braces = next(line for line in before.splitlines(keepends=True) if "solution_fit:" in line)
    anew = '        solution_fit:\n            us: "+"\n            x_sys: "+"\n'
    after = deal.read_text(encoding="utf-8")
    assert anew in after
    assert [line for line in after.replace(anew, braces).splitlines() if "assessed_on" not in line] == [
        line for line in before.splitlines() if "assessed_on" not in line
    ]
    assert run(["rate", str(deal), "uss.solution=standard", "--next-step", "See it"]) == 0
    said = yaml.safe_load(deal.read_text(encoding="utf-8"))["answers"]["uss"]["solution"]
    assert said == {"answer": "standard", "next_step": "See it"}


def test_clearing_keeps_the_comment(deal: Path) -> None:
    assert run(["rate", str(deal), "compelling_event="]) == 0
    text = deal.read_text(encoding="utf-8")
    assert "# ask again" in text
    assert "us" not in yaml.safe_load(text)["answers"]["tas"]["compelling_event"]


@pytest.mark.parametrize(
    "evidence", ["no", "1.10", "2026-01-01", "a: b", "a #b", "'\"", "~", "第一行\n第二行", "[x]", "a\u2028b"]
)
def test_evidence_comes_back_as_the_same_text(deal: Path, evidence: str) -> None:
    assert run(["rate", str(deal), "business_profile=+", "--evidence", evidence]) == 0
    said = yaml.safe_load(deal.read_text(encoding="utf-8"))["answers"]["tas"]["business_profile"]["evidence"]
    assert said == evidence.strip()


def test_fields_and_competitors(deal: Path) -> None:
    assert (
        run(
            [
                "rate",
                str(deal),
                "--set",
                "amount=1200000",
                "--set",
                "stage=proposal",
                "--competitor",
                "Big Co",
            ]
        )
        == 0
    )
    text = deal.read_text(encoding="utf-8")
    assert "amount: 1200000\n" in text
    assert "big_co: Big Co" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compeling_event=+"], "compelling_event"),
        (["compelling_event=yes"], "+ - ?"),
        (["nobody:compelling_event=+"], "x_sys"),
        (["solution=+"], "standard"),
        (["x_sys:solution=standard"], "x_sys"),
        (["compelling_event"], "="),
        (["--set", "amount=1.2m"], "1200000"),
        (["--set", "close_date=31.3.2027"], "2026-11-22"),
        (["--set", "stge=x"], "stage"),
        ([], "compelling_event=+"),
        (["--evidence", "x"], "compelling_event=+"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_is_written(
    deal: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rate", str(deal), *words]) == 2
    assert told in capsys.readouterr().err
    assert deal.read_text(encoding="utf-8") == HAND_EDITED


def test_only_assess_makes_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.tas.yaml"
    fields = ["--set", "customer=金蝶 & Co", "--set", "opportunity=no"]
    assert run(["rate", str(path), *fields, "compelling_event=+"]) == 2
    assert not path.exists()
    assert "`tas assess` starts a new one" in capsys.readouterr().err


def test_names_of_any_script_and_words_that_look_like_others(tmp_path: Path) -> None:
    path = tmp_path / "new.tas.yaml"
    path.write_text("", encoding="utf-8")
    fields = ["--set", "customer=金蝶 & Co", "--set", "opportunity=no"]
    assert run(["rate", str(path), *fields, "--competitor", "金蝶", "金蝶:compelling_event=-"]) == 0
    assert path.read_text(encoding="utf-8") == (
        'format: 1\ncustomer: 金蝶 & Co\nopportunity: "no"\ncompetitors:\n  金蝶: 金蝶\n'
        'answers:\n  tas:\n    compelling_event:\n      金蝶: "-"\n'
    )


@pytest.mark.parametrize("rating", ["-", "?"])
def test_an_unquoted_rating_names_line_and_cure(
    tmp_path: Path, rating: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.tas.yaml"
    path.write_text(
        f"customer: A\nopportunity: B\nanswers:\n  tas:\n    compelling_event:\n      us: {rating}\n",
        encoding="utf-8",
    )
    assert run(["rate", str(path), "solution_fit=+"]) == 2
    err = capsys.readouterr().err
    assert f"{path}:6:" in err
    assert f'us: "{rating}"' in err


def test_rate_sets_no_date_of_a_session(deal: Path) -> None:
    run(["rate", str(deal), "compelling_event=+"])
    assert "assessed_on" not in deal.read_text(encoding="utf-8")


def test_no_more_competitors_than_a_file_may_hold(deal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = [word for i in range(100) for word in ("--competitor", f"Rival {i}")]
    assert run(["rate", str(deal), *many]) == 2
    assert "100" in capsys.readouterr().err
    assert run(["rate", str(deal), *many[:-2]]) == 0
    assert run(["show", str(deal)]) == 0


@pytest.mark.parametrize("command", ["rate", "assess"])
@pytest.mark.parametrize("name", ["", " "])
def test_a_competitor_without_a_name_is_told(
    command: str, name: str, deal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = deal.read_text(encoding="utf-8")
    assert run([command, str(deal), "--competitor", name]) == 2
    assert "needs a name" in capsys.readouterr().err
    assert deal.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("id", sorted(RESERVED))
def test_a_competitor_called_as_no_id_may_be_gets_another(id: str, deal: Path) -> None:
    assert run(["rate", str(deal), "--competitor", id.capitalize()]) == 0
    assert f"{id}_2: {id.capitalize()}" in deal.read_text(encoding="utf-8")


def answer(path: Path, question: str) -> dict[str, object]:
    said: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))["answers"]["tas"][question]
    return said


def test_evidence_has_somebody_who_said_it_and_a_next_step_its_day_and_person(deal: Path) -> None:
    words = ["business_profile=+", "--evidence", "the board agreed", "--said-by", "CFO", "--side", "customer"]
    plan = ["--next-step", "get it in writing", "--due", "2026-12-01", "--by", "maria"]
    assert run(["rate", str(deal), *words, *plan]) == 0
    text = deal.read_text(encoding="utf-8")
    assert "due: 2026-12-01\n" in text
    said = yaml.load(text, yaml.BaseLoader)["answers"]["tas"]["business_profile"]  # noqa: S506 - only texts
    assert said == {
        "us": "+",
        "evidence": {"text": "the board agreed", "who": "CFO", "side": "customer"},
        "next_step": {"what": "get it in writing", "due": "2026-12-01", "owner": "maria"},
    }
    before = deal.read_text(encoding="utf-8")
    assert run(["rate", str(deal), "business_profile=+", "--by", "jo"]) == 0
    assert changed(deal, before) == ["-                owner: maria", "+                owner: jo"]


def test_other_words_are_said_by_nobody_yet_and_the_same_words_keep_who_said_them(deal: Path) -> None:
    run(["rate", str(deal), "business_profile=+", "--evidence", "yes", "--said-by", "CFO"])
    run(["rate", str(deal), "business_profile=+", "--evidence", "yes"])
    assert answer(deal, "business_profile")["evidence"] == {"text": "yes", "who": "CFO"}
    run(["rate", str(deal), "business_profile=+", "--evidence", "no objection"])
    assert answer(deal, "business_profile")["evidence"] == {"text": "no objection"}
    run(["rate", str(deal), "business_profile=+", "--evidence", ""])
    assert answer(deal, "business_profile") == {"us": "+"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["business_profile=+", "--due", "2026-12-01"], "next step"),
        (["business_profile=+", "--by", "maria"], "next step"),
        (["business_profile=+", "--said-by", "CFO"], "evidence"),
        (["business_profile=+", "--evidence", "x", "--side", "theirs"], "customer, us"),
        (["business_profile=+", "--next-step", "x", "--due", "1.12.2026"], "1.12.2026"),
        (["business_profile=+", "business_profile=-"], "twice"),
        (["us:business_profile=+", "tas.business_profile=-"], "twice"),
        (["--set", "stage=a", "--set", "stage=b"], "--set gives stage twice"),
        (["--set", "custom.caf\u00e9=a", "--set", "custom.cafe\u0301=b"], "--set gives custom.café twice"),
        (["--set", "customer="], "customer"),
        (["--set", "custom.forecast=commit"], "tas.yaml"),
        (["--set", "stage=x", "--due", "2026-12-01"], "belong to an answer"),
    ],
)
def test_what_makes_no_sense_together_is_refused(
    deal: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rate", str(deal), *words]) == 2
    assert told in capsys.readouterr().err
    assert changed(deal) == []


def test_evidence_that_stays_behind_a_moved_rating_is_told(
    deal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rate", str(deal), "compelling_event=-"]) == 0
    assert "evidence still says: CFO's mail, the licence ends" in capsys.readouterr().err
    assert run(["rate", str(deal), "compelling_event=-", "--evidence", "gone"]) == 0
    assert "still says" not in capsys.readouterr().err


def test_a_next_step_that_stays_behind_a_moved_rating_is_told(
    deal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rate", str(deal), "inside_support=?", "--next-step", "Ask Anna"]) == 0
    assert "still says" not in capsys.readouterr().err
    assert run(["rate", str(deal), "inside_support=+"]) == 0
    assert "tas.inside_support: the next step still says: Ask Anna" in capsys.readouterr().err
    assert run(["rate", str(deal), "inside_support=-", "--next-step", "Ask Ben"]) == 0
    assert "still says" not in capsys.readouterr().err


def test_fields_of_the_teams_own_are_set_as_they_are_declared(
    deal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (deal.parent / "tas.yaml").write_text(
        "custom:\n  forecast: {options: [commit, best]}\n  seats: number\n", encoding="utf-8"
    )
    assert run(["rate", str(deal), "--set", "custom.forecast=commit", "--set", "custom.seats=5"]) == 0
    assert 'custom:\n    forecast: commit\n    seats: "5"\n' in deal.read_text(encoding="utf-8")
    assert run(["rate", str(deal), "--set", "custom.forecast=sure"]) == 2
    assert "commit, best" in capsys.readouterr().err
    assert run(["rate", str(deal), "--set", "custom.forecast="]) == 0
    assert "forecast" not in deal.read_text(encoding="utf-8")


def test_show_names_the_day_and_the_person_of_a_next_step(
    deal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["show", str(deal), "--format", "json"])
    first = json.loads(capsys.readouterr().out)["results"][0]["next_questions"][0]
    words = [f"{first}=?", "--next-step", "ask the CFO", "--due", "2026-12-01", "--by", "maria"]
    assert run(["rate", str(deal), *words]) == 0
    capsys.readouterr()
    assert run(["show", str(deal), "--format", "markdown"]) == 0
    assert re.search(r"ask the CFO .*2026\\?-12\\?-01, maria", capsys.readouterr().out)


def test_a_stage_that_the_team_does_not_list_is_refused(
    deal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = deal.parent / "tas.yaml"
    settings.write_text("stages: [discovery, proposal]\n", encoding="utf-8")
    before = deal.read_text(encoding="utf-8")
    for wrong, near in (("propsal", " (nearest: proposal)"), ("won", "")):
        assert run(["rate", str(deal), "--set", f"stage={wrong}"]) == 2
        assert capsys.readouterr().err == (
            f"tas: no stage is called {wrong!r}{near}\n"
            "     tas.yaml lists: discovery, proposal; how a deal ended is said by `--set outcome=won`\n"
        )
        assert deal.read_text(encoding="utf-8") == before
    assert run(["rate", str(deal), "--set", "stage=discovery"]) == 0
    settings.write_text('stages: [discovery]\nfindings: {TAS206: "off"}\n', encoding="utf-8")
    assert run(["rate", str(deal), "--set", "stage=won"]) == 0
