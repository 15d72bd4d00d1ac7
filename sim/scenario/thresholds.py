"""Safeguards in words: what each one says, and which of its values is the threshold that a source stands behind."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import counted
from sim.scenario.quantities import format_length, plain_number
from sim.scenario.schema import Apart, Delay, LongStay, Monitored, PerAmount, ReviewInTime, Safeguard, Space

THRESHOLDS: Mapping[type[Safeguard], str] = {
    Delay: "within",
    Space: "space",
    PerAmount: "people",
    LongStay: "stay",
    ReviewInTime: "within",
    Apart: "apart",
    Monitored: "monitored",
}
"""The field of each kind that carries the source and status of the safeguard."""


def threshold(safeguard: Safeguard) -> str:
    """The field that carries source and status."""
    return THRESHOLDS[type(safeguard)]


def rule(safeguard: Safeguard) -> str:
    """What a safeguard says: `from arrived to health within 1 d`, `at least 4 m2 for each person`."""
    return f"{_rule(safeguard)}{_whom(safeguard)}"


def _rule(one: Safeguard) -> str:
    match one:
        case Delay():
            return f"from {one.from_} to {one.to} within {format_length(one.within)}"
        case Space():
            return f"at least {plain_number(one.space)} m2 for each person{_in(one.pools)}"
        case PerAmount():
            return f"at most {counted(one.people, 'person', 'people')} for each of {one.per}"
        case LongStay():
            return f"nobody{_aged(one)} held longer than {format_length(one.stay)}" if one.stay else f"nobody{_aged(one)} held at all"
        case ReviewInTime():
            return f"each {one.review} within {format_length(one.within)} of the day it is due"
        case Apart():
            return f"{' and '.join(one.apart)} never in one pool{_in(one.pools)}"
        case Monitored():
            return f"a monitor aboard {', '.join(one.monitored)}"
    raise TypeError(type(one).__name__)


def _in(pools: tuple[str, ...]) -> str:
    return f" in {', '.join(pools)}" if pools else ""


def _whom(one: Safeguard) -> str:
    """For whom it holds, where that is not everybody."""
    minors = ", for people under age" if one.of == "minors" and not isinstance(one, LongStay) else ""
    return minors + (f", for {', '.join(one.for_)}" if one.for_ else "")


def _aged(one: Safeguard) -> str:
    return " under age" if one.of == "minors" else ""
