"""What the command line says: parts to print, one after another. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report import inputs
from sim.report.sentences import days
from sim.report.tables import table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.scenario.schema import Scenario
    from sim.study.blocks import Kept
    from sim.study.points import Plan
    from sim.study.result import Study


def validated(file: str, scenario: Scenario) -> str:
    """`OK`, how well its numbers are founded, and what to think over."""
    warnings = [f"  warning: {warning}" for warning in scenario.warnings]
    return "\n".join([f"OK  {file}: {inputs.counts(scenario)}", *warnings])


def planned(scenarios: Sequence[Scenario], reps: int, seed: int, out: Path | None) -> str:
    """What `run` would do."""
    lines = [f"{s.name} ({s.hash}): {reps} replications of {days(s.horizon)}, seed {seed}" for s in scenarios]
    return "\n".join([*lines, f"Nothing was run; results would go to {out or 'results/'}."])


def planned_points(plan: Plan, seed: int, out: Path | None) -> RenderableType:
    """What `sweep` would do: its points, and those that cannot be read."""
    from rich.console import Group

    grid = table("point", *plan.varied, "hash", "error")
    for point in plan.points:
        values = [point.settings.get(name, "") for name in plan.varied]
        grid.add_row(point.name, *values, point.scenario.hash if point.scenario else "", point.error)
    end = (
        f"{len(plan.points)} points, {plan.reps} replications each, seed {seed}. Nothing was run; results would go to {out or 'results/'}."
    )
    return Group(grid, end)


def cost(scenarios: Sequence[Scenario], reps: int, seed: int, jobs: int | None, keep: bool, kept: Kept) -> str:
    """How much of it is there already, and about how long the rest takes, judged by one replication."""
    import time

    from sim.study.blocks import REPLICATIONS, packed
    from sim.study.replications import Block, checked, replicate
    from sim.study.workers import blocks

    _, _, workers = checked(seed, reps, jobs)
    missing = sum(len(r) for s in scenarios for r in blocks(reps, REPLICATIONS) if not kept.has(s, seed, r, keep))
    began = time.perf_counter()
    one = replicate(Block("", scenarios[0], seed, range(1), keep), 0)
    seconds = (time.perf_counter() - began) * missing / min(workers, max(1, missing))
    size = len(packed([one])) * missing / 1e6 if missing else 0.0  # type: ignore[list-item]
    there = reps * len(scenarios) - missing
    return f"{there} of {reps * len(scenarios)} replications are there; the rest takes about {seconds:.0f} s and {size:.1f} MB of blocks."


@contextmanager
def progress(name: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error with the time left, if that is a terminal; told how many replications have just ended."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("time left"), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=total)
        yield lambda ended: bar.advance(task, ended)


def study(done: Study, files: Sequence[str], folder: Path) -> list[RenderableType]:
    """The end of `run` and `sweep`: what a planner reads, where the rest is, what to try next."""
    from sim.report import answers
    from sim.study.result import Difference, Result

    if isinstance(done, Result):
        return [
            *answers.of_result(done),
            _written(folder),
            _next(f"hubsim show {files[0]} --assumed", "what nobody has published"),
        ]
    if isinstance(done, Difference):
        return [*answers.of_difference(done), _written(folder), _next(f"hubsim run {files[1]} --reps 1000", "narrower intervals")]
    return [*answers.of_sweep(done), _written(folder), _next(f"hubsim run {files[0]}", "the scenario itself, with all its numbers")]


def _written(folder: Path) -> str:
    page = folder / "report.html"
    return f"Report: {page}" if page.is_file() else f"Results: {folder}"


def _next(command: str, why: str) -> str:
    return f"Next: {command}   ({why})"
