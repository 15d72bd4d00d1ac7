"""Readings of the compiled summary held against those of `sim.metrics`, bit for bit.

    python -m tests.parity.readings --scenarios 100 --seed 1

With NUMBA_DISABLE_JIT=1 nothing is compiled, which is quick to try.
"""

from __future__ import annotations

import argparse
import struct
import sys
from collections import Counter
from collections.abc import Callable

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings

from sim.kernel.engine import Engine
from sim.kernel.plan import Unsupported
from sim.kernel.summary.read import Reader
from sim.kernel.tables import KernelRecord
from sim.metrics import Series, measure, series
from sim.metrics.measure import Measures
from sim.metrics.metric import Sample
from sim.scenario.schema import Scenario
from tests.parity.hunt import SEEDS
from tests.properties.generated import read, scenario_texts


def differences(scenario: Scenario, number: int, replication: int = 0) -> list[str]:
    """What the compiled summary says otherwise; only readings that it has are compared."""
    engine = Engine(scenario)
    m, streams = engine.run(number, replication)
    record = KernelRecord(m, engine.plan.names, streams)
    m, _ = engine.summarised(number, replication)
    reader = Reader(engine.plan.readings)
    return [*compared(measure(record, scenario), reader, m), *_days(series(record, scenario), reader.series(m))]


def _days(twin: Series, said: Series) -> list[str]:
    pairs = ((twin.mean, said.mean), (twin.maximum, said.maximum))
    return [f"days: {a.tolist()} and {b.tolist()}" for a, b in pairs if a.dtype != b.dtype or not np.array_equal(a, b)]


def compared(twin: Measures, reader: Reader, m: np.ndarray) -> list[str]:
    """Each value, share and sample that is not the same to the last bit."""
    told = []
    for name, value in reader.values(m).items():
        if _bits(twin.values[name]) != _bits(value):
            told.append(f"{name}: {twin.values[name]!r} and {value!r}")
    for name, ratio in reader.ratios(m).items():
        said = twin.ratios[name]
        if [_bits(said.numerator), _bits(said.denominator)] != [_bits(ratio.numerator), _bits(ratio.denominator)]:
            told.append(f"{name}: {said} and {ratio}")
    for name, sample in reader.samples(m).items():
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


class Hunt:
    """What has been tried, and what was found: the shortest text of each reading that differs."""

    def __init__(self) -> None:
        self.tried = 0
        self.found: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def try_one(self, text: str, number: int) -> None:
        """One scenario, one replication."""
        try:
            told = differences(read(text), number)
        except Unsupported:
            return
        self.tried += 1
        for line in told:
            name = line.partition(":")[0]
            self.found[name] += 1
            if name not in self.examples or len(text) < len(self.examples[name]):
                self.examples[name] = f"# seed {number}: {line}\n{text}"


def hunted(scenarios: int, first_seed: int) -> Hunt:
    """Try so many scenarios, the same for the same seed."""
    hunt = Hunt()

    @seed(first_seed)
    @settings(max_examples=scenarios, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None, database=None)
    @given(text=scenario_texts(), number=SEEDS)
    def each(text: str, number: int) -> None:
        hunt.try_one(text, number)

    run: Callable[[], None] = each
    run()
    return hunt


def main() -> int:
    """Print what differs over generated scenarios; 1 if anything did."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scenarios", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    hunt = hunted(chosen.scenarios, chosen.seed)
    print(f"{hunt.tried} scenarios, {len(hunt.found)} readings differ")
    for name, times in hunt.found.most_common(20):
        print(f"  {times} {hunt.examples[name].splitlines()[0][:300]}")
    for example in list(hunt.examples.values())[:1]:
        print(example)
    return 1 if hunt.found else 0


if __name__ == "__main__":
    sys.exit(main())
