"""Ciw: two nodes, officers and places. It has no flights with seats that hold a place, so nobody waits for a seat here.

A stay is one service, from the place to the flight that would take the person if seats never ran short; who waits reneges at the limit.
Ends of one instant come in random order.
"""

from __future__ import annotations

import importlib.util
from itertools import chain, repeat
from typing import Any

import numpy as np

from benchmarks.inputs import Inputs
from benchmarks.journeys import CAP, INSIDE, REFUSED, REMOVED, Journeys, from_instants
from benchmarks.peer import OneByOne

ENOUGH = 0.2
"""Seats of a flight for each place, from which on they hardly bind."""


class Story:
    """What befalls one replication: lengths asked for as they begin, and what is told."""

    def __init__(self, inputs: Any) -> None:
        self.hub = inputs.hub
        self.order = [i for i in inputs.order.tolist() if not inputs.refused[i]]
        self.arrival, self.screening = inputs.arrival.tolist(), inputs.screening.tolist()
        self.casework, self.failures = (inputs.documents + inputs.appeal).tolist(), inputs.failures.tolist()
        self.screened_from, self.placed = ([-1] * len(self.arrival) for _ in range(2))
        self.left = np.where(inputs.refused, inputs.arrival, inputs.arrival + self.hub.stay).tolist()
        self.reason = np.where(inputs.refused, REFUSED, CAP).tolist()

    def person(self, individual: Any) -> int:
        """Individuals are numbered from 1 as they arrive."""
        return self.order[individual.id_number - 1]

    def deadline(self, i: int) -> int:
        """The limit of the stay."""
        return self.arrival[i] + self.hub.stay

    def screen(self, i: int, now: int) -> int:
        """Time with an officer."""
        if now < self.deadline(i):
            self.screened_from[i] = now
        return min(self.screening[i], self.deadline(i) - now)

    def house(self, i: int, now: int) -> int:
        """Time in a place."""
        flight = ((now + self.casework[i]) // self.hub.week + 1 + self.failures[i]) * self.hub.week
        if now < self.deadline(i):
            self.placed[i] = now
        if flight < self.deadline(i):
            self.left[i], self.reason[i] = flight, REMOVED
        return min(flight, self.deadline(i)) - now

    def wait(self, i: int, now: int) -> int:
        """Time that it would wait."""
        return self.deadline(i) - now

    def gaps(self) -> list[int]:
        """Between arrivals; the first from the start."""
        return np.diff([self.arrival[i] for i in self.order], prepend=0).tolist()


def simulate(story: Story) -> None:
    """One replication."""
    import ciw

    class Length(ciw.dists.Distribution):  # type: ignore[misc]
        """A length that is known once it begins; named, since Ciw copies what it is given."""

        def __init__(self, name: str) -> None:
            self.name = name

        def sample(self, t: Any = None, ind: Any = None) -> int:
            return int(getattr(story, self.name)(story.person(ind), t))

    class Gaps(ciw.dists.Distribution):  # type: ignore[misc]
        """Between arrivals, each once."""

        def __init__(self) -> None:
            self.left = chain(story.gaps(), repeat(float("inf")))

        def sample(self, t: Any = None, ind: Any = None) -> float:
            return next(self.left)

    class Way(ciw.routing.NetworkRouting):  # type: ignore[misc]
        """From screening to a place, and out."""

        def __init__(self) -> None:
            super().__init__([])

        def next_node(self, ind: Any, node_id: int) -> Any:
            goes_on = node_id == 1 and self.simulation.nodes[1].now < story.deadline(story.person(ind))
            return self.simulation.nodes[2 if goes_on else -1]

        def next_node_for_jockeying(self, ind: Any, node_id: int) -> Any:
            return self.simulation.nodes[-1]

    network = ciw.create_network(
        arrival_distributions=[Gaps(), None],
        service_distributions=[Length("screen"), Length("house")],
        reneging_time_distributions=[Length("wait"), Length("wait")],
        number_of_servers=[story.hub.officers, story.hub.places],
        routing=Way(),
    )
    ciw.Simulation(network).simulate_until_max_time(story.hub.horizon)


class Ciw(OneByOne):
    """`simulate` on given inputs."""

    name = "Ciw (nobody waits for a seat)"
    place = 70
    exact = False
    most = 2 * 10**4

    def missing(self) -> str:
        """An extra of the project."""
        return "" if importlib.util.find_spec("ciw") else "not installed"

    def can(self, inputs: Inputs) -> bool:
        """Only where seats do not run short."""
        return inputs.hub.seats >= ENOUGH * inputs.hub.places

    def form(self, inputs: Any) -> Story:
        """Lists, and room for what is told."""
        return Story(inputs)

    def simulate(self, form: Story) -> Story:
        """One replication."""
        simulate(form)
        return form

    def journeys_of(self, told: Story) -> Journeys:
        """Who would leave after the horizon is inside."""
        left = np.array(told.left)
        inside = left >= told.hub.horizon
        reason = np.where(inside, INSIDE, told.reason)
        return from_instants(np.array(told.screened_from), np.array(told.placed), np.where(inside, -1, left), reason)


PEERS = [Ciw()]
