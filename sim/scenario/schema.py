"""What a scenario is: one frozen class per word of the domain, read once and never changed.

Every field says what it means (its description), and whether it is a *lever* (what a planner may choose: bare is fine) or a
*fact* (a bare fact counts as "assumed, no range"). Defaults of the model live in `scenarios/base.yaml` under the name `any`;
a default of None here means "absent", never a number. Times are whole milliseconds, shares are 0 to 1, rates are per millisecond.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from sim.errors import Fault
from sim.scenario.ledger import Input
from sim.scenario.values import (
    Amount,  # a number that counts neither people nor cases: seats, staff, times, rooms
    Area,
    Cases,
    Currency,
    Date,
    DatedRate,
    DatedShareRate,
    Dates,
    DelayShape,
    Factor,  # 0 or more, may be above 100 %
    LatentTime,
    Length,
    Money,
    Month,
    Names,
    Offsets,
    Opening,
    People,
    PeopleFlow,
    PeoplePerPeriod,
    PeopleShape,
    PositiveLength,
    Price,
    Ratio,
    Roster,
    Share,
    ShareByName,  # one share for all, or shares by name
    ShareRate,
    SizeShape,
    SomePeople,
    Switch,
    Times,
    TimeShape,
    Together,
    read_date,
)


def lever(meaning: str, default: Any = ...) -> Any:
    """A field the planner chooses."""
    return Field(default, description=meaning, json_schema_extra={"role": "lever"})


def fact(meaning: str, default: Any = ...) -> Any:
    """A field about the world: needs evidence."""
    return Field(default, description=meaning, json_schema_extra={"role": "fact"})


def word(meaning: str, default: Any = ...) -> Any:
    """A name, date or switch that carries no evidence."""
    return Field(default, description=meaning, json_schema_extra={"role": "word"})


class Block(BaseModel):
    """A part of a scenario."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


# --- agreement ------------------------------------------------------------------------------------------------------------

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


# --- people ---------------------------------------------------------------------------------------------------------------


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


# --- demand ---------------------------------------------------------------------------------------------------------------


class Stream(Block):
    """What all demand streams share."""

    classes: dict[str, Share] | None = fact("shares of classes in this stream, instead of those of `classes`", None)
    destinations: dict[str, Share] | None = fact("shares of destinations in this stream", None)
    hubs: Names = lever("hubs its cases may go to; none: all", ())
    drops_out: LatentTime | None = fact("time from acceptance to dropping out while waiting for transfer; absent: nobody does", None)


class Listed(Stream):
    """A stream whose people are listed during the run."""

    factor: Factor | None = fact("people listed as a multiple of what the stream says: 200 % are twice as many; absent: 100 %", None)


class Poisson(Listed):
    """Cases listed one by one at random."""

    kind: Literal["poisson"]
    rate: DatedRate = fact("cases listed per time, with dates of change")
    season: dict[Month, Factor] | None = fact("factor on the rate by calendar month 1 to 12", None)


class Upstream(Listed):
    """Cases listed one by one at random out of many people who are eligible: these are a number that drifts, no cases."""

    kind: Literal["upstream"]
    people: People = fact("people eligible at the start")
    rate: DatedShareRate = fact("share of those eligible who are listed, per time, with dates of change")
    joins: PeopleFlow | None = fact("people who become eligible, per time; absent: none", None)
    leaves: ShareRate | None = fact("share of those eligible who stop being so without being listed, per time; absent: none", None)


class Backlog(Listed):
    """A finite number of cases waiting at the sender."""

    kind: Literal["backlog"]
    cases: Cases = fact("cases in the backlog")
    rate: DatedRate | None = fact("rate at which they are listed; absent: all at `from`", None)
    from_: Date | None = Field(
        None, alias="from", description="first day of listing; absent: the start", json_schema_extra={"role": "fact"}
    )


class Cohorts(Listed):
    """Groups listed together on stated dates."""

    kind: Literal["cohorts"]
    dates: dict[Date, PeopleShape] | None = fact("people by date", None)
    every: PositiveLength | None = fact("or: one cohort every so often, the first after one such length", None)
    people: PeopleShape | None = fact("people of each such cohort", None)
    happens: Share = fact("chance that a cohort happens at all")
    shows_up: Share = fact("chance that a case of a cohort is really listed")


class TraceRow(Block):
    """One dated or initial case of a file."""

    id: int
    at: int = 0
    hub: str | None = None
    pool: str | None = None
    class_: str | None = None
    destination: str | None = None
    people: int | None = None
    elapsed: int = 0


class Trace(Listed):
    """Dated cases from a CSV: id, date, class, destination, people; columns left out are drawn."""

    kind: Literal["trace"]
    file: str = word("CSV beside this file")
    rows: tuple[TraceRow, ...] = word("read from the file", ())


class Initial(Stream):
    """People already inside at the start, from a CSV (id, pool, class, destination, people, days_inside) or as a number of alike cases."""

    kind: Literal["initial"]
    file: str | None = word("CSV beside this file", None)
    cases: Cases | None = fact("or: number of cases alike", None)
    pool: str | None = word("pool they are in", None)
    days_inside: TimeShape | None = fact("how long they have been inside", None)
    rows: tuple[TraceRow, ...] = word("read from the file", ())


Demand = Annotated[Poisson | Upstream | Backlog | Cohorts | Trace | Initial, Field(discriminator="kind")]


# --- routing, selection and services -----------------------------------------------------------------------------------------------


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


# --- hub ------------------------------------------------------------------------------------------------------------------


Regime = Literal["open", "closed"]


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


# --- timeline, safeguards, costs, observations, sweep ---------------------------------------------------------------------


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


class Observation(Block):
    """Something seen, to be shown beside the model; never an input."""

    date: Date = fact("when it was seen")
    what: Literal["arrived", "present", "left"] = word("people counted")
    low: People = fact("at least")
    high: People = fact("at most")


class Sweep(Block):
    """Points to run."""

    vary: dict[str, list[Any]] = word("dotted name: values", {})
    points: dict[str, dict[str, Any]] = word("or (as: list) named points", {})
    as_: Literal["grid", "zip", "list"] = Field("grid", alias="as", description="how values combine", json_schema_extra={"role": "word"})
    replications: Amount | None = word("replications per point", None)


class Scenario(Block):
    """Everything that is assumed."""

    name: str = word("letters, digits and dashes")
    why: str = word("the question it answers", "")
    start: Date = word("day 0")
    horizon: PositiveLength = word("how long is simulated")
    agreement: Agreement = word("limits agreed")
    classes: dict[str, CaseClass] = word("kinds of cases")
    destinations: dict[str, Destination] = word("country-of-origin groups")
    demand: dict[str, Demand] = word("who is listed")
    routing: Routing = word("which hub a case goes to")
    selection: Selection = word("the host's choice")
    transfer: Transfer = word("between acceptance and boarding", Transfer())
    services: dict[str, Service] = word("what leaves with seats", {})
    hubs: dict[str, Hub] = word("hubs, in order of preference")
    timeline: dict[str, Act] = word("dated changes", {})
    safeguards: dict[str, AnySafeguard] = word("thresholds that people are owed", {})
    costs: Costs = word("prices", Costs())
    observed: dict[str, Observation] = word("seen in reality, shown beside the model", {})
    sweep: Sweep | None = word("points to run", None)

    _inputs: tuple[Input, ...] = PrivateAttr(())
    _warnings: tuple[Fault, ...] = PrivateAttr(())
    _hash: str = PrivateAttr("")

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The ledger: every value with its evidence and who set it."""
        return self._inputs

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What can be run but cannot be as meant, each with its place."""
        return self._warnings

    @property
    def hash(self) -> str:
        """8 hex digits of the resolved values and the model version; says nothing of name, why and sweep."""
        return self._hash


def is_known(acts: dict[str, Act], name: str) -> bool:
    """Whether the instant of an act is known before the run: nothing that happens in it decides when, or if, it happens."""
    act, seen = acts[name], {name}
    while act.when is None and not act.if_ and not act.unless:
        if act.after is None:
            return True
        if act.after in seen or act.after not in acts:
            return False
        seen.add(act.after)
        act = acts[act.after]
    return False
