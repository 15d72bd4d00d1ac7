"""Staffing: what binds a team, how its posts are filled, and whether it can ever be as many as are needed at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.errors import Fault, counted
from sim.scenario.checks.case import Case
from sim.scenario.schema import Review, Team


def teams(case: Case) -> Iterator[Fault]:
    """What needs something else that is not said."""
    for name, team in case.hub.teams.items():
        where = f"hubs.{case.hub_name}.teams.{name}"
        binds = team.minimum is not None or team.per is not None
        if team.limits_intake and not binds:
            yield case.fault(
                f"{where}.limits_intake", f"{name} limits the intake, and nothing says how many are needed", "Add minimum or per"
            )
        elif team.limits_intake and team.pools:
            what = f"{name} limits the intake of the hub, and is needed for some pools only"
            yield case.fault(f"{where}.limits_intake", what, "Take pools out, or limits_intake")
        elif team.pools and not binds:
            yield case.fault(f"{where}.pools", f"{name} names pools, and nothing says how many are needed there", "Add minimum or per")
        said = [key for key in ("hired", "training") if getattr(team, key) is not None]
        if said and not team.recruited:
            yield case.fault(f"{where}.{said[0]}", f"{name} says how posts are filled, and no post opens", "Add recruited: {2026-01-01: 2}")


def numbers(case: Case) -> Iterator[Fault]:
    """Nothing needs more of a team at once than it ever has free, where no dated change may give it more."""
    hub, where = case.hub, f"hubs.{case.hub_name}"
    needs = {f"{where}.screening.{name}.team": (f"the step {name}", step.team) for name, step in hub.screening.items()}
    reviews = {name: clock for name, clock in hub.clocks.items() if isinstance(clock, Review)}
    needs |= {f"{where}.clocks.{name}.team": (f"the review {name}", clock.team) for name, clock in reviews.items()}
    needs |= {"selection.team": ("the review of a case", case.scenario.selection.team)}
    works = {name: one.documents.work for name, one in case.scenario.destinations.items()}
    needs |= {
        f"destinations.{name}.documents.work.team": (f"the work on documents of {name}", work.team)
        for name, work in works.items()
        if work is not None
    }
    for path, (what, team) in needs.items():
        for name, number in Counter(team).items():
            if name in hub.teams and (most := _most(case, name, hub.teams[name])) < number:
                says = f"{what} needs {number} of {name} at once, of which {most} are ever free"
                yield case.fault(path, says, "Add staff, or ask for fewer")


def _most(case: Case, name: str, team: Team) -> float:
    """People of a team who may ever be free at once; without bound where a dated change touches it, or nobody is employed yet."""
    path = f"hubs.{case.hub_name}.teams.{name}."
    employed = team.staff + sum(team.recruited.values())
    changes = any(key.startswith(path) for act in case.scenario.timeline.values() for key in act.set)
    return float("inf") if changes or not employed else max(0, employed - (team.minimum or 0))


def minimum(case: Case) -> Iterator[Fault]:
    """A team that is always fewer than its minimum."""
    for name, team in case.hub.teams.items():
        employed = team.staff + sum(team.recruited.values())
        if team.minimum is not None and team.minimum > employed:
            what = f"{name} has a minimum of {team.minimum} and {counted(employed, 'person', 'people')}: it is short whenever it is on duty"
            yield case.fault(f"hubs.{case.hub_name}.teams.{name}.minimum", what, "Its hours short are counted: is this meant?")
