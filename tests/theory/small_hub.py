"""A hub small enough to solve: its text, its replications, and whether they agree with a formula."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from sim.hub import simulate
from sim.record import MS_PER_DAY, Record
from sim.scenario.load import loads

DAY = MS_PER_DAY
LEVEL = 0.999
"""Of the intervals: with preset seeds a test either holds for good or shows a fault."""

TEXT = """
extends: base
name: theory
start: 2025-01-06
horizon: {days} d
agreement: {{}}
classes: {{person: {{share: 100 %, size: 1}}}}
destinations: {{home: {{share: 100 %, documents: 1 d}}}}
demand: {{people: {demand}}}
hubs:
  hub:
    policy: {{transfer_needs: reception}}
    pools: {{homes: {{places: 100000}}}}
{hub}"""

LEAVES_WHEN_SCREENED = "clocks: {gone: {kind: other, from: screened, after: 0 d}}"


def small_hub(days: float, demand: str, hub: list[str], **settings: object):
    """One class, one destination, more places than anybody needs; `hub` holds further lines of the hub."""
    text = TEXT.format(days=f"{days:g}", demand=demand, hub="\n".join(f"    {line}" for line in hub))
    return loads(text, settings={name.replace("__", "."): value for name, value in settings.items()})


def replicated(scenario, replications: int, measure: Callable[[Record], object], seed: int = 1) -> np.ndarray:
    """A measure of each replication: an array with a row per replication."""
    return np.array([measure(simulate(scenario, seed, replication)) for replication in range(replications)], dtype=float)


def agrees(seen: np.ndarray, truth: float, within: float = 0.05, known: np.ndarray | None = None) -> None:
    """The mean over replications has the truth inside its interval, and the interval is narrow enough for that to say something.

    `known` are deviations of something seen in the same replications from its own known mean (people listed, say): what they
    explain is taken out by regression (control variates; Lavenberg and Welch, Management Science 27, 1981).
    """
    explains = np.ones((len(seen), 1)) if known is None else np.column_stack([np.ones(len(seen)), known])
    fitted, *_ = np.linalg.lstsq(explains, seen, rcond=None)
    free = len(seen) - explains.shape[1]
    variance = np.sum((seen - explains @ fitted) ** 2) / free * np.linalg.inv(explains.T @ explains)[0, 0]
    half_width = stats.t.ppf(0.5 + LEVEL / 2, free) * np.sqrt(variance)
    assert half_width <= within * abs(truth), f"the interval is {half_width / abs(truth):.1%} of the truth: too wide to say anything"
    assert abs(fitted[0] - truth) <= half_width, f"seen {fitted[0]:.5g} +- {half_width:.2g}, true {truth:.5g}"


def share_agrees(happened: int, of: int, truth: float, within: float = 0.05) -> None:
    """The same for a share of independent cases, by the exact binomial interval (Clopper and Pearson, Biometrika 1934)."""
    interval = stats.binomtest(happened, of).proportion_ci(LEVEL, method="exact")
    assert interval.high - interval.low <= 2 * within * truth, f"{of} cases are too few to say anything"
    assert interval.low <= truth <= interval.high, f"{happened} of {of}: {interval}, true {truth:.5g}"


def days(table, column: str) -> np.ndarray:
    """Instants of a column in days; NaN where it did not happen."""
    return table[column].to_numpy() / DAY


def mean_number(begin: np.ndarray, end: np.ndarray, horizon: float) -> float:
    """Time average over [0, horizon) of how many are between begin and end; an end that did not happen lies beyond."""
    begin, end = np.minimum(begin, horizon), np.fmin(end, horizon)
    return float((end - begin)[~np.isnan(begin)].sum() / horizon)
