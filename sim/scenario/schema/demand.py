"""Where cases come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.schema.block import Block, fact, lever, word
from sim.scenario.values import (
    Cases,
    Date,
    DatedRate,
    DatedShareRate,
    Factor,
    LatentTime,
    Month,
    Names,
    People,
    PeopleFlow,
    PeopleShape,
    PositiveLength,
    Share,
    ShareRate,
    TimeShape,
)


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
