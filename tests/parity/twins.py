"""Two records held against each other, bit for bit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.record import COLUMNS, Record


def difference(one: Record, other: Record) -> str:
    """The first thing in which two records differ, as a line to read; empty where they are the same to the last bit."""
    for table in COLUMNS:
        told = _difference(getattr(one, table), getattr(other, table))
        if told:
            return f"{table}: {told}"
    return ""


def _difference(one: pd.DataFrame, other: pd.DataFrame) -> str:
    if list(one.columns) != list(other.columns):
        return f"columns {list(one.columns)} and {list(other.columns)}"
    for column in one.columns if len(one) == len(other) else ():
        a, b = one[column], other[column]
        if a.dtype != b.dtype:
            return f"{column} is {a.dtype} and {b.dtype}"
        same = (a.to_numpy() == b.to_numpy()) | (a.isna() & b.isna()).to_numpy()
        if not same.all():
            row = int(np.flatnonzero(~same)[0])
            return f"row {row}, {column}: {a.iloc[row]!r} and {b.iloc[row]!r}\n{_beside(one, other, row)}"
    if len(one) != len(other):
        shared = min(len(one), len(other))
        differs = (one.head(shared).astype(str) != other.head(shared).astype(str)).any(axis=1)
        row = int(np.flatnonzero(differs)[0]) if differs.any() else shared
        return f"{len(one)} and {len(other)} rows, different from row {row} on\n{_beside(one, other, row)}"
    return ""


def _beside(one: pd.DataFrame, other: pd.DataFrame, row: int) -> str:
    rows = [table.iloc[row] if row < len(table) else None for table in (one, other)]
    return "\n".join("nothing" if r is None else ", ".join(f"{k} {v}" for k, v in r.items() if v == v and v != "") for r in rows)
