"""Deals as one HTML page, a team's or some scorecards: no request, whole without script, read without style.

Fills a template with blocks laid out as HTML and with drawings. Adds nothing up (see `judging`).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ..judging.portfolio import DealLine
from ..model.naming import deal_name
from ..words import Lang
from . import review_parts
from .deal_page import deal_page
from .doc import Doc, Heading, paragraph
from .html import PagePlace, html, text, words
from .portfolio import Portfolio, heads, label
from .portfolio_views import VIEWS
from .review_parts import COLUMNS, calling, deal_map, filter_of, filters, heat, moved, numbers, row, view_html
from .worksheet_views import are_recorded

if TYPE_CHECKING:
    from markupsafe import Markup

    from .customer_sheet import Sheet
    from .formats import Paper, ScoredDeal
    from .plan_parts import PlannedDeal

WORDS = ("contents", "filter", "all", "caption", "edit", "back")


class Review(NamedTuple):
    """A portfolio with the documents of its deals, by file; `edit` has the pages to edit their files at."""

    portfolio: Portfolio
    deals: Mapping[str, Doc]
    title: str
    edit: Mapping[str, str] = MappingProxyType({})
    left_out: Sequence[str] = ()


def anchors(files: Iterable[str]) -> Mapping[str, str]:
    """By file the anchor of its section: `deal-` and the stem of its name, told apart by numbers."""
    made: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for file in files:
        id = "deal-" + re.sub(r"[^\w-]+", "-", file.rpartition("/")[2].removesuffix(".tas.yaml"))
        taken[id] += 1
        made[file] = id if taken[id] == 1 else f"{id}.{taken[id]}"
    return made


def written(value: Review, lang: Lang) -> str:
    """The whole page."""
    lines, left = value.portfolio.lines, value.left_out
    places = anchors(line.held.file for line in lines if line.held.file in value.deals)
    return _filled(
        lang,
        title=value.title,
        heading=value.title,
        read=_read(value, lang),
        sections=list(_sections(value, places, lang)),
        filters=filters(lang),
        heads=heads(lang, *COLUMNS),
        rows=[
            row(number, line, value.portfolio.banks, places, lang)
            for number, line in enumerate(lines[: review_parts.MOST_ROWS], 1)
        ],
        deals=[_deal(n, line, value, places) for n, line in enumerate(lines, 1) if line.held.file in places],
        rows_left=_left("page.rows_left", [line.held.file for line in lines[review_parts.MOST_ROWS :]], lang),
        left_out=_left("page.left_out", left, lang),
    )


def _left(key: str, files: Sequence[str], lang: Lang) -> str:
    """What is left out, by name; "" where nothing is."""
    return label(key, lang, n=len(files), names=", ".join(files)) if files else ""


def cards(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> str:
    """Scorecards alone, on a page of the same make."""
    return _of_deals([(deal, deal_page(deal, speaking)) for deal, speaking in value], lang)


def plans(value: Sequence[tuple[PlannedDeal, Lang]], lang: Lang) -> str:
    """Plans alone, on a page of the same make."""
    from . import plan

    pages = ((planned.scored, plan.page([(planned, speaking)], speaking)) for planned, speaking in value)
    return _of_deals(list(pages), lang)


def sheet(value: Sheet, lang: Lang) -> str:
    """The sheet for a customer alone; not even the name of the deal's file is on it."""
    from . import customer_sheet

    body = _made(html(customer_sheet.page(value, lang), PagePlace(0, "sheet")))
    title = value.sent.texts.get("opportunity", "")
    deals = [DealSection("sheet", "none", body, "")]
    return _filled(lang, is_sheet=True, title=title, heading="", sections=[], deals=deals, left_out="")


def _of_deals(value: Sequence[tuple[ScoredDeal, Doc]], lang: Lang) -> str:
    """A document for each deal, on a page of its own make."""
    places = anchors(deal.file for deal, _ in value)
    deals = []
    for deal, doc in value:
        id = places[deal.file]
        body = html(doc, PagePlace(0 if len(value) == 1 else 1, id))
        deals.append(DealSection(id, deal.scorecard.verdict or "none", _made(body), ""))
    title = ", ".join(deal_name(deal.assessment, deal.file) for deal, _ in value)
    heading = title if len(value) > 1 else ""
    return _filled(lang, title=title, heading=heading, sections=[], deals=deals, left_out="")


def alone(value: Doc, paper: Paper) -> str:  # noqa: ARG001
    """Any document on a page of the same make, called as its first heading is."""
    title = next((block.text for block in value.blocks if isinstance(block, Heading)), "")
    deals = [DealSection("page", "none", _made(html(value)), "")]
    return _filled(value.lang, title=title, heading="", sections=[], deals=deals, left_out="")


def _filled(lang: Lang, *, is_sheet: bool = False, **filling: object) -> str:
    """The template with this in it; a sheet for others has a style of its own, and no script."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = files(__package__) / "page"
    style = (folder / ("sheet.css" if is_sheet else "page.css")).read_text(encoding="utf-8").strip()
    style = style if is_sheet else f"{style}\n{review_parts.made_style(lang)}"
    script = "" if is_sheet else (folder / "page.js").read_text(encoding="utf-8").strip()
    environment = Environment(
        loader=FileSystemLoader(str(folder)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
    )
    named = {id: label(f"page.{id}", lang) for id in WORDS}
    made: str = environment.get_template("page.html.j2").render(
        lang=lang,
        words=named,
        made=_made,
        style=_made(style),
        script=_made(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        **filling,
    )
    return made.replace("##[", "#&#35;[")  # which a log runner would obey


def _harmless(value: object) -> object:
    """A value of the template as `html.text` has it; what is HTML was looked at before."""
    return _made(text(value)) if type(value) is str else value


def _made(html: str) -> Markup:
    """HTML that is ours, or every text in which went through `html.text`."""
    from markupsafe import Markup

    return Markup(html)  # noqa: S704 - see above


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _read(value: Review, lang: Lang) -> Markup:
    lines = value.portfolio.lines
    open_ = sum(line.held.is_open for line in lines)
    return _made(words(label("page.read", lang, n=len(lines), open=open_, day=str(value.portfolio.today))))


class Part(NamedTuple):
    """A section of the page."""

    id: str
    title: str
    html: Markup


def _sections(value: Review, places: Mapping[str, str], lang: Lang) -> Iterator[Part]:
    shown = value.portfolio
    for id, body in (
        ("now", numbers(shown, lang) + calling(shown, places, lang)),
        ("map", deal_map(shown, places, lang)),
        ("changes", moved(shown, lang)),
        ("deals", ""),
        ("grid", heat(shown, places, lang)),
        *((view, view_html(view, shown, lang)) for view in ("steps", "stages", "dates", "quarter")),
        ("forecast", view_html("forecast", shown, lang) if shown.foreseen else ""),
        ("owners", view_html("owners", shown, lang)),
        *((view, view_html(view, shown, lang)) for view in ("outcomes", "concentration")),
        ("segments", view_html("segments", shown, lang) if shown.segments else ""),
        ("activities", view_html("activities", shown, lang) if are_recorded(shown) else ""),
        ("how", html(Doc(lang, tuple(paragraph(each) for each in label("page.how", lang).split("\n"))))),
    ):
        if body or id == "deals":
            title = label(f"view.{id}", lang) if id in VIEWS else label(f"page.section.{id}", lang)
            yield Part(id, title, _made(body))


class DealSection(NamedTuple):
    """A deal's own section."""

    id: str
    filter: str
    html: Markup
    edit: str


def _deal(number: int, line: DealLine, value: Review, places: Mapping[str, str]) -> DealSection:
    """A deal under its number in the table, by which people on paper find it."""
    id = places[line.held.file]
    body = html(value.deals[line.held.file], PagePlace(1, id))
    body = body.replace("<h2>", f'<h2><span class="number">{number}</span> ', 1)
    return DealSection(id, filter_of(line), _made(body), value.edit.get(line.held.file, ""))
