"""hubsim: how many places, staff and seats a return hub needs, who waits, who stays too long, and how sure we are.

The names below are all a notebook needs; each is imported when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.hub import CaseView, Exit, Policies, simulate
    from sim.report.folder import save
    from sim.scenario.load import load, loads
    from sim.study.notebook import compare, run, sweep

__all__ = ["CaseView", "Exit", "Policies", "compare", "load", "loads", "run", "save", "simulate", "sweep"]

_ROOMS = {
    "load": "sim.scenario.load",
    "loads": "sim.scenario.load",
    "run": "sim.study.notebook",
    "sweep": "sim.study.notebook",
    "compare": "sim.study.notebook",
    "save": "sim.report.folder",
    "Policies": "sim.hub",
    "Exit": "sim.hub",
    "CaseView": "sim.hub",
    "simulate": "sim.hub",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
