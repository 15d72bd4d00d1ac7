"""What the command line says: parts to print, one after another. Nothing is printed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import counted
from sim.report import inputs
from sim.report.given import Given
from sim.report.sentences import days
from sim.report.tables import Command, Place, table, wrapped
from sim.report.words import ENGINES, each, months, short_names

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.scenario.schema import Scenario
    from sim.study.blocks import Kept
    from sim.study.engines import Engine
    from sim.study.points import Plan
    from sim.study.result import Result, Study

MORE = 4
"""Times as many replications: intervals half as wide."""


def validated(file: str, scenario: Scenario) -> str:
    """`OK`, how well its numbers are founded, and what to think over."""
    warnings = [f"  warning: {warning}" for warning in scenario.warnings]
    return "\n".join([f"OK  {file}: {inputs.counts(scenario)}", *warnings])


def planned(scenarios: Sequence[Scenario], reps: int, seed: int, out: Path) -> str:
    """What `run` would do."""
    lines = [f"{s.name} ({s.hash}): {counted(reps, 'replication')} of {days(s.horizon)}, seed {seed}" for s in scenarios]
    month = next((text for text in map(months, scenarios) if text), "")
    return "\n".join([*lines, *([month] if month else []), f"Nothing was run; results would go to {out}."])


def planned_points(plan: Plan, seed: int, out: Path) -> RenderableType:
    """What `sweep` would do: its points, and those that cannot be read."""
    from rich.console import Group

    varied = short_names(plan.varied)
    grid = table("point", *varied.values(), "hash", "error")
    for point in plan.points:
        values = [str(point.settings.get(name, "")) for name in varied]
        grid.add_row(point.name, *values, point.scenario.hash if point.scenario else "", point.error)
    end = f"{each(len(plan.points), plan.reps)}, seed {seed}. Nothing was run; results would go to {out}."
    return Group(grid, end)


def cost(scenarios: Sequence[Scenario], reps: int, seed: int, jobs: int | None, keep: bool, kept: Kept, engine: Engine) -> str:
    """How much of it is there already, and about how long the rest takes in which engine, judged by one replication."""
    import time

    from sim.study import engines
    from sim.study.blocks import packed, portions
    from sim.study.replications import HELD_AGAINST_LAWS, Block, checked, replicate

    _, _, workers = checked(seed, reps, jobs)
    missing = sum(len(r) for s in scenarios for r in portions(reps) if not Block("", s, seed, r, keep, engine, kept).is_kept)
    block = Block("", scenarios[0], seed, range(1), keep, engine)
    replicate(block, 0)  # what is compiled or imported is there then
    began = time.perf_counter()
    one = replicate(block, HELD_AGAINST_LAWS)
    seconds = (time.perf_counter() - began) * missing / min(workers, max(1, missing))
    size = len(packed([one])) * missing / 1e6 if missing else 0.0  # type: ignore[list-item]
    there = reps * len(scenarios) - missing
    kept_already = f"{there} of {counted(reps * len(scenarios), 'replication')} there already"
    names = dict.fromkeys(ENGINES[engines.name_of(engine, scenario)] for scenario in scenarios)
    return f"{kept_already}; the rest takes about {seconds:.0f} s in {' and '.join(names)}, and {size:.1f} MB of blocks."


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


def study(done: Study, folder: Path, given: Given, out: Path | None = None) -> list[RenderableType | Command | Place]:
    """The end of `run` and `sweep`: what a planner reads, where the rest is, what to try next; `out` is the folder asked for."""
    from sim.report import answers, comparison, many
    from sim.study.result import Difference, Result

    place = [] if out is None else ["--out", str(out)]
    if isinstance(done, Result):
        return [
            *answers.of_result(done),
            *_seen(done),
            _written(folder),
            _next(["show", *given.files], given, ["--assumed"], "what nobody has published"),
        ]
    if isinstance(done, Difference):
        more = ["--reps", str(MORE * done.made.reps), "--seed", str(done.made.seed), *place]
        told = [*comparison.of_difference(done), *_seen(done.a, done.b)]
        return [*told, _written(folder), _next(["run", *given.files], given, more, "intervals half as wide")]
    seed = ["--seed", str(done.seed)]
    return [*many.of_sweep(done), _written(folder), _next(["run", *given.files], given, seed, "the scenario itself, with all its numbers")]


def folded(part: str | Command | Place, width: int) -> str:
    """A text for a window so wide: broken between words; a command stays one that can be pasted."""
    return wrapped(part, width) if isinstance(part, str) else part.folded(width)


def _seen(*results: Result) -> list[str]:
    """What was seen in reality beside each result: whoever quotes a number must know when reality differs."""
    from sim.report.page.short import seen

    told = {one.name: [f"  {said.text}{f' ({said.spread})' if said.spread else ''}" for said in seen(one)] for one in results}
    heads = {name: "Beside what was seen" + (f": {name}" if len(results) > 1 else "") for name in told}
    return ["\n".join([heads[name], *lines]) for name, lines in told.items() if lines]


def _written(folder: Path) -> Place:
    page = folder / "report.html"
    return Place("Report", page) if page.is_file() else Place("Results", folder)


def _next(words: Sequence[str], given: Given, options: Sequence[str], why: str) -> Command:
    """The same files, overlays and settings, so that the line can be pasted."""
    return Command(("hubsim", *words, *given.options(), *options), why)
