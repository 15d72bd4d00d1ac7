"""A study from its folder: what was written by `store` is read back, so that a report can be drawn again without running anything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import HubsimError
from sim.metrics import REGISTRY, Measures
from sim.metrics.metric import Sample
from sim.scenario.rebuild import from_json
from sim.study.result import Difference, Made, Result, SweepResult
from sim.study.wide import long

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.study.result import Study

MANIFEST = "manifest.json"
SAMPLES = "samples.parquet"
PARTS = {"length": np.int64, "ended": np.bool_, "weight": np.int64, "entry": np.int64}
"""Columns of a sample."""
HEADS = (object, np.int64, np.int64, object)
"""Kinds of the columns before them."""
SAMPLE_NAMES = tuple(dict.fromkeys(metric.sample for metric in REGISTRY if metric.sample))
SAMPLE_COLUMNS = ("point", "replication", "horizon", "sample", *PARTS)


def samples(results: Mapping[str, Result], longest: bool) -> pd.DataFrame:
    """The lengths behind quantiles and curves, of every replication.

    Parameters
    ----------
    results : mapping
        By point; of a run, by its name.
    longest : bool
        Only the longest of each: enough to say how long it was followed.

    Returns
    -------
    pandas.DataFrame
        Columns `SAMPLE_COLUMNS`; lengths in milliseconds.
    """
    kept = [
        (point, one.replication, one.horizon, name, rows[name])
        for point, result in results.items()
        for one in result.measures
        for rows in (one.rows(),)
        for name in SAMPLE_NAMES
        if name in rows and len(rows[name])
    ]
    if not kept:
        return pd.DataFrame({name: [] for name in SAMPLE_COLUMNS})
    *heads, samples = zip(*kept, strict=True)
    rows, of = np.concatenate(samples), np.repeat(np.arange(len(samples)), [len(one) for one in samples])
    chosen = _rising(rows, of, longest)
    columns = [np.array(head, dtype=kind)[of[chosen]] for head, kind in zip(heads, HEADS, strict=True)]
    parts = [rows[chosen, place].astype(kind) for place, kind in enumerate(PARTS.values())]
    return pd.DataFrame(dict(zip(SAMPLE_COLUMNS, (*columns, *parts), strict=True)))


def _rising(rows: NDArray[np.int64], of: NDArray[np.int64], longest: bool) -> NDArray[np.int64]:
    """Which rows, sample by sample, in an order that says nothing of the engine; or of each sample the last alone."""
    among = np.arange(len(rows))
    if longest:
        first = np.flatnonzero(np.diff(of, prepend=-1))
        among = np.flatnonzero(rows[:, 0] == np.maximum.reduceat(rows[:, 0], first)[of])
    order: NDArray[np.int64] = among[np.lexsort((*rows[among].T[::-1], of[among]))]
    return order[np.flatnonzero(np.diff(of[order], append=-1))] if longest else order


def read(folder: Path) -> Study:
    """The study that a folder holds.

    Raises
    ------
    HubsimError
        It is no finished result, or one of another version.
    """
    kept = _manifest(folder)
    try:
        if kept["kind"] == "run":
            return _run(folder, kept)
        return _difference(folder, kept) if kept["kind"] == "difference" else _sweep(folder, kept)
    except (FileNotFoundError, KeyError, ValueError) as error:
        raise HubsimError(f"{folder} is not whole ({error}). Run its command again: {kept.get('command') or 'none is kept'}") from error


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise HubsimError(
            f"{folder} is no result of hubsim: it holds no {MANIFEST} that can be read. Name a folder in results/."
        ) from error
    return kept


def _made(kept: Mapping[str, Any]) -> Made:
    return Made(kept["seed"], kept["replications"], kept["command"], kept["engine"], kept["run"])


def _csv(path: Path, texts: Sequence[str] = ()) -> pd.DataFrame:
    """A table as it was written: columns of texts as they stand, numbers bit for bit."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.assign(**{name: _numbers(table[name].tolist()) for name in table.columns if name not in texts})


def _numbers(texts: list[str]) -> np.ndarray[tuple[int], Any]:
    """Whole numbers, or floats with NaN for what is missing."""
    if texts and all(text.isdigit() for text in texts):
        return np.array([int(text) for text in texts], dtype=np.int64)
    return np.array([float(text) if text else np.nan for text in texts], dtype=np.float64)


def _run(folder: Path, kept: Mapping[str, Any]) -> Result:
    scenario = from_json(kept)
    tables = _Tables(
        _csv(folder / "summary.csv", ["metric", "unit"]),
        _csv(folder / "replications.csv", ["point"]),
        _csv(folder / "series.csv", ["what"]),
        pd.read_parquet(folder / SAMPLES),
    )
    return _result(scenario, _made(kept), tables, kept["typical"])


@dataclass(frozen=True)
class _Tables:
    """As they stand in the folder."""

    summary: pd.DataFrame
    replications: pd.DataFrame
    series: pd.DataFrame
    samples: pd.DataFrame

    def at(self, point: str) -> _Tables:
        """Those of one point, as a run has them."""
        own = [
            table[table["point"] == point].reset_index(drop=True) for table in (self.summary, self.replications, self.series, self.samples)
        ]
        return _Tables(own[0].drop(columns="point"), own[1], own[2].drop(columns="point"), own[3])


def _result(scenario: Scenario, made: Made, tables: _Tables, typical: int = 0) -> Result:
    horizons = dict(zip(tables.samples["replication"], tables.samples["horizon"], strict=True))
    by_replication = dict(iter(tables.samples.groupby("replication")))
    replications = long(tables.replications, tables.summary["metric"].tolist())
    measures = tuple(
        Measures.of(
            replication=int(number),
            horizon=int(horizons.get(number, scenario.horizon)),
            values=dict(zip(rows["metric"], rows["value"], strict=True)),
            ratios={},
            samples=_samples(by_replication.get(number)),
        )
        for number, rows in replications.groupby("replication", sort=True)
    )
    return Result(scenario, made, measures, tables.summary, replications, tables.series, {}, typical)


def _samples(rows: pd.DataFrame | None) -> dict[str, Sample]:
    found = {} if rows is None else {name: own for name, own in rows.groupby("sample")}
    empty: dict[str, Any] = {part: np.array([], dtype=kind) for part, kind in PARTS.items()}
    return {
        name: Sample(**({part: found[name][part].to_numpy(dtype=kind) for part, kind in PARTS.items()} if name in found else empty))
        for name in SAMPLE_NAMES
    }


def _sweep(folder: Path, kept: Mapping[str, Any]) -> SweepResult:
    scenario, made, varied = from_json(kept), _made(kept), tuple(kept["varied"])
    points = _csv(folder / "points.csv", ["point", *varied, "status", "error"])
    tables = _Tables(
        _csv(folder / "summary.csv", ["point", "metric", "unit"]),
        _csv(folder / "replications.csv", ["point"]),
        _csv(folder / "series.csv", ["point", "what"]),
        pd.read_parquet(folder / SAMPLES),
    )
    results = {name: _at(scenario, made, tables.at(name)) for name in points.loc[points["status"] == "ok", "point"]}
    return SweepResult(scenario, made, varied, points, results, kept["hash_of_points"])


def _at(scenario: Scenario, made: Made, tables: _Tables) -> Result:
    """A point, under the scenario it stands around: its own is not kept, but for its horizon."""
    horizon = int(tables.samples["horizon"].iloc[0]) if len(tables.samples) else scenario.horizon
    return _result(scenario.model_copy(update={"horizon": horizon}), made, tables)


def _difference(folder: Path, kept: Mapping[str, Any]) -> Difference:
    a, b = (_run(place, _manifest(place)) for place in (_side(folder, kept[side]["folder"]) for side in ("a", "b")))
    if (a.scenario.hash, b.scenario.hash, a.reps, a.seed) != (kept["a"]["hash"], kept["b"]["hash"], b.reps, b.seed):
        raise HubsimError(
            f"The folders of the two scenarios of {folder} are not those it was made of. Run its command again: {kept['command']}"
        )
    return Difference(a, b, _csv(folder / "difference.csv", ["metric", "unit"]), _made(kept))


def _side(folder: Path, name: str) -> Path:
    """Inside the folder of the difference, or beside it."""
    return folder / name if (folder / name).is_dir() else folder.resolve().parent / name
