"""What a metric is, and what one replication says about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.schema import Scenario

Kind = Literal["mean", "share", "quantile", "average", "chance", "time_to_event"]
"""What fixes estimate and interval.

mean: average over replications, Student t. share: ratio of two sums, jackknife over replications. quantile and average: of a
length, pooled over the people of all replications by Kaplan-Meier, bootstrap of whole replications. chance: share of
replications, Wilson. time_to_event: median over replications, "never before the horizon" being the largest value, order statistics.
"""

Applies = Callable[[Scenario], bool]


def always(scenario: Scenario) -> bool:
    """A metric of every scenario."""
    return True


@dataclass(frozen=True)
class Metric:
    """One number that is reported.

    Parameters
    ----------
    name : str
        Dotted name. A part in braces (`team.{team}.use`) stands for each such name of the scenario.
    meaning, formula : str
        In words; how it is computed from the record.
    unit : str
        `people`, `cases`, `days`, `person-days`, `share` and so on.
    of : str
        What is counted or averaged over: `people`, `cases`, `runs`, ...
    kind : Kind
        Fixes estimate and interval.
    better : str or None
        `lower` or `higher` where one of them is plainly better.
    sample : str
        The lengths it is read from (quantile and average).
    level : float
        Which quantile, 0 to 1.
    applies : callable
        Whether a scenario has it at all.
    """

    name: str
    meaning: str
    formula: str
    unit: str
    of: str
    kind: Kind
    better: Literal["lower", "higher"] | None = None
    sample: str = ""
    level: float = 0.5
    applies: Applies = always


class Ratio(NamedTuple):
    """The two sums of a share in one replication."""

    numerator: float
    denominator: float

    @property
    def value(self) -> float:
        """NaN when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else float("nan")


@dataclass(frozen=True)
class Sample:
    """Lengths of cases in one replication.

    Parameters
    ----------
    length : int64 array
        Followed for so long, milliseconds.
    ended : bool array
        Whether the length ended then; False is censored.
    weight : int64 array
        People.
    entry : int64 array
        Followed only from this length on (initial cases); -1 from the beginning.
    """

    length: NDArray[np.int64]
    ended: NDArray[np.bool_]
    weight: NDArray[np.int64]
    entry: NDArray[np.int64]

    @classmethod
    def of_rows(cls, rows: NDArray[np.int64]) -> Sample:
        """From an array (N, 4) with a row for each length."""
        length, ended, weight, entry = rows.T.copy()
        return cls(length, ended.astype(np.bool_), weight, entry)


Reading = float | Ratio | Sample
Readings = dict[str, Reading]
"""By metric name; a `Sample` by sample name."""
