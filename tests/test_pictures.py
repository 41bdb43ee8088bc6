"""The README's pictures are what a terminal shows today: `pytest --accept tests/test_pictures.py` draws them anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from builders import ROOT
from tas_cli.boundary import run
from tas_cli.reports.cells import width
from terminal import Make, pyte
from terminal import terminal as terminal

PICTURES = ROOT / "docs" / "pictures"
CELL, LINE, EDGE = 8.4, 18, 14
PAPER, INK = "#1b1e23", "#d8dce3"
COLORS = {
    "black": "#3b4048", "red": "#f2777a", "green": "#8fc873", "brown": "#e5c07b", "blue": "#7aa6da",
    "magenta": "#c397d8", "cyan": "#70c0b1", "white": "#d8dce3", "default": "",
}  # fmt: skip


def drawn(screen: Any, rows: int) -> str:
    """A terminal's screen as SVG; what wide characters need is said by their places, not by a font."""
    breadth, height = EDGE * 2 + screen.columns * CELL, EDGE * 2 + rows * LINE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {breadth:.0f} {height}" width="{breadth:.0f}" '
        f"font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace\" "
        f'font-size="14">',
        f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>',
    ]
    for y in range(rows):
        for ((front, back, bold), _), alike in groupby(
            cells(screen, y), key=lambda cell: (cell[2], width(cell[1]))
        ):
            place = list(alike)
            text = "".join(data for _, data, _ in place)
            x, top = EDGE + place[0][0] * CELL, EDGE + y * LINE
            long = (place[-1][0] - place[0][0] + width(place[-1][1])) * CELL
            if back:
                lines.append(
                    f'<rect x="{x:.1f}" y="{top}" width="{long:.1f}" height="{LINE}" fill="{back}"/>'
                )
            if text.strip():
                weight = ' font-weight="bold"' if bold else ""
                lines.append(
                    f'<text x="{x:.1f}" y="{top + 14}" fill="{front}"{weight} xml:space="preserve" '
                    f'textLength="{long:.1f}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
                )
    return "\n".join([*lines, "</svg>"]) + "\n"


def cells(screen: Any, y: int) -> Iterator[tuple[int, str, tuple[str, str, bool]]]:
    """Column, character and look of what stands in a row, without the blank end of it."""
    row = [screen.buffer[y][x] for x in range(screen.columns)]
    while row and row[-1].data == " " and row[-1].bg == "default" and not row[-1].reverse:
        row.pop()
    for x, cell in enumerate(row):
        if cell.data:
            front, back = (COLORS.get(each, f"#{each}") for each in (cell.fg, cell.bg))
            if cell.reverse:
                front, back = back or PAPER, front or INK
            yield x, cell.data, (front or INK, back, cell.bold)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(ROOT / "examples" / "deals", tmp_path / "deals")


def line_of_cursor(here: Any) -> str:
    line: str = here.text.splitlines()[here.screen.cursor.y]
    return line


def held(name: str, picture: str, config: pytest.Config) -> None:
    path = PICTURES / name
    if config.getoption("--accept"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(picture, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == picture, "pytest --accept tests/test_pictures.py draws it anew"


@pytest.mark.parametrize(
    ("name", "deal", "lang"),
    [("show.svg", "harbor-logistics", "en"), ("show.zh.svg", "东海精密", "zh")],
)
def test_the_picture_of_a_scorecard(
    name: str, deal: str, lang: str, capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    assert (
        run(["show", f"deals/{deal}.tas.yaml", "--color", "always", "--lang", lang, "--today", "2026-11-22"])
        == 0
    )
    shown = capsys.readouterr().out.splitlines()[:41]
    screen = pyte.Screen(80, len(shown))
    pyte.Stream(screen).feed("\r\n".join(shown))
    held(name, drawn(screen, len(shown)), pytestconfig)


@pytest.mark.parametrize(
    ("name", "deal", "lang", "seen"),
    [
        ("assess.svg", "harbor-logistics", "en", "Inside support"),
        ("assess.zh.svg", "东海精密", "zh", "内部支持"),
    ],
)
def test_the_picture_of_a_session(
    name: str, deal: str, lang: str, seen: str, terminal: Make, pytestconfig: pytest.Config
) -> None:
    here = terminal("--lang", lang, columns=100, rows=32, file=f"deals/{deal}.tas.yaml")
    here.shows("F1")
    here.type("/")
    here.until(lambda: here.screen.cursor.y == here.screen.lines - 1)
    here.type(seen)
    here.type("enter")
    here.until(lambda: "[" in here.under_cursor and seen in line_of_cursor(here))
    held(name, drawn(here.screen, 32), pytestconfig)
