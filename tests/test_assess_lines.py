"""`tas assess` through a pipe: the walk in lines, what a new file needs, exit codes, and how it ends."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tas_cli.boundary import run
from tas_cli.interview.lines import Inquiry, NoAnswer, understood
from tas_cli.session import AnswerCell, Session, WalkScope, open_session
from tas_cli.session.events import (
    AddCompetitor,
    Choose,
    Clear,
    End,
    Find,
    NextOpen,
    Rate,
    RemoveCompetitor,
    RenameCompetitor,
    Undo,
    Walk,
    Write,
)
from tas_cli.session.saver import Saver

Out = pytest.CaptureFixture[str]
NEW = ("--customer", "A", "--opportunity", "B", "--competitor", "C")
TAS = ("--bank", "tas")
USS = ("--bank", "uss")
HERE = AnswerCell("tas", "application_or_project", "us")
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
    code, out, err = assess("+\n-\n?\n", *NEW, *TAS)
    assert code == 0
    assert answers() == {
        "application_or_project": {"us": "+"},
        "business_profile": {"us": "-"},
        "financial_condition": {"us": "?"},
    }
    assert f"{FILE}: 3 ratings saved" in err
    assert f"26 to go; go on with: tas assess {FILE} --bank tas" in err
    assert f"tas show {FILE}" in out


def test_the_form_comes_first_and_decides_how_much_is_asked(assess: Assess) -> None:
    code, _, err = assess("1\n" * 8 + "+\n" * 9, *NEW)
    assert code == 0
    assert err.startswith("new.tas.yaml: a new assessment\n[1/37] Size of the deal")
    assert "Short form" in err
    asked = re.findall(r"^\[(\d+)/(\d+)\] ([^·(]*) · (\S+)", err, re.MULTILINE)
    assert [(number, of, party) for number, of, _, party in asked] == [
        *((str(number), "17", "Us") for number in range(9, 16)), ("16", "17", "C"), ("17", "17", "C"),
    ]  # fmt: skip
    assert len(answers()) == 7
    assert "all is rated" in err


def test_a_new_file_is_canonical(assess: Assess) -> None:
    assess("2\n", *NEW)
    assert Path(FILE).read_text(encoding="utf-8") == (
        "format: 1\ncustomer: A\nopportunity: B\nassessed_on: 2026-11-22\ncompetitors:\n  c: C\n"
        "banks:\n  tas: 1\n  uss: 1\nanswers:\n  uss:\n    deal_size: medium\n"
    )


def test_the_file_is_there_before_anything_is_rated(assess: Assess) -> None:
    code, _, err = assess("", *NEW, file="deals/deep/a.tas.yaml")
    assert code == 0
    assert data("deals/deep/a.tas.yaml") == {
        "format": 1, "customer": "A", "opportunity": "B", "competitors": {"c": "C"}, "banks": {"tas": 1, "uss": 1},
    }  # fmt: skip
    assert "nothing was changed" in err


def test_it_goes_on_where_it_was_left(assess: Assess) -> None:
    assess("+\n", *NEW, *TAS)
    _, _, err = assess("-\n", *TAS)
    assert err.startswith("[2/29] Customer's business profile · Us")
    assert answers()["business_profile"] == {"us": "-"}


def test_one_prompt_a_line_on_stderr(assess: Assess) -> None:
    _, out, err = assess("+\n\nb\n", *NEW, *TAS)
    prompts = [line for line in err.splitlines() if line.startswith("[")]
    assert [prompt.split("]")[0] for prompt in prompts] == ["[1/29", "[2/29", "[3/29", "[2/29"]
    assert "[" not in out


def test_what_a_new_file_needs_is_asked(assess: Assess) -> None:
    code, _, err = assess("\nAcme 银行\nCore\nX-Sys\n+\n金蝶\nx-sys\n\n+\n", *TAS)
    # An empty customer and a rating for a name are no answers: said, asked again, and 2 in the end.
    assert code == 2
    assert data()["customer"] == "Acme 银行"
    assert data()["competitors"] == {"x_sys": "X-Sys", "金蝶": "金蝶"}
    assert answers() == {"application_or_project": {"us": "+"}}
    assert "doing nothing" not in err
    assert "x-sys is there already" in err


def test_only_what_no_option_gave_is_asked(assess: Assess) -> None:
    code, _, err = assess("B\n+\n", "--customer", "A", "--competitor", "C", *TAS)
    assert (code, data()["opportunity"]) == (0, "B")
    assert err.startswith("new.tas.yaml: a new assessment\nOpportunity (what they may buy)\n[1/29]")


@pytest.mark.parametrize("lines", ["", "Acme\n", "Acme"])
def test_input_that_ends_too_early_makes_no_file(assess: Assess, lines: str) -> None:
    code, _, err = assess(lines)
    assert code == 2
    assert not Path(FILE).exists()
    assert "--customer" in err


def test_an_empty_file_is_a_new_assessment(assess: Assess) -> None:
    Path(FILE).write_text("", encoding="utf-8")
    assert assess("1\n", *NEW)[0] == 0
    assert data()["banks"] == {"tas": 1, "uss": 1}


def test_a_file_without_a_customer_is_asked_for_it_and_keeps_the_rest(assess: Assess) -> None:
    Path(FILE).write_text("opportunity: B  # mine\n", encoding="utf-8")
    assert assess("Acme\n")[0] == 0
    assert Path(FILE).read_text(encoding="utf-8") == "customer: Acme\nopportunity: B  # mine\n"


def test_a_hand_edited_file_keeps_all_but_the_lines_that_change(assess: Assess) -> None:
    text = "customer: A # a\nopportunity: 'B'\nanswers:\n    tas:\n        # why\n        solution_fit: {us: '-'} # x\n"
    Path(FILE).write_text(text, encoding="utf-8")
    assert assess("/solution fit\n+\n", *TAS)[0] == 0
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
    code, _, err = assess("+\nmaybe\n-\n", *NEW, *TAS)
    assert code == 2
    assert answers()["business_profile"] == {"us": "-"}
    assert "maybe is no answer here" in err
    assert err.count("[2/29]") == 2


def test_full_width_signs_and_dashes_of_which_a_pair_is_one(assess: Assess) -> None:
    assert assess("＋\n——\n？\n—\n—\n", *NEW, *TAS)[0] == 0
    assert [list(said.values()) for said in answers().values()] == [["+"], ["-"], ["?"], ["-"], ["-"]]


def test_right_after_an_answer_a_note_is_about_it_and_the_line_says_so(assess: Assess) -> None:
    code, _, err = assess("+\ne CFO's mail: 12 Nov\nn  ask  \n-\n\ne so they say\n", *NEW, *TAS)
    assert code == 0
    assert answers() == {
        "application_or_project": {"us": "+", "evidence": "CFO's mail: 12 Nov", "next_step": "ask"},
        "business_profile": {"us": "-"},
        "access_to_funds": {"evidence": "so they say"},
    }
    assert "Evidence kept: Customer's application or project · Us" in err
    assert "Next step kept: Customer's application or project · Us" in err
    assert "Evidence kept: Access to funds · Us" in err


def test_notes_undo_back_and_clear(assess: Assess) -> None:
    code, _, err = assess("e a mail\nn ask\n+\nb\nclear\n-\nu\ne -\n", *NEW, *TAS)
    assert code == 0
    assert answers() == {"application_or_project": {"next_step": "ask"}}
    assert "Undone: Customer's application or project · Us" in err
    assert "Evidence removed" in err


def test_undoing_evidence_on_a_choice_leaves_the_file_as_it_was(assess: Assess) -> None:
    assess("large\n", *NEW)
    before = Path(FILE).read_bytes()
    _, _, err = assess("b\ne the offer\nu\n")
    assert Path(FILE).read_bytes() == before, err
    assert "nothing was changed" in err


def test_a_competitor_is_added_renamed_and_removed_on_the_way(assess: Assess) -> None:
    code, _, err = assess("a 金蝶\nc do nothing\nr X\n", *NEW, *TAS)
    assert code == 2
    assert data()["competitors"] == {"c": "C", "金蝶": "金蝶", "status_quo": "do nothing"}
    assert "[1/47]" in err
    assert "Go to a competitor's column first" in err
    code, _, err = assess("r X-Sys\n+\nx\nn\nx\ny\n", "--party", "c", *TAS)
    assert code == 0
    assert "Remove X-Sys with its 1 rating and" in err
    assert data()["competitors"] == {"金蝶": "金蝶", "status_quo": "do nothing"}
    assert "answers" not in data()


def test_how_things_stand_and_where_one_is(assess: Assess) -> None:
    code, _, err = assess("+\ne a mail\nb\nw\ns\n", *NEW, *TAS)
    assert code == 0
    where = "Is there an opportunity? Customer's application or project · Us\n+\n  Evidence: a mail\n"
    assert where in err
    assert "Find out first" in err
    assert "Lead over: C 0 [-18..18] unclear" in err
    assert "0 of 4 questions, 28 to go" in err


def test_the_next_open_thing_and_finding_again(assess: Assess) -> None:
    code, _, err = assess("-\n-\n\n\no\n/customer\n/\n/nowhere\n", *NEW, *TAS)
    assert code == 2
    asked = re.findall(r"^\[(\d+)/29\]", err, re.MULTILINE)
    assert asked == ["1", "2", "3", "4", "5", "6", "1", "2", "2"]
    assert "Nothing holds nowhere" in err


def test_choices_by_number_id_and_unknown(assess: Assess) -> None:
    code, _, err = assess("2\nconsiderable\n?\n３\n", *NEW, *USS)
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


def test_unknown_walks_what_is_not_known_and_never_says_that_all_is_rated(assess: Assess) -> None:
    assess("+\n?\n-\n?\n", *NEW, *TAS)
    code, _, err = assess("+\n", *TAS, "--unknown")
    assert code == 0
    assert err.startswith("[1/27] Customer's business profile · Us")
    assert answers()["business_profile"] == {"us": "+"}
    assert f"26 to go; go on with: tas assess {FILE} --unknown --bank tas" in err
    assess("-\n" * 27, *TAS)
    assert assess("+\n", *TAS, "--unknown")[2].startswith("[1/1] Access to funds · Us")
    _, _, err = assess("", *TAS, "--unknown")
    assert "Nothing here is unknown" in err
    assert f"all is rated; review it with: tas assess {FILE} --bank tas" in err
    _, _, err = assess("?\n" * 8, *USS)
    _, _, err = assess("1\n" * 8, *USS, "--unknown")
    assert "8 of 8" not in err
    assert "all is rated" in err


def test_an_unknown_party_is_named(assess: Assess) -> None:
    assess("", *NEW)
    code, _, err = assess("+\n", "--party", "nobody")
    assert code == 2
    assert "us, c" in err
    assert assess("", "--party", "C", *TAS)[2].startswith("[1/9] Formal decision criteria · C")


def test_q_ends_with_what_was_saved(assess: Assess) -> None:
    code, _, err = assess("+\nq\n-\n", *NEW, *TAS)
    assert (code, answers()) == (0, {"application_or_project": {"us": "+"}})
    assert "1 rating saved" in err


@pytest.mark.parametrize("line", [b"\xff\xfe\n", b"e caf\xe9\n", "e 预算已批\n".encode("gbk")])
def test_bytes_that_are_no_utf8_are_refused_and_never_kept(assess: Assess, line: bytes) -> None:
    code, _, err = assess(b"+\n" + line + b"\xef\xbb\xbf-\n", *NEW, *TAS)
    assert code == 2
    assert "no UTF-8" in err
    assert answers() == {"application_or_project": {"us": "+"}, "business_profile": {"us": "-"}}


def test_a_customer_that_is_no_utf8_is_refused(assess: Assess) -> None:
    code, _, _ = assess(b"\xb9\xa4\xd0\xd0\nAcme\nCore\n\n")
    assert (code, data()["customer"]) == (2, "Acme")


def test_a_line_that_is_too_long_is_refused_whole(assess: Assess) -> None:
    code, _, err = assess(b"/ " + b"y" * (5 << 20) + b"+\n-\n", *NEW, *TAS)
    assert code == 2
    assert "too long" in err
    assert answers() == {"application_or_project": {"us": "-"}}
    assert assess("e " + "y" * (1 << 20) + "\n", *TAS)[0] == 2
    assert answers() == {"application_or_project": {"us": "-"}}


def test_lines_written_for_another_walk_are_not_answers(
    assess: Assess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody adds a competitor before ours while the lines of a pipe go on."""
    assess("-\n" * 20, *NEW, *TAS)
    feed = Saver.feed

    def meanwhile(saver: Saver, event: object) -> None:
        if event == Rate("-"):
            text = Path(FILE).read_text(encoding="utf-8")
            Path(FILE).write_text(text.replace("competitors:\n", "competitors:\n  b: B\n"), encoding="utf-8")
        feed(saver, event)  # type: ignore[arg-type]

    monkeypatch.setattr(Saver, "feed", meanwhile)
    code, _, err = assess("-\n+\n+\nw\n+\n", *TAS)
    assert code == 2
    assert err.count("w goes on from here") == 2
    assert answers()["formal_decision_criteria"] == {"us": "-", "c": "-"}
    assert answers()["solution_fit"] == {"us": "-", "c": "+"}


def test_chinese_is_spoken(assess: Assess) -> None:
    _, out, err = assess("+\n", *NEW, *TAS, "--lang", "zh")
    assert "客户的应用或项目 · 我方" in err
    assert "评分卡" in out


def test_escapes_in_user_text_do_not_reach_the_terminal(assess: Assess) -> None:
    name = "Evil\x1b[31m\x07\u202e[/]"
    code, out, err = assess("s\n?\n", "--customer", name, "--opportunity", name, "--competitor", name)
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
    code, _, err = assess("h\n", *NEW, *TAS)
    assert code == 0
    assert "e TEXT evidence" in err
    assert "What exactly has to work" in err


def test_a_real_pipe_and_ctrl_c(folder: Path) -> None:
    command = [sys.executable, "-m", "tas_cli", "assess", FILE, *NEW, *TAS]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"+\n-\n")
        process.stdin.flush()
        while not process.stderr.readline().startswith(b"[3/29]"):
            pass
        process.send_signal(2)
        said = process.stderr.read().decode()
    assert process.returncode == 130
    assert "2 ratings saved" in said
    assert [said["us"] for said in answers().values()] == ["+", "-"]


# What lines mean


@pytest.fixture(scope="module")
def session() -> Session:
    from builders import BANKS, TODAY, rated

    return open_session(BANKS, rated("", ""), today=TODAY, scope=WalkScope("tas"))


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
        ("e it is so", Write("evidence", "it is so", HERE)),
        ("e -", Write("evidence", "", HERE)),
        ("N　下一步", Write("next_step", "下一步", HERE)),
        ("/fund", Find("fund")),
        ("、资金", Find("资金")),
        ("c X-Sys", AddCompetitor("X-Sys")),
        ("c do nothing", AddCompetitor("do nothing", "status_quo")),
        ("a X-Sys", AddCompetitor("X-Sys")),
        ("r New", RenameCompetitor("us", "New")),
        ("x", RemoveCompetitor("us")),
        ("o", NextOpen()),
        ("/", Find()),
        ("h", Inquiry("h")),
        ("Ｓ", Inquiry("s")),
        ("w", Inquiry("w")),
    ],
)
def test_lines_and_their_events(session: Session, line: str, event: object) -> None:
    assert understood(line, session) == event


@pytest.mark.parametrize("line", ["e", "n", "c", "a", "r", "x y", "1", "++", "every", "new", "+ -"])
def test_lines_that_are_no_answer(session: Session, line: str) -> None:
    assert isinstance(understood(line, session), NoAnswer)


def test_numbers_are_options_only_where_there_are_some(session: Session) -> None:
    choice = open_session(session.banks, session.assessment, today=session.today, scope=WalkScope("uss"))
    assert understood("2", choice) == Choose("2")
    assert understood("medium", choice) == Choose("medium")


@given(st.text(max_size=20))
def test_any_line_means_something_or_is_no_answer(line: str) -> None:
    from builders import BANKS, TODAY, rated

    for only in ("tas", "uss"):
        understood(line.strip(), open_session(BANKS, rated(""), today=TODAY, scope=WalkScope(only)))


@pytest.mark.usefixtures("folder")
def test_the_first_prompts_help_go_back_and_offer_the_name_given() -> None:
    from tas_cli.interview.opening import GivenNames, opened
    from tas_cli.interview.prompts import Prompter
    from tas_cli.place import Places
    from tas_cli.session.assessment_file import open_or_new

    class Person(Prompter):
        def __init__(self, *lines: str) -> None:
            super().__init__(piped=False)
            self.lines, self.heard = list(lines), ""

        def ask(self, prompt: str, *, pasted: bool = False) -> str | None:  # noqa: ARG002
            self.heard += prompt + "\n"
            return self.lines.pop(0) if self.lines else None

        def _write(self, text: str) -> None:
            self.heard += text

    person = Person("?", "Wrong", "<", "Acme Bank", "CMR", "<", "CRM", "Rong", "<", "Right", "", "n")
    seen, place = open_or_new(FILE), Places().here()
    given = GivenNames(None, None, (), "Acme Bank")
    made = opened(seen, seen.assessment, given, [], place.library, person, "en")
    assert (made.assessment.customer, made.assessment.opportunity) == ("Acme Bank", "CRM")
    assert list(made.assessment.competitors.values()) == ["Right"]
    assert "Customer (Enter: Acme Bank)" in person.heard
    assert "< goes back a prompt" in person.heard
    assert "Customer (Enter: Wrong)" in person.heard
    assert "Opportunity (what they may buy; Enter: CMR)" in person.heard
