"""Safeguards: each needs what it is measured by."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.schema import Apart, Monitored, Space


def measured(case: Case) -> Iterator[Fault]:
    """Floor, classes and monitors: without them nothing could ever be seen broken."""
    for name, one in case.scenario.safeguards.items():
        match one:
            case Space():
                yield from _floor(case, name, one)
            case Apart() if len(one.apart) < 2:
                yield case.fault(f"safeguards.{name}.apart", f"{name} keeps one class apart from nobody", "Name two classes or more")
            case Monitored():
                yield from _monitors(case, name, one)


def _floor(case: Case, name: str, one: Space) -> Iterator[Fault]:
    hubs = case.scenario.hubs.values()
    areas = {pool: terms.area for hub in hubs for pool, terms in hub.pools.items()}
    areas["reception"] = next((hub.reception.area for hub in hubs if hub.reception.area is not None), None)
    without = [pool for pool in one.pools if pool in areas and areas[pool] is None]
    if without:
        yield case.fault(f"safeguards.{name}.pools", f"nothing says how large {', '.join(without)} is", "Give it area: 240 m2")
    elif not one.pools and not any(area is not None for area in areas.values()):
        yield case.fault(f"safeguards.{name}.space", "nothing says how large a pool is", "Give the pools area: 240 m2")


def _monitors(case: Case, name: str, one: Monitored) -> Iterator[Fault]:
    for service in one.monitored:
        if service in case.scenario.services and case.scenario.services[service].monitored is None:
            what = f"nothing says how many departures of {service} have a monitor aboard"
            yield case.fault(f"safeguards.{name}.monitored", what, f"Add monitored: 50 % to services.{service}")
