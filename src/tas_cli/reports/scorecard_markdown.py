"""A scorecard as GitHub-flavoured Markdown, for a pull request's comment. Lays out a Card; works nothing out.

Every text that somebody wrote goes through `safe.markdown`: no markup, link or mention comes out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..safe import markdown as md
from ..words import say
from .card import BankPart, Card
from .formats import Paper


def laid_out(cards: Sequence[Card], paper: Paper) -> str:  # noqa: ARG001
    """The cards one after the other."""
    return "\n\n".join(map(scorecard_markdown, cards))


def scorecard_markdown(card: Card) -> str:
    """The card as a section of second level."""
    blocks = [
        f"## {md(card.title)}",
        _say(card, "join").join(md(fact) for fact in card.facts),
        "\n".join(_verdict(card)),
        *(block for bank in card.banks for block in _bank(card, bank)),
        "\n".join(_contested(card)),
        "\n".join(_next(card)),
    ]
    return "\n\n".join(block for block in blocks if block)


def _say(card: Card, key: str, **params: int | str) -> str:
    return say(f"scorecard.{key}", card.lang, **params)


def _labelled(card: Card, key: str, text: str) -> str:
    return f"{_say(card, key)}{_say(card, 'after')}{text}"


def _verdict(card: Card) -> Iterator[str]:
    yield " ".join((f"**{md(card.verdict.upper())}**", *(md(reason) for reason in card.reasons)))
    if card.cautions or card.modes:
        yield ""
    for note in card.cautions:
        label = _say(card, "warning" if note.serious else "caution")
        yield f"- **{label}**{_say(card, 'after')}{md(note.text)}"
    for mode in card.modes:
        yield f"- {_labelled(card, 'mode', f'**{md(mode)}**')}"


def _bank(card: Card, bank: BankPart) -> Iterator[str]:
    yield f"### {md(bank.title)} ({md(bank.rated)})"
    if bank.sections:
        yield "\n".join(_ratings(card, bank))
        yield "  \n".join(md(text) for text in card.legend)
    if bank.leads:
        head = [_say(card, "leads"), "", ""]
        yield "\n".join(
            _table(head, [[md(each.party), each.standing, md(each.score)] for each in bank.leads])
        )
        yield md(bank.leads_over)
    if bank.choices:
        head = [_say(card, "item"), _say(card, "answer"), _say(card, "points")]
        rows = [[md(each.title), md(each.answer), each.points] for each in bank.choices]
        yield "\n".join(_table(head, rows))
    if bank.mode:
        title = f"**{md(bank.mode.title)}**{bank.mode.certainty}" if bank.mode.title else ""
        head_line = _labelled(card, "mode", title) if title else f"**{_say(card, 'mode')}**"
        yield "\n".join((head_line, "", *(f"- {md(line)}" for line in bank.mode.lines)))
    elif bank.score:
        yield _say(card, "mode.score", score=md(bank.score))


def _ratings(card: Card, bank: BankPart) -> Iterator[str]:
    rows = []
    for section in bank.sections:
        ours, *theirs = map(md, section.scores)
        rows.append([f"**{md(section.title)}**", f"**{section.verdict}** {ours}", *theirs])
        for each in section.rows:
            title = md(f"{each.title} *" if each.required else each.title)
            rows.append([title, *(md(sign) for sign in each.signs)])
    yield from _table([_say(card, "criterion"), *map(md, card.parties)], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(['---'] * len(head))}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _contested(card: Card) -> Iterator[str]:
    if card.contested:
        yield f"### {_say(card, 'contested')}"
        yield ""
    for title, parties in card.contested:
        names = _say(card, "join").join(md(party) for party in parties)
        yield f"- {md(title)}{_say(card, 'after')}{names}"


def _next(card: Card) -> Iterator[str]:
    if card.next:
        yield f"### {_say(card, 'next')}"
        yield ""
    for i, each in enumerate(card.next, 1):
        yield f"{i}. **{md(each.title)}**"
        for ask in each.asks:
            yield f"   - {md(ask)}"
        if each.step:
            yield f"   - *{md(_say(card, 'next.step', text=each.step))}*"
    if card.more:
        yield ""
        yield card.more
