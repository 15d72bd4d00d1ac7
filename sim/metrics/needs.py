"""What the scenario says a case needs before it can leave, and who could take it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sim.metrics.view import Bools, Floats, View
from sim.scenario.schema import AnyClock, Claim, Notice, Service, Voluntary


def claim_suspends(view: View) -> Bools:
    """Cases whose claims suspend removal."""
    return _any_of(view, (clock for clock in _clocks(view) if isinstance(clock, Claim) and clock.suspends == "removal"))


def needs_notice(view: View) -> Bools:
    """Cases that must have notice before they are removed by force."""
    return _any_of(view, (clock for clock in _clocks(view) if isinstance(clock, Notice)))


def agreed_needs_documents(view: View) -> Bools:
    """Cases that need documents even when they agree to return."""
    return _any_of(view, (clock for clock in _clocks(view) if isinstance(clock, Voluntary) and clock.needs == "documents"))


def asks_for_documents_when_agreed(view: View) -> Bools:
    """Cases whose documents are asked for only once they agree to return."""
    asking = [name for name, destination in view.scenario.destinations.items() if destination.documents.from_ == "agreed"]
    return np.isin(view.words("journeys", "destination"), asking)


def served(view: View, how: str) -> Bools:
    """Cases that a service of their hub takes home; `how`: voluntary or enforced. One to the sender does where the way leads over it."""
    over = [name for name, destination in view.scenario.destinations.items() if destination.via == "sender"]
    going, hub = view.words("journeys", "destination"), view.words("journeys", "hub")
    going = np.where(np.isin(going, over), "sender", going)
    taken = np.zeros(going.size, dtype=bool)
    for service in outbound(view).values():
        if service.for_ in (how, "both"):
            taken |= (hub == service.from_) & np.isin(going, service.to)
    return taken


def outbound(view: View) -> dict[str, Service]:
    """Services that leave a hub."""
    return {name: service for name, service in view.scenario.services.items() if service.from_ in view.scenario.hubs}


def attempts_used_up(view: View) -> Floats:
    """When each case failed or did not turn up for the last time it may; inf where it may still be tried."""
    used_up = np.full(view.size.size, np.inf)
    allowed = min((hub.removal.attempts for hub in view.scenario.hubs.values() if hub.removal.attempts is not None), default=None)
    if allowed is None or not len(view.ints("attempts", "departure")):
        return used_up
    failed = np.isin(view.words("attempts", "outcome"), ("failed", "no_show"))
    rows, departs = view.rows(view.words("attempts", "case")[failed]), view.floats("attempts", "departs_at")[failed]
    times, last = np.bincount(rows, minlength=used_up.size), np.full(used_up.size, -np.inf)
    np.maximum.at(last, rows, departs)
    return np.where((times >= allowed) & (times > 0), last, np.inf)


def _clocks(view: View) -> Iterable[AnyClock]:
    return (clock for hub in view.scenario.hubs.values() for clock in hub.clocks.values())


def _any_of(view: View, clocks: Iterable[AnyClock]) -> Bools:
    """Cases that have one of the clocks."""
    found = np.zeros(view.size.size, bool)
    for clock in clocks:
        found |= _named(view, "class", clock.for_) & _named(view, "destination", clock.destinations)
    return found


def _named(view: View, column: str, names: tuple[str, ...]) -> Bools:
    """Cases of one of the names; all where none is named."""
    return np.isin(view.words("journeys", column), names) if names else np.ones(view.size.size, bool)
