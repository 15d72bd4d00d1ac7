"""How many a stream of people upstream lists, by means: as if dated changes came as early and held as long as they may."""

from __future__ import annotations

import datetime as dt

from sim.scenario.checks.case import Case
from sim.scenario.schema import Act, DrawnDate, Upstream
from sim.scenario.units import DAY
from sim.scenario.upstream import Step, listed, mean_size


def cases_listed(case: Case, name: str, stream: Upstream, horizon: int) -> float:
    """Mean number of cases before an instant, those of dated changes included; nobody is listed twice."""
    acts = case.scenario.timeline.values()
    added = [Step(_earliest(case, act), round(act.add[name] * act.chance)) for act in acts if name in act.add]
    rate = [(0 if date is None else (date - case.scenario.start).days * DAY, share) for date, share in stream.rate]
    joins, leaves = stream.joins or 0.0, stream.leaves or 0.0
    pieces = listed(stream.people, joins, leaves, rate, added, (), horizon)
    people = sum(each * (until - at) for (at, each), (until, _) in zip(pieces, [*pieces[1:], (horizon, 0.0)], strict=True))
    ever = stream.people + sum(step.people for step in added) + joins * horizon
    return min(ever, people + ever * _rises(case, name, horizon)) / mean_size(case.scenario, stream)


def _rises(case: Case, name: str, horizon: int) -> float:
    """Share of those eligible whom the rates that dated changes put in force would list, as if each held for as long as it may."""
    path = f"demand.{name}.rate"
    acts = [act for act in case.scenario.timeline.values() if act.set.get(path) is not None]
    lengths = [horizon if act.lasts is None else min(act.lasts, horizon) for act in acts]
    return sum(act.chance * float(act.set[path][0][1]) * length for act, length in zip(acts, lengths, strict=True))


def _earliest(case: Case, act: Act) -> int:
    date = act.date.from_ if isinstance(act.date, DrawnDate) else act.date
    return (date - case.scenario.start).days * DAY if isinstance(date, dt.date) else 0
