"""The plan: a scenario as the words of the memory in which a run begins."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.draws import Luck
from sim.given.acts import Dates
from sim.given.streams import Given
from sim.given.streams import streams as given_streams
from sim.kernel.plan.acts import lay_acts, lay_dates, settings
from sim.kernel.plan.agreement import lay_agreement, lay_notices, lay_people, lay_selection
from sim.kernel.plan.ahead import lay_ahead
from sim.kernel.plan.constants import Constants
from sim.kernel.plan.hubs import lay_hubs
from sim.kernel.plan.layout import LONGEST_MASK, Layout, Names
from sim.kernel.plan.services import lay_services
from sim.kernel.plan.streams import lay_streams
from sim.kernel.rows import World
from sim.kernel.summary.readings import Readings
from sim.kernel.summary.topics import lay as topics_of
from sim.scenario import paths
from sim.scenario.schema import DrawnDate, Scenario

Words = NDArray[np.int64]


@dataclass
class Plan:
    """A scenario laid out.

    Parameters
    ----------
    words : array of int64
        The memory before a run, up to the streams.
    names : Names
        What numbers stand for.
    readings : Readings
        Where the summary puts what it reads.
    topics : int
        Place of the row from which it learns what that is.
    certain : array of int64, optional
        The same with acts and streams, where luck does not change them.
    """

    scenario: Scenario
    layout: Layout
    words: Words
    readings: Readings
    topics: int
    certain: tuple[Words, list[str]] | None = None

    @property
    def names(self) -> Names:
        """What numbers stand for."""
        return self.layout.names

    def begun(self, seed: int, replication: int) -> tuple[Words, list[str]]:
        """The words in which a replication begins, and the names of its streams and sub-streams by rank; not to be changed."""
        if self.certain is not None:
            return self.certain
        begun = self._begun(Luck(seed, replication))
        if not self._has_luck():
            self.certain = begun
        return begun

    def _has_luck(self) -> bool:
        """Whether luck decides if, or when, a dated act happens."""
        acts = self.scenario.timeline.values()
        return any(act.chance < 1.0 or act.delay is not None or isinstance(act.date, DrawnDate) for act in acts)

    def _begun(self, luck: Luck) -> tuple[Words, list[str]]:
        dates = Dates(self.scenario, luck)
        given = given_streams(self.scenario, dates.known())
        words = self.words.tolist()
        lay_dates(self.layout, words, dates)
        words[World.STREAMS], words[World.STREAM_COUNT] = len(words), len(given)
        words += lay_streams(self.layout, given, len(words))
        words[World.TOP] = len(words)
        return np.array(words, dtype=np.int64), _names_by_rank(given)


def _names_by_rank(given: list[Given]) -> list[str]:
    names = {stream.rank: stream.name for stream in given}
    return [names.get(rank, "") for rank in range(max(names, default=-1) + 1)]


def plan(scenario: Scenario) -> Plan:
    """Lay out a scenario.

    Raises
    ------
    Unsupported
        The kernel has no form for something in it; the message says what.
    """
    _check_numbers(Names(scenario), scenario)
    constants = Constants(len(_laid(scenario, Constants(0)).words))
    layout = _laid(scenario, constants)
    laid = layout.words + constants.words
    readings = Readings(scenario, layout, len(laid))
    topics = topics_of(readings)
    return Plan(scenario, layout, np.array(laid + readings.words, dtype=np.int64), readings, topics)


class Unsupported(Exception):
    """What the kernel has no form for."""


def _laid(scenario: Scenario, constants: Constants) -> Layout:
    layout = Layout(scenario, constants)
    _lay(layout, scenario)
    own = list(layout.words)
    changed: dict[tuple[str, str], dict[int, int]] = {}
    for act, path, value in settings(scenario):
        layout.words = list(own)
        _lay(layout, paths.replaced(scenario, path, value))
        changed[act, path] = {at: word for at, (word, before) in enumerate(zip(layout.words, own, strict=True)) if word != before}
    layout.words = own
    _check_settings(changed)
    lay_acts(layout, changed)
    return layout


def _lay(layout: Layout, scenario: Scenario) -> None:
    """The assumptions of a scenario, over those of another of the same form."""
    layout.put(World.HORIZON, scenario.horizon)
    layout.put(World.START_DAY, scenario.start.toordinal())
    names = layout.names
    layout.put(World.CLOCK_COUNT, len(names.clocks))
    layout.put(World.DEADLINE_COUNT, len(names.deadlines))
    layout.put(World.LARGEST_MADE, 2 + 2 * len(names.clocks))
    layout.put(World.OPEN_TO_ALL, _open_to_all(layout.scenario))
    layout.put(World.ALL_HUBS, layout.places(layout.hubs, layout.hubs))
    lay_ahead(layout)
    lay_agreement(layout, scenario)
    lay_people(layout, scenario)
    lay_selection(layout, scenario)
    lay_notices(layout, scenario)
    lay_hubs(layout, scenario)
    lay_services(layout, scenario)


def _open_to_all(scenario: Scenario) -> bool:
    """Whether there is one hub, for everybody."""
    hubs = list(scenario.hubs.values())
    filters = any(hub.for_ or hub.destinations for hub in hubs) or any(stream.hubs for stream in scenario.demand.values())
    return len(hubs) == 1 and not filters


def _check_settings(changed: dict[tuple[str, str], dict[int, int]]) -> None:
    """Two dotted names that are one word in memory cannot be set apart."""
    owner: dict[int, str] = {}
    for (_, path), places in changed.items():
        for place in places:
            if owner.setdefault(place, path) != path:
                raise Unsupported(f"dated changes of both {owner[place]} and {path}")


def _check_numbers(names: Names, scenario: Scenario) -> None:
    """Sets of names are words of 62 bits."""
    kinds: dict[str, Sized] = {
        "classes": names.classes, "destinations": names.destinations, "hubs": names.hubs, "screening steps": names.steps,
        "dated acts": names.acts, "objections": names.objections,
        "demand streams": scenario.demand if any(act.streams for act in scenario.timeline.values()) else (),
    }  # fmt: skip
    for kind, those in kinds.items():
        if len(those) > LONGEST_MASK:
            raise Unsupported(f"more than {LONGEST_MASK} {kind}")
    if len(names.slots()) > LONGEST_MASK:
        raise Unsupported(f"more than {LONGEST_MASK // 2 - 1} clocks")
