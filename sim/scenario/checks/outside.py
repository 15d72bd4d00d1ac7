"""Warnings: stated dates on which nothing of the run can happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.schema import Backlog, Cap, Guarantee, PersonFee, PlaceFee, PostFee, Trace, Tranche
from sim.scenario.units import DAY

SHOWN = 3


def cohorts(case: Case) -> Iterator[Fault]:
    """Dates of cohorts, and the day on which a backlog begins."""
    for name, stream in case.cohorts().items():
        yield from _some(case, f"demand.{name}.dates", name, stream.dates or (), "Nobody comes on them: is this meant?")
    for name, one in case.scenario.demand.items():
        if isinstance(one, Backlog) and one.from_ is not None and one.from_ >= _end(case):
            what = f"{name} is listed from {one.from_} on, after the horizon ({_end(case)})"
            yield case.fault(f"demand.{name}.from", what, "Nobody is listed: is this meant?")


def departures(case: Case) -> Iterator[Fault]:
    """Dates of charters, and first departures of timetables."""
    for name, service in case.scenario.services.items():
        yield from _some(case, f"services.{name}.leaves.dates", name, service.leaves.dates or (), "Nothing leaves on them: is this meant?")
        first = service.leaves.first
        if first is not None and first >= _end(case):
            what = f"{name} first leaves on {first}, after the horizon ({_end(case)})"
            yield case.fault(f"services.{name}.leaves.first", what, "Nothing leaves: is this meant?")


def traces(case: Case) -> Iterator[Fault]:
    """Rows of a file after the horizon."""
    for name, stream in case.scenario.demand.items():
        rows = stream.rows if isinstance(stream, Trace) else ()
        late = sum(row.at >= case.scenario.horizon for row in rows)
        if late:
            what = f"{late} of {len(rows)} cases of {stream.file} come after the horizon ({_end(case)})"  # type: ignore[union-attr]
            yield case.fault(f"demand.{name}.file", what, "Lengthen the horizon to see them")


def openings(case: Case) -> Iterator[Fault]:
    """Pools and hubs that open when all is over."""
    where = f"hubs.{case.hub_name}"
    doors = [(name, f"{where}.pools.{name}", pool.opens) for name, pool in case.hub.pools.items()]
    for name, path, opens in [(case.hub_name, where, case.hub.opens), *doors]:
        if isinstance(opens, dt.date) and opens >= _end(case):
            what = f"{name} opens on {opens}, after the horizon ({_end(case)})"
            yield case.fault(f"{path}.opens", what, "Nobody will live there: is this meant?")


def payments(case: Case) -> Iterator[Fault]:
    """Items of the costs that are paid on no day of the run."""
    for name, item in case.scenario.costs.items.items():
        where = f"costs.items.{name}"
        if isinstance(item, Tranche) and item.date is not None and item.date >= _end(case):
            what = f"{name} is paid on {item.date}, after the horizon ({_end(case)})"
            yield case.fault(f"{where}.date", what, "It is not counted: is this meant?")
        if isinstance(item, PlaceFee | PersonFee | PostFee | Guarantee | Cap):
            if item.from_ is not None and item.from_ >= _end(case):
                what = f"{name} holds from {item.from_} on, after the horizon ({_end(case)})"
                yield case.fault(f"{where}.from", what, "It does nothing: is this meant?")
            if item.until is not None and item.until < case.scenario.start:
                yield case.fault(f"{where}.until", f"{name} holds until {item.until}, before the start", "It does nothing: is this meant?")


def _some(case: Case, path: str, name: str, dates: Iterable[dt.date], to_do: str) -> Iterator[Fault]:
    said = sorted(dates)
    start, end = case.scenario.start, _end(case)
    out = [date for date in said if not start <= date < end]
    if out:
        more = f" and {len(out) - SHOWN} more" if len(out) > SHOWN else ""
        which = f"{', '.join(map(str, out[:SHOWN]))}{more}"
        yield case.fault(path, f"{len(out)} of {len(said)} dates of {name} lie outside the run ({start} to {end}): {which}", to_do)


def _end(case: Case) -> dt.date:
    return case.scenario.start + dt.timedelta(days=-(-case.scenario.horizon // DAY))
