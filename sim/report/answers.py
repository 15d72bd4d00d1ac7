"""What a planner reads first: a table with plain remarks, what leaves, what holds people, what breaks, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import counted
from sim.metrics import named
from sim.report import funnel, inputs
from sim.report.answerable import answers_for
from sim.report.given import given
from sim.report.sentences import NEVER, NOTHING, between, days, number, percent
from sim.report.tables import table
from sim.report.words import NEVER_WAITED_FOR, lines, months, reserved, stage_words
from sim.scenario.thresholds import rule

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.scenario.schema import Pool, Scenario, Service
    from sim.study.result import Difference, Result

Values = NDArray[np.float64]
Row = dict[str, Any]

BREAKS = {
    "breaches.people": "people for whom any safeguard is broken",
    "breaches.person_days": "days of people in breach of safeguards",
    "limit.people": "people beyond the agreed limit",
    "reviews.late": "reviews held late",
    "order.days": "days inside after an order to release",
    "overcrowding.person_days": "places taken beyond what is usable",
    "overflow.person_days": "people in overflow",
}
"""What breaks besides the safeguards, in words."""

NOT_LEFT = {"cancelled": "cancelled", "below_minimum": "with nobody or too few people", "suspended": "suspended"}
"""Why a departure did not leave, in words."""

NOBODY = "with nobody to take"
"""The same for `below_minimum` where one person is enough."""

NO_INTERVAL = "One replication: no interval and no range can be given, and how sure the numbers are is not known. More --reps give both."


def of_result(result: Result) -> list[RenderableType]:
    """One scenario."""
    head = f"{result.name}: {result.scenario.why}" if result.scenario.why else result.name
    once = [NO_INTERVAL] if result.reps == 1 else []
    told = [head, *given(result).in_words(), made(result), *once]
    return [*told, _results(result), *funnel.of_result(result), leaves(result), holds(result), breaks(result), rests(result)]


def made(result: Result) -> str:
    """`40 replications of 1080 d from 2025-06-11, seed 1. A month is 30 days, a year 365.`"""
    text = f"{counted(result.reps, 'replication')} of {days(result.scenario.horizon)} from {result.scenario.start}, seed {result.seed}"
    return f"{text}. {months(result.scenario)}" if months(result.scenario) else text


def _results(result: Result) -> RenderableType:
    grid = table("", "estimate", "95 % interval", "nine runs in ten", "", numbers=("estimate", "95 % interval", "nine runs in ten"))
    reached, words = result.reach, lines(result.scenario)
    for row in first_rows(result, result):
        metric, unit = named(row["metric"]), row["unit"]
        beyond = f"> {number(reached[metric.name], unit)}" if metric.sample else NEVER
        spread = "" if metric.kind == "chance" or result.reps == 1 else _where_known(between(row["p05"], row["p95"], unit, beyond))
        interval = _where_known(between(row["ci_low"], row["ci_high"], unit, beyond))
        grid.add_row(words[metric.name], number(row["estimate"], unit, beyond), interval, spread, remark(result, row))
    return grid


def _where_known(text: str) -> str:
    return "" if text == NOTHING else text


def first_rows(study: Result | Difference, *results: Result) -> list[Row]:
    """The rows of the first table; a wait for a place that nobody can have is left out."""
    waited = any(not reserved(one.scenario) or values_of(one, NEVER_WAITED_FOR).any() for one in results)
    return [row for row in rows_named(study, lines()) if waited or row["metric"] != NEVER_WAITED_FOR]


def rows_named(study: Result | Difference, names: Iterable[str]) -> list[Row]:
    """The rows of these metrics, as far as the study has them."""
    rows = {row["metric"]: row for row in study.summary.to_dict("records")}
    return [rows[name] for name in names if name in rows]


# --- remarks --------------------------------------------------------------------------------------------------------------


def remark(result: Result, row: dict[str, Any]) -> str:
    """A plain remark on one line, from its values run by run; empty where there is nothing to add."""
    metric = row["metric"]
    values = values_of(result, metric)
    if metric in REMARKS and values.size:
        return REMARKS[metric](result, values)
    if values.size and np.isinf(values).any():
        return f"{'not reached' if named(metric).sample else 'never'} in {_share(values == inf)} of runs"
    return f"undefined in {row['undefined_in']} of {counted(result.reps, 'run')}" if row["undefined_in"] else ""


def values_of(result: Result, metric: str) -> Values:
    """The values of a metric run by run, without those that are undefined."""
    rows = result.replications
    values: Values = rows.loc[rows["metric"] == metric, "value"].to_numpy(float)
    return values[~np.isnan(values)]


def _share(true: NDArray[np.bool_]) -> str:
    return percent(float(np.mean(true)))


def _beyond(values: Values, limit: float, what: str) -> str:
    return f"above {what} in {_share(values > limit)} of runs" if (values > limit).any() else f"never above {what}"


def _presence(result: Result, values: Values) -> str:
    usable = usable_places(result)
    return _beyond(values, usable, f"{usable} usable places (reception counted)")


def _arrived(result: Result, values: Values) -> str:
    """Whether all agreed are moved; people inside at the start are not of the agreement."""
    total = result.scenario.agreement.total
    if total is None:
        return ""
    all_of_them = used_up(result)
    return f"all {total} agreed in {_share(all_of_them)} of runs" if all_of_them.any() else f"never all {total} agreed"


def used_up(result: Result) -> NDArray[np.bool_]:
    """Run by run, whether all that the agreement allows were moved."""
    whole: NDArray[np.bool_] = values_of(result, "agreement.used") >= 1
    return whole


def _longest(result: Result, values: Values) -> str:
    limit = result.scenario.agreement.stay.limit
    return "" if limit is None else _beyond(values, limit / 86_400_000, days(limit))


def _somebody(result: Result, values: Values) -> str:
    return f"somebody in {_share(values > 0)} of runs" if (values > 0).any() else "nobody in any run"


def _in_vain(result: Result, values: Values) -> str:
    return why_others_stand_free(result) if values.any() else ""


def why_others_stand_free(result: Result) -> str:
    """Why somebody finds no place in runs in which not all usable ones are ever taken; empty where there is no such run."""
    runs = [one.values for one in result.measures]
    if not any(values["full.chance"] and values["places.peak"] < usable_places(result) for values in runs):
        return ""
    hubs, classes = result.scenario.hubs.values(), result.scenario.classes.values()
    pools = [pool for hub in hubs for pool in hub.pools.values()]
    where = {
        "for other classes": any(pool.for_ for pool in pools) and len(pools) > 1,
        "in rooms of others": any(pool.rooms for pool in pools),
        "in another hub": len(hubs) > 1,
        "kept for others": any(pool.reserve for pool in pools),
        "too few for a family": any(people > 1 for one in classes for people, _ in one.size),
        "at other times": True,
    }
    return f"others may stand free: {', '.join([words for words, holds in where.items() if holds][:MOST_PLACES])}"


MOST_PLACES = 3
"""Where places may stand free that somebody cannot have: so many are told."""


REMARKS: dict[str, Callable[[Result, Values], str]] = {
    "present.peak": _presence,
    "full.chance": _in_vain,
    "people.arrived": _arrived,
    "stay.longest": _longest,
    "limit.people": _somebody,
    "residual.horizon.people": _somebody,
}


def usable_places(result: Result) -> int:
    """Usable places of all pools as first opened: floor(floor(places x opened) x usable) each."""
    pools = [pool for hub in result.scenario.hubs.values() for pool in hub.pools.values()]
    return sum(int(int(_nominal(pool) * pool.opened + 1e-9) * pool.usable + 1e-9) * (pool.beds or 1) for pool in pools)


def _nominal(pool: Pool) -> int:
    """Beds, or rooms."""
    return pool.places if pool.places is not None else pool.rooms or 0


# --- what leaves, what holds, what breaks, what it rests on ----------------------------------------------------------------------------


def leaves(result: Result) -> str:
    """A line for each service: seats used of those offered, people moved, and what did not leave."""
    told = [f"  {name}: {of_service(result, name, service)}" for name, service in result.scenario.services.items()]
    return "\n".join(["What leaves with seats", *(told or ["  nothing: no services declared"])])


def of_service(result: Result, name: str, service: Service) -> str:
    """`12.9 of 35.5 seats used, 12.9 people moved (nine runs in ten: 6 to 19 people), in 8.9 departures`."""
    rows = {row["metric"].removeprefix(f"service.{name}."): row for row in result.summary.to_dict("records")}
    many = {what: float(rows[what]["estimate"]) for what in ("seats_used", "seats_empty", "departed")}
    moved = f"{number(rows['people']['estimate'], 'people')} moved"
    spread = between(rows["people"]["p05"], rows["people"]["p95"], "people")
    seats = f"{number(many['seats_used'], '')} of {number(many['seats_used'] + many['seats_empty'], 'seats')} used"
    stayed = not_left(result, name, service)
    text = f"{seats}, {moved}{_nine(result, spread)}, in {number(many['departed'], 'departures')}"
    return "; ".join([text, *([stayed] if stayed else []), *charter(result, name, service)])


def not_left(result: Result, name: str, service: Service) -> str:
    """`not left: 145 with nobody to take, 2.1 cancelled`; empty where everything left."""
    acts = result.scenario.timeline.values()
    one_is_enough = service.minimum == 1 and not any(path.endswith(".minimum") for act in acts for path in act.set)
    words = {**NOT_LEFT, "below_minimum": NOBODY} if one_is_enough else NOT_LEFT
    many = {row["metric"]: float(row["estimate"]) for row in rows_named(result, (f"service.{name}.{what}" for what in words))}
    told = [f"{number(many[f'service.{name}.{what}'], '')} {said}" for what, said in words.items() if many[f"service.{name}.{what}"]]
    return f"not left: {', '.join(told)}" if told else ""


def charter(result: Result, name: str, service: Service) -> list[str]:
    """What one asks of a service on stated dates: whether it was full, and who was left, where no other goes to a hub."""
    if service.leaves.dates is None:
        return []
    departed, empty = (values_of(result, f"service.{name}.{what}") for what in ("departed", "seats_empty"))
    full = [f"every seat taken in {_share((departed > 0) & (empty == 0))} of runs"]
    left = sum(float(row["estimate"]) for row in rows_named(result, ("people.dropped_out", "people.waiting_at_end")))
    inbound = [other for other, one in result.scenario.services.items() if one.from_ not in result.scenario.hubs]
    return [*full, f"{number(left, 'people')} not declined stay with the sender"] if inbound == [name] and left else full


def holds(result: Result) -> str:
    """The three stages in which most of the days go."""
    stages = [row for row in result.summary.to_dict("records") if row["metric"].startswith("days_share.") and row["estimate"] > 0]
    if not stages:
        return "What holds people: nobody was inside."
    most = sorted(stages, key=lambda row: -row["estimate"])[:3]
    lines = [
        f"  {percent(row['estimate']):>7} of the days a person {stage_words(row['metric'].removeprefix('days_share.'), result.scenario)}"
        for row in most
    ]
    return "\n".join(["What holds people", *lines])


def breaks(result: Result) -> str:
    """Safeguards, the limit, late reviews and overcrowding: for how many, in how many runs."""
    named_so = {**_safeguards(result.scenario), **BREAKS}
    rows = [(named_so[row["metric"]], row, values_of(result, row["metric"])) for row in rows_named(result, named_so)]
    declared = [] if result.scenario.safeguards else ["no safeguards declared"]
    broken = [_broken(result, words, row, values) + _days(result, row["metric"]) for words, row, values in rows if values.any()]
    whole = [words for words, _, values in rows if not values.any()]
    never = [f"in no run: {', '.join(whole)}"] if whole else []
    return "\n  ".join(["What breaks", *declared, *broken, *never])


def _safeguards(scenario: Scenario) -> dict[str, str]:
    """Metrics of the safeguards in words: `doctor (from arrived to health within 1 d)`."""
    declared = scenario.safeguards.items()
    return {f"safeguard.{name}.people": f"{name} ({rule(one)})" for name, one in declared}


def _days(result: Result, metric: str) -> str:
    """Of a safeguard: its days of people, and who answers for them."""
    name = metric.removeprefix("safeguard.").removesuffix(".people")
    rows = rows_named(result, (f"safeguard.{name}.{what}" for what in ("person_days", "sender_days", "host_days")))
    return f"; {number(rows[0]['estimate'], 'person-days')}, {answers_for(*(float(row['estimate']) for row in rows))}" if rows else ""


def _broken(result: Result, words: str, row: Row, values: Values) -> str:
    spread = _nine(result, between(row["p05"], row["p95"], row["unit"]))
    return f"{words}: {number(row['estimate'], row['unit'])}{spread}, in {_share(values > 0)} of runs"


def _nine(result: Result, spread: str) -> str:
    """Where nine runs in ten fall; one run has no such range."""
    return f" (nine runs in ten: {spread})" if result.reps > 1 else ""


def rests(result: Result) -> str:
    """How many facts are official, reported, estimated, assumed."""
    return f"It rests on {inputs.counts(result.scenario)}."
