"""What varies from case to case: probability shapes, resolved to plain numbers.

Parameters are floats in the base unit of the quantity: milliseconds for times, people for sizes, 1 for shares.
How a shape is written in YAML is read in `values`; how a number is drawn from it is in `sim.draws`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same."""

    value: float


@dataclass(frozen=True, slots=True)
class Exponential:
    """S(x) = exp(-x / mean)."""

    mean: float


@dataclass(frozen=True, slots=True)
class Lognormal:
    """exp(mu + sigma Z), Z standard normal."""

    mu: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Gamma:
    """Density proportional to x^(k-1) exp(-x / theta)."""

    k: float
    theta: float


@dataclass(frozen=True, slots=True)
class Weibull:
    """S(x) = exp(-(x / scale)^k)."""

    k: float
    scale: float


@dataclass(frozen=True, slots=True)
class Triangular:
    """Density rising from low to mode and falling to high."""

    low: float
    mode: float
    high: float


@dataclass(frozen=True, slots=True)
class Uniform:
    """The same density from low to high."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Empirical:
    """Quantile function linear between (levels[i], values[i]); levels rise from 0 to 1, values never fall."""

    levels: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """One of several named parts, chosen by share."""

    names: tuple[str, ...]
    shares: tuple[float, ...]
    parts: tuple[Shape, ...]


Shape = Fixed | Exponential | Lognormal | Gamma | Weibull | Triangular | Uniform | Empirical | Mixture


@dataclass(frozen=True, slots=True)
class Beta:
    """Density proportional to x^(a-1) (1-x)^(b-1) on 0 to 1. Only for what is not known (`unsure`), never for what varies."""

    a: float
    b: float


Belief = Shape | Beta


@dataclass(frozen=True, slots=True)
class Latent:
    """A length that varies from case to case and, with chance `never`, does not end at all."""

    shape: Shape
    never: float = 0.0
