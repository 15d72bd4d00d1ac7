"""Regression: is this build still the one whose numbers somebody looked at?

First exact equality for the same seed. If numbers moved: by how much, pair by pair, whether all that within the margins set beforehand,
and at which stage of the journey the cases part. With another seed only the last question but one can be asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import HubsimError
from sim.metrics import named
from sim.scenario.load import load
from sim.study import baseline as baselines
from sim.study import engines
from sim.study.baseline import STAGES, TAIL, Baseline, Floats, Guarded, case_of, guarded_names, stage_digests, values_of
from sim.study.engines import Engine
from sim.study.replications import run
from sim.study.result import SEED
from sim.study.store import NOT_INSTALLED, versions

if TYPE_CHECKING:
    from sim.study.result import Result

REGRESSION = "regression"
"""The shipped scenario that reaches every mechanism: checked even where no file is named."""
REPS = 60

A_MINUTE = {"hours": 1 / 60, "days": 1 / 1440, "person-days": 1 / 1440}
"""The smallest margin of what is a length of time, by its unit: a mean that moves by seconds in a run of months is nobody's finding."""

SAME, ROUNDED, WITHIN, MOVED = "same", "same to rounding", "moved within the margins", "moved"


@dataclass(frozen=True)
class Move:
    """How a metric moved: the difference of means with its 90 % interval (two one-sided tests of 5 %), against its margin."""

    metric: str
    before: float
    after: float
    low: float
    high: float
    margin: float
    replications: int
    undefined_before: int
    undefined_after: int

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def within(self) -> bool:
        """Whether it is shown to have moved by less than the margin."""
        return -self.margin <= self.low and self.high <= self.margin and self.undefined_before == self.undefined_after


@dataclass(frozen=True)
class Parting:
    """The stage of the journey at which the cases' tables part, with an example if one was kept."""

    stage: str
    case: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What a check of one scenario says."""

    scenario: str
    status: str
    moves: tuple[Move, ...]
    metrics: int
    reps: int
    seed: int
    parting: Parting | None = None
    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    scenario_changed: tuple[str, str] | None = None
    inputs_changed: tuple[tuple[str, str, str], ...] = ()
    """Name, value before, value now (`none` where there is none); empty too where the baseline kept no values."""

    def failed(self, exact: bool = False) -> bool:
        """Whether the check fails: a metric moved beyond its margin, or (exact) anything moved at all."""
        return self.status == MOVED or (exact and self.status == WITHIN)


def check(
    files: Sequence[str], folder: Path, seed: int | None = None, jobs: int | None = None, engine: Engine = engines.automatic
) -> Iterator[Verdict]:
    """Hold scenarios against their baselines; without files, the regression scenario and all that have a baseline.

    Raises
    ------
    HubsimError
        No baseline, or a scenario that cannot be read.
    """
    found = [(load(file), baselines.read(baselines.file_of(folder, file))) for file in files or _all_scenarios(folder)]
    for scenario, one in found:
        result = run(scenario, one.reps, one.seed if seed is None else seed, jobs, keep=True, engine=engine)
        yield judge(one, result)


def update(files: Sequence[str], folder: Path, seed: int | None = None, reps: int | None = None, jobs: int | None = None) -> Iterator[Path]:
    """Write baselines anew, with the seed and replications they had; for files without one, of 60 replications and seed 1.

    Raises
    ------
    HubsimError
        All are to be written, and the versions that make them are not known; or a scenario that cannot be read.
    """
    if not files:
        _refuse_unknown_versions()
    for file in files or _all_scenarios(folder):
        path = baselines.file_of(folder, file)
        old = baselines.read(path) if path.is_file() else None
        n = reps or (old.reps if old else REPS)
        result = run(load(file), n, seed if seed is not None else old.seed if old else SEED, jobs, keep=True)
        yield baselines.save(baselines.made_from(result, file), folder)


def _refuse_unknown_versions() -> None:
    unknown = [name for name, version in versions().items() if version == NOT_INSTALLED]
    if unknown:
        why = f"{', '.join(unknown)} is not installed here, so all baselines would lose the versions that they were made with"
        raise HubsimError(f"{why}. Install it (make install), or name the files: hubsim check FILE... --update")


def _all_scenarios(folder: Path) -> list[str]:
    known = [baselines.read(path).scenario for path in sorted(folder.glob("*.json"))]
    return list(dict.fromkeys([REGRESSION, *known]))


def judge(baseline: Baseline, result: Result) -> Verdict:
    """Hold a result that kept its tables against a baseline.

    Parameters
    ----------
    result : Result
        Of the same scenario and as many replications; with the baseline's seed it is compared pair by pair.
    """
    paired = result.seed == baseline.seed
    names = set(guarded_names(result))
    common = [name for name in baseline.metrics if name in names]
    values = {name: values_of(result, name) for name in common}
    moved = [name for name in common if _to_judge(baseline.metrics[name], values[name], paired)]
    moves = tuple(_move(baseline, name, values[name], paired) for name in moved)
    parting = _parting(baseline, result) if paired else None
    missing, new = tuple(sorted(set(baseline.metrics) - names)), tuple(sorted(names - set(baseline.metrics)))
    changed = None if baseline.hash == result.scenario.hash else (baseline.hash, result.scenario.hash)
    status = _status(moves, parting, paired, bool(missing or new))
    shown = moves if paired else tuple(move for move in moves if not move.within)
    return Verdict(
        baseline.scenario,
        status,
        shown,
        len(common),
        result.reps,
        result.seed,
        parting,
        missing,
        new,
        changed,
        _inputs_changed(baseline, result),
    )


def _inputs_changed(baseline: Baseline, result: Result) -> tuple[tuple[str, str, str], ...]:
    before, now = baseline.inputs, baselines.inputs_of(result)
    names = dict.fromkeys([*before, *now]) if before else {}
    return tuple((name, before.get(name, "none"), now.get(name, "none")) for name in names if before.get(name) != now.get(name))


def _to_judge(guarded: Guarded, after: Floats, paired: bool) -> bool:
    """With the same luck, whatever differs; with other luck, whatever varies: of what never varied only the same luck can tell."""
    return not np.array_equal(after, guarded.values, equal_nan=True) if paired else guarded.margin > 0.0


def _status(moves: tuple[Move, ...], parting: Parting | None, paired: bool, other_metrics: bool) -> str:
    if other_metrics or not all(move.within for move in moves):
        return MOVED
    if moves and paired:
        return WITHIN
    return ROUNDED if parting or not paired else SAME


def _move(baseline: Baseline, name: str, after: Floats, paired: bool) -> Move:
    before = baseline.metrics[name].values
    undefined = int(np.isnan(before).sum()), int(np.isnan(after).sum())
    low, high = _interval(before, after, paired)
    means = [float(np.nanmean(side)) if np.isfinite(side).any() else math.nan for side in (before, after)]
    if not paired:  # luck alone decides how often a metric is undefined
        undefined = (0, 0)
    return Move(name, means[0], means[1], low, high, _margin(baseline, name), len(after), undefined[0], undefined[1])


def _margin(baseline: Baseline, name: str) -> float:
    """What the baseline allows, of lengths of time at least a minute."""
    return max(baseline.metrics[name].margin, A_MINUTE.get(named(name).unit, 0.0))


def _interval(before: Floats, after: Floats, paired: bool) -> tuple[float, float]:
    from scipy.stats import t

    if paired:
        n = min(len(before), len(after))
        differences = after[:n] - before[:n]
        differences = differences[np.isfinite(differences)]
        if not differences.size:
            return 0.0, 0.0
        centre, spread, freedom = differences.mean(), differences.std(ddof=1) if differences.size > 1 else 0.0, differences.size - 1
        error = spread / math.sqrt(differences.size)
    else:
        a, b = (side[np.isfinite(side)] for side in (before, after))
        if a.size < 2 or b.size < 2:
            return 0.0, 0.0
        centre, freedom = b.mean() - a.mean(), a.size + b.size - 2
        error = math.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    width = float(t.ppf(1 - TAIL, max(1, freedom))) * error
    return float(centre - width), float(centre + width)


def _parting(baseline: Baseline, result: Result) -> Parting | None:
    """Where the journeys part: the earliest difference of a kept case; if all of those agree, the first stage that differs at all."""
    journeys = result.tables["journeys"]
    digests = stage_digests(journeys)
    stage = next((s for s in STAGES if digests[s] != baseline.stages.get(s)), None)
    if stage is None:
        return None
    now = {f"{row['replication']} {row['case']}": case_of(row) for row in journeys.to_dict("records")}
    kept = [(case, before, now.get(case, {})) for case, before in baseline.cases.items()]
    partings = [(*first, case, before, after) for case, before, after in kept if (first := _first_difference(before, after))]
    if not partings:
        return Parting(stage)
    _, _, stage, case, before, after = min(partings, key=lambda parting: parting[:2])
    return Parting(stage, case, before, after)


def _first_difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[float, int, str] | None:
    """(day, place of the stage, stage) of the earliest instant that two journeys of a case do not share."""
    differing = [
        (min(before.get(stage, math.inf), after.get(stage, math.inf)), rank, stage)
        for rank, stage in enumerate(STAGES)
        if stage != "deadline" and before.get(stage) != after.get(stage)
    ]
    if not differing and before.get("ended") != after.get("ended"):
        differing = [(after.get("outcome", math.inf), len(STAGES), "outcome")]
    return min(differing, default=None)
