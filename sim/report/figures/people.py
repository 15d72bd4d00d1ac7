"""Where the days go, and how it ends for people: bars with the range in which nine runs in ten fall."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.metrics.stages import STAGES
from sim.report.figures.style import BLACK, BLUE, nothing, on
from sim.report.sentences import number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.result import Result

OUTCOMES = {
    "returned_voluntarily": 'returned, recorded as "voluntary"',
    "removed": "removed by force",
    "sent_back": "sent back to the sender",
    "released": "released",
    "protected": "given protection",
    "absconded": "left without saying where (absconded)",
    "left_for_other_country": "moved on to another country",
    "sentence_ended": "sentence ended",
    "arrested": "arrested",
    "died": "died",
    "other": "another way",
    "inside": "still inside at the end of the run",
}
"""Outcomes in words, in the order of the report."""


def stages(result: Result, ax: Axes | None = None, *, colour: str = BLUE) -> Axes:
    """Share of all days inside that goes to each unmet need."""
    ax = on(ax)
    names = {f"days_share.{stage}": meaning for stage, meaning in STAGES.items()}
    _bars(ax, result, names, colour, "nobody was inside", scale=100)
    ax.set_xlabel("% of the days on which a person ...")
    ax.set_title("Where the days go", loc="left")
    return ax


def outcomes(result: Result, ax: Axes | None = None, *, colour: str = BLUE) -> Axes:
    """People by outcome, of those who left the sender."""
    ax = on(ax)
    names = {f"outcome.{outcome}": meaning for outcome, meaning in OUTCOMES.items()}
    _bars(ax, result, names, colour, "nobody left the sender")
    ax.set_xlabel("people")
    ax.set_title("How it ends", loc="left")
    return ax


def _bars(ax: Axes, result: Result, names: dict[str, str], colour: str, none: str, scale: float = 1) -> None:
    """A bar for each that ever happens, with its whisker and its number; the first on top."""
    rows = {row["metric"]: row for row in result.summary.to_dict("records")}
    shown = [(rows[name], meaning) for name, meaning in names.items() if name in rows and rows[name]["p95"] + rows[name]["estimate"] > 0]
    if not shown:
        nothing(ax, none)
        return
    places = list(range(len(shown)))
    values = [row["estimate"] * scale for row, _ in shown]
    ax.barh(places, values, color=colour, alpha=0.55, height=0.62)
    for place, (row, _) in zip(places, shown, strict=True):
        ax.plot([row["p05"] * scale, row["p95"] * scale], [place, place], color=BLACK, linewidth=1.4, marker="|", markersize=7)
        end = max(row["p95"], row["estimate"]) * scale
        ax.annotate(_said(row), (end, place), (6, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(places, [fill(meaning, 34) for _, meaning in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, 1.18 * max(max(row["p95"], row["estimate"]) * scale for row, _ in shown))
    ax.grid(axis="y", visible=False)


def _said(row: dict[str, Any]) -> str:
    return percent(row["estimate"]) if row["unit"] == "share" else number(row["estimate"], row["unit"])
