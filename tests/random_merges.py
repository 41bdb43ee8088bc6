"""Three versions of a deal by chance, merged both ways and settled in every way; what was lost is counted.

`python tests/random_merges.py N [SEED]` merges N of them. One that breaks a law is printed with its seed. The
same number makes the same texts. Asserts nothing: `test_random_merges.py` does.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random

from builders import BANKS, LIBRARY
from tas_cli.changes.merge import Merge, facts, group_of, merge
from tas_cli.changes.text_merge import TextMerge, merge_texts
from tas_cli.model.answers import Answer, Evidence, NextStep
from tas_cli.model.assessment import Assessment, Reading, read_assessment, usable, with_answer, with_fields
from tas_cli.model.fields import Waiver
from tas_cli.model.layout import patched, plain_assessment, tidied
from tas_cli.yamlio.comments import Remark, remarks, with_remarks
from yamlio_texts import HandWritten

LABELS = ("ours", "theirs")
RIVALS = ("x_sys", "金蝶", "status_quo", "zed")
WORDS = (
    "CFO's mail",
    "no pain",
    "x: y",
    "2026-11-12",
    "两年\n三行",
    "yes",
    "said so # twice",
    "  led",
    '"quoted"',
)
NOTES = ("# to do", "# ask the CFO", "# why", "#")
DAYS = (date(2026, 11, 1), date(2026, 11, 20), date(2027, 1, 31))
MOST_CHOICES = 16


def deal_by_chance(random: Random) -> Assessment:
    """A deal with a few answers."""
    deal = Assessment(customer="Acme", opportunity="Core")
    for _ in range(random.randint(0, 12)):
        deal = edited(deal, random)
    return deal


def edited(deal: Assessment, random: Random) -> Assessment:
    """The deal with one thing changed, as a person would."""
    kind = random.randrange(10)
    if kind < 6:
        return _answered(deal, random)
    if kind == 6:
        return with_fields(deal, **_fields(random))
    if kind == 7:
        return with_fields(deal, competitors=_toggled(deal.competitors, RIVALS, random))
    if kind == 8:
        return with_fields(deal, custom=_toggled(deal.custom, ("forecast", "seats"), random))
    waived = dict(deal.waivers)
    waived[random.choice(("TAS201", "no-evidence"))] = Waiver(
        random.choice(DAYS), "maria", random.choice(WORDS)
    )
    return with_fields(deal, waivers=waived if random.random() < 0.8 else {})


def _fields(random: Random) -> dict[str, object]:
    ends: tuple[dict[str, object], ...] = (
        {"outcome": "won", "closed_on": random.choice(DAYS)},
        {"outcome": "lost", "lost_to": "x_sys", "reason": random.choice(WORDS)},
        {"outcome": "open", "closed_on": None, "lost_to": "", "reason": ""},
        {"reason": random.choice(WORDS)},
    )
    fields: tuple[dict[str, object], ...] = (
        random.choice(ends),
        {"amount": Decimal(random.randint(1, 9)), "currency": random.choice(("EUR", "USD"))},
        {"amount": Decimal(random.randint(1, 9))},
        {"currency": random.choice(("EUR", "USD", ""))},
        {"stage": random.choice(("discovery", "proposal", ""))},
        {"close_date": random.choice((None, *DAYS))},
        {"assessed_on": random.choice(DAYS), "banks": {"tas": random.randint(1, 2)}},
        {"customer": random.choice(("Acme", "Acme Bank", "no"))},
    )
    return random.choice(fields)


def _toggled(standing: Mapping[str, str], names: Sequence[str], random: Random) -> dict[str, str]:
    found = dict(standing)
    name = random.choice(names)
    if name in found and random.random() < 0.5:
        del found[name]
    else:
        found[name] = random.choice(("One", "Two", name.upper()))
    return found


def _answered(deal: Assessment, random: Random) -> Assessment:
    bank = random.choice(BANKS)
    question = random.choice(list(bank.by_id.values())[:3])
    answer: Answer = deal.answer(bank.id, question.id)
    kind = question.kind
    party = random.choice(list(kind.parties(deal.parties)))
    what = random.randrange(5)
    if what < 3:
        value = random.choice((*kind.offered(question.offers), "?", None))
        answer = kind.changed(answer, party, value)
    if what in (2, 3):
        said = {each: text for each, text in answer.evidence.items() if each != party}
        if random.random() < 0.8:
            said[party] = Evidence(
                random.choice(WORDS), random.choice(("", "CFO")), "", random.choice((None, *DAYS))
            )
        answer = answer._replace(evidence=said)
    if what == 4:
        step = NextStep(random.choice(WORDS), random.choice((None, *DAYS)), random.choice(("", "jo")))
        answer = answer._replace(next_step=step if random.random() < 0.8 else None)
    return with_answer(deal, bank.id, question.id, answer)


def texts_by_chance(random: Random) -> tuple[str, str, str]:
    """A base, laid out in any way, and two versions of it."""
    base = HandWritten(random, plain_assessment(deal_by_chance(random))).text
    if random.random() < 0.4:
        base = tidied(reading(base), LIBRARY)
    return base, _version(base, random), _version(base, random)


def _version(base: str, random: Random) -> str:
    deal = usable(reading(base))
    for _ in range(random.choice((0, 1, 3, 6, 10))):
        deal = edited(deal, random)
    text = patched(reading(base), deal, LIBRARY)
    paths = [remark.path for remark in remarks(text)] + [("customer",), ("answers",), ("answers", "tas"), ()]
    news = [
        Remark(random.choice(paths), random.choice(NOTES), random.random() < 0.5)
        for _ in range(random.choice((0, 0, 1, 2)))
    ]
    text = with_remarks(text, news)
    if random.random() < 0.05:
        return HandWritten(random, plain_assessment(deal)).text
    return tidied(reading(text), LIBRARY) if random.random() < 0.1 else text


def reading(text: str) -> Reading:
    """A text read; BadFile where it cannot be used."""
    read = read_assessment(text, "a")
    usable(read)
    return read


def settled(text: str, sides: Sequence[str]) -> str:
    """A merged text with its chunks decided, in order, for these sides; "ours" where there are no more."""
    kept, where, chunk = [], "both", -1
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< ours"):
            where, chunk = "ours", chunk + 1
        elif line.startswith("=======") and where == "ours":
            where = "theirs"
        elif line.startswith(">>>>>>> theirs"):
            where = "both"
        elif where in ("both", sides[chunk] if 0 <= chunk < len(sides) else "ours"):
            kept.append(line)
    return "".join(kept)


def faults(base: str, ours: str, theirs: str) -> Iterator[str]:
    """What a merge of three texts does that it must not, as names of the laws."""
    was, mine, yours = reading(base), reading(ours), reading(theirs)
    meant = merge(usable(was), usable(mine), usable(yours))
    there = merge_texts(was, mine, yours, LIBRARY, labels=LABELS)
    back = merge_texts(was, yours, mine, LIBRARY, labels=LABELS)
    # Of a side that changed nothing at all no comment is news: the other may have removed it.
    comments = Counter[str]()
    for side in {side for side in (ours, theirs) if side != base} or {base}:
        comments |= Counter(each.text for each in remarks(side))
    if there.conflicts != back.conflicts:
        yield "the sides matter: conflicts"
    elif there.conflicts:
        yield from _faults_settled(there, meant, comments, ours, theirs)
        yield from _faults_of_sides(there, back)
    else:
        yield from _faults_clean(there, back, meant, comments)


def _faults_clean(there: TextMerge, back: TextMerge, meant: Merge, comments: Counter[str]) -> Iterator[str]:
    one, two = read_assessment(there.text, "a").assessment, read_assessment(back.text, "a").assessment
    if one is None or two is None:
        yield "unreadable"
    elif one != two:
        yield "the sides matter: meaning"
    elif facts(one) != facts(meant.assessment):
        yield "lost a fact"
    kept = (
        [Counter(each.text for each in remarks(each.text)) for each in (there, back)] if one and two else []
    )
    if any(not comments <= each for each in kept):
        yield "lost a comment"
    if kept and kept[0] != kept[1]:
        yield "the sides matter: comments"


def _faults_of_sides(there: TextMerge, back: TextMerge) -> Iterator[str]:
    for one, two in ((LABELS[0], LABELS[1]), (LABELS[1], LABELS[0])):
        chosen = [settled(merged.text, [side] * 99) for merged, side in ((there, one), (back, two))]
        left, right = (read_assessment(text, "a").assessment for text in chosen)
        if left is None or right is None or facts(left) != facts(right):
            yield "the sides matter: settled"


def _faults_settled(
    there: TextMerge, meant: Merge, comments: Counter[str], ours: str, theirs: str
) -> Iterator[str]:
    chunks = there.text.count("<<<<<<< ours")
    if chunks == 1 and there.text.startswith("<<<") and there.text.endswith(">>>>>>> theirs\n"):
        kept = [settled(there.text, [side]).rstrip("\n") for side in LABELS]
        if kept != [ours.rstrip("\n"), theirs.rstrip("\n")]:
            yield "lost a side"
        return
    choices = list(product(LABELS, repeat=min(chunks, 6)))
    for sides in choices if len(choices) <= MOST_CHOICES else Random(chunks).sample(choices, MOST_CHOICES):
        text = settled(there.text, sides)
        said = read_assessment(text, "a").assessment
        if said is None:
            yield "unreadable"
            return
        yield from _faults_chosen(facts(said), meant)
        if not comments <= Counter(each.text for each in remarks(text)):
            yield "lost a comment"


def _faults_chosen(said: dict[tuple[str, ...], object], meant: Merge) -> Iterator[str]:
    disputed = {path for conflict in meant.conflicts for path in conflict.paths}
    for conflict in meant.conflicts:
        now = {path: said[path] for path in conflict.paths if path in said}
        if now not in (conflict.ours, conflict.theirs):
            yield "lost a fact: neither side of a conflict"
    agreed = {path: value for path, value in facts(meant.assessment).items() if path not in disputed}
    if any(said.get(path) != value for path, value in agreed.items()):
        yield "lost a fact"
    if any(path not in agreed and path not in disputed and group_of(path) != path for path in said):
        yield "a fact that nobody said"


def count(number: int, seed: int) -> tuple[Counter[str], list[int]]:
    """How often each law was broken in so many merges, and the seeds of those."""
    broken: Counter[str] = Counter()
    seeds: list[int] = []
    for each in range(seed, seed + number):
        try:
            found = set(faults(*texts_by_chance(Random(each))))
        except Exception as trouble:
            found = {f"{type(trouble).__name__}: {trouble}"}
        broken.update(found)
        seeds += [each] * bool(found)
    return broken, seeds


def main(number: str = "1000", seed: str = "0") -> None:
    """Merge so many and say what was found."""
    broken, seeds = count(int(number), int(seed))
    print(f"{number} merges, each both ways and settled in up to {MOST_CHOICES} ways")
    print(
        "\n".join(f"{times} x {law}" for law, times in broken.items()) or "nothing lost, nothing unreadable"
    )
    if seeds:
        print("seeds:", *seeds[:20])


if __name__ == "__main__":
    main(*sys.argv[1:])
