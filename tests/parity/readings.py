"""Readings of the compiled summary held against those of `sim.metrics`, bit for bit."""

from __future__ import annotations

import struct

import numpy as np

from sim.kernel.engine import Engine
from sim.kernel.summary.read import Reader
from sim.kernel.tables import KernelRecord
from sim.metrics import Series, measure, series
from sim.metrics.measure import Measures
from sim.metrics.metric import Sample
from sim.scenario.schema import Scenario


def differences(scenario: Scenario, number: int, replication: int = 0) -> list[str]:
    """What the compiled summary says otherwise; only readings that it has are compared."""
    engine = Engine(scenario)
    m, streams = engine.run(number, replication)
    record = KernelRecord(m, engine.plan.names, streams)
    m, _ = engine.summarised(number, replication)
    reader = Reader(engine.plan.readings)
    return [*compared(measure(record, scenario), reader.measures(m)), *_days(series(record, scenario), reader.series(m))]


def _days(twin: Series, said: Series) -> list[str]:
    pairs = ((twin.mean, said.mean), (twin.maximum, said.maximum))
    return [f"days: {a.tolist()} and {b.tolist()}" for a, b in pairs if a.dtype != b.dtype or not np.array_equal(a, b)]


def compared(twin: Measures, read: Measures) -> list[str]:
    """Each value, share and sample that is not the same to the last bit."""
    told = []
    for name, value in read.values.items():
        if _bits(twin.values[name]) != _bits(value):
            told.append(f"{name}: {twin.values[name]!r} and {value!r}")
    for name, ratio in read.ratios.items():
        said = twin.ratios[name]
        if [_bits(said.numerator), _bits(said.denominator)] != [_bits(ratio.numerator), _bits(ratio.denominator)]:
            told.append(f"{name}: {said} and {ratio}")
    for name, sample in read.samples.items():
        one, other = _rows(twin.samples[name]), _rows(sample)
        if one != other:
            told.append(f"{name}: {one} and {other}")
    return told


def _rows(sample: Sample) -> list[tuple[int, ...]]:
    """Lengths in an order of their own: the one in which they are read says nothing."""
    columns = (getattr(sample, part).tolist() for part in ("length", "ended", "weight", "entry"))
    return sorted(zip(*columns, strict=True))


def _bits(value: float) -> bytes:
    """Every NaN is the same."""
    return struct.pack("<d", float("nan") if value != value else float(value))
