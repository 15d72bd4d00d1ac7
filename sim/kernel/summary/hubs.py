"""Where people are when there are several hubs, moves between them, beds at the sender used again. The twin of `sim.metrics.hubs`."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, put_real
from sim.kernel.rows import World
from sim.kernel.summary.cases import at, stay_end
from sim.kernel.summary.columns import OfCase, OfStay, cases_of, of_case, of_stay, rows_by_case, stays_of
from sim.kernel.summary.levels import length_of, people_of
from sim.kernel.summary.steps import add_span, begin_spans, counted, integral, peak
from sim.kernel.words import At, Outcome, StayKind
from sim.metrics.hubs import over_the_sender, several

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class Hubs(IntEnum):
    """Places of what is read, 0: it does not apply."""

    OF = 0  # list of places of `OfHub`
    MOVED = 1
    MOVED_DAYS = 2
    OVER_SENDER = 3
    BED_DAYS = 4
    WIDTH = 5


class OfHub(IntEnum):
    """Places of what is read of a hub."""

    SITE = 0
    CAME = 1
    MEAN = 2
    PEAK = 3
    PERSON_DAYS = 4
    WIDTH = 5


def lay(readings: Readings) -> int:
    """Lay down the places of these readings."""
    scenario, value = readings.scenario, readings.value
    of_hubs = [_lay_hub(readings, name) for name in scenario.hubs] if several(scenario) else []
    moved = [value("moved.people"), value("moved.person_days")] if several(scenario) else [0, 0]
    over = [value("over_sender.people"), value("over_sender.bed_days")] if over_the_sender(scenario) else [0, 0]
    return readings.row([readings.numbers(of_hubs), *moved, *over])


def _lay_hub(readings: Readings, name: str) -> int:
    words = ("came", "present.mean", "present.peak", "present.person_days")
    return readings.row([readings.layout.hubs[name], *(readings.value(f"hub.{name}.{word}") for word in words)])


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Levels of each hub, moves between hubs, beds used again on the way home."""
    top, hubs = m[World.TOP], m[row + Hubs.OF]
    seen = rows_by_case(m, 1)
    for n in range(m[hubs]):
        _of(m, m[hubs + 1 + n], seen, n + 1)
    m[World.TOP] = top
    if m[row + Hubs.MOVED]:
        _moved(m, row)
    if m[row + Hubs.OVER_SENDER]:
        _over_the_sender(m, row)


@compiled
def _of(m, own, seen, mark):  # type: ignore[no-untyped-def]
    """People in a hub; whom it has seen is marked."""
    top, came = m[World.TOP], 0
    spans = begin_spans(m, stays_of(m))
    for stay in range(stays_of(m)):
        if of_stay(m, stay, OfStay.SITE) == m[own + OfHub.SITE] and _in_hub(m, stay):
            case = of_stay(m, stay, OfStay.CASE)
            add_span(m, spans, of_stay(m, stay, OfStay.START), stay_end(m, stay), of_case(m, case, OfCase.SIZE))
            if m[seen + case] != mark:
                m[seen + case] = mark
                came += of_case(m, case, OfCase.SIZE)
    people = counted(m, spans)
    time = integral(m, people)
    put_real(m, m[own + OfHub.CAME], float(came))
    put_real(m, m[own + OfHub.MEAN], time / m[World.HORIZON])
    put_real(m, m[own + OfHub.PEAK], float(peak(m, people)))
    put_real(m, m[own + OfHub.PERSON_DAYS], time / DAY)
    m[World.TOP] = top


@compiled
def _in_hub(m, stay):  # type: ignore[no-untyped-def]
    """Whether a stay is one of people in the hub."""
    kind = of_stay(m, stay, OfStay.KIND)
    return kind == StayKind.RECEPTION or kind == StayKind.PLACE or kind == StayKind.OVERFLOW


@compiled
def _moved(m, row):  # type: ignore[no-untyped-def]
    """People on the road between hubs."""
    people, time = 0, 0
    for stay in range(stays_of(m)):
        if of_stay(m, stay, OfStay.KIND) == StayKind.TRANSIT:
            people += people_of(m, stay)
            time += people_of(m, stay) * length_of(m, stay)
    put_real(m, m[row + Hubs.MOVED], float(people))
    put_real(m, m[row + Hubs.MOVED_DAYS], time / DAY)


@compiled
def _over_the_sender(m, row):  # type: ignore[no-untyped-def]
    """People on their way home at the sender."""
    people, time, horizon = 0, 0, m[World.HORIZON]
    for case in range(cases_of(m)):
        home = of_case(m, case, OfCase.OUTCOME) == Outcome.RETURNED_VOLUNTARILY or of_case(m, case, OfCase.OUTCOME) == Outcome.REMOVED
        if home and at(m, case, At.BACK) != NEVER:
            people += of_case(m, case, OfCase.SIZE)
            time += of_case(m, case, OfCase.SIZE) * (min(at(m, case, At.HOME), horizon) - min(at(m, case, At.BACK), horizon))
    put_real(m, m[row + Hubs.OVER_SENDER], float(people))
    put_real(m, m[row + Hubs.BED_DAYS], time / DAY)
