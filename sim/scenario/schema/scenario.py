"""A whole scenario."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, PrivateAttr

from sim.errors import Fault
from sim.scenario.ledger import Input
from sim.scenario.schema.agreement import Agreement
from sim.scenario.schema.block import Block, fact, word
from sim.scenario.schema.costs import Costs
from sim.scenario.schema.demand import Demand
from sim.scenario.schema.hub import Hub
from sim.scenario.schema.people import CaseClass, Destination
from sim.scenario.schema.safeguards import AnySafeguard
from sim.scenario.schema.timeline import Act
from sim.scenario.schema.transfer import Routing, Selection, Service, Transfer
from sim.scenario.values import Amount, Date, People, PositiveLength


class Observation(Block):
    """Something seen, to be shown beside the model; never an input."""

    date: Date = fact("when it was seen")
    what: Literal["arrived", "present", "left"] = word("people counted")
    low: People = fact("at least")
    high: People = fact("at most")


class Sweep(Block):
    """Points to run."""

    vary: dict[str, list[Any]] = word("dotted name: values", {})
    points: dict[str, dict[str, Any]] = word("or (as: list) named points", {})
    as_: Literal["grid", "zip", "list"] = Field("grid", alias="as", description="how values combine", json_schema_extra={"role": "word"})
    replications: Amount | None = word("replications per point", None)


class Scenario(Block):
    """Everything that is assumed."""

    name: str = word("letters, digits and dashes")
    why: str = word("the question it answers", "")
    start: Date = word("day 0")
    horizon: PositiveLength = word("how long is simulated")
    agreement: Agreement = word("limits agreed")
    classes: dict[str, CaseClass] = word("kinds of cases")
    destinations: dict[str, Destination] = word("country-of-origin groups")
    demand: dict[str, Demand] = word("who is listed")
    routing: Routing = word("which hub a case goes to")
    selection: Selection = word("the host's choice")
    transfer: Transfer = word("between acceptance and boarding", Transfer())
    services: dict[str, Service] = word("what leaves with seats", {})
    hubs: dict[str, Hub] = word("hubs, in order of preference")
    timeline: dict[str, Act] = word("dated changes", {})
    safeguards: dict[str, AnySafeguard] = word("thresholds that people are owed", {})
    costs: Costs = word("prices", Costs())
    observed: dict[str, Observation] = word("seen in reality, shown beside the model", {})
    sweep: Sweep | None = word("points to run", None)

    _inputs: tuple[Input, ...] = PrivateAttr(())
    _warnings: tuple[Fault, ...] = PrivateAttr(())
    _hash: str = PrivateAttr("")

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The ledger: every value with its evidence and who set it."""
        return self._inputs

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What can be run but cannot be as meant, each with its place."""
        return self._warnings

    @property
    def hash(self) -> str:
        """8 hex digits of the resolved values and the model version; says nothing of name, why and sweep."""
        return self._hash


def is_known(acts: dict[str, Act], name: str) -> bool:
    """Whether the instant of an act is known before the run: nothing that happens in it decides when, or if, it happens."""
    act, seen = acts[name], {name}
    while act.when is None and not act.if_ and not act.unless:
        if act.after is None:
            return True
        if act.after in seen or act.after not in acts:
            return False
        seen.add(act.after)
        act = acts[act.after]
    return False
