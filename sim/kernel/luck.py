"""Luck: the same numbers as `sim.draws`, from the formulas of `sim.formulas`, compiled.

A decision is named by its hash (`sim.draws.hash32`). A case knows the hash of its stream and its number; anything else that has luck
is named by both (`uniform_of`, `length_of`). Shapes, latents and choices are blocks of constants, written by `sim.kernel.plan.constants`.
"""

from __future__ import annotations

import math
from enum import IntEnum
from types import FunctionType
from typing import Any

from sim import formulas
from sim.kernel.compiled import compiled, inlined, seldom
from sim.kernel.memory import NONE, real
from sim.kernel.philox import LANES, LAST_LANE, four_uniforms, uniform_of
from sim.kernel.rows import Case, Row, World, auto
from sim.kernel.words import Shape

SHARED = (
    "bounded_exp",
    "ratio",
    "normal_quantile",
    "normal_survival",
    "exponential_lasting",
    "exponential_survival",
    "lognormal_lasting",
    "lognormal_survival",
    "weibull_lasting",
    "weibull_survival",
    "triangular_lasting",
    "triangular_survival",
    "uniform_lasting",
    "uniform_survival",
    "gamma_place",
    "cubic",
    "whole_ms",
    "binomial",
)
"""Formulas, each after those it uses."""


def _compiled() -> dict[str, Any]:
    """The formulas themselves, compiled: a change there is a change here."""
    names = dict(vars(formulas))
    for name in SHARED:
        names[name] = compiled(FunctionType(getattr(formulas, name).__code__, names, name))
    return names


_FORMULAS = _compiled()
bounded_exp, normal_quantile, normal_survival = (_FORMULAS[name] for name in ("bounded_exp", "normal_quantile", "normal_survival"))
exponential_lasting, exponential_survival = _FORMULAS["exponential_lasting"], _FORMULAS["exponential_survival"]
lognormal_lasting, lognormal_survival = _FORMULAS["lognormal_lasting"], _FORMULAS["lognormal_survival"]
weibull_lasting, weibull_survival = _FORMULAS["weibull_lasting"], _FORMULAS["weibull_survival"]
triangular_lasting, triangular_survival = _FORMULAS["triangular_lasting"], _FORMULAS["triangular_survival"]
uniform_lasting, uniform_survival = _FORMULAS["uniform_lasting"], _FORMULAS["uniform_survival"]
gamma_place, cubic, whole_ms, binomial = (_FORMULAS[name] for name in ("gamma_place", "cubic", "whole_ms", "binomial"))

LEAST_SURVIVAL = formulas.LEAST_SURVIVAL
LEAST_SCORE = formulas.LEAST_SCORE
LEAST_SHARE = 2.0**-1000
"""Who waits for the only choice waits a finite time if its share is larger."""
STEPS_PER_SCORE = formulas.STEPS_PER_SCORE


class Drawn(IntEnum):
    """A block of constants of a shape: its kind, then up to three parameters (f); of a gamma a table, of the others rows."""

    KIND = 0
    A = 1
    B = 2
    C = 3
    COUNT = 1  # of an empirical shape: levels, then values; of a mixture: parts
    ROWS = 2
    TABLE = 3  # of a gamma (A: k, B: theta): place of count, values, slopes


class Latent(Row):
    """A block of a latent time."""

    SHAPE = auto()
    NEVER = auto()  # f


class Choice(Row):
    """A block of choices: how many, then rows of hash, share (f) and what is chosen. The parts of a mixture are such rows of shapes."""

    HASH = auto()
    SHARE = auto()
    WHAT = auto()
    WIDTH = auto()


# --- numbers between 0 and 1 ------------------------------------------------------------------------------------------------


@compiled
def uniform(m, case, decision, k):  # type: ignore[no-untyped-def]
    """The number of a case, which may have been drawn ahead."""
    if k == 0:
        for n in range(LANES):
            if m[World.AHEAD + n] == decision:
                return real(m, case + Case.AHEAD + n)
    return uniform_of(m, m[case + Case.ENTITY], m[case + Case.NUMBER], decision, k)


@compiled
def draw_ahead(m, case):  # type: ignore[no-untyped-def]
    """What nearly every case asks for (`World.AHEAD`) is drawn when it is listed, four decisions at once."""
    if m[World.AHEAD] != NONE:
        number, first = m[case + Case.NUMBER], World.AHEAD + 0
        decisions = (m[first], m[first + 1], m[first + 2], m[first + 3])
        four_uniforms(m, case + Case.AHEAD, m[case + Case.ENTITY], (number, number, number, number), decisions, 0)


@compiled
def one_after_another(m, into, entity, number, decision):  # type: ignore[no-untyped-def]
    """The numbers of one decision of things that are numbered from 0 and come in turn; four words keep those drawn ahead."""
    lane = number & LAST_LANE
    if lane == 0:
        numbers = (number, number + 1, number + 2, number + 3)
        four_uniforms(m, into, entity, numbers, (decision, decision, decision, decision), 0)
    return real(m, into + lane)


@compiled
def happens_of(m, entity, number, decision, p, k):  # type: ignore[no-untyped-def]
    """Whether something of chance p happens: once true, true for every larger p."""
    if p <= 0.0 or p >= 1.0:
        return p > 0.0
    return uniform_of(m, entity, number, decision, k) < p


@compiled
def happens(m, case, decision, p, k):  # type: ignore[no-untyped-def]
    """Whether it happens to a case."""
    if p <= 0.0 or p >= 1.0:
        return p > 0.0
    return uniform(m, case, decision, k) < p


@inlined
def one_of(m, entity, number, choices, k):  # type: ignore[no-untyped-def]
    """One of the choices, by share (in any proportion, zero never); NONE where no share is above zero."""
    row = choices + 1
    if m[choices] == 1 and real(m, row + Choice.SHARE) > LEAST_SHARE:
        return m[row + Choice.WHAT]
    return _one_of_several(m, entity, number, choices, k)


@compiled
def _one_of_several(m, entity, number, choices, k):  # type: ignore[no-untyped-def]
    """Each waits by its share; the one that has waited least is chosen."""
    row = choices + 1
    chosen, least = NONE, math.inf
    for n in range(m[choices]):
        share = real(m, row + Choice.SHARE)
        if n & LAST_LANE == 0:
            _draw_of_four(m, entity, number, row, k)
        if share > 0.0:
            waiting = -math.log(real(m, World.FOUR + (n & LAST_LANE))) / share
            if waiting < least:
                chosen, least = m[row + Choice.WHAT], waiting
        row += Choice.WIDTH
    return chosen


@compiled
def _draw_of_four(m, entity, number, row, k):  # type: ignore[no-untyped-def]
    """The numbers of a choice and the three behind it, which need not be there."""
    second = row + Choice.WIDTH
    third = second + Choice.WIDTH
    fourth = third + Choice.WIDTH
    decisions = (m[row + Choice.HASH], m[second + Choice.HASH], m[third + Choice.HASH], m[fourth + Choice.HASH])
    four_uniforms(m, World.FOUR + 0, entity, (number, number, number, number), decisions, k)


# --- shapes -------------------------------------------------------------------------------------------------------------------


@inlined
def lasting(m, shape, s):  # type: ignore[no-untyped-def]
    """The value of a shape (no mixture) that a share s of cases exceeds."""
    s = max(s, LEAST_SURVIVAL)
    kind = m[shape + Drawn.KIND]
    a, b = real(m, shape + Drawn.A), real(m, shape + Drawn.B)
    if kind == Shape.FIXED:
        return a
    if kind == Shape.EXPONENTIAL:
        return exponential_lasting(a, s)
    if kind == Shape.LOGNORMAL:
        return lognormal_lasting(a, b, s)
    if kind == Shape.GAMMA:
        return b * bounded_exp(_log_gamma_quantile(m, m[shape + Drawn.TABLE], -normal_quantile(s)))
    if kind == Shape.WEIBULL:
        return weibull_lasting(a, b, s)
    if kind == Shape.TRIANGULAR:
        return triangular_lasting(a, b, real(m, shape + Drawn.C), s)
    if kind == Shape.UNIFORM:
        return uniform_lasting(a, b, s)
    return _empirical_quantile(m, shape, 1.0 - s)


@compiled
def survival(m, shape, x):  # type: ignore[no-untyped-def]
    """The share of cases whose value is above x."""
    if m[shape + Drawn.KIND] != Shape.MIXTURE:
        return _survival(m, shape, x)
    kept, shares = 0.0, 0.0
    row = shape + Drawn.ROWS
    for _ in range(m[shape + Drawn.COUNT]):
        share = real(m, row + Choice.SHARE)
        if share > 0.0:
            kept += share * _survival(m, m[row + Choice.WHAT], x)
        shares += share
        row += Choice.WIDTH
    return min(1.0, kept / shares)


@compiled
def _survival(m, shape, x):  # type: ignore[no-untyped-def]
    kind = m[shape + Drawn.KIND]
    a, b = real(m, shape + Drawn.A), real(m, shape + Drawn.B)
    if kind == Shape.FIXED:
        return 1.0 if x < a else 0.0
    if kind == Shape.EXPONENTIAL:
        return exponential_survival(a, x)
    if kind == Shape.LOGNORMAL:
        return lognormal_survival(a, b, x)
    if kind == Shape.GAMMA:
        return _gamma_survival(m, m[shape + Drawn.TABLE], b, x)
    if kind == Shape.WEIBULL:
        return weibull_survival(a, b, x)
    if kind == Shape.TRIANGULAR:
        return triangular_survival(a, b, real(m, shape + Drawn.C), x)
    if kind == Shape.UNIFORM:
        return uniform_survival(a, b, x)
    return _empirical_survival(m, shape, x)


@compiled
def _log_gamma_quantile(m, table, z):  # type: ignore[no-untyped-def]
    place = gamma_place(z)
    i = min(int(place), m[table] - 2)
    return _between(m, table, i, place - i)


@compiled
def _between(m, table, i, t):  # type: ignore[no-untyped-def]
    """The gamma's table between nodes i and i + 1."""
    values, slopes = table + 1, table + 1 + m[table]
    return cubic(real(m, values + i), real(m, values + i + 1), real(m, slopes + i), real(m, slopes + i + 1), t)


@compiled
def _gamma_survival(m, table, theta, x):  # type: ignore[no-untyped-def]
    """Inverse of the quantile's own table, so that both agree."""
    if x <= 0.0:
        return 1.0
    count = m[table]
    y = math.log(x) - math.log(theta)
    if y >= real(m, table + count):
        return 0.0
    i = max(_bisect_right(m, table + 1, count, y) - 1, 0)
    low, high = 0.0, 1.0
    for _ in range(53):
        middle = 0.5 * (low + high)
        if _between(m, table, i, middle) < y:
            low = middle
        else:
            high = middle
    return normal_survival(LEAST_SCORE + (i + high) / STEPS_PER_SCORE)


@compiled
def _empirical_quantile(m, shape, u):  # type: ignore[no-untyped-def]
    count = m[shape + Drawn.COUNT]
    levels, values = shape + Drawn.ROWS, shape + Drawn.ROWS + count
    i = min(max(_bisect_right(m, levels, count, u) - 1, 0), count - 2)
    rise = (u - real(m, levels + i)) / (real(m, levels + i + 1) - real(m, levels + i))
    return real(m, values + i) + rise * (real(m, values + i + 1) - real(m, values + i))


@compiled
def _empirical_survival(m, shape, x):  # type: ignore[no-untyped-def]
    count = m[shape + Drawn.COUNT]
    levels, values = shape + Drawn.ROWS, shape + Drawn.ROWS + count
    i = _bisect_right(m, values, count, x) - 1
    if i < 0:
        return 1.0
    if i >= count - 1:
        return 0.0
    rise = (x - real(m, values + i)) / (real(m, values + i + 1) - real(m, values + i))
    return 1.0 - (real(m, levels + i) + rise * (real(m, levels + i + 1) - real(m, levels + i)))


@compiled
def _bisect_right(m, first, count, x):  # type: ignore[no-untyped-def]
    """How many of the rising floats are not above x."""
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if x < real(m, first + middle):
            high = middle
        else:
            low = middle + 1
    return low


# --- values and lengths -------------------------------------------------------------------------------------------------------


@compiled
def value_of(m, entity, number, decision, shape, k):  # type: ignore[no-untyped-def]
    """A value of the shape."""
    part = _part(m, entity, number, shape, 0.0, k)
    return lasting(m, part, 1.0 - uniform_of(m, entity, number, decision, k))


@compiled
def length_of(m, entity, number, decision, shape, k):  # type: ignore[no-untyped-def]
    """A length in whole milliseconds; what is below zero is 0."""
    return whole_ms(max(0.0, value_of(m, entity, number, decision, shape, k)))


@compiled
def length(m, case, decision, shape, k):  # type: ignore[no-untyped-def]
    """A length of a case."""
    part = _part(m, m[case + Case.ENTITY], m[case + Case.NUMBER], shape, 0.0, k)
    if m[part + Drawn.KIND] == Shape.FIXED:
        return whole_ms(max(0.0, real(m, part + Drawn.A)))
    return whole_ms(max(0.0, lasting(m, part, 1.0 - uniform(m, case, decision, k))))


@compiled
def latent(m, case, decision, block, k):  # type: ignore[no-untyped-def]
    """A length in whole milliseconds, or NONE if it never ends."""
    return remaining(m, case, decision, m[block + Latent.SHAPE], real(m, block + Latent.NEVER), 0, k)


@compiled
def remaining(m, case, decision, shape, never, elapsed, k):  # type: ignore[no-untyped-def]
    """What is left of a length that has lasted `elapsed` already, by its shape and the share that never ends; NONE if it never ends."""
    if never >= 1.0:
        return NONE
    entity, number = m[case + Case.ENTITY], m[case + Case.NUMBER]
    u = uniform(m, case, decision, k)
    if elapsed > 0:
        return _left(m, entity, number, u, shape, never, float(elapsed), k)
    ever = 1.0 - never
    return NONE if u >= ever else whole_ms(max(0.0, lasting(m, _part(m, entity, number, shape, 0.0, k), 1.0 - u / ever)))


@seldom
def _left(m, entity, number, u, shape, never, passed, k):  # type: ignore[no-untyped-def]
    """What is left of a length that has lasted for a time."""
    kept = survival(m, shape, passed)
    ever = 1.0 - never
    if kept < 1.0:
        alive = never + ever * kept
        ever = ever * kept / alive if alive > 0.0 else 1.0
    if u >= ever:
        return NONE
    if kept <= 0.0:
        return 0
    part = _part(m, entity, number, shape, passed, k)
    return whole_ms(max(0.0, lasting(m, part, (1.0 - u / ever) * survival(m, part, passed)) - passed))


@inlined
def _part(m, entity, number, shape, elapsed, k):  # type: ignore[no-untyped-def]
    """The shape itself, or the part of a mixture."""
    return _part_of_mixture(m, entity, number, shape, elapsed, k) if m[shape + Drawn.KIND] == Shape.MIXTURE else shape


@seldom
def _part_of_mixture(m, entity, number, shape, elapsed, k):  # type: ignore[no-untyped-def]
    """One of the parts, among those that can last longer than `elapsed`."""
    chosen, least = 0, math.inf
    row = shape + Drawn.ROWS
    for _ in range(m[shape + Drawn.COUNT]):
        share = real(m, row + Choice.SHARE)
        if elapsed > 0.0:
            share = share * _survival(m, m[row + Choice.WHAT], elapsed)
        if share > 0.0:
            waiting = -math.log(uniform_of(m, entity, number, m[row + Choice.HASH], k)) / share
            if waiting < least:
                chosen, least = m[row + Choice.WHAT], waiting
        row += Choice.WIDTH
    return chosen
