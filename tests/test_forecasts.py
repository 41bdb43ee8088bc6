"""`tas calibrate`, `calibration.yaml` and `tas forecast`: what they say, when they keep silent, what they refuse."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import made_up_deals as made_up
from builders import COMPLETE, LIBRARY, ROOT, TAS, rated, scored
from repositories import FIRST_DAY, Repository
from tas_cli.boundary import run
from tas_cli.judging import closed_deals
from tas_cli.judging.closed_deals import AsOf, told
from tas_cli.judging.forecast import tenths, twentieths
from tas_cli.model.assessment import Assessment
from tas_cli.model.layout import new_text
from tas_cli.reports.forecast import rounded

Out = pytest.CaptureFixture[str]
TODAY = ("--today", "2026-11-22")
CLOSED_ON = date(2026, 9, 1)


def deals(number: int, seed: int = 7, *, shuffled: bool = False) -> list[tuple[Assessment, bool]]:
    """Deals out of a made-up world, each with whether it was won; a competitor is rated."""
    luck, found = random.Random(seed), []
    drawn = np.random.default_rng(seed)
    for row, won in made_up.closed(made_up.world("linear", drawn), number, drawn):
        signs = "".join("?" if u else "-.+"[s + 1] for s, u in zip(row.signs, row.unknown, strict=True))
        deal = scored("".join(luck.choice("123?") for _ in range(8)), rated(signs, "+" * 20))
        found.append((deal, luck.random() < 0.5 if shuffled else won))
    return found


def write(folder: Path, name: str, deal: Assessment, **fields: object) -> None:
    path = folder / "deals" / f"{name}.tas.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new_text(deal.model_copy(update=fields), LIBRARY), encoding="utf-8")


def workspace(folder: Path, closed: int, opened: int = 0, **kept: Any) -> None:
    (folder / "tas.yaml").write_text("currency: EUR\n", encoding="utf-8")
    for i, (deal, won) in enumerate(deals(closed + opened, **kept)):
        if i < closed:
            outcome = "won" if won else "lost"
            write(folder, f"c{i:03}", deal, customer=f"C{i}", outcome=outcome, closed_on=CLOSED_ON)
        else:
            write(
                folder, f"o{i:03}", deal, customer=f"O{i}", owner="maria", amount=1000 * i, currency="EUR",
                close_date=date(2027, 2, 1),
            )  # fmt: skip


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with 60 closed and 4 open deals, and the calibration of them."""
    made = tmp_path_factory.mktemp("learned")
    workspace(made, 60, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        assert run(["calibrate", "--save", "calibration.yaml", "-o", "told.txt", "--lang", "en", *TODAY]) == 0
        assert run(["calibrate", "--format", "json", "-o", "told.json", *TODAY]) == 0
    return made


@pytest.fixture
def here(learned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to stand in and to change."""
    import shutil

    made = tmp_path / "here"
    shutil.copytree(learned, made)
    monkeypatch.chdir(made)
    return made


def forecast(capsys: Out, *more: str) -> Any:
    assert run(["forecast", "--format", "json", *more, *TODAY]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_learned_is_told_with_every_figure(learned: Path) -> None:
    told = json.loads((learned / "told.json").read_text(encoding="utf-8"))
    assert (told["format"], told["deals"], told["distinct"], told["speaks"], told["because"]) == (
        1, 60, 60, True, None,
    )  # fmt: skip
    figures = {"brier", "log_loss", "auc", "slope", "ece", "ece_floor"}
    for each in (told["model"], *told["rivals"].values()):
        assert set(each) == figures
        assert all(f["low"] <= f["value"] <= f["high"] for f in each.values())
    assert set(told["rivals"]) == {"base_rate", "net_count", "naive_bayes"}
    assert 0.14 < told["model"]["brier"]["value"] < told["rivals"]["base_rate"]["brier"]["value"]
    for picture in ("reliability", "by_net", "by_unknown"):
        assert sum(each["deals"] for each in told[picture]) == 60
        assert sum(each["won"] for each in told[picture]) == told["won"]
    assert len(told["by_question"]) == 28
    text = (learned / "told.txt").read_text(encoding="utf-8")
    assert "git knows no assessment from that time" in text
    assert "0 %" in text


def test_a_calibration_holds_no_deals_data_and_reads_back(here: Path, capsys: Out) -> None:
    text = (here / "calibration.yaml").read_text(encoding="utf-8")
    assert "Acme" not in text
    assert "C1" not in text
    assert run(["check", "calibration.yaml", "--fail-on", "warning", *TODAY]) == 0
    capsys.readouterr()
    assert run(["calibrate", "--save", "again.yaml", "-o", "t", "-q", *TODAY]) == 0
    assert capsys.readouterr() == ("", "")
    assert (here / "again.yaml").read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("here")
def test_a_forecast_is_a_probability_with_its_honesty(capsys: Out) -> None:
    found = forecast(capsys)
    assert found["because"] is None
    chances = [each["probability"] for each in found["results"]]
    assert chances == sorted(chances, reverse=True)
    for each in found["results"]:
        assert 0 < each["low"] < each["probability"] < each["high"] < 1
        assert len(each["reasons"]["for"]) <= 3
        assert {reason["answer"] for reason in each["reasons"]["for"]} - {"-"}
        assert each["unknown"] is None or each["unknown"]["if_bad"] <= each["unknown"]["if_good"]
    whole = found["sum"]
    assert (whole["deals"], whole["won"]["value"]) == (4, pytest.approx(sum(chances), abs=0.01))
    amount = whole["amounts"][0]
    assert amount["currency"] == "EUR"
    assert amount["low"] < amount["value"] < amount["high"]
    assert [each["quarter"] for each in whole["quarters"]] == ["2027-Q1"]
    assert [each["owner"] for each in whole["owners"]] == ["maria"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("lang", COMPLETE)
def test_plain_words_and_no_percent_below_200_deals(lang: str, capsys: Out) -> None:
    assert run(["forecast", "--lang", lang, *TODAY]) == 0
    text = capsys.readouterr().out
    assert "%" not in text
    assert ("in 10" if lang == "en" else "十个里") in text
    assert run(["show", "o061", "--lang", lang, *TODAY]) == 0
    assert ("Forecast: " if lang == "en" else "预测：") in capsys.readouterr().out


def test_more_unknown_an_answer_never_seen_and_no_competitor_are_said_aloud(here: Path, capsys: Out) -> None:
    write(here, "blank", rated("+"), customer="Blank")
    one = next(each for each in forecast(capsys)["results"] if "blank" in each["file"])
    assert {"more_unknown", "not_compared"} <= set(one["warnings"])
    assert run(["forecast", "blank", *TODAY]) == 0
    assert capsys.readouterr().out.count("BEWARE") >= 2


def test_without_a_calibration_deals_stand_in_order_and_without_a_number(here: Path, capsys: Out) -> None:
    (here / "calibration.yaml").unlink()
    found = forecast(capsys)
    assert (found["because"], found["sum"]) == ("none", None)
    assert {each["probability"] for each in found["results"]} == {None}
    assert run(["forecast", *TODAY]) == 0
    assert "tas calibrate" in capsys.readouterr().out
    assert run(["show", "o061", *TODAY]) == 0
    assert "Forecast" not in capsys.readouterr().out


def test_another_version_of_a_bank_gives_no_number(here: Path, capsys: Out) -> None:
    path = here / "calibration.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  tas: 1\n", "  tas: 2\n", 1), encoding="utf-8")
    assert forecast(capsys)["because"] == "other_banks"


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ("speaks: true", "speaks: false", "TAS190"),
        ("deals: 60", "deals: 6", "TAS190"),
        ("support: ", "supporting: ", "TAS102"),
        ("support: ", "support: about ", "TAS103"),
        ("most_unknown: ", "most_unknown: -", "TAS103"),
        ("    low: ", "    lowest: ", "TAS102"),
        ("method: ridge", "method: oracle", "TAS108"),
        ("won: ", "winning: 1\nwon: ", "TAS101"),
        ("format: 1", "format: 9", "TAS109"),
        ('  - "1 ', '  - "2 ', "TAS190"),
        ("deals: 60", "deals: 60\ndeals: 60", "TAS003"),
        ('      deals: "', '      deals: "9 ', "TAS190"),
        ('      won: "', '      won: "99', "TAS190"),
        ('      won: "', '      won: "-', "TAS103"),
        ("  - low: ", "  - lo: ", "TAS101"),
    ],
)
def test_a_calibration_is_read_strictly(here: Path, old: str, new: str, id: str, capsys: Out) -> None:
    path = here / "calibration.yaml"
    text = path.read_text(encoding="utf-8")
    if old not in text and "1 " in old:
        old, new = '  - "-1 ', '  - "-2 '
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert run(["check", "--format", "json", *TODAY]) == 1
    found = [e for e in json.loads(capsys.readouterr().out)["findings"] if e["file"] == "calibration.yaml"]
    assert [each["id"] for each in found][:1] == [id]
    assert found[0]["line"] > 0
    assert run(["check", "calibration.yaml", *TODAY]) == 1
    path.rename("other.yaml")
    assert run(["check", "other.yaml", *TODAY]) == 1
    assert capsys.readouterr().out.count(id) == 2
    Path("other.yaml").rename(path)
    assert run(["forecast", *TODAY]) == 2
    assert "calibration.yaml:" in capsys.readouterr().err
    assert run(["show", "o061", *TODAY]) == 0
    out, err = capsys.readouterr()
    assert "calibration.yaml:" in err
    assert "Forecast" not in out


def test_too_few_deals_are_said_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    workspace(tmp_path, 12)
    monkeypatch.chdir(tmp_path)
    for format in ("text", "markdown"):
        assert run(["calibrate", "--format", format, *TODAY]) == 1
        out = " ".join(capsys.readouterr().out.split())
        assert "12 closed deals" in out
        assert "Figures and tables come from 20 deals on" in out
        assert not [word for word in ("Brier", "AUC", "come true", "Question by") if word in out]
    assert run(["calibrate", "--format", "json", *TODAY]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["speaks"], told["because"]) == (False, "too_few")
    assert None not in (told["model"], told["reliability"] or None, told["by_question"] or None)
    assert run(["calibrate", "--save", "deals/c000.tas.yaml", *TODAY]) == 2
    assert run(["forecast", *TODAY]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "12 are closed and rated" in out
    assert "at least 20 are needed, 5 won and 5 lost among them" in out


def test_ratings_that_tell_nothing_are_said_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    workspace(tmp_path, 40, 2, seed=3, shuffled=True)
    monkeypatch.chdir(tmp_path)
    assert run(["calibrate", "--save", "calibration.yaml", *TODAY]) == 1
    assert "the ratings do not separate" in capsys.readouterr().out
    assert forecast(capsys)["because"] == "no_support"


def test_nothing_closed_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    workspace(tmp_path, 0, 1)
    monkeypatch.chdir(tmp_path)
    assert run(["calibrate", *TODAY]) == 1
    assert run(["calibrate", "--as-of", "yesterday", *TODAY]) == 2
    assert run(["calibrate", "nowhere", *TODAY]) == 2
    capsys.readouterr()


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_what_is_saved_can_be_read_and_nothing_is_not_saved(
    closed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    workspace(tmp_path, closed, 1)
    write(tmp_path, "unrated", Assessment(customer="U", outcome="won"))
    monkeypatch.chdir(tmp_path)
    assert run(["calibrate", "--save", "calibration.yaml", *TODAY]) == 1
    out, err = capsys.readouterr()
    assert ("No closed deal to learn from yet" in out, "nothing saved" in err) == (not closed, not closed)
    assert Path("calibration.yaml").exists() == bool(closed)
    assert forecast(capsys)["because"] == ("too_few" if closed else "none")
    run(["check", *TODAY])
    assert "calibration.yaml" not in capsys.readouterr().out


def test_a_broken_calibration_is_made_anew_and_not_mended(here: Path, capsys: Out) -> None:
    (here / "calibration.yaml").write_text("format: 1\nspeaks: maybe\n", encoding="utf-8")
    assert run(["check", "--format", "json", *TODAY]) == 1
    found = [e for e in json.loads(capsys.readouterr().out)["findings"] if e["file"] == "calibration.yaml"]
    assert len(found) > 2
    assert {each["help"] for each in found} == {"make it anew: tas calibrate --save FILE"}


START = date.fromtimestamp(FIRST_DAY)


def test_the_past_is_read_out_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    made = Repository(tmp_path)
    early, late = rated("?" * 20, "+"), rated("+" * 20, "+")
    made.write("tas.yaml", "")
    made.saved("deals/a.tas.yaml", early)
    made.saved("deals/a.tas.yaml", late)
    end = START + timedelta(days=40)
    made.saved("deals/a.tas.yaml", late.model_copy(update={"outcome": "won", "closed_on": end}))
    made.saved("deals/b.tas.yaml", late.model_copy(update={"outcome": "lost", "closed_on": START}))
    monkeypatch.chdir(tmp_path)
    for moment, unknown in (("39d", 20), ("38d", 0), ("close", 0)):
        run(["calibrate", "--as-of", moment, "--format", "json", *TODAY])
        told = json.loads(capsys.readouterr().out)
        assert (told["deals"], told["as_now"], told["hindsight"]) == (2, 1, 1)
        assert max(each["to"] for each in told["by_unknown"]) == unknown, moment


def moment_of(deal: Assessment, versions: closed_deals.Versions, as_of: AsOf) -> closed_deals.Told:
    return told([(deal, versions)], as_of)


def test_which_version_of_a_deal_is_learned_from() -> None:
    first, second = rated("?", stage="discovery"), rated("+", stage="proposal")
    ended = second.model_copy(update={"outcome": "won"})
    versions = [(date(2026, 1, 1), first), (date(2026, 3, 1), second), (date(2026, 3, 20), ended)]

    def seen(as_of: AsOf) -> Assessment:
        found = moment_of(ended, versions, as_of)
        assert found.days == [date(2026, 3, 20)]  # nobody wrote it down; the version that closed it says so
        return found.deals[0].assessment

    assert seen(AsOf("days", 30)) is first
    assert seen(AsOf("days", 10)) is second
    assert seen(AsOf("close")) is second
    assert seen(AsOf("stage", stage="discovery")) is first
    lacking = moment_of(ended, versions, AsOf("stage", stage="negotiation"))
    assert (lacking.as_now, lacking.hindsight, lacking.deals[0].assessment) == (1, 0, second)
    alone = moment_of(ended.model_copy(update={"closed_on": date(2026, 1, 2)}), versions[2:], AsOf("close"))
    assert (alone.as_now, alone.hindsight) == (1, 1)


def test_what_is_neither_won_nor_lost_is_left_out_and_counted() -> None:
    deal = rated("+")
    closed = [
        (deal.model_copy(update={"outcome": each}), ()) for each in ("no_decision", "withdrawn", "lost")
    ]
    blank = Assessment(customer="A", opportunity="B").model_copy(update={"outcome": "won"})
    found = told([*closed, (blank, ())], AsOf("close"))
    assert dict(found.left_out) == {"no_decision": 1, "withdrawn": 1, "unrated": 1}
    assert len(told(closed, AsOf("close"), no_decision_is_lost=True).deals) == 2


def test_that_newer_deals_end_otherwise_is_said(here: Path, capsys: Out) -> None:
    for i, path in enumerate(sorted((here / "deals").glob("c*"))):
        text = path.read_text(encoding="utf-8").replace(
            "2026-09-01", "2026-03-01" if i < 30 else "2026-09-01"
        )
        path.write_text(text if i < 30 else text.replace("outcome: won", "outcome: lost"), encoding="utf-8")
    assert run(["calibrate", "--format", "json", *TODAY]) in (0, 1)
    found = json.loads(capsys.readouterr().out)["drift"]
    assert found["newer_won"] == 0 < found["newer_expected"]
    assert found["older_won"] > found["older_expected"]
    assert run(["calibrate", *TODAY]) in (0, 1)
    assert "things have changed" in capsys.readouterr().out


def test_numbers_are_never_surer_than_they_are() -> None:
    assert [tenths(each) for each in (0.001, 0.249, 0.25, 0.999)] == [1, 2, 3, 9]
    assert [twentieths(each) for each in (0.001, 0.52, 0.999)] == [5, 50, 95]
    assert [rounded(each) for each in (0.4, 7, 1234, 987_654)] == [0, 7, 1200, 990_000]


def test_any_bank_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    """A team's own questions, choices without points, a bank that nobody answered."""
    (tmp_path / "tas.yaml").write_text("questions: [own.yaml]\nbanks: [own, tas]\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        "format: 1\nid: own\nversion: 3\ntitle: Own\nsections:\n  - id: s\n    title: S\n    questions:\n"
        "      - id: size\n        title: Size\n        options:\n          - {id: big, title: Big}\n"
        "          - {id: small, title: Small}\n"
        "      - id: mood\n        title: Mood\n        options:\n          - {id: good, title: Good}\n"
        "          - {id: bad, title: Bad}\n",
        encoding="utf-8",
    )
    luck = random.Random(1)
    for i in range(60):
        size, mood = luck.choice(["big", "small"]), luck.choice(["good", "bad", '"?"'])
        won = luck.random() < {"good": 0.9, "bad": 0.1}.get(mood, 0.5)
        outcome = ("won" if won else "lost") if i < 50 else "open"
        text = f"customer: C{i}\nopportunity: O\noutcome: {outcome}\nanswers: {{own: {{size: {size}, mood: {mood}}}}}\n"
        (tmp_path / f"d{i:02}.tas.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["calibrate", ".", "--save", "calibration.yaml", "--format", "json", *TODAY]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["question"] for each in told["by_question"]] == ["own.size", "own.mood"]
    assert told["rivals"]["net_count"] == told["rivals"]["base_rate"]  # nothing is + or -
    assert run(["calibrate", ".", *TODAY]) == 0
    assert " + less - " not in capsys.readouterr().out
    assert "  own: 3\n" in (tmp_path / "calibration.yaml").read_text(encoding="utf-8")
    for each in forecast(capsys, ".")["results"]:
        assert each["reasons"]["for"] or each["reasons"]["against"]
    (tmp_path / "new.tas.yaml").write_text(
        "customer: N\nopportunity: O\nanswers: {own: {size: '?', mood: good}}\n", encoding="utf-8"
    )
    assert "new_answer" in forecast(capsys, "new.tas.yaml")["results"][0]["warnings"]


def test_a_file_of_deals_by_name_and_an_unreadable_one(here: Path, capsys: Out) -> None:
    assert len(forecast(capsys, "o061", "o062")["results"]) == 2
    (here / "deals" / "bad.tas.yaml").write_text("answers: [", encoding="utf-8")
    assert run(["forecast", *TODAY]) == 2
    assert run(["calibrate", "deals/bad.tas.yaml", "c001", *TODAY]) == 2
    assert "bad.tas.yaml:1" in capsys.readouterr().err


def test_the_shipped_banks_have_all_that_is_looked_at(learned: Path) -> None:
    text = (learned / "calibration.yaml").read_text(encoding="utf-8")
    assert all(f"    {id}:" in text for id in TAS.by_id)
    assert (ROOT / "schema" / "calibration.schema.json").is_file()


def test_rules_and_where_know_the_forecast(here: Path, capsys: Out) -> None:
    rule = "policy:\n  - {id: odds, when: card.forecast > 0.0, expect: card.forecast >= 0.5, say: Too unlikely.}\n"
    (here / "tas.yaml").write_text(rule, encoding="utf-8")
    chances = {each["file"]: each["probability"] for each in forecast(capsys)["results"]}
    run(["check", "--select", "odds", "--format", "json", *TODAY])
    found = {each["file"] for each in json.loads(capsys.readouterr().out)["findings"]}
    assert found == {file for file, chance in chances.items() if chance < 0.5}
    assert run(["portfolio", "--where", "card.forecast > 0.0", "--format", "json", *TODAY]) == 0
    assert {each["file"] for each in json.loads(capsys.readouterr().out)["deals"]} == set(chances)


def test_the_twelve_example_deals_are_too_few_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    import shutil

    shutil.copytree(ROOT / "examples" / "portfolio", tmp_path / "portfolio")
    monkeypatch.chdir(tmp_path / "portfolio")
    assert run(["calibrate", "--format", "json", *TODAY]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["speaks"], told["because"], told["deals"] < 12) == (False, "too_few", True)
    assert run(["forecast", *TODAY]) == 0
    assert "No forecast" in capsys.readouterr().out


def test_portfolio_and_report_have_it(here: Path, capsys: Out) -> None:
    assert run(["portfolio", "--view", "table", "--view", "forecast", *TODAY]) == 0
    text = capsys.readouterr().out
    assert "times in 10" in text
    assert "eight times in ten" in text
    assert " ," not in text
    assert run(["portfolio", "--view", "activities", *TODAY]) == 0
    assert "Probabilities, learned from 60 closed deals: On deals" in " ".join(
        capsys.readouterr().out.split()
    )
    assert run(["portfolio", "--format", "json", *TODAY]) == 0
    shown = {each["file"]: each.get("forecast") for each in json.loads(capsys.readouterr().out)["deals"]}
    for each in forecast(capsys)["results"]:
        assert shown[each["file"]] == {end: each[end] for end in ("probability", "low", "high")}
    assert sum(each is not None for each in shown.values()) == 4
    assert run(["report", "-o", "page.html", *TODAY]) == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert 'id="forecast"' in page
    assert "Deals by what was said, and how many were won" in page
    assert "by number of unknowns" in page
    assert "Deals rated like this one are won" in page
    for closed in (here / "deals").glob("c*"):
        closed.unlink()
    assert run(["portfolio", "--view", "forecast", *TODAY]) == 0
    later = capsys.readouterr().out
    assert later.partition("Does it come true?")[2] == text.partition("Does it come true?")[2]
    (here / "calibration.yaml").unlink()
    assert run(["report", "-o", "page.html", *TODAY]) == 0
    assert 'id="forecast"' not in Path("page.html").read_text(encoding="utf-8")
    assert run(["portfolio", "--view", "forecast", *TODAY]) == 0
    assert "No forecast" in capsys.readouterr().out
