"""Give a folder of deals a made-up past in git: always the same commits for the same deals.

    python examples/portfolio/history.py FOLDER [DEALS]

FOLDER becomes a repository in which the deals of DEALS (those beside this file) grew over sixteen weeks: more
was known, stages were passed, close dates moved, amounts changed, one deal came, closed ones closed. Its last
commit, on 20 November 2026, is what stands in DEALS today. Nothing here happened to anybody.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tas_cli.model.answers import Answer
from tas_cli.model.assessment import Assessment, read_assessment, usable, with_fields
from tas_cli.model.layout import new_text
from tas_cli.model.library import load_library
from tas_cli.model.workspace import read_folder

TODAY = date(2026, 11, 20)
WEEKS = 16
STAGE_WEEKS = 4
"""A deal took so many weeks for a stage, give or take one."""


def main() -> None:
    """Make the repository that the arguments ask for."""
    folder, source = Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else __file__)
    write(folder, source.parent if source.is_file() else source)


def write(folder: Path, source: Path) -> None:
    """The repository in `folder`, of the workspace in `source`."""
    folder.mkdir(parents=True, exist_ok=True)
    for arguments in (["init", "-q", "-b", "main"], ["fast-import", "--quiet"], ["reset", "-q", "--hard"]):
        feed = b"".join(commits(source)) if arguments[0] == "fast-import" else None
        subprocess.run(["git", *arguments], cwd=folder, input=feed, check=True)


def commits(source: Path) -> Iterator[bytes]:
    """What `git fast-import` is told: a commit a week, with the deals that changed in it."""
    workspace = read_folder(source)
    banks, stages = load_library(workspace).banks, workspace.settings.stages
    settings = {"tas.yaml": (source / "tas.yaml").read_bytes()}
    deals = sorted((source / "deals").glob("*.tas.yaml"))
    known: dict[str, bytes] = {}
    for ago in range(WEEKS, -1, -1):
        files = dict(settings) if ago == WEEKS else {}
        owners = []
        for number, path in enumerate(deals):
            data = path.read_bytes()
            deal = usable(read_assessment(data.decode(), path.name))
            then = as_it_was(deal, stages, number, ago) if ago else deal
            if then is not None:
                text = new_text(then, banks).encode() if ago else data
                name = f"deals/{path.name}"
                if known.get(name) != text:
                    files[name] = known[name] = text
                    owners.append(deal.owner)
        if files:
            yield _commit(TODAY - timedelta(weeks=ago), owners, files)


def as_it_was(deal: Assessment, stages: Sequence[str], number: int, ago: int) -> Assessment | None:
    """A deal so many weeks ago; None where there was none yet. `number` makes deals differ."""
    passed = stages.index(deal.stage) if deal.stage in stages else 0
    life = min(WEEKS, passed * STAGE_WEEKS + (number + 4) % 5)
    if ago > life:
        return None
    back = (ago + number % 2) // (STAGE_WEEKS + number % 3 - 1)
    slipped = sum(ago > week for week in (0, 5, 9)[: number % 4])
    then = with_fields(
        deal,
        stage=stages[max(0, passed - back)] if deal.stage in stages else deal.stage,
        outcome="open",
        closed_on=None,
        lost_to="",
        reason="",
        verified=False,
        close_date=deal.close_date and deal.close_date - timedelta(days=30 * slipped),
        amount=deal.amount and deal.amount * (100 + (0, 25, -20, 0)[number % 4] * (ago > 0)) / 100,
        assessed_on=deal.assessed_on and min(deal.assessed_on, TODAY - timedelta(weeks=ago)),
    )
    return with_fields(then, answers=_known(deal.answers, 1 - ago / (life + 1), number))


def _known(
    answers: Mapping[str, Mapping[str, Answer]], share: float, number: int
) -> dict[str, dict[str, Answer]]:
    """So large a share of the answers, without what was planned; the others were not known yet."""
    made: dict[str, dict[str, Answer]] = {}
    for bank, of_bank in answers.items():
        for place, (id, answer) in enumerate(of_bank.items()):
            if (place * 7 + number * 3) % len(of_bank) < share * len(of_bank):
                made.setdefault(bank, {})[id] = answer._replace(next_step=None)
            elif answer.ratings:
                made.setdefault(bank, {})[id] = Answer(ratings=dict.fromkeys(answer.ratings, "?"))
    return made


def _commit(day: date, owners: Sequence[str], files: Mapping[str, bytes]) -> bytes:
    names = ", ".join(dict.fromkeys(owners)) or "maria"
    seconds = int(datetime(day.year, day.month, day.day, 16, tzinfo=UTC).timestamp())
    who = f"{names.partition(',')[0]} <team@example.org> {seconds} +0000"
    message = f"Review of {day}\n\nRated by {names}\n".encode()
    lines = [
        f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode(),
        message,
    ]
    for name, data in files.items():
        lines.append(f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n")
    return b"".join(lines)


if __name__ == "__main__":
    main()
