"""The page in a real browser: what it asks for, how it reads, by keyboard, narrow, in the dark, without, on paper.

Needs `.[browser-test]`, Chromium and pdftotext (Debian: chromium, poppler-utils); skipped with a word where they lack.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from builders import BANKS, ROOT
from tas_cli.boundary import run
from tas_cli.model.local_texts import text_in
from tas_cli.reports.review_parts import COLUMNS
from test_report import HOSTILE, deal

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
LACKING = [
    *(name for name in ("playwright", "axe_playwright_python") if find_spec(name) is None),
    *([] if CHROMIUM else ["chromium"]),
    *(["pdftotext"] if shutil.which("pdftotext") is None else []),
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(LACKING), reason=f"the page in a browser: needs {', '.join(LACKING)}"),
]

DAY = ["--today", "2026-11-22"]
TWELVE = ["report", "--since", "2026-11-15", *DAY]
WIDTHS = (1280, 400)
FILTERS = ("all", "pursue", "find_out", "change_first", "qualify_out", "none", "closed")
NAMES = ("en", "zh", "short", "one", "hostile")
SERIOUS = """async () => (await axe.run()).violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html + node.failureSummary)}`)"""


SHEETS = """\
  activities:
    record:
      a: {date: 2026-11-02, level: decision, type: visit, effect: strong, cost: 300}
      b: {date: 2026-11-09, level: operating, type: call, effect: none, cost: 100}
"""
SEGMENTS = """\
custom: {potential: number, share: {options: [small, half, all]}}
segments: {potential: {field: potential, high: 500000}, share: {field: share, high: [half, all]}}
"""


def sheets(team: Path) -> None:
    """Activities in two deals, and what segments their customers."""
    settings = team / "tas.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + SEGMENTS, encoding="utf-8")
    for name, potential in (("alpine-rail", 900000), ("kestrel-air", 1000)):
        path = team / "deals" / f"{name}.tas.yaml"
        custom = f"custom: {{potential: {potential}, share: half}}\n"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("competitors:", f"{custom}competitors:", 1) + SHEETS, encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that are looked at: of twelve deals in each language, of one deal, of hostile names."""
    folder = tmp_path_factory.mktemp("pages")
    team, strange = folder / "team", folder / "strange"
    subprocess.run([sys.executable, str(ROOT / "examples/portfolio/history.py"), str(team)], check=True)
    sheets(team)
    (strange / "deals").mkdir(parents=True)
    (strange / "tas.yaml").write_text("format: 1\n", encoding="utf-8")
    for i, name in enumerate((*HOSTILE, "W" * 300, "a/b?c#d%20")):
        (strange / f"deals/d{i}.tas.yaml").write_text(deal(name, name + "r", name), encoding="utf-8")
    made = {name: folder / f"{name}.html" for name in NAMES}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        patch.chdir(team)
        for lang in ("en", "zh"):
            assert run([*TWELVE, "--lang", lang, "-o", str(made[lang])]) == 0
        assert run([*TWELVE, "--pages", "2", "-o", str(made["short"])]) == 0
        assert run(["show", "alpine-rail", "--format", "html", "-o", str(made["one"]), *DAY]) == 0
        patch.chdir(strange)
        assert run(["report", *DAY, "-o", str(made["hostile"])]) == 0
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # The sandbox needs rights that containers do not give.
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


class Opened:
    """A page in a browser, and what it said and asked for."""

    def __init__(self, browser: Any, path: Path, *, width: int = 1280, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def __enter__(self) -> Any:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize("name", ["en", "one", "hostile"])
def test_one_request_and_nothing_to_complain_of(browser: Any, pages: dict[str, Path], name: str) -> None:
    opened = Opened(browser, pages[name])
    with opened as page:
        for link in page.locator('a[href^="#"]').all()[:3]:
            link.click()
        page.mouse.wheel(0, 100_000)
        page.wait_for_load_state("networkidle")
        assert opened.asked == [pages[name].as_uri()]
        assert opened.said == []
        assert page.locator("script").count() == 1
        assert page.locator("[onclick], img, iframe, link").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width"), [("en", 1280), ("one", 400)])
def test_axe_finds_nothing_serious(
    browser: Any, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    spec = find_spec("axe_playwright_python")
    assert spec
    assert spec.submodule_search_locations
    script = (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
    with Opened(browser, pages[name], width=width, color_scheme=scheme, bypass_csp=True) as page:
        # What is laid out only as it is scrolled to moves under axe while it looks at colours.
        page.add_style_tag(content="* { content-visibility: visible !important }")
        page.evaluate(script)
        assert page.evaluate(SERIOUS) == []


@pytest.mark.parametrize("name", ["zh", "one", "hostile"])
def test_without_script_there_is_the_same_text(browser: Any, pages: dict[str, Path], name: str) -> None:
    with Opened(browser, pages[name]) as page:
        text = page.inner_text("body")
    with Opened(browser, pages[name], java_script_enabled=False) as page:
        assert page.inner_text("body") == text
    assert len(text) > 500


@pytest.mark.parametrize("name", ["short", "one"])
def test_without_style_it_reads_from_top_to_bottom(
    browser: Any, pages: dict[str, Path], name: str, tmp_path: Path
) -> None:
    text = pages[name].read_text(encoding="utf-8")
    bare = tmp_path / "bare.html"
    bare.write_text(text[: text.index("<style>")] + text[text.index("</style>") + 8 :], encoding="utf-8")
    tops = """(which) => [...document.querySelectorAll(which)]
        .filter((each) => each.checkVisibility() && !each.closest(".beside"))
        .map((each) => Math.round(each.getBoundingClientRect().top))"""
    with Opened(browser, bare) as page:
        solid = """(all) => all.filter((each) => getComputedStyle(each).fill !== "none").length"""
        assert page.eval_on_selector_all("svg :is(rect, circle, polygon)", solid) == 0
        found = page.evaluate(tops, "h1, h2, h3, section, article, caption, tr")
        words = page.inner_text("body")
        titles = page.evaluate("[...document.querySelectorAll('h1, h2')].map((each) => each.textContent)")
    assert found == sorted(found)
    with Opened(browser, pages[name]) as page:
        styled = page.evaluate(tops, "header, section, article")
        assert styled == sorted(styled)
    places = [words.index(title) for title in titles]
    assert all(place >= 0 for place in places)
    if name == "short":
        assert titles[:6] == [
            "Deal review", "Where we stand", "Map", "What changed", "All deals", "Criteria by deal",
        ]  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["short", "zh", "one", "hostile"])
def test_nothing_has_to_be_scrolled_sideways(
    browser: Any, pages: dict[str, Path], name: str, width: int
) -> None:
    with Opened(browser, pages[name], width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        broken = """(days) => days.filter((day) => day.getClientRects().length > 1).length"""
        assert page.eval_on_selector_all("time", broken) == 0
        # What is wider scrolls in a box of its own, which the keyboard reaches.
        boxes = page.evaluate(
            """() => [...document.querySelectorAll(".wide")].filter((box) => box.scrollWidth > box.clientWidth)
            .filter((box) => box.tabIndex < 0 && !box.querySelector("a, button")).map((box) => box.outerHTML)"""
        )
        assert boxes == []
        if width == max(WIDTHS) and name == "short":
            box = page.locator(".wide:has(#table)")
            assert box.evaluate("(each) => each.scrollWidth <= each.clientWidth")


def test_colours_of_the_reader_keep_every_sign_and_shape(browser: Any, pages: dict[str, Path]) -> None:
    with Opened(browser, pages["en"], forced_colors="active") as page:
        seen = page.evaluate(
            """() => {
            const style = (path) => getComputedStyle(document.querySelector(path));
            const ground = style("body").backgroundColor;
            return [
                ...["td.plus", "td.minus", "td.unknown"].map((path) => style(path).borderTopStyle),
                ...[".map circle", ".map polygon", ".bar .range", ".waterfall .level", ".spark .line"]
                    .map((path) => style(path).stroke !== ground && style(path).stroke !== "none"),
            ];
        }"""
        )
        assert seen == ["solid"] * 3 + [True] * 5


def order(page: Any, place: int) -> list[str]:
    """What a column of the table is sorted by, from the top."""
    found: list[str] = page.eval_on_selector_all(
        "#table tbody tr", f"(rows) => rows.map((row) => row.cells[{place}].dataset.value)"
    )
    return found


def by_number(value: str) -> tuple[int, float, str]:
    """Numbers by size, else texts as they are."""
    try:
        return 0, float(value), ""
    except ValueError:
        return 1, 0.0, value


@pytest.mark.parametrize("place", range(len(COLUMNS)), ids=COLUMNS)
def test_each_column_sorts_by_keyboard_and_the_address_keeps_it(
    browser: Any, pages: dict[str, Path], place: int
) -> None:
    with Opened(browser, pages["short"]) as page:
        head = page.locator("#table th[scope=col]").nth(place)
        first = order(page, place)
        for key, said in (("Enter", "ascending"), ("Space", "descending")):
            head.locator("button").focus()
            page.keyboard.press(key)
            assert head.get_attribute("aria-sort") == said
            assert page.locator("#table [aria-sort]").count() == 1
            found = order(page, place)
            assert sorted(found) == sorted(first)
            full = [each for each in found if each]
            assert found == full + [""] * (len(found) - len(full))
            if COLUMNS[place] not in ("deal", "owner", "stage", "mode"):
                assert full == sorted(full, key=by_number, reverse=said == "descending")
            before = found
        page.reload()
        assert order(page, place) == before
        assert head.get_attribute("aria-sort") == "descending"


def test_each_filter_works_by_keyboard_and_the_address_keeps_it(browser: Any, pages: dict[str, Path]) -> None:
    shown = """() => [...document.querySelectorAll(".deal")].filter((each) => each.checkVisibility())
        .map((each) => [...each.classList].find((name) => name.startsWith("v-")).slice(2))"""
    with Opened(browser, pages["short"]) as page:
        everything = page.evaluate(shown)
        page.locator("#f-all").focus()
        for name in FILTERS:
            assert page.evaluate("document.activeElement.value") == name
            found = page.evaluate(shown)
            assert found == [each for each in everything if name in ("all", each)]
            page.keyboard.press("ArrowDown")
        page.locator("#f-all").focus()
        page.keyboard.press("ArrowDown")
        assert "verdict=pursue" in page.url
        page.reload()
        assert set(page.evaluate(shown)) == {"pursue"}


def test_filters_need_no_script(browser: Any, pages: dict[str, Path]) -> None:
    with Opened(browser, pages["en"], java_script_enabled=False) as page:
        page.locator("#f-closed").check()
        assert page.locator("#table tr.deal:visible").count() == 2


def test_on_paper_there_is_every_criterion_of_every_deal(
    browser: Any, pages: dict[str, Path], tmp_path: Path
) -> None:
    with Opened(browser, pages["en"], color_scheme="dark") as page:
        page.locator("#f-closed").check()  # on paper all are there, whatever the screen shows
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True, print_background=True)
    done = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "page.pdf"), "-"], capture_output=True, check=True
    )
    text = "".join(done.stdout.decode("utf-8").split())
    for bank in BANKS:
        for question in bank.by_id.values():
            title = "".join(text_in(question.title, "en").split())
            assert text.count(title) >= 12, title
    assert done.stdout.count(b"\f") <= 2 * 12  # a page and a half a deal, and what is said of all
    for customer in ("AlpineRail", "KestrelAir", "东海精机"):
        assert text.count(customer) >= 3


def test_hostile_names_are_seen_as_they_were_written(browser: Any, pages: dict[str, Path]) -> None:
    opened = Opened(browser, pages["hostile"])
    with opened as page:
        text = page.inner_text("body")
        for name in HOSTILE:
            assert name.replace("\u202e", "") in text
        assert "\u202e" not in text
        assert page.title() == "Deal review"
    assert opened.said == []


def test_the_readme_shows_the_page(
    browser: Any, pages: dict[str, Path], request: pytest.FixtureRequest
) -> None:
    """`pytest --accept tests/test_browser.py -k readme` takes the picture anew; fonts differ, so none is compared."""
    picture = ROOT / "docs" / "pictures" / "report.png"
    if request.config.getoption("--accept"):
        with Opened(browser, pages["en"], color_scheme="light") as page:
            page.set_viewport_size({"width": 1120, "height": 885})
            page.screenshot(path=str(picture))
    assert picture.stat().st_size < 200_000
    for readme in ("README.md", "README.zh-CN.md", "docs/portfolio.md"):
        assert "pictures/report.png" in (ROOT / readme).read_text(encoding="utf-8"), readme
