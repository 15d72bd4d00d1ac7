"""What a new result takes the place of: told before the work, so that nobody loses a finished result without knowing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import counted
from sim.report.words import ENGINES
from sim.study import engines
from sim.study.store import MANIFEST

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.study.engines import Engine
    from sim.study.points import Plan


@dataclass(frozen=True)
class Coming:
    """A result before it is made.

    Parameters
    ----------
    folder : Path
        Where it will stand.
    hashes : tuple of str
        Of its scenario, of the points of its sweep, or of its two scenarios.
    seed, reps : int
        Its luck.
    engines : tuple of str
        Who makes it.
    keep : bool
        Whether it will hold the tables of every replication.
    """

    folder: Path
    hashes: tuple[str, ...]
    seed: int
    reps: int
    engines: tuple[str, ...]
    keep: bool = False


def of_runs(folders: Sequence[Path], scenarios: Sequence[Scenario], seed: int, reps: int, engine: Engine, keep: bool) -> list[Coming]:
    """The result of a scenario; of two that of each, and last their difference, which alone has a folder where one is asked for."""
    groups = [[scenario] for scenario in scenarios] + ([list(scenarios)] if len(scenarios) > 1 else [])
    made = zip(folders, groups[-len(folders) :], strict=True)
    return [Coming(at, tuple(one.hash for one in group), seed, reps, _made_by(engine, group), keep) for at, group in made]


def of_sweep(folder: Path, plan: Plan, seed: int, engine: Engine) -> Coming:
    """The result of a sweep."""
    return Coming(folder, (plan.hash,), seed, plan.reps, _made_by(engine, plan.scenarios))


def _made_by(engine: Engine, scenarios: Iterable[Scenario]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(engines.name_of(engine, scenario) for scenario in scenarios)) or (engines.SIMPY,)


def told(coming: Iterable[Coming]) -> list[str]:
    """A line for each finished result of which something is not in the one that takes its place."""
    return [text for text in map(_told, coming) if text]


def _told(coming: Coming) -> str:
    kept = _manifest(coming.folder)
    if not kept or not _loses(kept, coming):
        return ""
    again = f" To have it again: {kept['command']}" if kept.get("command") else ""
    return f"{coming.folder} holds {_what(kept, coming)}; it is replaced when this is finished.{again}"


def _manifest(folder: Path) -> dict[str, Any]:
    """Of a finished result; empty where there is none."""
    try:
        kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) and {"kind", "seed", "replications", "engine"} <= set(kept) else {}


def _loses(kept: Mapping[str, Any], coming: Coming) -> bool:
    """Whether the coming result lacks anything of it: more replications of the same luck and engine hold all of it."""
    alike = (_hashes(kept), kept["seed"], _engines(kept)) == (coming.hashes, coming.seed, coming.engines)
    return not alike or kept["replications"] > coming.reps or (_has_tables(coming.folder) and not coming.keep)


def _what(kept: Mapping[str, Any], coming: Coming) -> str:
    """`200 replications of seed 1, made by the compiled engine`."""
    names = " against ".join(kept[side]["name"] for side in ("b", "a")) if kept["kind"] == "difference" else kept["name"]
    of = f" of {names}" if _hashes(kept) != coming.hashes else ""
    by = " and ".join(ENGINES.get(engine, engine) for engine in _engines(kept))
    tables = ", with their tables" if _has_tables(coming.folder) else ""
    each = f" of each of {counted(len(kept['points']), 'point')}" if kept["kind"] == "sweep" else ""
    return f"{counted(kept['replications'], 'replication')}{each}{of}, seed {kept['seed']}, made by {by}{tables}"


def _hashes(kept: Mapping[str, Any]) -> tuple[str, ...]:
    if kept["kind"] == "difference":
        return kept["a"]["hash"], kept["b"]["hash"]
    return (kept["hash_of_points"] if kept["kind"] == "sweep" else kept["hash"],)


def _engines(kept: Mapping[str, Any]) -> tuple[str, ...]:
    """The engines of a result; of two scenarios and of many points those of all."""
    words: str = kept["engine"]
    return tuple(words.replace(" and ", "; ").split("; "))


def _has_tables(folder: Path) -> bool:
    return (folder / "tables").is_dir()
