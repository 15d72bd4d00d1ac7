"""How large a shape is, without drawing: its mean, and the longest or middle value a check compares with."""

from __future__ import annotations

import math

from sim.scenario.shapes import Empirical, Exponential, Fixed, Gamma, Lognormal, Mixture, Shape, Triangular, Uniform, Weibull


def mean(shape: Shape) -> float:
    """The mean."""
    match shape:
        case Fixed(value):
            return value
        case Exponential(average):
            return average
        case Lognormal(mu, sigma):
            return math.exp(mu + sigma**2 / 2)
        case Gamma(k, theta):
            return k * theta
        case Weibull(k, scale):
            return scale * math.gamma(1 + 1 / k)
        case Triangular(low, mode, high):
            return (low + mode + high) / 3
        case Uniform(low, high):
            return (low + high) / 2
        case Empirical(levels, values):
            return sum((b - a) * (x + y) / 2 for a, b, x, y in zip(levels, levels[1:], values, values[1:], strict=False))
        case Mixture(_, shares, parts):
            return sum(share * mean(part) for share, part in zip(shares, parts, strict=True))


def usual_most(shape: Shape) -> float:
    """The largest value of a bounded shape, else its median (of a gamma its mean, which is near): what must fit into a shift."""
    match shape:
        case Fixed(value):
            return value
        case Triangular(_, _, high) | Uniform(_, high):
            return high
        case Empirical(_, values):
            return values[-1]
        case Exponential(average):
            return average * math.log(2)
        case Lognormal(mu, _):
            return math.exp(mu)
        case Weibull(k, scale):
            return scale * float(math.log(2) ** (1 / k))
        case Gamma(k, theta):
            return k * theta
        case Mixture(_, _, parts):
            return max(usual_most(part) for part in parts)


def bounds(shape: Shape) -> tuple[float, float]:
    """The smallest and largest value it can have."""
    match shape:
        case Fixed(value):
            return value, value
        case Triangular(low, _, high) | Uniform(low, high):
            return low, high
        case Empirical(_, values):
            return values[0], values[-1]
        case Mixture(_, _, parts):
            return min(bounds(part)[0] for part in parts), max(bounds(part)[1] for part in parts)
        case _:
            return 0.0, math.inf
