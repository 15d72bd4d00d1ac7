"""What a study gives back: numbers with everything that made them. Built in `replications`, `sweep` and `compare`, read by reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.errors import counted
from sim.metrics import LEDGER_COLUMNS, SERIES_COLUMNS, SUMMARY_COLUMNS, ledger, reach

if TYPE_CHECKING:
    from sim.metrics import Measures
    from sim.scenario.schema import Scenario

REPLICATION_COLUMNS = ("point", "replication", "metric", "value")

SEED = 1
"""The seed of whoever names none: its results stand under the name of the scenario alone."""

ENGINE = "simpy"
OWN_RULES = f"{ENGINE}, with own rules in Python"


@dataclass(frozen=True)
class Made:
    """How a result was made: enough to make it again.

    Parameters
    ----------
    seed, reps : int
        Replications 0 to reps - 1 of this seed.
    command : str
        The command line that gives the same numbers, without what does not change them (workers, folder).
    run : mapping
        What may differ between equal runs: when, how long, how many workers.
    """

    seed: int
    reps: int
    command: str = ""
    engine: str = ENGINE
    run: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """One scenario, replicated.

    Parameters
    ----------
    scenario : Scenario
        What was assumed, with `inputs`, `warnings` and `hash`.
    made : Made
        How.
    measures : tuple of Measures
        What was counted in each replication, in order of replication.
    summary : pandas.DataFrame
        A row per metric, columns `sim.metrics.SUMMARY_COLUMNS`: estimate, its 95 % interval, and the range of nine runs in ten (p05 to
        p95).
    replications : pandas.DataFrame
        A row per replication and metric, columns `REPLICATION_COLUMNS`; `point` is the name of the scenario.
    series : pandas.DataFrame
        A row per day and thing counted, columns `sim.metrics.SERIES_COLUMNS`: mean and quantiles over replications of the day's
        time-average and of its maximum.
    tables : dict of pandas.DataFrame
        The record of every replication under a first column `replication`; empty unless kept.
    typical : int
        The replication whose people present, day by day, are nearest to the median: the one to look at more closely.
    """

    scenario: Scenario
    made: Made
    measures: tuple[Measures, ...]
    summary: pd.DataFrame
    replications: pd.DataFrame
    series: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    typical: int = 0

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def seed(self) -> int:
        """Seed of its luck."""
        return self.made.seed

    @property
    def reps(self) -> int:
        """Number of replications."""
        return self.made.reps

    @property
    def folder_name(self) -> str:
        """Name of its folder under `results/`: the same for the same scenario, model and seed, whatever the replications."""
        return folder_name(self.name, self.scenario.hash, self.seed, self.made.engine)

    def estimate(self, metric: str) -> float:
        """The estimate of one metric.

        Raises
        ------
        KeyError
            There is no such metric.
        """
        return float(self.summary.set_index("metric")["estimate"][metric])

    @cached_property
    def reach(self) -> dict[str, float]:
        """Days up to which each length was followed, by metric."""
        return reach(self.measures)

    @property
    def safeguards(self) -> pd.DataFrame:
        """The ledger of safeguards: a row for each, columns `sim.metrics.LEDGER_COLUMNS`."""
        return ledger(self.scenario, self.summary)

    def save(self, folder: str | Path) -> Path:
        """Write summary, replications, series, manifest (and kept tables) into `folder`, whole or not at all."""
        from sim.study.store import save

        return save(self, Path(folder))

    def _repr_html_(self) -> str:
        return _caption(f"{self.name}: {counted(self.reps, 'replication')}, seed {self.seed}") + _as_html(self.summary)


@dataclass(frozen=True)
class SweepResult:
    """Many points around one scenario.

    Parameters
    ----------
    scenario : Scenario
        The scenario that was varied.
    made : Made
        How; `reps` are those of each point.
    varied : tuple of str
        Dotted names that differ between points.
    points : pandas.DataFrame
        A row per point in the order declared: `point`, a column per varied name (its value as written), `status` (`ok` or `failed`),
        `error` (empty, or what went wrong), then the estimate of every metric under its dotted name (missing where the point failed).
    results : dict of Result
        The points that finished, by name.
    """

    scenario: Scenario
    made: Made
    varied: tuple[str, ...]
    points: pd.DataFrame
    results: dict[str, Result]
    hash: str

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    @property
    def seed(self) -> int:
        """Seed of its luck."""
        return self.made.seed

    @property
    def reps(self) -> int:
        """Replications of each point."""
        return self.made.reps

    @property
    def folder_name(self) -> str:
        """Name of its folder under `results/`."""
        return folder_name(self.name, self.hash, self.seed, self.made.engine)

    @property
    def summary(self) -> pd.DataFrame:
        """The summaries of all points under a first column `point`."""
        return _stacked({point: result.summary for point, result in self.results.items()}, ("point", *SUMMARY_COLUMNS))

    @cached_property
    def replications(self) -> pd.DataFrame:
        """The replications of all points."""
        return _stacked({point: r.replications.drop(columns="point") for point, r in self.results.items()}, REPLICATION_COLUMNS)

    @property
    def series(self) -> pd.DataFrame:
        """The daily series of all points under a first column `point`."""
        return _stacked({point: result.series for point, result in self.results.items()}, ("point", *SERIES_COLUMNS))

    @property
    def safeguards(self) -> pd.DataFrame:
        """The ledgers of safeguards of all points under a first column `point`."""
        return _stacked({point: result.safeguards for point, result in self.results.items()}, ("point", *LEDGER_COLUMNS))

    @property
    def failed(self) -> pd.DataFrame:
        """The points that did not finish, with their error."""
        return self.points[self.points["status"] == "failed"]

    def save(self, folder: str | Path) -> Path:
        """Write points, summary, replications, series and manifest into `folder`, whole or not at all."""
        from sim.study.store import save

        return save(self, Path(folder))

    def _repr_html_(self) -> str:
        many = f"{counted(len(self.points), 'point')}, {counted(self.reps, 'replication')} each"
        return _caption(f"{self.name}: {many}, seed {self.seed}") + _as_html(self.points)


@dataclass(frozen=True)
class Difference:
    """Two scenarios with the same luck: b minus a, replication by replication.

    Parameters
    ----------
    a, b : Result
        Both with the same seed and replications.
    summary : pandas.DataFrame
        A row per metric both have, columns `sim.metrics.DIFFERENCE_COLUMNS`: the two estimates, the estimate of b - a, its 95 %
        interval, and the range in which nine of ten paired differences fall.
    made : Made
        How.
    """

    a: Result
    b: Result
    summary: pd.DataFrame
    made: Made

    @property
    def folder_name(self) -> str:
        """Name of its folder under `results/`."""
        return folder_of_two((self.a.scenario, self.b.scenario), self.made.seed, self.made.engine)

    def save(self, folder: str | Path) -> Path:
        """Write difference.csv and the manifest into `folder`, whole or not at all."""
        from sim.study.store import save

        return save(self, Path(folder))

    def _repr_html_(self) -> str:
        return _caption(f"{self.b.name} minus {self.a.name}: {counted(self.a.reps, 'paired replication')}") + _as_html(self.summary)


Study = Result | SweepResult | Difference


def folder_name(name: str, content: str, seed: int, engine: str = ENGINE) -> str:
    """Name of a folder under `results/`: a hash of the contents; what another seed made, or own rules (in no hash), stands apart."""
    luck = "" if seed == SEED else f"-seed-{seed}"
    return f"{name}-{content}{luck}-own-rules" if OWN_RULES in engine else f"{name}-{content}{luck}"


def folder_of_two(scenarios: Sequence[Scenario], seed: int, engine: str = ENGINE) -> str:
    """The same of the difference of two scenarios."""
    from sim.study.store import digest

    names = "-vs-".join(scenario.name for scenario in scenarios)
    return folder_name(names, digest([scenario.hash for scenario in scenarios]), seed, engine)


def _stacked(tables: dict[str, pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    """The tables under each other, with the key of each in a first column `point`."""
    if not tables:
        return pd.DataFrame({name: [] for name in columns})
    return pd.concat([table.assign(point=point)[["point", *table.columns]] for point, table in tables.items()], ignore_index=True)


def _caption(text: str) -> str:
    from html import escape

    return f"<p><strong>{escape(text)}</strong></p>"


def _as_html(table: pd.DataFrame) -> str:
    page: str = table.to_html(index=False, float_format=lambda value: f"{value:.4g}", na_rep="", border=0)
    return page
