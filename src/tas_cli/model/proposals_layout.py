"""How proposals stand in their file: canonical order and quoting, and the edits that a change needs.

Reads and writes no file.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..yamlio.document import Data, DataPath, ScalarStyle
from ..yamlio.patching import patch
from ..yamlio.tidying import tidy
from ..yamlio.writing import Layout, dump
from .answers import NextStep
from .field_types import FORMAT
from .fields import plain, plain_text
from .proposals import Proposal, Proposals, ProposalsFile, ReadProposals, Settled


class ProposalsLayout(Layout):
    """The canonical layout of a file of proposals."""

    def order(self, path: DataPath) -> Sequence[str] | None:
        """The parts of a proposal as they are declared; questions and parties as they stand."""
        match path:
            case ():
                return list(ProposalsFile.model_fields)
            case ("proposals", _, _):
                return list(Proposal._fields)
            case ("proposals", _, _, "next_step"):
                return list(NextStep._fields)
            case ("settled", _):
                return list(Settled._fields)
        return None

    def style(self, path: DataPath, text: str) -> ScalarStyle:  # noqa: ARG002
        """Answers in double quotes, days bare."""
        if path and path[-1] in ("seen", "sign", "person"):
            return "double"
        return "bare" if path and path[-1] in ("day", "proposed", "due", "format") else "auto"

    def on_one_line(self, path: DataPath) -> bool:
        """A line for each that was settled, so that two people's lines never clash."""
        return len(path) == 2 and path[0] == "settled"


def _plain_line(value: Settled) -> dict[str, Data]:
    return {name: plain_text(part) for name, part in value._asdict().items()}


def _plain(proposals: Proposals) -> dict[str, Data]:
    waiting: dict[str, dict[str, Data]] = {}
    for (question, party), proposal in proposals.waiting.items():
        said = proposal._replace(next_step=None)
        parts: dict[str, Data] = {
            name: plain_text(part) for name, part in said._asdict().items() if part not in (None, "")
        }
        step = proposal.next_step
        if step:
            parts["next_step"] = plain(step) if any(step[1:]) else step.what
        waiting.setdefault(question, {})[party] = parts
    settled: list[Data] = [_plain_line(each) for each in proposals.settled]
    return {"format": str(FORMAT), "proposals": {**waiting} or None, "settled": settled or None}


def proposals_text(read: ReadProposals | None, wanted: Proposals) -> str:
    """The text of a file that says `wanted`; of one that is there already only what changes is touched."""
    said: dict[str, Data] = {name: value for name, value in _plain(wanted).items() if value}
    if read is None or not read.text.strip() or read.proposals is None:
        return dump(said, ProposalsLayout())
    edits: dict[DataPath, Data] = {}
    before = _plain(read.proposals)
    for name in ("proposals", "settled"):
        if before[name] != said.get(name):
            edits[name,] = said.get(name)
    return patch(read.text, edits, ProposalsLayout()) if edits else read.text


def tidied_proposals(text: str) -> str:
    """The same text in canonical layout, comments kept."""
    return tidy(text, ProposalsLayout())
