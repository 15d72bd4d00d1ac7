"""What it costs: each item with its evidence, what it comes to for each place, day, person and return, and what the sender saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.report.page.parts import Cell, Group, Numbers, Table
from sim.report.page.priced import PAID_FOR, caveat, pays_for_empty_places
from sim.report.sentences import NOTHING
from sim.scenario.quantities import plain_number

if TYPE_CHECKING:
    from sim.scenario.ledger import Input
    from sim.scenario.schema import Scenario
    from sim.study.result import Result

EACH = {
    "per_place_day": "nominal place and day",
    "per_person_day": "day of a person inside",
    "per_person_moved": "person moved to the hub",
    "per_completed_return": "person who returned",
}
HEAD = ("", "average", "nine runs in ten", "rests on")


class Costs(NamedTuple):
    """The section: what is counted, rates, two tables."""

    counted: str
    rates: str
    items: Table
    each: Table


def costs(result: Result) -> Costs | None:
    """The section of a scenario; None where nothing has a price."""
    currency, scenario = result.scenario.costs.reported, result.scenario
    if currency is None:
        return None
    said = Numbers(result)
    beginning = f"costs.{currency}"
    items = [_item(said, f"{beginning}.item.{name}", name, scenario) for name in scenario.costs.items]
    total = [_row(said, f"{beginning}.total", "all of it")]
    idle = [_row(said, f"{beginning}.empty_places", "of it for places or minimums that nobody uses")]
    idle = idle if pays_for_empty_places(scenario) else []
    home = [
        _row(said, f"{beginning}.{name}", words, rests)
        for name, words, rests in (
            ("avoided", "what the sender does not spend on those who are away", _rests(scenario, "costs.sender_day")),
            ("net", "cost less what the sender does not spend", ""),
        )
        if f"{beginning}.{name}" in said
    ]
    each = [_row(said, f"{beginning}.{name}", words) for name, words in EACH.items()]
    numbers = frozenset({1, 2})
    return Costs(
        caveat(scenario),
        rates(scenario),
        Table("What is paid over the whole run", HEAD, [Group(items), Group([*total, *idle, *home])], numbers, "costs"),
        Table("The total for each", HEAD[:3], [Group([row[:3] for row in each])], numbers, "costs"),
    )


def rates(scenario: Scenario) -> str:
    """`1 GBP = 1.17 EUR (2024-02-15)` for each rate; nothing where all is in one currency."""
    of_each = scenario.costs.rates.items()
    said = [f"1 {currency} = {plain_number(one.rate.amount)} {one.rate.currency} ({one.date})" for currency, one in of_each]
    return f"Rates: {'; '.join(said)}." if said else ""


def _item(said: Numbers, metric: str, name: str, scenario: Scenario) -> tuple[Cell, ...]:
    kind = PAID_FOR[scenario.costs.items[name].kind]
    return _row(said, metric, name.replace("_", " "), _rests(scenario, f"costs.items.{name}."), kind)


def _row(said: Numbers, metric: str, words: str, rests: Cell | str = "", small: str = "") -> tuple[Cell, ...]:
    cell = rests if isinstance(rests, Cell) else Cell(rests)
    spread = said.spread(metric)
    return Cell(words, small), Cell(said.said(metric)), Cell("" if spread == NOTHING else spread), cell


def _rests(scenario: Scenario, beginning: str) -> Cell:
    """The amounts of money of an item as written, with status and sources."""
    rows = [row for row in scenario.inputs if row.name.startswith(beginning) and _is_money(row)]
    sources = tuple(dict.fromkeys(row.source for row in rows if row.source))
    shown = "; ".join(row.text for row in rows[:1]) + (" …" if len(rows) > 1 else "")
    return Cell(shown, ", ".join(dict.fromkeys(row.status for row in rows if row.status)), sources)


def _is_money(row: Input) -> bool:
    return row.number is not None and row.unit[:3].isupper() and row.unit[:3].isalpha()
