"""Shapes: every way to write one has the mean, spread or quantiles it names; impossible ones are refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from sim.draws import quantile
from sim.scenario.quantities import DAY, HOUR, MINUTE
from sim.scenario.shapes import Beta, Empirical, Exponential, Fixed, Gamma, Latent, Lognormal, Mixture, Triangular, Uniform, Weibull
from sim.scenario.values import DelayShape, LatentTime, PeopleShape, SizeShape, TimeShape, read_belief

TIME, DELAY, LATENT, PEOPLE, SIZE = map(TypeAdapter, (TimeShape, DelayShape, LatentTime, PeopleShape, SizeShape))


def moments(shape):
    """Mean and standard deviation by scipy, which shares nothing with the reader."""
    match shape:
        case Lognormal(mu, sigma):
            frozen = stats.lognorm(sigma, scale=math.exp(mu))
        case Gamma(k, theta):
            frozen = stats.gamma(k, scale=theta)
        case Weibull(k, scale):
            frozen = stats.weibull_min(k, scale=scale)
        case Beta(a, b):
            frozen = stats.beta(a, b)
    return frozen.mean(), frozen.std()


def faults(adapter, value):
    with pytest.raises(ValidationError) as found:
        adapter.validate_python(value)
    return [(error["loc"], str(error["ctx"]["error"])) for error in found.value.errors()]


# --- what is read ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("30 min", Fixed(30 * MINUTE)),
        ("30 min (20 to 40)", Fixed(30 * MINUTE)),
        ({"shape": "fixed", "value": "2 h"}, Fixed(2 * HOUR)),
        ({"shape": "exponential", "mean": "30 d (10 to 60)"}, Exponential(30 * DAY)),
        ({"shape": "triangular", "low": "0 d", "mode": "1 d", "high": "3 d"}, Triangular(0, DAY, 3 * DAY)),
        ({"shape": "triangular", "low": "1 d", "mode": "1 d", "high": "3 d"}, Triangular(DAY, DAY, 3 * DAY)),
        ({"shape": "uniform", "low": "60 d", "high": "365 d"}, Uniform(60 * DAY, 365 * DAY)),
        ({"shape": "weibull", "k": "0.7", "scale": "20 d"}, Weibull(0.7, 20 * DAY)),
        ({"shape": "gamma", "k": "2", "mean": "60 d"}, Gamma(2, 30 * DAY)),
        ({"shape": "lognormal", "median": "20 d", "sigma": "0.5"}, Lognormal(math.log(20 * DAY), 0.5)),
        (
            {"shape": "empirical", "quantiles": {"100 %": "40 d", "0 %": "2 d", "50 %": "9 d"}},
            Empirical((0, 0.5, 1), (2 * DAY, 9 * DAY, 40 * DAY)),
        ),
        (
            {"shape": "empirical", "file": "x.csv", "values": ["3 d", "1 d", "1 d", "5 d", "2 d"]},
            Empirical((0, 0.25, 0.5, 0.75, 1), (DAY, DAY, 2 * DAY, 3 * DAY, 5 * DAY)),
        ),
        (
            {
                "shape": "mixture",
                "parts": {
                    "fast": {"share": "60 % (50 to 70)", "shape": "fixed", "value": "1 d"},
                    "slow": {"share": "rest", "shape": "exponential", "mean": "90 d"},
                    "gone": {"share": "0 %", "shape": "fixed", "value": "1 d"},
                },
            },
            Mixture(("fast", "slow"), (0.6, 0.4), (Fixed(DAY), Exponential(90 * DAY))),
        ),
    ],
)
def test_a_shape_is_read(written, shape):
    assert TIME.validate_python(written) == shape


@given(st.floats(0.01, 5), st.integers(1, 1000))
def test_mean_and_sd_are_those_written(ratio, days):
    sd = f"{days * ratio:.9f} d"
    for name in ("lognormal", "gamma"):
        shape = TIME.validate_python({"shape": name, "mean": f"{days} d", "sd": sd if ratio < 4 else f"{days} d"})
        assert moments(shape) == pytest.approx((days * DAY, (days * ratio if ratio < 4 else days) * DAY), rel=1e-6)


@given(st.floats(1.02, 100), st.integers(1, 1000))
def test_half_and_nine_tenths_stay_below_median_and_p90(ratio, days):
    p90 = f"{days * ratio:.6f} d"
    for name in ("lognormal", "weibull"):
        shape = TIME.validate_python({"shape": name, "median": f"{days} d", "p90": p90})
        assert quantile(shape, 0.5) == pytest.approx(days * DAY, rel=1e-9)
        assert quantile(shape, 0.9) == pytest.approx(days * ratio * DAY, rel=1e-6)


@pytest.mark.parametrize(
    "written", [{"shape": "lognormal", "sigma": "0.5"}, {"shape": "weibull", "k": "1.5"}, {"shape": "gamma", "k": "0.5"}]
)
def test_the_mean_is_the_one_written(written):
    assert moments(TIME.validate_python({**written, "mean": "2 h"}))[0] == pytest.approx(2 * HOUR, rel=1e-9)


def test_the_order_of_parameters_does_not_matter():
    one = TIME.validate_python({"shape": "gamma", "k": "2", "mean": "60 d"})
    assert one == TIME.validate_python({"mean": "60 d", "k": "2", "shape": "gamma"})


def test_a_latent_time_may_never_end():
    written = {"shape": "exponential", "mean": "30 d", "never": "40 % (20 to 60)"}
    assert LATENT.validate_python(written) == Latent(Exponential(30 * DAY), 0.4)
    assert LATENT.validate_python("180 d") == Latent(Fixed(180 * DAY))
    assert LATENT.validate_python({"shape": "fixed", "value": "0 d", "never": "100 %"}) == Latent(Fixed(0), 1.0)


def test_ready_shapes_pass():
    assert TIME.validate_python(Fixed(5)) == Fixed(5)
    assert LATENT.validate_python(Latent(Fixed(5), 0.1)) == Latent(Fixed(5), 0.1)


def test_people_vary_too():
    assert PEOPLE.validate_python("20 people") == PEOPLE.validate_python("20") == PEOPLE.validate_python(20) == Fixed(20)
    assert PEOPLE.validate_python({"shape": "uniform", "low": "1 person", "high": "50 people"}) == Uniform(1, 50)


def test_sizes_of_a_case():
    assert SIZE.validate_python("1") == ((1, 1.0),)
    assert SIZE.validate_python(4) == ((4, 1.0),)
    pairs = SIZE.validate_python({"5": "rest", "2": "40 %", "3": "30 %", "7": "0 %"})
    assert [size for size, _ in pairs] == [2, 3, 5] and math.fsum(share for _, share in pairs) == pytest.approx(1)


def test_what_is_not_known_about_a_share_may_be_a_beta():
    belief = read_belief({"shape": "beta", "mean": "70 %", "sd": "15 %"}, "share")
    assert moments(belief) == pytest.approx((0.7, 0.15))
    assert read_belief({"shape": "uniform", "low": "10 d", "high": "20 d"}, "length") == Uniform(10 * DAY, 20 * DAY)
    assert (
        read_belief({"shape": "triangular", "low": "1 case / d", "mode": "2 cases / d", "high": "3 cases / d"}, "case_rate").low == 1 / DAY
    )


# --- what is refused ------------------------------------------------------------------------------------------------------

NAMES = "fixed, exponential, lognormal, gamma, weibull, triangular, uniform, empirical, mixture"
LOGNORMAL = "mean and sd or mean and sigma or median and p90 or median and sigma"


@pytest.mark.parametrize(
    ("written", "place", "message"),
    [
        ("0 min", (), '"0 min" is zero: write a length above 0 such as "30 min"'),
        ("30", (), '"30" has no unit: write a length such as "90 d" or "4 h"'),
        (["30 min"], (), 'a length must stand here: write one such as "90 d" or "4 h"'),
        (None, (), 'a length must stand here: write one such as "90 d" or "4 h"'),
        ({}, (), f"no shape is named: write shape: and one of {NAMES}"),
        ({"median": "18 d", "p90": "35 d"}, (), f"no shape is named: write shape: and one of {NAMES}"),
        ({"shape": "lognorm"}, ("shape",), f'unknown shape "lognorm": did you mean "lognormal"? Shapes are {NAMES}'),
        ({"shape": ["x"]}, ("shape",), f"unknown shape \"['x']\": shapes are {NAMES}"),
        (
            {"shape": "beta", "mean": "70 %", "sd": "15 %"},
            ("shape",),
            "beta is a shape for what is not known: write it in unsure:, or another shape here",
        ),
        ({"shape": "lognormal"}, (), f"lognormal has no parameters: write {LOGNORMAL}"),
        ({"shape": "lognormal", "median": "18 d"}, (), f"lognormal has median: write {LOGNORMAL}"),
        ({"shape": "lognormal", "mean": "18 d", "p90": "30 d"}, (), f"lognormal has mean and p90: write {LOGNORMAL}"),
        (
            {"shape": "fixed", "value": "0 h"},
            (),
            "\"{'shape': 'fixed', 'value': '0 h'}\" is zero: write a length above 0 such as \"30 min\"",
        ),
        (
            {"shape": "lognormal", "medain": "18 d", "p90": "30 d"},
            ("medain",),
            f'lognormal has no "medain": did you mean "median"? It is written with {LOGNORMAL}',
        ),
        ({"shape": "uniform", "zz": "1 d"}, ("zz",), 'uniform has no "zz": it is written with low and high'),
        ({"shape": "lognormal", "median": "18 d", "p90": "35"}, ("p90",), '"35" has no unit: write a length such as "90 d" or "4 h"'),
        ({"shape": "weibull", "k": "2 d", "scale": "3 d"}, ("k",), '"2 d" has a unit: write a bare number such as "12"'),
        (
            {"shape": "lognormal", "median": "18 d", "p90": "18 d"},
            (),
            'lognormal cannot have median "18 d", p90 "18 d": p90 must be above the median',
        ),
        (
            {"shape": "weibull", "median": "18 d", "p90": "1 d"},
            (),
            'weibull cannot have median "18 d", p90 "1 d": p90 must be above the median',
        ),
        (
            {"shape": "lognormal", "median": "0 d", "p90": "1 d"},
            (),
            'lognormal cannot have median "0 d", p90 "1 d": median must be above 0',
        ),
        (
            {"shape": "lognormal", "median": "1 h", "p90": "900 d"},
            (),
            'lognormal cannot have median "1 h", p90 "900 d": its sigma must be at most 5, here it is 7.79',
        ),
        ({"shape": "lognormal", "mean": "1 d", "sd": "0 d"}, (), 'lognormal cannot have mean "1 d", sd "0 d": sd must be above 0'),
        ({"shape": "exponential", "mean": "0 d"}, (), 'exponential cannot have mean "0 d": mean must be above 0'),
        (
            {"shape": "gamma", "mean": "1 h", "sd": "1 d"},
            (),
            'gamma cannot have mean "1 h", sd "1 d": its k must be from 0.05 to 10000, here it is 0.00174',
        ),
        ({"shape": "weibull", "k": "0", "mean": "1 d"}, (), 'weibull cannot have k "0", mean "1 d": k must be above 0'),
        (
            {"shape": "weibull", "k": "0.01", "mean": "1 d"},
            (),
            'weibull cannot have k "0.01", mean "1 d": its k must be from 0.1 to 100, here it is 0.01',
        ),
        (
            {"shape": "triangular", "low": "2 d", "mode": "1 d", "high": "3 d"},
            (),
            'triangular cannot have low "2 d", mode "1 d", high "3 d": mode must lie from low to high',
        ),
        (
            {"shape": "triangular", "low": "2 d", "mode": "2 d", "high": "2 d"},
            (),
            'triangular cannot have low "2 d", mode "2 d", high "2 d": high must be above low',
        ),
        ({"shape": "uniform", "low": "2 d", "high": "1 d"}, (), 'uniform cannot have low "2 d", high "1 d": high must be above low'),
        ({"shape": "exponential", "mean": "1 d", "never": "4 %"}, (), "never has no meaning here: take it out, this always ends"),
        ({"shape": "empirical"}, (), "empirical has no parameters: write quantiles or file"),
        (
            {"shape": "empirical", "quantile": {}},
            ("quantile",),
            'empirical has no "quantile": did you mean "quantiles"? It is written with quantiles or file',
        ),
        ({"shape": "mixture", "part": {}}, ("part",), 'mixture has no "part": did you mean "parts"? It is written with parts'),
        ({"shape": "empirical", "quantiles": {}, "file": "x.csv"}, (), "empirical has quantiles and file: write quantiles or file"),
        ({"shape": "empirical", "file": "x.csv"}, (), 'the rows of "x.csv" were not read: load the scenario from its file'),
        (
            {"shape": "empirical", "quantiles": "9 d"},
            (),
            '"9 d" is not a map of quantiles: write one such as {0 %: 2 d, 50 %: 9 d, 100 %: 40 d}',
        ),
        (
            {"shape": "empirical", "quantiles": {"0 %": "1 d", "50 %": "2 d"}},
            (),
            "quantiles do not run from 0 % to 100 %: write both ends, as in {0 %: 2 d, 50 %: 9 d, 100 %: 40 d}",
        ),
        (
            {"shape": "empirical", "quantiles": {"0 %": "3 d", "100 %": "2 d"}},
            (),
            "quantiles fall: write values that rise with their percent",
        ),
        (
            {"shape": "empirical", "quantiles": {"0 %": "3 d", "0": "3 d", "100 %": "4 d"}},
            ("quantiles", "0"),
            '"0" stands twice: keep one of them',
        ),
        (
            {"shape": "empirical", "quantiles": {"0 %": "3 d", "110 %": "4 d"}},
            ("quantiles", "110 %"),
            '"110 %" is above 100 %: write a share from 0 % to 100 %',
        ),
        ({"shape": "empirical", "values": ["1 d"]}, (), "observed values must be many: write 2 to 100000 of them"),
        (
            {"shape": "empirical", "values": ["1 d", "x d"]},
            ("1",),
            '"x d" is not a length: write one such as "90 d" or "4 h"',
        ),
        (
            {"shape": "mixture"},
            (),
            "mixture has no parts: write parts: {fast: {share: 60 %, shape: ...}, slow: {share: rest, shape: ...}}",
        ),
        (
            {"shape": "mixture", "parts": {"a": {"shape": "fixed", "value": "1 d"}}},
            ("parts", "a"),
            "a part of a mixture has no share: write {share: 60 %, shape: ...}",
        ),
        (
            {"shape": "mixture", "parts": {"a": {"share": "100 %", "shape": "mixture", "parts": {}}}},
            ("parts", "a"),
            "a part of a mixture is a mixture itself: write its parts beside the others",
        ),
        (
            {"shape": "mixture", "parts": {"a": {"share": "100 %", "shape": "exponential", "mean": "1 q"}}},
            ("parts", "a", "mean"),
            None,
        ),
        (
            {"shape": "mixture", "parts": {"a": {"share": "90 %", "shape": "fixed", "value": "1 d"}}},
            ("parts",),
            "shares add to 90 %, not to 100 %: change one, or write rest for one of them",
        ),
    ],
)
def test_an_impossible_shape_is_refused_at_its_place(written, place, message):
    ((found, said),) = faults(TIME, written)
    assert found == place and (said == message or message is None)


def test_all_faults_of_a_shape_are_told_together():
    written = {"shape": "lognormal", "median": "18 q", "p90": "35", "never": "140 %"}
    assert [place for place, _ in faults(LATENT, written)] == [("never",), ("median",), ("p90",)]


@pytest.mark.parametrize(
    ("written", "place", "message"),
    [
        ("0", (), '"0" is not the size of a case: write 1 to 1000 people'),
        ("2.5", (), '"2.5" is not whole: write a whole number such as "40 people"'),
        ({}, (), 'no size is written: write a number of people such as "1", or sizes with their shares'),
        ({"2": "40 %", "3": "70 %"}, (), "shares add to 110 %, not to 100 %: change one, or write rest for one of them"),
        ({"2": "40 %", "3": "50 %"}, (), "shares add to 90 %, not to 100 %: change one, or write rest for one of them"),
        ({"2": "rest", "3": "rest"}, (), "rest stands at 2 and 3: write it once"),
        ({"2": "40 %", "2 people": "60 %"}, ("2 people",), '"2 people" stands twice: keep one of them'),
        ({"2": "40 d", "3": "rest"}, ("2",), '"40 d" is not a share: write one such as "60 %"'),
    ],
)
def test_impossible_sizes_are_refused(written, place, message):
    assert faults(SIZE, written) == [(place, message)]


def test_people_who_come_are_whole_unless_they_vary():
    assert faults(PEOPLE, "2.5 people") == [((), '"2.5 people" is not whole: write a whole number such as "40 people"')]
    assert PEOPLE.validate_python({"shape": "exponential", "mean": "2.5 people"}) == Exponential(2.5)


def test_a_delay_may_be_zero():
    assert DELAY.validate_python("0 d") == Fixed(0)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            {"shape": "beta", "mean": "70 %", "sd": "60 %"},
            'beta cannot have mean "70 %", sd "60 %": sd must be below 46 % with this mean',
        ),
        ({"shape": "beta", "mean": "70 %"}, "beta has mean: write mean and sd"),
        ({"shape": "beta", "mean": "100 %", "sd": "1 %"}, 'beta cannot have mean "100 %", sd "1 %": mean must be below 100 %'),
        (
            {"shape": "lognormal", "median": "50 %", "p90": "90 %"},
            "lognormal has no upper end, and shares have one: write beta, triangular, uniform or empirical",
        ),
    ],
)
def test_beliefs_that_cannot_be(written, message):
    with pytest.raises(ValueError) as fault:
        read_belief(written, "share")
    assert str(fault.value) == message


def test_a_beta_is_about_shares():
    with pytest.raises(ValueError) as fault:
        read_belief({"shape": "beta", "mean": "70 d", "sd": "10 d"}, "length")
    assert str(fault.value) == "beta runs from 0 % to 100 %: write another shape for what is not a share"


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["fixed", "mixture", "gamma", "rest", "1 d", "0 %", "1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["shape", "mean", "sd", "k", "value", "parts", "share", "never", "quantiles", "values", "0 %", "100 %", "a"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JUNK)
def test_nothing_ends_in_anything_but_a_shape_or_a_value_error(junk):
    for adapter in (TIME, LATENT, PEOPLE, SIZE):
        try:
            adapter.validate_python(junk)
        except ValidationError as error:
            assert all(": " in str(one["ctx"]["error"]) for one in error.errors())
