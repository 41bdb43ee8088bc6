"""What closed deals taught, as a document and as JSON: may it speak, how good was it, what to beware of.

For readers without statistics: counts beside every share, a rival beside every figure. Works nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .. import safe
from ..judging.accuracy import share
from ..judging.calibration import FEWEST_DEALS, FEWEST_OF_EACH, Lesson
from ..judging.closed_deals import AsOf, Told
from ..judging.win_rates import Drift, Split, drift, splits
from ..model.bank import Bank
from ..model.calibration_file import Accuracy, Calibration, CameTrue, Figure, WonGroup
from ..model.local_texts import text_in
from ..model.naming import titles_of
from ..words import Lang, say
from . import doc
from .doc import (
    Block,
    Doc,
    Heading,
    Items,
    ListItem,
    Paragraph,
    Span,
    Style,
    Table,
    paragraph,
    spans,
)

FORMAT = 1
FIGURES = ("brier", "log_loss", "auc", "slope", "ece", "ece_floor")
METHODS = ("model", "net_count", "naive_bayes", "base_rate")
TOO_FEW = ("too_few", "too_few_of_each")
"""Why no figure is shown to people: of so few deals it would be chance that looks like knowledge."""
HALF = 50
"""Shares are drawn in percent on an axis with one half in its middle."""


class Learned(NamedTuple):
    """What was learned, out of which deals, as of when; and the banks that the questions are of."""

    lesson: Lesson
    told: Told
    as_of: AsOf
    banks: Sequence[Bank]

    @property
    def made(self) -> Calibration:
        """What a file keeps of it."""
        return self.lesson.calibration

    @property
    def drift(self) -> Drift | None:
        """Whether newer deals ended otherwise than older ones."""
        return drift(self.lesson.rows, self.lesson.unseen, self.told.days)


def page(value: Learned, lang: Lang) -> Doc:
    """Whether it speaks and how wrong it was, what to beware of, then the pictures."""
    made = value.made
    blocks: list[Block] = [
        Heading(learnt("title" if made.deals else "title.none", lang, n=made.deals), 1),
        doc.Frame((_verdict(made, lang), *_error(made, lang))),
        *_counted(value, lang),
    ]
    cautions = [ListItem(spans(Span(text, style))) for text, style in _cautions(value, lang)]
    blocks += [Items(tuple(cautions))] if cautions else []
    if made.because in TOO_FEW:
        blocks.append(paragraph(learnt("no_figures", lang, least=FEWEST_DEALS, each=FEWEST_OF_EACH)))
    elif made.accuracy is not None:
        blocks += _figures(made, lang)
        blocks += reliability(made.reliability, lang)
        blocks += rates(made, value.banks, lang)
    blocks.append(paragraph(learnt("meaning", lang)))
    return Doc(lang, tuple(blocks))


def learnt(key: str, lang: Lang, **params: str | int) -> str:
    """A text of the area `calibration`."""
    return say(f"calibration.{key}", lang, **params)


def percent(value: float) -> str:
    """A share in whole percent; 0 and 100 only where that is true."""
    whole = round(100 * value)
    return f"{whole} %" if value in (0, 1) else f"{min(99, max(1, whole))} %"


def decimals(value: float) -> str:
    """A figure as statisticians write it: two decimals, no zero before the point."""
    text = f"{value:.2f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def why_silent(reason: str, lang: Lang, *, deals: int = 0, won: int = 0) -> str:
    """Why there are no probabilities, with what is lacking."""
    needed = {"least": FEWEST_DEALS, "each": FEWEST_OF_EACH}
    return learnt(f"because.{reason}", lang, n=deals, won=won, lost=deals - won, **needed)


def _verdict(made: Calibration, lang: Lang) -> Paragraph:
    if made.because is None:
        return paragraph(Span(learnt("speaks", lang), "good"))
    return paragraph(Span(why_silent(made.because, lang, deals=made.deals, won=made.won), "bad"))


def _error(made: Calibration, lang: Lang) -> Iterator[Paragraph]:
    if made.accuracy is not None and made.speaks:
        yield paragraph(error_text(made.accuracy, lang), tight=True)


def error_text(accuracy: Accuracy, lang: Lang) -> str:
    """How wrong it was on deals that it had not seen, beside what a coin has."""
    value, low, high = (decimals(each) for each in _values(accuracy.brier))
    return learnt("error", lang, value=value, low=low, high=high)


def _values(figure: Figure) -> tuple[float, float, float]:
    return figure.value, figure.low, figure.high


def _counted(value: Learned, lang: Lang) -> Iterator[Paragraph]:
    made, moment = value.made, value.as_of
    rate = share(made.won, made.deals)
    low, high = percent(rate.low), percent(rate.high)
    if made.deals:
        yield paragraph(learnt("counted", lang, n=made.deals, won=made.won, low=low, high=high))
        yield paragraph(learnt(f"as_of.{moment.moment}", lang, n=moment.days, stage=moment.stage), tight=True)


def _cautions(value: Learned, lang: Lang) -> Iterator[tuple[str, Style]]:
    """What to beware of, the gravest first."""
    told, made = value.told, value.made
    if told.as_now:
        yield learnt("as_now", lang, n=told.as_now, all=made.deals), "bad"
    if told.hindsight:
        yield learnt("hindsight", lang, n=told.hindsight), "bad"
    if found := value.drift:
        yield (
            learnt("drift", lang, **{name: percent(each) for name, each in found._asdict().items()}),
            "bad",
        )
    if made.distinct < made.deals:
        yield learnt("repeated", lang, n=made.deals - made.distinct, distinct=made.distinct), "doubt"
    for reason, n in told.left_out.items():
        yield learnt(f"left_out.{reason}", lang, n=n), "doubt"


def _figures(made: Calibration, lang: Lang) -> Iterator[Block]:
    """The figures of the model beside those of simpler ways, each with its interval.

    Where nothing is + or -, there is nothing to count.
    """
    known = {"model": made.accuracy, **made.rivals}
    methods = [name for name in METHODS if made.by_net or name != "net_count"]
    by_method = {name: each for name in methods if (each := known.get(name))}
    rows = [
        doc.row(
            (
                learnt(f"head.{name}", lang),
                *(_cell(name, method, each, lang) for method, each in by_method.items()),
            )
        )
        for name in FIGURES
    ]
    yield Heading(learnt("figures", lang))
    heads = ("", *(learnt(f"method.{name}", lang) for name in by_method))
    yield Table(heads, tuple(rows))
    yield paragraph(learnt("figures_how", lang))


def _cell(name: str, method: str, accuracy: Accuracy, lang: Lang) -> str:
    """A figure with its interval; the same number for every deal has no slope."""
    if (name, method) == ("slope", "base_rate"):
        return ""
    value, low, high = map(decimals, _values(getattr(accuracy, name)))
    return learnt("ranged", lang, value=value, low=low, high=high)


def reliability(groups: Sequence[CameTrue], lang: Lang) -> Iterator[Block]:
    """Of deals to which about the same was given, how many were won."""
    rows = [_drawn(learnt("said", lang, p=percent(each.probability)), each, lang) for each in groups]
    yield Heading(learnt("reliability", lang))
    yield doc.Ranges((_group(learnt("reliability_head", lang), rows),))


def _drawn(label: str, group: CameTrue | WonGroup, lang: Lang) -> doc.RangeRow:
    point, low, high = (round(100 * each) - HALF for each in _values(share(group.won, group.deals)))
    return doc.RangeRow(label, low, point, high, learnt("of", lang, won=group.won, n=group.deals))


def _group(label: str, rows: Sequence[doc.RangeRow]) -> doc.RangeGroup:
    return doc.RangeGroup(label, HALF, tuple(rows), ("0 %", "50 %", "100 %"))


def rates(made: Calibration, banks: Sequence[Bank], lang: Lang) -> Iterator[Block]:
    """How often deals were won: by their net count, by their number of unknowns, question by question."""
    groups = []
    for key, counted in (("net", made.by_net), ("unknown", made.by_unknown)):
        drawn = [_drawn(_from_to(each, lang), each, lang) for each in counted]
        groups += [_group(learnt(f"rates.{key}", lang), drawn)] if drawn else []
    if groups:
        yield Heading(learnt("rates", lang))
        yield doc.Ranges(tuple(groups))
    if found := splits(made):
        yield from _questions(found, banks, lang)


def _from_to(each: WonGroup, lang: Lang) -> str:
    low, high = int(each.low), int(each.high)
    return str(low) if low == high else learnt("from_to", lang, low=low, high=high)


def _questions(found: Sequence[Split], banks: Sequence[Bank], lang: Lang) -> Iterator[Block]:
    titles = titles_of(banks, lang)
    yield Heading(learnt("by_question", lang))
    rows = (
        doc.row((titles.get(each.question, each.question), _answers(each, banks, lang))) for each in found
    )
    yield Table((learnt("head.question", lang), learnt("head.won_by_answer", lang)), tuple(rows))
    idle = [titles.get(each.question, each.question) for each in found if each.is_idle]
    if idle:
        yield paragraph(learnt("idle", lang, n=len(idle), names=say("scorecard.join", lang).join(idle)))


def _answers(split: Split, banks: Sequence[Bank], lang: Lang) -> str:
    """The share of won deals for each answer that was given, with its interval and how many there are."""
    bank, _, id = split.question.partition(".")
    question = next((each.by_id[id] for each in banks if each.id == bank), None)
    said = []
    for answer, (deals, won) in split.by_answer.items():
        option = question.option(answer) if question else None
        name = text_in(option.title, lang) if option else answer
        if deals:
            rate = share(won, deals)
            low, high = percent(rate.low), percent(rate.high)
            said.append(learnt("answer", lang, name=name, won=won, n=deals, low=low, high=high))
    return say("scorecard.then", lang).join(said)


def written(value: Learned, lang: Lang) -> str:  # noqa: ARG001
    """One object: counts, whether it speaks, the figures of the model and of its rivals, the pictures."""
    made, told, found = value.made, value.told, value.drift
    data = {
        "format": FORMAT,
        "deals": made.deals,
        "distinct": made.distinct,
        "won": made.won,
        "speaks": made.speaks,
        "support": round(made.support, 6) if made.accuracy else None,
        "because": made.because,
        "model": _accuracy(made.accuracy),
        "rivals": {name: _accuracy(made.rivals.get(name)) for name in METHODS if name != "model"},
        "as_of": value.as_of.text,
        "as_now": told.as_now,
        "hindsight": told.hindsight,
        "left_out": dict(told.left_out),
        "drift": {name: round(each, 6) for name, each in found._asdict().items()} if found else None,
        "reliability": [
            {"probability": round(each.probability, 6), **_counts(each.won, each.deals)}
            for each in made.reliability
        ],
        "by_net": list(map(_counted_data, made.by_net)),
        "by_unknown": list(map(_counted_data, made.by_unknown)),
        "by_question": [
            {
                "question": each.question,
                "answers": {answer: _counts(won, deals) for answer, (deals, won) in each.by_answer.items()},
                "idle": each.is_idle,
            }
            for each in splits(made)
        ],
    }
    return safe.as_json(data)


def _accuracy(accuracy: Accuracy | None) -> Mapping[str, Mapping[str, float]] | None:
    if accuracy is None:
        return None
    return {
        name: dict(zip(("value", "low", "high"), (round(each, 6) for each in _values(figure)), strict=True))
        for name in FIGURES
        if (figure := getattr(accuracy, name))
    }


def _counts(won: int, deals: int) -> dict[str, object]:
    rate = share(won, deals)
    return {"deals": deals, "won": won, "low": round(rate.low, 6), "high": round(rate.high, 6)}


def _counted_data(each: WonGroup) -> dict[str, object]:
    return {"from": int(each.low), "to": int(each.high), **_counts(each.won, each.deals)}
