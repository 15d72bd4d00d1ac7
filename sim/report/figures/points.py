"""The points of a sweep: curves over what varies, a heat map over two of them, or one line per named point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.metrics.registry import named
from sim.report.figures.style import BLACK, BLUE, LINES, MARKERS, SERIES, legend_above, nothing, on
from sim.report.sentences import number
from sim.report.words import short_names
from sim.scenario.quantities import parse_quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.result import SweepResult

Row = dict[str, Any]
At = Mapping[str, str]

NOT_KNOWN: Row = {key: float("nan") for key in ("estimate", "ci_low", "ci_high", "p05", "p95")}


def curves(sweep: SweepResult, metric: str, x: str, by: str | None = None, at: At | None = None, ax: Axes | None = None) -> Axes:
    """A metric over the values of one varied name, a line for each value of another, with 95 % intervals.

    Parameters
    ----------
    sweep : SweepResult
        Points around one scenario.
    metric, x, by : str
        Dotted names; `by` absent: one line.
    at : mapping, optional
        Which value each other varied name has; where it says nothing, its first.
    ax : Axes, optional
        Where to draw; absent: the current axes.
    """
    ax = on(ax)
    rows = _chosen(sweep, metric, [x, by] if by else [x], at)
    short = short_names(sweep.varied)
    ticks = values_of(sweep, x)
    places = _places(ticks)
    for n, line in enumerate(values_of(sweep, by) if by else [""]):
        mine = [row for row in rows if not by or row[by] == line]
        here = [places[ticks.index(row[x])] for row in mine]
        low, middle, high = (
            _scale(metric) * np.array([row[key] for row in mine], dtype=np.float64) for key in ("ci_low", "estimate", "ci_high")
        )
        colour = SERIES[n % len(SERIES)]
        style: Any = LINES[n % len(LINES)]
        ax.fill_between(here, low, high, color=colour, alpha=0.2, linewidth=0)
        label = f"{short[by]}: {line}" if by else None
        ax.plot(here, middle, color=colour, marker=MARKERS[n % len(MARKERS)], linestyle=style, label=label)
    ax.set_xticks(places, ticks)
    ax.set_ylim(bottom=0)
    ax.set(xlabel=short[x], ylabel=_unit(metric))
    ax.set_title(named(metric).meaning, loc="left", fontsize=10)
    legend_above(ax)
    return ax


def heat_map(sweep: SweepResult, metric: str, x: str, y: str, at: At | None = None, ax: Axes | None = None) -> Axes:
    """A metric over two varied names, its number in each field. Parameters as for `curves`."""
    ax = on(ax)
    across, down = values_of(sweep, x), values_of(sweep, y)
    fields = np.full((len(down), len(across)), np.nan)
    for row in _chosen(sweep, metric, [x, y], at):
        fields[down.index(row[y]), across.index(row[x])] = row["estimate"]
    low, high = _span(sweep, metric)
    ax.pcolormesh(np.ma.masked_invalid(fields), cmap="cividis", vmin=low, vmax=high, edgecolors="white", linewidth=1)
    unit = named(metric).unit
    for (line, column), value in np.ndenumerate(fields):
        ink = "white" if np.isfinite(value) and value < (low + high) / 2 else BLACK
        ax.text(column + 0.5, line + 0.5, number(value, unit).removesuffix(f" {unit}"), ha="center", va="center", color=ink, fontsize=10)
    ax.set_xticks(np.arange(len(across)) + 0.5, across)
    ax.set_yticks(np.arange(len(down)) + 0.5, down)
    ax.set_ylim(len(down), 0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    short = short_names(sweep.varied)
    ax.set(xlabel=short[x], ylabel=_broken(short[y]))
    ax.set_title(named(metric).meaning, loc="left", fontsize=10)
    return ax


def each_point(sweep: SweepResult, metric: str, ax: Axes | None = None) -> Axes:
    """A metric for every point that finished: estimate, 95 % interval (thick), nine runs in ten (thin)."""
    ax = on(ax)
    rows = {point: row for point in sweep.results for row in [_row(sweep, point, metric)] if row is not None}
    if not rows:
        return nothing(ax, "no point finished")
    scale, ends = _scale(metric), [1e-9]
    for place, row in enumerate(rows.values()):
        p05, low, middle, high, p95 = (scale * row[key] for key in ("p05", "ci_low", "estimate", "ci_high", "p95"))
        ax.plot([p05, p95], [place, place], color=BLUE, linewidth=1.2)
        ax.plot([low, high], [place, place], color=BLUE, linewidth=5, alpha=0.45, solid_capstyle="butt")
        ax.plot([middle], [place], marker="o", color=BLACK, markersize=5)
        ends += [value for value in (p95, high, middle) if np.isfinite(value)]
    ax.set_yticks(range(len(rows)), [fill(name, 40) for name in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.05 * max(ends))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(_unit(metric))
    ax.set_title(named(metric).meaning, loc="left", fontsize=10)
    return ax


def values_of(sweep: SweepResult, name: str) -> list[str]:
    """The values of a varied name, in the order declared."""
    return list(dict.fromkeys(sweep.points[name]))


def _chosen(sweep: SweepResult, metric: str, free: Sequence[str], at: At | None) -> list[Row]:
    """Points that differ in `free` only: their settings, and what the metric says."""
    fixed = {name: (at or {}).get(name, values_of(sweep, name)[0]) for name in sweep.varied if name not in free}
    points = [row for row in sweep.points[["point", *sweep.varied]].to_dict("records") if all(row[n] == v for n, v in fixed.items())]
    return [{**(_row(sweep, point["point"], metric) or NOT_KNOWN), **point} for point in points]


def _row(sweep: SweepResult, point: str, metric: str) -> Row | None:
    """The summary row of a metric at a point; None where the point failed or has no such metric."""
    if point not in sweep.results:
        return None
    summary = sweep.results[point].summary
    rows: list[Row] = summary[summary["metric"] == metric].to_dict("records")
    return rows[0] if rows else None


def _places(values: list[str]) -> list[float]:
    """Where values stand on the axis: by size where all are quantities of one kind, else one beside the other."""
    try:
        read = [parse_quantity(value) for value in values]
    except ValueError:
        return [float(n) for n in range(len(values))]
    alike = len({quantity.dimension for quantity in read}) == 1
    return [quantity.value if alike else float(n) for n, quantity in enumerate(read)]


def _span(sweep: SweepResult, metric: str) -> tuple[float, float]:
    """One scale of colour for all panels of a metric."""
    values = sweep.points[metric].to_numpy(dtype=np.float64)
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _scale(metric: str) -> float:
    return 100.0 if named(metric).unit == "share" else 1.0


def _unit(metric: str) -> str:
    unit = named(metric).unit
    return "%" if unit == "share" else unit


def _broken(name: str, width: int = 22) -> str:
    """A dotted name in lines that fit beside an axis."""
    lines = [""]
    for word in name.split("."):
        joined = f"{lines[-1]}.{word}" if lines[-1] else word
        lines = [*lines[:-1], joined] if len(joined) <= width else [*lines, word]
    return ".\n".join(lines)
