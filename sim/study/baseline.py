"""A baseline: what a scenario gave when somebody last looked, small and sorted enough to be reviewed in a diff.

It keeps the guarded metrics of each replication (rounded), one digest a stage of the journey, and the journeys of a few cases, so that a
later build can be held against it without the old code.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import HubsimError
from sim.record import JOURNEYS, MS_PER_DAY
from sim.scenario.resolved import MODEL_VERSION
from sim.study.store import versions

if TYPE_CHECKING:
    import pandas as pd

    from sim.study.result import Result

Floats = NDArray[np.float64]

GUARDED = (
    "people.*", "declined.*", "agreement.used", "present.mean", "present.peak", "places.occupancy", "full.days", "overcrowding.person_days",
    "overflow.person_days", "reception.person_days", "stay.longest", "limit.people", "limit.person_days", "residual.horizon.people",
    "outcome.*", "days.*", "team.*", "service.*.people", "service.*.departed", "service.*.seats_used", "attempts.*", "reviews.late",
    "order.days", "safeguard.*.people", "children.person_days", "periods.*.missed",
)  # fmt: skip
"""Metrics that are held against the baseline: those that have a value in each replication."""

DIGITS = 6
STAGES = tuple(c.removesuffix("_at") for c in JOURNEYS if c.endswith("_at"))
CASES_KEPT, REPLICATIONS_KEPT = 6, 3
ALARM, TAIL = 0.01, 0.05
"""Chance of an alarm over all metrics of an unchanged build; error of each of the two one-sided tests."""


@dataclass(frozen=True)
class Guarded:
    """A metric as it was: its value in each replication (NaN where undefined), and how far its mean may move."""

    values: Floats
    margin: float


@dataclass(frozen=True)
class Baseline:
    """What a scenario gave.

    Attributes
    ----------
    scenario : str
        Shipped name or path, as given.
    hash : str
        Of the resolved values then.
    metrics : mapping
        Guarded metrics by name.
    stages : mapping
        Digest of the instants of every case, by stage of the journey.
    cases : mapping
        Journeys of a few cases: `replication stream/number` -> stage -> days since the start.
    """

    scenario: str
    hash: str
    model: str
    seed: int
    reps: int
    environment: Mapping[str, str]
    metrics: Mapping[str, Guarded]
    stages: Mapping[str, str]
    cases: Mapping[str, Mapping[str, Any]]
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Every value as written, by its dotted name; empty in baselines made before they were kept."""


def made_from(result: Result, scenario: str) -> Baseline:
    """The baseline of a result that kept its tables."""
    values = {name: values_of(result, name) for name in guarded_names(result)}
    margins = powered_margins(values)
    journeys = result.tables["journeys"]
    return Baseline(
        scenario=scenario,
        hash=result.scenario.hash,
        model=str(MODEL_VERSION),
        seed=result.seed,
        reps=result.reps,
        environment=versions(),
        metrics={name: Guarded(values[name], margins[name]) for name in sorted(values)},
        stages=stage_digests(journeys),
        cases=some_cases(journeys),
        inputs=inputs_of(result),
    )


def inputs_of(result: Result) -> dict[str, str]:
    """Every value that goes in, as written."""
    return {row.name: row.text for row in result.scenario.inputs}


def guarded_names(result: Result) -> list[str]:
    """Metrics of the result that are guarded."""
    return [name for name in result.measures[0].names.values if any(fnmatchcase(name, pattern) for pattern in GUARDED)]


def values_of(result: Result, name: str) -> Floats:
    """A metric in each replication, rounded; NaN where it is undefined."""
    return np.array([rounded(m.values.get(name, math.nan)) for m in result.measures], dtype=np.float64)


def rounded(value: float) -> float:
    """To the digits that are promised on every platform."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else math.nan


def powered_margins(values: Mapping[str, Floats]) -> dict[str, float]:
    """How far each mean may move: wide enough that an unchanged build with fresh luck passes in 99 % of checks over all metrics
    together (Bonferroni), even if the spread was underestimated, narrow enough that a move by the margin is found in 95 %. Metrics that
    never vary may not move at all.

    Source: two one-sided tests, Schuirmann, J. Pharmacokin. Biopharm. 15 (1987).
    """
    from scipy.stats import chi2, norm, t

    spreads = {name: float(np.nanstd(v, ddof=1)) if np.isfinite(v).sum() > 1 else 0.0 for name, v in values.items()}
    varying = max(1, sum(spread > 0 for spread in spreads.values()))
    margins = {}
    for name, spread in spreads.items():
        n = max(2, int(np.isfinite(values[name]).sum()))
        greatest = spread * math.sqrt((n - 1) / float(chi2.ppf(ALARM, n - 1)))
        error = greatest * math.sqrt(2.0 / n)
        widths = float(norm.ppf(1 - ALARM / (2 * varying))) + float(t.ppf(1 - TAIL, 2 * n - 2))
        margins[name] = float(f"{widths * error:.3g}")
    return margins


# --- journeys -------------------------------------------------------------------------------------------------------------


def stage_digests(journeys: pd.DataFrame) -> dict[str, str]:
    """For each stage, a digest of who reached it when, in whole milliseconds, over all replications."""
    names = (journeys["replication"].astype(str) + " " + journeys["case"]).tolist()
    ended = (journeys["outcome"] + " " + journeys["reason"]).tolist()
    digests = {stage: _digest(zip(names, _whole_ms(journeys, stage), strict=True)) for stage in STAGES}
    return digests | {"outcome": _digest(zip(names, _whole_ms(journeys, "outcome"), ended, strict=True))}


def some_cases(journeys: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The first cases of the first replications that were accepted, in days."""
    came = journeys[(journeys["replication"] < REPLICATIONS_KEPT) & journeys["arrived_at"].notna()]
    return {f"{row['replication']} {row['case']}": case_of(row) for row in came.groupby("replication").head(CASES_KEPT).to_dict("records")}


def case_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """One journey: days of the stages it reached, and how it ended."""
    days = {stage: round(row[f"{stage}_at"], 4) for stage in STAGES if not math.isnan(row[f"{stage}_at"])}
    return days | {"ended": f"{row['outcome']} {row['reason']}".strip()}


def _whole_ms(journeys: pd.DataFrame, stage: str) -> list[int | None]:
    return [None if math.isnan(days) else round(days * MS_PER_DAY) for days in journeys[f"{stage}_at"].tolist()]


def _digest(rows: Any) -> str:
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:12]


# --- files ----------------------------------------------------------------------------------------------------------------


def file_of(folder: Path, scenario: str) -> Path:
    """Where the baseline of a scenario is kept."""
    return folder / f"{Path(scenario).stem}.json"


def written(baseline: Baseline) -> str:
    """The text of the file: one line a metric, stage and case, sorted, rounded."""
    about = {key: getattr(baseline, key) for key in ("scenario", "hash", "model", "seed", "reps")}
    blocks: dict[str, dict[str, Any]] = {
        "environment": dict(baseline.environment),
        "stages": dict(baseline.stages),
        "cases": dict(sorted(baseline.cases.items())),
        **({"inputs": dict(sorted(baseline.inputs.items()))} if baseline.inputs else {}),
        "metrics": {name: {"margin": one.margin, "values": _listed(one.values)} for name, one in sorted(baseline.metrics.items())},
    }
    lines = [f' "{key}": {json.dumps(value)}' for key, value in about.items()]
    for name, block in blocks.items():
        rows = ",\n".join(f'  "{key}": {json.dumps(value)}' for key, value in block.items())
        lines.append(f' "{name}": {{\n{rows}\n }}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read(path: Path) -> Baseline:
    """A baseline from its file.

    Raises
    ------
    HubsimError
        No such file, or it is not a baseline.
    """
    if not path.is_file():
        raise HubsimError(f"{path}: there is no baseline. Make one with `hubsim check SCENARIO --update`, look at it, and commit it.")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        metrics = {name: Guarded(_floats(one["values"]), float(one["margin"])) for name, one in found["metrics"].items()}
        about = {key: found[key] for key in ("scenario", "hash", "model", "seed", "reps", "environment", "stages", "cases")}
        return Baseline(**about, metrics=metrics, inputs=found.get("inputs", {}))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HubsimError(f"{path}: this is no baseline ({error}). Make it again with `hubsim check SCENARIO --update`.") from None


def _listed(values: Sequence[float] | Floats) -> list[float | int | None]:
    return [None if math.isnan(v) else int(v) if float(v).is_integer() else float(v) for v in values]


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([math.nan if v is None else v for v in values], dtype=np.float64)


def save(baseline: Baseline, folder: Path) -> Path:
    """Write it under its own name, at once or not at all."""
    path = file_of(folder, baseline.scenario)
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".partial-{os.getpid()}")
    partial.write_text(written(baseline), encoding="utf-8", newline="\n")
    partial.replace(path)
    return path
