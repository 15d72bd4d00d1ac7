"""Readers of what varies: times, delays, people, sizes; and of what is not known about a number."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.gather import read_map
from sim.scenario.quantities import Dimension
from sim.scenario.quantity_faults import quoted
from sim.scenario.readers import read_length, read_number, read_people, read_quantity, read_share
from sim.scenario.shape_reading import ShapeReader, read_shares
from sim.scenario.shapes import Belief, Shape

WITHOUT_END = ("exponential", "lognormal", "gamma", "weibull")


def _time(value: object) -> float:
    return float(read_length(value))


def _people(value: object) -> float:
    return read_quantity(value, "people", bare=True).value


TIMES = ShapeReader(_time, read_number, read_share, zero=False, example='a length above 0 such as "30 min"')
DELAYS = ShapeReader(_time, read_number, read_share)
HEADS = ShapeReader(_people, read_number, read_share)


def read_belief(value: object, dimension: Dimension) -> Belief:
    """What is not known about a number of that dimension (`unsure: {shape: ...}`), in its base units."""
    shape = value.get("shape") if isinstance(value, Mapping) else None
    if shape == "beta" and dimension not in ("share", "number"):
        raise ValueError("beta runs from 0 % to 100 %: write another shape for what is not a share")
    if shape in WITHOUT_END and dimension == "share":
        raise ValueError(f"{shape} has no upper end, and shares have one: write beta, triangular, uniform or empirical")
    bare = dimension in ("share", "people", "cases")
    return ShapeReader(lambda part: read_quantity(part, dimension, bare).value, read_number, read_share).belief(value)


def read_people_shape(value: object) -> Shape:
    """People that vary: `20 people`, or a shape with people."""
    if not isinstance(value, Mapping | Shape):
        read_people(value)
    return HEADS.shape(value)


def read_size(value: object) -> tuple[tuple[int, float], ...]:
    """People in a case: `1`, or `{2: 40 %, 3: 30 %, 5: rest}`. Pairs (people, share) by rising size; shares add to 1."""
    if not isinstance(value, Mapping):
        return ((_size(value), 1.0),)
    if not value:
        raise ValueError('no size is written: write a number of people such as "1", or sizes with their shares')
    written = read_map(value, _size, lambda share: share)
    shares = read_shares({str(size): share for size, share in written.items()}, read_share)
    return tuple(sorted((int(size), share) for size, share in shares.items() if share > 0))


def _size(value: object) -> int:
    size = read_people(value)
    if not 1 <= size <= 1000:
        raise ValueError(f"{quoted(value)} is not the size of a case: write 1 to 1000 people")
    return size
