"""Dated acts, and what they change."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from sim.scenario.schema.agreement import ProgrammeEnd
from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.values import Date, DelayShape, Length, Names, People, Share, read_date


class DrawnDate(Block):
    """A date that is not certain: a day and a delay that varies."""

    from_: Date = Field(alias="from", description="earliest day", json_schema_extra={"role": "fact"})
    delay: DelayShape = fact("delay after it")


def read_when(value: object) -> Any:
    """A date, or a date that is drawn: only the form that was meant is judged."""
    return DrawnDate.model_validate(value) if isinstance(value, dict | DrawnDate) else read_date(value)


When = Annotated[Date | DrawnDate, BeforeValidator(read_when)]


class Reached(Block):
    """Numbers of people that set an act off; of several, all must have been reached at one time."""

    listed: People | None = fact("so many have been listed", None)
    boarded: People | None = fact("so many have boarded to a hub: what the total of the agreement counts", None)
    arrived: People | None = fact("so many have arrived (1: the first), those inside at the start not counted", None)
    inside: People | None = fact("so many are inside", None)
    left: People | None = fact("so many have left", None)


class Exchange(Block):
    """People leave all at once, by an agreement between states: without a service, whatever claims, orders or documents they have."""

    share: Share = fact("share of the people inside who leave")
    outcome: Literal["returned_voluntarily", "removed", "sent_back", "released", "left_for_other_country", "other"] = fact(
        "outcome of those who leave; the reason is exchange"
    )
    travel: Length | None = fact("time until who is returned, removed or sent back is there; absent: none", None)


class Act(Block):
    """A dated change. Exactly one of date, after and when; one thing done (or several at once)."""

    date: When | None = fact("when", None)
    after: str | None = word("or: after another act has happened", None)
    when: Reached | None = word("or: when so many people have come, are inside or have left, once", None)
    delay: DelayShape | None = fact("... and this long after that", None)
    chance: Share = fact("chance that it happens at all")
    if_: Names = Field((), alias="if", description="only if all these acts have begun by then", json_schema_extra={"role": "lever"})
    unless: Names = lever("not if one of these acts has begun by then", ())
    lasts: Length | None = fact("suspensions and settings end after this; absent: never", None)
    ends: Names = lever("acts whose suspensions and settings end now, before their time", ())
    suspend: Names = lever("selection, transfers, removals, documents, moves, or destinations", ())
    resume: Names = lever("ends suspensions of the same names", ())
    in_transit: Literal["arrive", "return", "hold"] = lever("what people in transit do when transfers are suspended")
    set: dict[str, Any] = lever("dotted name: new value", {})
    open: Names = lever("pools opened; hubs that take newcomers again", ())
    close: Names = lever("pools or hubs closed to newcomers", ())
    resize: dict[str, People] = lever("new number of places (or rooms) by pool", {})
    end: ProgrammeEnd | None = word("the agreement ends", None)
    exchange: Exchange | None = word("people leave all at once, without a service", None)
    release: Share | None = lever("share of the people inside who are released", None)
    classes: Names = lever("classes exchanged, released or moved; none: all", ())
    hubs: Names = lever("hubs of the people exchanged, released or moved; none: all", ())
    destinations: Names = lever("destinations of those people, or of documents suspended; none: all", ())
    streams: Names = lever("streams of demand of those people; none: all", ())
    arrived_from: Date | None = lever("only people who arrived on this day or later, days before the start counted", None)
    arrived_before: Date | None = lever("only people who arrived before this day, days before the start counted", None)
    grace: Length = lever("deadline of those whom the change releases")
    move: dict[str, str] = lever("move from pool: to pool", {})
    add: dict[str, People] = fact("people who become eligible, by stream of kind upstream", {})
    exempt: dict[str, People] = fact("people who are eligible no more, by stream of kind upstream", {})
