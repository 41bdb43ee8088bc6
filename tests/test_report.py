"""`tas report`: one page that asks for nothing, is whole for every reader, and in which user text is text."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import BANKS, ROOT, TODAY
from repositories import Repository
from tas_cli.boundary import run
from tas_cli.model.local_texts import text_in
from tas_cli.reports import review_parts
from tas_cli.reports.formats import formats_of
from tas_cli.reports.portfolio_views import VIEWS
from tas_cli.reports.svg import Bubble, Fall, bubble_map, range_bar, spark_line, waterfall
from tas_cli.words import LANGUAGES, Lang

Out = pytest.CaptureFixture[str]
DAY = ["--today", TODAY.isoformat()]
DEAL = """\
format: 1
customer: {customer}
opportunity: Plant
amount: {amount}
currency: EUR
competitors:
  x_sys: {rival}
banks:
  tas: 1
answers:
  tas:
    compelling_event:
      us: "+"
      x_sys: "-"
      evidence: {evidence}
"""
NAMES = ("Acme", "Borealis", "Cobalt")
HOSTILE = (
    "<script>alert(1)</script>",
    "\" onclick='x'",
    "</style><b>",
    "[red]x[/red]",
    "=cmd|' /C calc'!A0",
    "a\u202eb",
    "{{ 7*7 }}",
    "javascript:alert(1)",
    "&lt;",
)
VOID = {"meta", "input", "br", "line", "rect", "circle", "polyline"}


class Page(HTMLParser):
    """What a page consists of; complains where a tag is left open or closed twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(re.sub("</?time>", "", text))  # which holds a day together and parts no words
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> Iterator[str]:
        """Every value of an attribute."""
        return (attributes[name] for _, attributes in self.tags if name in attributes)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def deal(
    customer: str = "Acme", rival: str = "X", evidence: str = "their CFO said so", amount: int = 100
) -> str:
    return DEAL.format(
        customer=quoted(customer), rival=quoted(rival), evidence=quoted(evidence), amount=amount
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    made = Repository(tmp_path)
    made.write("tas.yaml", "format: 1\nrepository: https://forge.example/edit/main/\n")
    for i, name in enumerate(NAMES):
        made.write(f"deals/{name.lower()}.tas.yaml", deal(name, amount=100 * (i + 1)))
    made.commit("Add deals")
    return made


def made(capsys: Out, *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["report", *DAY, *arguments]) == code
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.usefixtures("repository")
def test_a_page_is_whole_and_its_links_lead_somewhere(capsys: Out, lang: Lang) -> None:
    page = Page(made(capsys, "--lang", lang))
    ids = list(page.all("id"))
    assert len(set(ids)) == len(ids)
    assert [tag for tag, _ in page.tags].count("h1") == 1
    inside = [href for href in page.all("href") if href.startswith("#")]
    assert len(inside) > 10
    assert {href[1:] for href in inside} <= set(ids)
    assert {"deal-acme", "deal-borealis", "deal-cobalt", "deal-acme-compelling_event"} <= set(ids)
    for question in BANKS[0].by_id.values():
        assert text_in(question.title, lang) in page.text


@pytest.mark.usefixtures("repository")
def test_a_page_asks_for_nothing_and_its_policy_allows_what_it_holds(capsys: Out) -> None:
    text = made(capsys)
    page = Page(text)
    assert not list(page.all("src"))
    assert not list(page.all("style"))
    assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    policies = [attributes["content"] for tag, attributes in page.tags if "http-equiv" in attributes]
    assert "default-src 'none'" in policies[0]
    for tag in ("style", "script"):
        held = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert held
        assert f"'sha256-{b64encode(sha256(held[1].encode()).digest()).decode()}'" in policies[0]
    assert not re.search(r"url\(|@import", text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_wrote_stays_text(repository: Repository, capsys: Out, hostile: str) -> None:
    plain = {tag for tag, _ in Page(made(capsys)).tags}
    repository.write("deals/acme.tas.yaml", deal(hostile, hostile + "r", hostile))
    page = Page(made(capsys, "--title", hostile))
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert {tag for tag, _ in page.tags} <= plain
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert all(re.match("#|https://forge.example/", href) for href in page.all("href"))
    shown = hostile.replace("\u202e", "")
    assert page.text.count(shown) >= 2 or "\u202e" in hostile
    assert "\u202e" not in page.text


def test_the_same_deals_make_the_same_bytes(repository: Repository, capsys: Out) -> None:
    first = made(capsys)
    for name in ("deals/acme.tas.yaml", "tas.yaml"):
        repository.write(name, (repository.folder / name).read_text())
    assert made(capsys) == first


@pytest.mark.usefixtures("repository")
def test_deals_without_a_section_are_named_and_nothing_leads_to_them(capsys: Out) -> None:
    page = Page(made(capsys, "--pages", "1"))
    ids = set(page.all("id"))
    assert sum(id in {"deal-acme", "deal-borealis", "deal-cobalt"} for id in ids) == 1
    assert {href[1:] for href in page.all("href") if href.startswith("#")} <= ids
    assert "2 " in page.text
    assert all(name in page.text for name in NAMES)


@pytest.mark.usefixtures("repository")
def test_rows_beyond_the_most_are_named(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_parts, "MOST_ROWS", 1)
    page = made(capsys)
    assert page.count('<tr class="deal') == 2  # one in the table, one in the grid
    assert "Not in this table, after the first that need attention (2): " in page
    assert "3 deals read" in page


def test_files_of_one_name_have_sections_of_their_own(repository: Repository, capsys: Out) -> None:
    repository.write("deals/east/acme.tas.yaml", deal("Acme East"))
    ids = list(Page(made(capsys)).all("id"))
    assert {"deal-acme", "deal-acme.2"} <= set(ids)


def test_each_deal_leads_to_the_page_that_edits_it(repository: Repository, capsys: Out) -> None:
    repository.write("deals/a b#c.tas.yaml", deal("Odd"))
    hrefs = set(Page(made(capsys)).all("href"))
    assert "https://forge.example/edit/main/deals/acme.tas.yaml" in hrefs
    assert "https://forge.example/edit/main/deals/a%20b%23c.tas.yaml" in hrefs


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x", "forge.example/edit", 'https://x"y'])
def test_an_address_that_is_none_is_a_mistake_in_tas_yaml(
    repository: Repository, capsys: Out, address: str
) -> None:
    repository.write("tas.yaml", f"format: 1\nrepository: {quoted(address)}\n")
    capsys.readouterr()
    assert run(["check", *DAY]) == 2 or "TAS103" in capsys.readouterr().out


def test_what_changed_is_drawn_and_told(repository: Repository, capsys: Out) -> None:
    repository.write("deals/acme.tas.yaml", deal("Acme", amount=900))
    repository.commit("Raise the amount")
    page = Page(made(capsys, "--since", "HEAD~1"))
    assert "+800 EUR" in page.text
    assert "waterfall" in set(page.all("class"))


def test_a_deal_has_its_evidence_its_steps_and_how_it_moved(repository: Repository, capsys: Out) -> None:
    for command in (["report"], ["show", "acme", "--format", "html"]):
        assert run([*command, *DAY]) == 0
        assert "sparks" not in set(Page(capsys.readouterr().out).all("class"))
    turned = deal().replace('us: "+"', 'us: "-"') + "      next_step: {what: Call the CIO, due: 2026-12-01}\n"
    repository.saved("deals/acme.tas.yaml", turned)
    for command in (["report"], ["show", "acme", "--format", "html"]):
        assert run([*command, *DAY]) == 0
        page = Page(capsys.readouterr().out)
        assert "sparks" in set(page.all("class"))
        for text in ("their CFO said so", "Call the CIO (2026-12-01)", "How it moved", "+1 -0 ?0 .19"):
            assert text in page.text, text


def test_a_shallow_clone_is_told_of(repository: Repository, tmp_path: Path, capsys: Out) -> None:
    repository.saved("deals/acme.tas.yaml", deal(amount=1))
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "cut")], check=True
    )
    assert run(["report", str(tmp_path / "cut" / "deals"), "-o", str(tmp_path / "r.html"), *DAY]) == 0
    assert "shallow clone" in capsys.readouterr().err


@pytest.mark.usefixtures("repository")
def test_views_and_forecasts_make_a_page_too(capsys: Out) -> None:
    for command, code, text in (
        (["portfolio", "--view", "grid", "--view", "quarter"], 0, "Commonly missing"),
        (["calibrate"], 1, "No closed deal to learn from yet"),
        (["forecast"], 0, "tas calibrate --save"),
    ):
        assert run([*command, "--format", "html", *DAY]) == code
        page = Page(capsys.readouterr().out)
        assert [tag for tag, _ in page.tags].count("h1") == 1
        assert text in page.text


def test_a_file_that_cannot_be_read_does_not_go_unsaid(repository: Repository, capsys: Out) -> None:
    repository.write("deals/broken.tas.yaml", "format: [")
    capsys.readouterr()
    assert run(["report", *DAY, "-o", "review.html"]) == 2
    assert "broken.tas.yaml" in capsys.readouterr().err
    assert "deal-acme" in (repository.folder / "review.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("names", [("acme",), ("acme", "borealis")])
@pytest.mark.usefixtures("repository")
def test_scorecards_make_a_page_of_the_same_kind(names: tuple[str, ...], lang: Lang, capsys: Out) -> None:
    capsys.readouterr()
    assert run(["show", *names, "--format", "html", "--lang", lang, *DAY]) == 0
    page = Page(capsys.readouterr().out)
    ids = list(page.all("id"))
    assert len(set(ids)) == len(ids)
    assert {f"deal-{name}" for name in names} == {id for id in ids if re.fullmatch("deal-[a-z]+", id)}
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert not list(page.all("href"))
    assert "table" not in ids


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_three_small_deals_is_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, gold: Callable[[str, str], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deals").mkdir()
    for name in ("strong", "unknown", "weak"):
        shutil.copy(ROOT / "tests" / "gold" / f"show_{name}.tas.yaml", f"deals/{name}.tas.yaml")
    assert run(["report", "deals", "--lang", lang, "-o", "page.html", *DAY]) == 0
    page = Path("page.html").read_text(encoding="utf-8")
    for tag in ("style", "script"):
        page = re.sub(rf"<{tag}>.*?</{tag}>", f"<{tag}></{tag}>", page, flags=re.DOTALL)
    gold(f"report_{lang}.html", re.sub("'sha256-[^']+'", "'sha256-…'", page))


@pytest.mark.parametrize("format", formats_of("portfolio"))
def test_hostile_names_stay_text_in_every_format(repository: Repository, format: str) -> None:
    for i, name in enumerate((*HOSTILE, "::error::x")):
        repository.write(f"deals/d{i}.tas.yaml", deal(name, name + "r", name))
    views = [word for view in VIEWS for word in ("--view", view)]
    assert run(["portfolio", "--format", format, *views, "-o", "made", *DAY]) == 0
    if format == "xlsx":
        with zipfile.ZipFile("made") as book:
            parts = [book.read(name).decode("utf-8") for name in book.namelist()]
        assert not any("<f>" in part or "\u202e" in part or "<script" in part for part in parts)
        return
    text = Path("made").read_text(encoding="utf-8")
    for bad in ("\u202e", "\x1b", "\n::error", "##["):
        assert bad not in text
    if format == "html":
        assert [tag for tag, _ in Page(text).tags].count("script") == 1
    elif format == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "@", "\t")]
        assert any("=cmd" in cell for cell in cells)
    elif format == "ics":
        assert all(line[:1] in " BCDESTUPVX" for line in text.splitlines())
    elif format == "markdown":
        assert not re.search(r"(?<!\\)<(script|b)>", text)
    else:
        assert "<script>alert(1)</script>" in text
        assert "[red]x[/red]" in text


NUMBERS = st.floats(-1, 1)


def test_no_number_on_the_map_covers_another() -> None:
    bubbles = [Bubble(n / 60, n / 60, 0.5, "none", str(n), f"deal {n}", f"#{n}") for n in range(9)]
    drawn = bubble_map([*bubbles, Bubble(1, 1, 1, "none", "9", "deal 9", "#9")], "map", ("a", "b", "c", "d"))
    marks = re.findall(r'class="mark" aria-hidden="true" x="([^"]+)" y="([^"]+)">(\d)<', drawn)
    assert sorted(mark for _, _, mark in marks) == list("0123456789")
    for (x, y, _), (a, b, _) in combinations(marks, 2):
        assert abs(float(x) - float(a)) >= 16 or abs(float(y) - float(b)) >= 12


@given(
    places=st.lists(st.tuples(NUMBERS, NUMBERS, st.floats(0, 1)), max_size=8),
    levels=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6),
    bounds=st.lists(st.integers(-20, 20), min_size=3, max_size=3).map(sorted),
)
def test_no_drawing_leaves_its_frame(
    places: list[tuple[float, float, float]], levels: list[int], bounds: list[int]
) -> None:
    bubbles = [Bubble(x, y, size, "none", "+", "a", "#a") for x, y, size in places]
    falls = [Fall(a, b, "more", "a", "1") for a, b in zip([0, *levels], levels, strict=False)]
    drawings = [
        bubble_map(bubbles, "map", ("a", "b", "c", "d")),
        waterfall(falls, "fall"),
        range_bar(bounds[0], bounds[1], bounds[2], 20, "range"),
        spark_line(bounds, bounds[0], bounds[2], "spark"),
    ]
    for drawing in drawings:
        size = re.search(r'viewBox="0 0 (\S+) (\S+)"', drawing)
        assert size
        for axis, most in (("x", float(size[1])), ("y", float(size[2]))):
            found = re.findall(rf'(?<=[ c]){axis}[12]?="([^"]+)"', drawing)
            assert all(0 <= float(each) <= most for each in found)
        assert Page(drawing).tags[0][1]["aria-label"]
