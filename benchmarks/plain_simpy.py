"""The benchmark hub as one would write it in plain SimPy: the yardstick of the benchmark, frozen. A test holds its hash.

One numpy Generator a replication, everything drawn up front; `Resource` for officers and places; a watchdog process that interrupts
whoever reaches the limit of the stay; numbers by numpy. Time is in whole milliseconds.
"""

from types import SimpleNamespace

import numpy as np
import simpy

DAY = 86_400_000
INSIDE, REFUSED, REMOVED, CAP = range(4)


def draw(rng, hub):
    """All that befalls the persons of one replication, in order of arrival."""
    arrival = np.sort(np.concatenate([_singles(rng, hub), _charters(rng, hub)]))
    n = len(arrival)
    return SimpleNamespace(
        hub=hub,
        arrival=arrival,
        order=np.arange(n),
        refused=(rng.random(n) < 0.08).astype(np.int64),
        screening=_whole(rng.lognormal(np.log(2 / 24) - 0.5 * 0.5**2, 0.5, n)),
        documents=_whole(rng.lognormal(np.log(90) - 0.5 * 0.8**2, 0.8, n)),
        appeal=np.where(rng.random(n) < 0.2, _whole(rng.gamma(2.0, 30.0, n)), 0),
        failures=rng.geometric(0.9, n) - 1,
    )


def _singles(rng, hub):
    """Instants of those who come one by one."""
    mean = hub.horizon * hub.rate
    gaps = rng.exponential(1 / hub.rate, int(mean + 10 * mean**0.5 + 100))
    times = np.floor(np.cumsum(gaps) + 0.5).astype(np.int64)
    return times[times < hub.horizon]


def _charters(rng, hub):
    """Instants of those who come together: the same for all of one day."""
    days = np.arange(30 * DAY, hub.horizon, 30 * DAY)
    happens = rng.random((len(days), hub.charters)) < hub.happens
    people = rng.integers(1, 51, happens.shape) * happens
    return np.repeat(days, people.sum(axis=1))


def _whole(days):
    """Whole milliseconds, at least one."""
    return np.maximum(np.floor(days * DAY + 0.5).astype(np.int64), 1)


class Simulation:
    """One replication."""

    def __init__(self, inputs):
        self.hub = inputs.hub
        self.env = simpy.Environment()
        self.officers = simpy.Resource(self.env, self.hub.officers)
        self.places = simpy.Resource(self.env, self.hub.places)
        self.queue = {}
        self.order = inputs.order.tolist()
        self.arrival = inputs.arrival.tolist()
        self.refused = inputs.refused.tolist()
        self.screening = inputs.screening.tolist()
        self.documents = inputs.documents.tolist()
        self.appeal = inputs.appeal.tolist()
        self.failures = inputs.failures.tolist()
        n = len(self.arrival)
        self.screened_from = [-1] * n
        self.placed = [-1] * n
        self.left = [-1] * n
        self.reason = [INSIDE] * n

    def run(self):
        """(screening began, place taken, left, reason) of each person; -1: not before the horizon."""
        self.env.process(self.arrivals())
        self.env.process(self.flights())
        self.env.run(until=self.hub.horizon)
        return tuple(np.array(told) for told in (self.screened_from, self.placed, self.left, self.reason))

    def arrivals(self):
        """Everybody, when it is time."""
        for i in self.order:
            if self.arrival[i] > self.env.now:
                yield self.env.timeout(self.arrival[i] - self.env.now)
            if self.refused[i]:
                self.leave(i, REFUSED)
            else:
                stay = self.env.process(self.stay(i))
                self.env.process(self.watchdog(stay))

    def stay(self, i):
        """One person, from arrival to leaving."""
        env = self.env
        try:
            with self.officers.request() as officer:
                yield officer
                self.screened_from[i] = env.now
                yield env.timeout(self.screening[i])
            with self.places.request() as place:
                yield place
                self.placed[i] = env.now
                yield env.timeout(self.documents[i])
                if self.appeal[i]:
                    yield env.timeout(self.appeal[i])
                self.queue[i] = aboard = env.event()
                yield aboard
                self.leave(i, REMOVED)
        except simpy.Interrupt:
            self.queue.pop(i, None)
            self.leave(i, CAP)

    def watchdog(self, stay):
        """The limit of the stay."""
        yield self.env.timeout(self.hub.stay)
        if stay.is_alive:
            stay.interrupt()

    def flights(self):
        """A flight a week; who fails has used the seat, and joins the back of the queue."""
        while True:
            yield self.env.timeout(self.hub.week)
            again = {}
            for i in list(self.queue)[: self.hub.seats]:
                aboard = self.queue.pop(i)
                if self.failures[i]:
                    self.failures[i] -= 1
                    again[i] = aboard
                else:
                    aboard.succeed()
            self.queue |= again

    def leave(self, i, reason):
        """Out, at this instant."""
        self.left[i] = self.env.now
        self.reason[i] = reason


def simulate(inputs):
    """One replication; see `Simulation.run`."""
    return Simulation(inputs).run()


def numbers(inputs, told):
    """What is asked of one replication: use of the places, mean wait for one, quantiles of the stay, share at the limit, exits."""
    screened_from, placed, left, reason = told
    horizon = inputs.hub.horizon
    until = np.where(left < 0, horizon, left)
    housed, gone = placed >= 0, reason >= REMOVED
    waits = (placed - screened_from - inputs.screening)[housed]
    stays = (left - inputs.arrival)[gone] / DAY
    exits = np.bincount(reason, minlength=4)
    return {
        "use": (until - placed)[housed].sum() / (horizon * inputs.hub.places),
        "wait": waits.mean() / DAY if len(waits) else np.nan,
        "stay": np.quantile(stays, [0.05, 0.5, 0.95]) if len(stays) else np.full(3, np.nan),
        "cap": exits[CAP] / max(exits[REMOVED] + exits[CAP], 1),
        "exits": exits,
    }
