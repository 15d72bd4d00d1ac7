"""What the scenario says a case needs before it can leave, and who could take it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, covers
from sim.kernel.rows import Booking, Departure, Site, Table, World
from sim.kernel.summary.columns import OfCase, number_of, of_case, rows_by_case
from sim.kernel.words import Attempt
from sim.scenario.schema import AnyClock, Claim, Notice, Voluntary

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class UsedUp(IntEnum):
    """What is kept of each case to know when its attempts were used up."""

    TIMES = 0
    LAST = 1
    WIDTH = 2


# --- laid down ------------------------------------------------------------------------------------------------------------


def claim_suspends(readings: Readings) -> int:
    """For whom claims suspend removal: a list for `any_of`."""
    return _lay_any_of(readings, (clock for clock in _clocks(readings) if isinstance(clock, Claim) and clock.suspends == "removal"))


def needs_notice(readings: Readings) -> int:
    """Who must have notice before removal by force."""
    return _lay_any_of(readings, (clock for clock in _clocks(readings) if isinstance(clock, Notice)))


def agreed_needs_documents(readings: Readings) -> int:
    """Who needs documents even to return by agreement."""
    return _lay_any_of(readings, (clock for clock in _clocks(readings) if isinstance(clock, Voluntary) and clock.needs == "documents"))


def asks_for_documents_when_agreed(readings: Readings) -> int:
    """Destinations for which documents are asked for only when people agree to return: bits, for `holds`."""
    destinations = readings.scenario.destinations.items()
    return readings.mask((name for name, terms in destinations if terms.documents.from_ == "agreed"), readings.names.destinations)


def served(readings: Readings, how: Literal["voluntary", "enforced"]) -> int:
    """Where a service takes people home from each hub: a word of bits by destination for each, for `is_served`."""
    return readings.row([_taken(readings, hub, how) for hub in readings.names.hubs])


def _taken(readings: Readings, hub: str, how: str) -> int:
    """Destinations to which a service of a hub goes; one to the sender does where the way leads over it."""
    services = [one for one in readings.scenario.services.values() if one.from_ == hub and one.for_ in (how, "both")]
    to = {name for service in services for name in service.to}
    destinations = readings.scenario.destinations.items()
    taken = [name for name, terms in destinations if ("sender" if terms.via == "sender" else name) in to]
    return readings.mask(taken, readings.names.destinations)


def attempts_allowed(readings: Readings) -> int:
    """How often a case may be tried; 0: as often as there are seats."""
    return min((hub.removal.attempts for hub in readings.scenario.hubs.values() if hub.removal.attempts is not None), default=0)


def _clocks(readings: Readings) -> Iterable[AnyClock]:
    return (clock for hub in readings.scenario.hubs.values() for clock in hub.clocks.values())


def _lay_any_of(readings: Readings, clocks: Iterable[AnyClock]) -> int:
    """A list: how many clocks, then classes and destinations of each as masks."""
    mask, names = readings.mask, readings.names
    masks = [(mask(clock.for_, names.classes), mask(clock.destinations, names.destinations)) for clock in clocks]
    return readings.row([len(masks), *(word for pair in masks for word in pair)])


# --- compiled -------------------------------------------------------------------------------------------------------------


@compiled
def any_of(m, clocks, case):  # type: ignore[no-untyped-def]
    """Whether a case has one of the clocks."""
    for n in range(m[clocks]):
        has_class = covers(m[clocks + 1 + 2 * n], of_case(m, case, OfCase.CLASS))
        if has_class and covers(m[clocks + 2 + 2 * n], of_case(m, case, OfCase.DESTINATION)):
            return True
    return False


@compiled
def holds(mask, index):  # type: ignore[no-untyped-def]
    """Whether a set of names holds one; no bit at all is none."""
    return (mask >> index) & 1 == 1


@compiled
def is_served(m, taken, case):  # type: ignore[no-untyped-def]
    """Whether a service of its hub takes a case home."""
    site = of_case(m, case, OfCase.SITE)
    return site != 0 and holds(m[taken + m[site + Site.INDEX]], of_case(m, case, OfCase.DESTINATION))


@compiled
def attempts_used_up(m, allowed):  # type: ignore[no-untyped-def]
    """Rows of `UsedUp` by the number of the case: how often it failed or did not turn up, and when last."""
    rows = rows_by_case(m, UsedUp.WIDTH) if allowed else 0
    booking = m[World.BOOKINGS + Table.FIRST] if allowed else 0
    while booking:
        outcome = m[booking + Booking.OUTCOME]
        if outcome == Attempt.FAILED or outcome == Attempt.NO_SHOW:
            row = rows + number_of(m, m[booking + Booking.CASE]) * UsedUp.WIDTH
            departs = m[m[booking + Booking.DEPARTURE] + Departure.AT]
            m[row + UsedUp.LAST] = max(m[row + UsedUp.LAST], departs) if m[row + UsedUp.TIMES] else departs
            m[row + UsedUp.TIMES] += 1
        booking = m[booking]
    return rows


@compiled
def used_up_at(m, rows, case, allowed):  # type: ignore[no-untyped-def]
    """When a case failed or did not turn up for the last time it may; NEVER where it may still be tried."""
    if allowed == 0:
        return NEVER + 0
    row = rows + case * UsedUp.WIDTH
    return m[row + UsedUp.LAST] if m[row + UsedUp.TIMES] >= allowed else NEVER + 0
