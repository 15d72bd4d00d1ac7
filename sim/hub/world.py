"""The world of one replication: the hubs, the sender, and all that moves between them."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from sim.draws import Luck
from sim.hub.agreement import Agreement
from sim.hub.book import Book
from sim.hub.casework import Casework
from sim.hub.classes import Classes
from sim.hub.clock import DAY, Clock, Kind
from sim.hub.demand import streams
from sim.hub.exits import Exits
from sim.hub.housing import RECEPTION
from sim.hub.limits import Limits
from sim.hub.notices import Notices
from sim.hub.policies import Policies
from sim.hub.relocation import Relocation
from sim.hub.removal import Removal
from sim.hub.routing import Routing
from sim.hub.screening import Screening
from sim.hub.selection import Selection
from sim.hub.services import Services
from sim.hub.site import Site
from sim.hub.timeline import Timeline
from sim.hub.transfer import Transfer
from sim.hub.waiting import WaitingList
from sim.scenario.schema import Initial, Scenario

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.places import Pool
    from sim.record import Record


class Resource(Protocol):
    """Something that is granted by allocation, at the end of an instant."""

    number: int
    marked: bool

    def awaited(self) -> bool:
        """Whether there may be anything to do."""

    def allocate(self) -> None:
        """Grant until nothing more fits."""


class World:
    """What the parts of the model share: the clock, luck, the scenario in force, and each other.

    `scenario` is what is in force now: dated changes replace it, and give agreement, selection, notices, hubs, pools, teams and services
    their own part of it (`put_in_force`), which these have as their `terms`, and streams their shares; nobody else keeps a copy of a part.
    """

    TEAMS, PLACES, RELOCATION, TRANSFERS, SERVICES = 0, 1 << 8, 2 << 8, 3 << 8, 4 << 8
    """Rank of what is allocated: teams and places hub by hub, moves between hubs, transfers, services in the order of the file."""
    AGREEMENT, HUBS, POOLS, STAFF = 1 << 20, 3 << 19, 1 << 21, 3 << 20
    """Numbers of dated changes that are not acts of the timeline (those come first, by rank)."""
    STEP, DECISION, RETRY, REVIEW, PAPERS = 0, 1, 2, 3, 1 << 16
    """Order of ends of one case within an instant; reviews follow by rank of their clock, then work on documents."""

    def __init__(self, scenario: Scenario, seed: int, replication: int, policies: Policies | None = None) -> None:
        self.scenario = scenario
        self.policies = policies or Policies()
        self.horizon = scenario.horizon
        self.clock = Clock(self.horizon)
        self.luck = Luck(seed, replication)
        self.cases: list[Case] = []
        self.book = Book(self)
        self.classes = Classes(self)
        self.exits = Exits(self)
        self.agreement = Agreement(self)
        self.timeline = Timeline(self)
        self.opening_acts = _opening_acts(scenario)
        self.sites = self._sites()
        self.relocation = Relocation(self)
        self.selection = Selection(self)
        self.transfer = Transfer(self)
        self.notices = Notices(self)
        self.screening = Screening(self)
        self.casework = Casework(self)
        self.removal = Removal(self)
        self.services = Services(self)
        self.limits = Limits(self)
        self.streams = streams(self)
        hubs = scenario.hubs.values()
        self.policies.check([step for hub in hubs for step in hub.screening], [clock for hub in hubs for clock in hub.clocks])
        self.stream_terms = {stream.name: stream.terms for stream in self.streams}
        self.routing = Routing(self)
        self._bring_in: list[Resource] = [*self.services.triggered_inbound] if self.services.inbound else [self.transfer]
        """What may find room for those at the sender whenever something has changed."""

    def _sites(self) -> dict[str, Site]:
        """The hubs in the order of the file; pools are numbered through all of them."""
        sites: dict[str, Site] = {}
        pools = 0
        for rank, (name, hub) in enumerate(self.scenario.hubs.items()):
            sites[name] = Site(self, name, rank, pools)
            pools += len(hub.pools)
        return sites

    def put_in_force(self, scenario: Scenario) -> None:
        """From now on this is what is assumed."""
        self.scenario = scenario
        self.agreement.terms, self.selection.terms, self.notices.terms = scenario.agreement, scenario.selection, scenario.transfer
        for name, site in self.sites.items():
            site.put_in_force(scenario.hubs[name])
        for service in self.services.all:
            service.terms = scenario.services[service.name]
        for stream in self.streams:
            stream.put_in_force(scenario)
        self.casework.put_in_force(scenario)

    def site_with_pool(self, pool: str) -> Site:
        """The hub that has a pool."""
        return next(site for site in self.sites.values() if pool in site.housing.pools)

    def site_with_teams(self, teams: tuple[str, ...]) -> Site:
        """The hub that has the teams; the first where nobody is needed."""
        sites = list(self.sites.values())
        return next((site for site in sites if set(teams) <= set(site.terms.teams)), sites[0])

    def door(self, name: str) -> Site | Pool:
        """A hub or pool that opens and closes."""
        return self.sites[name] if name in self.sites else self.site_with_pool(name).housing.pools[name]

    def has_opened(self, opens: dt.date | str | None) -> bool:
        """Whether the day has come, or the act has begun, with which a pool or hub opens (None: at the start)."""
        if isinstance(opens, str):
            return self.timeline.schedule.has_begun(opens)
        return opens is None or self.clock.now >= self.instant_of(opens)

    def run(self) -> Record:
        """Simulate [0, horizon): at 0 first dated changes, then those inside already, then the rest."""
        self.timeline.begin()
        self.agreement.begin()
        for site in self.sites.values():
            site.begin()
            site.teams.begin()
        self.services.begin()
        for stream in self.streams:
            if isinstance(stream.terms, Initial):
                self.clock.alarm(0, Kind.CHANGE, self.POOLS * 2 + stream.rank, 0, stream.begin_inside)
            else:
                self.clock.process(stream.listing())
        self.clock.run_to_end()
        record = self.book.record()
        self._let_go()
        return record

    def _let_go(self) -> None:
        """Nobody is needed any more: those whom nobody holds are gone at once, and no garbage collector has to look for them."""
        self.cases.clear()
        self.book.clear()
        self.clock.clear()

    def enter_inside(self, case: Case, pool: str | None, hub: str | None) -> None:
        """Somebody inside at the start: screened, in a place (or in reception, asking for one), clocks running."""
        case.at["arrived"] = 0
        case.at["screened"] = 0
        self.agreement.standing += case.size
        placed = pool if pool != RECEPTION else None
        site = self.site_with_pool(placed) if placed else self.sites[hub] if hub else next(iter(self.sites.values()))
        case.hub, case.site = site.name, site
        case.steps_done = frozenset(site.terms.screening)
        if placed:
            case.at["placed"] = 0
            site.housing.place_initial(case, placed)
        else:
            site.housing.reception.expected += case.size
            site.housing.receive(case)
        self.timeline.schedule.counted(inside=case.size)
        self.casework.resume_inside(case)
        self.limits.start_stay(case)
        self.limits.reached(case, "arrived")

    # --- calendar ---------------------------------------------------------------------------------------------------------

    def instant_of(self, date: dt.date) -> int:
        """Midnight of a date, milliseconds since the start."""
        return (date - self.scenario.start).days * DAY

    def date_of(self, at: int) -> dt.date:
        """Date of an instant."""
        return self.scenario.start + dt.timedelta(days=at // DAY)

    def next_where(self, holds: Callable[[int], bool]) -> int | None:
        """The first midnight after now at which something holds; None before the horizon."""
        first = self.clock.now // DAY + 1
        return next((day * DAY for day in range(first, -(-self.horizon // DAY)) if holds(day * DAY)), None)

    # --- rules shared by all lists ------------------------------------------------------------------------------------------

    def priority(self, case: Case) -> int:
        """Place in every queue: 0 goes first."""
        return self.scenario.classes[case.class_].priority

    def reorder(self, waiting: WaitingList[Case]) -> None:
        """Cases that wait, in whatever list, stand in the order of the priorities in force."""
        waiting.reorder(lambda ticket: (self.priority(ticket.item), *ticket.key[1:]))

    def priorities_changed(self) -> None:
        """Those who wait, in whatever queue, stand in their new order; who is booked or has begun keeps that."""
        of_sites = [queue for site in self.sites.values() for queue in (site.teams, site.housing)]
        for queue in (*of_sites, self.relocation, self.transfer, self.removal):
            queue.reorder()

    def strict(self) -> bool:
        """Whether nobody at the sender may pass those before them who do not fit: as the first hub has it."""
        return next(iter(self.scenario.hubs.values())).policy.queue == "strict"

    def move(self, case: Case, site: Site, pool: str | None) -> None:
        """Move a case inside as soon as there is room: to a pool of its hub, or to another hub."""
        if site.name == case.hub and pool is not None:
            site.housing.ask_to_move(case, pool)
        elif site.name != case.hub and not (case.order or case.sending_back):
            self.relocation.ask(case, site, pool)

    def own_need(self, case: Case) -> int | None:
        """With an own housing policy each case may need something else: it is a group of waiting cases by itself."""
        return None if self.policies.housing is None else case.key

    def suspended(self, what: str) -> bool:
        """Whether a dated suspension is in force."""
        return what in self.timeline.suspensions.in_force

    # --- allocation ---------------------------------------------------------------------------------------------------------

    def mark(self, resource: Resource) -> None:
        """Something was freed or asked for: allocate the resource at the end of this instant."""
        if not resource.marked and resource.awaited():
            resource.marked = True
            self.clock.alarm(self.clock.now, Kind.ALLOCATION, resource.number, 0, _allocate, resource)

    def mark_transfers(self) -> None:
        """Those at the sender may have room."""
        for resource in self._bring_in:
            if not resource.marked and resource.awaited():
                self.mark(resource)

    def mark_services(self) -> None:
        """A triggered departure from the hub may be due."""
        for service in self.services.triggered_outbound:
            self.mark(service)


def _opening_acts(scenario: Scenario) -> set[str]:
    """Acts with which pools or hubs open."""
    hubs = scenario.hubs.values()
    opens = [*(hub.opens for hub in hubs), *(pool.opens for hub in hubs for pool in hub.pools.values())]
    return {act for act in opens if isinstance(act, str)}


def _allocate(resource: Resource) -> None:
    resource.marked = False
    resource.allocate()


def simulate(scenario: Scenario, seed: int, replication: int, policies: Policies | None = None) -> Record:
    """What happens in one replication.

    Parameters
    ----------
    scenario : Scenario
        What is assumed; not changed.
    seed, replication : int
        0 to 2^32 - 1; the same pair always gives the same record.
    policies : Policies, optional
        Own rules in Python, in place of some of the scenario's.

    Returns
    -------
    Record
        The tables; instants in whole milliseconds since the start.
    """
    with _without_collector():
        return World(scenario, seed, replication, policies).run()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing that a run makes can be thrown away before its end: the garbage collector would look at all of it again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
