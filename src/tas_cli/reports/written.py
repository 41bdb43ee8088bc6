"""The writers that the table of formats names, each in the shape it asks for. Lays nothing out itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import safe
from ..words import Lang

if TYPE_CHECKING:
    from ..gate import Checked
    from ..model.bank import Bank, Mode, Question
    from ..model.library import Library
    from .card import Judged
    from .formats import Difference, Facts, Paper
    from .history_view import Told
    from .policy_seen import Seen


def show_text(value: Sequence[tuple[Judged, Lang]], lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .scorecard_text import scorecard_text
    from .scorecard_view import card

    return "\n".join(scorecard_text(card(one, each), **paper._asdict()) for one, each in value)


def show_markdown(value: Sequence[tuple[Judged, Lang]], lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .scorecard_markdown import scorecard_markdown
    from .scorecard_view import card

    return "\n\n".join(scorecard_markdown(card(one, each)) for one, each in value)


def show_json(value: Sequence[tuple[Judged, Lang]], lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .scorecard_json import scorecards_json

    return scorecards_json(value)


def diff_text(value: Difference, lang: Lang, paper: Paper) -> str:
    from .changes_text import file_text, folder_text

    look = {"names": value.names, "width": paper.width, "color": paper.color}
    if value.is_folder:
        return folder_text(value.found, lang, **look)  # type: ignore[arg-type]
    return file_text(value.found[0], lang, **look)  # type: ignore[arg-type]


def diff_markdown(value: Difference, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .changes_markdown import file_markdown, folder_markdown

    return folder_markdown(value.found, lang) if value.is_folder else file_markdown(value.found[0], lang)


def diff_json(value: Difference, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .changes_json import file_json, folder_json

    return folder_json(value.found) if value.is_folder else file_json(value.found[0])


def history_text(value: Told, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .history_text import history_text as laid_out
    from .history_view import told_rows, told_story

    return laid_out(told_story(value) if value.question else told_rows(value), **paper._asdict())


def history_markdown(value: Told, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .history_markdown import history_markdown as laid_out
    from .history_view import told_rows, told_story

    return laid_out(told_story(value) if value.question else told_rows(value))


def history_json(value: Told, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .history_json import history_json as written

    return written(value)


def banks_text(value: Library, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .bank_text import listing

    return listing(value, lang)


def banks_json(value: Library, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    listed = [
        {
            "id": bank.id,
            "version": bank.version,
            "questions": len(bank.by_id),
            "walked": bank.id in value.walked,
        }
        for bank in value.banks.values()
    ]
    return safe.json(json.dumps({"format": 1, "banks": listed}, indent=2))


def bank_text(value: Bank, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .bank_text import whole

    return whole(value, lang)


def bank_json(value: Bank, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    """As its file says it: absent fields are absent."""
    return safe.json(json.dumps(value.model_dump(mode="json", by_alias=True, exclude_unset=True), indent=2))


def question_text(value: tuple[Bank, Question], lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .bank_text import criterion

    return criterion(*value, lang)


def mode_text(value: Mode, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .bank_text import mode_lines

    return safe.terminal("\n".join(mode_lines(value, lang)))


def check_markdown(value: Checked, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .findings_markdown import whole

    return whole(value.judged, value.totals, lang)


def check_json(value: Checked, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .findings_json import whole

    return whole(value.judged, value.totals, lang)


def check_junit(value: Checked, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .findings_junit import whole

    return whole(value.judged, lang, value.fail_on)


def check_sarif(value: Checked, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .findings_sarif import whole

    return whole(value.judged, lang)


def check_gitlab(value: Checked, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .findings_gitlab import whole

    return whole(value.judged, lang)


def rules_text(value: Sequence[Seen], lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .policy_seen import text

    return "\n\n".join(text(each, lang) for each in value)


def rules_json(value: Sequence[Seen], lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .policy_seen import as_json

    return safe.json(json.dumps({"format": 1, "results": [as_json(each) for each in value]}, indent=2))


def facts_text(value: Facts, lang: Lang, paper: Paper) -> str:  # noqa: ARG001
    from .facts_text import facts_text as written

    return written(*value, lang)
