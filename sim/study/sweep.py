"""Many points around one scenario, all with the same luck. A point that fails keeps its row and kills nobody else's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sim.study import engines
from sim.study.blocks import Kept, portions
from sim.study.engines import Engine
from sim.study.points import Plan, Point, one_line
from sim.study.replications import Block, Done, Progress, Stopwatch, checked, gathered, worked_off
from sim.study.result import SEED, Made, Result, SweepResult
from sim.study.workers import block_size, blocks


def sweep(
    planned: Plan,
    seed: int = SEED,
    jobs: int | None = None,
    *,
    block: int | None = None,
    engine: Engine = engines.automatic,
    progress: Progress | None = None,
    command: str = "",
    kept: Kept | None = None,
) -> SweepResult:
    """Replicate every point of a plan with the same luck.

    Parameters
    ----------
    planned : Plan
        From `points.plan`.
    seed, jobs, block, engine, progress, command, kept
        As for `replications.run`.

    Raises
    ------
    HubsimError
        Seed, replications or jobs out of range.
    """
    seed, reps, workers = checked(seed, planned.reps, jobs)
    clock = Stopwatch()
    ranges = portions(reps) if kept else blocks(reps, block or block_size(reps * planned.runnable, workers))
    tasks = [Block(p.name, p.scenario, seed, r, False, engine, kept) for p in planned.points if p.scenario for r in ranges]
    ended: dict[str, Result | str] = {}
    for point, done in _by_point(planned, worked_off(tasks, workers, progress), tasks):
        assert point.scenario is not None
        ended[point.name] = _ended(point, done, Made(seed, reps, command, engines.name_of(engine, point.scenario)))
    if kept:
        kept.prune()
    names = dict.fromkeys(engines.name_of(engine, p.scenario) for p in planned.points if p.scenario)
    made = Made(seed, reps, command, " and ".join(names) or engines.SIMPY, clock.read(workers))
    return _result(planned, ended, made)


def _by_point(planned: Plan, all_done: Iterator[Done], tasks: list[Block]) -> Iterator[tuple[Point, list[Done]]]:
    """Each point as soon as all its blocks are done, so that numbers are made while others still run."""
    points = {point.name: point for point in planned.points}
    missing = {name: sum(task.point == name for task in tasks) for name in points}
    done: dict[str, list[Done]] = {name: [] for name in points}
    for one in all_done:
        done[one.point].append(one)
        if len(done[one.point]) == missing[one.point]:
            yield points[one.point], done.pop(one.point)


def _ended(point: Point, done: list[Done], made: Made) -> Result | str:
    """The result of a point, or what went wrong in its first replication that failed."""
    assert point.scenario is not None
    failures = sorted((one.failure for one in done if one.failure), key=lambda failure: failure.replication)
    if failures:
        return one_line(failures[0].told)
    return gathered(point.scenario, [outcome for one in done for outcome in one.outcomes], made)


def _result(planned: Plan, ended: Mapping[str, Result | str], made: Made) -> SweepResult:
    results: dict[str, Result] = {}
    errors: dict[str, str] = {}
    for point in planned.points:
        end = ended.get(point.name, point.error)
        if isinstance(end, Result):
            results[point.name] = end
        else:
            errors[point.name] = end
    return SweepResult(planned.scenario, made, planned.varied, _table(planned, results, errors), results, planned.hash)


def _table(planned: Plan, results: Mapping[str, Result], errors: Mapping[str, str]) -> pd.DataFrame:
    rows = []
    for point in planned.points:
        result = results.get(point.name)
        values = {name: point.settings.get(name, "") for name in planned.varied}
        ended = {"status": "ok" if result else "failed", "error": errors.get(point.name, "")}
        estimates = dict(zip(result.summary["metric"], result.summary["estimate"], strict=True)) if result else {}
        rows.append({"point": point.name, **values, **ended, **estimates})
    head = ["point", *planned.varied, "status", "error"]
    metrics = dict.fromkeys(metric for result in results.values() for metric in result.summary["metric"])
    return pd.DataFrame(rows, columns=[*head, *metrics])
