"""What a planner reads first: a table with plain remarks, what holds people, what breaks, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf, isnan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics import named, reach
from sim.report import inputs
from sim.report.sentences import NEVER, POINTS, between, days, number, percent
from sim.report.tables import table
from sim.scenario.thresholds import rule

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.scenario.schema import Pool, Scenario
    from sim.study.result import Difference, Result, SweepResult

ENDLESS = "∞"

Values = NDArray[np.float64]

LINES = {
    "people.listed": "people listed",
    "people.accepted": "people accepted by the host",
    "people.arrived": "people who ever came",
    "arrival.first": "first arrival, from the start",
    "present.peak": "most people inside at one time",
    "places.occupancy": "usable places in use, on average",
    "full.chance": "chance that somebody finds no place free",
    "full.days": "time with all usable places taken",
    "wait.transfer.mean": "wait from acceptance to transfer, on average",
    "wait.place.mean": "wait for a place, on average",
    "stay.p50": "stay that half of the people do not exceed",
    "stay.p90": "stay that nine in ten people do not exceed",
    "stay.longest": "longest stay of anyone, so far",
    "limit.people": "people beyond the agreed limit",
    "residual.horizon.people": "people inside at the horizon",
}
"""The metrics of the first table in words, in the order of the journey; those a scenario does not have are left out."""

POINT_LINES = ("people.arrived", "present.peak", "full.chance", "stay.p50", "limit.people", "residual.horizon.people")
"""The metrics of a line of a sweep."""

BREAKS = {
    "limit.people": "people beyond the agreed limit",
    "reviews.late": "reviews held late",
    "order.days": "days inside after an order to release",
    "overcrowding.person_days": "places taken beyond what is usable",
    "overflow.person_days": "people in overflow",
}
"""What breaks besides the safeguards, in words."""


def of_result(result: Result) -> list[RenderableType]:
    """One scenario."""
    head = f"{result.name}: {result.scenario.why}" if result.scenario.why else result.name
    made = f"{result.reps} replications of {days(result.scenario.horizon)} from {result.scenario.start}, seed {result.seed}"
    return [head, made, _results(result), holds(result), breaks(result), rests(result)]


def _results(result: Result) -> RenderableType:
    grid = table("", "estimate", "95 % interval", "nine runs in ten", "", numbers=("estimate", "95 % interval", "nine runs in ten"))
    reached = reach(result.measures)
    for row in _rows(result, LINES):
        metric, unit = named(row["metric"]), row["unit"]
        beyond = f"> {number(reached[metric.name], unit)}" if metric.sample else NEVER
        spread = "" if metric.kind == "chance" else between(row["p05"], row["p95"], unit, beyond)
        interval = between(row["ci_low"], row["ci_high"], unit, beyond)
        grid.add_row(LINES[metric.name], number(row["estimate"], unit, beyond), interval, spread, remark(result, row))
    return grid


def _rows(study: Result | Difference, names: Iterable[str]) -> list[dict[str, Any]]:
    rows = {row["metric"]: row for row in study.summary.to_dict("records")}
    return [rows[name] for name in names if name in rows]


# --- remarks --------------------------------------------------------------------------------------------------------------


def remark(result: Result, row: dict[str, Any]) -> str:
    """A plain remark on one line, from its values run by run; empty where there is nothing to add."""
    metric = row["metric"]
    values = values_of(result, metric)
    if metric in REMARKS and values.size:
        return REMARKS[metric](result, values)
    if values.size and np.isinf(values).any():
        return f"{'not reached' if named(metric).sample else 'never'} in {_share(values == inf)} of runs"
    return f"undefined in {row['undefined_in']} of {result.reps} runs" if row["undefined_in"] else ""


def values_of(result: Result, metric: str) -> Values:
    """The values of a metric run by run, without those that are undefined."""
    rows = result.replications
    values: Values = rows.loc[rows["metric"] == metric, "value"].to_numpy(float)
    return values[~np.isnan(values)]


def _share(true: NDArray[np.bool_]) -> str:
    return percent(float(np.mean(true)))


def _beyond(values: Values, limit: float, what: str) -> str:
    return f"above {what} in {_share(values > limit)} of runs" if (values > limit).any() else f"never above {what}"


def _presence(result: Result, values: Values) -> str:
    usable = usable_places(result)
    return _beyond(values, usable, f"{usable} usable places (reception counted)")


def _arrived(result: Result, values: Values) -> str:
    total = result.scenario.agreement.total
    if total is None:
        return ""
    return f"all {total} in {_share(values >= total)} of runs" if (values >= total).any() else f"never all {total}"


def _longest(result: Result, values: Values) -> str:
    limit = result.scenario.agreement.stay.limit
    return "" if limit is None else _beyond(values, limit / 86_400_000, days(limit))


def _somebody(result: Result, values: Values) -> str:
    return f"somebody in {_share(values > 0)} of runs" if (values > 0).any() else "nobody in any run"


REMARKS: dict[str, Callable[[Result, Values], str]] = {
    "present.peak": _presence,
    "people.arrived": _arrived,
    "stay.longest": _longest,
    "limit.people": _somebody,
    "residual.horizon.people": _somebody,
}


def usable_places(result: Result) -> int:
    """Usable places of all pools as first opened: floor(floor(places x opened) x usable) each."""
    pools = [pool for hub in result.scenario.hubs.values() for pool in hub.pools.values()]
    return sum(int(int(_nominal(pool) * pool.opened + 1e-9) * pool.usable + 1e-9) * (pool.beds or 1) for pool in pools)


def _nominal(pool: Pool) -> int:
    """Beds, or rooms."""
    return pool.places if pool.places is not None else pool.rooms or 0


# --- what holds, what breaks, what it rests on ----------------------------------------------------------------------------


def holds(result: Result) -> str:
    """The three stages in which most of the days go."""
    stages = [row for row in result.summary.to_dict("records") if row["metric"].startswith("days_share.") and row["estimate"] > 0]
    if not stages:
        return "What holds people: nobody was inside."
    most = sorted(stages, key=lambda row: -row["estimate"])[:3]
    lines = [f"  {percent(row['estimate']):>7} of the days a person {_stage(row['metric'])}" for row in most]
    return "\n".join(["What holds people", *lines])


def _stage(metric: str) -> str:
    return named(metric).meaning.removeprefix("share of all days on which a person ")


def breaks(result: Result) -> str:
    """Safeguards, the limit, late reviews and overcrowding: for how many, in how many runs."""
    named_so = {**_safeguards(result.scenario), **BREAKS}
    rows = [(named_so[row["metric"]], row, values_of(result, row["metric"])) for row in _rows(result, named_so)]
    declared = [] if result.scenario.safeguards else ["no safeguards declared"]
    broken = [_broken(words, row, values) for words, row, values in rows if values.any()]
    whole = [words for words, _, values in rows if not values.any()]
    never = [f"in no run: {', '.join(whole)}"] if whole else []
    return "\n  ".join(["What breaks", *declared, *broken, *never])


def _safeguards(scenario: Scenario) -> dict[str, str]:
    """Metrics of the safeguards in words: `doctor (from arrived to health within 1 d)`."""
    declared = scenario.safeguards.items()
    return {f"safeguards.{name}.people": f"{name} ({rule(one)})" for name, one in declared}


def _broken(words: str, row: dict[str, Any], values: Values) -> str:
    spread = between(row["p05"], row["p95"], row["unit"])
    return f"{words}: {number(row['estimate'], row['unit'])} (nine runs in ten: {spread}), in {_share(values > 0)} of runs"


def rests(result: Result) -> str:
    """How many facts are official, reported, estimated, assumed."""
    return f"It rests on {inputs.counts(result.scenario)}."


# --- two scenarios, many points -------------------------------------------------------------------------------------------


def of_difference(difference: Difference) -> list[RenderableType]:
    """Two scenarios side by side, and what the second changes."""
    a, b = difference.a, difference.b
    names = (a.name, b.name) if a.name != b.name else (f"{a.name} ({a.scenario.hash})", f"{b.name} ({b.scenario.hash})")
    head = f"{names[1]} against {names[0]}: {a.reps} pairs of replications with the same luck, seed {a.seed}"
    grid = _differences(difference, names)
    return [head, grid, *_both("What holds people", a, b, holds), *_both("What breaks", a, b, breaks), _rest(a), _rest(b)]


def _differences(difference: Difference, names: tuple[str, str]) -> RenderableType:
    numbers = (*names, "difference", "95 % interval", "nine pairs in ten")
    grid = table("", *numbers, "", numbers=numbers)
    reached = [reach(side.measures) for side in (difference.a, difference.b)]
    for row in _rows(difference, LINES):
        metric, unit = named(row["metric"]), row["unit"]
        beyond = [f"> {number(one[metric.name], unit)}" if metric.sample else NEVER for one in reached]
        sides = [number(row[side], unit, at_most) for side, at_most in zip(("a", "b"), beyond, strict=True)]
        spread = "" if metric.kind == "chance" else between(row["p05"], row["p95"], points(unit), ENDLESS)
        interval = between(row["ci_low"], row["ci_high"], points(unit), ENDLESS)
        grid.add_row(LINES[metric.name], *sides, signed(row["difference"], unit), interval, spread, verdict(row, metric.better))
    return grid


def _both(title: str, a: Result, b: Result, part: Callable[[Result], str]) -> list[str]:
    return [part(side).replace(title, f"{title}: {side.name}", 1) for side in (a, b)]


def _rest(result: Result) -> str:
    return f"{result.name} rests on {inputs.counts(result.scenario)}."


def signed(value: float, unit: str) -> str:
    """A difference with its sign."""
    return f"+{number(value, points(unit), ENDLESS)}" if value > 0 else number(value, points(unit), ENDLESS)


def points(unit: str) -> str:
    """The unit of a difference: shares differ by (percentage) points, which is not a per cent of either."""
    return POINTS if unit == "share" else unit


def verdict(row: dict[str, Any], better: str | None) -> str:
    """What the interval of a difference says, in a word or two."""
    low, high, difference = row["ci_low"], row["ci_high"], row["difference"]
    if difference == 0 and (low == high or isnan(low)):
        return "the same"
    if isnan(low) or isnan(high):
        return ""
    if low <= 0 <= high:
        return "no clear difference"
    word = "higher" if low > 0 else "lower"
    return word if better is None else f"{word}: {'better' if word == better else 'worse'}"


def of_sweep(sweep: SweepResult) -> list[RenderableType]:
    """A line per point, and what went wrong with those that failed."""
    first = next(iter(sweep.results.values()), None)
    units = {row["metric"]: row["unit"] for row in _rows(first, POINT_LINES)} if first else {}
    heads = tuple(LINES[name] for name in units)
    grid = table(*sweep.varied, *heads, numbers=heads)
    for point in sweep.points.to_dict("records"):
        shown = [number(point[name], unit) for name, unit in units.items()] if point["status"] == "ok" else [point["status"]]
        grid.add_row(*(point[name] for name in sweep.varied), *shown)
    head = f"{sweep.name}: {len(sweep.points)} points, {sweep.reps} replications each with the same luck, seed {sweep.seed}"
    failed = [f"failed: {point['point']}: {point['error']}" for point in sweep.failed.to_dict("records")]
    return [head, grid, *failed, f"It rests on {inputs.counts(sweep.scenario)}."]
