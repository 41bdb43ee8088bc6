"""What the worksheets add to a plan: the account plan, people, value, partners, signs, warnings.

Blocks for what is filled in, and one line that names the worksheets that are not. Adds nothing up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ..judging.worksheets import (
    ACTIONS,
    ADDED,
    CHAIN,
    FILLED_IN,
    GOAL,
    OBJECTIVE,
    PEOPLE,
    RESOURCES,
    SIGNS,
    Player,
    Where,
    Worth,
    actions,
    rows,
    text,
)
from ..model.bank import Bank, question_in
from ..model.local_texts import text_in
from ..model.naming import aside, caution_text
from ..model.sendable import Piece, filled, known_texts
from . import doc
from .headline import Telling
from .plan_parts import Planning
from .playbook import in_spans, worded
from .weighed import weighed_table

NOT_MET = "*"
"""Behind the name of somebody whom nobody of ours has met."""


def account_plan(told: Planning) -> Iterator[doc.Block]:
    """Goal and objective, the actions with who and by when, and what is needed for them."""
    facts = [
        (told.title_of(where), doc.spans(text(told.deal, where)))
        for where in (GOAL, OBJECTIVE)
        if text(told.deal, where)
    ]
    todo = list(actions(told.deal, told.day))
    if not facts and not todo:
        return
    yield doc.Heading(told.worded("account_plan"))
    if facts:
        yield doc.FactList(tuple(facts))
    if todo:
        heads = ("", *(told.column(ACTIONS, id) for id in ("by_when", "who", "what")))
        lines = []
        for each in todo:
            day = doc.Span(each.by_when, "bad" if each.is_late else "")
            mark = doc.spans("[x]" if each.is_done else "[ ]")
            lines.append(doc.TableRow((mark, (day,), doc.spans(each.who), doc.spans(each.what))))
        yield doc.Table(heads, tuple(lines))
    yield from _table(told, RESOURCES, ("what", "from_whom", "by_when", "agreed"))


def people(told: Planning) -> Iterator[doc.Block]:
    """The people as a list, and their influence by their stance as a picture made of names."""
    found = told.plan.players
    if not found:
        return
    yield doc.Heading(told.worded("players"))
    yield doc.Table(
        tuple(told.column(PEOPLE, id) for id in ("name", "job", "role", "influence", "stance")),
        tuple(
            doc.TableRow(tuple(map(doc.spans, _row(told, each))), doc.spans(each.wants) if each.wants else ())
            for each in found
        ),
        note=told.column(PEOPLE, "wants"),
        label=told.column(PEOPLE, "wants"),
    )
    yield from influence_picture(told, told.library, found)


def _row(told: Planning, player: Player) -> tuple[str, ...]:
    said = (told.option(PEOPLE, id, getattr(player, id)) for id in ("role", "influence", "stance"))
    coach = aside(told.column(PEOPLE, "coach"), told.lang) if player.is_coach else ""
    return (named(player) + coach, player.job, *said)


def named(player: Player) -> str:
    """A player's name, marked where nobody of ours has met them."""
    return f"{player.name}{NOT_MET}" if player.met is not True else player.name


def influence_picture(
    told: Telling, library: Mapping[str, Bank], found: Sequence[Player]
) -> Iterator[doc.Block]:
    """Influence by stance, from the strongest opponent to the strongest supporter; nothing for nobody.

    Who is known by one of the two alone stands beside: the strongest whom nobody knows is not to be missed.
    """
    question = question_in(library, *PEOPLE)
    influence, stance = (question.column(id) if question else None for id in ("influence", "stance"))
    placed = [each for each in found if each.influence or each.stance]
    if influence is None or stance is None or not placed:
        return
    sides = {each.id: text_in(each.title, told.lang) for each in reversed(stance.options)}
    levels = {each.id: text_in(each.title, told.lang) for each in influence.options}
    sides |= {"": "?"} if any(not each.stance for each in placed) else {}
    levels |= {"": "?"} if any(not each.influence for each in placed) else {}
    fields = tuple(
        tuple(
            tuple(named(each) for each in placed if (each.influence, each.stance) == (level, side))
            for side in sides
        )
        for level in levels
    )
    yield doc.Placement(
        text_in(influence.title, told.lang), tuple(sides.values()), tuple(levels.values()), fields
    )
    if any(each.met is not True for each in placed):
        yield doc.paragraph(worded("players.not_met", told.lang))


def value(told: Planning) -> Iterator[doc.Block]:
    """What it is worth, the chain up to that with its missing links, and sentences to paste."""
    if "value" not in told.deal.answers:
        return
    yield doc.Heading(told.worded("value"))
    if told.plan.worth is not None:
        yield _worth(told, told.plan.worth)
    if told.plan.missing:
        links = told.phrase("join").join(map(told.title, told.plan.missing))
        yield doc.paragraph(*told.said("value.missing", links))
    yield doc.Items(tuple(doc.ListItem(in_spans(pieces)) for pieces in statements(told)))


def _worth(told: Planning, worth: Worth) -> doc.Paragraph:
    gain, costs, sure, net = (
        money(each, told.deal.currency)
        for each in (worth.benefits, worth.costs, worth.confirmed, worth.value)
    )
    said = told.worded("value.worth", worth=net, benefits=gain, costs=costs, confirmed=sure)
    more = told.phrase("then") + told.worded("value.unpriced", n=worth.unpriced) if worth.unpriced else ""
    return doc.paragraph(said + more)


def money(amount: Decimal, currency: str) -> str:
    """An amount with thousands set apart, and what it is counted in."""
    return f"{amount:,f} {currency}".strip()


def statements(told: Planning) -> Iterator[tuple[Piece, ...]]:
    """The statements of the playbook, filled with all that is known."""
    known = known_texts(told.deal, told.library, told.names["us"], told.day, told.lang)
    if worth := told.plan.worth:
        sums = {"benefits": worth.benefits, "costs": worth.costs, "worth": worth.value}
        known |= {name: money(amount, told.deal.currency) for name, amount in sums.items()}
    for each in told.playbook.statements:
        yield filled(text_in(each.say, told.lang), known, told.library, told.lang)


def partners(told: Planning) -> Iterator[doc.Block]:
    """What each partner adds, and who does what from the solution to after-sales."""
    if rows(told.deal, ADDED) or rows(told.deal, CHAIN):
        yield doc.Heading(told.worded("partners"))
        yield from _table(told, ADDED, ("question", "criterion", "name", "adds"))
        yield from _table(told, CHAIN, ("stretch", "partner", "has", "committed", "also_with"))


def weighed(told: Planning) -> Iterator[doc.Block]:
    """What the scores of the worksheets come to: how the customer will choose."""
    for bank in told.library.values():
        for question in bank.by_id.values() if bank.id in told.deal.answers else ():
            blocks = tuple(weighed_table(told.deal, bank, question, told.lang))
            if blocks:
                yield doc.Heading(text_in(bank.title, told.lang))
                yield from blocks


def signs(told: Planning) -> Iterator[doc.Block]:
    """The signs that somebody else drives the sale."""
    if told.plan.signs:
        yield doc.Heading(told.worded("control", n=len(told.plan.signs)))
        bank = told.library[SIGNS]
        yield doc.items(text_in(bank.by_id[id].title, told.lang) for id in told.plan.signs)


def warnings(told: Planning) -> Iterator[doc.Block]:
    """What the checks of the worksheets say."""
    found = list(warned(told))
    if found:
        yield doc.Heading(told.worded("warnings"))
        yield doc.items(message for _, message in found)


def warned(told: Planning) -> Iterator[tuple[str, str]]:
    """The warnings by id, in words."""
    for id, params, own, _ in told.plan.warnings:
        said = caution_text(id, params, own, names=told.names, titles=told.titles, lang=told.lang)
        yield str(params["check"]), said


def to_fill_in(told: Planning) -> Iterator[doc.Block]:
    """The worksheets that nobody has begun, and how to."""
    empty = [id for id in FILLED_IN if id in told.library and id not in told.deal.answers]
    if empty:
        names = told.phrase("join").join(text_in(told.library[id].title, told.lang) for id in empty)
        yield doc.paragraph(
            *told.said("worksheets", told.worded("worksheets.how", names=names, bank=empty[0]))
        )


def _table(told: Planning, where: Where, columns: Sequence[str]) -> Iterator[doc.Block]:
    """The rows of a worksheet, some of its columns."""
    found = rows(told.deal, where)
    if found:
        lines = (
            doc.TableRow(
                tuple(doc.spans(told.option(where, column, said.get(column, ""))) for column in columns)
            )
            for said in found.values()
        )
        yield doc.Table(tuple(told.column(where, column) for column in columns), tuple(lines))
