"""Tiny stories: a hub, a few people who come on stated days, times that do not vary, and the whole log of what happens."""

from __future__ import annotations

from sim import kernel, laws
from sim.hub import simulate
from sim.record import Record
from sim.scenario.load import loads
from sim.scenario.schema import Scenario
from tests.parity.twins import difference

HOUR = 3_600_000
DAY = 24 * HOUR
DAYS = {day: f"2025-{1 + (day + 5) // 31:02d}-{1 + (day + 5) % 31:02d}" for day in range(54)}
"""Date of day n; day 0 is Monday, 2025-01-06."""

HUB = """
extends: base
name: story
start: 2025-01-06
horizon: 60 d
agreement: {}
classes:
  single: {share: 100 %, size: 1}
  urgent: {share: 0 %, size: 1}
  family: {share: 0 %, size: 3}
destinations: {home: {share: 100 %, documents: 1000 d}}
demand: {}
hubs:
  hub:
    policy: {transfer_needs: reception}
    pools: {homes: {places: 100}}
"""
"""Reception and 100 places, no screening, documents that come too late for anybody to leave: each story says what is different."""


def story(lines: str = "", seed: int = 1, **people: int | tuple[int, str]) -> Record:
    """What happens when people come: no law may be broken, and the compiled engine has to tell the same.

    Parameters
    ----------
    lines : str
        What is different from `HUB`: a dotted name and its value on each line.
    people : day, or (day, class)
        Who is listed when: one case each, ranked in the order given.
    """
    scenario = scenario_of(lines, **people)
    record = simulate(scenario, seed, 0)
    assert difference(record, kernel.simulate(scenario, seed, 0)) == ""
    return laws.obey(record, scenario)


def scenario_of(lines: str = "", **people: int | tuple[int, str]) -> Scenario:
    """The assumptions of a story."""
    settings = {f"demand.{name}": _listed(when) for name, when in people.items()}
    for line in filter(None, map(str.strip, lines.splitlines())):
        name, _, value = line.partition(": ")
        settings[name] = value
    return loads(HUB, settings=settings)


def _listed(when: int | tuple[int, str]) -> str:
    day, class_ = when if isinstance(when, tuple) else (when, "single")
    people = 3 if class_ == "family" else 1
    return f"{{kind: cohorts, dates: {{{DAYS[day]}: {people} people}}, classes: {{{class_}: 100 %}}}}"


def told(record: Record, *instants: str) -> list[tuple[float, str, str]]:
    """The log: (hour, who, what) for the instants asked for, by time, then in the order of the people."""
    lines = [(_hour(row[f"{instant}_at"]), who(row["case"]), instant) for row in record.journeys.to_dict("records") for instant in instants]
    return sorted((line for line in lines if line[0] is not None), key=lambda line: line[0])


def who(case: str) -> str:
    """`ann` for ann/0; the others of a stream with their number."""
    return case.removesuffix("/0")


def ends(record: Record) -> dict[str, tuple[str, str]]:
    """Outcome and reason of everybody."""
    return {who(row.case): (row.outcome, row.reason) for row in record.journeys.itertuples()}


def stays(record: Record) -> list[tuple[float, float | None, str, str]]:
    """(from, to, who, where) of every stay in a place, in hours; None where it has not ended."""
    return [
        (_hour(row.start_at), _hour(row.end_at), who(row.case), row.pool if row.kind == "place" else row.kind)
        for row in record.stays.itertuples()
        if row.kind in ("place", "overflow")
    ]


def tasks(record: Record) -> list[tuple[float, float | None, float | None, str, str]]:
    """(queued, started, ended, who, task): every step and review, in hours."""
    return [
        (_hour(row.queued_at), _hour(row.started_at), _hour(row.ended_at), who(row.case), row.task)
        for row in record.tasks.itertuples()
        if not row.task.startswith("deadline:")
    ]


def attempts(record: Record) -> list[tuple[float, float, str, str]]:
    """(joined, departs, who, outcome with the reason) of every booking, in hours."""
    return [
        (_hour(row.joined_at), _hour(row.departs_at), who(row.case), f"{row.outcome} {row.reason}".strip())
        for row in record.attempts.itertuples()
    ]


def departures(record: Record) -> list[tuple[float, int, int, str]]:
    """(hour, booked, boarded, outcome) of every departure up to the last with anybody booked."""
    log = [(_hour(row.departs_at), row.booked, row.boarded, row.outcome) for row in record.services.itertuples()]
    while log and not log[-1][1] and not log[-1][2]:
        log.pop()
    return log


def _hour(instant: float) -> float | None:
    return None if instant != instant else instant / HOUR
