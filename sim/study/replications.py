"""One scenario many times: simulate, hold against the laws, measure; sorted by replication, so that workers and blocks change no number."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.errors import HubsimError
from sim.laws import obey
from sim.metrics import Measures, Series, measure, series, summarise, summarise_series, typical
from sim.record import in_days
from sim.study import engines
from sim.study.blocks import Kept, portions
from sim.study.engines import Engine
from sim.study.failure import Failure, failed
from sim.study.result import REPLICATION_COLUMNS, SEED, Made, Result
from sim.study.workers import block_size, blocks, cores, in_parallel, in_threads

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

REPS = 200
LARGEST_SEED = 2**32 - 1
LARGEST_REPS = 2**32

HELD_AGAINST_LAWS = 10
"""Replications of a scenario of which the compiled engine makes tables, to hold them against the laws; of SimPy's all are."""

Progress = Callable[[int], None]
"""Told how many replications have just ended."""


@dataclass(frozen=True)
class Outcome:
    """What is kept of one replication."""

    replication: int
    measures: Measures
    series: Series
    tables: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Block:
    """Some replications of one scenario: what a worker is handed."""

    point: str
    scenario: Scenario
    seed: int
    replications: range
    keep: bool = False
    engine: Engine = engines.automatic
    kept: Kept | None = None

    @property
    def place(self) -> Kept | None:
        """Where it is kept; nowhere with own rules or an engine that is none of ours, which the address of a block does not tell."""
        return self.kept if engines.is_own(self.engine) else None

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled engine runs it."""
        return self.ran_by == engines.KERNEL

    @property
    def ran_by(self) -> str:
        """The name of the engine that runs it."""
        return engines.name_of(self.engine, self.scenario)

    @property
    def address(self) -> tuple[Scenario, int, range, bool, str]:
        """What it is kept under."""
        return self.scenario, self.seed, self.replications, self.keep, self.ran_by

    @property
    def is_kept(self) -> bool:
        """Whether an earlier run has finished it."""
        return self.place is not None and self.place.has(*self.address)


@dataclass(frozen=True)
class Done:
    """A block worked off: its outcomes, and the failure that broke it off."""

    point: str
    outcomes: list[Outcome] = field(default_factory=list)
    failure: Failure | None = None


def run(
    scenario: Scenario,
    reps: int = REPS,
    seed: int = SEED,
    jobs: int | None = None,
    keep: bool = False,
    *,
    block: int | None = None,
    engine: Engine = engines.automatic,
    progress: Progress | None = None,
    command: str = "",
    kept: Kept | None = None,
) -> Result:
    """Replicate a scenario.

    Parameters
    ----------
    scenario : Scenario
        From `load`.
    reps : int
        Replications, at least 1 (with 1 there are no intervals).
    seed : int
        0 to 4294967295.
    jobs : int, optional
        Workers; all cores if absent. Changes no number.
    keep : bool
        Whether to keep the tables of every replication.
    block : int, optional
        Replications handed to a worker at once. Changes no number.
    engine : callable
        (scenario, seed, replication) -> Record; of `engines`, which all give the same, or another.
    progress : callable, optional
        Told how many replications have just ended.
    command : str
        The command line that gives the same result, for the manifest.
    kept : Kept, optional
        Where finished blocks are kept, and those of earlier runs found; not used with another engine.

    Raises
    ------
    HubsimError
        Seed, replications or jobs out of range, or a rule of one's own in Python stopped.
    Malfunction
        A law was broken, or the engine stopped: a fault of hubsim.
    """
    seed, reps, workers = checked(seed, reps, jobs)
    clock = Stopwatch()
    ranges = portions(reps) if kept else blocks(reps, block or block_size(reps, workers))
    tasks = [Block(scenario.name, scenario, seed, r, keep, engine, kept) for r in ranges]
    outcomes: list[Outcome] = []
    for done in worked_off(tasks, workers, progress):
        if done.failure:
            raise done.failure.error()
        outcomes += done.outcomes
    if kept:
        kept.prune()
    return gathered(scenario, outcomes, Made(seed, reps, command, engines.name_of(engine, scenario), clock.read(workers)))


def checked(seed: int, reps: int, jobs: int | None) -> tuple[int, int, int]:
    """Seed, replications and workers, if they are possible."""
    if not 0 <= seed <= LARGEST_SEED:
        raise HubsimError(f"seed {seed} is out of range. Choose a whole number from 0 to {LARGEST_SEED}.")
    if not 1 <= reps <= LARGEST_REPS:
        raise HubsimError(f"{reps} replications are not possible. Choose a whole number of at least 1.")
    if jobs is not None and jobs < 1:
        raise HubsimError(f"{jobs} workers are not possible. Choose a whole number of at least 1, or leave it out to use all cores.")
    return seed, reps, cores() if jobs is None else jobs


class Stopwatch:
    """When a study began and how long it took."""

    def __init__(self) -> None:
        self._began = datetime.now(UTC)
        self._start = time.perf_counter()

    def read(self, workers: int) -> dict[str, Any]:
        """For the `run` block of the manifest."""
        return {
            "began": self._began.isoformat(timespec="seconds"),
            "seconds": round(time.perf_counter() - self._start, 3),
            "jobs": workers,
        }


def worked_off(tasks: Sequence[Block], workers: int, progress: Progress | None = None) -> Iterator[Done]:
    """The blocks as they end; first those that an earlier run has finished."""
    there: list[Block] = []
    missing: list[Block] = []
    for task in tasks:
        (there if task.is_kept else missing).append(task)
    for done in itertools.chain(map(work_off, there), _worked_off(missing, workers)):
        if progress:
            progress(len(done.outcomes))
        yield done


def _worked_off(tasks: Sequence[Block], workers: int) -> Iterator[Done]:
    """What is compiled by threads of this process, which begin at once; the rest by processes."""
    compiled = [task for task in tasks if task.is_compiled]
    if compiled:
        engines.make_ready()
        yield from in_threads(work_off, compiled, workers)
    yield from in_parallel(work_off, [task for task in tasks if not task.is_compiled], workers)


def work_off(block: Block) -> Done:
    """All replications of a block, up to the first that fails; a finished block is kept, and one that is kept is not done again."""
    if block.place is None:
        return _simulated(block)
    found = block.place.read(*block.address)
    if found is not None:
        return Done(block.point, found)
    done = _simulated(block)
    if not done.failure:
        block.place.write(*block.address, done.outcomes)
    return done


def _simulated(block: Block) -> Done:
    outcomes: list[Outcome] = []
    for replication in block.replications:
        outcome = replicate(block, replication)
        if isinstance(outcome, Failure):
            return Done(block.point, outcomes, outcome)
        outcomes.append(outcome)
    return Done(block.point, outcomes)


def replicate(block: Block, replication: int) -> Outcome | Failure:
    """One replication; every one of SimPy's is held against the laws, of the compiled engine's the first."""
    scenario, luck = block.scenario, (block.seed, replication)
    try:
        if block.is_compiled and replication >= HELD_AGAINST_LAWS and not block.keep:
            return Outcome(replication, *engines.measured(scenario, *luck), {})
        record = block.engine(scenario, *luck)
        obey(record, scenario)
        tables = {name: in_days(table) for name, table in record.tables().items()} if block.keep else {}
        if block.is_compiled:
            return Outcome(replication, *engines.measured(scenario, *luck), tables)
        return Outcome(replication, measure(record, scenario), series(record, scenario), tables)
    except Exception as error:  # whatever it is, the user must learn what to report
        return failed(scenario, *luck, error)


def gathered(scenario: Scenario, outcomes: Sequence[Outcome], made: Made) -> Result:
    """Outcomes of all replications, in any order, as a result."""
    in_order = sorted(outcomes, key=lambda outcome: outcome.replication)
    measures = tuple(outcome.measures for outcome in in_order)
    return Result(
        scenario=scenario,
        made=made,
        measures=measures,
        summary=summarise(measures, engines.resamples(made.engine)),
        replications=_values(scenario.name, in_order),
        series=summarise_series([outcome.series for outcome in in_order]),
        tables=_tables(in_order),
        typical=typical([outcome.series for outcome in in_order]),
    )


def _values(point: str, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    many = [len(outcome.measures.names.values) for outcome in outcomes]
    columns = (
        [point] * sum(many),
        np.repeat(np.array([outcome.replication for outcome in outcomes], dtype=np.int64), many),
        list(itertools.chain.from_iterable(outcome.measures.names.values for outcome in outcomes)),
        np.concatenate([outcome.measures.numbers[:those] for outcome, those in zip(outcomes, many, strict=True)] or [np.empty(0)]),
    )
    return pd.DataFrame(dict(zip(REPLICATION_COLUMNS, columns, strict=True)))


def _tables(outcomes: Sequence[Outcome]) -> dict[str, pd.DataFrame]:
    """The tables of all replications under each other, the number of the replication first."""
    names = outcomes[0].tables if outcomes else {}
    return {name: pd.concat([_numbered(o.tables[name], o.replication) for o in outcomes], ignore_index=True) for name in names}


def _numbered(table: pd.DataFrame, replication: int) -> pd.DataFrame:
    numbered = table.copy()
    numbered.insert(0, "replication", replication)
    return numbered
