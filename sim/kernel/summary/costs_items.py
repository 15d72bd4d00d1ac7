"""What each item of the contract is, laid down once; `costs_bills` says what it comes to."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from sim.kernel.memory import NEVER, NONE
from sim.kernel.summary.costs_months import lay_per_time, lay_window
from sim.kernel.words import Outcome
from sim.metrics.costs_items import MS_PER_HOUR, period_of
from sim.metrics.costs_months import months_of
from sim.scenario.schema import DepartureFee, EscortFee, FlightFee, PostFee, StayFee, Tranche

if TYPE_CHECKING:
    from sim.kernel.plan.constants import Word
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import AnyCost


class Kind(IntEnum):
    """Kinds of items that have a bill of their own."""

    PLACE = 0
    PERSON = 1
    TRANSFER = 2
    ARRIVAL = 3
    STAY = 4
    EXIT = 5
    DEPARTURE = 6
    FLIGHT = 7
    ESCORT = 8
    POST = 9
    CAPITAL = 10
    TRANCHE = 11


class Item(IntEnum):
    """What is known of an item; what its kind does not have is 0."""

    KIND = 0
    PRICE = 1  # f: for one, or the amount
    WINDOW = 2  # edges of months, cut to its days
    PER_TIME = 3  # place of its price per millisecond, a float for each month
    POOLS = 4  # list of rows of `Terms`
    OF = 5  # `Places`
    AT_LEAST = 6
    OUTCOMES = 7  # bits
    SERVICES = 8  # by index of the service: whether it is paid for, and units for each departure (f)
    POSTS = 9  # f; or the coverage of each person of
    TEAMS = 10  # a list of numbers of capacities; 0: POSTS is a number of posts
    STAFF = 11  # for each of them the people who are there where the record says nothing
    DUE_AT = 12  # of a tranche; NEVER: when ARRIVALS people have come
    ARRIVALS = 13
    PERIOD = 14  # of a stay: from one payment to the next
    UP_TO = 15  # NONE: no length of stay ends it
    AMOUNTS = 16  # list of lengths of stay, rising; then their amounts (f)
    WIDTH = 17


class Places(IntEnum):
    """Which places count."""

    NOMINAL = 0
    OPENED = 1
    USABLE = 2


class Terms(IntEnum):
    """A pool as the scenario first says it."""

    POOL = 0  # place of its row
    UNIT = 1  # beds of a room, or 1
    OPENED = 2  # f
    USABLE = 3  # f
    BACKGROUND = 4
    WIDTH = 5


def lay(readings: Readings, item: AnyCost) -> int:
    """Lay down an item, by the names of its fields."""
    words: dict[str, Word] = {"KIND": Kind[item.kind.upper()], "PRICE": 0.0}
    said: Any = item
    if isinstance(item, Tranche):
        words |= _tranche_terms(readings, item)
    elif isinstance(item, StayFee):
        words |= _stay_terms(readings, item)
    else:
        words["PRICE"] = float(said.price.amount)
    if hasattr(item, "from_"):
        words |= {"WINDOW": lay_window(readings, said.from_, said.until), "PER_TIME": lay_per_time(readings, said.price)}
    if hasattr(item, "pools"):
        chosen = said.pools or (readings.names.pools if hasattr(item, "of") else ())
        words["POOLS"] = readings.numbers([_terms(readings, pool) for pool in chosen])
    if hasattr(item, "of"):
        words["OF"] = Places[said.of.upper()]
    if isinstance(item, DepartureFee | FlightFee | EscortFee):
        words["SERVICES"] = _services(readings, item)
    if isinstance(item, PostFee):
        words |= _post_terms(readings, item)
    words["OUTCOMES"] = sum(1 << Outcome[name.upper()] for name in getattr(item, "outcomes", getattr(item, "goes_on", ())))
    words["AT_LEAST"] = getattr(item, "at_least", None) or 0
    return readings.row([words.get(word.name, 0) for word in Item][: Item.WIDTH])


def _terms(readings: Readings, name: str) -> int:
    pool = next(hub.pools[name] for hub in readings.scenario.hubs.values() if name in hub.pools)
    return readings.row([readings.layout.pools[name], pool.beds or 1, float(pool.opened), float(pool.usable), pool.background or 0])


def _tranche_terms(readings: Readings, item: Tranche) -> dict[str, Word]:
    due = 0 if item.date is None else months_of(readings.scenario).instant(item.date)
    by_arrival = item.arrival is not None
    return {"PRICE": float(item.amount.amount), "DUE_AT": NEVER if by_arrival else due, "ARRIVALS": item.arrival or 0}


def _stay_terms(readings: Readings, item: StayFee) -> dict[str, Word]:
    ages = sorted(item.amounts)
    amounts = readings.row([len(ages), *ages, *(float(item.amounts[age].amount) for age in ages)])
    return {"PERIOD": period_of(item), "UP_TO": item.up_to or NONE, "AMOUNTS": amounts}


def _services(readings: Readings, item: DepartureFee | FlightFee | EscortFee) -> int:
    words: list[Word] = []
    for name, service in readings.scenario.services.items():
        chosen = name in item.services if item.services else not isinstance(item, DepartureFee) or service.from_ in readings.names.hubs
        units = 1.0
        if isinstance(item, FlightFee):
            units = float(service.travel if item.time is None else item.time) * (2 if item.both_ways else 1) / MS_PER_HOUR
        words += [chosen, units]
    return readings.row(words)


def _post_terms(readings: Readings, item: PostFee) -> dict[str, Word]:
    if item.posts is not None:
        return {"POSTS": float(item.posts)}
    teams = {name: team for hub in readings.scenario.hubs.values() for name, team in hub.teams.items()}
    whats = [readings.names.capacities().index(f"team:{name}") for name in item.teams]
    staff = readings.row([teams[name].staff for name in item.teams])
    return {"POSTS": float(item.coverage), "TEAMS": readings.numbers(whats), "STAFF": staff}
