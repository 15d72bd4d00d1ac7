"""What was agreed: how many people, in which time, how long they may stay, and how it ends."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.values import Amount, Date, Length, Names, People, PeoplePerPeriod, PositiveLength, Share

AtLimit = Literal["release", "send_back", "extend", "breach"]
AtEnd = Literal["release", "send_back", "breach"]


class Intake(Block):
    """When people may be boarded: both days included."""

    from_: Date | None = Field(None, alias="from", description="first day of boarding", json_schema_extra={"role": "fact"})
    until: Date | None = fact("last day of boarding; accepted cases not boarded by then stay with the sender", None)


class StayLimit(Block):
    """How long a person may stay, from the first arrival plus counted prior days."""

    limit: Length | None = fact("longest stay; absent: none", None)
    then: AtLimit = lever("what happens at the limit: release, send_back, extend, or breach (stays, counted)")
    by: PositiveLength | None = lever("length of an extension", None)
    times: Amount | None = lever("extensions at most", None)
    chance: Share | None = fact("chance that an extension is granted, each time", None)
    else_: AtEnd | None = Field(None, alias="else", description="when no extension is granted or left", json_schema_extra={"role": "lever"})


class AgreementEnd(Block):
    """The end of the agreement for all who remain."""

    date: Date = fact("last day of the agreement is the day before")
    then: AtEnd = lever("what happens to those who remain")
    grace: Length = lever("time given to leave")


class ProgrammeEnd(Block):
    """The end of the agreement by a dated act: the host ends the programme."""

    then: AtEnd = lever("what happens to those who remain")
    grace: Length = lever("time given to leave")


class Agreement(Block):
    """Five separate limits and what happens at them. Limits count people."""

    total: People | None = fact("people boarded over the whole agreement; absent: no limit", None)
    standing: People | None = lever("people present, in transit or reserved at one time; absent: no limit", None)
    rate: PeoplePerPeriod | None = fact("people boarded per calendar day, week, month or year, or per length; unused lapses", None)
    intake: Intake = word("when people may be boarded", Intake())
    stay: StayLimit = word("longest stay and what follows")
    end: AgreementEnd | None = word("end of the agreement", None)
    excluded: Names = fact("classes that may not be listed", ())
    lead: Length = fact("from the start to the first boarding allowed")
    host_answers: Literal["boarded", "arrived", "screened", "placed"] = lever(
        "instant from which the host answers for a person; before it the sender does"
    )
