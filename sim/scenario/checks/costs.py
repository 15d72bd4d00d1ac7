"""Costs: prices per what they are for, currencies with a rate, names that exist, bounds that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.quantities import format_length
from sim.scenario.readers import Price, read_length
from sim.scenario.schema import (
    EXITS,
    AnyCost,
    Cap,
    Capital,
    DepartureFee,
    EscortFee,
    ExitFee,
    FlightFee,
    Guarantee,
    PersonFee,
    PlaceFee,
    PostFee,
    StayFee,
    Tranche,
)
from sim.scenario.tree import Path

PERIODS = ("day", "week", "month", "year")
PER: dict[str, tuple[str | None, ...]] = {
    "place": PERIODS,
    "person": PERIODS,
    "stay": PERIODS,
    "post": PERIODS,
    "transfer": ("person", None),
    "arrival": ("person", None),
    "exit": ("person", None),
    "departure": ("departure", None),
    "flight": ("hour",),
    "escort": ("escort", None),
    "capital": ("place", None),
    "tranche": (None,),
    "guarantee": ("month", "year", None),
    "cap": ("month", "year", None),
}
"""What the price of each kind of item may be per."""


def units(case: Case) -> Iterator[Fault]:
    """Prices per what they are for."""
    for path, price, kind in _prices(case):
        allowed = PER[kind]
        if price.per not in allowed:
            said = f'per "{price.per}"' if price.per else "per nothing"
            yield case.fault(path, f"{_dotted(path)} is {said}", f"Write {_or([f'/ {per}' for per in allowed if per], None in allowed)}")
    day = case.scenario.costs.sender_day
    if day is not None and day.per not in PERIODS:
        said = f'per "{day.per}"' if day.per else "per nothing"
        yield case.fault("costs.sender_day", f"costs.sender_day is {said}", f"Write {_or([f'/ {per}' for per in PERIODS], False)}")


def _or(words: list[str], nothing: bool) -> str:
    said = [*words, "nothing after the currency"] if nothing else words
    return " or ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def currencies(case: Case) -> Iterator[Fault]:
    """A rate for each currency that is not the reported one, in the reported one."""
    costs = case.scenario.costs
    reported = costs.reported
    named: list[tuple[Path, Price]] = [(path, price) for path, price, _ in _prices(case)]
    if costs.sender_day is not None:
        named.append((("costs", "sender_day"), costs.sender_day))
    for path, price in named:
        if price.currency not in (reported, *costs.rates):
            to_do = f"Add costs.rates.{price.currency}: {{rate: ... {reported}, date: ..., source: ..., status: ...}}"
            yield case.fault(path, f"{_dotted(path)} is in {price.currency}, and there is no rate to {reported}", to_do)
    for currency, one in costs.rates.items():
        if currency == reported:
            yield case.fault(f"costs.rates.{currency}", f"{currency} is the reported currency itself", "Take this rate out")
        elif one.rate.currency != (reported or one.rate.currency) or one.rate.per is not None or one.rate.amount == 0:
            what = f"the rate of {currency} is not an amount of {reported or 'the reported currency'} above 0"
            yield case.fault(f"costs.rates.{currency}.rate", what, f"Write what 1 {currency} is worth, as 1.17 {reported or 'EUR'}")


def names(case: Case) -> Iterator[Fault]:
    """Pools, teams, services, outcomes and items that exist."""
    hubs = case.scenario.hubs.values()
    pools, teams = [name for hub in hubs for name in hub.pools], [name for hub in hubs for name in hub.teams]
    for name, item in case.scenario.costs.items.items():
        where = f"costs.items.{name}"
        if isinstance(item, PlaceFee | PersonFee | Capital):
            yield from _known(case, f"{where}.pools", item.pools, pools, "pool")
        if isinstance(item, DepartureFee | FlightFee | EscortFee):
            yield from _known(case, f"{where}.services", item.services, case.scenario.services, "service")
        if isinstance(item, PostFee):
            yield from _known(case, f"{where}.teams", item.teams, teams, "team")
        if isinstance(item, StayFee):
            yield from _known(case, f"{where}.goes_on", item.goes_on, EXITS, "outcome")
        if isinstance(item, ExitFee):
            yield from _known(case, f"{where}.outcomes", item.outcomes, EXITS, "outcome")
        if isinstance(item, Guarantee | Cap):
            yield from _known(case, f"{where}.over", item.over, _may_cover(case, item), f"item that a {item.kind} may be over:")


def _known(case: Case, path: str, words: Iterable[str], valid: Iterable[str], kind: str) -> Iterator[Fault]:
    known = list(valid)
    for word in words:
        if word not in known:
            yield case.unknown(path, word, known, kind)


def _may_cover(case: Case, item: Guarantee | Cap) -> list[str]:
    """Items that a guarantee may be over, or a cap (guarantees too)."""
    beneath = (Guarantee, Cap) if isinstance(item, Guarantee) else Cap
    return [name for name, one in case.scenario.costs.items.items() if not isinstance(one, beneath)]


def bounds(case: Case) -> Iterator[Fault]:
    """No item under two guarantees, or two caps."""
    items = case.scenario.costs.items
    for kind, word in ((Guarantee, "guarantees"), (Cap, "caps")):
        over: dict[str, str] = {}
        for name, item in items.items():
            if not isinstance(item, kind):
                continue
            covers = list(item.over) or _may_cover(case, item)
            for other in covers:
                if other in over:
                    what = f"{other} is under two {word}, {over[other]} and {name}"
                    yield case.fault(f"costs.items.{name}", what, "Let each say `over` which items it is")
                    break
            over |= {other: name for other in covers if other not in over}


def rules(case: Case) -> Iterator[Fault]:
    """What each kind of item needs."""
    for name, item in case.scenario.costs.items.items():
        where = f"costs.items.{name}"
        if isinstance(item, PlaceFee | PersonFee | PostFee | Guarantee | Cap) and item.from_ and item.until and item.until < item.from_:
            yield case.fault(f"{where}.until", f"until {item.until} is before from {item.from_}", "Exchange or correct the dates")
        if isinstance(item, PostFee) and (item.posts is None) == (not item.teams):
            has = "neither posts nor teams" if item.posts is None else "both posts and teams"
            yield case.fault(where, f"{name} has {has}", "Give one of them")
        if isinstance(item, ExitFee) and not item.outcomes:
            yield case.fault(f"{where}.outcomes", f"{name} is paid for no outcome", f"Name some of {', '.join(EXITS)}")
        if isinstance(item, Tranche):
            yield from _tranche(case, where, name, item)
        if isinstance(item, StayFee):
            yield from _stay(case, where, name, item)


def _tranche(case: Case, where: str, name: str, item: Tranche) -> Iterator[Fault]:
    if item.date is not None and item.arrival is not None:
        yield case.fault(where, f"{name} has both date and arrival", "Keep one of them")
    if item.date is not None and item.date < case.scenario.start:
        to_do = "Take date out if it counts in this run: it is paid at the start then"
        yield case.fault(f"{where}.date", f"{name} is paid on {item.date}, before the start", to_do)


def _stay(case: Case, where: str, name: str, item: StayFee) -> Iterator[Fault]:
    ages = sorted(item.amounts)
    if len(ages) < len(case.tree.branch(*where.split("."), "amounts").children):
        yield case.fault(f"{where}.amounts", f"two amounts of {name} begin at the same length of stay", "Keep one of them")
    if not ages or ages[0] != 0:
        what = f"the amounts of {name} begin after {format_length(ages[0])}" if ages else f"{name} has no amounts"
        yield case.fault(f"{where}.amounts", what, "Begin with the amount from 0 d on")
    if len({(price.per, price.currency) for price in item.amounts.values()}) > 1:
        yield case.fault(f"{where}.amounts", f"the amounts of {name} differ in period or currency", "Write all per month, or all per year")


def _prices(case: Case) -> Iterator[tuple[Path, Price, str]]:
    """Every amount of an item with its path and the kind of the item."""
    for name, item in case.scenario.costs.items.items():
        yield from ((("costs", "items", name, *rest), price, item.kind) for rest, price in _amounts(case, name, item))


def _amounts(case: Case, name: str, item: AnyCost) -> list[tuple[Path, Price]]:
    if isinstance(item, StayFee):
        written = case.tree.branch("costs", "items", name, "amounts").children
        return [(("amounts", key), item.amounts[read_length(key)]) for key in written]
    if isinstance(item, Tranche | Guarantee | Cap):
        return [(("amount",), item.amount)]
    return [(("price",), item.price)]


def _dotted(path: Path) -> str:
    return ".".join(path)
