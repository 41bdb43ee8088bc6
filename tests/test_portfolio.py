"""`tas portfolio`: every deal in one row and one bucket, money within its currency, the same in every format."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, TODAY, rated
from repositories import Repository
from tas_cli.boundary import run
from tas_cli.commands import held_deals
from tas_cli.commands import portfolio as page
from tas_cli.gate import all_files
from tas_cli.judging.movement import BUCKETS, Then, movement
from tas_cli.judging.portfolio import (
    ATTENTION,
    DealLine,
    Held,
    Moves,
    Stay,
    deal_line,
    norms_of,
    sort_key,
)
from tas_cli.judging.scorecard import brief
from tas_cli.model.answers import NextStep
from tas_cli.model.assessment import Assessment, with_fields
from tas_cli.output import WORTH_A_BAR
from tas_cli.reports import portfolio as told
from tas_cli.reports import portfolio_data
from tas_cli.reports.formats import rendered
from tas_cli.reports.portfolio_data import COLUMNS, RowText, RowTexts, columns_of
from tas_cli.reports.portfolio_views import PAST_VIEWS, VIEWS
from tas_cli.storage import files, git

Out = pytest.CaptureFixture[str]
EXAMPLE = Path(__file__).parent.parent / "examples/deals/acme-bank.tas.yaml"
DAY = ["--today", TODAY.isoformat()]


def held(deal: Assessment, file: str = "a.tas.yaml", moves: Moves | None = None) -> Held:
    return Held(file, deal, brief(deal, BANKS), moves=moves)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    made = Repository(tmp_path)
    made.write("tas.yaml", "format: 1\nstages: [lead, proposal]\ncustom:\n  segment: text\n")
    return made


def parsed(capsys: Out, *arguments: str, code: int = 0) -> dict[str, object]:
    capsys.readouterr()
    assert run(["portfolio", "--format", "json", *DAY, *arguments]) == code
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def first_of(found: dict[str, object]) -> dict[str, object]:
    """The only deal of a portfolio."""
    listed = found["deals"]
    assert isinstance(listed, list)
    assert len(listed) == 1
    only: dict[str, object] = listed[0]
    return only


currencies = st.sampled_from(["EUR", "CNY", ""])
outcomes = st.sampled_from(["open", "won", "lost", "no_decision", "withdrawn"])


@st.composite
def deals(draw: st.DrawFn) -> Assessment:
    return with_fields(
        rated("+?-"),
        amount=draw(st.none() | st.integers(0, 9).map(Decimal)),
        currency=draw(currencies),
        outcome=draw(outcomes),
        close_date=draw(st.none() | st.sampled_from([TODAY, TODAY + timedelta(days=9)])),
    )


sides = st.dictionaries(st.sampled_from("abcdefgh"), deals(), max_size=8)


@given(sides, sides)
def test_start_and_changes_are_the_end_and_every_deal_is_in_one_bucket(
    before: dict[str, Assessment], now: dict[str, Assessment]
) -> None:
    moved = movement(
        {file: Then(deal, None) for file, deal in before.items()},
        {file: held(deal, file) for file, deal in now.items()},
    )
    assert moved.adds_up
    assert moved.where.keys() == before.keys() | now.keys()
    assert {became.bucket for became in moved.where.values()} <= set(BUCKETS)
    assert sum(each.deals for each in moved.buckets) == len(moved.where)
    for each in moved.buckets:
        of_deals = (became.changes for became in moved.where.values() if became.bucket == each.id)
        changed = (
            amount for changes in of_deals for currency, amount in changes if currency == each.currency
        )
        assert sum(changed) == each.amount


@pytest.mark.parametrize(
    ("old", "new", "bucket"),
    [
        ({}, {"outcome": "won"}, "won"),
        ({}, {"outcome": "no_decision"}, "no_decision"),
        ({"outcome": "lost"}, {}, "reopened"),
        ({"outcome": "lost"}, {"outcome": "lost"}, "same"),
        ({"amount": Decimal(1)}, {"amount": Decimal(2), "close_date": TODAY}, "larger"),
        ({"amount": Decimal(2)}, {"amount": Decimal(1)}, "smaller"),
        ({}, {"close_date": TODAY}, "moved"),
        ({}, {"stage": "proposal"}, "same"),
    ],
)
def test_the_first_bucket_that_fits(old: dict[str, object], new: dict[str, object], bucket: str) -> None:
    deal = rated("+")
    moved = movement({"a": Then(with_fields(deal, **old), None)}, {"a": held(with_fields(deal, **new), "a")})
    assert {file: became.bucket for file, became in moved.where.items()} == {"a": bucket}


def test_what_calls_for_attention_is_named_and_the_most_pressing_comes_first() -> None:
    late = with_fields(rated("+?-"), close_date=TODAY - timedelta(days=1))
    soon = with_fields(rated("+?-"), close_date=TODAY + timedelta(days=3))
    calm = with_fields(rated("+?-"), close_date=TODAY + timedelta(days=300), assessed_on=TODAY)
    steps = {**calm.answers, "tas": {**calm.answers["tas"]}}
    first = next(iter(steps["tas"]))
    steps["tas"][first] = steps["tas"][first]._replace(next_step=NextStep("Call", TODAY + timedelta(days=2)))
    calm = with_fields(calm, answers=steps)
    lines = [
        deal_line(held(deal, name), TODAY, {}, 30) for name, deal in (("c", calm), ("s", soon), ("l", late))
    ]
    assert [line.attention for line in lines] == [(), ("too_soon", "no_step"), ("overdue", "no_step")]
    assert [line.held.file for line in sorted(lines, key=sort_key("attention"))] == ["l", "s", "c"]
    assert lines[0].next_step == NextStep("Call", TODAY + timedelta(days=2))
    assert all(id in ATTENTION for line in lines for id in line.attention)


def test_a_stage_has_a_norm_from_five_finished_stays_on() -> None:
    def stayed(days: int) -> Held:
        start = date(2026, 1, 1)
        return held(rated("+"), moves=Moves((Stay("lead", start, start + timedelta(days=days)),), ()))

    assert norms_of([stayed(days) for days in (1, 2, 3, 4)]) == {}
    assert norms_of([stayed(days) for days in (1, 2, 3, 4, 90)]) == {"lead": 3}


def test_days_in_stage_and_moved_dates_come_from_git(repository: Repository, capsys: Out) -> None:
    first = with_fields(rated("+?-"), stage="lead", close_date=date(2027, 1, 1))
    repository.saved("deals/a.tas.yaml", first)
    repository.saved("deals/a.tas.yaml", with_fields(first, close_date=date(2027, 2, 1)))
    repository.saved("deals/a.tas.yaml", with_fields(first, stage="proposal", close_date=date(2027, 3, 1)))
    deal = first_of(parsed(capsys))
    began = date.fromisoformat(repository.git("log", "-1", "--format=%as"))
    assert deal["days_in_stage"] == (TODAY - began).days
    assert deal["close_date_moves"] == 2
    deal = first_of(parsed(capsys, "--view", "quarter"))
    assert deal["days_in_stage"] is None


def test_git_is_asked_once_for_all_deals_and_only_for_views_that_show_what_it_knows(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        repository.saved(f"deals/{name}.tas.yaml", with_fields(rated("+?-"), stage="lead", customer=name))
        repository.saved(f"deals/{name}.tas.yaml", with_fields(rated("+?-"), stage="proposal", customer=name))
    asked: list[str] = []
    started = git._started

    def watched(folder: Path, arguments: list[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
        asked.append(" ".join(arguments[:1]))
        return started(folder, arguments, errors)

    monkeypatch.setattr(git, "_started", watched)
    for view in VIEWS:
        asked.clear()
        parsed(capsys, "--view", view)
        assert sorted(asked) == (["cat-file", "log"] if view in PAST_VIEWS else []), view
    for pages, times in (("100", 1), ("2", 2), ("0", 1)):
        asked.clear()
        assert run(["report", "--pages", pages, "-o", "review.html"]) == 0
        assert sorted(asked) == ["cat-file"] * times + ["log"] * times, pages


@pytest.mark.parametrize(
    "order", ["as tas writes it", "answers first", "answers in the middle", "as JSON", "in another way"]
)
def test_past_stages_are_read_wherever_they_stand(repository: Repository, capsys: Out, order: str) -> None:
    head, answers = (
        "format: 1\ncustomer: A\nopportunity: B\n",
        'answers:\n  tas:\n    solution_fit: {us: "+"}\n',
    )
    for stage, day in (("lead", "2027-01-01"), ("proposal", "2027-02-01")):
        fields = f"stage: {stage}\nclose_date: {day}\n"
        text = {
            "as tas writes it": head + fields + answers,
            "answers first": answers + head + fields,
            "answers in the middle": head + answers + "# later\n" + fields,
            "as JSON": json.dumps(
                {"format": "1", "customer": "A", "opportunity": "B", "stage": stage, "close_date": day}
            ),
            "in another way": head + fields + answers.replace("answers:", '"answers":'),
        }[order]
        repository.saved("deals/a.tas.yaml", text)
    deal = first_of(parsed(capsys))
    assert deal["close_date_moves"] == 1
    assert deal["stage"] == "proposal"
    assert deal["days_in_stage"] is not None


def test_what_changed_since_a_revision_or_a_day(repository: Repository, capsys: Out) -> None:
    deal = with_fields(rated("+?-"), amount=Decimal(100), currency="EUR")
    repository.write("deals/a.tas.yaml", with_fields(deal, customer="A"))
    repository.write("deals/gone.tas.yaml", with_fields(deal, customer="G", currency=""))
    repository.write("deals/old name.tas.yaml", with_fields(deal, customer="R"))
    repository.commit()
    day = repository.git("log", "-1", "--format=%as")
    (repository.folder / "deals" / "gone.tas.yaml").unlink()
    repository.git("mv", "deals/old name.tas.yaml", "deals/new name.tas.yaml")
    repository.write("deals/a.tas.yaml", with_fields(deal, customer="A", amount=Decimal(150)))
    repository.write("deals/b.tas.yaml", with_fields(deal, customer="B", outcome="won"))
    repository.commit()
    for since in ("HEAD~1", day):
        changes = parsed(capsys, "--since", since)["changes"]
        assert {each["currency"] for each in changes["buckets"]} == {"EUR", None}  # type: ignore[index]
        buckets = {each["id"]: (each["deals"], each["amount"]) for each in changes["buckets"]}  # type: ignore[index]
        assert buckets == {"won": (1, 0), "gone": (1, -100), "larger": (1, 50), "same": (1, 0)}
    assert run(["portfolio", "--since", "HEAD~1", *DAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "start and changes are the end" in out
    assert "That is what they were won at; the row “won” is the open amount that left" in out


def test_sums_stay_within_their_currency(repository: Repository, capsys: Out) -> None:
    for name, amount, currency in (("a", 1, "EUR"), ("b", 2, "EUR"), ("c", 4, "CNY"), ("d", 8, "")):
        deal = with_fields(rated("+"), customer=name, amount=Decimal(amount), currency=currency)
        repository.write(f"deals/{name}.tas.yaml", deal)
    assert parsed(capsys)["totals"] == [
        {"currency": None, "deals": 1, "amount": 8},
        {"currency": "CNY", "deals": 1, "amount": 4},
        {"currency": "EUR", "deals": 2, "amount": 3},
    ]


def test_where_knows_what_rules_know(repository: Repository, capsys: Out) -> None:
    repository.write("deals/a.tas.yaml", with_fields(rated("+"), customer="A", stage="lead"))
    repository.write("deals/b.tas.yaml", with_fields(rated("-"), customer="B", stage="proposal"))
    found = parsed(capsys, "--where", "deal.stage == 'proposal' && card.verdict != 'pursue'")["deals"]
    assert [deal["customer"] for deal in found] == ["B"]  # type: ignore[attr-defined]
    for wrong in ("deal.stagge == 'x'", "deal.stage ==", "deal.amount"):
        assert run(["portfolio", "--where", wrong, *DAY]) == 2
        assert "--where" in capsys.readouterr().err


def test_groups_and_orders(repository: Repository, capsys: Out) -> None:
    for name, owner, amount in (("a", "zoe", 1), ("b", "adam", 3), ("c", "zoe", 2)):
        deal = with_fields(rated("+"), customer=name, owner=owner, amount=Decimal(amount), currency="EUR")
        repository.write(f"deals/{name}.tas.yaml", deal)
    customers = [deal["customer"] for deal in parsed(capsys, "--sort", "amount")["deals"]]  # type: ignore[attr-defined]
    assert customers == ["b", "c", "a"]
    assert run(["portfolio", "--view", "table", "--group", "owner", "--sort", "owner", *DAY]) == 0
    text = capsys.readouterr().out
    assert text.index("adam") < text.index("zoe")
    for option, value in (
        ("--sort", "nope"),
        ("--group", "nope"),
        ("--group", "custom.nope"),
        ("--view", "nope"),
    ):
        assert run(["portfolio", option, value, *DAY]) == 2
        assert "nope" in capsys.readouterr().err
    assert run(["portfolio", "--group", "custom.segment", *DAY]) == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_in_both_languages_and_layouts(
    view: str, lang: str, repository: Repository, capsys: Out
) -> None:
    deal = with_fields(
        rated("+?-+", "+--?"), customer="[red]A", amount=Decimal(5), currency="EUR", stage="lead"
    )
    repository.saved("deals/a.tas.yaml", deal)
    repository.saved(
        "deals/b.tas.yaml", with_fields(deal, customer="B", outcome="lost", lost_to="a", reason="Price")
    )
    for format in ("text", "markdown"):
        command = ["portfolio", "--view", view, "--since", "HEAD~1", "--lang", lang, "--format", format, *DAY]
        assert run(command) == 0
        assert capsys.readouterr().out.strip()


def test_a_terminal_is_shown_the_first_deals_and_the_sums_of_all(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(5):
        deal = with_fields(rated("+?-"), customer=f"C{i}", amount=Decimal(10), currency="EUR", owner="zoe")
        repository.write(f"deals/d{i}.tas.yaml", with_fields(deal, close_date=TODAY - timedelta(days=5 - i)))
    monkeypatch.setattr(told, "SHOWN", 2)
    monkeypatch.setattr(page, "is_screen", lambda _to: True)
    for view in ("attention", "table", "grid", "map", "steps"):
        assert run(["portfolio", "--view", view, *DAY]) == 0
        shown = capsys.readouterr().out
        assert ("C1" in shown, "C2" in shown) == (True, False), view
        assert "and 3 more deals" in shown
    assert run(["portfolio", "--view", "table", "--group", "owner", *DAY]) == 0
    assert "5 open deals: 50 EUR" in capsys.readouterr().out
    assert run(["portfolio", "--view", "quarter", "--format", "markdown", *DAY]) == 0
    quarters = capsys.readouterr().out
    assert "| 5 | 0 EUR | 50 EUR |" in re.sub(r"\*\*| +(?= )", "", quarters)


def test_every_open_deal_is_once_among_the_steps(repository: Repository, capsys: Out) -> None:
    days = {"Overdue": -1, "Within a week": 7, "Later": 8, "Without a day": None}
    first = next(iter(rated("+").answers["tas"]))
    for i, days_left in enumerate([*days.values(), "none"]):
        deal = with_fields(rated("+"), customer=f"C{i}")
        if days_left != "none":
            due = None if days_left is None else TODAY + timedelta(days=int(days_left))
            step = deal.answers["tas"][first]._replace(next_step=NextStep(f"Call {i}", due))
            deal = with_fields(deal, answers={"tas": {**deal.answers["tas"], first: step}})
        repository.write(f"deals/c{i}.tas.yaml", deal)
    assert run(["portfolio", "--view", "steps", *DAY]) == 0
    out = capsys.readouterr().out
    for i, heading in enumerate([*days, "No next step"]):
        section = out.partition(f"{heading} (1)")[2].partition("(1)")[0]
        assert f"C{i}" in section, heading
        assert out.count(f"C{i} ") == 1


def test_all_there_is_of_a_deal_is_in_its_row(repository: Repository, capsys: Out) -> None:
    deal = with_fields(
        rated("+?-+", "+--?"), customer="A", owner="zoe", assessed_on=TODAY - timedelta(days=3)
    )
    first = next(iter(deal.answers["tas"]))
    answers = {**deal.answers["tas"]}
    answers[first] = answers[first]._replace(next_step=NextStep("Call them", TODAY, "zoe"))
    repository.write("deals/a.tas.yaml", with_fields(deal, answers={**deal.answers, "tas": answers}))
    assert run(["portfolio", "--view", "table", "--format", "markdown", *DAY]) == 0
    row = capsys.readouterr().out.replace("*", "")
    for each in (
        "Core",
        "zoe",
        "Key questions: unclear, unclear",
        "A unclear",
        "Call them",
        "3 days",
        "warning",
    ):
        assert each in row, each


def test_rows_have_the_same_columns_whatever_the_deals(repository: Repository, capsys: Out) -> None:
    heads = []
    for deal in (rated("+", "+"), Assessment(customer="A", opportunity="B")):
        repository.write("deals/a.tas.yaml", deal)
        assert run(["portfolio", "--format", "csv", *DAY]) == 0
        heads.append(capsys.readouterr().out.splitlines()[0])
    assert heads[0] == heads[1]
    assert {"strongest.party", "sections.tas.win", "next_step.due"} <= set(heads[0].split(","))
    assert list(first_of(parsed(capsys))) == list(COLUMNS)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_shown(
    repository: Repository, capsys: Out
) -> None:
    repository.write("deals/a.tas.yaml", rated("+"))
    repository.write("deals/b.tas.yaml", "customer: [")
    assert run(["portfolio", *DAY]) == 2
    shown = capsys.readouterr()
    assert "Acme" in shown.out
    assert "deals/b.tas.yaml" in shown.err


def test_rows_hold_no_formula_and_lines_are_json(repository: Repository, capsys: Out) -> None:
    deal = with_fields(
        rated("+"), customer='=cmd|"/c calc"!A1', opportunity="-2+3", owner="@x", amount=Decimal(-0)
    )
    repository.write("deals/a.tas.yaml", deal)
    assert run(["portfolio", "--format", "csv", *DAY]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert all(not value.startswith(("=", "@", "-2+")) for value in row.values())
    assert row["counts.plus"] == "1"
    assert run(["portfolio", "--format", "jsonl", *DAY]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["customer"] == deal.customer


def test_outside_git_the_columns_of_git_are_empty_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deals").mkdir()
    Path("deals/a.tas.yaml").write_text("customer: A\nopportunity: B\nstage: lead\n", encoding="utf-8")
    deal = first_of(parsed(capsys))
    assert deal["days_in_stage"] is None
    assert run(["portfolio", "--view", "stages", "--view", "dates", "--view", "table", *DAY]) == 0
    assert capsys.readouterr().out.count("come from git") == 1
    assert run(["portfolio", "--view", "grid", *DAY]) == 0
    assert "from git" not in capsys.readouterr().out


@pytest.mark.parametrize("forks", [True, False])
def test_many_deals_are_shared_out_and_told_the_same(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: Out, *, forks: bool
) -> None:
    for i in range(2 * all_files.CHUNK):
        name = f"deals/d{i:03}.tas.yaml"
        repository.write(name, (EXAMPLE.read_text(encoding="utf-8")))
    alone = parsed(capsys)
    monkeypatch.setattr(all_files, "FORKS", forks)
    monkeypatch.setattr(all_files, "processes_for", lambda _files, _jobs: 2)
    assert parsed(capsys) == alone


@pytest.mark.parametrize("sort", ["attention", "amount", "owner"])
@pytest.mark.parametrize("format", page.AS_ROWS)
def test_rows_say_what_deals_held_side_by_side_say(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch, format: str, sort: str
) -> None:
    """Rows are worked out where a deal is read; with a condition deals are held and told from there."""
    stages = ["lead", "proposal", "lead", "proposal", "lead", "proposal"]
    for turn, stage in enumerate(stages):
        for i in range(4):
            deal = with_fields(
                rated("+?-"[: i + 1], "+-"), customer=f"C{i % 2}", stage=stage, owner="zy"[i % 2]
            )
            closes = TODAY + timedelta(days=10 * i + turn)
            repository.write(
                f"deals/{3 - i}.tas.yaml", with_fields(deal, amount=Decimal(i), close_date=closes)
            )
        repository.commit()
    (repository.folder / "deals" / "odd.tas.yaml").write_text("format: [", encoding="utf-8")
    command = ["portfolio", "--format", format, "--sort", sort, *DAY]
    assert run(command) == 2
    rows, said = capsys.readouterr()
    assert run([*command, "--where", "deal.customer != ''"]) == 2
    assert capsys.readouterr() == (rows, said)
    assert "odd.tas.yaml" in said
    monkeypatch.setattr(all_files, "processes_for", lambda _files, _jobs: 2)
    monkeypatch.setattr(all_files, "CHUNK", 2)
    assert run(command) == 2
    assert capsys.readouterr() == (rows, said)


def test_long_work_is_watched_on_a_terminal_and_nowhere_else(repository: Repository) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")
    for i in range(WORTH_A_BAR + 20):
        repository.write(f"deals/d{i:04}.tas.yaml", f"format: 1\ncustomer: C{i}\nopportunity: O\n")
    called = [sys.executable, "-m", "tas_cli", "portfolio", "--format", "csv", "-o", "all.csv", *DAY]
    child = pexpect.spawn(
        called[0], called[1:], cwd=str(repository.folder), encoding="utf-8", timeout=60,
        env={**os.environ, "TERM": "xterm"}, dimensions=(24, 80),
    )  # fmt: skip
    child.expect(f"{WORTH_A_BAR}/{WORTH_A_BAR + 20}")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    (repository.folder / "all.csv").unlink()
    done = subprocess.run(called, cwd=repository.folder, capture_output=True, check=True)
    assert done.stderr == b""


def test_a_deal_of_choices_alone_is_headed_by_its_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    """Who answers all that the team asks is not told that the deal is not rated."""
    monkeypatch.chdir(tmp_path)
    Path("tas.yaml").write_text("banks: [uss]\n", encoding="utf-8")
    Path("deals").mkdir()
    answers = "answers: {uss: {deal_size: large, value_space: considerable}}\n"
    Path("deals/a.tas.yaml").write_text(f"customer: A\nopportunity: B\n{answers}", encoding="utf-8")
    assert run(["portfolio", *DAY]) == 0
    out = capsys.readouterr().out
    assert "Not rated yet" not in out
    assert "score 1" in out


@pytest.mark.parametrize(("format", "before"), [("jsonl", 1), ("csv", 2), ("json", 2)])
def test_rows_for_machines_are_fetched_as_they_are_written(format: str, before: int) -> None:
    asked: list[str] = []

    def fetched() -> Iterator[RowText]:
        for text in "ab":
            asked.append(text)
            yield RowText(text)

    pieces = rendered("portfolio", format, RowTexts(fetched(), columns_of([]), (), ()), "en")
    assert not isinstance(pieces, str | bytes)
    for _ in range(before):
        next(pieces)
    assert asked == ["a"]
    assert "b" in "".join(pieces)


@pytest.mark.parametrize("format", page.AS_ROWS)
def test_for_a_row_a_deal_is_read_once_and_neither_held_nor_kept(
    repository: Repository, capsys: Out, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    """However many there are: what is said of one is worked out where it is read, and lies on the disk."""
    for i in range(3):
        repository.write(f"deals/{i}.tas.yaml", f"customer: C{i}\nopportunity: O\ncustom: {{z{i}: x}}\n")
    made: list[str] = []
    kept: list[str] = []
    row_of, put = portfolio_data.row_of, files.PutAway.put

    def counted(line: DealLine, *rest: Any) -> RowText:
        made.append(line.held.file)
        return row_of(line, *rest)

    def put_away(where: files.PutAway, text: str) -> int:
        kept.append(text)
        return put(where, text)

    monkeypatch.setattr(portfolio_data, "row_of", counted)
    monkeypatch.setattr(files.PutAway, "put", put_away)
    monkeypatch.setattr(held_deals, "held_deal", None)
    assert run(["portfolio", "--format", format, *DAY]) == 0
    out = capsys.readouterr().out
    assert made == [f"deals/{i}.tas.yaml" for i in range(3)]
    assert len(kept) == 3
    assert all(f"C{i}" in out for i in range(3))
