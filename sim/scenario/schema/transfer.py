"""Who is chosen, which hub they go to, and what carries them there and away."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.values import (
    Amount,
    Date,
    Dates,
    DelayShape,
    LatentTime,
    Length,
    Names,
    People,
    PositiveLength,
    Ratio,
    Share,
    ShareByName,
    Switch,
    TimeShape,
    Together,
)


class Routing(Block):
    """Which of several hubs a case at the sender goes to, of those that are for it."""

    by: Literal["preference", "share", "free"] = lever(
        "the first with room as written, one drawn by share, or the one with most free places"
    )


class Filter(Block):
    """What makes people eligible: those it does not pass stay with the sender, and the host never sees them."""

    passes: Share = fact("chance that a case passes")
    for_: Names = Field((), alias="for", description="classes it looks at; none: all", json_schema_extra={"role": "lever"})
    destinations: Names = lever("destinations it looks at; none: all", ())


class Selection(Block):
    """Who is proposed of those listed, and the host's review of the sender's list."""

    proposed: ShareByName | None = fact("chance that a case listed is proposed at all, for all or by class; absent: all are", None)
    filters: dict[str, Filter] = word("filters that a case proposed must pass before the host's review, in order", {})
    team: Together = lever("teams of the hub that review, perhaps how many of each; none: decided at once", ())
    time: TimeShape | None = fact("working time of a review", None)
    accepted: ShareByName = fact("chance of acceptance, for all or by class")
    every: PositiveLength | None = lever("lists are reviewed together this often; absent: each case when listed", None)


class Objection(Block):
    """An objection to the transfer, or an order of a court that stops it for one case."""

    chance: ShareByName = fact("share of those told who lodge one, for all or by class (a class it does not name: nobody)")
    after: LatentTime = fact("time from being told to lodging it")
    until: Literal["notice", "boarding"] = lever("until when it may be lodged: while notice runs, or until boarding")
    decided: LatentTime = fact("time from lodging to decision")
    upheld: Share = fact("chance that it is upheld: the case stays with the sender")
    further: Length = lever("time after a refusal before the case may be booked")


class Transfer(Block):
    """Between acceptance and boarding: people are told, have time, and may object."""

    told_after: DelayShape | None = fact("time from acceptance until the case is told; absent: none", None)
    notice: Length | None = lever("time from being told until the case may be booked; absent: none", None)
    objections: dict[str, Objection] = word("objections, each by its name", {})


class Leaves(Block):
    """When a service leaves: a timetable, stated dates, or a trigger."""

    every: PositiveLength | None = lever("timetable: one departure this often, the first after one such length (or `first`)", None)
    first: Date | None = lever("first departure of the timetable", None)
    dates: Dates | None = lever("stated departures", None)
    with_: People | None = Field(
        None, alias="with", description="trigger: leaves when so many are ready", json_schema_extra={"role": "lever"}
    )
    or_after: Length | None = lever("trigger: or when somebody has waited so long", None)


class Escorts(Block):
    """People who travel with those who need it."""

    ratio: Ratio = fact("escorts per person escorted (rounded up over the departure)")
    staff: Amount = lever("escorts there are; away for the round trip")


class Service(Block):
    """Anything that leaves with seats, inbound or outbound."""

    to: Names = word("the hub, destinations, or `sender`")
    from_: str | None = Field(
        None, alias="from", description="the hub it leaves from; absent: the sender", json_schema_extra={"role": "word"}
    )
    for_: Literal["voluntary", "enforced", "both"] = Field(
        alias="for", description="whose journeys it serves", json_schema_extra={"role": "lever"}
    )
    leaves: Leaves = word("timetable or trigger")
    seats: Amount = lever("seats per departure")
    minimum: People = lever("a timetabled departure with fewer booked is cancelled")
    lead: Length = lever("manifest closes this long before departure")
    travel: Length = fact("time from departure to arrival")
    cancelled: Share = fact("chance that a departure is cancelled")
    no_show: Share = fact("chance that a booked case does not turn up")
    failed: Share = fact("chance that an attempt at departure fails")
    standby: Switch = lever("whether cases in the queue take empty seats at departure")
    monitored: Share | None = fact("share of its departures with an independent monitor aboard", None)
    escorts: Escorts | None = word("escorts", None)
