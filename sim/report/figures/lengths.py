"""How long people stay and wait: those not finished count as far as they were followed (Kaplan-Meier)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.metrics.measure import curve_of
from sim.metrics.pooled import pool
from sim.metrics.survival import Curve
from sim.record import MS_PER_DAY
from sim.report.figures.style import BLACK, BLUE, VERMILLION, legend_above, nothing, on
from sim.report.sentences import number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.result import Result

Floats = NDArray[np.float64]
INSIDE = "people still inside"
LINE = 13
"""Points from one line of text to the next."""

WAITS = {
    "wait.decision": "from listing to decision",
    "wait.transfer": "from decision to transfer",
    "wait.screening": "from arrival to screening",
    "wait.place": "from asking for a place to having one",
}


def stay(result: Result, ax: Axes | None = None, *, colour: str = BLUE, label: str = INSIDE) -> Axes:
    """Share of people still inside so many days after they came, with the limit, and the band in which nine runs in ten fall."""
    ax = on(ax)
    samples = [measures.samples["stay"] for measures in result.measures]
    pooled = pool(samples)
    if not pooled.sample.length.size:
        return nothing(ax, "nobody was ever inside")
    whole = pooled.curve
    days = np.arange(whole.reach // MS_PER_DAY + 1, dtype=np.float64)
    band = np.sort([_at(curve_of(sample), days) for sample in samples if sample.length.size], axis=0)
    low, high = (band[max(0, int(np.ceil(share * len(band) - 1e-9)) - 1)] for share in (0.05, 0.95))
    ax.fill_between(days, 100 * low, 100 * high, color=colour, alpha=0.22, linewidth=0, step="post", label="nine runs in ten")
    ax.step(days, 100 * _at(whole, days), where="post", color=colour, label=f"{label}, all runs together")
    _followed_so_far(ax, whole, pooled.sample.length[~pooled.sample.ended])
    _limit(ax, result, whole, label)
    ax.set(xlim=(0, days[-1] if days[-1] > 0 else 1), ylim=(0, 103), xlabel="days since arrival", ylabel="% of people")
    ax.set_title("How long people stay", loc="left")
    legend_above(ax)
    return ax


def _at(curve: Curve, days: Floats) -> Floats:
    """Share still inside after so many days; beyond what a run was followed its last value goes on."""
    before = np.concatenate([[1.0], curve.survival])
    still: Floats = before[np.searchsorted(curve.times, days * MS_PER_DAY, side="right")]
    return still


def _followed_so_far(ax: Axes, curve: Curve, lengths: NDArray[np.int64]) -> None:
    """Marks where people still inside at the end of a run were followed no longer."""
    days = np.unique(np.round(lengths / MS_PER_DAY / 10) * 10)
    if days.size:
        label = "still inside, followed until then"
        ax.plot(days, 100 * _at(curve, days), linestyle="none", marker="|", color=BLACK, markersize=7, label=label)


def _limit(ax: Axes, result: Result, curve: Curve, label: str) -> None:
    """The limit, and whose share stays longer; of several, one above the other."""
    limit = result.scenario.agreement.stay.limit
    if limit is None:
        return
    days = limit / MS_PER_DAY
    beyond = float(_at(curve, np.array([days]))[0])
    agreed, known = f"agreed limit: {number(days, 'days')}", ax.get_legend_handles_labels()[1]
    ax.axvline(days, color=VERMILLION, linestyle="--", label="" if agreed in known else agreed)
    if limit < curve.reach:
        ax.axvspan(days, curve.reach / MS_PER_DAY, color=VERMILLION, alpha=0.06, linewidth=0)
        said = f"{percent(beyond)} stay longer" if label == INSIDE else f"{label}: {percent(beyond)} stay longer"
        first = ax.texts[0].xy if ax.texts else (days, 100 * beyond)  # type: ignore[attr-defined]
        ax.annotate(said, first, (8, 10 + LINE * len(ax.texts)), textcoords="offset points", color=BLACK, fontsize=9)


def waits(result: Result, ax: Axes | None = None, *, colour: str = BLUE) -> Axes:
    """The average of each wait, and what nine people in ten do not exceed."""
    ax = on(ax)
    rows = {row["metric"]: row for row in result.summary.to_dict("records")}
    shown = {name: meaning for name, meaning in WAITS.items() if np.isfinite(rows[f"{name}.mean"]["estimate"])}
    if not shown:
        return nothing(ax, "nobody waited")
    for place, name in enumerate(shown):
        mean, most = rows[f"{name}.mean"]["estimate"], rows[f"{name}.p90"]["estimate"]
        ax.plot(
            [0, mean], [place, place], color=colour, alpha=0.55, linewidth=13, solid_capstyle="butt", label="average" if not place else ""
        )
        ends = mean
        if np.isfinite(most):
            ends = max(mean, most)
            ax.plot(
                [most], [place], linestyle="none", marker="D", color=BLACK, label="nine people in ten wait no longer" if not place else ""
            )
        said = f"{number(mean, 'days')}; nine in ten {'at most ' + number(most, 'days') if np.isfinite(most) else 'cannot be said'}"
        ax.annotate(said, (ends, place), (9, 0), textcoords="offset points", va="center", fontsize=9, color=BLACK)
    ax.set_yticks(range(len(shown)), list(shown.values()))
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0, 1.7 * (max([*_ends(rows, shown)]) or 1))
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("days")
    ax.set_title("How long people wait", loc="left")
    legend_above(ax)
    return ax


def _ends(rows: dict[str, dict[str, float]], names: dict[str, str]) -> list[float]:
    both = [rows[f"{name}.{of}"]["estimate"] for name in names for of in ("mean", "p90")]
    return [value for value in both if np.isfinite(value)]
