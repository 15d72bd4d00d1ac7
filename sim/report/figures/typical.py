"""One typical replication: how many people are where, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

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
    levels, past_limit = played.levels, played.past_limit
    days = _changes(np.vstack([levels, past_limit]))
    dates: Any = np.datetime64(played.start) + days.astype("timedelta64[D]")
    levels, past_limit = levels[:, days], past_limit[days]
    base = np.zeros(days.size)
    for n, stage in enumerate(SHOWN):
        top = base + levels[stage]
        ax.fill_between(dates, base, top, step="post", color=SERIES[n], alpha=0.6, linewidth=0, hatch=HATCHES[n], label=NAMES[stage])
        base = top
    if past_limit.any():
        ax.step(dates, past_limit, where="post", color=BLACK, linestyle="--", label="of those inside, beyond the agreed stay")
    ax.margins(x=0)
    ax.set_ylim(bottom=0)
    ax.set_ylabel("people")
    ax.set_title(f"Where people are in one typical run (replication {result.typical})", loc="left")
    legend_above(ax, columns=2)
    return ax


def _changes(levels: NDArray[np.int64]) -> NDArray[np.intp]:
    """Days on which any level changes, the first and the last."""
    changed = np.any(np.diff(levels, axis=1, prepend=levels[:, :1] - 1) != 0, axis=0)
    changed[-1] = True
    return np.flatnonzero(changed)
