"""Measure forecasts on made-up deals whose truth is known, and how long they take; say which goals are met.

    python bench/forecast.py [--draws 16] [--world linear|pairs|vital|turning|choices]... [--seed 1]
                             [--fresh 100000] [--no-speed]

For each kind of world, and for 20, 40, 80, 200 and 448 closed deals:

    speaks      in how many draws it speaks, and how often with the outcomes shuffled (several times a draw)
    error       the Brier score on fresh deals, over all draws, with its standard error; over those that
                spoke; as those reported it, and how often its 80 % interval holds the one on the fresh deals
    rivals      the same error of the count of + and -, of naive Bayes, of the share of won deals, as reported
    at best     that of who knows the truth
    held        how much of the fresh deals' true probabilities their 80 % intervals hold, where it spoke; and
                how much of those with unknowns

`--draws` is the number for 200 deals, where errors hardly differ; of fewer deals more draws are made. Then
the time: a fit of 1,000 deals with 60 columns, and `tas forecast` beside `tas check` and `tas show`, in turn,
by the processor's time and the clock's.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import generate
import numpy as np

from tas_cli.judging.calibration import ENOUGH_SUPPORT, FEWEST_OF_EACH, Lesson, columns_of, lesson
from tas_cli.judging.forecast import Forecaster
from tas_cli.judging.learning import EIGHTY, MISFIT, SeenDeal, learned, patterns
from tas_cli.model.calibration_file import Calibration, written_calibration
from tas_cli.model.library import load_library
from tas_cli.model.settings import Settings
from tas_cli.model.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from made_up_deals import Deals, Kind, Luck, World, closed, won, world

NUMBERS = {20: 12, 40: 5, 80: 3, 200: 1, 448: 1}
"""Of closed deals, and how many times the draws are made."""
GOALS = {
    "linear": (0.196, 0.188, 0.183, 0.179, 0.176),
    "choices": (0.222, 0.205, 0.193, 0.185, 0.178),
}
"""The error that it may have at these numbers."""
A_LEAK = 0.16
HELD = (0.75, 0.95)
SECONDS = 10.0
RIVALS = ("net_count", "naive_bayes", "base_rate")
SHUFFLED_IN = ("linear", "choices")
PAIRS_OF_RUNS = 5
Array = np.ndarray[Any, Any]


class Draw(NamedTuple):
    """What came of one draw."""

    told: Lesson
    error: float
    best: float
    held: float
    held_unsure: float
    falsely: list[bool]
    """Whether it spoke, each time that the outcomes were shuffled."""

    @property
    def speaks(self) -> bool:
        """Whether it may say anything."""
        return self.told.calibration.speaks

    @property
    def is_inside(self) -> bool:
        """Whether the reported interval holds the error on fresh deals."""
        said = self.told.calibration.accuracy
        return said is not None and said.brier.low <= self.error <= said.brier.high


def features(made: World, deals: Deals) -> Array:
    """What a forecast multiplies its weights with, before the means are taken off, a line each deal."""
    per_question = (deals.signs > 0, deals.signs < 0) if made.as_choices else (deals.signs,)
    parts = (*per_question, deals.unknown)
    found = np.ones((len(deals.signs), 1 + len(parts) * deals.signs.shape[1]))
    for i, each in enumerate(parts, 1):
        found[:, i :: len(parts)] = each
    return found


def said(made: World, learnt: Calibration, deals: Deals) -> tuple[Array, Array, Array]:
    """What `Forecaster` says of many deals at once: the probability and the ends of its interval."""
    sure = Forecaster(learnt)
    parts = list(learnt.weights)
    values = features(made, deals)
    values -= np.array([each.mean for each in parts])
    mean = values @ np.array([each.weight for each in parts])
    squares = values**2
    variance = squares @ np.array(sure.covariance.rest)
    for sign, axis in sure.covariance.directions:
        variance += sign * (values @ np.array(axis)) ** 2
    variance = np.maximum(variance, squares @ np.array(sure.covariance.diagonal) / 100)
    half = EIGHTY * np.sqrt(variance + MISFIT**2)
    p = _sigmoid(mean / np.sqrt(1 + math.pi * variance / 8))
    found = p, _sigmoid(mean - half), _sigmoid(mean + half)
    _same(sure, made.rows(Deals(deals.signs[:5], deals.unknown[:5])), found)
    return found


def _same(sure: Forecaster, rows: list[SeenDeal], found: tuple[Array, ...]) -> None:
    """The shipped code and this one say the same."""
    for row, each in zip(rows, np.column_stack(found).tolist(), strict=False):
        shipped = sure.row(row, compared=True)
        if max(abs(one - other) for one, other in zip(shipped, each, strict=False)) > 1e-9:
            raise SystemExit("this file and tas forecast differ")


def _sigmoid(logits: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-logits))
    return found


def draw(kind: Kind, number: int, fresh: int, luck: Luck) -> Draw:
    """One world, its closed deals, what they teach, and what comes of that on fresh deals."""
    made = world(kind, luck)
    rows = closed(made, number, luck)
    told = lesson(rows, made.columns)
    others = made.deals(fresh, luck)
    truth, ended = made.chances(others), won(made, others, luck)
    # What a silent one would have said counts for the error, though nobody is shown it.
    loud = told.calibration.model_copy(update={"speaks": True, "because": None})
    if loud.accuracy is None:
        share = sum(is_won for _, is_won in rows) / number
        p, low, high = (np.full(fresh, each) for each in (share, 0.0, 1.0))
    else:
        p, low, high = said(made, loud, others)
    error, best = float(((p - ended) ** 2).mean()), float((truth * (1 - truth)).mean())
    is_held, is_unsure = (low <= truth) & (truth <= high), others.unknown.any(axis=1)
    held, held_unsure = float(is_held.mean()), float(is_held[is_unsure].mean())
    times = int(kind in SHUFFLED_IN)
    return Draw(
        told, error, best, held, held_unsure, [_speaks_of_noise(rows, made, luck) for _ in range(times)]
    )


def _speaks_of_noise(rows: list[tuple[SeenDeal, bool]], made: World, luck: Luck) -> bool:
    """Whether it speaks when the outcomes are shuffled."""
    outcomes = [is_won for _, is_won in rows]
    if not FEWEST_OF_EACH <= sum(outcomes) <= len(outcomes) - FEWEST_OF_EACH:
        return False
    shuffled = [outcomes[i] for i in luck.permutation(len(outcomes))]
    noise = patterns([(row, is_won) for (row, _), is_won in zip(rows, shuffled, strict=True)])
    return learned(noise, made.columns.sizes).support > ENOUGH_SUPPORT


def line(number: int, drawn: list[Draw]) -> str:
    """What is found for one number of closed deals; the worlds are the same for every number."""
    spoke = [each for each in drawn if each.speaks]
    shuffled = [each for one in drawn for each in one.falsely]
    known = [each.told.calibration for each in drawn if each.told.calibration.accuracy]
    rivals = [_mean([each.rivals[name].brier.value for each in known]) for name in RIVALS]
    reported = [
        each.told.calibration.accuracy.brier.value for each in spoke if each.told.calibration.accuracy
    ]
    error, doubt = _error(drawn)
    cells = [
        f"{number:>5} {len(spoke):>3} of {len(drawn):<3} {sum(shuffled):>3} of {len(shuffled):<4}",
        f"{error:.4f} ({doubt:.4f})",
        *(_mean(each) for each in ([e.error for e in spoke], reported)),
        f" {sum(each.is_inside for each in spoke):>3} of {len(spoke):<3}",
        *rivals,
        _mean([each.best for each in drawn]),
        f" {_percent([e.held for e in spoke])} {_percent([e.held_unsure for e in spoke])}",
    ]
    return " ".join(cells)


def goals(kind: Kind, found: dict[int, list[Draw]]) -> Iterator[tuple[str, bool]]:
    """Each goal of a kind of world, and whether it is met."""
    for (number, drawn), most in zip(found.items(), GOALS.get(kind, ()), strict=False):
        error, doubt = _error(drawn)
        text = f"error of {number} at most {most}, but for two standard errors: {error:.4f} ({doubt:.4f})"
        yield text, A_LEAK <= error <= most + 2 * doubt
        shuffled = [each for one in drawn for each in one.falsely]
        falsely, most_falsely = sum(shuffled) / len(shuffled), 0.08 if number < 80 else 0.05
        text = f"with shuffled outcomes {number} speak in at most {most_falsely:.0%}: {falsely:.1%}"
        yield text, falsely <= most_falsely
    loud = {number: [each for each in drawn if each.speaks] for number, drawn in found.items()}
    for number, spoke in loud.items():
        held = statistics.mean(each.held for each in spoke) if spoke else 0.8
        yield f"ranges of {number} hold 75 to 95 %: {held:.0%}", HELD[0] <= held <= HELD[1]
    inside = [each.is_inside for spoke in loud.values() for each in spoke]
    least = 0.8 - 2 * math.sqrt(0.16 / max(1, len(inside)))
    share = sum(inside) / len(inside) if inside else 0.8
    yield f"the range of the error said holds the true one eight times in ten: {share:.0%}", share >= least


def _error(drawn: list[Draw]) -> tuple[float, float]:
    """The mean error and its standard error."""
    errors = [each.error for each in drawn]
    return statistics.mean(errors), statistics.stdev(errors) / math.sqrt(len(errors))


def _mean(values: list[float]) -> str:
    return f"{statistics.mean(values):.3f}" if values else "   - "


def _percent(values: list[float]) -> str:
    return f"{statistics.mean(values):4.0%}" if values else "   -"


HEAD = """\
                           error           error as it its range          as    share at     held with
deals   speaks   shuffled  (all)           spoke said  holds it     count CRMs  won   best       unknowns"""


def accuracy(kind: Kind, draws: int, fresh: int, seed: int) -> Iterator[tuple[str, bool]]:
    """Print what comes of a kind of world; its goals."""
    print(f"\n{kind}, {fresh:,} fresh deals a draw\n{HEAD}")
    found = dict[int, list[Draw]]()
    for number, times in NUMBERS.items():
        many = int(max(2, draws * (times if kind in GOALS else min(1, times))))
        drawn = [draw(kind, number, fresh, np.random.default_rng([seed, i])) for i in range(many)]
        print(line(number, drawn), flush=True)
        found[number] = drawn
    yield from goals(kind, found)


def fit_of_many() -> tuple[str, bool]:
    """How long a fit of 1,000 deals with 60 columns takes."""
    luck = np.random.default_rng(1)
    made = world("choices", luck)
    rows = closed(made, 1000, luck)
    start = time.process_time()
    told = lesson(rows, made.columns)
    spent = time.process_time() - start
    columns = len(list(told.calibration.weights)) - 1
    distinct = told.calibration.distinct
    text = f"a fit of {len(rows)} deals ({distinct} distinct), {columns} columns, takes at most {SECONDS} s"
    return f"{text}: {spent:.1f} s", spent <= SECONDS


def many_open_deals(folder: Path) -> None:
    """A workspace of 1,000 open deals beside a calibration that speaks, of the same questions."""
    generate.write(folder, 1000, 1)
    bank = load_library(Workspace(None, Settings())).banks["tas"]
    luck, columns = np.random.default_rng(1), columns_of([bank])
    told = lesson(closed(world("linear", luck), 200, luck), columns, [bank])
    if not told.calibration.speaks:
        raise SystemExit("a calibration that keeps silent is no measure of how long a forecast takes")
    (folder / "calibration.yaml").write_text(written_calibration(told.calibration), encoding="utf-8")


def ratios(folder: Path) -> Iterator[tuple[str, bool]]:
    """`tas forecast` beside `tas check` of the same deals, and of one deal beside `tas show`."""
    deal = "deals/deal-00007.tas.yaml"
    many, one = ["forecast", "--format", "json"], ["forecast", deal]
    for name, most, these, those in (
        ("forecast of 1,000 as JSON : check of them", 1.3, many, ["check", "--fail-on", "never"]),
        ("forecast of one : show of it", 1.1, one, ["show", deal]),
    ):
        for each in (these, those):
            _spent(each, folder)
        runs = [(_spent(these, folder), _spent(those, folder)) for _ in range(PAIRS_OF_RUNS)]
        found = [statistics.median(mine[i] / other[i] for mine, other in runs) for i in (0, 1)]
        text = f"{name} at most {most}: {found[0]:.2f} by the processor's time, {found[1]:.2f} by the clock's"
        yield text, found[0] <= most


def _spent(arguments: list[str], folder: Path) -> tuple[float, float]:
    """The processor's time and the clock's of one run."""
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, "-I", "-m", "tas_cli", *arguments]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--draws", type=int, default=16)
    asked.add_argument("--world", choices=get_args(Kind), action="append")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--fresh", type=int, default=100_000)
    asked.add_argument("--no-speed", action="store_true")
    given = asked.parse_args()
    met: list[bool] = []
    for kind in given.world or get_args(Kind):
        met += map(_told, list(accuracy(kind, given.draws, given.fresh, given.seed)))
    if not given.no_speed:
        print()
        met.append(_told(fit_of_many()))
        with tempfile.TemporaryDirectory() as name:
            many_open_deals(Path(name))
            met += map(_told, ratios(Path(name)))
    print(f"\n{sum(met)} of {len(met)} goals are met")


def _told(goal: tuple[str, bool]) -> bool:
    text, is_met = goal
    print(f"  {'met   ' if is_met else 'MISSED'}  {text}", flush=True)
    return is_met


if __name__ == "__main__":
    main()
