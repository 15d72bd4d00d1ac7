"""What happens day by day: levels integrated over each day, never sampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics.stays import passes_limit_at
from sim.metrics.steps import Ints, Steps, arrived, counted, distinct
from sim.metrics.view import Bools, Floats, View, happened, whole
from sim.record import MS_PER_DAY, Record
from sim.scenario.schema import Scenario

WHAT = {
    "present": "people in the hub",
    "in_places": "people in places",
    "reception": "people in reception",
    "overflow": "people in overflow",
    "at_sender": "people accepted and still with the sender",
    "usable": "usable places",
    "arrived_total": "people who have arrived so far, those inside at the start included",
    "left_total": "people who have left for good so far",
    "over_limit": "people inside for longer than the agreed limit",
}
SERIES_COLUMNS = ("day", "what", "mean", "p05", "p50", "p95", "max_mean", "max_p05", "max_p50", "max_p95")


@dataclass(frozen=True)
class Series:
    """One replication day by day.

    Parameters
    ----------
    replication : int
        Its number.
    mean : float32 array (what, days)
        Time-average of each day, in the order of `WHAT`; the last day may be short.
    maximum : int32 array (what, days)
        Highest level of each day.
    """

    replication: int
    mean: NDArray[np.float32]
    maximum: NDArray[np.int32]


def series(record: Record, scenario: Scenario) -> Series:
    """Everything in `WHAT`, for every day of the horizon."""
    levels = _levels(View(record, scenario))
    edges = day_edges(record.horizon)
    days = [by_day(levels[what], edges) for what in WHAT]
    mean = np.array([time / np.diff(edges) for time, _ in days], dtype=np.float32)
    return Series(record.replication, mean, np.array([highest for _, highest in days], dtype=np.int32))


def day_edges(horizon: int) -> Ints:
    """Midnights from the start, and the horizon."""
    return np.append(np.arange(0, horizon, MS_PER_DAY, dtype=np.int64), horizon)


def by_day(steps: Steps, edges: Ints) -> tuple[Ints, Ints]:
    """Level x time of each day, exact, and its highest level."""
    time = np.diff(steps.integral_to(edges))
    at = distinct(np.concatenate([steps.at, edges[:-1]]))
    return time, np.maximum.reduceat(steps.over(at), np.searchsorted(at, edges[:-1]))


def _levels(view: View) -> dict[str, Steps]:
    limit = view.scenario.agreement.stay.limit
    never = np.full(view.here.size, np.inf)
    return {
        "present": view.present,
        "in_places": view.in_places,
        "reception": view.held("reception", "size"),
        "overflow": view.held("overflow", "size"),
        "at_sender": _between(view, view.at("decided"), np.fmin(view.at("boarded"), view.ended), view.accepted),
        "usable": view.usable,
        "arrived_total": _so_far(view, view.arrived, view.here),
        "left_total": _so_far(view, view.at("left"), view.here & happened(view.at("left"))),
        "over_limit": _between(view, never if limit is None else passes_limit_at(view, limit), view.until, view.here),
    }


def _between(view: View, start: Floats, end: Floats, chosen: Bools) -> Steps:
    begins = whole(np.clip(start[chosen], 0, view.horizon))
    return counted(begins, whole(end[chosen]), view.size[chosen], view.horizon)


def _so_far(view: View, at: Floats, chosen: Bools) -> Steps:
    return arrived(whole(at[chosen]), view.size[chosen], view.horizon)


def summarise_series(replications: Sequence[Series]) -> pd.DataFrame:
    """Mean and nine runs in ten of each day's time-average and maximum.

    Returns
    -------
    pandas.DataFrame
        Columns `SERIES_COLUMNS`, a row per day (0 first) and thing counted; quantiles are values that a replication really had.
    """
    tables = []
    for row, what in enumerate(WHAT):
        average = _over_replications(np.stack([one.mean[row] for one in replications]))
        highest = _over_replications(np.stack([one.maximum[row] for one in replications]))
        columns = {**average, **{f"max_{name}": values for name, values in highest.items()}}
        tables.append(pd.DataFrame({"day": np.arange(replications[0].mean.shape[1]), "what": what, **columns}))
    return pd.concat(tables, ignore_index=True)[list(SERIES_COLUMNS)]


def typical(replications: Sequence[Series]) -> int:
    """The number of the replication whose people present, day by day, are nearest to the median of all; the first of equals."""
    present = np.stack([one.mean[list(WHAT).index("present")] for one in replications]).astype(np.float64)
    middle = np.sort(present, axis=0)[(len(present) - 1) // 2]
    return replications[int(np.argmin(((present - middle) ** 2).sum(axis=1)))].replication


def _over_replications(values: NDArray[np.float32] | NDArray[np.int32]) -> dict[str, Floats]:
    """Mean and quantiles of each column; a day's values are sorted where they lie together."""
    rising = np.sort(np.ascontiguousarray(values.T), axis=1)
    quantiles = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
    places = {name: max(0, int(np.ceil(share * len(values) - 1e-9)) - 1) for name, share in quantiles.items()}
    columns = {name: rising[:, place].astype(np.float64) for name, place in places.items()}
    return {"mean": values.mean(axis=0, dtype=np.float64), **columns}
