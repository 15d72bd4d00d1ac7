"""The section of costs: every item with what it rests on, the totals, and a picture by month."""

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from sim.report import figures
from sim.report.page import costs, page
from sim.report.page.parts import Numbers
from sim.report.page.pictures import drawings
from sim.report.page.tables import meaning
from sim.study.replications import run
from tests.study.small import small

mpl.use("agg")

CONTRACT = (
    "{currency: EUR, rates: {USD: {rate: 0.875 EUR, date: 2025-06-11, source: us-X, status: reported}}, sender_day: 157 USD / day, items: {"
    "lease: {kind: place, price: 100 EUR / day (50 to 150), source: us-K1, status: estimated}, "
    "taper: {kind: stay, amounts: {0 d: 300 USD / month, 30 d: 100 USD / month}, status: assumed}, "
    "most: {kind: cap, amount: 9000 EUR, over: lease}}}"
)


@pytest.fixture(scope="module")
def result():
    return run(small(costs=CONTRACT), reps=4, jobs=1)


def cells(table):
    return {row[0].text: row[1:] for group in table.groups for row in group.rows}


def test_items_and_totals_are_those_of_the_summary(result):
    said, found = Numbers(result), costs.costs(result)
    rows = cells(found.items)
    for name in ("lease", "taper", "most"):
        assert rows[name][0].text == said.said(f"costs.EUR.item.{name}")
        assert rows[name][1].text == said.spread(f"costs.EUR.item.{name}")
    assert rows["most"][0].text.startswith("-")
    assert rows["all of it"][0].text == said.said("costs.EUR.total")
    assert rows["what the sender does not spend on those who are away"][0].text == said.said("costs.EUR.avoided")
    assert rows["cost less what the sender does not spend"][0].text == said.said("costs.EUR.net")
    assert list(cells(found.each)) == list(costs.EACH.values())


def test_every_item_says_what_it_rests_on(result):
    rows = cells(costs.costs(result).items)
    assert (rows["lease"][2].text, rows["lease"][2].small, rows["lease"][2].sources) == (
        "100 EUR / day (50 to 150)",
        "estimated",
        ("us-K1",),
    )
    assert (rows["taper"][2].text, rows["taper"][2].small) == ("300 USD / month …", "assumed")


def test_rates_are_told_with_their_dates(result):
    assert costs.rates(result.scenario) == "Rates: 1 USD = 0.875 EUR (2025-06-11)."


def test_the_page_has_the_section_only_where_something_has_a_price(result):
    assert '<section id="costs">' in page(result)
    free = run(small(), reps=2, jobs=1)
    assert costs.costs(free) is None
    assert 'id="costs"' not in page(free)
    assert "costs" not in [one.name for one in drawings(free)]


def test_the_picture_has_a_bar_for_each_month(result):
    ax = Figure().add_subplot()
    assert figures.by_month(result, ax=ax) is ax
    months = [name for name in result.summary["metric"] if name.startswith("costs.EUR.month.")]
    assert len(ax.patches) == len(months) > 1
    heights = [bar.get_height() for bar in ax.patches]
    assert ax.get_ylabel() == "thousand EUR"
    assert sum(heights) * 1000 == pytest.approx(Numbers(result).value("costs.EUR.total"))


def test_a_member_of_two_families_says_both():
    assert meaning("costs.EUR.item.lease").endswith(": lease, EUR")
    assert meaning("costs.EUR.total").endswith(": EUR")
