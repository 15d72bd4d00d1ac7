"""The model and its assumptions as the items of STRESS-DES (Monks et al. 2019), for every study, from schema and manifest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import counted
from sim.metrics import REGISTRY
from sim.metrics.metric import Kind
from sim.report import inputs
from sim.report.page.short import BLIND, LUCK_ONLY
from sim.report.sentences import days
from sim.scenario.resolved import MODEL_VERSION
from sim.study.result import Difference, Result
from sim.study.store import LIBRARIES

if TYPE_CHECKING:
    from sim.scenario.schema import Pool, Scenario
    from sim.study.result import Study

ESTIMATES: dict[Kind, str] = {
    "mean": "average over replications; interval by Student's t",
    "share": "ratio of the sums over replications; interval by jackknife over replications",
    "quantile": "of the people of all replications together, by Kaplan-Meier; interval by bootstrap of whole replications",
    "average": "of the people of all replications together, area under the Kaplan-Meier curve; interval as for quantiles",
    "chance": "share of replications; Wilson interval",
    "time_to_event": 'median over replications, "never before the horizon" being the largest; interval by order statistics',
}
JOURNEY = (
    "listed → decided by the host → waiting for transfer → boarded → arrived → screened → placed → gates and clocks → cleared → "
    "booked → attempts → left"
)
OUTCOMES = (
    "returned, removed, sent back, released, protected, absconded, moved on, sentence ended, arrested, died, other way, or still inside"
)
BASE_LOGIC = (
    "A case is a person or a family that is decided, housed and moved together. After screening it takes a place that its class may use. "
    "It is cleared when documents, notice, fitness and claims allow; exits compete, and the earliest wins. A cleared or agreed case queues "
    "for a seat; an attempt may fail. At the agreed limit and at the end of the agreement the rule written in the scenario follows."
)


@dataclass(frozen=True)
class Item:
    """One item of the checklist."""

    number: str
    title: str
    texts: tuple[str, ...]


def items(study: Study) -> list[Item]:
    """All items of the checklist, in order."""
    scenarios = [study.a.scenario, study.b.scenario] if isinstance(study, Difference) else [study.scenario]
    main = scenarios[-1]
    return [
        *_objectives(study, scenarios),
        *_logic(scenarios),
        *_components(main),
        *_data(scenarios),
        *_experiments(study, main),
        *_implementation(study),
    ]


def _objectives(study: Study, scenarios: list[Scenario]) -> list[Item]:
    questions = tuple(dict.fromkeys(one.why or f"{one.name}: no question is written in the scenario" for one in scenarios))
    kinds = tuple(f"{kind}: {text}." for kind, text in ESTIMATES.items())
    many = f"{len(REGISTRY)} metrics and families of metrics"
    outputs = f"{many} in one registry, each with meaning, formula and kind. The kind fixes the estimate:"
    return [
        Item("1.1", "Purpose of the model", questions),
        Item("1.2", "Outputs and how they are computed", (outputs, *kinds, "Beside each estimate stands where nine runs in ten fall.")),
        Item("1.3", "Experimentation aims", (_design(study), "Nothing is optimised by the study itself.")),
    ]


def _design(study: Study) -> str:
    if isinstance(study, Result):
        return "One scenario, replicated."
    if isinstance(study, Difference):
        return f"{study.b.name} against {study.a.name}: paired, each case having the same luck in both."
    return f"{counted(len(study.points), 'point')} over {', '.join(study.varied)}, every point with the same luck."


def _logic(scenarios: list[Scenario]) -> list[Item]:
    return [
        Item("2.1", "Base model overview", (JOURNEY + ".",)),
        Item("2.2", "Base model logic", (BASE_LOGIC,)),
        Item("2.3", "Scenario logic", tuple(text for one in scenarios for text in _changes(one)) or ("The base model.",)),
        Item(
            "2.4",
            "Algorithms",
            (
                "Durations by inversion of one uniform number each; arrivals by inversion of the cumulative rate, dated cuts by thinning.",
                "Latent times of clocks are drawn once; dated changes alter the speed of a clock, not what was drawn.",
            ),
        ),
    ]


def _changes(scenario: Scenario) -> list[str]:
    """Dated acts, and what the layers over the base set."""
    acts = [f"Dated act {name}." for name in scenario.timeline]
    by_layer: dict[str, int] = {}
    for row in scenario.inputs:
        if row.set_by:
            by_layer[row.set_by[-1].layer] = by_layer.get(row.set_by[-1].layer, 0) + 1
    layers = ", ".join(f"{count} by {layer}" for layer, count in by_layer.items())
    return [f"{scenario.name}: values set {layers}.", *acts] if layers else acts


def _components(scenario: Scenario) -> list[Item]:
    hubs = scenario.hubs.values()
    steps = {name: step for hub in hubs for name, step in hub.screening.items()}
    clocks = {name: clock for hub in hubs for name, clock in hub.clocks.items()}
    teams = {name: team for hub in hubs for name, team in hub.teams.items()}
    pools = {name: pool for hub in hubs for name, pool in hub.pools.items()}
    queue = ", ".join(sorted({str(hub.policy.queue) for hub in hubs}))
    entities = f"Cases of the classes {_names(scenario.classes)}, bound for {_names(scenario.destinations)}."
    activities = [f"Selection by {_names(scenario.selection.team) or 'nobody'}."]
    activities += [f"Screening step {name}: teams {_names(step.team)}, all at once." for name, step in steps.items()]
    activities += [f"Clock {name}: {clock.kind}, from {clock.from_}." for name, clock in clocks.items()]
    resources = [f"Team {name}: {team.staff} on duty in each shift." for name, team in teams.items()]
    resources += [f"Pool {name}: {_places(pool)}." for name, pool in pools.items()]
    resources += [f"Service {name}: {counted(one.seats, 'seat')}, to {_names(one.to)}." for name, one in scenario.services.items()]
    queues = (
        f"One list for each team, for places, and for each service; order: priority, time of joining, number. Discipline: {queue}.",
        f"Lists are not limited; when no place is free: {', '.join(sorted({str(hub.policy.when_full) for hub in hubs}))}.",
    )
    entry = tuple(f"Stream {name}: {stream.kind}." for name, stream in scenario.demand.items())
    return [
        Item("2.5.1", "Entities", (entities,)),
        Item("2.5.2", "Activities", tuple(activities)),
        Item("2.5.3", "Resources", tuple(resources)),
        Item("2.5.4", "Queues", queues),
        Item("2.5.5", "Entry and exit", (*entry, f"Exits, exactly one for each case: {OUTCOMES}.")),
    ]


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)


def _data(scenarios: list[Scenario]) -> list[Item]:
    assumed = [row for one in scenarios for row in one.inputs if row.role == "fact" and row.status == "assumed"]
    names = list(dict.fromkeys(row.name for row in assumed))
    return [
        Item(
            "3.1",
            "Data sources",
            (*(f"{one.name}: {inputs.counts(one)}." for one in scenarios), "The sources are written out below."),
        ),
        Item("3.2", "Pre-processing", ("None in the model: values enter as written, are read strictly, and nothing is guessed.",)),
        Item("3.3", "Input parameters", ("Every value with its range, status, source and who set it stands under the inputs below.",)),
        Item(
            "3.4",
            "Assumptions",
            (
                f"{counted(len(names), 'fact')} {'is' if len(names) == 1 else 'are'} assumed: {', '.join(names)}."
                if names
                else "No fact is assumed.",
                LUCK_ONLY,
                BLIND,
            ),
        ),
    ]


def _places(pool: Pool) -> str:
    """`30 places`, or `2 rooms of 5 places`."""
    if pool.places is not None:
        return counted(pool.places, "place")
    return f"{counted(pool.rooms or 0, 'room')} of {counted(pool.beds or 0, 'place')}"


def _experiments(study: Study, scenario: Scenario) -> list[Item]:
    initial = [name for name, stream in scenario.demand.items() if stream.kind == "initial"]
    start = f"People inside at the start: {_names(initial)}." if initial else "The hub is empty at the start."
    made = study.made
    enough = "the 95 % intervals say whether they are enough for a question" if made.reps > 1 else "no interval can be given"
    return [
        Item("4.1", "Initialisation", ("Terminating: no warm-up, because the start is real.", start)),
        Item("4.2", "Run length", (f"{days(scenario.horizon)} from {scenario.start}; time in whole milliseconds.",)),
        Item("4.3", "Replications", (f"{counted(made.reps, 'replication')}; {enough}.",)),
    ]


def _implementation(study: Study) -> list[Item]:
    return [
        Item(
            "5.1",
            "Software",
            (f"hubsim, model version {MODEL_VERSION}, engine {study.made.engine}, with {', '.join(LIBRARIES[1:])}; versions below.",),
        ),
        Item(
            "5.2",
            "Random numbers",
            (
                f"Philox 4x32-10, seed {study.made.seed}: every number is a function of seed, replication, entity, decision and repeat.",
                "The same case has the same luck in every scenario, so that comparisons are paired.",
            ),
        ),
        Item(
            "5.3",
            "Execution of events",
            (
                "Events in order of time, then of kind, number and name; places, teams and seats are granted last in an instant.",
                "Replications run in parallel; how many workers there are changes no number.",
            ),
        ),
        Item("5.4", "System and run time", ("When, how long and with how many workers stands in the manifest, under run.",)),
        Item("6.1", "Access", ("Free software under the MIT licence; how to make this again stands at the end of the page.",)),
    ]
