"""What falls due in each calendar month, with the range of nine runs in ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.figures.style import BLACK, BLUE, nothing, on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.result import Result

MOST_LABELS = 12
SCALES = ((1e9, "thousand million "), (1e6, "million "), (1e3, "thousand "))


def by_month(result: Result, ax: Axes | None = None, *, colour: str = BLUE) -> Axes:
    """Cost by calendar month in the reported currency.

    Parameters
    ----------
    result : Result
        One scenario, replicated.
    ax : Axes, optional
        Where to draw; absent: the current axes.
    """
    ax = on(ax)
    currency = result.scenario.costs.reported
    beginning = f"costs.{currency}.month."
    rows = [row for row in result.summary.to_dict("records") if row["metric"].startswith(beginning)]
    if currency is None or not rows:
        return nothing(ax, "nothing has a price")
    scale, words = next((one for one in SCALES if max(row["p95"] for row in rows) >= one[0]), (1.0, ""))
    for place, row in enumerate(rows):
        ax.bar([place], [row["estimate"] / scale], color=colour, alpha=0.55, width=0.8)
        ax.plot([place, place], [row["p05"] / scale, row["p95"] / scale], color=BLACK, linewidth=1.2, marker="_", markersize=5)
    step = -(-len(rows) // MOST_LABELS)
    shown = range(0, len(rows), step)
    ax.set_xticks(shown, [rows[place]["metric"].removeprefix(beginning) for place in shown], rotation=30, ha="right")
    ax.grid(axis="x", visible=False)
    ax.set_ylabel(f"{words}{currency}")
    ax.set_title("What falls due in each month", loc="left")
    return ax
