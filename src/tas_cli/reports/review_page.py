"""Deals as one HTML page, a team's or some scorecards: no request, whole without script, read without style.

Fills a template with blocks laid out as HTML and with drawings. Adds nothing up (see `judging`).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ..judging.judgements import ids, tone
from ..judging.portfolio import DealLine, totals
from ..judging.team_sums import spot
from ..model.bank import text_in
from ..model.naming import deal_name
from ..words import Lang, say
from .deal_page import deal_page
from .doc import Block, Doc, paragraph, toned
from .html import SIGNS, Where, html, text
from .portfolio import Portfolio, heads, label, money, named
from .portfolio_views import VIEWS, page
from .svg import Bubble, Fall, bubble_map, waterfall

if TYPE_CHECKING:
    from markupsafe import Markup

    from .formats import ScoredDeal
    from .plan import PlannedDeal

MARKS: Mapping[str, str] = {
    "pursue": "+",
    "find_out": "?",
    "change_first": "!",
    "qualify_out": "-",
    "none": ".",
}
"""A sign for each verdict, so that nobody needs the colours."""
WORDS = ("contents", "filter", "all", "caption", "edit", "back")
MOST_ROWS, MOST_CALLING = 2000, 12


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
        filters=_filters(lang),
        heads=heads(lang, "deal", "owner", "stage", "amount", "close", "verdict", "age"),
        rows=[_row(line, places, lang) for line in lines[:MOST_ROWS]],
        deals=[_deal(line, value, places) for line in lines if line.held.file in value.deals],
        left_out=label("page.left_out", lang, n=len(left), names=", ".join(left)) if left else "",
    )


def cards(value: Sequence[tuple[ScoredDeal, Lang]], lang: Lang) -> str:
    """Scorecards alone, on a page of the same make."""
    return _of_deals([(deal, deal_page(deal, speaking)) for deal, speaking in value], lang)


def plans(value: Sequence[tuple[PlannedDeal, Lang]], lang: Lang) -> str:
    """Plans alone, on a page of the same make."""
    from . import plan

    pages = ((planned.scored, plan.page([(planned, speaking)], speaking)) for planned, speaking in value)
    return _of_deals(list(pages), lang)


def _of_deals(value: Sequence[tuple[ScoredDeal, Doc]], lang: Lang) -> str:
    """A document for each deal, on a page of its own make."""
    places = anchors(deal.file for deal, _ in value)
    deals = []
    for deal, doc in value:
        id = places[deal.file]
        body = html(doc, Where(0 if len(value) == 1 else 1, id))
        deals.append(Section(id, deal.scorecard.verdict or "none", _made(body), ""))
    title = ", ".join(deal_name(deal.assessment, deal.file) for deal, _ in value)
    heading = title if len(value) > 1 else ""
    return _filled(lang, title=title, heading=heading, sections=[], deals=deals, left_out="")


def views(value: Portfolio, lang: Lang) -> str:
    """The views of a portfolio that are asked for, on a page of the same make."""
    body = html(page(value, lang))
    title = label("title", lang, n=len(value.lines))
    return _filled(
        lang,
        title=title,
        heading="",
        sections=[],
        deals=[Section("views", "none", _made(body), "")],
        left_out="",
    )


def _filled(lang: Lang, **filling: object) -> str:
    """The template with this in it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = files(__package__) / "page"
    style, script = ((folder / name).read_text(encoding="utf-8").strip() for name in ("page.css", "page.js"))
    environment = Environment(
        loader=FileSystemLoader(str(folder)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
    )
    words = {id: label(f"page.{id}", lang) for id in WORDS}
    made: str = environment.get_template("page.html.j2").render(
        lang=lang,
        words=words,
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


def _read(value: Review, lang: Lang) -> str:
    lines = value.portfolio.lines
    open_ = sum(line.held.is_open for line in lines)
    return label("page.read", lang, n=len(lines), open=open_, day=str(value.portfolio.today))


class Part(NamedTuple):
    """A section of the page."""

    id: str
    title: str
    html: Markup


def _sections(value: Review, places: Mapping[str, str], lang: Lang) -> Iterator[Part]:
    shown = value.portfolio
    for id, body in (
        ("now", _numbers(shown, lang) + _calling(shown, lang)),
        ("map", _map(shown, places, lang)),
        ("changes", _changes(shown, lang)),
        ("deals", ""),
        ("grid", _heat(shown, places, lang)),
        *((view, _view(view, shown, lang)) for view in ("steps", "stages", "dates", "quarter", "owners")),
        *((view, _view(view, shown, lang)) for view in ("outcomes", "concentration")),
        ("how", html(Doc(lang, tuple(paragraph(each) for each in label("page.how", lang).split("\n"))))),
    ):
        if body or id == "deals":
            title = label(f"view.{id}", lang) if id in VIEWS else label(f"page.section.{id}", lang)
            yield Part(id, title, _made(body))


def _view(name: str, shown: Portfolio, lang: Lang) -> str:
    blocks: tuple[Block, ...] = tuple(VIEWS[name](shown, lang))
    return html(Doc(lang, blocks))


def _numbers(shown: Portfolio, lang: Lang) -> str:
    """The three numbers to begin with: what is open, what to pursue, what calls for attention."""
    lines = [line for line in shown.lines if line.held.is_open]
    pursued = [line for line in lines if line.held.card.verdict == "pursue"]
    calling = [line for line in lines if line.attention]
    items = []
    for key, group in (("open", lines), ("pursue", pursued), ("attention", calling)):
        amounts = totals(line.held.assessment for line in group)
        sums = " + ".join(money(each.amount, each.currency) for each in amounts)
        items.append(
            f"<li><b>{len(group)}</b> {text(label(f'page.number.{key}', lang))} <br>{text(sums)}</li>"
        )
    return f'<ul class="numbers">{"".join(items)}</ul>'


def _calling(shown: Portfolio, lang: Lang) -> str:
    """The first deals that call for attention, and how many more do."""
    calling = [line for line in shown.lines if line.attention]
    more = label("page.more", lang, n=len(calling) - MOST_CALLING) if len(calling) > MOST_CALLING else ""
    first = _view("attention", shown._replace(lines=calling[:MOST_CALLING]), lang)
    return f'{first}<p><a href="#deals">{text(more)}</a></p>' if more else first


def _map(shown: Portfolio, places: Mapping[str, str], lang: Lang) -> str:
    """Bubbles where they can be placed, and the same as a table."""
    most = max((line.held.assessment.amount or Decimal(0) for line in shown.lines), default=Decimal(0))
    bubbles = []
    for line in shown.lines:
        where = spot(line.held, shown.banks)
        if line.held.is_open and where.position is not None and where.attractiveness is not None:
            verdict = where.verdict or "none"
            size = float((where.amount or Decimal(0)) / most) if most else 0.0
            said = say(f"scorecard.verdict.{verdict}", lang)
            about = f"{named(line)}: {said}, {money(where.amount, line.held.assessment.currency)}"
            href = f"#{places[line.held.file]}" if line.held.file in places else ""
            bubbles.append(
                Bubble(where.position, where.attractiveness, size, verdict, MARKS[verdict], about, href)
            )
    if not bubbles:
        return ""
    ends = [label(f"page.end.{end}", lang) for end in ("left", "right", "bottom", "top")]
    drawn = bubble_map(bubbles, label("view.map", lang), (ends[0], ends[1], ends[2], ends[3]))
    return f"<figure>{drawn}</figure>{_view('map', shown, lang)}"


def _changes(shown: Portfolio, lang: Lang) -> str:
    moved = shown.movement
    if moved is None:
        return ""
    drawn = []
    for currency in moved.currencies:
        at = float(next((each.amount for each in moved.start if each.currency == currency), Decimal(0)))
        falls = [Fall(0, at, "level", label("start", lang), money(Decimal(at), currency))]
        for bucket in moved.buckets:
            if bucket.currency == currency and bucket.amount:
                after = at + float(bucket.amount)
                kind = "more" if bucket.amount > 0 else "less"
                falls.append(
                    Fall(at, after, kind, label(f"bucket.{bucket.id}", lang), f"{bucket.amount:+,.0f}")
                )
                at = after
        falls.append(Fall(0, at, "level", label("end", lang), money(Decimal(at), currency)))
        title = f"{label('view.changes', lang)} {currency}".strip()
        drawn.append(f"<figure>{waterfall(falls, title)}</figure>")
    return "".join(drawn) + _view("changes", shown, lang)


def _heat(shown: Portfolio, places: Mapping[str, str], lang: Lang) -> str:
    """Deals by criteria as a table of signs, and what is commonly missing."""
    bank = shown.bank
    lines = [line for line in shown.lines if line.held.is_open]
    if bank is None or not lines:
        return ""
    top = "".join(f'<th scope="col">{_numbered(i, line, places)}</th>' for i, line in enumerate(lines, 1))
    rows = []
    for section in bank.sections:
        for question in section.ratings:
            cells = []
            for line in lines:
                sign = line.held.assessment.rating(bank.id, question.id) or "."
                cells.append(f'<td class="{SIGNS[sign]}">{text(sign)}</td>')
            rows.append(
                f'<tr><th scope="row">{text(text_in(question.title, lang))}</th>{"".join(cells)}</tr>'
            )
    head = f'<thead><tr><th scope="col">{text(label("head.criterion", lang))}</th>{top}</tr></thead>'
    table = f'<div class="wide"><table class="heat">{head}<tbody>{"".join(rows)}</tbody></table></div>'
    legend = "".join(f"<li>{text(named(line))}</li>" for line in lines)
    return f"{table}<ol>{legend}</ol>"


def _numbered(number: int, line: DealLine, places: Mapping[str, str]) -> str:
    """The number of a deal; a link where it has a section."""
    if line.held.file not in places:
        return f'<abbr title="{text(named(line))}">{number}</abbr>'
    return f'<a href="#{places[line.held.file]}" title="{text(named(line))}">{number}</a>'


class Filter(NamedTuple):
    """A verdict that the table can be narrowed to."""

    id: str
    title: str


def _filters(lang: Lang) -> list[Filter]:
    return [Filter(id, say(f"scorecard.verdict.{id}", lang)) for id in (*reversed(ids("verdict")), "none")]


class Cell(NamedTuple):
    """A cell of the table: its text, what it is sorted by, and its class."""

    text: str
    value: str
    kind: str = ""


class Row(NamedTuple):
    """A deal in the table; `href` is "" where it has no section of its own."""

    verdict: str
    href: str
    cells: Sequence[Cell]


def _row(line: DealLine, places: Mapping[str, str], lang: Lang) -> Row:
    deal, card = line.held.assessment, line.held.card
    verdict = card.verdict or "none"
    key = f"verdict.{verdict}" if line.held.is_open else f"outcome.{deal.outcome}"
    said = say(f"scorecard.{key}", lang)
    rank = str(ids("verdict").index(card.verdict)) if card.verdict else ""
    age = "" if line.days_since_assessed is None else str(line.days_since_assessed)
    cells = (
        Cell(named(line), named(line)),
        Cell(deal.owner, deal.owner),
        Cell(deal.stage, deal.stage),
        Cell(money(deal.amount, deal.currency), "" if deal.amount is None else str(deal.amount), "right"),
        Cell(str(deal.close_date or ""), str(deal.close_date or ""), "day"),
        Cell(said, rank, toned(tone("verdict", card.verdict)) if line.held.is_open else ""),
        Cell(age, age, "right"),
    )
    return Row(verdict, f"#{places[line.held.file]}" if line.held.file in places else "", cells)


class Section(NamedTuple):
    """A deal's own section."""

    id: str
    verdict: str
    html: Markup
    edit: str


def _deal(line: DealLine, value: Review, places: Mapping[str, str]) -> Section:
    id = places[line.held.file]
    body = html(value.deals[line.held.file], Where(1, id))
    return Section(id, line.held.card.verdict or "none", _made(body), value.edit.get(line.held.file, ""))
