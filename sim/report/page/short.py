"""In short: the questions of a planner, each answered with a number, its spread, and what it rests on."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from sim.metrics.stages import STAGES
from sim.report import answers
from sim.report.figures.over_time import SERIES_OF, of_days
from sim.report.figures.people import OUTCOMES
from sim.report.page.evidence import weakest
from sim.report.page.parts import Numbers, Sentence
from sim.report.page.priced import caveat, pays_for_empty_places, priced
from sim.report.sentences import between, days, number, percent
from sim.report.words import inside_at_start, reserved, stage_words

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

LUCK_ONLY_SHORT = "The ranges are luck alone; what is not known about the inputs can move the answer further."

LUCK_ONLY = (
    "The ranges in this report are luck alone: every run holds the values of the scenario as they are written. "
    "What is not known about those values is not in the ranges and can move the answer further than luck does."
)


PACE = ("demand.*.rate*", "demand.*.cases", "demand.*.dates*", "selection.accepted*")
"""Patterns of what decides most who comes, the first first."""

STAYS = ("destinations.*.documents.*", "destinations.*.share", "hubs.*.clocks.voluntary.*", "hubs.*.clocks.claim.*", "services.*.leaves.*")
"""The same of how long people stay and how it ends: papers, whose papers, agreeing, claims, seats."""

FULLEST = (*PACE, "hubs.*.pools.*.usable", "hubs.*.pools.*.places", *STAYS)
"""The same of the fullest moment: the pace, the room, the stay."""


def in_short(result: Result) -> list[Sentence]:
    """Who comes, how many places they use, who passes the limit, what holds them, how it ends, what it costs or who remains; and where
    what was seen in reality is not what the model gives."""
    said = Numbers(result)
    last = _costs if priced(said) else _remain
    return [*(part(result, said) for part in (_coming, _places, _limit, _holds, _ends, last)), *_mismatch(result)]


def behind_coming(scenario: Scenario) -> list[str]:
    """Dotted names of what decides who comes."""
    inbound = [f"services.{name}" for name, service in scenario.services.items() if service.from_ not in scenario.hubs]
    agreement = [f"agreement.{limit}" for limit in ("total", "standing", "rate", "intake", "lead", "excluded")]
    hubs = [f"hubs.{hub}.{part}" for hub in scenario.hubs for part in ("pools", "reception", "policy")]
    return [*agreement, *hubs, *inbound, "classes", "demand", "selection", "timeline"]


def behind_stays() -> list[str]:
    """Dotted names of what decides how long people stay: nearly all."""
    return ["agreement", "classes", "destinations", "demand", "selection", "services", "hubs", "timeline"]


def _coming(result: Result, said: Numbers) -> Sentence:
    return Sentence(f"{_who_comes(result, said)}.", weakest(result.scenario, behind_coming(result.scenario), PACE))


def _who_comes(result: Result, said: Numbers) -> str:
    """Of how many agreed; people inside at the start are not of the agreement."""
    total, inside = result.scenario.agreement.total, inside_at_start(result.scenario)
    if total is None:
        return f"Who comes{' or is inside at the start' if inside else ''}: {said.from_to('people.arrived')}"
    come = f"{said.from_to('agreement.used')} of them" if inside else said.from_to("people.arrived", bare=True)
    whole = answers.used_up(result)
    all_of_them = f"; all {total} in {percent(float(np.mean(whole)))} of runs" if whole.any() else ""
    besides = "; those inside at the start come on top" if inside else ""
    return f"Of the {number(total, 'people')} agreed, {come} come{all_of_them}{besides}"


def _places(result: Result, said: Numbers) -> Sentence:
    usable, full = answers.usable_places(result), said.value("full.chance")
    vain = "must wait for a place they may use, here or with the sender" if reserved(result.scenario) else "asks for a place and finds none"
    refused = f"in {percent(full)} of runs somebody {vain}" if full else "nobody waits for want of a place"
    why = answers.why_others_stand_free(result) if full else ""
    refused = f"{refused} while {why}" if why else refused
    text = f"Of the {usable} usable places, at the fullest moment {said.from_to('places.peak', bare=True)} are taken; {refused}."
    return Sentence(text, weakest(result.scenario, behind_stays(), FULLEST))


def _limit(result: Result, said: Numbers) -> Sentence:
    limit, behind = result.scenario.agreement.stay.limit, weakest(result.scenario, behind_stays(), STAYS)
    if limit is None:
        return Sentence(f"No longest stay is agreed; the longest of anyone, so far: {said.from_to('stay.longest')}.", behind)
    if not answers.values_of(result, "limit.people").any():
        return Sentence(
            f"Longer than the {days(limit)} agreed: nobody in any run; the longest stay: {said.from_to('stay.longest')}.", behind
        )
    most = [f"{who} ({said.spread(metric).removesuffix(' people')})" for metric, who in _most_beyond(said)]
    of_them = f"; most of them {' and '.join(most)}" if most else ""
    return Sentence(f"Longer than the {days(limit)} agreed: {said.from_to('limit.people')}{of_them}.", behind)


def _most_beyond(said: Numbers) -> list[tuple[str, str]]:
    """The class and the destination of which most people pass the limit, where there is more than one."""
    found = []
    for family, words in (("limit.people_of_class.", "of class"), ("limit.people_to.", "bound for")):
        members = [name for name in said.rows if name.startswith(family)]
        if len(members) > 1:
            most = max(members, key=said.value)
            found.append((most, f"{words} {most.removeprefix(family)}"))
    return found


def _holds(result: Result, said: Numbers) -> Sentence:
    found = sorted(((said.value(f"days_share.{stage}"), stage) for stage in STAGES), reverse=True)
    most = [stage for share, stage in found if share > 0][:2]
    if not most:
        return Sentence("Nobody was ever inside, so nothing held anyone.")
    parts = [f"{said.from_to(f'days_share.{stage}')} pass while a person {stage_words(stage, result.scenario)}" for stage in most]
    return Sentence(f"Of all days inside, {'; '.join(parts)}.", weakest(result.scenario, behind_stays(), STAYS))


def _ends(result: Result, said: Numbers) -> Sentence:
    found = sorted(((said.value(f"outcome.{name}"), name) for name in OUTCOMES if name != "inside"), reverse=True)
    most = [name for people, name in found if people > 0][:3]
    if not most:
        return Sentence("How it ends: nobody leaves before the end of the run.")
    shown = [*most, "inside"] if priced(said) else most
    parts = [f"{said.from_to(f'outcome.{name}', bare=n > 0)} {OUTCOMES[name]}" for n, name in enumerate(shown)]
    return Sentence(f"How it ends: {'; '.join(parts)}.", weakest(result.scenario, behind_stays(), STAYS))


def _remain(result: Result, said: Numbers) -> Sentence:
    age = "; their stay by then: " + said.from_to("residual.horizon.age") if isfinite(said.value("residual.horizon.age")) else ""
    text = f"Still inside after {days(result.scenario.horizon)}: {said.from_to('residual.horizon.people')}{age}."
    return Sentence(text, weakest(result.scenario, behind_stays(), STAYS))


def _costs(result: Result, said: Numbers) -> Sentence:
    behind = weakest(result.scenario, ["costs", *behind_stays()], ["costs.items.*"])
    text = f"What has a price costs {' and '.join(_cost(name, said, result.scenario) for name in priced(said))}."
    return Sentence(text, f"{caveat(result.scenario)} {behind[:1].upper()}{behind[1:]}")


def _cost(name: str, said: Numbers, scenario: Scenario) -> str:
    each = {"per day of a person inside": f"{name}.per_person_day"}
    if pays_for_empty_places(scenario):
        each["for places in which nobody is"] = f"{name}.empty_places"
    parts = [f"{said.from_to(metric).split(' / ')[0]} {what}" for what, metric in each.items() if isfinite(said.value(metric))]
    return said.from_to(f"{name}.total") + (f" ({'; '.join(parts)})" if parts else "")


def seen(result: Result) -> list[Sentence]:
    """Each observation beside the model on the same day."""
    return [_seen(result, name, one) for name, one in result.scenario.observed.items()]


def _seen(result: Result, name: str, one: Observation) -> Sentence:
    behind, modelled = _said_by(result, name), _modelled(result, one)
    if modelled is None:
        return Sentence(f"Seen on {one.date}: {_observed(one)}. The day lies outside the run.", behind)
    low, middle, high = modelled
    text = (
        f"Seen on {one.date}: {_observed(one)}. In the model by then: {number(middle, 'people')} on average. "
        f"What was seen is {_held_against(one, low, high)} nine runs in ten give."
    )
    return Sentence(text, f"what was seen: {behind}" if behind else "", f"{RUNS}{between(low, high, 'people')}")


def _mismatch(result: Result) -> list[Sentence]:
    """One sentence on what was seen and lies outside nine runs in ten (who says so stands with all that was seen)."""
    held = [(one, modelled) for one in result.scenario.observed.values() if (modelled := _modelled(result, one))]
    not_so = [(one, low, high) for one, (low, _, high) in held if _held_against(one, low, high) != WITHIN]
    told = [f"{_observed(one)} on {one.date}; nine runs in ten give {between(low, high, 'people')}" for one, low, high in not_so]
    many = f", in {len(told)} of {len(held)} observations" if len(held) > 1 else ""
    return [Sentence(f"Not as seen{many}: {', and '.join(told)}.")] if told else []


WITHIN = "within what"


def _held_against(one: Observation, low: float, high: float) -> str:
    return "fewer than" if one.high < low else "more than" if one.low > high else WITHIN


def _observed(one: Observation) -> str:
    """`1 to 2 people had arrived`."""
    words = {"arrived": "had arrived", "present": "were present", "left": "had left"}[one.what]
    many = number(one.low, "people") if one.low == one.high else f"{one.low} to {one.high} people"
    return f"{many} {words}"


def _said_by(result: Result, name: str) -> str:
    """Who says what was seen."""
    source = next((row for row in result.scenario.inputs if row.name == f"observed.{name}.low"), None)
    return f"{source.status}{', ' + source.source if source.source else ''}" if source else ""


def _modelled(result: Result, one: Observation) -> tuple[float, float, float] | None:
    """Of the day of an observation: where nine runs in ten begin, the mean, where they end; None outside the run."""
    series = of_days(result, SERIES_OF[one.what])
    day = series[series["day"] == (one.date - result.scenario.start).days]
    if day.empty:
        return None
    low, middle, high = (float(day[column].iloc[0]) for column in ("max_p05", "max_mean", "max_p95"))
    return low, middle, high
