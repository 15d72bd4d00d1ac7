"""What runs beside the journey of each case: the clocks of a hub."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.values import Factor, LatentTime, Length, Names, Offsets, PositiveLength, Share, Switch, TimeShape, Together

Regime = Literal["open", "closed"]
From = Literal["arrived", "screened", "placed", "agreed", "documents", "notice", "claim_decided"]


class Clock(Block):
    """What all clocks of a case share."""

    from_: From = Field(alias="from", description="instant at which it starts", json_schema_extra={"role": "lever"})
    for_: Names = Field((), alias="for", description="classes that have it; none: all", json_schema_extra={"role": "lever"})
    destinations: Names = lever("destinations that have it; none: all", ())
    speed: Factor = lever("speed of the clock: 0 % stands still")
    regime: Regime | None = lever("runs only while this is the regime of the hub, and stands still otherwise; absent: in both", None)


class Voluntary(Clock):
    """Deciding to return: curve(age) = at_once + (ceiling - at_once)(1 - 2^(-age / half_time)), as a share of people."""

    kind: Literal["voluntary"]
    at_once: Share = fact("share that decides at once")
    ceiling: Share = fact("share that ever decides")
    half_time: PositiveLength = fact("time by which half of the rest of them has decided")
    needs: Literal["documents", "nothing"] = lever("what must be in hand before someone who agreed can be booked")


class Claim(Clock):
    """A claim to protection, or an appeal."""

    kind: Literal["claim"]
    chance: Share = fact("share who lodge one")
    after: LatentTime = fact("time to lodging")
    decided: LatentTime = fact("time from lodging to decision")
    granted: Share = fact("chance that it is granted")
    suspends: Literal["removal", "nothing"] = lever("what a pending claim suspends")
    stops: Names = lever("clocks that stand still while it is pending", ())
    becomes: str | None = word("class while it is pending; absent: what it is", None)
    refused_becomes: str | None = word("class from a refusal on; absent: what it was before", None)


class Review(Clock):
    """Reviews of the detention or stay by a judge or officer, due at fixed ages."""

    kind: Literal["review"]
    at: Offsets = lever("ages at which a review is due")
    every: PositiveLength | None = lever("and then again this often", None)
    team: Together = lever("teams that review, perhaps how many of each; none: nobody is needed", ())
    time: TimeShape | None = fact("working time of a review", None)
    chance: Share = fact("chance that a review ends the stay")
    then: Literal["release", "send_back"] = lever("what follows")
    late_by: Length | None = lever("late from this long after it is due ...", None)
    late_then: Literal["count", "release"] = lever("... and then: only counted, or released")


class Moving(Clock):
    """Moving to another pool or hub, as soon as there is room."""

    kind: Literal["move"]
    after: LatentTime = fact("time to the move")
    chance: Share = fact("share who are ever to move")
    to: str = word("pool or hub")
    who: Literal["all", "agreed", "not_agreed"] = lever("whether those move who have agreed to return, those who have not, or all")


class Ending(Clock):
    """An exit that comes of itself."""

    kind: Literal["absconded", "other_country", "permit", "died", "sentence", "arrested", "other"]
    after: LatentTime = fact("time to the exit")
    chance: Share = fact("share to whom it ever happens (together with `never` of the shape)")
    stays_housed: Switch = lever("keeps the place for a time after the outcome (permit)")
    moves_out: LatentTime | None = fact("time until then gives up the place", None)


class Unfit(Clock):
    """Found medically unfit for the hub or for travel."""

    kind: Literal["unfit"]
    after: LatentTime = fact("time to the finding")
    chance: Share = fact("share to whom it ever happens")
    then: Literal["release", "send_back", "wait"] = lever("exit, or wait until fit again")
    lasts: LatentTime | None = fact("time until fit again (then: wait)", None)
    becomes: str | None = word("class from the finding on, until fit again; absent: what it is", None)


class Notice(Clock):
    """Notice of removal, served a fixed time before anyone may be booked by force."""

    kind: Literal["notice"]
    length: LatentTime = fact("time from the start of the clock until notice has run")
    renewed: Switch = lever("whether a failed attempt needs a new notice")


AnyClock = Annotated[Voluntary | Claim | Review | Moving | Ending | Unfit | Notice, Field(discriminator="kind")]
