"""What metrics read: the tables of one record as arrays, each made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics.steps import Steps, counted, in_force, total
from sim.record import Record
from sim.scenario.schema import EXITS as EXITS
from sim.scenario.schema import Pool, Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Words = NDArray[np.str_]


def happened(at: Floats) -> Bools:
    """Where an instant is there."""
    return ~np.isnan(at)


def or_else(at: Floats, otherwise: Floats | float) -> Floats:
    """Instants with the missing ones filled."""
    return np.where(np.isnan(at), otherwise, at)


def whole(at: Floats) -> Ints:
    """Instants, none missing, as whole milliseconds."""
    return at.astype(np.int64)


@dataclass(frozen=True)
class View:
    """One replication, ready to be counted."""

    record: Record
    scenario: Scenario

    # --- columns ---

    def floats(self, table: str, column: str) -> Floats:
        """A column of instants or numbers; NaN is missing."""
        made: Floats = self._made("floats", table, column, lambda values: np.asarray(values, dtype=np.float64))
        return made

    def ints(self, table: str, column: str) -> Ints:
        """A column of whole numbers."""
        made: Ints = self._made("ints", table, column, lambda values: np.asarray(values, dtype=np.int64))
        return made

    def words(self, table: str, column: str) -> Words:
        """A column of names."""
        made: Words = self._made("words", table, column, lambda values: values.astype(np.str_, copy=False))
        return made

    def _made(self, kind: str, table: str, column: str, make: Callable[[NDArray[Any]], NDArray[Any]]) -> Any:
        key = kind, table, column
        if key not in self._columns:
            self._columns[key] = make(self.record.column(table, column))
        return self._columns[key]

    @cached_property
    def _columns(self) -> dict[tuple[str, str, str], NDArray[Any]]:
        return {}

    @property
    def horizon(self) -> int:
        """End of the run, milliseconds."""
        return self.record.horizon

    # --- cases ---

    def at(self, instant: str) -> Floats:
        """An instant of every case, by its name without `_at`."""
        return self.floats("journeys", f"{instant}_at")

    @cached_property
    def size(self) -> Ints:
        """People of each case."""
        return self.ints("journeys", "size")

    @cached_property
    def minors(self) -> Ints:
        """People of each case under age."""
        return self.ints("journeys", "minors")

    @cached_property
    def prior(self) -> Ints:
        """Time inside before it arrived, milliseconds."""
        return self.ints("journeys", "prior_ms")

    @cached_property
    def outcome(self) -> Words:
        """Outcome of each case."""
        return self.words("journeys", "outcome")

    @cached_property
    def reason(self) -> Words:
        """Reason of each outcome."""
        return self.words("journeys", "reason")

    @cached_property
    def case_class(self) -> Words:
        """Class of each case."""
        return self.words("journeys", "class")

    @cached_property
    def initial(self) -> Bools:
        """Whether it was inside at the start."""
        streams = [name for name, stream in self.scenario.demand.items() if stream.kind == "initial"]
        initial: Bools = np.isin(self.words("journeys", "stream"), streams)
        return initial

    @cached_property
    def here(self) -> Bools:
        """Whether it ever was in the hub."""
        return happened(self.at("arrived"))

    @cached_property
    def arrived(self) -> Floats:
        """Arrival of each case; NaN where it never came."""
        return self.at("arrived")

    @cached_property
    def until(self) -> Floats:
        """End of its presence: left, or the horizon."""
        return or_else(self.at("left"), self.horizon)

    @cached_property
    def ended(self) -> Floats:
        """Its outcome, or the horizon."""
        return or_else(self.at("outcome"), self.horizon)

    @cached_property
    def accepted(self) -> Bools:
        """Whether the host said yes (it may have been declined later, for the end of the agreement)."""
        accepted: Bools = happened(self.at("decided")) & (self.outcome != "declined")
        return accepted

    def people(self, chosen: Bools) -> int:
        """People of the chosen cases."""
        return int(self.size[chosen].sum())

    @cached_property
    def _index(self) -> pd.Index:
        return pd.Index(self.record.column("journeys", "case"))

    def rows(self, cases: Words) -> NDArray[np.intp]:
        """Where each named case stands among the journeys."""
        rows: NDArray[np.intp] = self._index.get_indexer(cases)
        return rows

    # --- levels ---

    @cached_property
    def present(self) -> Steps:
        """People in the hub."""
        here = self.here
        return counted(whole(self.arrived[here]), whole(self.until[here]), self.size[here], self.horizon)

    def held(self, kind: str, column: str, pool: str | None = None) -> Steps:
        """People (`size`) or places (`units`) of the stays of a kind, in one pool or in all."""
        chosen = self._stay_kind == kind
        if pool is not None:
            chosen &= self._stay_pool == pool
        start, end = self._stay_span
        return counted(start[chosen], end[chosen], self.ints("stays", column)[chosen], self.horizon)

    @cached_property
    def _stay_kind(self) -> Words:
        return self.words("stays", "kind")

    @cached_property
    def _stay_pool(self) -> Words:
        return self.words("stays", "pool")

    @cached_property
    def _stay_span(self) -> tuple[Ints, Ints]:
        start, end = self.floats("stays", "start_at"), self.floats("stays", "end_at")
        return whole(start), whole(or_else(end, self.horizon))

    @cached_property
    def in_places(self) -> Steps:
        """People housed in places (not reception, not overflow)."""
        return self.held("place", "size")

    @cached_property
    def pools(self) -> tuple[str, ...]:
        """Names of the pools."""
        return tuple(name for hub in self.scenario.hubs.values() for name in hub.pools)

    @cached_property
    def pool_terms(self) -> dict[str, Pool]:
        """The pools of all hubs by name, as the scenario first says them."""
        return {name: pool for hub in self.scenario.hubs.values() for name, pool in hub.pools.items()}

    def capacity(self, what: str, column: str) -> Steps:
        """A capacity in force: `usable` or `nominal` of `pool:NAME`, `team:NAME`, ..."""
        rows = self._capacity_what == what
        level = self.floats("capacity", column)[rows]
        return in_force(whole(self.floats("capacity", "at")[rows]), whole(level), self.horizon)

    @cached_property
    def _capacity_what(self) -> Words:
        return self.words("capacity", "what")

    @cached_property
    def usable(self) -> Steps:
        """Usable places of all pools."""
        return total((self.capacity(f"pool:{pool}", "usable") for pool in self.pools), self.horizon)
