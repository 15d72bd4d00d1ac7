"""What falls due, when and to whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.values import Currency, Date, Length, Money, Names, People, PositiveLength, Price, Ratio, Switch, Times

EXITS = (
    "returned_voluntarily",
    "removed",
    "sent_back",
    "released",
    "protected",
    "absconded",
    "left_for_other_country",
    "sentence_ended",
    "arrested",
    "died",
    "other",
)
"""Outcomes of a case that had left the sender."""

Counted = Literal["nominal", "opened", "usable"]


class CostItem(Block):
    """One thing that is paid for, by a name of its own."""


class PlaceFee(CostItem):
    """Availability: places are paid for whether somebody is in them or not."""

    kind: Literal["place"]
    price: Money = fact("for a place, per day, week, calendar month or calendar year")
    of: Counted = lever("places counted: nominal, opened (once the pool has opened), or usable")
    pools: Names = word("pools it is for; none: all", ())
    from_: Date | None = Field(None, alias="from", description="first day; absent: the start", json_schema_extra={"role": "fact"})
    until: Date | None = fact("last day; absent: the horizon", None)


class PersonFee(CostItem):
    """People inside are paid for by the day, perhaps so many at least."""

    kind: Literal["person"]
    price: Money = fact("for a person inside, per day, week, calendar month or calendar year")
    at_least: People | None = fact("paid for at least, on average over each calendar month; absent: only those inside", None)
    pools: Names = word("pools they are in; none: the whole hub", ())
    from_: Date | None = Field(None, alias="from", description="first day; absent: the start", json_schema_extra={"role": "fact"})
    until: Date | None = fact("last day; absent: the horizon", None)


class TransferFee(CostItem):
    """A price for each person who boards to the hub."""

    kind: Literal["transfer"]
    price: Money = fact("for a person, once")


class ArrivalFee(CostItem):
    """A price for each person who arrives; people inside at the start have been paid for."""

    kind: Literal["arrival"]
    price: Money = fact("for a person, once")


class StayFee(CostItem):
    """Payments for each person from arrival on, in advance, that change with the length of stay and stop when the person leaves."""

    kind: Literal["stay"]
    amounts: dict[Length, Money] = fact("by length of stay from which it holds (the first is 0 d): per day, week, month or year")
    up_to: PositiveLength | None = fact("no payment from this length of stay on; absent: none ends it", None)
    goes_on: Names = fact("outcomes after which it is paid on, as the person stays with the host", ())


class ExitFee(CostItem):
    """A payment for each person who leaves in one of some ways: to the person, or to the host."""

    kind: Literal["exit"]
    price: Money = fact("for a person, once")
    outcomes: Names = fact("outcomes for which it is paid")


class DepartureFee(CostItem):
    """A price for each departure that leaves, whatever it carries."""

    kind: Literal["departure"]
    price: Money = fact("for a departure")
    services: Names = word("services; none: all that leave the hub", ())


class FlightFee(CostItem):
    """Transport by the hour and not by the seat."""

    kind: Literal["flight"]
    price: Money = fact("for an hour")
    time: PositiveLength | None = fact("time one way; absent: the travel of the service as the scenario first says it", None)
    both_ways: Switch = fact("whether the way back is paid for too")
    services: Names = word("services; none: all", ())


class EscortFee(CostItem):
    """A price for each escort on each departure."""

    kind: Literal["escort"]
    price: Money = fact("for an escort, for the whole round trip")
    services: Names = word("services; none: all", ())


class PostFee(CostItem):
    """Full-time posts, which cost the same whoever is inside."""

    kind: Literal["post"]
    price: Money = fact("for a full-time post, per day, week, calendar month or calendar year")
    posts: Ratio | None = lever("full-time posts; or `teams`", None)
    teams: Names = lever("or: teams, of which each person on duty takes `coverage` posts", ())
    coverage: Ratio = fact("posts needed for each person on duty in every shift, leave and illness counted")
    from_: Date | None = Field(None, alias="from", description="first day; absent: the start", json_schema_extra={"role": "fact"})
    until: Date | None = fact("last day; absent: the horizon", None)


class Capital(CostItem):
    """What building costs, paid once for each place when there are more of them than ever before."""

    kind: Literal["capital"]
    price: Money = fact("for a place, once")
    of: Counted = lever("places counted: nominal, opened (once the pool has opened), or usable")
    pools: Names = word("pools it is for; none: all", ())


class Tranche(CostItem):
    """An amount paid once: at the start, on a date, or when so many people have arrived."""

    kind: Literal["tranche"]
    amount: Money = fact("the amount")
    date: Date | None = fact("paid on this day", None)
    arrival: Times | None = fact("or: when so many people have arrived (1: the first), those inside at the start not counted", None)


class Guarantee(CostItem):
    """At least so much is paid for some items: what they fall short of it is added."""

    kind: Literal["guarantee"]
    amount: Money = fact("least amount, per calendar month, per calendar year, or over the whole run")
    over: Names = word("items that count towards it; none: all but guarantees and caps", ())
    from_: Date | None = Field(None, alias="from", description="first day; absent: the start", json_schema_extra={"role": "fact"})
    until: Date | None = fact("last day; absent: the horizon", None)


class Cap(CostItem):
    """At most so much is paid for some items: what they go beyond it is taken off."""

    kind: Literal["cap"]
    amount: Money = fact("largest amount, per calendar month, per calendar year, or over the whole run")
    over: Names = word("items that it holds for; none: all but caps", ())
    from_: Date | None = Field(None, alias="from", description="first day; absent: the start", json_schema_extra={"role": "fact"})
    until: Date | None = fact("last day; absent: the horizon", None)


AnyCost = Annotated[
    PlaceFee
    | PersonFee
    | TransferFee
    | ArrivalFee
    | StayFee
    | ExitFee
    | DepartureFee
    | FlightFee
    | EscortFee
    | PostFee
    | Capital
    | Tranche
    | Guarantee
    | Cap,
    Field(discriminator="kind"),
]


class Rate(Block):
    """What a currency is worth in the one that is reported."""

    rate: Money = fact("for one unit of the currency, in the reported one: 1.17 EUR")
    date: Date = word("day of the rate")


class Costs(Block):
    """The contract, and what else is paid for."""

    currency: Currency | None = word("reported currency; absent: that of the first item", None)
    rates: dict[Currency, Rate] = word("rates to the reported currency, by currency", {})
    items: dict[str, AnyCost] = word("what is paid for", {})
    sender_day: Money | None = fact("what a person costs the sender, per day, week, calendar month or year: avoided while away", None)

    @property
    def reported(self) -> str | None:
        """The reported currency; None where nothing has a price."""
        said = [price.currency for item in self.items.values() for price in prices_of(item)]
        said += [self.sender_day.currency] if self.sender_day is not None else []
        return (self.currency or said[0]) if said else None


def prices_of(item: AnyCost) -> tuple[Price, ...]:
    """The amounts of money that an item names."""
    if isinstance(item, StayFee):
        return tuple(item.amounts.values())
    return (item.amount if isinstance(item, Tranche | Guarantee | Cap) else item.price,)
