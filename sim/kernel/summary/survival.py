"""Kaplan-Meier of the samples of one replication, in the order of arithmetic of `sim.metrics.survival`, and what metrics read from it."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, put_real, real
from sim.kernel.rows import World
from sim.kernel.summary.samples import Length
from sim.kernel.summary.sorting import sort_pairs
from sim.metrics.survival import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.kernel.summary.readings import Readings
    from sim.metrics.metric import Metric

DAY = 86_400_000


class Read(IntEnum):
    """What a metric reads from a sample."""

    SAMPLE = 0  # place of the word that says where it is
    AVERAGE = 1  # 1: the area under the curve; 0: a quantile
    LEVEL = 2  # f
    PLACE = 3  # of the float that it is
    WIDTH = 4


def lay(readings: Readings, metrics: Sequence[Metric]) -> int:
    """A list of what is read, for those metrics whose sample is compiled."""
    read = [metric for metric in metrics if metric.sample in readings.samples]
    rows = [(readings.samples[one.sample], one.kind == "average", float(one.level), readings.value(one.name)) for one in read]
    return readings.row([len(rows), *(word for row in rows for word in row)])


@compiled
def measure(m, listed):  # type: ignore[no-untyped-def]
    """Put what each metric reads; a curve is made once for those that stand together."""
    top, curve, sample = m[World.TOP], 0, 0
    for n in range(m[listed]):
        row = listed + 1 + n * Read.WIDTH
        if m[row + Read.SAMPLE] != sample:
            m[World.TOP] = top
            sample = m[row + Read.SAMPLE]
            curve = kaplan_meier(m, m[sample])
        put_real(m, m[row + Read.PLACE], of_curve(m, curve, m[sample], row))
    m[World.TOP] = top


@compiled
def of_curve(m, curve, sample, row):  # type: ignore[no-untyped-def]
    """Days; NaN of nobody."""
    reach = _reach(m, sample)
    if reach < 0:
        return float("nan")
    if m[row + Read.AVERAGE]:
        return restricted_mean(m, curve, reach) / DAY
    return quantile(m, curve, real(m, row + Read.LEVEL)) / DAY


@compiled
def kaplan_meier(m, sample):  # type: ignore[no-untyped-def]
    """The curve of a sample: how many instants, then each with the survival just after it (a float)."""
    lengths, entries = _sorted(m, sample, Length.LENGTH), _sorted(m, sample, Length.ENTRY)
    curve = allocate(m, 1)
    survival, left, entered, n, seen = 1.0, 0, 0, 0, 0
    while n < m[sample]:
        length, anybody, deaths, leaving = m[lengths + 2 * n], 0, 0, 0
        while n < m[sample] and m[lengths + 2 * n] == length:
            row = m[lengths + 2 * n + 1]
            leaving += m[row + Length.WEIGHT]
            deaths += m[row + Length.WEIGHT] * m[row + Length.ENDED]
            anybody |= m[row + Length.ENDED]
            n += 1
        while seen < m[sample] and m[entries + 2 * seen] < length:
            entered += m[m[entries + 2 * seen + 1] + Length.WEIGHT]
            seen += 1
        at_risk = entered - left
        if anybody and at_risk > 0:
            survival *= float(at_risk - deaths) / float(at_risk)
        if anybody:
            point = allocate(m, 2)
            m[point] = length
            put_real(m, point + 1, survival)
            m[curve] += 1
        left += leaving
    return curve


@compiled
def _sorted(m, sample, column):  # type: ignore[no-untyped-def]
    """Pairs (value of the column, place of its row), rising."""
    pairs = allocate(m, 2 * m[sample])
    for n in range(m[sample]):
        row = sample + 1 + n * Length.WIDTH
        m[pairs + 2 * n], m[pairs + 2 * n + 1] = m[row + column], row
    sort_pairs(m, pairs, m[sample])
    return pairs


@compiled
def _reach(m, sample):  # type: ignore[no-untyped-def]
    """The longest length; -1 of nobody."""
    longest = -1
    for n in range(m[sample]):
        longest = max(longest, m[sample + 1 + n * Length.WIDTH + Length.LENGTH])
    return longest


@compiled
def quantile(m, curve, level):  # type: ignore[no-untyped-def]
    """The first length by which a share has ended; inf where the curve does not come down so far."""
    for n in range(m[curve]):
        if real(m, curve + 2 + 2 * n) <= 1 - level + ROUNDING:
            return float(m[curve + 1 + 2 * n])
    return float("inf")


@compiled
def restricted_mean(m, curve, reach):  # type: ignore[no-untyped-def]
    """The area under the curve up to its reach."""
    area, survival, since = 0.0, 1.0, 0
    for n in range(m[curve]):
        area += survival * float(m[curve + 1 + 2 * n] - since)
        since, survival = m[curve + 1 + 2 * n], real(m, curve + 2 + 2 * n)
    return area + survival * float(reach - since)
