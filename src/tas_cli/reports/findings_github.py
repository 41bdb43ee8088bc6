"""Findings as annotations of a GitHub run, each with the lines people read: its log hides their places."""

from __future__ import annotations

from ..findings import Finding
from ..gate import Judged
from ..safe import annotation, annotation_property
from ..words import Lang
from . import findings_text


def of_file(judged: Judged, lang: Lang, *, color: bool = False) -> str:
    """The findings of one file, as annotations and as text; empty when there are none."""
    annotations = "".join(f"{_annotation(finding, lang)}\n" for finding in judged.findings)
    return annotations + findings_text.of_file(judged, lang, color=color)


def _annotation(finding: Finding, lang: Lang) -> str:
    message = "%0A".join(annotation(text) for text in (finding.text(lang), finding.help(lang)) if text)
    return (
        f"::{finding.level} file={annotation_property(finding.file)},line={finding.line},"
        f"title={annotation_property(finding.id)}::{message}"
    )
