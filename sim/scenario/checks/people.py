"""People: somewhere to live, somewhere to go, and nothing too small for the largest case."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.errors import Fault, counted
from sim.scenario.checks.case import Case
from sim.scenario.schema import Act, Initial, Pool, Service
from sim.scenario.values import PeopleRate

TOLERANCE = 1e-9


def housed(case: Case) -> Iterator[Fault]:
    """Every class may use a pool (where there are pools at all)."""
    pools = case.hub.pools
    for name in case.classes_here() if pools else ():
        if not _pools_for(case, name):
            yield case.fault(f"classes.{name}", f"no pool may house {name}", f"Add {name} to `for` of a pool, or to agreement.excluded")


def routed(case: Case) -> Iterator[Fault]:
    """Every class and every destination has a hub that takes it; hubs that share out cases say how."""
    hubs = case.scenario.hubs
    for kind, used in (("classes", case.classes_used()), ("destinations", case.destinations_used())):
        key = "for" if kind == "classes" else kind
        for name in used:
            if not any(name in taken for hub in hubs.values() if (taken := (hub.for_ if key == "for" else hub.destinations) or used)):
                yield case.fault(f"{kind}.{name}", f"no hub takes {name}", f"Add {name} to `{key}` of a hub, or take it out of all of them")
    if case.scenario.routing.by == "share" and case.hub.share is None:
        yield case.fault(f"hubs.{case.hub_name}", f"cases are routed by share, and {case.hub_name} has none", "Give every hub a share")


def reached(case: Case) -> Iterator[Fault]:
    """Every destination has a service (where services leave for destinations at all); the way over the sender needs one to the sender."""
    outbound = case.outbound()
    leaving = [service for service in case.scenario.services.values() if service.from_ is not None]
    served = {name for service in leaving for name in service.to}
    unknown = served - {*case.scenario.destinations, "sender"}
    over = {name for name, one in case.scenario.destinations.items() if one.via == "sender"}
    for name in case.scenario.destinations if not unknown else ():
        if name not in case.destinations_used():
            continue
        if name in over and "sender" not in served:
            to_do = "Add a service from the hub to sender, or take via out"
            yield case.fault(f"destinations.{name}.via", f"the way to {name} leads over the sender, and no service goes there", to_do)
        elif outbound and name not in over and name not in served:
            yield case.fault(f"destinations.{name}", f"no service goes to {name}", f"Add {name} to `to` of a service from {case.hub_name}")


def fits_pool(case: Case) -> Iterator[Fault]:
    """The largest case of each class fits into the largest pool it may use, in any hub that takes it."""
    for name in case.classes_used():
        hubs = [each for each in case.each_hub() if name in each.classes_here()]
        pools = [(each, pool) for each in hubs for pool in _pools_for(each, name) if pool.places is not None or (pool.rooms and pool.beds)]
        most = max((capacity(each, pool) for each, pool in pools), default=None)
        if most is not None and case.largest_case(name) > most:
            yield _too_large(case, name, f"any pool it may use has places for ({most})")


def fits_reception(case: Case) -> Iterator[Fault]:
    """The same for reception, where it decides who is moved."""
    places = case.hub.reception.places
    if places is not None and case.hub.policy.transfer_needs == "reception":
        for name in case.classes_here():
            if case.largest_case(name) > places:
                yield _too_large(case, name, f"reception has places for ({places})")


def fits_seats(case: Case) -> Iterator[Fault]:
    """The same for seats, inbound and outbound."""
    for services, way in ((case.inbound(), "inbound"), (case.outbound(), "outbound")):
        most = max((_seats(case, name, service) for name, service in services.items()), default=None)
        for name in case.classes_used() if most is not None else ():
            if most is not None and case.largest_case(name) > most:
                yield _too_large(case, name, f"any {way} service has seats for ({most})")


def fits_agreement(case: Case) -> Iterator[Fault]:
    """The same for the limits of the agreement."""
    agreement = case.scenario.agreement
    rate = agreement.rate.people if isinstance(agreement.rate, PeopleRate) else None
    for key, most in (("total", agreement.total), ("standing", agreement.standing), ("rate", rate)):
        for name in case.classes_used() if most is not None else ():
            if most is not None and case.largest_case(name) > most:
                yield _too_large(case, name, f"agreement.{key} lets in ({most})")


def fits_escorts(case: Case) -> Iterator[Fault]:
    """Enough escorts for the largest case that needs them, on some service that removes by force."""
    by_force = [service for service in case.outbound().values() if service.for_ != "voluntary"]
    if not by_force or any(service.escorts is None for service in by_force):
        return
    for name, one in case.classes_used().items():
        people = case.largest_case(name)
        if one.escorted > 0 and all(_escorts_short(service, people) for service in by_force):
            yield _too_large(case, name, "the escorts of any service can accompany")


def reserves(case: Case) -> Iterator[Fault]:
    """Places kept free are fewer than the pool has, for classes that may use it."""
    for name, pool in case.hub.pools.items():
        where = f"hubs.{case.hub_name}.pools.{name}.reserve"
        if pool.reserve is None:
            continue
        if pool.reserve.places > _nominal(pool):
            yield case.fault(
                f"{where}.places",
                f"{counted(pool.reserve.places, 'place is', 'places are')} kept free, and the pool has {_nominal(pool)}",
                "Keep fewer",
            )
        for word in pool.reserve.for_:
            if pool.for_ and word not in pool.for_ and word in case.scenario.classes:
                yield case.fault(f"{where}.for", f"places are kept for {word}, who may not use the pool", f"Add {word} to its `for`")


def _too_large(case: Case, name: str, than: str) -> Fault:
    size = case.largest_case(name)
    what = f"the largest case of {name} has {size} {'person' if size == 1 else 'people'}, more than {than}"
    return case.fault(f"classes.{name}.size", what, "Make one larger or the other smaller")


def _pools_for(case: Case, name: str) -> list[Pool]:
    if case.hub.policy.when_full == "divert":
        return list(case.hub.pools.values())
    return [pool for pool in case.hub.pools.values() if not pool.for_ or name in pool.for_ or not _known(case, pool.for_)]


def _known(case: Case, names: tuple[str, ...]) -> bool:
    """Whether all these classes exist; one that does not may be any, and is told elsewhere."""
    return all(name in case.scenario.classes for name in names)


def _nominal(pool: Pool) -> int:
    return pool.places if pool.places is not None else (pool.rooms or 0) * (pool.beds or 0)


def capacity(case: Case, pool: Pool) -> int:
    """Most people of one case the pool can take at any time of the run."""
    name = next(name for name, one in case.hub.pools.items() if one is pool)
    acts = [act for act in case.scenario.timeline.values() if _touches(act, name, case.hub_name)]
    units = pool.places if pool.places is not None else pool.rooms or 0
    if acts:
        units = max([units, *(act.resize.get(name, 0) for act in acts), *(_set_units(act, name, case.hub_name) for act in acts)])
    else:
        units = math.floor(math.floor(units * pool.opened + TOLERANCE) * pool.usable + TOLERANCE)
    regular = units if pool.places is not None else units * (pool.beds or 0)
    return regular + (pool.overflow if case.hub.policy.when_full == "overflow" else 0)


def _touches(act: Act, pool: str, hub: str) -> bool:
    return pool in act.open or pool in act.resize or any(path.startswith(f"hubs.{hub}.pools.{pool}.") for path in act.set)


def _set_units(act: Act, pool: str, hub: str) -> int:
    return int(act.set.get(f"hubs.{hub}.pools.{pool}.places") or 0)


def _seats(case: Case, name: str, service: Service) -> int:
    later = [act.set.get(f"services.{name}.seats") for act in case.scenario.timeline.values()]
    return max([service.seats, *(seats for seats in later if isinstance(seats, int))])


def _escorts_short(service: Service, people: int) -> bool:
    escorts = service.escorts
    return escorts is not None and math.ceil(escorts.ratio * people - TOLERANCE) > escorts.staff


def census_room(case: Case) -> Iterator[Fault]:
    """People already inside are in a pool that their class may use."""
    for name, stream in case.scenario.demand.items():
        if isinstance(stream, Initial):
            for row in stream.rows:
                pool = case.hub.pools.get(row.pool or "")
                if pool is not None and row.class_ is not None and pool.for_ and row.class_ not in pool.for_:
                    what = f"{stream.file}, id {row.id}: {row.pool} does not house {row.class_}"
                    yield case.fault(
                        f"demand.{name}.file", what, f"Put the case into another pool, or add {row.class_} to `for` of {row.pool}"
                    )
