"""A team's deals as they are told: the value that all formats write, and one deal in short texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from ..judging.agreement import Agreements
from ..judging.movement import Movement
from ..judging.portfolio import DealLine
from ..model.bank import Bank, rating_bank
from ..model.judgements import tone
from ..model.naming import aside, deal_name, headline
from ..model.settings import Segments
from ..words import Lang, say
from .changes import mode_title
from .doc import Span, Spans, spans, toned

if TYPE_CHECKING:
    from .forecast import Foreseen

T = TypeVar("T")

SHOWN = 40
"""So many deals a terminal is shown; files get all."""


NAMED = 12
"""So many criteria are named as commonly missing."""


class Portfolio(NamedTuple):
    """All that is told: the deals in order, what moved since `since` (None: not asked), and what to show.

    Of each list no more than `most` are shown, sums are of all. `has_past`: whether git knew anything.
    `foreseen` is what the open deals may bring, None where nobody learned from closed ones.
    `agreement` is that of people and notes, once enough proposals were `settled`.
    """

    lines: Sequence[DealLine]
    today: date
    banks: Sequence[Bank]
    stages: Sequence[str]
    norms: Mapping[str, float]
    movement: Movement | None = None
    since: str = ""
    has_past: bool = False
    most: int | None = None
    us: str = ""
    group: str = ""
    views: tuple[str, ...] = ()
    segments: Segments | None = None
    library: Mapping[str, Bank] = MappingProxyType({})
    foreseen: Foreseen | None = None
    settled: int = 0
    agreement: Agreements | None = None

    def shown(self, views: Sequence[str]) -> Portfolio:
        """The same, of which these views are to be shown."""
        return self._replace(views=tuple(views))

    def cut(self) -> Portfolio:
        """What a terminal is shown: of each list the first, and how many more there are."""
        return self._replace(most=SHOWN)

    def first(self, of: Sequence[T]) -> Sequence[T]:
        """As many as are to be shown."""
        return of[: self.most]

    @property
    def opened(self) -> Sequence[DealLine]:
        """The deals that are still to be decided."""
        return [line for line in self.lines if line.held.is_open]

    @property
    def names(self) -> Mapping[str, str]:
        """What each deal is called, by file."""
        return {line.held.file: named(line) for line in self.lines}

    @property
    def bank(self) -> Bank | None:
        """The bank whose ratings give the verdicts."""
        return rating_bank(self.banks)


def label(key: str, lang: Lang, **params: str | int) -> str:
    """A text of the area `portfolio`."""
    return say(f"portfolio.{key}", lang, **params)


def named(line: DealLine) -> str:
    """What a deal is called."""
    return deal_name(line.held.assessment, line.held.file)


def money(amount: Decimal | None, currency: str) -> str:
    """An amount as people read it; "" for none."""
    return "" if amount is None else f"{amount:,.0f} {currency}".strip()


def change(amount: Decimal, currency: str = "") -> str:
    """What an amount changed by."""
    return f"{amount:{'+' if amount else ''},.0f} {currency}".strip()


Head = Literal[
    "deal", "stage", "amount", "close", "verdict", "cells", "sections", "mode", "forecast", "step", "age",
    "findings", "what", "deals", "criterion", "in_stage", "norm", "over", "position", "attractiveness",
    "quarter", "owner", "from", "to", "closed", "won", "share", "competitor", "lost_to", "lost_else",
    "rating", "level", "contacts", "part", "weekly", "type", "cost", "per_deal", "per_won", "customer",
    "segment", "potential", "our_share",
]  # fmt: skip


"""What heads a column."""


def heads(lang: Lang, *names: Head) -> tuple[str, ...]:
    """What heads these columns."""
    return tuple(label(f"head.{name}", lang) for name in names)


def verdict_span(line: DealLine, lang: Lang) -> Span:
    """The verdict; of a closed deal how it ended."""
    card = line.held.card
    if not line.held.is_open:
        return Span(say(f"scorecard.outcome.{line.held.assessment.outcome}", lang))
    return Span(headline(card.verdict, card.points, lang), toned(tone("verdict", card.verdict)))


def to_yes_text(line: DealLine, lang: Lang) -> str:
    """How far an open deal is from a yes; "" where nobody can say."""
    needed = line.held.card.to_yes if line.held.is_open else None
    return label("to_yes", lang, n=needed) if needed else ""


def reasons(line: DealLine, lang: Lang) -> str:
    """Why a deal calls for attention."""
    return say("scorecard.then", lang).join(label(f"attention.{id}", lang) for id in line.attention)


def standing_spans(line: DealLine, lang: Lang) -> Spans:
    """The strongest competitor and where we stand against it."""
    best = line.strongest
    if best is None:
        return spans("")
    name = line.held.assessment.competitors.get(best.party) or best.party
    shown = Span(say(f"scorecard.standing.{best.standing}", lang), toned(tone("standing", best.standing)))
    return spans(f"{name} ", shown)


def step_text(line: DealLine) -> str:
    """The next step with its day and person; "" for none."""
    step = line.next_step
    if step is None:
        return ""
    when = f"{step.due} " if step.due else ""
    who = f" ({step.owner})" if step.owner else ""
    return f"{when}{step.what}{who}"


def cells_text(line: DealLine) -> str:
    """Our answers by sign; a dot is unrated."""
    counts = line.counts
    return f"+{counts.plus} -{counts.minus} ?{counts.unknown} .{counts.unrated}"


def moves_text(line: DealLine, lang: Lang) -> str:
    """How often the close date was moved; "" for never."""
    moves = line.held.moves
    return label("times_moved", lang, n=moves.slips) if moves and moves.slips else ""


def close_text(line: DealLine, lang: Lang, key: str = "") -> str:
    """The close date, in the words of `key`, and how often it was moved."""
    day, moved = str(line.held.assessment.close_date or ""), moves_text(line, lang)
    said = say(key, lang, day=day) if key else day
    return f"{said}{aside(moved, lang) if moved else ''}" if day else ""


def sections_spans(line: DealLine, lang: Lang) -> Spans:
    """The verdict on each key question, in their order."""
    join = Span(say("scorecard.join", lang))
    told = (
        Span(say(f"scorecard.section.{each.verdict}", lang), toned(tone("section", each.verdict)))
        for each in line.held.card.sections
    )
    return tuple(piece for i, each in enumerate(told) for piece in ([join] if i else []) + [each])


def findings_text(line: DealLine, lang: Lang) -> str:
    """How many errors and warnings a file has, and how many exceptions it claims; "" for none."""
    claimed = len(line.held.assessment.waivers)
    found = (("errors", line.held.errors), ("warnings", line.held.warnings), ("waivers", claimed))
    return say("scorecard.join", lang).join(label(key, lang, n=n) for key, n in found if n)


def forecast_text(line: DealLine, lang: Lang) -> str:
    """How likely a deal is won, in a few words; "" where nobody learned from closed ones."""
    if line.held.forecast is None:
        return ""
    from .forecast import about

    return about(line.held.forecast, lang)


def rest_of_deal(line: DealLine, banks: Sequence[Bank], lang: Lang) -> Spans:
    """What else there is to say of a deal, from what it is about to what calls for attention."""
    deal = line.held.assessment
    mode = mode_title(line.held.card.mode, banks, lang) if line.held.card.mode else ""
    parts = [spans(text) for text in (deal.opportunity, deal.owner, to_yes_text(line, lang)) if text]
    questions = spans(headed("sections", "", lang)) + sections_spans(line, lang)
    parts += [questions] if line.held.card.verdict else []
    parts += [standing_spans(line, lang)] if line.strongest else []
    told: Sequence[tuple[Head, str]] = (
        ("mode", mode),
        ("forecast", forecast_text(line, lang)),
        ("step", step_text(line)),
        ("age", days_text(line.days_since_assessed, lang)),
    )
    parts += [spans(headed(head, text, lang)) for head, text in told if text]
    parts += [spans(text) for text in (findings_text(line, lang), reasons(line, lang)) if text]
    joint = Span(say("scorecard.then", lang))
    return tuple(piece for i, part in enumerate(parts) for piece in ((joint,) if i else ()) + part)


def group_of(line: DealLine, group: str) -> str:
    """The group of a deal: a field, a team's own field (`custom.NAME`), or its mode; "" for none."""
    deal = line.held.assessment
    if not group:
        return ""
    if group == "mode":
        return line.held.card.mode or ""
    if group.startswith("custom."):
        return str(deal.custom.get(group.removeprefix("custom."), ""))
    return str(getattr(deal, group) or "")


def stage_text(line: DealLine, lang: Lang) -> str:
    """The stage, and for how long it has been that."""
    stage = line.held.assessment.stage
    return f"{stage} ({days_text(line.days_in_stage, lang)})" if line.days_in_stage is not None else stage


def days_text(days: float | None, lang: Lang) -> str:
    """A number of days; "" where nobody knows."""
    return "" if days is None else label("days", lang, n=round(days))


def facts_text(line: DealLine, lang: Lang) -> str:
    """Whose a deal is, its stage, its amount and when it closes."""
    deal, closes = line.held.assessment, close_text(line, lang, "scorecard.fact.close")
    facts = (deal.owner, deal.stage, money(deal.amount, deal.currency), closes)
    return say("scorecard.join", lang).join(filter(None, facts))


def headed(head: Head, told: str, lang: Lang) -> str:
    """What is told under what would head its column."""
    return label(f"head.{head}", lang) + say("scorecard.after", lang) + told


def share_text(value: float | None) -> str:
    """A place on an axis from -1 to 1; "" where nobody knows."""
    return "" if value is None else f"{value:+.2f}"
