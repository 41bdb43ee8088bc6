"""Write made-up deals to measure with: always the same ones for the same number and seed.

    python bench/generate.py FOLDER [--files 1000] [--seed 20261122]

FOLDER becomes a workspace: `tas.yaml` with a policy of five rules, and `deals/` with assessments of about
4 KB each (20 criteria for us and two competitors, evidence on most). Measures nothing itself.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from tas_cli.model.answers import US
from tas_cli.model.bank import Bank, Question
from tas_cli.model.library import load_library
from tas_cli.model.settings import Settings
from tas_cli.model.workspace import Workspace
from tas_cli.yamlio.writing import quoted, spelled

TODAY = date(2026, 11, 22)
STAGES = ("lead", "discovery", "proposal", "negotiation")
POLICY = """\
format: 1
stages: [lead, discovery, proposal, negotiation]
policy:
  - id: compelling-event
    when: deal.stage in ['proposal', 'negotiation']
    expect: tas.compelling_event.us == '+'
    say: No proposal without a compelling event.
  - id: money
    when: deal.stage == 'negotiation'
    expect: tas.access_to_funds.us == '+'
    say: No negotiation before the money is found.
  - id: coach
    when: deal.amount > 500000 && deal.stage != 'lead'
    expect: tas.inside_support.us != '-' && tas.inside_support.evidence != ''
    level: warning
    say: A large deal needs somebody inside who wants us to win.
  - id: owned
    expect: deal.owner != ''
    say: Every deal has an owner.
  - id: stale-forecast
    when: deal.outcome == 'open'
    expect: deal.days_to_close >= 0 && card.counts.unknown + card.counts.unrated <= 12
    level: warning
    say: The forecast rests on too many unknowns.
"""
CUSTOMERS = ("Acme Bank", "Borealis Energy", "Cobalt Freight", "华东机电", "Delta Foods", "Echo Health")
PROJECTS = ("Core system replacement", "Plant rollout", "Data platform", "Service desk", "备件管理系统")
RIVALS = (("x_sys", "X-Sys"), ("orion", "Orion"), ("金蝶", "金蝶"), ("status_quo", "Do nothing"))
SOURCES = ("CFO's mail", "Workshop", "Call with their CIO", "Annual report", "Our consultant", "采购部电话")
FACTS = (
    "the licence ends on 30 June and will not be renewed",
    "two plants wait for it before the season begins",
    "the board asked for a proposal with figures",
    "they compared three suppliers on service alone",
    "预算已经批准，等信息部门排期",
)


def main() -> None:
    """Write the workspace that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20261122)
    given = parser.parse_args()
    write(given.folder, given.files, given.seed)


def write(folder: Path, files: int, seed: int) -> None:
    """The workspace in `folder`: its settings and `files` deals."""
    banks = load_library(Workspace(None, Settings())).banks
    chance = random.Random(seed)
    (folder / "deals").mkdir(parents=True, exist_ok=True)
    (folder / "tas.yaml").write_text(POLICY, encoding="utf-8")
    for number in range(files):
        text = "\n".join(deal(chance, banks, number)) + "\n"
        (folder / "deals" / f"deal-{number:05}.tas.yaml").write_text(text, encoding="utf-8")


def deal(chance: random.Random, banks: Mapping[str, Bank], number: int) -> Iterator[str]:
    """The lines of one deal, as far along as its stage says."""
    known = chance.uniform(0.5, 1.0)
    rivals = dict(chance.sample(RIVALS, 2))
    yield "format: 1"
    yield f"customer: {spelled(f'{chance.choice(CUSTOMERS)} {number}', 'auto')}"
    yield f"opportunity: {spelled(chance.choice(PROJECTS), 'auto')}"
    if number % 20:
        yield f"owner: {chance.choice(('maria', 'wei', 'jonas'))}"
    yield f"stage: {STAGES[min(3, int((known - 0.5) * 8))]}"
    yield f"amount: {chance.randrange(20, 2000) * 1000}"
    yield "currency: EUR"
    yield f"close_date: {TODAY + timedelta(days=chance.randrange(-5, 200))}"
    yield f"assessed_on: {TODAY - timedelta(days=chance.randrange(45))}"
    yield "competitors:"
    yield from (f"  {id}: {spelled(name, 'auto')}" for id, name in rivals.items())
    yield "banks:"
    yield from (f"  {id}: {banks[id].version}" for id in ("tas", "uss"))
    yield "answers:"
    for id in ("tas", "uss"):
        yield f"  {id}:"
        for question in banks[id].by_id.values():
            yield from _answer(chance, question, (US, *rivals), known)


def _answer(
    chance: random.Random, question: Question, parties: tuple[str, ...], known: float
) -> Iterator[str]:
    if not question.kind.each_party:
        option = chance.choice(question.options).id if chance.random() < known else quoted("?")
        yield f"    {question.id}: {option}"
        return
    yield f"    {question.id}:"
    for party in parties:
        if party not in question.not_for:
            yield f"      {party}: {quoted(chance.choice('++-') if chance.random() < known else '?')}"
    if chance.random() < 0.85:
        yield f"      evidence: {spelled(_fact(chance), 'auto')}"


def _fact(chance: random.Random) -> str:
    source = f"{chance.choice(SOURCES)}, {chance.randrange(1, 29)} Nov"
    return f"{source}: {chance.choice(FACTS)}, and {chance.choice(FACTS)}"


if __name__ == "__main__":
    main()
