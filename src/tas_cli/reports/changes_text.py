"""What changed, for a terminal or a pipe: judgements first, then the news, the worst of it on top.

Lays out Parts; works nothing out. Signs and words carry the meaning, colour only supports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import safe
from ..changes.folders import Compared
from ..model.naming import aside, phrase
from ..words import Lang
from .changes_view import Line, News, Part, about, part, summary, word
from .plain import Style, cells, hung, pad, paint

ARROW = " -> "
_STYLES: dict[int, Style] = {-1: "red", 0: "", 1: "green"}


def file_text(compared: Compared, lang: Lang, *, names: tuple[str, str], width: int, color: bool) -> str:
    """One assessment; `names` are its two sides as they were typed."""
    lines = hung("", part(compared, lang).title, width, "bold", color=color)
    lines += hung("", ARROW.join(names), width, "dim", color=color)
    lines += ["", *_body(part(compared, lang), lang, width, color)]
    if not compared.changes:
        lines += ["", word("same", lang)]
    return _whole(lines)


def folder_text(
    found: Sequence[Compared], lang: Lang, *, names: tuple[str, str], width: int, color: bool
) -> str:
    """All assessments that differ in two folders."""
    lines = hung("", ARROW.join(names), width, "dim", color=color)
    lines += hung("", summary(found, lang), width)
    for each in found:
        one = part(each, lang)
        lines += ["", *hung("", one.title, width, "bold", color=color)]
        lines += hung(
            "", one.file + (aside(one.status, lang) if one.status else ""), width, "dim", color=color
        )
        lines += ["", *_body(one, lang, width, color)]
    return _whole(lines)


def _whole(lines: Sequence[str]) -> str:
    return safe.log("\n".join(lines))


def _body(one: Part, lang: Lang, width: int, color: bool) -> Iterator[str]:
    lines = (one.verdict, *one.lines)
    labels = min(max(cells(safe.line(line.label)) for line in lines), max(16, width // 3))
    yield from _line(lines[0], labels, lang, width, color)
    if one.warning:
        yield from hung("  ", one.warning, width, "red", color=color)
    for line in lines[1:]:
        yield from _line(line, labels, lang, width, color)
    if one.news:
        yield ""
    column = max((cells(each.word) for each in one.news), default=0)
    for each in one.news:
        yield from _news(each, column, lang, width, color)
    for key, group in (("notes", one.notes), ("fields", one.fields)):
        if group:
            yield from ("", f"  {paint(word(key, lang), 'bold', color=color)}")
        for each in group:
            yield from _field(each, lang, width)


def _line(line: Line, labels: int, lang: Lang, width: int, color: bool) -> Iterator[str]:
    first = f"  {pad(safe.line(line.label), labels)}  "
    if cells(first) > labels + 4:
        yield from hung("  ", line.label, width)
        first = " " * (labels + 4)
    text = f"{line.old}{ARROW}{line.new}"
    if line.old in ("", line.new):
        text = line.new + (aside(word("unchanged", lang), lang) if line.old else "")
    yield from hung(first, text, width, _STYLES[line.tone], color=color)


def _news(news: News, column: int, lang: Lang, width: int, color: bool) -> Iterator[str]:
    first = f"  {paint(pad(news.word, column), _STYLES[news.tone], color=color)}  "
    hang = " " * (column + 4)
    lines = hung(hang, f"{about(news, lang)}{phrase('after', lang)}{moved(news, lang)}", width)
    yield first + lines[0][len(hang) :]
    yield from lines[1:]
    if news.evidence:
        yield from hung(
            hang, f"{word('evidence', lang)}{phrase('after', lang)}{news.evidence}", width, "dim", color=color
        )


def moved(news: News, lang: Lang) -> str:
    """Old and new of an answer, or the one there is."""
    if not news.old:
        return news.new
    return f"{news.old}{ARROW}{news.new or word('none', lang)}"


def _field(news: News, lang: Lang, width: int) -> Iterator[str]:
    label = phrase("join", lang).join(text for text in (about(news, lang), news.word) if text)
    nothing = word("nothing", lang)
    text = news.new if news.old == nothing and news.word else f"{news.old}{ARROW}{news.new}"
    yield from hung("  ", f"{label}{phrase('after', lang)}{text}", width)
