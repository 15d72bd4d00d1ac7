"""What is owed to people inside, and measured."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, word
from sim.scenario.values import Area, Length, Names, People


class Safeguard(Block):
    """A threshold that people are owed, with its source and status. What breaks it is counted; nothing acts on it."""

    for_: Names = Field((), alias="for", description="classes it holds for; none: all", json_schema_extra={"role": "word"})
    of: Literal["people", "minors"] = word("who is counted: all the people of a case, or those under age")
    answerable: Literal["sender", "host", "both"] | None = word("who answers for it; absent: whoever answers for the day", None)


class Delay(Safeguard):
    """From one instant of a case to another within a length."""

    kind: Literal["delay"]
    from_: str = Field(alias="from", description="instant of the journey, or a screening step", json_schema_extra={"role": "word"})
    to: str = word("instant, or a screening step")
    within: Length = fact("longest lawful length")


class Space(Safeguard):
    """Floor for each person in a pool."""

    kind: Literal["space"]
    space: Area = fact("least floor for each person")
    pools: Names = word("pools (or reception) it holds in; none: all that say their area", ())


class PerAmount(Safeguard):
    """People in the hub for each of what they share."""

    kind: Literal["ratio"]
    per: str = word("amenity of the hub, as toilets")
    people: People = fact("most people for each")


class LongStay(Safeguard):
    """A whole stay, days before included."""

    kind: Literal["stay"]
    stay: Length = fact("longest stay, prior days counted; 0 d: not to be held at all")


class ReviewInTime(Safeguard):
    """Reviews by a judge or officer, each held in time."""

    kind: Literal["review"]
    review: str = word("clock of kind review")
    within: Length = fact("longest time from the day it is due")


class Apart(Safeguard):
    """Classes that may not be in one pool at one time."""

    kind: Literal["apart"]
    apart: Names = fact("classes, each to be kept apart from the others")
    pools: Names = word("pools (or reception) it holds in; none: all pools", ())


class Monitored(Safeguard):
    """Journeys by force with an independent monitor aboard."""

    kind: Literal["monitored"]
    monitored: Names = fact("services: everybody an inbound one carries, and who leaves by force with an outbound one")


AnySafeguard = Annotated[
    Delay | Space | PerAmount | LongStay | ReviewInTime | Apart | Monitored,
    Field(discriminator="kind"),
]
