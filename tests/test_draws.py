"""Luck: the published vectors, quantiles and survivals against scipy, and what must stay the same when something else changes."""

import math
import timeit
from collections import Counter

import numpy as np
import pytest
from scipy import stats

from sim.draws import TOGETHER, Being, Luck, check_seed, hash32, philox4x32, quantile, survival, uniform
from sim.formulas import LONGEST_MS, added, normal_quantile, whole_ms
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

DAY = 86_400_000.0
ONES = 0xFFFFFFFF

SHAPES = {
    "exponential": (Exponential(30 * DAY), stats.expon(scale=30 * DAY), 1e-13),
    "lognormal": (Lognormal(math.log(18 * DAY), 0.52), stats.lognorm(0.52, scale=18 * DAY), 1e-13),
    "gamma below one": (Gamma(0.3, DAY), stats.gamma(0.3, scale=DAY), 1e-7),
    "gamma": (Gamma(2.5, DAY), stats.gamma(2.5, scale=DAY), 1e-8),
    "gamma nearly normal": (Gamma(400.0, DAY), stats.gamma(400.0, scale=DAY), 1e-8),
    "weibull": (Weibull(0.7, DAY), stats.weibull_min(0.7, scale=DAY), 1e-13),
    "triangular": (Triangular(1.0, 2.0, 7.0), stats.triang(1 / 6, loc=1.0, scale=6.0), 1e-13),
    "triangular from its mode": (Triangular(1.0, 1.0, 7.0), stats.triang(0.0, loc=1.0, scale=6.0), 1e-13),
    "triangular to its mode": (Triangular(1.0, 7.0, 7.0), stats.triang(1.0, loc=1.0, scale=6.0), 1e-13),
    "uniform": (Uniform(3.0, 8.0), stats.uniform(3.0, 5.0), 1e-14),
}
FIXED = Fixed(5.0)
STAIRS = Empirical((0.0, 0.2, 0.5, 1.0), (1.0, 4.0, 4.0, 10.0))
TWO_KINDS = Mixture(("quick", "slow"), (0.75, 0.25), (Exponential(10 * DAY), Weibull(2.0, 200 * DAY)))


def luck_grid():
    """Numbers as luck gives them: odd multiples of 2^-53, thick in both tails."""
    tails = np.concatenate([np.logspace(-15, -2, 150), np.linspace(0.01, 0.99, 700), 1 - np.logspace(-15, -2, 150)])
    return np.unique(((tails * 2.0**52).astype(np.int64) + 0.5) * 2.0**-52)


# --- words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_random123_vectors(counter, key, words):
    assert philox4x32(counter, key) == words


def test_hash32_is_the_head_of_sha256():
    assert hash32("abc") == 0xBA7816BF


def test_uniform_takes_52_bits_of_two_words():
    w0, w1 = 0x6627E8D5, 0xE169C58D
    u = uniform(0, 0, 0, 0, 0, 0)
    assert u * 2.0**53 == 2 * (w0 * 2**20 + w1 // 2**12) + 1


def test_a_being_draws_the_same_as_the_plain_function():
    being = Luck(7, 11).of("demand.lists", 5)
    assert being.uniform("class", 3) == uniform(7, 11, hash32("demand.lists"), 5, hash32("class"), 3)


def test_neighbours_drawn_together_have_the_numbers_they_have_alone():
    luck = Luck(7, ONES)
    for n in (*range(ONES - 3 * TOGETHER, ONES + 1), 0, 5, 2):
        assert luck.of("demand.lists", n).uniform("class", 3) == uniform(7, ONES, hash32("demand.lists"), n, hash32("class"), 3)


def test_what_is_certain_is_not_drawn(monkeypatch):
    monkeypatch.setattr(Being, "uniform", None)
    being = Luck(7, 11).of("demand.lists", 5)
    assert (being.happens("a", 0.0), being.happens("a", 1.0)) == (False, True)
    assert being.one_of("a", ["x", "y"], [0.0, 0.3]) == "y"
    assert (being.value("a", Fixed(2.5)), being.latent("a", Latent(Fixed(2.5), 0.0))) == (2.5, 3)


@pytest.mark.parametrize("part", ["seed", "replication", "entity", "number", "decision", "k"])
def test_every_part_of_the_key_matters(part):
    key = {"seed": 1, "replication": 2, "entity": 3, "number": 4, "decision": 5, "k": 6}
    assert uniform(**key) != uniform(**{**key, part: key[part] + 1})


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, "7"])
def test_a_seed_is_a_whole_number_of_32_bits(seed):
    with pytest.raises(ValueError, match="is not a whole number from 0 to 4294967295"):
        check_seed(seed)


def test_seeds_at_both_ends_are_fine():
    assert (check_seed(0), check_seed(ONES)) == (0, ONES)


def test_replications_and_numbers_are_of_32_bits_too():
    with pytest.raises(ValueError, match="replication 4294967296"):
        Luck(1, 2**32)
    with pytest.raises(ValueError, match=r"number -1 of demand\.lists"):
        Luck(1, 1).of("demand.lists", -1)


def test_luck_is_even():
    draws = [Luck(2025, r).of("demand.lists", n).uniform("class") for r in range(20) for n in range(1000)]
    assert stats.kstest(draws, "uniform").pvalue > 0.01
    neighbours = np.reshape(draws, (20, 1000))
    assert abs(np.corrcoef(neighbours[:, :-1].ravel(), neighbours[:, 1:].ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(neighbours[:-1].ravel(), neighbours[1:].ravel())[0, 1]) < 0.02


def test_a_draw_is_quick():
    being = Luck(1, 1).of("demand.lists", 1)
    took = min(timeit.repeat(lambda: being.uniform("class"), number=2000, repeat=7)) / 2000
    assert took < 30e-6, "about 3 us on an idle machine, below 8 us is the aim"


# --- quantiles and survivals ----------------------------------------------------------------------------------------------


def test_the_normal_quantile_agrees_with_scipy_into_the_far_tail():
    p = np.concatenate([np.logspace(-300, -1, 900), np.linspace(0.1, 0.9, 801)[:400], 1 - np.logspace(-15, -1, 200)])
    ours = np.array([normal_quantile(float(x)) for x in p])
    np.testing.assert_allclose(ours, stats.norm.ppf(p), rtol=3e-15)
    assert normal_quantile(0.5) == 0.0


@pytest.mark.parametrize("name", SHAPES)
def test_quantiles_agree_with_scipy(name):
    shape, truth, tolerance = SHAPES[name]
    u = luck_grid()
    np.testing.assert_allclose([quantile(shape, float(x)) for x in u], truth.ppf(u), rtol=tolerance)


@pytest.mark.parametrize("name", SHAPES)
def test_survivals_agree_with_scipy(name):
    shape, truth, tolerance = SHAPES[name]
    x = np.concatenate([truth.ppf(np.linspace(0.001, 0.999, 500)), truth.isf(np.logspace(-12, -3, 50))])
    np.testing.assert_allclose([survival(shape, float(v)) for v in x], truth.sf(x), rtol=max(50 * tolerance, 1e-11), atol=1e-15)


@pytest.mark.parametrize("shape", [*(s for s, _, _ in SHAPES.values()), FIXED, STAIRS, TWO_KINDS], ids=lambda s: type(s).__name__)
def test_survival_falls_from_one_to_nothing(shape):
    points = [-1.0, *np.linspace(0.0, 12.0, 60), *np.linspace(1e6, 2e11, 400), 1e15]
    kept = [survival(shape, x) for x in points]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] == 1.0
    assert kept[-1] < 1e-100


@pytest.mark.parametrize("shape", [*(s for s, _, _ in SHAPES.values()), STAIRS], ids=lambda s: type(s).__name__)
def test_more_luck_is_never_a_smaller_value(shape):
    values = [quantile(shape, float(u)) for u in luck_grid()]
    assert values == sorted(values)


@pytest.mark.parametrize("shape", [s for s, _, _ in SHAPES.values()], ids=SHAPES)
def test_survival_undoes_the_quantile(shape):
    for u in np.linspace(0.0005, 0.9995, 333):
        assert survival(shape, quantile(shape, u)) == pytest.approx(1 - u, rel=1e-9)


@pytest.mark.parametrize("k", [0.05, 0.2, 0.9, 1.0, 3.0, 30.0, 1000.0, 1e5])
def test_the_gamma_table_holds_for_any_form(k):
    u = luck_grid()
    np.testing.assert_allclose([quantile(Gamma(k, 1.0), float(x)) for x in u], stats.gamma(k).ppf(u), rtol=1e-7)


def test_the_gamma_table_reaches_into_the_far_tail():
    exponential = [quantile(Exponential(1.0), 1 - 2.0**-n) for n in range(1, 53)]
    np.testing.assert_allclose([quantile(Gamma(1.0, 1.0), 1 - 2.0**-n) for n in range(1, 53)], exponential, rtol=1e-9)
    assert survival(Gamma(1.0, 1.0), 600.0) == pytest.approx(math.exp(-600.0), rel=1e-6)
    assert survival(Gamma(1.0, 1.0), 800.0) == 0.0


def test_empirical_is_straight_between_its_points_and_may_stand_still():
    assert [quantile(STAIRS, u) for u in (0.1, 0.2, 0.3, 0.5, 0.75)] == pytest.approx([2.5, 4.0, 4.0, 4.0, 7.0])
    kept = [survival(STAIRS, x) for x in (0.0, 1.0, 2.5, 4.0, 7.0, 10.0)]
    assert kept == pytest.approx([1.0, 1.0, 0.9, 0.5, 0.25, 0.0])
    assert survival(STAIRS, 4.0 - 1e-9) == pytest.approx(0.8)


def test_fixed_is_what_it_says():
    assert quantile(FIXED, 0.123) == 5.0
    assert [survival(FIXED, x) for x in (4.9, 5.0, 5.1)] == [1.0, 0.0, 0.0]


def test_a_lognormal_without_spread_is_its_median():
    still = Lognormal(math.log(7.0), 0.0)
    assert quantile(still, 0.9) == pytest.approx(7.0)
    assert [survival(still, x) for x in (6.9, 7.1)] == [1.0, 0.0]


def test_a_mixture_has_a_survival_but_no_single_quantile():
    assert survival(TWO_KINDS, 10 * DAY) == pytest.approx(0.75 * math.exp(-1) + 0.25 * math.exp(-1 / 400))
    with pytest.raises(TypeError, match="a mixture has no single quantile"):
        quantile(TWO_KINDS, 0.5)


def test_numbers_are_added_one_after_the_other_in_every_python(monkeypatch):
    """What newer Pythons call `sum` gives 0.6, one after the other they make a little more."""
    assert added([0.1, 0.2, 0.3]) == 0.6000000000000001
    monkeypatch.setattr("sim.formulas.sum", math.fsum, raising=False)
    three = Mixture(("a", "b", "c"), (0.1, 0.2, 0.3), (Fixed(1.0), Fixed(2.0), Fixed(3.0)))
    assert [survival(three, x) for x in (0.0, 1.0, 2.0)] == [1.0, 0.5 / 0.6000000000000001, 0.3 / 0.6000000000000001]


@pytest.mark.parametrize(
    ("x", "ms"),
    [(0.0, 0), (1e-9, 1), (0.49, 1), (1.49, 1), (1.5, 2), (2.5, 3), (1e300, LONGEST_MS), (math.inf, LONGEST_MS), (-0.4, 0), (-2.6, -3)],
)
def test_whole_ms(x, ms):
    assert whole_ms(x) == ms


def test_absurd_spreads_do_not_overflow():
    assert whole_ms(quantile(Lognormal(0.0, 1e4), 1 - 2.0**-53)) == LONGEST_MS
    assert whole_ms(quantile(Weibull(1e-3, 1.0), 1 - 2.0**-53)) == LONGEST_MS
    assert survival(Weibull(500.0, 1.0), 1e9) == 0.0


# --- decisions ------------------------------------------------------------------------------------------------------------


def beings(n, seed=3):
    luck = Luck(seed, 0)
    return [luck.of("demand.lists", i) for i in range(n)]


def test_happens_as_often_as_its_chance_and_only_ever_gains():
    once = {i for i, b in enumerate(beings(4000)) if b.happens("no_show", 0.3)}
    more = {i for i, b in enumerate(beings(4000)) if b.happens("no_show", 0.4)}
    assert once < more
    assert stats.binomtest(len(once), 4000, 0.3).pvalue > 0.01
    assert not any(b.happens("no_show", 0.0) for b in beings(500))
    assert all(b.happens("no_show", 1.0) for b in beings(500))


def test_names_come_by_share():
    names, shares = ("single", "family", "alone"), (0.5, 0.3, 0.2)
    counts = Counter(b.one_of("class", names, shares) for b in beings(5000))
    assert stats.chisquare([counts[n] for n in names], [5000 * q for q in shares]).pvalue > 0.01


def test_a_moved_share_moves_as_few_cases_as_possible():
    names = ("single", "family", "alone")
    before = [b.one_of("class", names, (0.5, 0.3, 0.2)) for b in beings(5000)]
    after = [b.one_of("class", names, (0.6, 0.24, 0.16)) for b in beings(5000)]
    moved = {(a, b) for a, b in zip(before, after, strict=True) if a != b}
    assert moved == {("family", "single"), ("alone", "single")}
    assert sum(a != b for a, b in zip(before, after, strict=True)) / 5000 == pytest.approx(0.1, abs=0.015)


def test_names_are_chosen_by_name_not_by_place():
    forth = [b.one_of("class", ("single", "family"), (0.5, 0.5)) for b in beings(300)]
    back = [b.one_of("class", ("family", "single"), (0.5, 0.5)) for b in beings(300)]
    assert forth == back


def test_a_name_without_share_never_comes():
    assert {b.one_of("class", ("single", "family"), (0.0, 1e-9)) for b in beings(50)} == {"family"}
    with pytest.raises(ValueError, match="class: no name has a share above zero"):
        beings(1)[0].one_of("class", ("single",), (0.0,))


def test_lengths_are_whole_and_never_below_zero():
    assert {b.length("delay", Uniform(-5.0, -1.0)) for b in beings(20)} == {0}
    assert {b.length("delay", Uniform(0.0, 0.4)) for b in beings(20)} == {1}
    assert {b.length("delay", Fixed(0.0)) for b in beings(20)} == {0}


def test_a_mixture_draws_its_part_and_its_value_by_two_decisions():
    for b in beings(200):
        part = TWO_KINDS.parts[TWO_KINDS.names.index(b.one_of("documents.part", TWO_KINDS.names, TWO_KINDS.shares))]
        assert b.value("documents", TWO_KINDS) == quantile(part, b.uniform("documents"))


def test_a_mixture_inside_a_mixture_has_a_part_of_its_part():
    nested = Mixture(("outer", "plain"), (1.0, 0.0), (TWO_KINDS, Fixed(1.0)))
    inner = [b.one_of("documents.part.part", TWO_KINDS.names, TWO_KINDS.shares) for b in beings(50)]
    shapes = dict(zip(TWO_KINDS.names, TWO_KINDS.parts, strict=True))
    assert [b.value("documents", nested) for b in beings(50)] == [
        quantile(shapes[name], b.uniform("documents")) for name, b in zip(inner, beings(50), strict=True)
    ]


def test_repeats_have_luck_of_their_own():
    being = beings(1)[0]
    assert len({being.length("attempt", Exponential(DAY), k) for k in range(50)}) == 50


# --- lengths that may never end --------------------------------------------------------------------------------------------

LATENTS = [
    Latent(Exponential(30 * DAY)),
    Latent(Lognormal(math.log(200 * DAY), 0.5), never=0.4),
    Latent(Gamma(2.0, 20 * DAY), never=0.1),
    Latent(TWO_KINDS, never=0.2),
    Latent(Fixed(9 * DAY)),
]


def test_never_is_as_frequent_as_it_says():
    never = sum(b.latent("documents", LATENTS[1]) is None for b in beings(4000))
    assert stats.binomtest(never, 4000, 0.4).pvalue > 0.01
    assert all(b.latent("documents", Latent(Fixed(1.0), never=1.0)) is None for b in beings(50))


def test_those_with_an_end_follow_the_shape():
    lengths = [n for b in beings(4000) if (n := b.latent("documents", LATENTS[1])) is not None]
    assert stats.kstest(lengths, stats.lognorm(0.5, scale=200 * DAY).cdf).pvalue > 0.01


def test_a_smaller_never_share_only_shortens():
    few, many = Latent(LATENTS[1].shape, never=0.2), LATENTS[1]
    for b in beings(500):
        short, long = b.latent("documents", few), b.latent("documents", many)
        assert long is None or (short is not None and short <= long)


@pytest.mark.parametrize("latent", LATENTS, ids=lambda x: type(x.shape).__name__)
def test_what_is_left_after_nothing_is_the_whole(latent):
    assert [b.remaining("documents", latent, 0) for b in beings(300)] == [b.latent("documents", latent) for b in beings(300)]


def test_what_is_left_of_an_exponential_forgets_its_age():
    for b in beings(300):
        fresh, aged = b.latent("documents", LATENTS[0]), b.remaining("documents", LATENTS[0], int(45 * DAY))
        assert aged == pytest.approx(fresh, abs=2)


def test_what_is_left_of_a_fixed_length_is_the_rest_and_then_nothing():
    being = beings(1)[0]
    left = [being.remaining("documents", LATENTS[4], int(d * DAY)) for d in (2, 9, 12)]
    assert left == [int(7 * DAY), 0, 0]


@pytest.mark.parametrize("latent", LATENTS[1:4], ids=lambda x: type(x.shape).__name__)
def test_what_is_left_follows_the_conditional_law_with_the_never_share_inside(latent):
    elapsed = int(60 * DAY)
    left = [b.remaining("documents", latent, elapsed) for b in beings(4000)]
    kept = survival(latent.shape, elapsed)
    forever = latent.never / (latent.never + (1 - latent.never) * kept)
    assert stats.binomtest(sum(n is None for n in left), 4000, forever).pvalue > 0.01
    cdf = np.vectorize(lambda x: 1 - survival(latent.shape, x + elapsed) / kept)
    assert stats.kstest([n for n in left if n is not None], cdf).pvalue > 0.01


def test_only_those_who_never_end_are_left_after_the_longest_length():
    overdue = Latent(Uniform(0.0, 10 * DAY), never=0.3)
    assert {b.remaining("documents", overdue, int(11 * DAY)) for b in beings(50)} == {None}


def test_more_luck_leaves_more():
    pairs = sorted((b.uniform("documents"), b.remaining("documents", LATENTS[2], int(40 * DAY))) for b in beings(500))
    left = [math.inf if n is None else n for _, n in pairs]
    assert left == sorted(left)
