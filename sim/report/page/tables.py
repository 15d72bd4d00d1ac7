"""All numbers: every metric of a scenario, the differences between two, the points of a sweep."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import isfinite, isnan
from typing import TYPE_CHECKING

from sim.metrics import named
from sim.report import answers
from sim.report.page.parts import Cell, Group, Numbers, Row, Sentence, Table, plain
from sim.report.sentences import between, number

if TYPE_CHECKING:
    from sim.study.result import Difference, Result, SweepResult

POINT_METRICS = (*answers.POINT_LINES, "limit.person_days", "stay.longest")
"""The metrics of a line of a sweep; safeguards are added to them."""


def all_metrics(result: Result) -> Table:
    """Every metric with both spreads, and in how many replications it is undefined."""
    said = Numbers(result)
    groups = [Group([_metric(said, name) for name in names], topic) for topic, names in _by_topic(said.rows)]
    head = ("metric", "estimate", "95 % interval of the estimate", "nine runs in ten", "undefined in")
    return Table(f"All metrics over {result.reps} replications", head, groups, frozenset({1, 2, 3, 4}), "metrics")


def _by_topic(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Metrics by the first word of their names, in the order of the registry."""
    return [(topic, list(members)) for topic, members in groupby(names, key=lambda name: name.split(".")[0])]


def _metric(said: Numbers, name: str) -> tuple[Cell, ...]:
    undefined = said.rows[name]["undefined_in"]
    numbers = plain(said.said(name), said.interval(name), said.spread(name), f"{undefined}" if undefined else "")
    return (Cell(named(name).meaning, name), *numbers)


def differences(difference: Difference) -> Table:
    """Every metric of both, and their paired difference."""
    rows = {row["metric"]: row for row in difference.summary.to_dict("records")}
    sides = Numbers(difference.a), Numbers(difference.b)
    groups = [Group([_difference(rows[name], sides) for name in names], topic) for topic, names in _by_topic(rows)]
    names = ("A", "B") if difference.a.name == difference.b.name else (difference.a.name, difference.b.name)
    head = ("metric", *names, "difference", "95 % interval", "nine pairs in ten", "")
    return Table(f"Paired differences over {difference.a.reps} pairs", head, groups, frozenset({1, 2, 3, 4, 5}), "differences")


def _difference(row: Row, sides: tuple[Numbers, Numbers]) -> tuple[Cell, ...]:
    unit, metric = row["unit"], named(row["metric"])
    low, high = (between(row[low], row[high], unit, answers.ENDLESS) for low, high in (("ci_low", "ci_high"), ("p05", "p95")))
    both = (side.one(metric.name, row[key]) for side, key in zip(sides, ("a", "b"), strict=True))
    numbers = plain(*both, answers.signed(row["difference"], unit), low, high, answers.verdict(row, metric.better))
    return (Cell(metric.meaning, metric.name), *numbers)


def in_words(difference: Difference) -> list[Sentence]:
    """The differences of the first table in plain words."""
    rows = {row["metric"]: row for row in difference.summary.to_dict("records")}
    return [_in_words(difference, rows[metric], words) for metric, words in answers.LINES.items() if metric in rows]


def _in_words(difference: Difference, row: Row, words: str) -> Sentence:
    unit, change = row["unit"], row["difference"]
    sides = [Numbers(side).one(row["metric"], row[key]) for side, key in ((difference.a, "a"), (difference.b, "b"))]
    text = f"{words[:1].upper()}{words[1:]}: {sides[1]} against {sides[0]}"
    if not isfinite(change):
        return Sentence(f"{text}. The difference cannot be put in a number: one of them was not reached while it was followed.")
    if change == 0 and not (row["ci_high"] > row["ci_low"]):
        return Sentence(f"{text}: no difference.")
    interval = f"95 % interval of the difference: {more_or_less(row['ci_low'], unit)} to {more_or_less(row['ci_high'], unit)}"
    clear = not (isnan(row["ci_low"]) or row["ci_low"] <= 0 <= row["ci_high"])
    verdict = f"{more_or_less(change, unit)}" if clear else f"no clear difference ({more_or_less(change, unit)})"
    return Sentence(f"{text}: {verdict}.", "" if isnan(row["ci_low"]) else interval)


def more_or_less(change: float, unit: str) -> str:
    """A difference in words: `3 people fewer`, `12 percentage points more`, `5 d less`."""
    if not isfinite(change):
        return number(change, unit, answers.ENDLESS)
    size = f"{number(abs(change), unit).removesuffix('%')}percentage points" if unit == "share" else number(abs(change), unit)
    if change == 0:
        return size
    return f"{size} {'more' if change > 0 else 'fewer' if unit in ('people', 'cases') else 'less'}"


def changed_inputs(a: Result, b: Result) -> Table:
    """The values in which two scenarios differ."""
    before, after = ({row.name: row for row in side.scenario.inputs} for side in (a, b))
    names = [name for name in {**before, **after} if getattr(before.get(name), "text", None) != getattr(after.get(name), "text", None)]
    rows = []
    for name in names:
        first, second = before.get(name), after.get(name)
        row = second or first
        sides = plain(first.text if first else "–", second.text if second else "–")
        rows.append((Cell(name, (row.note or "") if row else ""), *sides, Cell(row.status if row else "")))
    return Table("What differs between the two", ("name", a.name, b.name, "status"), [Group(rows)], kind="changed")


def points(sweep: SweepResult) -> Table:
    """A line for each point: its values, and the first numbers; breaches are always among them."""
    first = next(iter(sweep.results.values()), None)
    known = Numbers(first) if first else None
    broken = [name for name in known.rows if name.startswith("safeguards.") and name.endswith(".people")] if known else []
    metrics = [name for name in (*POINT_METRICS, *broken) if known and name in known]
    rows = [_point(sweep, point, metrics) for point in sweep.points.to_dict("records")]
    heads = [answers.LINES.get(name) or _safeguard(name) or named(name).meaning for name in metrics]
    numbers = frozenset(range(len(sweep.varied), len(sweep.varied) + len(metrics)))
    return Table(f"{len(rows)} points, {sweep.reps} replications each", (*sweep.varied, *heads), [Group(rows)], numbers, "points")


def _safeguard(name: str) -> str:
    return f"people for whom {name.split('.')[1]} took too long" if name.startswith("safeguards.") else ""


def _point(sweep: SweepResult, point: Row, metrics: list[str]) -> tuple[Cell, ...]:
    values = plain(*(point[name] for name in sweep.varied))
    result = sweep.results.get(point["point"])
    if result is None:
        return (*values, *(Cell("failed" if n == 0 else "") for n in range(len(metrics))))
    said = Numbers(result)
    return (*values, *(Cell(said.said(name), said.spread(name)) if name in said else Cell("–") for name in metrics))
