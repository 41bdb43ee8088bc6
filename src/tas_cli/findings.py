"""A finding: what is wrong in a file, where, and how to cure it, as a frozen value.

Findings are made by readers, the scorer and the policy; this file only says what one is. Their texts live
in `words` under the finding's id and are fetched when somebody shows them (`Finding.text`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from .errors import NO_PARAMS, Param, TasError
from .words import LANGUAGES, Lang, has, say, texts

OURS = re.compile("TAS[0-9]{3}")
"""What the id of a finding of tas itself looks like; any other is the id of a team's rule."""

Level = Literal["error", "warning", "note"]
"""A note counts as neither of the others: a finding that somebody waived."""

ENOUGH = 1000
"""So many findings of one file are told one by one; whoever makes them may stop a little later."""

LONGEST = 1000
"""Characters of a text; what a file says can be as long as the file."""


class Waived(NamedTuple):
    """Who granted an exception from a finding, until which day, and why."""

    by: str
    until: str
    reason: str


class Finding(NamedTuple):
    """One thing wrong. `line` is 1-based; `question` is "bank.id" where one is concerned.

    A finding may bring its own `message`, text or text by language: a policy rule's `say`, a cross-check's.
    One that is not ours by its id is a policy rule's, and has the cure of all of them. `cured_by` is the id
    whose cure holds instead, in a file that nobody should mend by hand.
    """

    id: str
    level: Level
    file: str
    line: int
    params: Mapping[str, Param] = NO_PARAMS
    question: str | None = None
    message: str | Mapping[str, str] | None = None
    waived: Waived | None = None
    cured_by: str = ""

    def text(self, lang: Lang) -> str:
        """What is wrong, one sentence."""
        if self.message is None:
            return _cut(say(self.id, lang, **self._filled(lang)))
        if isinstance(self.message, str):
            return _cut(self.message)
        said = self.message
        return _cut(said.get(lang) or said.get(LANGUAGES[0]) or next(iter(said.values())))

    def help(self, lang: Lang) -> str:
        """What to do about it, one sentence; who waived it; empty when there is nothing to add."""
        if self.waived is not None:
            return _cut(say("check.waived_by", lang, **self.waived._asdict()))
        key = _cure_key(self.cured_by or self.id)
        return _cut(say(key, lang, **self._filled(lang))) if key else ""

    def complaint(self, lang: Lang) -> str:
        """The line on stderr that says it."""
        return f"tas: {self.file}:{self.line}: {self.text(lang)}"

    def _filled(self, lang: Lang) -> Mapping[str, Param]:
        """The parameters; one that names a word of ours (what was wanted) becomes that word."""
        wanted = self.params.get("wanted")
        return (
            self.params if wanted is None else {**self.params, "wanted": say(f"shapes.wanted.{wanted}", lang)}
        )


@cache
def _cure_key(id: str) -> str:
    """The words for what to do about a finding, the same for each of its kind; "" where there are none."""
    key = f"{id}.help" if OURS.fullmatch(id) else "policy.rule.help"
    return key if has(key) else ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


class BadFile(TasError):
    """A file that this command needs and cannot use, with the findings that say why (at least one)."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("cli.bad_file", more=len(findings) - 1)
        self.findings = tuple(findings)


_UNREADABLE = {
    "files.too_large": "TAS020",
    "files.not_utf8": "TAS021",
    "files.no_permission": "TAS022",
}


def unreadable(trouble: TasError, name: str) -> Finding:
    """Why a file could not be read, as a finding about it."""
    line = trouble.params.get("line", 1)
    params = {"reason": trouble.params.get("reason", "-")}
    id = _UNREADABLE.get(trouble.id, "TAS023")
    return Finding(id, "error", name, line if isinstance(line, int) else 1, params=params)


def finding_ids() -> tuple[str, ...]:
    """The ids of all findings of tas itself, in order."""
    return tuple(sorted(filter(OURS.fullmatch, texts(LANGUAGES[0]))))


def can_be_left_out(id: str) -> bool:
    """Whether `--select` and `--ignore` reach a finding: what a file that was judged is reproached with.

    All others say that something could not be judged, and are said whatever was asked for.
    """
    return (
        not OURS.fullmatch(id) or id == "TAS102" or id.startswith(("TAS12", "TAS16", "TAS2", "TAS4", "TAS5"))
    )


def switchable() -> tuple[str, ...]:
    """The ids of the findings whose level a workspace can set: what does not fit, and what is not sound."""
    return tuple(id for id in finding_ids() if id.startswith(("TAS12", "TAS16", "TAS2", "TAS5")))


_WARNINGS = (
    "TAS031",
    "TAS032",
    "TAS033",
    "TAS120",
    "TAS121",
    "TAS122",
    "TAS126",
    "TAS160",
    "TAS2",
    "TAS4",
    "TAS5",
)


@cache
def usual_level(id: str) -> Level:
    """The level of a finding of ours where no workspace says another."""
    return "warning" if id.startswith(_WARNINGS) and id not in ("TAS206", "TAS504") else "error"


def title(id: str, lang: Lang) -> str:
    """What a finding says, with words in capitals for what a file or a setting says."""
    return _in_capitals(say(id, lang))


def cure(id: str, lang: Lang) -> str:
    """What to do about a finding, likewise; "" when there is nothing to add."""
    return _in_capitals(say(f"{id}.help", lang)) if has(f"{id}.help") else ""


def _in_capitals(text: str) -> str:
    from string import Formatter

    parts = Formatter().parse(re.sub("[⟦⟧]", "", text))
    return "".join(said + (blank or "").upper() for said, blank, _, _ in parts)
