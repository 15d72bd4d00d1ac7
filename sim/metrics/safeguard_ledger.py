"""The ledger of safeguards: what people are owed, who says so, and for how many of them, how long and how often it is broken."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.scenario.schema import Scenario
from sim.scenario.thresholds import rule, threshold

ESTIMATES = ("concerned", "people", "person_days", "sender_days", "host_days", "share", "longest", "chance")
"""What each row takes from the metrics of its safeguard."""
RANGES = ("people", "person_days", "longest")
"""... and of which it says the range of nine runs in ten, as `NAME_p05` and `NAME_p95`."""
TEXTS = ("safeguard", "kind", "rule", "status", "source", "answerable")
LEDGER_COLUMNS = (*TEXTS, *(column for name in ESTIMATES for column in (name, *((f"{name}_p05", f"{name}_p95") if name in RANGES else ()))))


def ledger(scenario: Scenario, summary: pd.DataFrame) -> pd.DataFrame:
    """A row for each safeguard that a scenario declares.

    Parameters
    ----------
    scenario : Scenario
        What is owed.
    summary : pandas.DataFrame
        Estimates over replications, columns `SUMMARY_COLUMNS`; a safeguard that it says nothing of is left out.

    Returns
    -------
    pandas.DataFrame
        Columns `LEDGER_COLUMNS`: the rule in words with its status and source, then estimates over the runs. `chance` is the share of
        runs in which it is broken for anyone. `answerable` is `by day` where whoever answers for the day does.
    """
    rows = {row["metric"]: row for row in summary.to_dict("records")}
    inputs = {row.name: row for row in scenario.inputs}
    made = []
    for name, one in scenario.safeguards.items():
        if f"safeguard.{name}.people" not in rows:
            continue
        said = inputs.get(f"safeguards.{name}.{threshold(one)}")
        evidence = {"status": said.status if said else "", "source": (said.source or "") if said else ""}
        texts = {"safeguard": name, "kind": one.kind, "rule": rule(one), **evidence, "answerable": one.answerable or "by day"}
        made.append({**texts, **_numbers(name, rows)})
    return pd.DataFrame(made, columns=list(LEDGER_COLUMNS))


def _numbers(name: str, rows: dict[str, dict[str, Any]]) -> dict[str, float]:
    numbers = {}
    for what in ESTIMATES:
        row = rows[f"safeguard.{name}.{what}"]
        numbers[what] = row["estimate"]
        if what in RANGES:
            numbers |= {f"{what}_p05": row["p05"], f"{what}_p95": row["p95"]}
    return numbers
