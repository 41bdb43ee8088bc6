"""Question banks as documents: a listing, a whole bank, one criterion or mode."""

from __future__ import annotations

from collections.abc import Iterator

from .. import safe
from ..model.bank import Bank, CrossCheck, Mode, Question, RowCheck, Section
from ..model.library import Library
from ..model.local_texts import list_in, text_in
from ..model.naming import aside, phrase
from ..words import Lang, say
from . import doc


def listing(library: Library, lang: Lang) -> doc.Doc:
    """A row for each bank."""
    rows = []
    for bank in library.banks.values():
        note = "" if bank.id in library.walked else say("banks.not_walked", lang)
        cells = (bank.id, f"v{bank.version}", say("banks.questions", lang, n=len(bank.by_id)))
        rows.append(
            doc.TableRow((*map(doc.spans, cells), doc.spans(text_in(bank.title, lang)), doc.spans(note)))
        )
    return doc.Doc(lang, (doc.Table(("",) * 5, tuple(rows)),))


def listing_json(library: Library, lang: Lang) -> str:  # noqa: ARG001
    """The same as JSON."""
    listed = [
        {
            "id": each.id,
            "version": each.version,
            "questions": len(each.by_id),
            "walked": each.id in library.walked,
        }
        for each in library.banks.values()
    ]
    return safe.as_json({"format": 1, "banks": listed})


def page(bank: Bank, lang: Lang) -> doc.Doc:
    """A bank from its title to its notes."""
    blocks: list[doc.Block] = [doc.Heading(_named(bank.title, f"{bank.id}, v{bank.version}", lang), 1)]
    if bank.notes:
        blocks.append(doc.paragraph(text_in(bank.notes, lang)))
    for section in bank.sections:
        marks = [section.id, *([say("banks.contested", lang)] if section.contested else [])]
        blocks.append(doc.Heading(_named(section.title, ", ".join(marks), lang)))
        blocks.append(
            doc.Items(tuple(_entry(section, each, lang) for each in section.questions), numbered=True)
        )
    rules = tuple(_rules(bank, lang))
    blocks += [doc.paragraph(each, tight=bool(i)) for i, each in enumerate(rules)]
    if bank.cross_checks:
        blocks.append(doc.Heading(say("banks.checks", lang)))
        blocks.append(doc.Items(tuple(_check(each, lang) for each in bank.cross_checks)))
    blocks += [block for mode in bank.modes for block in _mode(mode, lang)]
    return doc.Doc(lang, tuple(blocks))


def bank_json(bank: Bank, lang: Lang) -> str:  # noqa: ARG001
    """A bank as its file says it: absent fields are absent."""
    return safe.as_json(bank.model_dump(mode="json", by_alias=True, exclude_unset=True))


def criterion(value: tuple[Bank, Question], lang: Lang) -> doc.Doc:
    """All about one question: what it asks, what its answers mean, how it counts."""
    bank, question = value
    section = bank.section_of(question.id)
    place = f"{text_in(bank.title, lang)} > {text_in(section.title, lang)}"
    _, below = _entry(section, question, lang)
    why = [doc.paragraph(text_in(question.why, lang))] if question.why else []
    rest = below[1:] if why else below
    title = doc.Heading(_named(question.title, question.id, lang), 1)
    return doc.Doc(
        lang, (title, doc.paragraph(place), *why, doc.Items(tuple(doc.ListItem(each) for each in rest)))
    )


def mode(value: Mode, lang: Lang) -> doc.Doc:
    """A mode: when it is chosen, its aim, traits, standard and benchmarks."""
    return doc.Doc(lang, tuple(_mode(value, lang)))


def _named(title: object, id: str, lang: Lang) -> str:
    return text_in(title, lang) + aside(id, lang)  # type: ignore[arg-type]


def _entry(section: Section, question: Question, lang: Lang) -> doc.ListItem:
    title = doc.Span(text_in(question.title, lang), "strong")
    return doc.ListItem(doc.spans(title, aside(question.id, lang)), tuple(_told(section, question, lang)))


def _told(section: Section, question: Question, lang: Lang) -> Iterator[doc.Spans]:
    """What it is for, how to ask, what the answers mean, and what it counts."""
    if question.why:
        yield doc.spans(text_in(question.why, lang))
    yield from (doc.spans(ask) for ask in list_in(question.ask, lang))
    if question.plus:
        poles = [
            f"{sign} {text_in(pole, lang)}"
            for sign, pole in (("+", question.plus), ("-", question.minus))
            if pole
        ]
        yield doc.spans(phrase("then", lang).join((*poles, f"? {say('banks.unknown', lang)}")))
    for option in question.options:
        points = "" if option.points is None else f" [{option.points}]"
        yield doc.spans(f"= {option.id}{phrase('after', lang)}{text_in(option.title, lang)}{points}")
    if not question.kind.find_out:
        yield doc.spans(say(f"banks.kind.{question.kind.name}", lang))
    for column in question.columns:
        offers = ", ".join(column.asked.offers) or say(f"banks.column.{column.kind.name}", lang)
        offers += (
            f"{phrase('join', lang)}{say(f'banks.counts.{column.counts}', lang)}" if column.counts else ""
        )
        yield doc.spans(
            f"= {column.id}{phrase('after', lang)}{text_in(column.title, lang)}{aside(offers, lang)}"
        )
    if question.field:
        yield doc.spans(say("banks.field", lang, field=question.field))
    yield from map(doc.spans, _marks(section, question, lang))
    if question.not_for:
        yield doc.spans(say("banks.not_for", lang, parties=", ".join(question.not_for)))
    if question.weight != 1:
        yield doc.spans(say("banks.weight", lang, n=question.weight))


def _marks(section: Section, question: Question, lang: Lang) -> Iterator[str]:
    """What a question decides in its section, and in which forms it is asked."""
    for mark in ("required", "veto"):
        if question.id in getattr(section, mark):
            yield say(f"banks.{mark}", lang)
    if question.id in section.veto_all:
        others = ", ".join(id for id in section.veto_all if id != question.id)
        yield say("banks.veto_all", lang, others=others or question.id)
    for mark in ("core", "not_contested", "own_word", "allow_na"):
        if getattr(question, mark):
            yield say(f"banks.{mark}", lang)


def _rules(bank: Bank, lang: Lang) -> Iterator[str]:
    """How the bank judges, as far as no single question says it."""
    if bank.has_ratings:
        yield say("banks.verdict", lang, yes=bank.verdict.yes_above, no=bank.verdict.no_below)
    if bank.ask_first:
        yield say("banks.ask_first", lang, questions=", ".join(bank.ask_first))
    if bank.modes:
        yield say(f"banks.lean.{bank.lean or 'larger'}", lang)


def _check(check: CrossCheck, lang: Lang) -> doc.ListItem:
    """A cross-check: what it asks, and what it says when that fails."""
    marks = [say(f"scorecard.form.{check.form}", lang)] if check.form else []
    marks += [say(f"banks.check.{mark}", lang) for mark in ("serious", "no_leave") if getattr(check, mark)]
    name = check.id + (aside(", ".join(marks), lang) if marks else "")
    says = [text_in(each, lang) for each in (check.say, check.say_minus) if each]
    return doc.ListItem(
        doc.spans(f"{name}{phrase('after', lang)}{_asks(check, lang)}"), tuple(map(doc.spans, says))
    )


def _asks(check: CrossCheck, lang: Lang) -> str:
    if check.none:
        return say("banks.check.none", lang, questions=", ".join(check.none))
    if check.lacks:
        return say("banks.check.lacks", lang, party=check.lacks)
    if check.rival:
        return say("banks.check.rival", lang, minus=check.rival.minus, plus=check.rival.plus)
    if check.close_after_days is not None:
        return say("banks.check.close", lang, n=check.close_after_days)
    if check.rows:
        return _asks_rows(check, check.rows, lang)
    if check.ticked or check.fields_:
        what = "ticked" if check.ticked else "fields"
        return say(f"banks.check.{what}", lang, names=", ".join(check.ticked or check.fields_))
    if check.ticks_at_most is not None:
        return say("banks.check.ticks", lang, n=check.ticks_at_most)
    sides = (", ".join(f"{id} {rating}" for id, rating in side.items()) for side in (check.if_, check.needs))
    return say("banks.check.if", lang, if_=next(sides), needs=next(sides))


def _asks_rows(check: CrossCheck, rows: RowCheck, lang: Lang) -> str:
    """What is asked of rows, as ids and the texts that they must hold."""
    each, have = (
        ", ".join(f"{id} {' / '.join(texts)}" for id, texts in side.items())
        for side in (rows.each, rows.have)
    )
    have = ", ".join(filter(None, (have, *(f"{id} *" for id in rows.filled))))
    key = "each" if rows.each or rows.filled else "some"
    said = say(f"banks.check.rows.{key}", lang, of=rows.of, each=each, have=have)
    where = ", ".join(f"{name} {rating}" for name, rating in check.where.items())
    return say("banks.check.where", lang, where=where, then=said) if where else said


def _mode(value: Mode, lang: Lang) -> Iterator[doc.Block]:
    title = _named(value.title, f"{value.id}, {say('banks.from', lang, n=value.from_)}", lang)
    yield doc.Heading(title)
    if value.aim:
        yield doc.Paragraph(doc.spans(text_in(value.aim, lang)))
    told = [say("banks.form.short", lang)] if value.form == "short" else []
    if value.warn:
        always = ", ".join(value.warn.always)
        key = "banks.warn.always" if always else "banks.warn"
        told.append(say(key, lang, n=value.warn.at_least, points=value.warn.points, questions=always))
    told += list_in(value.traits, lang)
    if value.standard:
        standard = text_in(value.standard, lang)
        told = [*told, f"{say('banks.standard', lang)}{phrase('after', lang)}{standard}"]
    told = [*told, *list_in(value.benchmarks, lang)]
    if told:
        yield doc.items(told)
