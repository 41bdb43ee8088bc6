"""Text into a question bank, and what is wrong with one: shapes, names, settings without effect.

What could never do what it says is refused, never ignored. Finds no files (see `library`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..findings import Finding
from ..yamlio.document import DataPath
from .answers import US
from .bank import (
    Bank,
    Column,
    Question,
    RowCheck,
    Section,
    Warn,
)
from .field_types import Fault, read_checked

PLAYBOOK = "playbook"
"""The id of the one playbook there is, and the name of its file among the banks."""
_LIKE_A_BANK = re.compile(r"^sections:", re.MULTILINE)
_LIKE_A_PLAYBOOK = re.compile(r"^(?:activities|gates|moves|strategies|letters|statements):", re.MULTILINE)


def is_like_a_bank(text: str) -> bool:
    """Whether a file is meant as a question bank."""
    return _LIKE_A_BANK.search(text) is not None


def is_like_a_playbook(text: str) -> bool:
    """Whether a file is meant as a playbook (see `playbook`) and not as a question bank."""
    return _LIKE_A_PLAYBOOK.search(text) is not None and not is_like_a_bank(text)


def read_bank(text: str, file: str) -> tuple[Bank | None, list[Finding]]:
    """The bank that `text` holds, or None, with what is wrong in it (all errors)."""
    checks = (
        _twice,
        _option_faults,
        _column_faults,
        _unknown_names,
        _idle,
        _check_faults,
        _row_check_faults,
        _out_of_reach,
        _mode_faults,
    )
    return read_checked(Bank, text, file, checks)


def _repeated(ids: Sequence[str]) -> Iterator[int]:
    """The places of ids that stood before."""
    seen: set[str] = set()
    for place, id in enumerate(ids):
        if id in seen:
            yield place
        seen.add(id)


def _questions(bank: Bank) -> Iterator[tuple[DataPath, Section, Question]]:
    for s, section in enumerate(bank.sections):
        for q, question in enumerate(section.questions):
            yield ("sections", s, "questions", q), section, question


def _twice(bank: Bank) -> Iterator[Fault]:
    """Ids that exist already where they must not."""
    places = list(_questions(bank))
    for at in _repeated([question.id for _, _, question in places]):
        yield (*places[at][0], "id"), "TAS132", {"name": places[at][2].id}
    for field in ("sections", "cross_checks", "modes"):
        ids = [each.id for each in getattr(bank, field)]
        for at in _repeated(ids):
            yield (field, at, "id"), "TAS132", {"name": ids[at]}


def _option_faults(bank: Bank) -> Iterator[Fault]:
    for at, _, question in _questions(bank):
        options = [option.id for option in question.options]
        if len(set(options)) < len(options) or "?" in options:
            yield (*at, "options"), "TAS132", {"name": question.id}
        if 0 < sum(option.points is None for option in question.options) < len(options):
            yield (*at, "options"), "TAS133", {"name": question.id}


def _column_faults(bank: Bank) -> Iterator[Fault]:
    for at, _, question in _questions(bank):
        ids = [column.id for column in question.columns]
        for place in _repeated(["id", *ids]):  # a row has an id already
            yield (*at, "columns", place - 1, "id"), "TAS132", {"name": ids[place - 1]}
        for c, column in enumerate(question.columns):
            offers = [option.id for option in column.options]
            if len(set(offers)) < len(offers) or "?" in offers:
                yield (*at, "columns", c, "options"), "TAS132", {"name": column.id}
            if column.options and column.kind_:
                yield (*at, "columns", c, "kind"), "TAS139", {"name": "kind"}
            if any(option.points is not None for option in column.options):
                yield (*at, "columns", c, "options"), "TAS139", {"name": "points"}
            if column.counts and not _is_counted(question, column):
                yield (*at, "columns", c, "counts"), "TAS139", {"name": "counts"}


def _is_counted(question: Question, column: Column) -> bool:
    """Whether anything comes of what it counts as: numbers, one weight a row, and scores to be weighed."""
    is_number = column.kind_ == "number" and not column.options
    weights, scores = question.counted_as("weight"), question.counted_as("score")
    return is_number and bool(scores) and len(weights) == 1


def _unknown_names(bank: Bank) -> Iterator[Fault]:
    """Names of rating questions asked of us that are none; a name that stands twice counts once."""
    for s, section in enumerate(bank.sections):
        here = _asked_of_us(section.ratings)
        for field in ("required", "veto", "veto_all"):
            names = getattr(section, field)
            yield from _not_among(names, here, ("sections", s, field))
            for place, name in enumerate(names):
                if name in here and bank.by_id[name].allow_na:
                    yield ("sections", s, field, place), "TAS144", {"name": name}
    everywhere = _asked_of_us(bank.by_id.values())
    yield from _not_among(bank.ask_first, everywhere, ("ask_first",))
    for c, check in enumerate(bank.cross_checks):
        for field, names in (("if", check.if_), ("needs", check.needs)):
            for name in names:
                if name not in everywhere:
                    yield ("cross_checks", c, field, name), "TAS134", {"name": name}
        yield from _not_among(check.none, everywhere, ("cross_checks", c, "none"))


def _asked_of_us(questions: Iterable[Question]) -> set[str]:
    return {each.id for each in questions if each.kind.each_party and US not in each.not_for}


def _not_among(names: Sequence[str], known: Iterable[str], path: DataPath) -> Iterator[Fault]:
    for place, name in enumerate(names):
        if name not in known:
            yield (*path, place), "TAS134", {"name": name}
    for place in _repeated(names):
        yield (*path, place), "TAS132", {"name": names[place]}


_POLES = ("plus", "minus")
_OF_RATINGS = ("core", "not_for", "not_contested", "own_word")


def _idle(bank: Bank) -> Iterator[Fault]:
    """Settings that would be accepted, shown and ignored."""
    for path, section, question in _questions(bank):
        for field in _idle_of_kind(section, question):
            yield (*path, field), "TAS139", {"name": field}
        if question.kind_ and (question.options or question.columns):
            yield (*path, "kind"), "TAS139", {"name": "kind"}
        if question.options and question.columns:
            yield (*path, "options"), "TAS139", {"name": "options"}
    for s, section in enumerate(bank.sections):
        if section.contested and not section.contested_ratings:
            yield ("sections", s, "contested"), "TAS139", {"name": "contested"}
        yield from _idle_vetoes(section, ("sections", s))
    if bank.lean and not bank.modes:
        yield ("lean",), "TAS139", {"name": "lean"}
    if "verdict" in bank.model_fields_set and not bank.has_ratings:
        yield ("verdict",), "TAS139", {"name": "verdict"}


def _idle_vetoes(section: Section, path: DataPath) -> Iterator[Fault]:
    """What forbids a yes already, and again."""
    forbids = set(section.required)
    for field in ("veto", "veto_all"):
        for place, name in enumerate(getattr(section, field)):
            if name in forbids:
                yield (*path, field, place), "TAS139", {"name": name}
        forbids.update(getattr(section, field))


def _idle_of_kind(section: Section, question: Question) -> Iterator[str]:
    """The settings that a question of its kind has no use for."""
    if question.kind.each_party:
        if question.not_contested and not section.contested:
            yield "not_contested"
    else:
        poles = () if question.kind.ticked else _POLES
        yield from (field for field in (*poles, *_OF_RATINGS) if getattr(question, field))
        if not question.points and "weight" in question.model_fields_set:
            yield "weight"
    if question.field and not question.kind.ticked:
        yield "field"
    if question.for_customer and question.kind.find_out:
        yield "for_customer"
    if question.allow_na and (question.field or not (question.kind.find_out or question.kind.ticked)):
        yield "allow_na"


def _check_faults(bank: Bank) -> Iterator[Fault]:
    """Cross-checks that ask nothing or several things, or that could never fail."""
    for c, check in enumerate(bank.cross_checks):
        path: DataPath = ("cross_checks", c)
        asked = (
            *(check.if_ or check.needs, check.none, check.lacks, check.rival, check.close_after_days),
            *(check.rows, check.ticked, check.ticks_at_most, check.fields_),
        )
        if sum(each not in (None, [], {}) for each in asked) != 1 or bool(check.if_) != bool(check.needs):
            yield (*path, "id"), "TAS140", {"name": check.id}
        if check.say_minus and not check.needs:
            yield (*path, "say_minus"), "TAS139", {"name": "say_minus"}
        if check.form and not bank.has_core:
            yield (*path, "form"), "TAS139", {"name": "form"}
        if check.rival and check.rival.minus == check.rival.plus == 0:
            yield (*path, "rival"), "TAS139", {"name": "rival"}
        for name, rating in check.needs.items():
            if check.if_.get(name) == rating:
                yield (*path, "needs", name), "TAS139", {"name": name}


def _row_check_faults(bank: Bank) -> Iterator[Fault]:
    """Cross-checks of rows and ticks that name what there is not, or that no answer could fail or meet."""
    checks = [id for id, each in bank.by_id.items() if each.kind.ticked]
    for c, check in enumerate(bank.cross_checks):
        path: DataPath = ("cross_checks", c)
        yield from _not_among(check.ticked, checks, (*path, "ticked"))
        yield from _not_among(check.once, bank.by_id, (*path, "once"))
        if check.ticks_at_most is not None and check.ticks_at_most >= len(checks):
            yield (*path, "ticks_at_most"), "TAS139", {"name": "ticks_at_most"}
        for name in check.where:
            if not all(name.partition(".")):
                yield (*path, "where", name), "TAS134", {"name": name}
        if check.rows:
            yield from _faults_of_rows(bank, check.rows, (*path, "rows"))


def _faults_of_rows(bank: Bank, check: RowCheck, path: DataPath) -> Iterator[Fault]:
    question = bank.by_id.get(check.of)
    if question is None or not question.columns:
        yield (*path, "of"), "TAS143", {"name": check.of}
        return
    if not check.have and not check.filled:
        yield (*path, "of"), "TAS139", {"name": "rows"}
    for field, wanted in (("each", check.each), ("have", check.have)):
        for name, texts in wanted.items():
            column = question.column(name)
            if column is None:
                yield (*path, field, name), "TAS143", {"name": name}
            elif not all(column.kind.understood(text, column.asked.offers) == text for text in texts):
                yield (*path, field, name), "TAS143", {"name": ", ".join(texts)}
    for place, name in enumerate(check.filled):
        if question.column(name) is None:
            yield (*path, "filled", place), "TAS143", {"name": name}


def _out_of_reach(bank: Bank) -> Iterator[Fault]:
    """Thresholds that no section could meet, or that would make one a yes and a no at once."""
    limits = bank.verdict
    if limits.no_below > limits.yes_above:
        yield ("verdict", "no_below"), "TAS142", {"low": limits.no_below, "high": limits.yes_above}
    for s, section in enumerate(bank.sections):
        most = sum(each.weight for each in section.ratings if US not in each.not_for)
        if section.ratings and most <= limits.yes_above:
            yield ("sections", s, "id"), "TAS141", {"name": section.id, "most": most, "n": limits.yes_above}


def _mode_faults(bank: Bank) -> Iterator[Fault]:
    starts = [mode.from_ for mode in bank.modes]
    points = [question.points for question in bank.by_id.values() if question.points]
    fewest, most = sum(least for least, _ in points), sum(most for _, most in points)
    if starts != sorted(set(starts)):
        yield ("modes",), "TAS135", {}
    elif bank.has_points:
        for m, start in enumerate(starts):
            end = starts[m + 1] if m + 1 < len(starts) else most + 1
            if start > most or end <= fewest:
                yield ("modes", m, "from"), "TAS139", {"name": bank.modes[m].id}
    if bank.modes and not bank.has_points:
        yield ("modes",), "TAS136", {}
    for m, mode in enumerate(bank.modes):
        if mode.warn:
            yield from _warn_faults(bank, mode.warn, ("modes", m, "warn"))


def _warn_faults(bank: Bank, warn: Warn, path: DataPath) -> Iterator[Fault]:
    """Warnings that no answer could bring about."""
    reaching = {
        id
        for id, each in bank.by_id.items()
        if any(option.points is not None and option.points >= warn.points for option in each.options)
    }
    for place, name in enumerate(warn.always):
        if name not in reaching:
            yield (*path, "always", place), "TAS139", {"name": name}
    if not 0 < warn.at_least <= len(reaching) and not warn.always:
        yield (*path, "at_least"), "TAS139", {"name": "at_least"}
