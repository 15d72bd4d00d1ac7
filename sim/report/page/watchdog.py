"""For the watchdog: what one would quote. Each safeguard with its source, for how many it is broken, how long, how often, who answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from sim.report.answerable import answers_for
from sim.report.page import breaches
from sim.report.page.parts import Cell, Group, Numbers, Sentence, Table, bare
from sim.report.page.sources import keys
from sim.report.sentences import days, percent
from sim.scenario.schema import Space
from sim.scenario.thresholds import rule, threshold

if TYPE_CHECKING:
    from sim.scenario.ledger import Input
    from sim.scenario.schema import AnySafeguard, Scenario
    from sim.study.result import Result

USUAL = {
    "delay": "how soon a doctor, lawyer or judge is seen, or an order to release carried out",
    "stay": "how long anybody, or any child, may be held in all",
    "review": "reviews held in time",
    "space": "floor for each person",
    "ratio": "people for each toilet or shower",
    "apart": "who must be kept apart",
    "monitored": "monitors on journeys by force",
}
"""What a safeguard may say, by kind: what none says cannot be seen broken."""

HEAD = (
    "safeguard",
    "people concerned",
    "people",
    "person-days",
    "share",
    "runs with any",
    "longest",
    "sender answers (person-days)",
    "host answers (person-days)",
)


@dataclass(frozen=True)
class Watchdog:
    """Sentences to quote, the ledger behind them, the longest stays, and what is not known."""

    quotes: Sequence[Sentence]
    ledger: Table
    longest: Sequence[Sentence]
    unknown: Sequence[str]


def watchdog(result: Result) -> Watchdog:
    """The page of a watchdog, from the numbers that a planner has."""
    said = Numbers(result)
    return Watchdog(_quotes(result, said), _ledger(result, said), list(_longest(result, said)), list(_unknown(result.scenario)))


# --- quotes ---------------------------------------------------------------------------------------------------------------


def _quotes(result: Result, said: Numbers) -> list[Sentence]:
    guards = result.scenario.safeguards
    broken, kept, nobody = breaches.kept(said, guards)
    quotes = [_quote(result, said, name, guards[name]) for name in broken]
    quotes += [Sentence(f"Broken in no run: {'; '.join(f'{name} ({rule(guards[name])})' for name in kept)}.")] if kept else []
    quotes += [Sentence(f"Said of nobody in any run, so nothing is known of {', '.join(nobody)}.")] if nobody else []
    return [*quotes, Sentence(f"All together: {breaches.all_together(said)}")] if broken else quotes


def _quote(result: Result, said: Numbers, name: str, one: AnySafeguard) -> Sentence:
    path = f"safeguard.{name}"
    people, time = said.from_to(f"{path}.people"), said.spread(f"{path}.person_days")
    text = f"{name} ({rule(one)}) is broken for {people} ({time}), in {percent(said.value(f'{path}.chance'))} of runs"
    return Sentence(f"{text}; {_who(said, name)}.", _stands_on(_input(result.scenario, name, one)))


def _who(said: Numbers, name: str) -> str:
    return answers_for(*(said.value(f"safeguard.{name}.{what}") for what in ("person_days", "sender_days", "host_days")))


def _input(scenario: Scenario, name: str, one: AnySafeguard) -> Input | None:
    return next((row for row in scenario.inputs if row.name == f"safeguards.{name}.{threshold(one)}"), None)


def _stands_on(row: Input | None) -> str:
    if row is None:
        return ""
    source = f", {row.source}" if row.source else ", no source"
    return f"the rule is {row.status}{source}{f'; {row.note}' if row.note else ''}"


# --- ledger ---------------------------------------------------------------------------------------------------------------


def _ledger(result: Result, said: Numbers) -> Table:
    rows = [_row(result.scenario, said, name, one) for name, one in result.scenario.safeguards.items()]
    caption = "Every safeguard: estimates, and below them where nine runs in ten fall"
    return Table(caption, HEAD, [Group(rows)], frozenset(range(1, len(HEAD))), "ledger")


def _row(scenario: Scenario, said: Numbers, name: str, one: AnySafeguard) -> tuple[Cell, ...]:
    row = _input(scenario, name, one)
    head = Cell(name, f"{rule(one)}; {row.status if row else ''}", keys(row.source if row else None))
    path = f"safeguard.{name}"
    people, time, longest = (bare(said, f"{path}.{what}") for what in ("people", "person_days", "longest"))
    concerned, share, chance, sender, host = (
        Cell(bare(said, f"{path}.{what}").text) for what in ("concerned", "share", "chance", "sender_days", "host_days")
    )
    return (head, concerned, people, time, share, chance, longest, sender, host)


# --- longest stays, and what is not known -----------------------------------------------------------------------------------


def _longest(result: Result, said: Numbers) -> Iterator[Sentence]:
    """The longest of anyone, who is past the limit, children, who is still inside."""
    limit = result.scenario.agreement.stay.limit
    if isfinite(said.value("stay.longest")):
        yield Sentence(f"The longest stay of anyone, so far: {said.from_to('stay.longest')}.")
    if limit is not None:
        beyond = said.spread("limit.person_days")
        yield Sentence(f"Longer than the {days(limit)} agreed: {said.from_to('limit.people')}; person-days beyond it: {beyond}.")
    yield Sentence(f"Days that children spend inside: {said.spread('children.person_days')}.")
    age = f"; their stay by then: {said.from_to('residual.horizon.age')}" if isfinite(said.value("residual.horizon.age")) else ""
    yield Sentence(f"Still inside after {days(result.scenario.horizon)}: {said.from_to('residual.horizon.people')}{age}.")


def _unknown(scenario: Scenario) -> Iterator[str]:
    """What nobody can be quoted for."""
    guards = scenario.safeguards
    inputs = {name: _input(scenario, name, one) for name, one in guards.items()}
    assumed = [name for name, row in inputs.items() if row is not None and row.status in ("assumed", "set")]
    if assumed:
        yield f"No source stands behind these thresholds: {', '.join(assumed)}."
    missing = [words for kind, words in USUAL.items() if kind not in {one.kind for one in guards.values()}]
    if missing:
        yield f"Nothing is declared about, so nothing can be seen broken of: {'; '.join(missing)}."
    yield from _floors(scenario)
    guessed = [row.name for row in scenario.inputs if row.status == "assumed" and _measured_by(row.name)]
    if guessed:
        yield f"What they are measured by is assumed itself: {', '.join(guessed)}."
    closed = [name for name, hub in scenario.hubs.items() if hub.policy.regime == "closed"]
    if closed:
        yield f"{', '.join(closed)} is closed: whoever agrees to return there chooses in custody, and such a choice is not a free one."


def _floors(scenario: Scenario) -> Iterator[str]:
    if any(isinstance(one, Space) for one in scenario.safeguards.values()):
        without = [f"{hub}.{pool}" for hub, spec in scenario.hubs.items() for pool, terms in spec.pools.items() if terms.area is None]
        if without:
            yield f"How much floor there is in {', '.join(without)} is not said, so crowding there is not seen."


def _measured_by(name: str) -> bool:
    parts = name.split(".")
    return "amenities" in parts[2:3] or (parts[0] in ("hubs", "services") and parts[-1] in ("area", "monitored"))
