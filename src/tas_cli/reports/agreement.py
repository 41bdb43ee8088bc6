"""How often two who answered the same agree, as blocks and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import Param
from ..judging.agreement import BADLY_BELOW, FEWEST_NAMED, Agreement, Agreements
from ..model.naming import listed
from ..words import Lang, say
from .doc import Block, Span, Style, Table, TableRow, paragraph, spans


def agreement_blocks(
    found: Agreements, titles: Mapping[str, str], lang: Lang, most: int | None
) -> Iterator[Block]:
    """The criteria, the worst first, and which of them are badly worded."""
    heads = (say("agreement.question", lang), say("agreement.both", lang), say("agreement.share", lang))
    rows = [_row(each, titles.get(each.question, each.question), lang) for each in found.criteria[:most]]
    whole = _row(found.whole, say("agreement.whole", lang), lang, strong=True)
    yield Table(heads, (*rows, whole), right=frozenset({1}))
    badly = found.badly_worded
    if badly:
        named = listed([titles.get(each, each) for each in badly], lang)
        about: dict[str, Param] = {"below": f"{BADLY_BELOW:.1f}", "least": FEWEST_NAMED}
        yield paragraph(Span(say("agreement.badly", lang, n=len(badly), questions=named, **about), "bad"))


def _row(each: Agreement, title: str, lang: Lang, *, strong: bool = False) -> TableRow:
    text = say(
        "agreement.figure", lang, share=f"{each.share:.2f}", low=f"{each.low:.2f}", high=f"{each.high:.2f}"
    )
    style: Style = "bad" if each.is_badly_worded else "strong" if strong else ""
    return TableRow(
        (spans(Span(title, "strong" if strong else "")), spans(str(each.both)), spans(Span(text, style)))
    )


def agreement_data(found: Agreements | None) -> dict[str, object] | None:
    """The same as plain data; None where nothing was compared."""
    if found is None:
        return None
    return {
        "both": found.whole.both,
        "same": found.whole.same,
        **_figures(found.whole),
        "criteria": [
            {"question": each.question, "both": each.both, "same": each.same, **_figures(each)}
            for each in found.criteria
        ],
        "badly_worded": list(found.badly_worded),
    }


def _figures(each: Agreement) -> dict[str, float]:
    return {"share": round(each.share, 4), "low": round(each.low, 4), "high": round(each.high, 4)}
