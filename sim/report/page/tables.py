"""All numbers: every metric of a scenario, the differences between two, the points of a sweep."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from sim.errors import counted
from sim.metrics import REGISTRY, named
from sim.report.comparison import Change, nobody_came
from sim.report.figures.people import OUTCOMES
from sim.report.many import POINT_LINES
from sim.report.page.parts import Cell, Group, Numbers, Row, Table, plain
from sim.report.words import each, line, short_names

if TYPE_CHECKING:
    from sim.study.result import Difference, Result, SweepResult

ALONE = frozenset(metric.name for metric in REGISTRY)
"""Metrics that are no member of a family."""

WITHOUT_EFFECT = ("name", "why")
POINT_METRICS = (*POINT_LINES, "limit.person_days", "stay.longest")
"""The metrics of a line of a sweep; safeguards are added to them."""


def all_metrics(result: Result) -> Table:
    """Every metric with both spreads, and in how many replications it is undefined."""
    said = Numbers(result)
    groups = [Group([_metric(said, name) for name in names], topic) for topic, names in _by_topic(said.rows)]
    head = ("metric", "estimate", "95 % interval of the estimate", "nine runs in ten", "undefined in")
    return Table(f"All metrics over {counted(result.reps, 'replication')}", head, groups, frozenset({1, 2, 3, 4}), "metrics")


def _by_topic(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Metrics by the first word of their names, in the order of the registry."""
    return [(topic, list(members)) for topic, members in groupby(names, key=lambda name: name.split(".")[0])]


def _metric(said: Numbers, name: str) -> tuple[Cell, ...]:
    undefined = said.rows[name]["undefined_in"]
    numbers = plain(said.said(name), said.interval(name), said.spread(name), f"{undefined}" if undefined else "")
    return (Cell(meaning(name), name), *numbers)


def meaning(name: str) -> str:
    """A metric in words; a member of a family with the name of the member."""
    words, parts = named(name).meaning, name.split(".")
    if name in ALONE:
        return words
    if parts[:1] == ["limit"]:
        return f"{words}: {'.'.join(parts[2:])}"
    if parts[:1] == ["costs"]:
        return f"{words}: {', '.join([*parts[3:], parts[1]])}"
    return f"{words}: {OUTCOMES.get(parts[1], parts[1]) if parts[0] in ('outcome', 'outcome_share') else parts[1]}"


def differences(difference: Difference) -> Table:
    """Every metric of both, and their paired difference."""
    rows = {row["metric"]: row for row in difference.summary.to_dict("records")}
    sides = Numbers(difference.a), Numbers(difference.b)
    nobody = nobody_came(difference)
    groups = [Group([_difference(rows[name], sides, nobody) for name in names], topic) for topic, names in _by_topic(rows)]
    names = ("A", "B") if difference.a.name == difference.b.name else (difference.a.name, difference.b.name)
    head = ("metric", *names, "difference", "95 % interval", "nine pairs in ten", "")
    return Table(f"Paired differences over {counted(difference.a.reps, 'pair')}", head, groups, frozenset({1, 2, 3, 4, 5}), "differences")


def _difference(row: Row, sides: tuple[Numbers, Numbers], nobody: str) -> tuple[Cell, ...]:
    metric, said = row["metric"], Change.of(row, nobody)
    both = (side.one(metric, row[key]) for side, key in zip(sides, ("a", "b"), strict=True))
    numbers = plain(*both, said.difference, said.interval, said.spread, said.verdict)
    return (Cell(meaning(metric), metric), *numbers)


def changed_inputs(a: Result, b: Result) -> Table:
    """The values in which two scenarios differ."""
    before, after = ({row.name: row for row in side.scenario.inputs} for side in (a, b))
    both = {name: (before.get(name), after.get(name)) for name in {**before, **after} if name not in WITHOUT_EFFECT}
    differ = {name: rows for name, rows in both.items() if getattr(rows[0], "text", None) != getattr(rows[1], "text", None)}
    rows = []
    for name, (first, second) in differ.items():
        row = second or first
        sides = plain(first.text if first else "–", second.text if second else "–")
        rows.append((Cell(name, (row.note or "") if row else ""), *sides, Cell(row.status if row else "")))
    return Table("Values that are not the same in both", ("name", a.name, b.name, "status"), [Group(rows)], kind="changed")


def points(sweep: SweepResult) -> Table:
    """A line for each point: its values, and the first numbers; breaches are always among them."""
    first = next(iter(sweep.results.values()), None)
    units = dict(zip(first.summary["metric"], first.summary["unit"], strict=True)) if first else {}
    broken = [name for name in units if name.startswith("safeguard.") and name.endswith(".people")]
    metrics = [name for name in (*POINT_METRICS, *broken) if name in units]
    rows = [_point(sweep, point, metrics) for point in sweep.points.to_dict("records")]
    heads = [f"{line(name, sweep.scenario)} ({'%' if units[name] == 'share' else units[name]})" for name in metrics]
    varied = tuple(short_names(sweep.varied).values())
    numbers = frozenset(range(len(sweep.varied), len(sweep.varied) + len(metrics)))
    return Table(each(len(rows), sweep.reps), (*varied, *heads), [Group(rows)], numbers, "points")


def _point(sweep: SweepResult, point: Row, metrics: list[str]) -> tuple[Cell, ...]:
    values = plain(*(point[name] for name in sweep.varied))
    result = sweep.results.get(point["point"])
    if result is None:
        return (*values, *(Cell("failed" if n == 0 else "") for n in range(len(metrics))))
    said = Numbers(result)
    return (*values, *(Cell(_bare(said.said(name), name), _bare(said.spread(name), name)) for name in metrics))


def _bare(text: str, metric: str) -> str:
    """Without the unit that the head of the column says."""
    unit = named(metric).unit
    return text.removesuffix(" %" if unit == "share" else " d" if unit == "days" else f" {unit}")
