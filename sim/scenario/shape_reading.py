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

`never: 40 %` may stand beside the parameters of a latent time: the share to whom it never happens.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.scenario.gather import Gathering, read_map
from sim.scenario.quantities import nearest, quoted
from sim.scenario.shapes import Empirical, Exponential, Fixed, Gamma, Latent, Lognormal, Mixture, Shape, Triangular, Uniform, Weibull

Z90 = 1.2815515655446004  # standard normal quantile of 0.9
MOST_SIGMA = 5.0
LEAST_K, MOST_K = 0.05, 10_000.0
LEAST_WEIBULL_K, MOST_WEIBULL_K = 0.1, 100.0
MOST_VALUES = 100_000

Reader = Callable[[object], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """What varies: how one of its values is read (in base units), and whether it may be zero for certain."""

    read: Reader
    example: str
    zero: bool = True


@dataclass(frozen=True, slots=True)
class Readers:
    """How bare numbers and shares are read."""

    number: Reader
    share: Reader


# --- parameters to shapes -------------------------------------------------------------------------------------------------


def _above_zero(**values: float) -> None:
    for name, value in values.items():
        if value <= 0:
            raise ValueError(f"{name} must be above 0")


def _lognormal(median: float, sigma: float) -> Lognormal:
    _above_zero(median=median, sigma=sigma)
    if sigma > MOST_SIGMA:
        raise ValueError(f"spreads too far: sigma is {sigma:.3g}, at most {MOST_SIGMA:g} is allowed")
    return Lognormal(math.log(median), sigma)


def _lognormal_mean_sd(mean: float, sd: float) -> Lognormal:
    _above_zero(mean=mean, sd=sd)
    return _lognormal_mean_sigma(mean, math.sqrt(math.log1p((sd / mean) ** 2)))


def _lognormal_mean_sigma(mean: float, sigma: float) -> Lognormal:
    _above_zero(mean=mean, sigma=sigma)
    shape = _lognormal(mean, sigma)
    return Lognormal(shape.mu - sigma**2 / 2, sigma)


def _lognormal_median_p90(median: float, p90: float) -> Lognormal:
    return _lognormal(median, math.log(_ratio(median, p90)) / Z90)


def _ratio(median: float, p90: float) -> float:
    _above_zero(median=median)
    if p90 <= median:
        raise ValueError("p90 must be above the median")
    return p90 / median


def _gamma(k: float, mean: float) -> Gamma:
    _above_zero(k=k, mean=mean)
    _within("k", k, LEAST_K, MOST_K)
    return Gamma(k, mean / k)


def _gamma_mean_sd(mean: float, sd: float) -> Gamma:
    _above_zero(mean=mean, sd=sd)
    return _gamma((mean / sd) ** 2, mean)


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name} is {value:.3g}, allowed are {least:g} to {most:g}")


def _weibull(k: float, scale: float) -> Weibull:
    _above_zero(k=k, scale=scale)
    _within("k", k, LEAST_WEIBULL_K, MOST_WEIBULL_K)
    return Weibull(k, scale)


def _weibull_k_mean(k: float, mean: float) -> Weibull:
    _above_zero(k=k, mean=mean)
    _within("k", k, LEAST_WEIBULL_K, MOST_WEIBULL_K)
    return Weibull(k, mean / math.gamma(1 + 1 / k))


def _weibull_median_p90(median: float, p90: float) -> Weibull:
    k = math.log(math.log(10) / math.log(2)) / math.log(_ratio(median, p90))
    return _weibull(k, median / math.log(2) ** (1 / k))


def _exponential(mean: float) -> Exponential:
    _above_zero(mean=mean)
    return Exponential(mean)


def _triangular(low: float, mode: float, high: float) -> Triangular:
    if not low <= mode <= high:
        raise ValueError("mode must lie from low to high")
    _rising(low, high)
    return Triangular(low, mode, high)


def _uniform(low: float, high: float) -> Uniform:
    _rising(low, high)
    return Uniform(low, high)


def _rising(low: float, high: float) -> None:
    if high <= low:
        raise ValueError("high must be above low")


BUILDERS: dict[tuple[str, ...], Callable[..., Shape]] = {
    ("fixed", "value"): Fixed,
    ("exponential", "mean"): _exponential,
    ("lognormal", "mean", "sd"): _lognormal_mean_sd,
    ("lognormal", "mean", "sigma"): _lognormal_mean_sigma,
    ("lognormal", "median", "p90"): _lognormal_median_p90,
    ("lognormal", "median", "sigma"): _lognormal,
    ("gamma", "mean", "sd"): _gamma_mean_sd,
    ("gamma", "k", "mean"): _gamma,
    ("weibull", "k", "scale"): _weibull,
    ("weibull", "k", "mean"): _weibull_k_mean,
    ("weibull", "median", "p90"): _weibull_median_p90,
    ("triangular", "low", "mode", "high"): _triangular,
    ("uniform", "low", "high"): _uniform,
}
BARE = ("k", "sigma")
SPECIAL = {"empirical": ("quantiles", "values", "file"), "mixture": ("parts",)}
SHAPE_NAMES = (*dict.fromkeys(form[0] for form in BUILDERS), *SPECIAL)


def parameters_of(shape: str) -> tuple[str, ...]:
    """Every parameter a shape can have."""
    return SPECIAL.get(shape) or tuple(dict.fromkeys(name for form in BUILDERS if form[0] == shape for name in form[1:]))


def forms_of(shape: str) -> str:
    """The sets of parameters of a shape, as words."""
    if shape in SPECIAL:
        return " or ".join(SPECIAL[shape][:1] + SPECIAL[shape][2:])
    return " or ".join(", ".join(form[1:]) for form in BUILDERS if form[0] == shape)


# --- reading --------------------------------------------------------------------------------------------------------------


class ShapeReader:
    """Reads the shapes of one measure."""

    def __init__(self, measure: Measure, number: Reader, share: Reader) -> None:
        self._measure, self._number, self._share = measure, number, share

    def shape(self, value: object) -> Shape:
        """A shape from a plain value or a map. Raises ValueError."""
        if isinstance(value, Shape):
            return value
        if not isinstance(value, Mapping):
            return self._checked(Fixed(self._measure.read(value)), value)
        if "never" in value:
            raise ValueError("`never` has no meaning here: this must end; take it out")
        return self._from_map(value)

    def latent(self, value: object) -> Latent:
        """A shape that may have `never` beside it. Raises ValueError."""
        if isinstance(value, Latent):
            return value
        if not isinstance(value, Mapping):
            return Latent(self.shape(value))
        gathering = Gathering()
        never = gathering.read("never", self._share, value["never"]) if "never" in value else 0.0
        shape = gathering.read(None, self.shape, {k: v for k, v in value.items() if k != "never"})
        gathering.finish()
        assert shape is not None and never is not None
        return Latent(shape, never)

    def _from_map(self, value: Mapping[object, object]) -> Shape:
        name = _shape_name(value)
        _no_strangers(name, value)
        if name == "mixture":
            return self._mixture(value)
        built = self._empirical(value) if name == "empirical" else self._by_parameters(name, value)
        return self._checked(built, value)

    def _by_parameters(self, name: str, value: Mapping[object, object]) -> Shape:
        given = tuple(str(key) for key in value if key != "shape")
        form = next((f for f in BUILDERS if f[0] == name and set(f[1:]) == set(given)), None)
        if form is None:
            has = f"has {', '.join(given)}" if given else "has no parameters"
            raise ValueError(f"{name} {has}: write {forms_of(name)}")
        gathering = Gathering()
        numbers = [gathering.read(p, self._number if p in BARE else self._measure.read, value[p]) for p in form[1:]]
        gathering.finish()
        try:
            return BUILDERS[form](*numbers)
        except ValueError as fault:
            written = ", ".join(f"{p} {quoted(value[p])}" for p in form[1:])
            raise ValueError(f"{name} with {written} is impossible: {fault}") from None

    def _checked(self, shape: Shape, written: object) -> Shape:
        """Refuses a time that is zero for certain where that has no meaning."""
        surely_zero = (isinstance(shape, Fixed) and shape.value == 0) or (isinstance(shape, Empirical) and shape.values[-1] == 0)
        if surely_zero and not self._measure.zero:
            raise ValueError(f"{quoted(written)} is zero: write {self._measure.example}")
        return shape

    def _empirical(self, value: Mapping[object, object]) -> Empirical:
        if "quantiles" in value and len(value) == 2:
            return self._from_quantiles(value["quantiles"])
        if "values" in value and "quantiles" not in value:
            return self._from_values(value["values"])
        if set(value) == {"shape", "file"}:
            raise ValueError(f"the rows of {quoted(value['file'])} were not read: load the scenario from its file")
        raise ValueError("empirical needs quantiles, such as {0 %: 2 d, 50 %: 9 d, 100 %: 40 d}, or a file: write one of them")

    def _from_quantiles(self, value: object) -> Empirical:
        if not isinstance(value, Mapping):
            raise ValueError(f"{quoted(value)} are not quantiles: write a map such as {{0 %: 2 d, 50 %: 9 d, 100 %: 40 d}}")
        gathering = Gathering()
        points = gathering.read("quantiles", lambda v: read_map(value, self._share, self._measure.read), value)
        gathering.finish()
        assert points is not None
        levels, values = zip(*sorted((float(str(level)), x) for level, x in points.items()), strict=True) if points else ((), ())
        if len(levels) < 2 or levels[0] != 0 or levels[-1] != 1:
            raise ValueError("quantiles must begin at 0 % and end at 100 %: write {0 %: least, ..., 100 %: most}")
        if list(values) != sorted(values):
            raise ValueError("quantiles fall: write values that rise with their percent")
        return Empirical(levels, values)

    def _from_values(self, value: object) -> Empirical:
        if not isinstance(value, list | tuple) or not 2 <= len(value) <= MOST_VALUES:
            raise ValueError(f"observed values must be a list of 2 to {MOST_VALUES}")
        gathering = Gathering()
        found = [gathering.read(str(row), self._measure.read, entry) for row, entry in enumerate(value)]
        gathering.finish()
        values = tuple(sorted(x for x in found if x is not None))
        return Empirical(tuple(i / (len(values) - 1) for i in range(len(values))), values)

    def _mixture(self, value: Mapping[object, object]) -> Mixture:
        parts = value.get("parts")
        if not isinstance(parts, Mapping) or not parts:
            raise ValueError("mixture needs parts: write parts: {fast: {share: 60 %, shape: ...}, slow: {share: rest, shape: ...}}")
        gathering = Gathering()
        shapes = {str(name): gathering.read(str(name), self._part, part) for name, part in parts.items()}
        gathering.finish()
        shares = read_shares({str(name): part["share"] for name, part in parts.items()}, self._share)
        kept = [(name, share, shapes[name]) for name, share in shares.items() if share > 0]
        return Mixture(tuple(n for n, _, _ in kept), tuple(s for _, s, _ in kept), tuple(p for _, _, p in kept if p is not None))

    def _part(self, value: object) -> Shape:
        if not isinstance(value, Mapping) or "share" not in value:
            raise ValueError("a part of a mixture needs a share and a shape: write {share: 60 %, shape: ...}")
        if value.get("shape") == "mixture":
            raise ValueError("a part of a mixture cannot be a mixture: write its parts beside the others")
        return self.shape({k: v for k, v in value.items() if k != "share"})


def _shape_name(value: Mapping[object, object]) -> str:
    name = value.get("shape")
    if name is None:
        raise ValueError(f"no shape is named: write shape: and one of {', '.join(SHAPE_NAMES)}")
    if name not in SHAPE_NAMES:
        guess = nearest(str(name), SHAPE_NAMES)
        meant = f', did you mean "{guess}"?' if guess else ":"
        raise ValueError(f"unknown shape {quoted(name)}{meant} shapes are {', '.join(SHAPE_NAMES)}")
    return str(name)


def _no_strangers(name: str, value: Mapping[object, object]) -> None:
    gathering, allowed = Gathering(), parameters_of(name)
    for key in value:
        if key != "shape" and key not in allowed:
            guess = nearest(str(key), allowed)
            meant = f', did you mean "{guess}"?' if guess else ":"
            gathering.fault(str(key), value[key], f"{name} has no {quoted(key)}{meant} it is written with {forms_of(name)}")
    gathering.finish()


def read_shares(value: Mapping[str, object], read: Reader) -> dict[str, float]:
    """Shares by name that add to 1; one of them may be `rest`. Raises ValueError."""
    gathering = Gathering()
    rest = [name for name, share in value.items() if share == "rest"]
    found = {name: gathering.read(name, read, share) for name, share in value.items() if share != "rest"}
    gathering.finish()
    shares = {name: share for name, share in found.items() if share is not None}
    if len(rest) > 1:
        raise ValueError(f"rest stands at {' and '.join(rest)}: it may stand once")
    total = math.fsum(shares.values())
    if total > 1 + 1e-9 or (not rest and total < 1 - 1e-9):
        raise ValueError(f"shares add to {total * 100:.6g} %, not to 100 %: change one, or write rest for one of them")
    return {name: max(0.0, 1 - total) if name in rest else shares[name] for name in value}
