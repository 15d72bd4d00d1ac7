"""A loop over one heap in plain Python: what is left when nobody tells a story."""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np

from benchmarks.journeys import CAP, INSIDE, REFUSED, REMOVED, Journeys, from_instants
from benchmarks.peer import OneByOne
from benchmarks.peers.simpy_plain import ToNumbers

DEADLINE, FLIGHT, ARRIVAL, SCREENING_END, CASEWORK_END = range(5)
"""What comes first within one instant."""
OUT, TO_SCREEN, SCREENED, TO_HOUSE, DOCUMENTS, APPEAL, TO_FLY = range(7)
"""Where somebody is."""


def simulate(inputs: Any) -> tuple[np.ndarray, ...]:
    """(screening began, place taken, left, reason) of each person; -1: not before the horizon."""
    hub = inputs.hub
    arrival, refused, failures = inputs.arrival.tolist(), inputs.refused.tolist(), inputs.failures.tolist()
    screening, documents, appeal = inputs.screening.tolist(), inputs.documents.tolist(), inputs.appeal.tolist()
    n = len(arrival)
    screened_from, placed, left, reason, stage = [-1] * n, [-1] * n, [-1] * n, [INSIDE] * n, [OUT] * n
    to_screen: deque[int] = deque()
    to_house: deque[int] = deque()
    to_fly: dict[int, None] = {}
    officers, places = hub.officers, hub.places
    heap = [(at, ARRIVAL, i) for i, at in enumerate(arrival)]
    heap.append((hub.week, FLIGHT, 0))
    heapify(heap)

    while heap:
        now, kind, i = heappop(heap)
        if now >= hub.horizon:
            break
        if kind == DEADLINE:
            was, stage[i] = stage[i], OUT
            if was == OUT:
                continue
            left[i], reason[i] = now, CAP
            officers += was == SCREENED
            places += was >= DOCUMENTS
            if was == TO_FLY:
                del to_fly[i]
        elif kind == FLIGHT:
            heappush(heap, (now + hub.week, FLIGHT, 0))
            again = []
            for j in list(to_fly)[: hub.seats]:
                del to_fly[j]
                if failures[j]:
                    failures[j] -= 1
                    again.append(j)
                else:
                    left[j], reason[j], stage[j] = now, REMOVED, OUT
                    places += 1
            to_fly.update(dict.fromkeys(again))
        elif kind == ARRIVAL:
            if refused[i]:
                left[i], reason[i] = now, REFUSED
                continue
            heappush(heap, (now + hub.stay, DEADLINE, i))
            stage[i] = TO_SCREEN
            to_screen.append(i)
        elif stage[i] == OUT:
            continue
        elif kind == SCREENING_END:
            officers += 1
            stage[i] = TO_HOUSE
            to_house.append(i)
        elif stage[i] == DOCUMENTS and appeal[i]:
            stage[i] = APPEAL
            heappush(heap, (now + appeal[i], CASEWORK_END, i))
            continue
        else:
            stage[i] = TO_FLY
            to_fly[i] = None

        while officers and to_screen:
            j = to_screen.popleft()
            if stage[j] == TO_SCREEN and arrival[j] + hub.stay > now:
                officers -= 1
                stage[j], screened_from[j] = SCREENED, now
                heappush(heap, (now + screening[j], SCREENING_END, j))
        while places and to_house:
            j = to_house.popleft()
            if stage[j] == TO_HOUSE and arrival[j] + hub.stay > now:
                places -= 1
                stage[j], placed[j] = DOCUMENTS, now
                heappush(heap, (now + documents[j], CASEWORK_END, j))

    return tuple(np.array(told) for told in (screened_from, placed, left, reason))


class HeapLoop(OneByOne):
    """`simulate` on given inputs."""

    name = "heap loop, Python"
    place = 20
    most = 2 * 10**6

    def simulate(self, form: Any) -> Any:
        """One replication."""
        return simulate(form)

    def journeys_of(self, told: Any) -> Journeys:
        """From lists."""
        return from_instants(*told)


PEERS = [HeapLoop(), ToNumbers(HeapLoop())]
