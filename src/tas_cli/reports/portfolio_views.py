"""The views of `tas portfolio`: one table of all there are, and the page that shows those asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..words import Lang
from . import deal_views, sum_views, worksheet_views
from .doc import Block, Doc, Heading, paragraph
from .portfolio import Portfolio, label

VIEWS: Mapping[str, Callable[[Portfolio, Lang], Iterator[Block]]] = {
    "changes": sum_views.changes,
    "attention": deal_views.attention,
    "table": deal_views.table,
    "grid": deal_views.grid,
    "steps": deal_views.next_steps,
    "stages": sum_views.stages,
    "dates": deal_views.dates,
    "map": deal_views.places,
    "quarter": sum_views.quarter,
    "forecast": sum_views.forecast,
    "owners": sum_views.owners,
    "outcomes": sum_views.outcomes,
    "concentration": sum_views.largest,
    "segments": worksheet_views.segments,
    "activities": worksheet_views.activities,
}
"""The views that there are, in the order in which managers ask for them."""


PAST_VIEWS = frozenset({"table", "stages", "dates", "attention", "changes", "activities"})
"""Views that show what only git knows."""


def page(value: Portfolio, lang: Lang) -> Doc:
    """The views of a portfolio that are asked for, one below the other; once, that git knows nothing."""
    blocks: list[Block] = [Heading(label("title", lang, n=len(value.lines)), 1)]
    if not value.has_past and PAST_VIEWS.intersection(value.views):
        blocks.append(paragraph(label("no_git", lang)))
    for view in value.views:
        if len(value.views) > 1:
            blocks.append(Heading(label(f"view.{view}", lang)))
        blocks += VIEWS[view](value, lang)
    return Doc(lang, tuple(blocks))
