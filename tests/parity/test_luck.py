"""The luck of the compiled engine is that of `sim.draws`, bit for bit, for every shape."""

from __future__ import annotations

import numpy as np
import pytest

from sim.draws import Luck, hash32, survival
from sim.kernel import luck, philox
from sim.kernel.compiling import compile_together
from sim.kernel.machine_code import FLOATS, NUMBER, PLAIN, WORDS, load
from sim.kernel.memory import NONE
from sim.kernel.plan.constants import Constants
from sim.kernel.rows import Case, World
from sim.scenario.shapes import (
    Empirical,
    Exponential,
    Fixed,
    Gamma,
    Latent,
    Lognormal,
    Mixture,
    Triangular,
    Uniform,
    Weibull,
)

pytestmark = pytest.mark.skipif(PLAIN, reason="nothing is compiled")
SEED, REPLICATION, STREAM, TIME = 7, 3, "demand.s", "x.time"
CASE, BASE, NEVER, BEHIND = 250, 400, 0.2, 10
SHAPES = {
    "fixed": Fixed(5e6),
    "exponential": Exponential(3e7),
    "lognormal": Lognormal(17.0, 0.8),
    "lognormal, always the same": Lognormal(15.0, 0.0),
    "gamma": Gamma(2.0, 1e8),
    "gamma, mostly short": Gamma(0.3, 1e7),
    "weibull": Weibull(1.5, 1e8),
    "triangular": Triangular(1e6, 2e6, 9e6),
    "triangular, falling": Triangular(1e6, 1e6, 9e6),
    "uniform": Uniform(1e6, 1e7),
    "empirical": Empirical((0.0, 0.3, 1.0), (1e6, 2e6, 5e7)),
    "mixture": Mixture(("a", "b", "c"), (0.4, 0.6, 0.0), (Exponential(1e7), Gamma(2.0, 3e7), Fixed(1.0))),
}
CONSTANTS = Constants(BASE)
PLACES = {name: CONSTANTS.shape(TIME, shape) for name, shape in SHAPES.items()}
LATENTS = {name: CONSTANTS.latent(TIME, Latent(shape, NEVER)) for name, shape in SHAPES.items()}
CHOICES = {"a": 0.3, "b": 0.7, "c": 0.0}
CHOSEN = CONSTANTS.choices("class", CHOICES, {"a": 0, "b": 1, "c": 2})


def drawn(m, decision, shape, block, chosen, elapsed, k, uniform, found):
    """What Python cannot call itself: uniform, then length, latent, remaining, one_of."""
    philox.begin(m)
    entity, number = m[CASE + Case.ENTITY], m[CASE + Case.NUMBER]
    uniform[0] = luck.uniform(m, CASE, decision, k)
    found[0] = luck.length(m, CASE, decision, shape, k)
    found[1] = luck.latent(m, CASE, decision, block, k)
    found[2] = luck.remaining(m, CASE, decision, shape, NEVER, elapsed, k)
    found[3] = luck.one_of(m, entity, number, chosen, k)


def together(m, listed, found):
    """What is drawn four at once: for a case when it is listed (one of them asked for), and of numbers that come in turn."""
    philox.begin(m)
    luck.draw_ahead(m, CASE)
    for n in range(philox.LANES):
        found[n] = luck.real(m, CASE + Case.AHEAD + n)
    found[4] = luck.uniform(m, CASE, m[World.AHEAD + 1], 0)
    found[5] = luck.one_after_another(m, World.FOUR + 0, m[CASE + Case.ENTITY], m[CASE + Case.NUMBER], listed)


def above(m, shape, x, share):
    share[0] = luck.survival(m, shape, x[0])


@pytest.fixture(scope="module")
def machine_code():
    kinds = {drawn: (WORDS, *[NUMBER] * 6, FLOATS, WORDS), together: (WORDS, NUMBER, FLOATS), above: (WORDS, NUMBER, FLOATS, FLOATS)}
    return {function: load(code, kinds[function]) for function, code in zip(kinds, compile_together(kinds.items()), strict=True)}


@pytest.fixture
def memory():
    m = np.zeros(BASE + len(CONSTANTS.words) + BEHIND, dtype=np.int64)
    m[BASE:-BEHIND] = CONSTANTS.words
    m[World.SEED], m[World.REPLICATION] = SEED, REPLICATION
    m[CASE + Case.ENTITY] = hash32(STREAM)
    return m


def whole(length: int | None) -> int:
    return NONE if length is None else length


@pytest.mark.parametrize("name", SHAPES)
def test_every_draw_is_the_same(machine_code, memory, name):
    uniform, found = np.empty(1), np.empty(4, np.int64)
    latent = Latent(SHAPES[name], NEVER)
    for number in range(300):
        memory[CASE + Case.NUMBER] = number
        being = Luck(SEED, REPLICATION).of(STREAM, number)
        elapsed, k = (0, 1, 1_000, 10**6, 3 * 10**7, 10**9)[number % 6], number % 3
        machine_code[drawn](memory, hash32(TIME), PLACES[name], LATENTS[name], CHOSEN, elapsed, k, uniform, found)
        assert (*uniform, *found) == (
            being.uniform(TIME, k),
            being.length(TIME, SHAPES[name], k),
            whole(being.latent(TIME, latent, k)),
            whole(being.remaining(TIME, latent, elapsed, k)),
            "abc".index(being.one_of("class", list(CHOICES), list(CHOICES.values()), k)),
        ), number


def test_what_is_drawn_four_at_once_is_the_same(machine_code, memory):
    names, found = ("selection", TIME, "documents", "clocks.claim.after"), np.empty(6)
    memory[World.AHEAD : World.AHEAD + 4] = [hash32(name) for name in names]
    for number in range(41):
        memory[CASE + Case.NUMBER] = number
        being = Luck(SEED, REPLICATION).of(STREAM, number)
        machine_code[together](memory, hash32("listed"), found)
        assert found.tolist() == [*(being.uniform(name, 0) for name in names), being.uniform(TIME, 0), being.uniform("listed", 0)], number


@pytest.mark.parametrize("name", SHAPES)
def test_every_survival_is_the_same(machine_code, memory, name):
    share = np.empty(1)
    for x in (-1.0, 0.0, 1.0, 1e3, 1e6, 1.5e6, 2e6, 5e6, 9e6, 1e7, 5e7, 3e8, 1e10, 1e15):
        machine_code[above](memory, PLACES[name], np.array([x]), share)
        assert share[0] == survival(SHAPES[name], x), x
