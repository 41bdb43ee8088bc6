"""A file's history as a GitHub-flavoured Markdown table, newest first. Lays out Parts; works nothing out."""

from __future__ import annotations

from ..model.naming import phrase
from ..safe import markdown as md
from .changes_view import word
from .history_view import Parts


def history_markdown(parts: Parts) -> str:
    """The history as a section of second level."""
    blocks = [f"## {md(parts.title)}", md(parts.file), md(parts.summary)]
    if parts.rows:
        last = word("evidence.head" if len(parts.heads) > 5 else "history.moved", parts.lang)
        heads = [*parts.heads, last, word("history.commit", parts.lang)]
        table = [f"| {' | '.join(heads)} |", f"|{'|'.join(['---'] * len(heads))}|"]
        for row in parts.rows:
            what = md(phrase("then", parts.lang).join(row.what))
            table.append(f"| {' | '.join([*map(md, row.cells), what, row.commit])} |")
        blocks.append("\n".join(table))
    return "\n\n".join(block for block in blocks if block)
