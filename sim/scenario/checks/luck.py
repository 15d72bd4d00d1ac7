"""Names that luck hangs on: two with one hash would share it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.case import Case

ONE_WORD_DECISIONS = (
    "listed",
    "shows_up",
    "cohort.happens",
    "cohort.people",
    "minor",
    "escorted",
    "days_inside",
    "drops_out",
    "hub",
    "onward",
    "selection",
    "selection.time",
    "documents",
    "transfer_no_show",
    "transfer_failed",
    "no_show",
    "failed",
    "cancelled",
    "extension",
    "release_takes",
    "send_back_takes",
    "happens",
    "date",
    "delay",
)
CLOCK_DECISIONS = ("chance", "after", "decided", "granted", "length", "lasts", "moves_out", "time")


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
    return names | {f"demand.{s}+{act}": f"timeline.{act}" for s in case.scenario.demand for act in case.scenario.timeline}


def _decisions(case: Case) -> dict[str, str]:
    names = {word: "name" for word in ONE_WORD_DECISIONS}
    names |= {f"class.{name}": f"classes.{name}" for name in case.scenario.classes}
    names |= {f"destination.{name}": f"destinations.{name}" for name in case.scenario.destinations}
    names |= {f"size.{size}": f"classes.{name}" for name, one in case.scenario.classes.items() for size, _ in one.size}
    names |= {f"{kind}.{name}": f"timeline.{name}" for name in case.scenario.timeline for kind in ("timeline", "kept")}
    names |= {f"hub.{name}": f"hubs.{name}" for name in case.scenario.hubs}
    for hub, terms in case.scenario.hubs.items():
        names |= {f"clocks.{name}.{word}": f"hubs.{hub}.clocks.{name}" for name in terms.clocks for word in CLOCK_DECISIONS}
        for name, step in terms.screening.items():
            names |= {f"screening.{name}.{word}": f"hubs.{hub}.screening.{name}" for word in ("time", "sent_back")}
            names |= {f"screening.{name}.referred.{other}": f"hubs.{hub}.screening.{name}" for other in [*(step.referred or ()), name]}
    return names
