"""This project's SimPy engine on the scenario file: it draws its own luck, so drawing is in all its times."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.inputs import Inputs
from benchmarks.journeys import CAP, INSIDE, REFUSED, REMOVED, Journeys
from benchmarks.peer import END_TO_END, OneByOne
from sim.hub import simulate
from sim.metrics import measure
from sim.record import Record

REASONS = {"inside": INSIDE, "waiting": INSIDE, "declined": REFUSED, "removed": REMOVED, "released": CAP}


def journeys(table: pd.DataFrame) -> Journeys:
    """The journeys of a record, in the common form."""
    reason = table["outcome"].map(REASONS).to_numpy(dtype=np.int8)
    left = np.where(reason == REFUSED, table["outcome_at"], table["left_at"])
    return Journeys(table["screening_started_at"].to_numpy(), table["placed_at"].to_numpy(), left, reason)


class Engine(OneByOne):
    """From a scenario to the record."""

    name = "hubsim, SimPy engine"
    place = 10

    def can(self, inputs: Inputs) -> bool:
        """Only what a scenario says."""
        return inputs.scenario is not None

    def simulate(self, form: Inputs) -> Record:
        """One replication."""
        assert form.scenario is not None
        return simulate(form.scenario, form.seed, form.replication)

    def journeys_of(self, told: Record) -> Journeys:
        """From the table."""
        return journeys(told.journeys)

    def bytes_of_journeys(self) -> float:
        """Of the table of journeys, names and all."""
        tables = [told.journeys for told in self.told]
        return float(sum(table.memory_usage(deep=True).sum() for table in tables) / sum(map(len, tables)))


class Measured(OneByOne):
    """From a scenario to every metric of the registry."""

    name = "hubsim, SimPy engine, all metrics"
    stage = END_TO_END
    place = 10

    def simulate(self, form: Inputs) -> Any:
        """One replication."""
        assert form.scenario is not None
        record = simulate(form.scenario, form.seed, form.replication)
        return measure(record, form.scenario)

    def journeys(self) -> list[Journeys]:
        """Only numbers are left."""
        return []

    def journeys_of(self, told: Any) -> Journeys:
        """Not asked for."""
        raise NotImplementedError


PEERS = [Engine(), Measured()]
