"""Replications as they stand on disk: a row for each, a column for each metric. A tenth of the size of a row for each value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.study.result import REPLICATION_COLUMNS

KEYS = ["point", "replication"]


def wide(replications: pd.DataFrame) -> pd.DataFrame:
    """From a row for each value.

    Parameters
    ----------
    replications : pandas.DataFrame
        Columns `REPLICATION_COLUMNS`, as of a result or a sweep.

    Returns
    -------
    pandas.DataFrame
        `point`, `replication`, then a column for each metric, in the order in which they first come; a cell is missing where the metric is
        undefined, or the point has no such metric.
    """
    if replications.empty:
        return replications[KEYS]
    metrics = list(dict.fromkeys(replications["metric"]))
    points = list(dict.fromkeys(replications["point"]))
    table = replications.pivot(index=KEYS, columns="metric", values="value")[metrics]
    return table.reindex(points, level="point").reset_index().rename_axis(columns=None)


def long(table: pd.DataFrame, metrics: Sequence[str]) -> pd.DataFrame:
    """Back to a row for each value, of one point with these metrics."""
    values = table[list(metrics)].to_numpy(np.float64)
    keys = {key: np.repeat(table[key].to_numpy(), len(metrics)) for key in KEYS}
    return pd.DataFrame({**keys, "metric": list(metrics) * len(table), "value": values.ravel()}, columns=list(REPLICATION_COLUMNS))
