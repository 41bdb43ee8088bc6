"""What changed, as GitHub-flavoured Markdown: the comment on a pull request that a manager reads.

Lays out Parts; works nothing out. Every text that somebody wrote goes through `safe.markdown`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..changes.folders import Compared
from ..model.naming import aside, phrase
from ..safe import markdown as md
from ..words import Lang
from .changes_view import Line, News, Part, about, part, summary, word

ARROW = " → "


def file_markdown(compared: Compared, lang: Lang) -> str:
    """One assessment as a section of second level."""
    blocks = list(_blocks(part(compared, lang), lang))
    if not compared.changes:
        blocks.append(md(word("same", lang)))
    return "\n\n".join(blocks)


def folder_markdown(found: Sequence[Compared], lang: Lang) -> str:
    """A summary, a table of the verdicts, and a section for each assessment that differs."""
    parts = [part(each, lang) for each in found]
    blocks = [md(summary(found, lang))]
    if len(parts) > 1:
        rows = [[f"**{md(each.title)}**", _moved(each.verdict), md(each.status or "")] for each in parts]
        blocks.append("\n".join(_table([word("file", lang), word("verdict", lang), ""], rows)))
    blocks += [block for each in parts for block in _blocks(each, lang)]
    return "\n\n".join(blocks)


def _blocks(one: Part, lang: Lang) -> Iterator[str]:
    yield f"## {md(one.title)}"
    status = md(aside(one.status, lang)) if one.status else ""
    after = phrase("after", lang)
    yield f"**{md(one.verdict.label)}{after}{_moved(one.verdict)}**  \n{md(one.file)} {status}".rstrip()
    if one.warning:
        yield f"> **{md(one.warning)}**"
    if one.lines:
        yield "\n".join(f"- {md(line.label)}{after}{_moved(line)}" for line in one.lines)
    if one.news:
        head = [word(key, lang) for key in ("news", "what", "who", "was", "now", "evidence.head")]
        yield f"### {word('ratings', lang)}\n\n" + "\n".join(_table(head, [_row(each) for each in one.news]))
    if one.notes:
        yield f"### {word('notes', lang)}\n\n" + "\n".join(_note(each, lang) for each in one.notes)
    if one.fields:
        rows = [[md(each.title), md(each.old), md(each.new)] for each in one.fields]
        head = [word(key, lang) for key in ("what", "was", "now")]
        yield f"### {word('fields', lang)}\n\n" + "\n".join(_table(head, rows))


def _moved(line: Line) -> str:
    return md(line.new) if line.old in ("", line.new) else f"{md(line.old)}{ARROW}{md(line.new)}"


def _row(news: News) -> list[str]:
    bad = news.tone < 0
    kind = f"**{md(news.word)}**" if bad else md(news.word)
    return [kind, md(news.title), md(news.party), md(news.old), md(news.new), md(news.evidence)]


def _note(news: News, lang: Lang) -> str:
    text = md(news.new) if news.old == word("nothing", lang) else f"{md(news.old)}{ARROW}{md(news.new)}"
    return f"- {md(about(news, lang))}{phrase('join', lang)}{news.word}{phrase('after', lang)}{text}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(['---'] * len(head))}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
