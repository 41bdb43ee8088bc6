"""What became of an assistant's proposals: which wait for a person now, and why the others were refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .. import safe
from ..judging.proposing import Refusal
from ..model.proposals import QuestionParty
from ..words import Lang, say
from .doc import Doc, Items, ListItem, Paragraph, Span, paragraph, spans

FORMAT = 1


class Proposed(NamedTuple):
    """What passed and what was refused, the file in which it waits, and how to go on from there.

    `replaced` are those that took the place of an older proposal about the same cell.
    """

    passed: Sequence[QuestionParty]
    refused: Sequence[Refusal]
    file: str
    deal: str
    replaced: Sequence[QuestionParty] = ()


def reason_text(refusal: Refusal, lang: Lang) -> str:
    """Why a proposal was refused, in words."""
    return say(f"propose.refused.{refusal.reason}", lang, **refusal.params)


def page(value: Proposed, lang: Lang) -> Doc:
    """Those refused with their reasons, then what to do with those that passed."""
    blocks: list[Paragraph | Items] = []
    if value.refused:
        items = tuple(
            ListItem(
                spans(Span(f"{each.place}", "strong"), f" {each.question or '-'}: {reason_text(each, lang)}")
            )
            for each in value.refused
        )
        blocks += [paragraph(Span(say("propose.some_refused", lang, n=len(items)), "bad")), Items(items)]
    if value.passed:
        blocks.append(paragraph(say("propose.passed", lang, n=len(value.passed), file=value.file)))
        if value.replaced:
            blocks.append(paragraph(say("propose.replaced", lang, n=len(value.replaced)), tight=True))
        blocks.append(paragraph(say("propose.go_on", lang, deal=value.deal), tight=True))
    else:
        blocks.append(paragraph(say("propose.none_passed", lang)))
    return Doc(lang, tuple(blocks))


def written(value: Proposed, lang: Lang) -> str:
    """The same for programs; `because` is in the language chosen."""
    data = {
        "format": FORMAT,
        "passed": [{"question": question, "party": party} for question, party in value.passed],
        "refused": [
            {"index": each.place, "question": each.question, "because": reason_text(each, lang)}
            for each in value.refused
        ],
    }
    return safe.as_json(data)
