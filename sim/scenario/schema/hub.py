"""A hub: places, people on duty, steps, deadlines and removal."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.schema.clocks import AnyClock, From, Regime
from sim.scenario.values import (
    Amount,
    Area,
    Date,
    Dates,
    DelayShape,
    Length,
    Names,
    Opening,
    People,
    Roster,
    Share,
    SomePeople,
    Switch,
    Times,
    TimeShape,
    Together,
)


class Policy(Block):
    """How the hub is run."""

    regime: Regime = lever("open or closed: which of the clocks that name a regime run")
    transfer_needs: Literal["place", "reception"] = lever("a case is moved only with a place reserved, or when reception has room")
    when_full: Literal["wait", "overflow", "divert", "hold_sender"] = lever("what a screened case does that finds no place")
    divert_to: Names = lever("hubs to which it may be diverted, in this order (when_full: divert); none: it is sent back", ())
    queue: Literal["first_fit", "strict"] = lever("whether those who fit may pass those who do not")


class Reception(Block):
    """Where people are between arrival and a place."""

    places: People | None = lever("people; absent: no limit", None)
    area: Area | None = fact("floor for the people in it, sanitary rooms left out", None)


class Manning(Block):
    """Staff bound by the number of people: `staff` for each `people`, rounded up."""

    people: SomePeople = lever("for so many people ...")
    staff: Times = lever("... so many members of the team are bound")


class Team(Block):
    """People with a roster; or rooms, video links and other things of which there are some at some hours."""

    staff: Amount = lever("people on duty in every shift")
    on_duty: Roster = lever("shifts, as `Mon-Fri 08:00-16:00`, `daily 08:00-20:00` or `always`")
    closed: Dates = lever("days without duty", ())
    on_holidays: Roster | None = lever("shifts on the holidays of the hub; absent: no duty on them", None)
    finish_by_shift_end: Switch = lever("whether a step must end within the shift it starts in")
    minimum: Amount | None = lever("people of it bound while the hub is open, whoever is inside; absent: nobody", None)
    per: Manning | None = word("people of it bound by the number of people inside (the larger of this and the minimum)", None)
    pools: Names = lever("pools that minimum and `per` are for; none: the whole hub", ())
    limits_intake: Switch | None = lever("whether nobody is taken for whom it would be too few by minimum and `per`; absent: no", None)
    absent: Share | None = fact("share of the staff away, drawn for each day; absent: nobody is", None)
    recruited: dict[Date, Amount] = lever("posts beside `staff` that open on a date", {})
    hired: DelayShape | None = fact("time from the opening of such a post until somebody has it; absent: at once", None)
    training: Length | None = fact("time from then to the first work; absent: none", None)


class Step(Block):
    """A step of screening: needs one of each of its teams (or as many as it says), all at once."""

    team: Together = lever("teams needed together; perhaps how many of each, as {officer: 1, interpreter: 2}")
    time: TimeShape = fact("working time")
    for_: Names = Field((), alias="for", description="classes it is for; none: all", json_schema_extra={"role": "lever"})
    sent_back: Share = fact("chance of being found unsuitable")
    referred: dict[str, Share] | None = fact("chance of being referred to another class", None)
    pausable: Switch = lever("whether it may pause when the shift ends")


class Reserve(Block):
    """Places kept free for some."""

    places: People = lever("places kept")
    for_: Names = Field(alias="for", description="classes that may use them", json_schema_extra={"role": "lever"})


class Pool(Block):
    """Places and who may use them."""

    for_: Names = Field((), alias="for", description="classes that may use it; none: all", json_schema_extra={"role": "lever"})
    places: People | None = lever("beds; or `rooms` and `beds`", None)
    rooms: Amount | None = lever("rooms, each for one case at a time unless they are shared", None)
    beds: Amount | None = lever("beds in a room", None)
    shared_by: Literal["nobody", "class", "group"] | None = lever(
        "who may share a room: nobody, people of one class, or of one of the `groups`; absent: nobody", None
    )
    groups: dict[str, Names] = lever("classes that may share a room, by a name of the group; others share with their own class", {})
    opened: Share = lever("share of the places opened; rounded down")
    usable: Share = fact("share of the opened places that can be used; rounded down")
    background: People | None = fact("places that others than the people of the agreement use, of those usable; absent: none", None)
    turnaround: Length = fact("time to make a place ready again")
    overflow: People = lever("extra people tolerated when full (policy when_full: overflow)")
    reserve: Reserve | None = word("places kept free for some", None)
    opens: Opening | None = fact("day it opens, or the act with which it does; absent: open from the start", None)
    area: Area | None = fact("floor of all its places for the people in it, sanitary rooms left out", None)


Start = Literal[From, "claim_lodged", "release_ordered"]
Stop = Literal[Start, "cleared", "booked"]


class Deadline(Block):
    """A legal period: something must have happened by then."""

    from_: Start = Field(alias="from", description="instant at which it starts", json_schema_extra={"role": "fact"})
    length: Length = fact("length of the period")
    stopped_by: Stop | None = fact("instant that meets it; absent: leaving only", None)
    for_: Names = Field((), alias="for", description="classes it holds for; none: all", json_schema_extra={"role": "fact"})
    then: Literal["release", "send_back", "count"] = lever("what follows when it is missed")


class Removal(Block):
    """Attempts to remove, and what follows when they fail."""

    attempts: Times | None = lever("attempts at most; absent: no limit", None)
    retry_after: Length = lever("from a failed attempt or no-show to joining the queue again")
    then: Literal["stay", "release", "send_back"] = lever("after the last attempt")
    release_takes: DelayShape = fact("from an order to release to its being carried out")
    send_back_takes: DelayShape = fact("from being due to be sent back to leaving, where no service reaches the sender")


class Hub(Block):
    """One hub. Pools and teams have one name in all hubs; steps, clocks and periods of one name are the same thing."""

    for_: Names = Field((), alias="for", description="classes it is for; none: all", json_schema_extra={"role": "lever"})
    destinations: Names = lever("destinations it is for; none: all", ())
    share: Share | None = lever("share of the cases routed to it (routing by share)", None)
    opens: Opening | None = fact("day from which it takes newcomers, or the act with which it does; absent: from the start", None)
    travel: dict[str, Length] = fact("time on the road to other hubs, by hub; in both directions unless the other says", {})
    policy: Policy = word("how it is run")
    reception: Reception = word("where people are between arrival and a place")
    holidays: Dates = lever("days on which its teams keep the hours they have on holidays", ())
    teams: dict[str, Team] = word("teams by name", {})
    screening: dict[str, Step] = word("steps in order", {})
    pools: dict[str, Pool] = word("places by pool, in order of preference")
    amenities: dict[str, Amount] = fact("what people share, by name: toilets, showers, basins", {})
    clocks: dict[str, AnyClock] = word("what runs for each case", {})
    deadlines: dict[str, Deadline] = word("legal periods", {})
    removal: Removal = word("attempts and orders")
