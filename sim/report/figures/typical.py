"""One typical replication: how many people are where, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.figures.style import BLACK, SERIES, legend_above, nothing, on
from sim.report.replay import INSIDE, NAMES, Replay

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study.result import Result

SHOWN = (*INSIDE, 1, 0)
HATCHES = ("", "", "//", "..", "xx")


def typical(result: Result, ax: Axes | None = None, *, played: Replay | None = None) -> Axes:
    """People by stage, one on the other, in the replication nearest to the median.

    Parameters
    ----------
    result : Result
        One scenario, replicated.
    ax : Axes, optional
        Where to draw; absent: the current axes.
    played : Replay, optional
        From `sim.report.replay.replay`; absent: played now.
    """
    from sim.report.replay import replay

    ax = on(ax)
    played = played or replay(result)
    if played is None or not played.changes:
        return nothing(ax, "nobody was listed, or the run cannot be played again")
    dates: Any = np.datetime64(played.start) + np.arange(played.days).astype("timedelta64[D]")
    levels = played.levels
    base = np.zeros(played.days)
    for n, stage in enumerate(SHOWN):
        top = base + levels[stage]
        ax.fill_between(dates, base, top, step="post", color=SERIES[n], alpha=0.6, linewidth=0, hatch=HATCHES[n], label=NAMES[stage])
        base = top
    if played.past_limit.any():
        ax.step(dates, played.past_limit, where="post", color=BLACK, linestyle="--", label="of those inside, beyond the agreed stay")
    ax.margins(x=0)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("people")
    ax.set_title(f"Where people are in one typical run (replication {result.typical})", loc="left")
    legend_above(ax, columns=2)
    return ax
