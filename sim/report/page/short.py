"""In short: the questions of a planner, each answered with a number, its spread, and what it rests on."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from sim.metrics.stages import STAGES
from sim.report import answers
from sim.report.figures.over_time import SERIES_OF, of_days
from sim.report.figures.people import OUTCOMES
from sim.report.page.evidence import weakest
from sim.report.page.parts import Numbers, Sentence
from sim.report.sentences import days, number, percent

if TYPE_CHECKING:
    from sim.scenario.schema import Observation, Scenario
    from sim.study.result import Result

RUNS = "nine runs in ten: "

NOT_FREE = (
    'Returns are called "voluntary" as they are recorded. A choice made in custody, or with no other way out, is not a free one: '
    "the number says how many signed, not how many wished to go."
)

BLIND = (
    "What the model cannot see: it moves anonymous cases by rates, so it knows nothing of who these people are, of pressure, fear, "
    "illness or rights denied to one person, of politics, or of what is not written in the scenario."
)

LUCK_ONLY = (
    "The ranges in this report are luck alone: every run holds the values of the scenario as they are written. "
    "What is not known about those values is not in the ranges and can move the answer further than luck does."
)


def in_short(result: Result) -> list[Sentence]:
    """Who comes, how many places they use, who passes the limit, what holds them, how it ends, who remains, what it costs."""
    said = Numbers(result)
    parts = (_coming, _places, _limit, _holds, _ends, _remain, _costs)
    return [sentence for part in parts for sentence in part(result, said)]


def behind_coming(scenario: Scenario) -> list[str]:
    """Dotted names of what decides who comes."""
    inbound = [f"services.{name}" for name, service in scenario.services.items() if service.from_ not in scenario.hubs]
    agreement = [f"agreement.{limit}" for limit in ("total", "standing", "rate", "intake", "lead", "excluded")]
    hubs = [f"hubs.{hub}.{part}" for hub in scenario.hubs for part in ("pools", "reception", "policy")]
    return [*agreement, *hubs, *inbound, "classes", "demand", "selection", "timeline"]


def behind_stays() -> list[str]:
    """Dotted names of what decides how long people stay: nearly all."""
    return ["agreement", "classes", "destinations", "demand", "selection", "services", "hubs", "timeline"]


def pools(scenario: Scenario) -> list[str]:
    """Dotted names of the pools."""
    return [f"hubs.{hub}.pools" for hub in scenario.hubs]


def clocks(scenario: Scenario) -> list[str]:
    """Dotted names of what runs for each person until the stay ends."""
    return ["destinations", *(f"hubs.{hub}.clocks" for hub in scenario.hubs)]


def _coming(result: Result, said: Numbers) -> list[Sentence]:
    total = result.scenario.agreement.total
    of = f" of the {total} people agreed" if total is not None else ""
    remark = answers.remark(result, said.rows["people.arrived"])
    people = number(said.value("people.arrived"), "") if of else said.said("people.arrived")
    text = f"On average {people}{of} ever come{'; ' + remark if remark else ''}."
    return [Sentence(text, RUNS + said.spread("people.arrived"), weakest(result.scenario, behind_coming(result.scenario), ["demand"]))]


def _places(result: Result, said: Numbers) -> list[Sentence]:
    usable, peak = answers.usable_places(result), answers.values_of(result, "places.peak")
    most = number(float(peak.max()), "people") if peak.size else "nobody"
    text = (
        f"At the fullest moment {said.said('places.peak')} live in its places at once; {usable} are usable, and no run has "
        f"more than {most}. Averaged over time {said.said('places.occupancy')} of the usable places are taken."
    )
    full = said.value("full.chance")
    refused = f" Somebody asks for a place and finds none in {percent(full)} of runs." if full else " Nobody asks for a place in vain."
    return [Sentence(text + refused, RUNS + said.spread("places.peak"), weakest(result.scenario, behind_stays(), pools(result.scenario)))]


def _limit(result: Result, said: Numbers) -> list[Sentence]:
    limit, behind = result.scenario.agreement.stay.limit, weakest(result.scenario, behind_stays(), clocks(result.scenario))
    longest = f"The longest stay of anyone is {said.said('stay.longest')} on average"
    if limit is None:
        return [Sentence(f"No longest stay is agreed. {longest}.", RUNS + said.spread("stay.longest"), behind)]
    if not answers.values_of(result, "limit.people").any():
        return [
            Sentence(
                f"Nobody stays longer than the {days(limit)} agreed, in any run. {longest}.", RUNS + said.spread("stay.longest"), behind
            )
        ]
    people, beyond, child = (said.value(f"limit.{what}") for what in ("people", "person_days", "child_days"))
    children = f", {percent(child / beyond)} of them days of children" if child else ""
    text = (
        f"{said.said('limit.people')} stay longer than the {days(limit)} agreed, {said.said('limit.beyond_share')} of those who came early "
        f"enough to see it. Together they spend {said.said('limit.person_days')} beyond it{children}, "
        f"{number(beyond / people, 'days')} each on average. {longest}; who is still inside at the end counts only so far."
    )
    return [Sentence(text, RUNS + said.spread("limit.people"), behind)]


def _holds(result: Result, said: Numbers) -> list[Sentence]:
    found = sorted(((said.value(f"days_share.{stage}"), stage) for stage in STAGES), reverse=True)
    most = [(share, stage) for share, stage in found if share > 0][:3]
    if not most:
        return [Sentence("Nobody was ever inside, so nothing held anyone.")]
    first, *rest = [(percent(share), STAGES[stage]) for share, stage in most]
    then = "".join(f"; {share} on which a person {meaning}" for share, meaning in rest)
    text = f"What holds people: {first[0]} of all days inside are days on which a person {first[1]}{then}."
    return [
        Sentence(text, RUNS + said.spread(f"days_share.{most[0][1]}"), weakest(result.scenario, behind_stays(), clocks(result.scenario)))
    ]


def _ends(result: Result, said: Numbers) -> list[Sentence]:
    found = sorted(((said.value(f"outcome.{name}"), name) for name in OUTCOMES if name != "inside"), reverse=True)
    most = [(people, name) for people, name in found if people > 0][:4]
    if not most:
        return [Sentence("Nobody leaves before the end of the run.")]
    parts = [f"{said.said(f'outcome.{name}')} {OUTCOMES[name]} ({said.spread(f'outcome.{name}')})" for _, name in most]
    return [
        Sentence(
            f"How it ends: {'; '.join(parts)}.",
            "in brackets: nine runs in ten",
            weakest(result.scenario, behind_stays(), clocks(result.scenario)),
        )
    ]


def _remain(result: Result, said: Numbers) -> list[Sentence]:
    people, age = said.value("residual.horizon.people"), said.value("residual.horizon.age")
    inside = f", for {number(age, 'days')} on average by then" if people and isfinite(age) else ""
    text = f"{said.said('residual.horizon.people')} are still inside after {days(result.scenario.horizon)}{inside}."
    return [
        Sentence(text, RUNS + said.spread("residual.horizon.people"), weakest(result.scenario, behind_stays(), clocks(result.scenario)))
    ]


def _costs(result: Result, said: Numbers) -> list[Sentence]:
    totals = [name for name in said.rows if name.startswith("costs.") and name.endswith(".total")]
    behind = weakest(result.scenario, ["costs", *behind_stays()], ["costs"])
    return [_cost(total.removesuffix(".total"), said, behind) for total in totals]


def _cost(name: str, said: Numbers, behind: str) -> Sentence:
    ratios = {"per day of a person inside": f"{name}.per_person_day", "per person who returned": f"{name}.per_completed_return"}
    parts = [f"{said.said(metric).split(' / ')[0]} {what}" for what, metric in ratios.items() if isfinite(said.value(metric))]
    empty = said.said(f"{name}.empty_places") if isfinite(said.value(f"{name}.empty_places")) else ""
    text = f"What has a price costs {said.said(f'{name}.total')}" + (f": {', '.join(parts)}" if parts else "")
    return Sentence(
        f"{text}{f'; {empty} of it for places in which nobody is' if empty else ''}.", RUNS + said.spread(f"{name}.total"), behind
    )


def seen(result: Result) -> list[Sentence]:
    """Each observation beside the model on the same day."""
    return [_seen(result, name, one) for name, one in result.scenario.observed.items()]


def _seen(result: Result, name: str, one: Observation) -> Sentence:
    words = {"arrived": "had arrived", "present": "were present", "left": "had left"}[one.what]
    many = number(one.low, "people") if one.low == one.high else f"{one.low} to {one.high} people"
    source = next((row for row in result.scenario.inputs if row.name == f"observed.{name}.low"), None)
    behind = f"{source.status}{', ' + source.source if source.source else ''}" if source else ""
    series = of_days(result, SERIES_OF[one.what])
    day = series[series["day"] == (one.date - result.scenario.start).days]
    if day.empty:
        return Sentence(f"Seen on {one.date}: {many} {words}. The day lies outside the run.", "", behind)
    low, middle, high = (float(day[column].iloc[0]) for column in ("max_p05", "max_mean", "max_p95"))
    verdict = "fewer than" if one.high < low else "more than" if one.low > high else "within what"
    text = (
        f"Seen on {one.date}: {many} {words}. In the model by then: {number(middle, 'people')} on average. "
        f"What was seen is {verdict} nine runs in ten give."
    )
    return Sentence(text, f"{RUNS}{number(low, '')} to {number(high, 'people')}", f"what was seen: {behind}" if behind else "")
