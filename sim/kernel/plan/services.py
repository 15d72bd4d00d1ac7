"""Plan of the services."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel.memory import NONE
from sim.kernel.plan.layout import Layout
from sim.kernel.rows import Service, World
from sim.kernel.words import For
from sim.scenario.schema import Scenario
from sim.scenario.schema import Service as Terms

SENDER = "sender"


def lay_services(layout: Layout, scenario: Scenario) -> None:
    """Every service; its timetable, and where it leaves from, are as they were at the start."""
    initial = layout.scenario.services
    layout.put(World.INBOUND_COUNT, sum(terms.from_ is None for terms in initial.values()))
    triggered = [terms for terms in initial.values() if _is_triggered(terms)]
    layout.put(World.TRIGGERED_INBOUND, sum(terms.from_ is None for terms in triggered))
    layout.put(World.TRIGGERED_OUTBOUND, sum(terms.from_ is not None for terms in triggered))
    for index, (name, terms) in enumerate(scenario.services.items()):
        row = layout.services[name]
        layout.put(row + Service.INDEX, index)
        layout.put(row + Service.ENTITY, hash32(f"services.{name}"))
        _lay_way(layout, row, initial[name], terms)
        _lay_timetable(layout, row, initial[name], terms)
        _lay_terms(layout, row, terms)


def _lay_way(layout: Layout, row: int, first: Terms, terms: Terms) -> None:
    put, names = layout.put, layout.names
    put(row + Service.INBOUND, first.from_ is None)
    put(row + Service.SITE, 0 if first.from_ is None else layout.hubs[first.from_])
    put(row + Service.TO_SITES, layout.places((to for to in terms.to if to in layout.hubs), layout.hubs))
    put(row + Service.TO_DESTINATIONS, layout.mask((to for to in terms.to if to in names.destinations), names.destinations))
    put(row + Service.TO_SENDER, SENDER in terms.to)
    put(row + Service.FOR, For[terms.for_.upper()])


def _lay_timetable(layout: Layout, row: int, first: Terms, terms: Terms) -> None:
    put, leaves = layout.put, first.leaves
    put(row + Service.EVERY, leaves.every)
    put(row + Service.FIRST_AT, (leaves.every or 0) if leaves.first is None else layout.instant(leaves.first))
    put(row + Service.DATES, layout.constants.numbers([layout.instant(date) for date in leaves.dates or ()]))
    put(row + Service.TRIGGERED, _is_triggered(first))
    put(row + Service.WITH, terms.leaves.with_)
    put(row + Service.OR_AFTER, terms.leaves.or_after)
    put(row + Service.LAST_DAY, NONE)


def _is_triggered(terms: Terms) -> bool:
    """Whether it leaves when enough people wait, or one has waited long enough."""
    return terms.leaves.with_ is not None or terms.leaves.or_after is not None


def _lay_terms(layout: Layout, row: int, terms: Terms) -> None:
    put = layout.put
    put(row + Service.SEATS, terms.seats)
    put(row + Service.MINIMUM, terms.minimum)
    put(row + Service.LEAD, terms.lead)
    put(row + Service.TRAVEL, terms.travel)
    put(row + Service.CANCELLED, float(terms.cancelled))
    put(row + Service.NO_SHOW, float(terms.no_show))
    put(row + Service.FAILED, float(terms.failed))
    put(row + Service.STANDBY, terms.standby)
    put(row + Service.ESCORTS, None if terms.escorts is None else terms.escorts.staff)
    put(row + Service.ESCORT_RATIO, 0.0 if terms.escorts is None else float(terms.escorts.ratio))
