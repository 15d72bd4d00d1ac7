"""The points of a sweep: how values combine, and what is refused."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import HubsimError
from sim.scenario.load import read
from sim.study.replications import REPS
from sim.study.result import folder_name
from sim.study.store import digest

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario, Sweep

Settings = Mapping[str, object]
MOST_POINTS = 10_000


@dataclass(frozen=True)
class Point:
    """One combination of values: its scenario, or why there is none."""

    name: str
    settings: dict[str, str]
    scenario: Scenario | None
    error: str = ""


@dataclass(frozen=True)
class Plan:
    """A sweep before it is run."""

    scenario: Scenario
    varied: tuple[str, ...]
    points: tuple[Point, ...]
    reps: int

    @property
    def scenarios(self) -> list[Scenario]:
        """Those of the points that can be run."""
        return [point.scenario for point in self.points if point.scenario]

    @property
    def runnable(self) -> int:
        """How many points can be run."""
        return len(self.scenarios)

    def folder_name(self, seed: int) -> str:
        """Name of its folder under `results/`."""
        return folder_name(self.scenario.name, self.hash, seed)

    @property
    def hash(self) -> str:
        """The same for the same points around the same scenario."""
        return digest([self.scenario.hash, [point.settings for point in self.points]])


def as_settings(
    vary: Mapping[str, Sequence[Any]] | None = None,
    points: Mapping[str, Mapping[str, Any]] | None = None,
    combine: str = "grid",
) -> dict[str, Any]:
    """What to vary, as settings that take the place of the scenario's own `sweep`.

    Parameters
    ----------
    vary : mapping, optional
        Dotted name: values.
    points : mapping, optional
        Instead: name of a point: its settings.
    combine : str
        `grid` or `zip`, for `vary`.
    """
    asked = {"sweep.points": points, "sweep.as": "list"} if points else {"sweep.vary": vary, "sweep.as": combine}
    return {"sweep": None, **asked}


def plan(path: str | Path, overlays: Sequence[str | Path] = (), settings: Settings | None = None, reps: int | None = None) -> Plan:
    """The points of a sweep, each a scenario of its own.

    Parameters
    ----------
    path, overlays, settings
        As for `load`.
    reps : int, optional
        Replications of each point; absent: what the sweep says, else 200.

    Raises
    ------
    HubsimError
        Nothing to vary, an unknown name, lists of different lengths, or the same point twice.
    """
    settings = dict(settings or {})
    draft = read(path, overlays)
    scenario = draft.scenario(settings)
    if scenario.sweep is None:
        to_do = "Add `sweep: {vary: {a.dotted.name: [1, 2]}, as: grid}`, or name a shipped sweep such as sweeps/kosovo-us"
        raise HubsimError(f"{scenario.name} has no `sweep:`. {to_do}.")
    combined = combinations(scenario.sweep)
    varied = tuple(dict.fromkeys(name for point in combined.values() for name in point))
    points = tuple(_point(name, point, lambda extra: draft.scenario({**settings, **extra})) for name, point in combined.items())
    _refuse_twins(points)
    return Plan(scenario, varied, points, reps or int(scenario.sweep.replications or REPS))


def combinations(sweep: Sweep) -> dict[str, dict[str, str]]:
    """Settings of each point by its name, in the order declared.

    Raises
    ------
    HubsimError
        Lists of different lengths, an empty sweep, or a value or a point twice.
    """
    if sweep.as_ == "list":
        return _listed(sweep)
    if not sweep.vary or any(not values for values in sweep.vary.values()):
        raise HubsimError("The sweep varies nothing. Give `vary:` at least one dotted name with at least one value.")
    lists = {name: [as_text(value) for value in values] for name, values in sweep.vary.items()}
    if sweep.as_ == "zip" and len({len(values) for values in lists.values()}) > 1:
        lengths = ", ".join(f"{name} has {len(values)}" for name, values in lists.items())
        raise HubsimError(f"`as: zip` needs lists of one length, but {lengths}. Make them equal, or use `as: grid`.")
    _refuse_too_many(math.prod(map(len, lists.values())) if sweep.as_ == "grid" else len(next(iter(lists.values()))))
    rows = zip(*lists.values(), strict=True) if sweep.as_ == "zip" else itertools.product(*lists.values())
    for name, values in lists.items() if sweep.as_ == "grid" else ():
        _refuse_repeated(name, values)
    return _labelled([dict(zip(lists, row, strict=True)) for row in rows])


def _listed(sweep: Sweep) -> dict[str, dict[str, str]]:
    if not sweep.points or any(not point for point in sweep.points.values()):
        raise HubsimError("The sweep lists nothing. Give `points:` at least one name with at least one setting, or use `as: grid`.")
    return {name: {path: as_text(value) for path, value in point.items()} for name, point in sweep.points.items()}


def as_text(value: Any) -> str:
    """A value as it is written after `--set name=`."""
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


def _refuse_too_many(points: int) -> None:
    if points > MOST_POINTS:
        raise HubsimError(f"The sweep has {points:,} points, more than {MOST_POINTS:,}. Give fewer values, or use `as: zip`.")


def _refuse_repeated(name: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise HubsimError(f"The sweep gives {name} the value {value} twice. Take one out.")


def _labelled(settings: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Points named by what varies: `places=20 limit=6 months`."""
    short = _short(list(settings[0]))
    labelled: dict[str, dict[str, str]] = {}
    for point in settings:
        label = " ".join(f"{short[name]}={value}" for name, value in point.items())
        if label in labelled:
            raise HubsimError(f'The sweep has the point "{label}" twice. Take one out.')
        labelled[label] = point
    return labelled


def _short(names: list[str]) -> dict[str, str]:
    """The fewest last words that tell the names apart; a date takes the word before it along."""
    for words in range(1, max(name.count(".") for name in names) + 2):
        ends = [".".join(name.split(".")[-words:]) for name in names]
        if len(set(ends)) == len(ends) and all(end[0].isalpha() or end == name for end, name in zip(ends, names, strict=True)):
            return dict(zip(names, ends, strict=True))
    return {name: name for name in names}


def _point(name: str, settings: dict[str, str], read: Callable[[dict[str, str]], Scenario]) -> Point:
    try:
        return Point(name, settings, read(settings))
    except HubsimError as error:
        return Point(name, settings, None, one_line(str(error)).removeprefix("--"))


def one_line(text: str) -> str:
    """A message for a cell of a table."""
    return " ".join(text.split())


def _refuse_twins(points: Sequence[Point]) -> None:
    seen: dict[str, str] = {}
    for point in points:
        if point.scenario is None:
            continue
        twin = seen.setdefault(point.scenario.hash, point.name)
        if twin != point.name:
            raise HubsimError(f'The points "{twin}" and "{point.name}" of the sweep are the same scenario. Take one out.')
