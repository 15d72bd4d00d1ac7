"""Who waits for a place, and how long: in reception, in overflow, or with the sender after it was refused one."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, allocate
from sim.kernel.rows import Site, Stream, Table, Task, World
from sim.kernel.summary.cases import at, ended, initial, or_else, stay_end
from sim.kernel.summary.columns import OfCase, OfStay, cases_of, number_of, of_case, of_stay, rows_by_case, stays_of
from sim.kernel.words import At, StayKind

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class Terms(IntEnum):
    """What is known beforehand."""

    STEPS = 0  # 1 for tasks that are steps of screening, by name
    STREAMS = 1  # masks of the hubs that take a stream, by number
    DESTINATIONS = 2  # the same by destination
    WIDTH = 3


class Waits(IntEnum):
    """Those who wait, and who among them are alike."""

    FIRST = 0
    ALIKE = 1
    WIDTH = 2


class Wait(IntEnum):
    """A case of one class that waits for a place."""

    NEXT = 0
    CASE = 1
    ALIKE = 2
    START = 3
    END = 4
    SINCE = 5  # the time of those who are alike when it began
    KEPT_OUT = 6  # 1: for some of the time places were free for others only
    WIDTH = 7


class Alike(IntEnum):
    """Those for whom the same places are free."""

    NEXT = 0
    CLASS = 1
    HUBS = 2  # mask of the hubs whose places they wait for
    SIZE = 3
    PEOPLE = 4  # who wait now
    TIME = 5  # so long places have been free for others only
    WIDTH = 6


class End(IntEnum):
    """The end of a step of screening of a case."""

    NEXT = 0
    AT = 1
    WIDTH = 2


def lay(readings: Readings) -> int:
    """Lay down which hubs take whom."""
    scenario, names = readings.scenario, readings.names
    steps = {step for hub in scenario.hubs.values() for step in hub.screening}
    open_to = {word: [name for name, hub in scenario.hubs.items() if _takes(hub.destinations, word)] for word in names.destinations}
    streams = [stream.hubs or tuple(scenario.hubs) for stream in scenario.demand.values()]
    return readings.row(
        [
            readings.row([int(task in steps) for task in names.tasks]),
            readings.row([readings.mask(hubs, names.hubs) for hubs in streams]),
            readings.row([readings.mask(hubs, names.hubs) for hubs in open_to.values()]),
        ]
    )


def _takes(names: tuple[str, ...], name: str) -> bool:
    return not names or name in names


@compiled
def find(m, terms):  # type: ignore[no-untyped-def]
    """All waits of some length."""
    waits = allocate(m, Waits.WIDTH)
    _inside(m, terms, waits)
    _with_the_sender(m, terms, waits)
    return waits


@compiled
def people_kept_out(m, waits):  # type: ignore[no-untyped-def]
    """People who ever waited while places were free for others only."""
    seen, people = rows_by_case(m, 1), 0
    wait = m[waits]
    while wait:
        case = m[wait + Wait.CASE]
        if m[wait + Wait.KEPT_OUT] and not m[seen + case]:
            m[seen + case] = 1
            people += of_case(m, case, OfCase.SIZE)
        wait = m[wait]
    return people


@compiled
def _add(m, waits, case, class_, hubs, start, end):  # type: ignore[no-untyped-def]
    if end <= start:
        return
    wait = allocate(m, Wait.WIDTH)
    m[wait + Wait.CASE], m[wait + Wait.START], m[wait + Wait.END] = case, start, end
    m[wait + Wait.ALIKE] = _alike(m, waits, class_, hubs, of_case(m, case, OfCase.SIZE))
    m[wait], m[waits] = m[waits], wait


@compiled
def _alike(m, waits, class_, hubs, size):  # type: ignore[no-untyped-def]
    """Those who are alike in this."""
    alike = m[waits + Waits.ALIKE]
    while alike:
        if m[alike + Alike.CLASS] == class_ and m[alike + Alike.HUBS] == hubs and m[alike + Alike.SIZE] == size:
            return alike
        alike = m[alike]
    alike = allocate(m, Alike.WIDTH)
    m[alike + Alike.CLASS], m[alike + Alike.HUBS], m[alike + Alike.SIZE] = class_, hubs, size
    m[alike], m[waits + Waits.ALIKE] = m[waits + Waits.ALIKE], alike
    return alike


# --- inside ---------------------------------------------------------------------------------------------------------------


@compiled
def _inside(m, terms, waits):  # type: ignore[no-untyped-def]
    """In overflow, or in reception once it has asked for a place and its steps of screening are over."""
    ends = _ends_of_steps(m, terms)
    for stay in range(stays_of(m)):
        case, since = of_stay(m, stay, OfStay.CASE), NEVER
        if of_stay(m, stay, OfStay.KIND) == StayKind.OVERFLOW:
            since = of_stay(m, stay, OfStay.START)
        elif of_stay(m, stay, OfStay.KIND) == StayKind.RECEPTION and at(m, case, At.PLACE_ASKED) != NEVER:
            since = _screened(m, stay, m[ends + case])
        if since != NEVER:
            hubs = 1 << m[of_stay(m, stay, OfStay.SITE) + Site.INDEX]
            _add(m, waits, case, of_stay(m, stay, OfStay.CLASS), hubs, since, min(stay_end(m, stay), m[World.HORIZON]))


@compiled
def _screened(m, stay, end):  # type: ignore[no-untyped-def]
    """Since when a case in reception waits for a place: the last of asking for it and of the steps that end in this stay."""
    since = max(of_stay(m, stay, OfStay.START), at(m, of_stay(m, stay, OfStay.CASE), At.PLACE_ASKED))
    while end:
        if of_stay(m, stay, OfStay.START) <= m[end + End.AT] <= stay_end(m, stay):
            since = max(since, m[end + End.AT])
        end = m[end]
    return since


@compiled
def _ends_of_steps(m, terms):  # type: ignore[no-untyped-def]
    """The first `End` of each case by number."""
    firsts = rows_by_case(m, 1)
    task = m[World.TASKS + Table.FIRST]
    while task:
        if m[m[terms + Terms.STEPS] + m[task + Task.NAME]] and m[task + Task.ENDED_AT] != NEVER:
            first, end = firsts + number_of(m, m[task + Task.CASE]), allocate(m, End.WIDTH)
            m[end], m[end + End.AT] = m[first], m[task + Task.ENDED_AT]
            m[first] = end
        task = m[task]
    return firsts


# --- with the sender ------------------------------------------------------------------------------------------------------


@compiled
def _with_the_sender(m, terms, waits):  # type: ignore[no-untyped-def]
    """From its first refusal until it boards or has its outcome."""
    classes = _first_classes(m)
    for case in range(cases_of(m)):
        refused = at(m, case, At.REFUSED)
        if refused != NEVER and not initial(m, case):
            until = min(or_else(at(m, case, At.BOARDED), m[World.HORIZON]), ended(m, case))
            _add(m, waits, case, _class_when_it_came(m, case, classes), _hubs(m, terms, case), refused, until)


@compiled
def _hubs(m, terms, case):  # type: ignore[no-untyped-def]
    """The hubs that take the destination and the stream of a case (its class is what separates)."""
    stream = m[of_case(m, case, OfCase.STREAM) + Stream.NAME]
    return m[m[terms + Terms.STREAMS] + stream] & m[m[terms + Terms.DESTINATIONS] + of_case(m, case, OfCase.DESTINATION)]


@compiled
def _class_when_it_came(m, case, classes):  # type: ignore[no-untyped-def]
    first = m[classes + case]
    return first - 1 if first else of_case(m, case, OfCase.CLASS)


@compiled
def _first_classes(m):  # type: ignore[no-untyped-def]
    """The class of the first stay of each case by number, + 1; 0: it never came."""
    classes = rows_by_case(m, 1)
    for stay in range(stays_of(m)):
        number = of_stay(m, stay, OfStay.CASE)
        if not m[classes + number]:
            m[classes + number] = of_stay(m, stay, OfStay.CLASS) + 1
    return classes
