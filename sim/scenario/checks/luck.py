"""Names that luck hangs on: two with one hash would share it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sim.errors import Fault
from sim.scenario.checks.case import Case
from sim.scenario.shapes import Latent, Mixture

ONE_WORD_DECISIONS = (
    "listed",
    "shows_up",
    "twice",
    "cohort.happens",
    "cohort.people",
    "minor",
    "escorted",
    "days_inside",
    "drops_out",
    "hub",
    "onward",
    "proposed",
    "selection",
    "selection.time",
    "told_after",
    "documents",
    "documents.work",
    "hired",
    "absent",
    "transfer_no_show",
    "transfer_failed",
    "no_show",
    "failed",
    "cancelled",
    "monitored",
    "extension",
    "release_takes",
    "send_back_takes",
    "happens",
    "date",
    "delay",
)
CLOCK_DECISIONS = ("chance", "after", "decided", "granted", "length", "lasts", "moves_out", "time")
AMOUNTS = (
    "cohort.people",
    "days_inside",
    "drops_out",
    "onward",
    "selection.time",
    "told_after",
    "documents",
    "documents.work",
    "hired",
    "release_takes",
    "send_back_takes",
    "date",
    "delay",
)
"""Decisions of one word whose result is a length or a number: it may have a mixture, whose part is drawn too."""
CLOCK_AMOUNTS = ("after", "decided", "length", "lasts", "moves_out", "time")
MAY_HOLD_SHAPES = ("destinations", "demand", "selection", "transfer", "hubs", "timeline")


def hashes(case: Case) -> Iterator[Fault]:
    """Two entities, or two decisions, whose names have one 32-bit hash would share their luck."""
    for kind, names in (("things", _entities(case)), ("decisions", _decisions(case))):
        seen: dict[int, str] = {}
        for name, path in names.items():
            twin = seen.setdefault(hash32(name), name)
            if twin != name:
                yield case.fault(
                    path, f'"{name}" and "{twin}" would share their luck: two {kind} with one hash', "Give one of them another name"
                )


def hash32(name: str) -> int:
    """First 4 bytes of SHA-256, as luck uses them."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def _entities(case: Case) -> dict[str, str]:
    names = {path: path for name in case.scenario.demand if (path := f"demand.{name}")}
    names |= {path: path for name in case.scenario.services if (path := f"services.{name}")}
    names |= {path: path for name in case.scenario.timeline if (path := f"timeline.{name}")}
    names |= {f"teams.{team}": f"hubs.{hub}.teams.{team}" for hub, terms in case.scenario.hubs.items() for team in terms.teams}
    return names | {f"demand.{s}+{act}": f"timeline.{act}" for s in case.scenario.demand for act in (*case.scenario.timeline, "factor")}


def _decisions(case: Case) -> dict[str, str]:
    names = {word: "name" for word in ONE_WORD_DECISIONS}
    names |= {f"class.{name}": f"classes.{name}" for name in case.scenario.classes}
    names |= {f"destination.{name}": f"destinations.{name}" for name in case.scenario.destinations}
    names |= {f"size.{size}": f"classes.{name}" for name, one in case.scenario.classes.items() for size, _ in one.size}
    names["kept.factor"] = "demand"
    names |= {f"{kind}.{name}": f"timeline.{name}" for name in case.scenario.timeline for kind in ("timeline", "kept", "exchange")}
    names |= {f"hub.{name}": f"hubs.{name}" for name in case.scenario.hubs}
    names |= {f"filters.{name}": f"selection.filters.{name}" for name in case.scenario.selection.filters}
    objections = case.scenario.transfer.objections
    names |= {f"objections.{name}.{word}": f"transfer.objections.{name}" for name in objections for word in ("after", "decided", "upheld")}
    for hub, terms in case.scenario.hubs.items():
        names |= {f"clocks.{name}.{word}": f"hubs.{hub}.clocks.{name}" for name in terms.clocks for word in CLOCK_DECISIONS}
        for name, step in terms.screening.items():
            names |= {f"screening.{name}.{word}": f"hubs.{hub}.screening.{name}" for word in ("time", "sent_back")}
            names |= {f"screening.{name}.referred.{other}": f"hubs.{hub}.screening.{name}" for other in [*(step.referred or ()), name]}
    return names | _parts(case)


def _parts(case: Case) -> dict[str, str]:
    """The part of a mixture is drawn too; dated changes may give a mixture to any amount, so each is one for all of them."""
    mixtures = [found for block in MAY_HOLD_SHAPES for found in _mixtures(getattr(case.scenario, block), block)]
    amounts = [*AMOUNTS, *(f"clocks.{name}.{word}" for name in case.of_all_hubs("clocks") for word in CLOCK_AMOUNTS)]
    amounts += [f"objections.{name}.{word}" for name in case.scenario.transfer.objections for word in ("after", "decided")]
    amounts += [f"screening.{name}.time" for name in case.of_all_hubs("screening")]
    return {f"{amount}.part.{part}": path for path, mixture in mixtures for amount in amounts for part in mixture.names}


def _mixtures(value: Any, path: str) -> Iterator[tuple[str, Mixture]]:
    """Every mixture in a value, with its dotted name."""
    match value:
        case Mixture():
            yield path, value
        case Latent():
            yield from _mixtures(value.shape, path)
        case Mapping():
            for name, one in value.items():
                yield from _mixtures(one, f"{path}.{name}")
        case BaseModel():
            for name, one in value:
                if name != "rows":
                    yield from _mixtures(one, f"{path}.{name}")
