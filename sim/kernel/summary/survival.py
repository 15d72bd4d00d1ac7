"""Kaplan-Meier of the samples of one replication, in the order of arithmetic of `sim.metrics.survival`, and what metrics read from it."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, allocate, put_real, real
from sim.kernel.rows import World
from sim.kernel.summary.bare import allocate_bare
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


class Curve(IntEnum):
    """A curve; instants follow, each with the survival just after it (a float)."""

    INSTANTS = 0  # how many
    REACH = 1  # the longest length; -1 of nobody
    WIDTH = 2


class Late(IntEnum):
    """Who is followed from a later length on."""

    COUNT = 0
    OTHERS = 1  # people who are followed from the beginning
    WIDTH = 2


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
        put_real(m, m[row + Read.PLACE], of_curve(m, curve, row))
    m[World.TOP] = top


@compiled
def of_curve(m, curve, row):  # type: ignore[no-untyped-def]
    """Days; NaN of nobody."""
    if m[curve + Curve.REACH] < 0:
        return float("nan")
    if m[row + Read.AVERAGE]:
        return restricted_mean(m, curve) / DAY
    return quantile(m, curve, real(m, row + Read.LEVEL)) / DAY


@compiled
def kaplan_meier(m, sample):  # type: ignore[no-untyped-def]
    """The curve of a sample."""
    lengths, late = _by_length(m, sample), _by_entry(m, sample)
    curve = allocate(m, Curve.WIDTH)
    m[curve + Curve.REACH] = m[lengths + 2 * m[sample] - 2] if m[sample] else -1
    survival, left, entered, n, seen = 1.0, 0, m[late + Late.OTHERS], 0, 0
    while n < m[sample]:
        length, anybody, deaths, leaving = m[lengths + 2 * n], 0, 0, 0
        while n < m[sample] and m[lengths + 2 * n] == length:
            weight, ended = m[lengths + 2 * n + 1] >> 1, m[lengths + 2 * n + 1] & 1
            leaving += weight
            deaths += weight * ended
            anybody |= ended
            n += 1
        while seen < m[late] and m[late + Late.WIDTH + 2 * seen] < length:
            entered += m[late + Late.WIDTH + 1 + 2 * seen]
            seen += 1
        at_risk = entered - left
        if anybody and at_risk > 0:
            survival *= float(at_risk - deaths) / float(at_risk)
        if anybody:
            point = allocate_bare(m, 2)
            m[point] = length
            put_real(m, point + 1, survival)
            m[curve] += 1
        left += leaving
    return curve


@compiled
def _by_length(m, sample):  # type: ignore[no-untyped-def]
    """Pairs, rising: the length, and twice the people, one more where it ended."""
    pairs = allocate_bare(m, 2 * m[sample])
    for n in range(m[sample]):
        row = sample + 1 + n * Length.WIDTH
        m[pairs + 2 * n], m[pairs + 2 * n + 1] = m[row + Length.LENGTH], 2 * m[row + Length.WEIGHT] + m[row + Length.ENDED]
    sort_pairs(m, pairs, m[sample])
    return pairs


@compiled
def _by_entry(m, sample):  # type: ignore[no-untyped-def]
    """A row of `Late`, then pairs (length from which they are followed, people), rising."""
    late, others = allocate(m, Late.WIDTH), 0
    for n in range(m[sample]):
        row = sample + 1 + n * Length.WIDTH
        if m[row + Length.ENTRY] == NONE:
            others += m[row + Length.WEIGHT]
        else:
            pair = allocate_bare(m, 2)
            m[pair], m[pair + 1] = m[row + Length.ENTRY], m[row + Length.WEIGHT]
            m[late] += 1
    m[late + Late.OTHERS] = others
    sort_pairs(m, late + Late.WIDTH, m[late])
    return late


@compiled
def quantile(m, curve, level):  # type: ignore[no-untyped-def]
    """The first length by which a share has ended; inf where the curve does not come down so far."""
    for n in range(m[curve]):
        if real(m, curve + Curve.WIDTH + 1 + 2 * n) <= 1 - level + ROUNDING:
            return float(m[curve + Curve.WIDTH + 2 * n])
    return float("inf")


@compiled
def restricted_mean(m, curve):  # type: ignore[no-untyped-def]
    """The area under the curve up to its reach."""
    area, survival, since = 0.0, 1.0, 0
    for n in range(m[curve]):
        length = m[curve + Curve.WIDTH + 2 * n]
        area += survival * float(length - since)
        since, survival = length, real(m, curve + Curve.WIDTH + 1 + 2 * n)
    return area + survival * float(m[curve + Curve.REACH] - since)
