"""What a notebook calls: the studies of the command line, with the same numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from sim.errors import HubsimError
from sim.hub import Policies, simulate
from sim.scenario.load import load
from sim.study import compare as comparing
from sim.study import engines, replications
from sim.study import points as pointing
from sim.study import sweep as sweeping
from sim.study.engines import AUTO, Engine
from sim.study.replications import REPS
from sim.study.result import OWN_RULES, SEED, Difference, Result, SweepResult

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

    Source = str | Path | Scenario


def run(
    scenario: Source,
    reps: int = REPS,
    seed: int = SEED,
    jobs: int | None = None,
    keep: bool = False,
    policies: Policies | None = None,
    engine: str = AUTO,
) -> Result:
    """Replicate a scenario, as `hubsim run` does.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A file, the name of a shipped scenario, or what `load` gave.
    reps : int
        Replications.
    seed : int
        0 to 4294967295; the same seed gives the same numbers.
    jobs : int, optional
        Workers; all cores if absent. Changes no number.
    keep : bool
        Whether to keep the tables of every replication, as `Result.tables`.
    policies : Policies, optional
        Own rules in Python, in place of some of the scenario's.
    engine : str
        `simpy`, `kernel` (compiled) or `auto`: the compiled one where it can. Changes no number.

    Raises
    ------
    HubsimError
        The scenario, seed or replications cannot be used; or a rule of one's own stopped, with its traceback.
    """
    read = _read(scenario)
    result = replications.run(read, reps, seed, jobs, keep, engine=_engine(policies, engine, [read]))
    return result if policies is None else _own(result)


def compare(
    a: Source | Result,
    b: Source | Result,
    reps: int = REPS,
    seed: int = SEED,
    jobs: int | None = None,
    policies: Policies | None = None,
    engine: str = AUTO,
) -> Difference:
    """What b has more than a, with the same luck, as `hubsim run A B` does.

    Parameters
    ----------
    a, b : Result, or as for `run`
        Results are taken as they are; anything else is run first.
    reps, seed, jobs, policies, engine
        As for `run`, for what is run here. What own rules change: `compare(run(a), run(a, policies=...))`.

    Raises
    ------
    HubsimError
        Results with different seeds or replications, or as for `run`.
    """
    first, second = (side if isinstance(side, Result) else run(side, reps, seed, jobs, policies=policies, engine=engine) for side in (a, b))
    return comparing.compare(first, second)


def sweep(
    scenario: str | Path,
    vary: Mapping[str, Sequence[Any]] | None = None,
    *,
    points: Mapping[str, Mapping[str, Any]] | None = None,
    combine: Literal["grid", "zip"] = "grid",
    overlays: Sequence[str | Path] = (),
    settings: Mapping[str, object] | None = None,
    reps: int | None = None,
    seed: int = SEED,
    jobs: int | None = None,
    policies: Policies | None = None,
    engine: str = AUTO,
) -> SweepResult:
    """Replicate many points around a scenario, as `hubsim sweep` does.

    Parameters
    ----------
    scenario : str or Path
        A file, or the name of a shipped scenario.
    vary : mapping, optional
        Dotted name: values. Neither `vary` nor `points`: the scenario's own `sweep`.
    points : mapping, optional
        Instead: name of a point: its settings.
    combine : str
        `grid` (every value with every other) or `zip` (first with first, second with second).
    overlays, settings
        As for `load`.
    reps : int, optional
        Replications of each point; absent: what the scenario says, else 200.
    seed, jobs, policies, engine
        As for `run`.

    Raises
    ------
    HubsimError
        An unknown name, a point twice, or as for `run`. A point whose values are wrong, or in which a rule of
        one's own stops, keeps its row with the error instead.
    """
    asked = pointing.as_settings(vary, points, combine) if vary or points else {}
    planned = pointing.plan(scenario, overlays, {**(settings or {}), **asked}, reps)
    scenarios = [point.scenario for point in planned.points if point.scenario]
    done = sweeping.sweep(planned, seed, jobs, engine=_engine(policies, engine, scenarios))
    if policies is None:
        return done
    return replace(_own(done), results={name: _own(result) for name, result in done.results.items()})


def _read(scenario: Source) -> Scenario:
    return load(scenario) if isinstance(scenario, (str, Path)) else scenario


def _engine(policies: Policies | None, name: str, scenarios: Sequence[Scenario]) -> Engine:
    """The engine of a name; rules of one's own run in SimPy."""
    if name not in engines.NAMES:
        raise HubsimError(f'engine "{name}" is none of {", ".join(engines.NAMES)}.')
    if policies is None:
        return engines.named(name, scenarios)
    if name == engines.KERNEL:
        raise HubsimError("rules of one's own in Python run in SimPy. Leave out engine, or say simpy.")
    return partial(simulate, policies=policies)


Ruled = TypeVar("Ruled", Result, SweepResult)


def _own(study: Ruled) -> Ruled:
    """The same, saying that rules of one's own made it."""
    return replace(study, made=replace(study.made, engine=OWN_RULES))
