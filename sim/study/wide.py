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
    metric, metrics = pd.factorize(replications["metric"])
    point, points = pd.factorize(replications["point"])
    replication = replications["replication"].to_numpy(np.int64)
    apart = int(replication.max(initial=0)) + 1
    row, rows = pd.factorize(point * apart + replication, sort=True)
    values = np.full((len(rows), len(metrics)), np.nan)
    values[row, metric] = replications["value"].to_numpy(np.float64)
    keys = pd.DataFrame(dict(zip(KEYS, (points[rows // apart], rows % apart), strict=True)))
    return pd.concat([keys, pd.DataFrame(values, columns=metrics)], axis=1)


def long(table: pd.DataFrame, metrics: Sequence[str]) -> pd.DataFrame:
    """Back to a row for each value, of one point with these metrics."""
    values = table[list(metrics)].to_numpy(np.float64)
    keys = {key: np.repeat(table[key].to_numpy(), len(metrics)) for key in KEYS}
    return pd.DataFrame({**keys, "metric": list(metrics) * len(table), "value": values.ravel()}, columns=list(REPLICATION_COLUMNS))
