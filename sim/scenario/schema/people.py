"""Who comes: classes of cases and the places they are to be returned to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.values import Amount, Factor, LatentTime, Share, SizeShape, TimeShape, Together


class CaseClass(Block):
    """A class of cases: composition and share of the cases listed."""

    share: Share = fact("share of cases (all classes add to 100 %)")
    size: SizeShape = fact("people in a case: a number, or numbers with their shares")
    minors: Share = fact("share of the people in such cases who are under age")
    escorted: Share = fact("share of such cases that need escorts when removed by force")
    priority: Amount = lever("place in every queue: 0 goes first")


class Work(Block):
    """Working hours of a team, which pause while it is off duty."""

    team: Together = lever("teams needed together; perhaps how many of each")
    time: TimeShape = fact("working time")


class Documents(Block):
    """How long travel documents take: a clock of every case of the destination."""

    time: LatentTime = fact("time to get documents, with the share that never comes (its keys may stand beside from and speed)")
    from_: Literal["listed", "decided", "arrived", "screened", "placed", "agreed"] = Field(
        alias="from", description="instant at which the clock starts", json_schema_extra={"role": "lever"}
    )
    speed: Factor = lever("speed of the clock: 0 % stands still, 200 % runs twice as fast")
    speed_agreed: Factor = fact("factor on the speed once the person has agreed to return")
    work: Work | None = word("casework that must be done before the clock runs", None)


class Destination(Block):
    """A country-of-origin group."""

    share: Share = fact("share of cases (all destinations add to 100 %)")
    documents: Documents = word("travel documents")
    via: Literal["sender"] | None = lever("the way home leads over the sender: a service to `sender`, then onward", None)
    onward: TimeShape | None = fact("time from reaching the sender until home (via: sender); absent: none", None)
