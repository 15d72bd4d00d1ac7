"""What happens day by day: people present and arrivals, with the band in which nine runs in ten fall, and what was seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.figures.style import BLACK, BLUE, GREY, ORANGE, VERMILLION, legend_above, on

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

    from sim.scenario.schema import Observation
    from sim.study.result import Result

MS_PER_DAY = 86_400_000
SERIES_OF = {"arrived": "arrived_total", "present": "present", "left": "left_total"}
"""The daily series beside which an observation is shown."""


def present(result: Result, ax: Axes | None = None, *, colour: str = BLUE, label: str = "people in the hub", places: bool = True) -> Axes:
    """People in the hub over time, against usable places and the number agreed.

    Parameters
    ----------
    result : Result
        One scenario, replicated.
    ax : Axes, optional
        Where to draw; absent: the current axes.
    colour, label : str
        Of the line; draw two scenarios on the same axes with two of them.
    places : bool
        Whether to draw usable places, the number agreed, and people beyond the limit.
    """
    ax = on(ax)
    _band(ax, result, "present", colour, label)
    if places:
        _beyond_limit(ax, result)
        _usable(ax, result)
        _agreed(ax, result)
    observed(ax, result, "present")
    return _dressed(ax, "People in the hub", "people")


def arrivals(
    result: Result, ax: Axes | None = None, *, colour: str = BLUE, label: str = "people arrived so far", agreed: bool = True
) -> Axes:
    """People who have arrived so far, against the total agreed, the intake window and what was seen. Parameters as for `present`."""
    ax = on(ax)
    _band(ax, result, "arrived_total", colour, label)
    if agreed:
        _total(ax, result)
        _window(ax, result)
        observed(ax, result, "arrived")
    return _dressed(ax, "People arrived so far", "people")


def observed(ax: Axes, result: Result, what: str) -> None:
    """What was seen, from low to high, on its day."""
    for seen in _seen(result, what):
        middle = (seen.low + seen.high) / 2
        day: Any = seen.date
        ax.errorbar(
            [day],
            [middle],
            yerr=[[middle - seen.low], [seen.high - middle]],
            fmt="D",
            color=BLACK,
            markersize=6,
            capsize=5,
            zorder=5,
            label=f"seen on {seen.date}: {_low_to_high(seen)}",
        )


def _seen(result: Result, what: str) -> list[Observation]:
    return [seen for seen in result.scenario.observed.values() if seen.what == what]


def _low_to_high(seen: Observation) -> str:
    return f"{seen.low}" if seen.low == seen.high else f"{seen.low} to {seen.high}"


def of_days(result: Result, what: str) -> DataFrame:
    """The daily series of one thing."""
    return result.series[result.series["what"] == what]


def _dates(result: Result, days: DataFrame) -> Any:
    """Dates, of which matplotlib's types know less than matplotlib."""
    return np.datetime64(result.scenario.start) + days["day"].to_numpy().astype("timedelta64[D]")


def _band(ax: Axes, result: Result, what: str, colour: str, label: str) -> None:
    days = of_days(result, what)
    dates = _dates(result, days)
    ax.fill_between(dates, days["p05"], days["p95"], color=colour, alpha=0.22, linewidth=0, label="nine runs in ten")
    ax.plot(dates, days["mean"], color=colour, label=f"{label}, average")


def _usable(ax: Axes, result: Result) -> None:
    days = of_days(result, "usable")
    ax.step(_dates(result, days), days["mean"], where="post", color=ORANGE, linestyle="--", label="usable places")


def _beyond_limit(ax: Axes, result: Result) -> None:
    days = of_days(result, "over_limit")
    if days["mean"].any():
        limit = round((result.scenario.agreement.stay.limit or 0) / MS_PER_DAY)
        label = f"of them longer than {limit} d, average"
        ax.plot(_dates(result, days), days["mean"], color=VERMILLION, linestyle="-.", label=label)


def _agreed(ax: Axes, result: Result) -> None:
    """The number agreed: at one time if there is one, else in all."""
    agreement = result.scenario.agreement
    if agreement.standing is not None:
        _level(ax, agreement.standing, f"agreed: {agreement.standing} at one time")
    elif agreement.total is not None:
        _level(ax, agreement.total, f"agreed: {agreement.total} in all")


def _total(ax: Axes, result: Result) -> None:
    total = result.scenario.agreement.total
    if total is not None:
        _level(ax, total, f"agreed: {total} in all")


def _level(ax: Axes, level: int, label: str) -> None:
    ax.axhline(level, color=GREY, linestyle=":", linewidth=1.6, label=label)


def _window(ax: Axes, result: Result) -> None:
    intake = result.scenario.agreement.intake
    if intake.until is not None:
        ends: Any = intake.until + dt.timedelta(days=1)
        ax.axvline(ends, color=GREY, linestyle="-", linewidth=1, label=f"intake until {intake.until}")


def _dressed(ax: Axes, title: str, unit: str) -> Axes:
    from matplotlib import dates

    ticks: Any = dates
    locator = ticks.AutoDateLocator(minticks=5, maxticks=9)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ticks.ConciseDateFormatter(locator))
    ax.margins(x=0)
    ax.set_ylim(bottom=0)
    ax.set_ylabel(unit)
    ax.set_title(title, loc="left")
    legend_above(ax)
    return ax
