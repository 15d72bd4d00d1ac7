"""How a shape is written: a plain value, or `{shape: lognormal, median: 18 d, p90: 35 d}`.

Each shape has one or more sets of parameters. Parameters carry the unit of what varies; `k` and `sigma` are bare numbers.

    fixed        value
    exponential  mean
    lognormal    mean, sd | mean, sigma | median, p90 | median, sigma
    gamma        mean, sd | k, mean
    weibull      k, scale | k, mean | median, p90
    triangular   low, mode, high
    uniform      low, high
    empirical    quantiles: {0 %: 2 d, 50 %: 9 d, 100 %: 40 d} | file: observed.csv (its rows arrive here as `values`)
    mixture      parts: {fast: {share: 60 %, shape: ...}, slow: {share: rest, shape: ...}}
    beta         mean, sd (of shares, and only in `unsure:`)

`never: 40 %` may stand beside the parameters of a latent time: the share to whom it never happens.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TypeVar

from sim.errors import nearest
from sim.scenario.gather import Gathering, read_map
from sim.scenario.quantity_faults import quoted
from sim.scenario.shape_forms import BARE, BUILDERS, PARAMETERS, SHAPE_NAMES, beta, forms_of
from sim.scenario.shapes import Belief, Empirical, Fixed, Latent, Mixture, Shape

MOST_VALUES = 100_000

B = TypeVar("B", bound=Belief)
Reader = Callable[[object], float]
Written = Mapping[object, object]


class ShapeReader:
    """Reads the shapes of one thing that varies.

    `value` reads one of its values in base units, `number` a bare number, `share` a share. `zero` says whether it may be zero for
    certain, `example` what to write instead.
    """

    def __init__(self, value: Reader, number: Reader, share: Reader, zero: bool = True, example: str = "") -> None:
        self._value, self._number, self._share, self._zero, self._example = value, number, share, zero, example

    def shape(self, written: object) -> Shape:
        """A shape from a plain value or a map. Raises ValueError."""
        if isinstance(written, Shape):
            return written
        if not isinstance(written, Mapping):
            return self._never_zero(Fixed(self._value(written)), written)
        if "never" in written:
            raise ValueError("never has no meaning here: take it out, this always ends")
        return self._never_zero(self._from_map(written), written)

    def latent(self, written: object) -> Latent:
        """A shape that may have `never` beside it. Raises ValueError."""
        if isinstance(written, Latent):
            return written
        if not isinstance(written, Mapping):
            return Latent(self.shape(written))
        gathering = Gathering()
        never = gathering.read("never", self._share, written["never"]) if "never" in written else 0.0
        shape = gathering.read(None, self.shape, {key: part for key, part in written.items() if key != "never"})
        gathering.finish()
        assert shape is not None and never is not None
        return Latent(shape, never)

    def belief(self, written: object) -> Belief:
        """What is not known about a number: a shape, or a beta for a share. Raises ValueError."""
        if isinstance(written, Mapping) and written.get("shape") == "beta":
            if set(written) != {"shape", "mean", "sd"}:
                raise ValueError(f"beta has {_listed(written)}: write mean and sd")
            return _built(beta, "beta", ("mean", "sd"), self._numbers(("mean", "sd"), written), written)
        return self.shape(written)

    def _from_map(self, written: Written) -> Shape:
        name = _shape_named(written)
        _no_strangers(name, written)
        if name == "mixture":
            return self._mixture(written)
        if name == "empirical":
            return self._empirical(written)
        given = {key for key in written if key != "shape"}
        form = next((form for form in BUILDERS if form[0] == name and set(form[1:]) == given), None)
        if form is None:
            raise ValueError(f"{name} has {_listed(written)}: write {forms_of(name)}")
        return _built(BUILDERS[form], name, form[1:], self._numbers(form[1:], written), written)

    def _numbers(self, parameters: tuple[str, ...], written: Written) -> list[float | None]:
        gathering = Gathering()
        numbers = [gathering.read(p, self._number if p in BARE else self._value, written[p]) for p in parameters]
        gathering.finish()
        return numbers

    def _never_zero(self, shape: Shape, written: object) -> Shape:
        """Refuses what is zero for certain where that has no meaning."""
        surely_zero = (isinstance(shape, Fixed) and shape.value == 0) or (isinstance(shape, Empirical) and shape.values[-1] == 0)
        if surely_zero and not self._zero:
            raise ValueError(f"{quoted(written)} is zero: write {self._example}")
        return shape

    def _empirical(self, written: Written) -> Empirical:
        if set(written) == {"shape", "quantiles"}:
            return self._from_quantiles(written["quantiles"])
        if "values" in written and "quantiles" not in written:
            return self._from_values(written["values"])
        if set(written) == {"shape", "file"}:
            raise ValueError(f"the rows of {quoted(written['file'])} were not read: load the scenario from its file")
        raise ValueError(f"empirical has {_listed(written)}: write quantiles or file")

    def _from_quantiles(self, written: object) -> Empirical:
        if not isinstance(written, Mapping):
            raise ValueError(f"{quoted(written)} is not a map of quantiles: write one such as {{0 %: 2 d, 50 %: 9 d, 100 %: 40 d}}")
        gathering = Gathering()
        points = gathering.read("quantiles", self._points, written)
        gathering.finish()
        assert points is not None
        levels = tuple(sorted(points))
        values = tuple(points[level] for level in levels)
        if len(levels) < 2 or levels[0] != 0 or levels[-1] != 1:
            raise ValueError("quantiles do not run from 0 % to 100 %: write both ends, as in {0 %: 2 d, 50 %: 9 d, 100 %: 40 d}")
        if list(values) != sorted(values):
            raise ValueError("quantiles fall: write values that rise with their percent")
        return Empirical(levels, values)

    def _points(self, written: Written) -> dict[float, float]:
        return read_map(written, self._share, self._value)

    def _from_values(self, written: object) -> Empirical:
        """Observed values: the n of them are the quantiles at 0, 1/(n - 1), ... 1."""
        if not isinstance(written, list | tuple) or not 2 <= len(written) <= MOST_VALUES:
            raise ValueError(f"observed values must be many: write 2 to {MOST_VALUES} of them")
        gathering = Gathering()
        found = [gathering.read(str(row), self._value, value) for row, value in enumerate(written)]
        gathering.finish()
        last = len(found) - 1
        return Empirical(tuple(row / last for row in range(last + 1)), tuple(sorted(value for value in found if value is not None)))

    def _mixture(self, written: Written) -> Mixture:
        parts = written.get("parts")
        if not isinstance(parts, Mapping) or not parts:
            raise ValueError("mixture has no parts: write parts: {fast: {share: 60 %, shape: ...}, slow: {share: rest, shape: ...}}")
        gathering = Gathering()
        shapes = gathering.read("parts", self._parts, parts)
        gathering.finish()
        assert shapes is not None
        shares = gathering.read("parts", self._shares, parts)
        gathering.finish()
        assert shares is not None
        names = tuple(name for name, share in shares.items() if share > 0)
        return Mixture(names, tuple(shares[name] for name in names), tuple(shapes[name] for name in names))

    def _parts(self, written: Written) -> dict[str, Shape]:
        return read_map(written, str, self._part)

    def _shares(self, written: Written) -> dict[str, float]:
        return read_shares({str(name): part["share"] for name, part in written.items() if isinstance(part, Mapping)}, self._share)

    def _part(self, written: object) -> Shape:
        if not isinstance(written, Mapping) or "share" not in written:
            raise ValueError("a part of a mixture has no share: write {share: 60 %, shape: ...}")
        if written.get("shape") == "mixture":
            raise ValueError("a part of a mixture is a mixture itself: write its parts beside the others")
        return self.shape({key: part for key, part in written.items() if key != "share"})


def read_shares(written: Mapping[str, object], read: Reader) -> dict[str, float]:
    """Shares by name that add to 1; one of them may be `rest`. Raises ValueError."""
    gathering = Gathering()
    rest = [name for name, share in written.items() if share == "rest"]
    found = {name: gathering.read(name, read, share) for name, share in written.items() if share != "rest"}
    gathering.finish()
    shares = {name: share for name, share in found.items() if share is not None}
    if len(rest) > 1:
        raise ValueError(f"rest stands at {' and '.join(rest)}: write it once")
    total = math.fsum(shares.values())
    if total > 1 + 1e-9 or (not rest and total < 1 - 1e-9):
        raise ValueError(f"shares add to {total * 100:.10g} %, not to 100 %: change one, or write rest for one of them")
    return {name: max(0.0, 1 - total) if name in rest else shares[name] for name in written}


def _built(builder: Callable[..., B], name: str, parameters: tuple[str, ...], numbers: list[float | None], written: Written) -> B:
    try:
        return builder(*numbers)
    except ValueError as fault:
        said = ", ".join(f"{parameter} {quoted(written[parameter])}" for parameter in parameters)
        raise ValueError(f"{name} cannot have {said}: {fault}") from None


def _shape_named(written: Written) -> str:
    """The name of the shape; a fault stands at the name."""
    if written.get("shape") is None:
        raise ValueError(f"no shape is named: write shape: and one of {', '.join(SHAPE_NAMES)}")
    gathering = Gathering()
    name = gathering.read("shape", _shape_name, written["shape"])
    gathering.finish()
    assert name is not None
    return name


def _shape_name(name: object) -> str:
    if name == "beta":
        raise ValueError("beta is a shape for what is not known: write it in unsure:, or another shape here")
    if name not in SHAPE_NAMES:
        guess = nearest(str(name)[:80], SHAPE_NAMES)
        meant = f'did you mean "{guess}"? Shapes' if guess else "shapes"
        raise ValueError(f"unknown shape {quoted(name)}: {meant} are {', '.join(SHAPE_NAMES)}")
    return str(name)


def _no_strangers(name: str, written: Written) -> None:
    gathering, allowed = Gathering(), PARAMETERS[name]
    for key in written:
        if key != "shape" and key not in allowed:
            guess = nearest(str(key)[:80], allowed)
            meant = f'did you mean "{guess}"? It' if guess else "it"
            gathering.fault(str(key), written[key], f"{name} has no {quoted(key)}: {meant} is written with {forms_of(name)}")
    gathering.finish()


def _listed(written: Written) -> str:
    given = [str(key) for key in written if key != "shape"]
    return " and ".join(given) if given else "no parameters"
