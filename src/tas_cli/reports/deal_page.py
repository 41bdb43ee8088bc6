"""A deal's own section on a page: its scorecard, how we know what we say, and how it moved.

Puts blocks one below the other; works nothing out and lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..model.judgements import tone
from ..model.naming import headline, party_names, titles_of, told_evidence
from ..words import Lang
from .changes import counts, mode_title, word
from .doc import Block, Doc, Fold, Span, Table, TableRow, row, spans, toned
from .formats import ScoredDeal
from .history import moved_range
from .portfolio import label
from .scorecard import page

SHOWN_STATES = 8
"""So many states of a deal are listed, the newest first."""


def deal_page(value: ScoredDeal, lang: Lang) -> Doc:
    """All that the page of a deal has."""
    blocks = page([(value, lang)], lang).blocks
    return Doc(lang, (*blocks, *_evidence(value, lang), *_history(value, lang)))


def _evidence(value: ScoredDeal, lang: Lang) -> Iterator[Block]:
    """How we know what the grids do not show, in the order of the banks; of another party with its name."""
    deal, names, titles = (
        value.assessment,
        party_names(value.assessment, value.us, lang),
        titles_of(value.banks, lang),
    )
    rows = []
    for bank in value.banks:
        is_shown = bool(value.scorecard.banks[bank.id].sections)
        for id in (id for id, asked in bank.by_id.items() if not (is_shown and asked.kind.each_party)):
            for party, said in deal.answer(bank.id, id).evidence.items():
                who = names.get(party, party)
                rating = deal.rating(bank.id, id, party) or ""
                cells = (titles[f"{bank.id}.{id}"], who, rating, told_evidence(said, lang))
                rows.append(row(cells))
    if rows:
        heads = (
            label("head.criterion", lang),
            word("who", lang),
            label("head.rating", lang),
            word("evidence.head", lang),
        )
        yield Fold(word("evidence.head", lang), (Table(heads, tuple(rows)),))


def _history(value: ScoredDeal, lang: Lang) -> Iterator[Block]:
    """How our range and the verdict moved, as far as git knows."""
    states = value.past
    moved = [*states[:1], *(new for old, new in pairwise(states) if old[1] != new[1])]
    if len(moved) < 2:
        return
    rows = []
    for day, state in moved[: -SHOWN_STATES - 1 : -1]:
        said = Span(headline(state.verdict, state.points, lang), toned(tone("verdict", state.verdict)))
        rows.append(
            TableRow(
                (
                    spans(str(day)),
                    spans(counts(state.tally)),
                    (said,),
                    spans(mode_title(state.mode, value.banks, lang)),
                )
            )
        )
    heads = tuple(word(key, lang) for key in ("history.date", "known", "verdict", "mode"))
    sparks = moved_range([state.tally for _, state in states], lang)
    yield Fold(label("history", lang), (*sparks, Table(heads, tuple(rows))))
