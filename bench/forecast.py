"""Measure forecasts on made-up deals whose truth is known.

    python bench/forecast.py [--draws 20] [--truth linear|interactions|choices] [--seed 1] [--speed]

Prints for 20, 40, 80 and 200 closed deals how often it speaks, and how often with shuffled outcomes; the true
Brier score on fresh deals of those that spoke beside the one it reported and those of its rivals; how often
the reported interval held the true score, and the 80 % interval of a deal its true probability. `--speed`
times a fit of 1,000 deals with 60 columns.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from tas_cli.judging.calibration import Lesson, lesson
from tas_cli.judging.forecast import Forecaster
from tas_cli.judging.learning import patterns

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from made_up_deals import deals, world

FRESH = 400


class Measured(NamedTuple):
    """One draw that spoke: its true error, what it said of itself, and how many intervals held the truth."""

    true: float
    told: Lesson
    held: int

    @property
    def is_inside(self) -> bool:
        """Whether the reported interval holds the true error."""
        said = self.told.calibration.accuracy
        return said is not None and said.brier.low <= self.true <= said.brier.high


def draw(kind: str, number: int, luck: random.Random) -> tuple[bool, Measured | None]:
    """Whether shuffled outcomes made it speak, and what came of the true ones."""
    truth = world(kind, luck)
    rows = list(deals(truth, number, luck))
    shuffled = [won for _, won in rows]
    luck.shuffle(shuffled)
    noise = [(row, won) for (row, _), won in zip(rows, shuffled, strict=True)]
    spoke_falsely = lesson(noise, truth.columns).calibration.speaks
    told = lesson(rows, truth.columns)
    if not told.calibration.speaks:
        return spoke_falsely, None
    forecaster, errors, held = Forecaster(told.calibration), [], 0
    for row, _ in deals(truth, FRESH, luck):
        said, p = forecaster.row(row, compared=True), truth.probability(row)
        errors.append(p * (1 - said.probability) ** 2 + (1 - p) * said.probability**2)
        held += said.low <= p <= said.high
    return spoke_falsely, Measured(mean(errors), told, held)


def line(kind: str, number: int, draws: int, luck: random.Random) -> str:
    """What is found for one number of closed deals."""
    drawn = [draw(kind, number, luck) for _ in range(draws)]
    spoke = [each for _, each in drawn if each]
    found = f"{number:>5} deals: speaks in {len(spoke)} of {draws}, "
    found += f"with shuffled outcomes in {sum(falsely for falsely, _ in drawn)}"
    if not spoke:
        return found
    told = [each.told.calibration for each in spoke]
    rivals = {
        name: mean(each.rivals[name].brier.value for each in told)
        for name in ("base_rate", "naive_bayes", "net_count")
    }
    reported = mean(each.accuracy.brier.value for each in told if each.accuracy)
    return (
        f"{found}\n             Brier {mean(each.true for each in spoke):.3f}, reported {reported:.3f}"
        f" (interval holds the true one in {sum(each.is_inside for each in spoke)} of {len(spoke)});"
        f" {', '.join(f'{name} {value:.3f}' for name, value in rivals.items())}"
        f"\n             80 % interval of a deal holds {sum(e.held for e in spoke) / FRESH / len(spoke):.0%}"
    )


def speed(luck: random.Random) -> str:
    """How long a fit of 1,000 deals takes."""
    truth = world("linear", luck)._replace(levels=((0.5, 0.0, -0.5, 0.0),) * 5)
    rows = list(deals(truth, 1000, luck))
    start = time.perf_counter()
    told = lesson(rows, truth.columns)
    spent = time.perf_counter() - start
    columns = len(list(told.calibration.weights)) - 1
    return f"fitted {len(rows)} deals ({len(patterns(rows))} distinct), {columns} columns, in {spent:.1f} s"


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--draws", type=int, default=20)
    asked.add_argument("--truth", choices=["linear", "interactions", "choices"], default="linear")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--speed", action="store_true")
    given = asked.parse_args()
    luck = random.Random(given.seed)
    if given.speed:
        print(speed(luck))
        return
    for number in (20, 40, 80, 200):
        print(line(given.truth, number, given.draws, luck), flush=True)


if __name__ == "__main__":
    main()
