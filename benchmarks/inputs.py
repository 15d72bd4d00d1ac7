"""What every peer is given: the benchmark hub, and what befalls each person, drawn by the luck of the project itself.

So the project's engines, which draw for themselves from (scenario, seed, replication), and peers that are handed arrays tell one story.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.draws import Being, Luck
from sim.given.rates import arrivals
from sim.scenario.schema import Claim, Cohorts, Poisson, Scenario
from sim.scenario.shapes import Latent

Array = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Hub:
    """The benchmark hub; lengths in whole milliseconds.

    Parameters
    ----------
    rate : float
        People who come one by one, per millisecond.
    charters : int
        Charters that may come every 30 days, each with the chance `happens`.
    """

    places: int
    officers: int
    seats: int
    horizon: int
    stay: int
    week: int
    rate: float
    charters: int
    happens: float


@dataclass(frozen=True)
class Inputs:
    """One replication. Persons are numbered by (stream, number): of two things in one instant the lower number comes first.

    Parameters
    ----------
    scenario, seed, replication
        For engines that draw for themselves; a story made by hand has no scenario.
    arrival, screening, documents, appeal : array of int
        Instant of arrival, and lengths, in milliseconds; an appeal of 0 is none.
    refused : array of int
        1 for those who are refused on arrival.
    failures : array of int
        How many seats somebody uses in vain.
    """

    scenario: Scenario | None
    seed: int
    replication: int
    hub: Hub
    arrival: Array
    refused: Array
    screening: Array
    documents: Array
    appeal: Array
    failures: Array

    @property
    def persons(self) -> int:
        """How many arrive."""
        return len(self.arrival)

    @property
    def order(self) -> Array:
        """Persons by arrival, then by number."""
        return np.argsort(self.arrival, kind="stable")


def hub_of(scenario: Scenario) -> Hub:
    """The numbers of the hub that a scenario file says."""
    hub, flight, stay = scenario.hubs["hub"], scenario.services["flight"], scenario.agreement.stay
    places, week = hub.pools["homes"].places, flight.leaves.every
    singles, *charters = scenario.demand.values()
    assert stay is not None and stay.limit and places and week and isinstance(singles, Poisson) and isinstance(charters[0], Cohorts)
    staff, rate = hub.teams["officers"].staff, singles.rate[0][1]
    return Hub(places, staff, flight.seats, scenario.horizon, stay.limit, week, rate, len(charters), charters[0].happens)


def drawn(scenario: Scenario, seed: int, replication: int) -> Inputs:
    """The luck of one replication, person by person."""
    luck = Luck(seed, replication)
    rows = [(at, *_person(scenario, luck.of(f"demand.{stream}", number))) for stream, number, at in _listed(scenario, luck)]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 6).T.copy()
    return Inputs(scenario, seed, replication, hub_of(scenario), *columns)


def _listed(scenario: Scenario, luck: Luck) -> Iterator[tuple[str, int, int]]:
    """(stream, number, instant) of everybody, stream by stream."""
    for name, terms in scenario.demand.items():
        if isinstance(terms, Poisson):
            pieces = [(0, terms.rate[0][1])]
            for number, at in arrivals(pieces, scenario.horizon, lambda i, name=name: luck.of(f"demand.{name}", i).uniform("listed")):
                yield name, number, at
        elif isinstance(terms, Cohorts):
            yield from _charters(name, terms, scenario.horizon, luck)


def _charters(name: str, terms: Cohorts, horizon: int, luck: Luck) -> Iterator[tuple[str, int, int]]:
    assert terms.every is not None and terms.people is not None
    for cohort, at in enumerate(range(terms.every, horizon, terms.every)):
        own = luck.of(f"demand.{name}", cohort)
        if own.happens("cohort.happens", terms.happens):
            for seat in range(round(own.value("cohort.people", terms.people))):
                yield name, cohort << 16 | seat, at


def _person(scenario: Scenario, own: Being) -> tuple[int, int, int, int, int]:
    """(refused, screening, documents, appeal, failures)."""
    if not own.happens("selection", scenario.selection.accepted):
        return 1, 0, 0, 0, 0
    hub, flight = scenario.hubs["hub"], scenario.services["flight"]
    appeal = hub.clocks["appeal"]
    assert isinstance(appeal, Claim)
    screening = own.length("screening.interview.time", hub.screening["interview"].time)
    documents = own.latent("documents", scenario.destinations["home"].documents.time)
    lodged = own.latent("clocks.appeal.after", Latent(appeal.after.shape, 1.0 - appeal.chance))
    decided = 0 if lodged is None else own.latent("clocks.appeal.decided", appeal.decided)
    failures = 0
    while own.happens("failed", flight.failed, failures + 1):
        failures += 1
    assert documents is not None and decided is not None
    return 0, screening, documents, decided, failures
