"""The benchmark hub: one model, exactly defined, as a scenario of ours and as a plain loop over a heap that shares nothing with it.

A hub with c places; officers screen, people wait for a place in order of screening, documents and perhaps an appeal follow, weekly
flights take from the head of one queue, attempts may fail, and a year after arrival everybody leaves.
"""

from __future__ import annotations

import heapq
import math
from collections import deque

from sim.draws import Luck

DAY = 86_400_000
HOUR = 3_600_000
HORIZON = 1825 * DAY


def scenario_text(places: int, load: float, seats_per_fifty: int, officers: int) -> str:
    """The benchmark hub as a scenario file."""
    scale = places // 50
    charters = "\n".join(
        f"  charter_{i}: {{kind: cohorts, every: 30 d, happens: {25 * load:g} %, status: assumed, "
        "people: {shape: uniform, low: 0.5 people, high: 50.5 people}}"
        for i in range(scale)
    )
    return f"""
extends: base
name: benchmark-hub
start: 2025-01-06
horizon: 1825 d
agreement: {{stay: {{limit: 365 d, then: release}}}}
classes: {{person: {{share: 100 %, size: 1}}}}
destinations: {{home: {{share: 100 %, documents: {{from: placed, shape: lognormal, mean: 90 d, sd: {sd(90.0, 0.8):.10g} d}}}}}}
demand:
  people: {{kind: poisson, rate: {0.25 * scale * load:g} cases / d}}
{charters}
selection: {{accepted: 92 %}}
services:
  flight: {{from: hub, to: home, leaves: {{every: 7 d}}, seats: {seats_per_fifty * scale}, failed: 10 %, travel: 1 h}}
hubs:
  hub:
    policy: {{regime: closed, transfer_needs: reception, when_full: wait, queue: first_fit}}
    teams: {{officers: {{staff: {officers}, on_duty: always}}}}
    screening: {{check: {{team: officers, time: {{shape: lognormal, mean: 2 h, sd: {sd(2.0, 0.5):.10g} h}}}}}}
    pools: {{homes: {{places: {places}}}}}
    clocks:
      appeal: {{kind: claim, from: documents, chance: 20 %, after: 0 d, decided: {{shape: gamma, k: 2, mean: 60 d}}, granted: 0 %}}
    removal: {{retry_after: 0 d}}
"""


def sd(mean: float, sigma: float) -> float:
    """Standard deviation of a lognormal with a mean and a sigma of its logarithm."""
    return mean * math.sqrt(math.exp(sigma * sigma) - 1.0)


class Person:
    """What luck gives one person."""

    def __init__(self, scenario, stream: str, rank: int, number: int, at: int, luck: Luck) -> None:
        self.key = rank << 40 | number
        self.name = f"{stream}/{number}"
        self.arrives = at
        self.luck = luck.of(f"demand.{stream}", number)
        hub = scenario.hubs["hub"]
        self.refused = not self.luck.happens("selection", scenario.selection.accepted)
        self.screening = self.luck.length("screening.check.time", hub.screening["check"].time)
        self.documents = self.luck.latent("documents", scenario.destinations["home"].documents.time)
        appeals = self.luck.uniform("clocks.appeal.after") < 0.2
        self.appeal = self.luck.latent("clocks.appeal.decided", hub.clocks["appeal"].decided) if appeals else 0
        self.attempts = 0
        self.stage = ""
        self.log = {"screening_started": None, "placed": None, "left": None, "outcome": "inside"}


def persons(scenario, luck: Luck) -> list[Person]:
    """Everybody who comes, by stream and number."""
    found = []
    for rank, (stream, terms) in enumerate(scenario.demand.items()):
        entity = f"demand.{stream}"
        if terms.kind == "poisson":
            rate, number, hazard = terms.rate[0][1], 0, 0.0
            while True:
                hazard -= math.log(luck.of(entity, number).uniform("listed"))
                at = math.floor(hazard / rate + 0.5)
                if at >= HORIZON:
                    break
                found.append(Person(scenario, stream, rank, number, at, luck))
                number += 1
        else:
            for cohort, at in enumerate(range(30 * DAY, HORIZON, 30 * DAY)):
                if luck.of(entity, cohort).happens("cohort.happens", terms.happens):
                    people = round(luck.of(entity, cohort).value("cohort.people", terms.people))
                    found += [Person(scenario, stream, rank, cohort << 16 | seat, at, luck) for seat in range(people)]
    return found


def plain_loop(scenario, seed: int, replication: int, places: int, seats: int, officers: int) -> dict[str, dict]:
    """The journeys by the definition: events in the order (time, kind, person); who is released is replaced at once, first come first."""
    everybody = persons(scenario, Luck(seed, replication))
    deadline, flight, arrival, screened, documents, appealed = range(6)
    heap = [(p.arrives, arrival, p.key, p) for p in everybody]
    heap += [(t, flight, 0, None) for t in range(7 * DAY, HORIZON, 7 * DAY)]
    heapq.heapify(heap)
    free_officers, free_places = officers, places
    to_screen: deque[Person] = deque()
    to_house: deque[Person] = deque()
    to_remove: deque[Person] = deque()

    def leave(p: Person, now: int, outcome: str) -> None:
        nonlocal free_officers, free_places
        free_officers += p.stage == "screening"
        free_places += p.stage in ("housed", "removable")
        p.stage, p.log["left"], p.log["outcome"] = "gone", now, outcome

    def grant(now: int) -> None:
        nonlocal free_officers, free_places
        while free_officers and to_screen:
            p = to_screen.popleft()
            if p.stage == "wait_officer" and p.arrives + 365 * DAY > now:
                free_officers -= 1
                p.stage, p.log["screening_started"] = "screening", now
                heapq.heappush(heap, (now + p.screening, screened, p.key, p))
        while free_places and to_house:
            p = to_house.popleft()
            if p.stage == "wait_place" and p.arrives + 365 * DAY > now:
                free_places -= 1
                p.stage, p.log["placed"] = "housed", now
                heapq.heappush(heap, (now + p.documents, documents, p.key, p))

    while heap:
        now, kind, _, p = heapq.heappop(heap)
        if now >= HORIZON:
            break
        if kind == flight:
            board, again, left = [], [], seats
            while to_remove and left:
                q = to_remove.popleft()
                if q.stage == "removable" and q.arrives + 365 * DAY > now:
                    board.append(q)
                    left -= 1
            for q in board:
                q.attempts += 1
                if q.luck.happens("failed", 0.1, q.attempts):
                    again.append(q)
                else:
                    leave(q, now, "removed")
            to_remove.extend(again)
        elif kind == arrival:
            if p.refused:
                p.log["outcome"] = "declined"
            else:
                p.stage = "wait_officer"
                to_screen.append(p)
                heapq.heappush(heap, (now + 365 * DAY, deadline, p.key, p))
        elif p.stage == "gone":
            pass
        elif kind == deadline:
            leave(p, now, "released")
        elif kind == screened:
            free_officers += 1
            p.stage = "wait_place"
            to_house.append(p)
        elif kind == documents and p.appeal:
            heapq.heappush(heap, (now + p.appeal, appealed, p.key, p))
        else:
            p.stage = "removable"
            to_remove.append(p)
        if not heap or heap[0][0] > now:
            grant(now)
    return {p.name: p.log for p in everybody}
