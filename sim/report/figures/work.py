"""Teams and seats: how much of the time on duty is worked, how many seats leave full, empty or not at all."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.report.figures.style import BLACK, BLUE, ORANGE, legend_above, nothing, on
from sim.report.sentences import number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.result import Result

SEATS = {"used": "used", "empty": "left empty", "cancelled": "did not leave (cancelled, suspended, nobody or too few people)"}
COLOURS = (BLUE, ORANGE, "#bbbbbb")
HATCHES = ("", "//", "..")


def teams(result: Result, ax: Axes | None = None, *, colour: str = BLUE) -> Axes:
    """Share of the time on duty in which each team is in use (on tasks, or bound), the range of nine runs in ten, and its overtime.

    Parameters
    ----------
    result : Result
        One scenario, replicated.
    ax : Axes, optional
        Where to draw; absent: the current axes.
    """
    ax = on(ax)
    rows = _rows(result)
    names = [name.split(".", 1)[1].removesuffix(".use") for name in rows if name.startswith("team.") and name.endswith(".use")]
    names = [name for name in names if rows[f"team.{name}.use"]["estimate"] >= 0]
    if not names:
        return nothing(ax, "no teams")
    for place, name in enumerate(names):
        use, over = rows[f"team.{name}.use"], rows[f"team.{name}.overtime"]
        ax.barh([place], [100 * use["estimate"]], color=colour, alpha=0.55, height=0.6)
        ax.plot([100 * use["p05"], 100 * use["p95"]], [place, place], color=BLACK, linewidth=1.4, marker="|", markersize=7)
        said = percent(use["estimate"]) + (f"; overtime {number(over['estimate'], 'hours')}" if over["estimate"] else "")
        ax.annotate(said, (100 * max(use["p95"], use["estimate"]), place), (7, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(range(len(names)), [fill(name, 24) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(0, max(1.0, 1.45 * max(100 * max(rows[f"team.{n}.use"]["p95"], rows[f"team.{n}.use"]["estimate"]) for n in names)))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("% of the time on duty")
    ax.set_title("How much the teams are in use", loc="left")
    return ax


def seats(result: Result, ax: Axes | None = None) -> Axes:
    """Seats of each service over the whole run, on average: used, left empty, not left at all. Parameters as for `teams`."""
    ax = on(ax)
    rows = _rows(result)
    names = [name for name in result.scenario.services if sum(_seats(rows, name)) > 0]
    if not names:
        return nothing(ax, "no departures")
    start = [0.0] * len(names)
    for n, (state, words) in enumerate(SEATS.items()):
        many = [rows[f"service.{name}.seats_{state}"]["estimate"] for name in names]
        ax.barh(range(len(names)), many, left=start, color=COLOURS[n], hatch=HATCHES[n], edgecolor="white", height=0.6, label=words)
        start = [a + b for a, b in zip(start, many, strict=True)]
    for place, (name, end) in enumerate(zip(names, start, strict=True)):
        ax.annotate(_said(rows, name), (end, place), (7, 0), textcoords="offset points", va="center", fontsize=9, color=BLACK)
    ax.set_yticks(range(len(names)), [fill(name, 24) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(0, 1.3 * max(start))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("seats")
    ax.set_title("What becomes of the seats", loc="left")
    legend_above(ax, columns=3)
    return ax


def _said(rows: dict[str, dict[str, Any]], name: str) -> str:
    used, all_seats = _seats(rows, name)[0], sum(_seats(rows, name))
    return f"{number(used, '')} of {number(all_seats, 'seats')} used"


def _seats(rows: dict[str, dict[str, Any]], name: str) -> list[float]:
    return [float(rows[f"service.{name}.seats_{state}"]["estimate"]) for state in SEATS]


def _rows(result: Result) -> dict[str, dict[str, Any]]:
    return {row["metric"]: row for row in result.summary.to_dict("records")}
