"""`tas assess` through a pipe: the walk in lines, what a new file needs, exit codes, and how it ends."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tas_cli.boundary import run
from tas_cli.interview.lines import NoAnswer, understood
from tas_cli.session import Session, open_session
from tas_cli.session.events import AddCompetitor, Choose, Clear, End, Find, Rate, Undo, Walk, Write

Out = pytest.CaptureFixture[str]
NEW = ("--customer", "A", "--opportunity", "B", "--competitor", "C")
DAY = ("--today", "2026-11-22")
FILE = "new.tas.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def assess(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> object:
    """`assess(lines, *options)`: the exit code, stdout and stderr of a session with those lines piped in."""

    def call(lines: str | bytes, *options: str, file: str = FILE) -> tuple[int, str, str]:
        data = lines if isinstance(lines, bytes) else lines.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))
        code = run(["assess", file, *DAY, *options])
        out = capsys.readouterr()
        return code, out.out, out.err

    return call


class Assess(Protocol):
    """The type of the fixture `assess`."""

    def __call__(self, lines: str | bytes, *options: str, file: str = FILE) -> tuple[int, str, str]: ...


def data(file: str = FILE) -> dict[str, object]:
    read = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def answers(bank: str = "tas") -> dict[str, Any]:
    found = data()["answers"]
    assert isinstance(found, dict)
    return dict(found[bank])


def test_three_lines_are_three_ratings_and_it_says_how_to_go_on(assess: Assess) -> None:
    code, out, err = assess("+\n-\n?\n", *NEW)
    assert code == 0
    assert answers() == {"application_or_project": {"us": "+", "c": "-"}, "business_profile": {"us": "?"}}
    assert f"{FILE}: 3 ratings saved" in err
    assert f"45 to go; go on with: tas assess {FILE}" in err
    assert f"tas show {FILE}" in out


def test_a_new_file_is_canonical(assess: Assess) -> None:
    assess("+\n", *NEW)
    assert Path(FILE).read_text(encoding="utf-8") == (
        "format: 1\ncustomer: A\nopportunity: B\nassessed_on: 2026-11-22\ncompetitors:\n  c: C\n"
        'banks:\n  tas: 1\n  uss: 1\nanswers:\n  tas:\n    application_or_project:\n      us: "+"\n'
    )


def test_the_file_is_there_before_anything_is_rated(assess: Assess) -> None:
    code, _, err = assess("", *NEW, file="deals/deep/a.tas.yaml")
    assert code == 0
    assert data("deals/deep/a.tas.yaml") == {
        "format": 1, "customer": "A", "opportunity": "B", "competitors": {"c": "C"}, "banks": {"tas": 1, "uss": 1},
    }  # fmt: skip
    assert "nothing was changed" in err


def test_it_goes_on_where_it_was_left(assess: Assess) -> None:
    assess("+\n", *NEW)
    _, _, err = assess("-\n")
    assert err.startswith("[2/48] Customer's application or project, C")
    assert answers()["application_or_project"] == {"us": "+", "c": "-"}


def test_one_prompt_a_line_on_stderr(assess: Assess) -> None:
    _, out, err = assess("+\n\nb\n", *NEW)
    prompts = [line for line in err.splitlines() if line.startswith("[")]
    assert [prompt.split("]")[0] for prompt in prompts] == ["[1/48", "[2/48", "[3/48", "[2/48"]
    assert "[" not in out


def test_what_a_new_file_needs_is_asked(assess: Assess) -> None:
    code, _, err = assess("\nAcme 银行\nCore\nX-Sys\n+\n金蝶\n\n+\n")
    # An empty customer and a rating for a name are no answers: said, asked again, and 2 in the end.
    assert code == 2
    assert data()["customer"] == "Acme 银行"
    assert data()["competitors"] == {"x_sys": "X-Sys", "金蝶": "金蝶"}
    assert answers() == {"application_or_project": {"us": "+"}}
    assert "doing nothing" not in err


def test_only_what_no_option_gave_is_asked(assess: Assess) -> None:
    code, _, err = assess("B\n+\n", "--customer", "A", "--competitor", "C")
    assert (code, data()["opportunity"]) == (0, "B")
    assert err.startswith("new.tas.yaml: a new assessment\nOpportunity (what they may buy)\n[1/48]")


@pytest.mark.parametrize("lines", ["", "Acme\n", "Acme"])
def test_input_that_ends_too_early_makes_no_file(assess: Assess, lines: str) -> None:
    code, _, err = assess(lines)
    assert code == 2
    assert not Path(FILE).exists()
    assert "--customer" in err


def test_an_empty_file_is_a_new_assessment(assess: Assess) -> None:
    Path(FILE).write_text("", encoding="utf-8")
    assert assess("+\n", *NEW)[0] == 0
    assert data()["banks"] == {"tas": 1, "uss": 1}


def test_a_file_without_a_customer_is_asked_for_it_and_keeps_the_rest(assess: Assess) -> None:
    Path(FILE).write_text("opportunity: B  # mine\n", encoding="utf-8")
    assert assess("Acme\n")[0] == 0
    assert Path(FILE).read_text(encoding="utf-8") == "customer: Acme\nopportunity: B  # mine\n"


def test_a_hand_edited_file_keeps_all_but_the_lines_that_change(assess: Assess) -> None:
    text = "customer: A # a\nopportunity: 'B'\nanswers:\n    tas:\n        # why\n        solution_fit: {us: '-'} # x\n"
    Path(FILE).write_text(text, encoding="utf-8")
    assert assess("/solution\n+\n")[0] == 0
    old, new = text.splitlines(), Path(FILE).read_text(encoding="utf-8").splitlines()
    assert [line for line in new if line not in old] == [
        "assessed_on: 2026-11-22",
        "        solution_fit:  # x",
        '            us: "+"',
    ]
    assert set(old) - set(new) == {"        solution_fit: {us: '-'} # x"}


def test_a_customer_that_contradicts_the_file_is_refused(assess: Assess) -> None:
    assess("+\n", *NEW)
    code, _, err = assess("+\n", "--customer", "Other")
    assert code == 2
    assert "tas rate FILE --set customer=" in err
    assert assess("", "--customer", "A")[0] == 0


def test_competitors_are_added_to_a_file_that_is_there(assess: Assess) -> None:
    assess("+\n", *NEW)
    assess("", "--competitor", "Big Co", "--competitor", "C", "--competitor", "Do nothing")
    assert data()["competitors"] == {"c": "C", "big_co": "Big Co", "status_quo": "Do nothing"}


def test_a_line_that_is_no_answer_is_said_and_asked_again_and_gives_2(assess: Assess) -> None:
    code, _, err = assess("+\nmaybe\n-\n", *NEW)
    assert code == 2
    assert answers()["application_or_project"] == {"us": "+", "c": "-"}
    assert "maybe is no answer here" in err
    assert err.count("[2/48]") == 2


def test_full_width_signs_and_a_pair_of_dashes(assess: Assess) -> None:
    assert assess("＋\n——\n？\n—\n—\n", *NEW)[0] == 0
    assert answers() == {
        "application_or_project": {"us": "+", "c": "-"},
        "business_profile": {"us": "?", "c": "-"},
        "financial_condition": {"us": "-"},
    }


def test_notes_undo_back_and_clear(assess: Assess) -> None:
    code, _, err = assess("e CFO's mail: 12 Nov\nn  ask  \n+\nb\nclear\n-\nu\ne -\n", *NEW)
    assert code == 0
    assert answers() == {"application_or_project": {"next_step": "ask"}}
    assert "Undone" in err


def test_a_competitor_added_on_the_way_is_asked_about(assess: Assess) -> None:
    code, _, err = assess("c 金蝶\n+\n-\n?\n", *NEW)
    assert code == 0
    assert answers()["application_or_project"] == {"us": "+", "c": "-", "金蝶": "?"}
    assert "[3/68]" in err


def test_choices_by_number_id_and_unknown(assess: Assess) -> None:
    code, _, err = assess("2\nconsiderable\n?\n３\n", *NEW, "--bank", "uss")
    assert code == 0
    assert list(answers("uss").values()) == ["medium", "considerable", "?", "team"]
    assert data()["banks"] == {"uss": 1}
    assert "tas assess new.tas.yaml --bank uss" in err


@pytest.mark.parametrize("line", ["+", "4", "huge"])
def test_what_is_no_option_is_asked_again(assess: Assess, line: str) -> None:
    code, _, err = assess(f"{line}\n1\n", *NEW, "--bank", "uss")
    assert code == 2
    assert err.count("[1/8]") == 2


def test_the_end_of_the_walk_is_said_and_more_answers_are_refused(assess: Assess) -> None:
    assert assess("1\n" * 8, *NEW, "--bank", "uss")[0] == 0
    code, _, err = assess("\n" * 8 + "1\n", "--bank", "uss")
    assert code == 2
    assert "All done" in err
    assert assess("\n" * 12, "--bank", "uss")[0] == 0


def test_a_review_that_is_confirmed_sets_the_day_and_one_that_is_cut_does_not(assess: Assess) -> None:
    assess("1\n" * 8, *NEW, "--bank", "uss")
    for lines, day in (("\n" * 7, "2026-11-22"), ("\n" * 8, "2026-12-24"), ("q\n", "2026-12-25")):
        assess(lines, "--bank", "uss", "--today", day)
        assert str(data()["assessed_on"]) == ("2026-11-22" if len(lines) == 7 else day)


def test_unknown_walks_only_what_is_not_known(assess: Assess) -> None:
    assess("+\n?\n-\n?\n", *NEW)
    code, _, err = assess("+\n-\n", "--unknown")
    assert code == 0
    assert err.startswith("[1/2] Customer's application or project, C")
    assert answers()["business_profile"] == {"us": "-", "c": "-"}
    assert "Nothing here is rated ?" in assess("", "--unknown")[2]


def test_q_ends_with_what_was_saved(assess: Assess) -> None:
    code, _, err = assess("+\nq\n-\n", *NEW)
    assert (code, answers()) == (0, {"application_or_project": {"us": "+"}})
    assert "1 rating saved" in err


def test_bytes_that_are_no_utf8_are_no_crash(assess: Assess) -> None:
    code, _, _ = assess(b"+\n\xff\xfe\ne caf\xe9\n\xef\xbb\xbf-\n", *NEW)
    assert code == 2
    assert answers()["application_or_project"] == {"us": "+", "c": "-", "evidence": {"c": "caf\ufffd"}}


def test_chinese_is_spoken(assess: Assess) -> None:
    _, out, err = assess("+\n", *NEW, "--lang", "zh")
    assert "客户的应用或项目，我方" in err
    assert "评分卡" in out


def test_escapes_in_user_text_do_not_reach_the_terminal(assess: Assess) -> None:
    name = "Evil\x1b[31m\x07\u202e[/]"
    code, out, err = assess("\n+\n", "--customer", name, "--opportunity", name, "--competitor", name)
    assert code == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(out + err)
    assert "Evil<1B>[31m<07>" in err


@pytest.mark.parametrize(
    ("options", "says"),
    [(("--bank", "nope"), "tas, uss"), (("--today", "soon"), "2026-11-22")],
)
def test_options_that_mean_nothing(assess: Assess, options: tuple[str, ...], says: str) -> None:
    code, _, err = assess("+\n", *NEW, *options)
    assert code == 2
    assert says in err
    assert not Path(FILE).exists()


def test_standard_input_is_no_file_for_a_session(assess: Assess) -> None:
    assert assess("+\n", *NEW, file="-")[0] == 2


def test_a_file_that_cannot_be_read_is_named_with_its_line(assess: Assess) -> None:
    Path(FILE).write_text(
        "customer: A\nopportunity: B\nanswers:\n  tas:\n    solution_fit:\n      us: -\n", encoding="utf-8"
    )
    code, _, err = assess("+\n")
    assert code == 2
    assert f"{FILE}:6" in err
    assert 'us: "-"' in err


def test_help_lists_what_can_be_typed(assess: Assess) -> None:
    code, _, err = assess("h\n", *NEW)
    assert code == 0
    assert "e TEXT evidence" in err
    assert "What exactly has to work" in err


def test_a_real_pipe_and_ctrl_c(folder: Path) -> None:
    command = [sys.executable, "-m", "tas_cli", "assess", FILE, *NEW]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"+\n-\n")
        process.stdin.flush()
        while not process.stderr.readline().startswith(b"[3/48]"):
            pass
        process.send_signal(2)
        said = process.stderr.read().decode()
    assert process.returncode == 130
    assert "2 ratings saved" in said
    assert answers()["application_or_project"] == {"us": "+", "c": "-"}


# What lines mean


@pytest.fixture(scope="module")
def session() -> Session:
    from builders import BANKS, TODAY, rated

    return open_session(BANKS, rated("", ""), today=TODAY)


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("+", Rate("+")),
        ("——", Rate("-")),
        ("", Walk(1)),
        ("b", Walk(-1)),
        ("Ｂ", Walk(-1)),
        ("u", Undo()),
        ("q", End()),
        ("clear", Clear()),
        ("e it is so", Write("evidence", "it is so")),
        ("e -", Write("evidence", "")),
        ("N　下一步", Write("next_step", "下一步")),
        ("/fund", Find("fund")),
        ("、资金", Find("资金")),
        ("c X-Sys", AddCompetitor("X-Sys")),
        ("c do nothing", AddCompetitor("do nothing", "status_quo")),
        ("h", None),
    ],
)
def test_lines_and_their_events(session: Session, line: str, event: object) -> None:
    assert understood(line, session) == event


@pytest.mark.parametrize("line", ["e", "n", "c", "/", "x", "1", "++", "every", "new", "+ -"])
def test_lines_that_are_no_answer(session: Session, line: str) -> None:
    assert isinstance(understood(line, session), NoAnswer)


def test_numbers_are_options_only_where_there_are_some(session: Session) -> None:
    choice = open_session(session.banks, session.assessment, today=session.today, only="uss")
    assert understood("2", choice) == Choose("2")
    assert understood("medium", choice) == Choose("medium")


@given(st.text(max_size=20))
def test_any_line_means_something_or_is_no_answer(line: str) -> None:
    from builders import BANKS, TODAY, rated

    for only in ("tas", "uss"):
        understood(line.strip(), open_session(BANKS, rated(""), today=TODAY, only=only))
