"""salabim: components told as generators, resources with a deadline for the request, and priorities for what comes first in an instant."""

from __future__ import annotations

import importlib.util
from typing import Any

from benchmarks.journeys import CAP, INSIDE, REFUSED, REMOVED, Journeys, from_instants
from benchmarks.peer import OneByOne

DEADLINE, FLIGHT, ARRIVAL, SCREENING_END, CASEWORK_END = range(-5, 0)
"""What comes first within one instant: before whatever salabim itself puts there."""


def simulate(inputs: Any) -> tuple[list[int], ...]:
    """(screening began, place taken, left, reason) of each person; -1: not before the horizon."""
    import salabim

    hub = inputs.hub
    arrival, refused, failures = inputs.arrival.tolist(), inputs.refused.tolist(), inputs.failures.tolist()
    screening, casework = inputs.screening.tolist(), (inputs.documents + inputs.appeal).tolist()
    n = len(arrival)
    screened_from, placed, left, reason = [-1] * n, [-1] * n, [-1] * n, [INSIDE] * n
    to_fly: dict[Any, None] = {}

    class Person(salabim.Component):  # type: ignore[misc]
        """From arrival to leaving."""

        def setup(self, i: int) -> None:
            self.i = i
            self.aboard = False

        def process(self) -> Any:
            i = self.i
            limit = arrival[i] + hub.stay
            yield self.request(officers, fail_at=limit, priority=DEADLINE)
            if not self.failed() and env.now() < limit:
                screened_from[i] = int(env.now())
                yield from self.spend(screening[i], limit, SCREENING_END)
                self.release(officers)
            if env.now() < limit:
                yield self.request(places, fail_at=limit, priority=DEADLINE)
                if not self.failed() and env.now() < limit:
                    placed[i] = int(env.now())
                    yield from self.spend(casework[i], limit, CASEWORK_END)
                    if env.now() < limit:
                        to_fly[self] = None
                        yield self.hold(till=limit, priority=DEADLINE)
                        to_fly.pop(self, None)
            left[i], reason[i] = int(env.now()), REMOVED if self.aboard else CAP
            self.release()

        def spend(self, length: int, limit: int, kind: int) -> Any:
            """A time, or what the limit leaves of it."""
            end = env.now() + length
            yield self.hold(till=min(end, limit), priority=DEADLINE if limit <= end else kind)

    class Arrivals(salabim.Component):  # type: ignore[misc]
        """Everybody, when it is time."""

        def process(self) -> Any:
            for i in inputs.order.tolist():
                if arrival[i] > env.now():
                    yield self.hold(till=arrival[i], priority=ARRIVAL)
                if refused[i]:
                    left[i], reason[i] = arrival[i], REFUSED
                else:
                    Person(i=i, name="")

    class Flights(salabim.Component):  # type: ignore[misc]
        """One a week; who fails has used the seat, and joins the back of the queue."""

        def process(self) -> Any:
            while True:
                yield self.hold(hub.week, priority=FLIGHT)
                again = []
                for person in list(to_fly)[: hub.seats]:
                    del to_fly[person]
                    if failures[person.i]:
                        failures[person.i] -= 1
                        again.append(person)
                    else:
                        person.aboard = True
                        person.activate()
                to_fly.update(dict.fromkeys(again))

    env = salabim.Environment(trace=False, yieldless=False)
    officers = salabim.Resource("officers", capacity=hub.officers, monitor=False)
    places = salabim.Resource("places", capacity=hub.places, monitor=False)
    Arrivals()
    Flights()
    env.run(till=hub.horizon, priority=DEADLINE - 1)
    return screened_from, placed, left, reason


class Salabim(OneByOne):
    """`simulate` on given inputs."""

    name = "salabim"
    place = 71
    most = 2 * 10**4

    def missing(self) -> str:
        """An extra of the project."""
        return "" if importlib.util.find_spec("salabim") else "not installed"

    def simulate(self, form: Any) -> Any:
        """One replication."""
        return simulate(form)

    def journeys_of(self, told: Any) -> Journeys:
        """From lists."""
        return from_instants(*told)


PEERS = [Salabim()]
