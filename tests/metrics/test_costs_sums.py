"""Laws of any contract: items and months add to the total, guarantees and caps hold in each period, more is never cheaper."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.hub import simulate
from sim.metrics.costs import measure
from sim.metrics.costs_account import account, covered, rate_of
from sim.metrics.costs_months import months_of
from sim.metrics.view import View
from sim.scenario.load import load
from sim.scenario.schema import EXITS, Cap, Costs, Guarantee, Rate

REGRESSION = Path(__file__).parents[2] / "scenarios" / "regression.yaml"
RATES = {"GBP": {"rate": "1.17 EUR", "date": "2024-02-15"}, "USD": {"rate": "0.87 EUR", "date": "2025-06-11"}}


@lru_cache(maxsize=1)
def ran():
    """A scenario with everything in it, and a replication of it."""
    scenario = load(REGRESSION)
    return scenario, simulate(scenario, 1, 0)


def money(per):
    return st.builds("{} {}{}".format, st.integers(0, 90_000), st.sampled_from(["EUR", "GBP", "USD"]), st.just(per))


def item(kind, **fields):
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


timed = st.sampled_from([" / day", " / week", " / month", " / year"]).flatmap(money)
of = st.sampled_from(["nominal", "opened", "usable"])
pools = st.lists(st.sampled_from(["homes", "flats"]), unique=True)
days = st.dates(dt.date(2025, 1, 1), dt.date(2025, 9, 1)).map(str) | st.none()
amounts = st.sampled_from(["week", "month"]).map(
    lambda per: {"0 d": f"300 EUR / {per}", "20 d": f"100 EUR / {per}", "70 d": f"0 EUR / {per}"}
)
PLAIN = st.one_of(
    item("place", price=timed, of=of, pools=pools, until=days),
    item("person", price=timed, at_least=st.integers(0, 40), pools=pools),
    item("transfer", price=money(" / person")),
    item("arrival", price=money("")),
    item("stay", amounts=amounts, up_to=st.sampled_from(["9 d", "90 d"]), goes_on=st.lists(st.sampled_from(EXITS), unique=True)),
    item("exit", price=money(""), outcomes=st.lists(st.sampled_from(EXITS), unique=True, min_size=1)),
    item("departure", price=money("")),
    item("flight", price=money(" / hour"), both_ways=st.booleans()),
    item("escort", price=money(" / escort")),
    item("post", price=timed, teams=st.just(["nurse"]), coverage=st.just("4.8")),
    item("capital", price=money(""), of=of),
    item("tranche", amount=money(""), arrival=st.integers(1, 99)),
)
bound = st.sampled_from(["", " / month", " / year"]).flatmap(money)


@st.composite
def contracts(draw):
    """Some items, perhaps under a guarantee or a cap, over all of them or a few."""
    items = {f"item_{n}": one for n, one in enumerate(draw(st.lists(PLAIN, min_size=1, max_size=5)))}
    for kind in draw(st.lists(st.sampled_from(["guarantee", "cap"]), unique=True)):
        over = draw(st.lists(st.sampled_from([name for name in items if name.startswith("item_")]), unique=True))
        items[kind] = {"kind": kind, "amount": draw(bound), "over": over}
    return Costs.model_validate({"currency": "EUR", "rates": RATES, "items": items, "sender_day": "157 USD / day"})


def priced(costs):
    scenario, record = ran()
    return View(record, scenario.model_copy(update={"costs": costs}))


@settings(max_examples=60, deadline=None)
@given(contracts())
def test_items_and_months_add_to_the_total(costs):
    found = measure(priced(costs))
    total = found["costs.EUR.total"]
    for family in ("item", "month"):
        parts = [value for name, value in found.items() if name.startswith(f"costs.EUR.{family}.")]
        assert sum(parts) == pytest.approx(total, abs=1e-3), family
    assert found["costs.EUR.net"] == pytest.approx(total - found["costs.EUR.avoided"])
    assert total >= -1e-3
    assert -1e-3 <= found["costs.EUR.empty_places"] <= total + 1e-3


@settings(max_examples=60, deadline=None)
@given(contracts())
def test_guarantees_and_caps_hold_in_every_period(costs):
    view = priced(costs)
    paid, months = account(view).items, months_of(view.scenario)
    for name, item in costs.items.items():
        if not isinstance(item, Guarantee | Cap):
            assert np.all(paid[name] >= 0)
            continue
        sums = paid[name] + np.sum([paid[other] for other in covered(costs, name)], axis=0)
        for period in months.groups(item.amount.per):
            full = 1.0 if item.amount.per is None else np.diff(months.edges)[period].sum() / months.full(item.amount.per)[period[0]]
            amount = item.amount.amount * rate_of(costs, item.amount.currency) * full
            if isinstance(item, Guarantee):
                assert sums[period].sum() >= amount - 1e-3
            else:
                assert sums[period].sum() <= amount + 1e-3
                assert np.all(paid[name] <= 0) and np.all(sums >= -1e-3)


@settings(max_examples=30, deadline=None)
@given(contracts(), st.sampled_from([2, 10]))
def test_costs_scale_with_all_prices(costs, factor):
    """Another currency for everything changes no proportion."""
    worth = {"EUR": 1, "GBP": 1.17, "USD": 0.87}
    rates = {name: Rate.model_validate({"rate": f"{rate * factor:g} DKK", "date": "2025-01-01"}) for name, rate in worth.items()}
    other = costs.model_copy(update={"currency": "DKK", "rates": rates})
    one, many = account(priced(costs)), account(priced(other))
    for name in costs.items:
        assert many.items[name] == pytest.approx(one.items[name] * factor, abs=1e-2)
    assert many.idle == pytest.approx(one.idle * factor, abs=1e-2)
