"""From the parameters people write to the parameters of a shape: `median, p90` to `mu, sigma`. Impossible ones are refused.

Parameters are floats in base units (ms, people, shares); `k` and `sigma` are bare. The faults raised here say what must hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.scenario.shapes import Beta, Exponential, Fixed, Gamma, Lognormal, Shape, Triangular, Uniform, Weibull

Z90 = 1.2815515655446004  # standard normal quantile of 0.9
MOST_SIGMA = 5.0
GAMMA_K = (0.05, 10_000.0)
WEIBULL_K = (0.1, 100.0)


def _above_zero(**values: float) -> None:
    for name, value in values.items():
        if value <= 0:
            raise ValueError(f"{name} must be above 0")


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"its {name} must be from {least:g} to {most:g}, here it is {value:.3g}")


def _rising(low: float, high: float) -> None:
    if high <= low:
        raise ValueError("high must be above low")


def _ratio(median: float, p90: float) -> float:
    _above_zero(median=median)
    if p90 <= median:
        raise ValueError("p90 must be above the median")
    return p90 / median


def exponential(mean: float) -> Exponential:
    """By its mean."""
    _above_zero(mean=mean)
    return Exponential(mean)


def lognormal(median: float, sigma: float) -> Lognormal:
    """By its median and the standard deviation of its logarithm."""
    _above_zero(median=median, sigma=sigma)
    if sigma > MOST_SIGMA:
        raise ValueError(f"its sigma must be at most {MOST_SIGMA:g}, here it is {sigma:.3g}")
    return Lognormal(math.log(median), sigma)


def lognormal_of_mean_sigma(mean: float, sigma: float) -> Lognormal:
    """By its mean and the standard deviation of its logarithm."""
    _above_zero(mean=mean)
    shape = lognormal(mean, sigma)
    return Lognormal(shape.mu - sigma**2 / 2, sigma)


def lognormal_of_mean_sd(mean: float, sd: float) -> Lognormal:
    """By its mean and standard deviation."""
    _above_zero(mean=mean, sd=sd)
    return lognormal_of_mean_sigma(mean, math.sqrt(math.log1p((sd / mean) ** 2)))


def lognormal_of_median_p90(median: float, p90: float) -> Lognormal:
    """By the values that half and nine tenths stay below."""
    return lognormal(median, math.log(_ratio(median, p90)) / Z90)


def gamma(k: float, mean: float) -> Gamma:
    """By its shape and mean."""
    _above_zero(k=k, mean=mean)
    _within("k", k, *GAMMA_K)
    return Gamma(k, mean / k)


def gamma_of_mean_sd(mean: float, sd: float) -> Gamma:
    """By its mean and standard deviation."""
    _above_zero(mean=mean, sd=sd)
    return gamma((mean / sd) ** 2, mean)


def weibull(k: float, scale: float) -> Weibull:
    """By its shape and scale."""
    _above_zero(k=k, scale=scale)
    _within("k", k, *WEIBULL_K)
    return Weibull(k, scale)


def weibull_of_mean(k: float, mean: float) -> Weibull:
    """By its shape and mean."""
    _above_zero(mean=mean)
    shape = weibull(k, mean)
    return Weibull(k, shape.scale / math.gamma(1 + 1 / k))


def weibull_of_median_p90(median: float, p90: float) -> Weibull:
    """By the values that half and nine tenths stay below."""
    k = math.log(math.log(10) / math.log(2)) / math.log(_ratio(median, p90))
    _within("k", k, *WEIBULL_K)
    return weibull(k, median / math.log(2) ** (1 / k))


def triangular(low: float, mode: float, high: float) -> Triangular:
    """By its ends and its most likely value."""
    if not low <= mode <= high:
        raise ValueError("mode must lie from low to high")
    _rising(low, high)
    return Triangular(low, mode, high)


def uniform(low: float, high: float) -> Uniform:
    """By its ends."""
    _rising(low, high)
    return Uniform(low, high)


def beta(mean: float, sd: float) -> Beta:
    """By its mean and standard deviation."""
    _above_zero(mean=mean, sd=sd)
    if mean >= 1:
        raise ValueError("mean must be below 100 %")
    if sd**2 >= mean * (1 - mean):
        raise ValueError(f"sd must be below {math.sqrt(mean * (1 - mean)):.0%} with this mean".replace("%", " %"))
    size = mean * (1 - mean) / sd**2 - 1
    return Beta(mean * size, (1 - mean) * size)


BUILDERS: dict[tuple[str, ...], Callable[..., Shape]] = {
    ("fixed", "value"): Fixed,
    ("exponential", "mean"): exponential,
    ("lognormal", "mean", "sd"): lognormal_of_mean_sd,
    ("lognormal", "mean", "sigma"): lognormal_of_mean_sigma,
    ("lognormal", "median", "p90"): lognormal_of_median_p90,
    ("lognormal", "median", "sigma"): lognormal,
    ("gamma", "mean", "sd"): gamma_of_mean_sd,
    ("gamma", "k", "mean"): gamma,
    ("weibull", "k", "scale"): weibull,
    ("weibull", "k", "mean"): weibull_of_mean,
    ("weibull", "median", "p90"): weibull_of_median_p90,
    ("triangular", "low", "mode", "high"): triangular,
    ("uniform", "low", "high"): uniform,
}
BARE = ("k", "sigma")
SPECIAL = {"empirical": ("quantiles", "values", "file"), "mixture": ("parts",)}
SHAPE_NAMES = (*dict.fromkeys(form[0] for form in BUILDERS), *SPECIAL)
PARAMETERS = {
    name: SPECIAL.get(name) or tuple(dict.fromkeys(parameter for form in BUILDERS if form[0] == name for parameter in form[1:]))
    for name in SHAPE_NAMES
}


def forms_of(shape: str) -> str:
    """The sets of parameters of a shape, in words."""
    if shape == "empirical":
        return "quantiles or file"
    if shape == "mixture":
        return "parts"
    return " or ".join(" and ".join(form[1:]) for form in BUILDERS if form[0] == shape)
