"""All numbers: every metric of a scenario, the differences between two, the points of a sweep."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import isfinite, isnan
from typing import TYPE_CHECKING

from sim.metrics import REGISTRY, named
from sim.report import answers
from sim.report.figures.people import OUTCOMES
from sim.report.page.parts import Cell, Group, Numbers, Row, Sentence, Table, plain
from sim.report.sentences import between, number

if TYPE_CHECKING:
    from sim.study.result import Difference, Result, SweepResult

ALONE = frozenset(metric.name for metric in REGISTRY)
"""Metrics that are no member of a family."""

WITHOUT_EFFECT = ("name", "why")
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
    return (Cell(meaning(name), name), *numbers)


def meaning(name: str) -> str:
    """A metric in words; a member of a family with the name of the member."""
    words, parts = named(name).meaning, name.split(".")
    if name in ALONE:
        return words
    if parts[:1] == ["limit"]:
        return f"{words}: {'.'.join(parts[2:])}"
    return f"{words}: {OUTCOMES.get(parts[1], parts[1]) if parts[0] in ('outcome', 'outcome_share') else parts[1]}"


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
    return (Cell(meaning(metric.name), metric.name), *numbers)


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
    interval = f"95 % interval of the difference: {_from_to(row['ci_low'], row['ci_high'], unit)}"
    clear = not (isnan(row["ci_low"]) or row["ci_low"] <= 0 <= row["ci_high"])
    verdict = f"{more_or_less(change, unit)}" if clear else f"no clear difference ({more_or_less(change, unit)})"
    return Sentence(f"{text}: {verdict}.", spread="" if isnan(row["ci_low"]) else interval)


def more_or_less(change: float, unit: str) -> str:
    """A difference in words: `3 people fewer`, `12 percentage points more`, `5 d less`."""
    if not isfinite(change):
        return number(change, unit, answers.ENDLESS)
    size = f"{number(abs(change), unit).removesuffix('%')}percentage points" if unit == "share" else number(abs(change), unit)
    if change == 0:
        return size
    return f"{size} {'more' if change > 0 else 'fewer' if unit in ('people', 'cases') else 'less'}"


def _from_to(low: float, high: float, unit: str) -> str:
    """An interval of differences in words, the smaller change first: `85.9 to 94.7 people fewer`."""
    first, last = (high, low) if high <= 0 else (low, high)
    texts = more_or_less(first, unit), more_or_less(last, unit)
    figure, _, rest = texts[0].partition(" ")
    return f"{figure} to {texts[1]}" if rest and texts[1].endswith(f" {rest}") else f"{texts[0]} to {texts[1]}"


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
    broken = [name for name in units if name.startswith("safeguards.") and name.endswith(".people")]
    metrics = [name for name in (*POINT_METRICS, *broken) if name in units]
    rows = [_point(sweep, point, metrics) for point in sweep.points.to_dict("records")]
    heads = [f"{words(name)} ({'%' if units[name] == 'share' else units[name]})" for name in metrics]
    numbers = frozenset(range(len(sweep.varied), len(sweep.varied) + len(metrics)))
    return Table(f"{len(rows)} points, {sweep.reps} replications each", (*sweep.varied, *heads), [Group(rows)], numbers, "points")


def words(metric: str) -> str:
    """A metric in few words."""
    safeguard = f"people for whom {metric.split('.')[1]} took too long" if metric.startswith("safeguards.") else ""
    return answers.LINES.get(metric) or safeguard or named(metric).meaning


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


def extremes(sweep: SweepResult, metric: str) -> Sentence:
    """The lowest and the highest point of a metric, and where nine runs in ten fall at each."""
    finished = sweep.points[sweep.points[metric].notna()]
    text = words(metric)[:1].upper() + words(metric)[1:]
    if finished.empty:
        return Sentence(f"{text}: no point has it.")
    values = finished[metric].astype(float)
    ends = [finished.loc[place, "point"] for place in (values.idxmin(), values.idxmax())]
    said = [Numbers(sweep.results[point]) for point in ends]
    low, high = (one.said(metric) for one in said)
    spreads = [one.spread(metric) for one in said]
    if low == high:
        return Sentence(f"{text}: {low} at every point.")
    spread = f"nine runs in ten: {spreads[0]} at the lowest, {spreads[1]} at the highest" if all(spreads) else ""
    return Sentence(f"{text}: from {low} ({ends[0]}) to {high} ({ends[1]}).", spread=spread)


def lowest_and_highest(sweep: SweepResult) -> list[Sentence]:
    """The lowest and the highest point of each of the first numbers."""
    return [extremes(sweep, metric) for metric in POINT_METRICS if metric in sweep.points]
