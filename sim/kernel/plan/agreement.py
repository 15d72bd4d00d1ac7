"""Plan of the agreement, of people, and of what happens between list and boarding."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel.plan.layout import Layout
from sim.kernel.rows import Class, Destination, Filter, Objection, World
from sim.kernel.words import At, Choice, Routing
from sim.record import MS_PER_DAY
from sim.scenario.schema import Scenario, Selection

PERIODS = {"day": -1, "week": -2, "month": -3, "year": -4}
CHOICES = {
    "release": Choice.RELEASE, "send_back": Choice.SEND_BACK, "extend": Choice.EXTEND, "wait": Choice.WAIT,
    "breach": Choice.COUNT, "count": Choice.COUNT, "stay": Choice.COUNT, None: Choice.COUNT,
}  # fmt: skip


def lay_agreement(layout: Layout, scenario: Scenario) -> None:
    """The five limits, the stay, and the end."""
    put, terms = layout.put, scenario.agreement
    put(World.TOTAL, terms.total)
    put(World.STANDING_LIMIT, terms.standing)
    if terms.rate is not None:
        put(World.RATE_PEOPLE, terms.rate.people)
        put(World.RATE_PERIOD, terms.rate.period if isinstance(terms.rate.period, int) else PERIODS[terms.rate.period])
    put(World.INTAKE_FROM, layout.instant(terms.intake.from_))
    until = layout.instant(terms.intake.until)
    put(World.INTAKE_UNTIL, until if terms.intake.until is None else until + MS_PER_DAY)
    stay = terms.stay
    put(World.STAY_LIMIT, stay.limit)
    put(World.STAY_THEN, CHOICES[stay.then])
    put(World.STAY_BY, stay.by or 0)
    put(World.STAY_TIMES, stay.times or 0)
    put(World.STAY_CHANCE, 1.0 if stay.chance is None else stay.chance)
    put(World.STAY_ELSE, CHOICES[stay.else_])
    put(World.END_DATE, layout.instant(None if terms.end is None else terms.end.date))
    if terms.end is not None:
        put(World.END_THEN, CHOICES[terms.end.then])
        put(World.END_GRACE, terms.end.grace)
    put(World.EXCLUDED, layout.mask(terms.excluded, layout.names.classes))
    put(World.LEAD, terms.lead)
    put(World.ROUTING, Routing[scenario.routing.by.upper()])


def lay_people(layout: Layout, scenario: Scenario) -> None:
    """Classes and destinations."""
    put, constants, names = layout.put, layout.constants, layout.names
    put(World.CLASS_CHOICES, constants.choices("class", {n: c.share for n, c in scenario.classes.items()}, names.classes))
    shares = {name: destination.share for name, destination in scenario.destinations.items()}
    put(World.DESTINATION_CHOICES, constants.choices("destination", shares, names.destinations))
    for name, terms in scenario.classes.items():
        row = layout.classes[name]
        sizes = {str(n): share for n, share in terms.size}
        put(row + Class.SIZE, terms.size[0][0])
        put(row + Class.SIZES, 0 if len(terms.size) == 1 else constants.choices("size", sizes, {n: int(n) for n in sizes}))
        put(row + Class.MINORS, float(terms.minors))
        put(row + Class.ESCORTED, float(terms.escorted))
        put(row + Class.PRIORITY, terms.priority)
    for name, destination in scenario.destinations.items():
        row, documents = layout.destinations[name], destination.documents
        put(row + Destination.DOCUMENTS, constants.latent("documents", documents.time))
        put(row + Destination.FROM, At[documents.from_.upper()])
        put(row + Destination.SPEED, float(documents.speed))
        put(row + Destination.SPEED_AGREED, float(documents.speed_agreed))
        put(row + Destination.HAS_WORK, documents.work is not None)
        if documents.work is not None:
            put(row + Destination.WORK_TEAM, layout.need(documents.work.team))
            put(row + Destination.WORK_TIME, constants.shape("documents.work", documents.work.time))
        put(row + Destination.VIA_SENDER, destination.via == "sender")
        put(row + Destination.ONWARD, constants.shape("onward", destination.onward))


def lay_selection(layout: Layout, scenario: Scenario) -> None:
    """Who is proposed and eligible, and the host's review."""
    put, constants, names, terms = layout.put, layout.constants, layout.names, scenario.selection
    put(World.PROPOSED, 0 if terms.proposed is None else layout.by_class(terms.proposed, 1.0))
    put(World.ACCEPTED_SHARE, layout.by_class(terms.accepted, 1.0))
    put(World.SELECTION_TEAM, layout.need(terms.team))
    put(World.SELECTION_TIME, constants.shape("selection.time", terms.time))
    put(World.SELECTION_EVERY, terms.every)
    put(World.SELECTION_SITE, layout.hubs[_site_of_review(scenario, terms)])
    for name, one in terms.filters.items():
        row = layout.filters[name]
        put(row + Filter.HASH, hash32(f"filters.{name}"))
        put(row + Filter.PASSES, float(one.passes))
        put(row + Filter.FOR, layout.mask(one.for_, names.classes))
        put(row + Filter.DESTINATIONS, layout.mask(one.destinations, names.destinations))


def _site_of_review(scenario: Scenario, terms: Selection) -> str:
    """The hub that has the teams; the first where nobody is needed."""
    return next((name for name, hub in scenario.hubs.items() if set(terms.team) <= set(hub.teams)), next(iter(scenario.hubs)))


def lay_notices(layout: Layout, scenario: Scenario) -> None:
    """Being told, having time, and objecting."""
    put, constants, terms = layout.put, layout.constants, scenario.transfer
    put(World.TOLD_AFTER, constants.shape("told_after", terms.told_after))
    put(World.NOTICE, terms.notice)
    for name, one in terms.objections.items():
        row = layout.objections[name]
        put(row + Objection.CHANCE, layout.by_class(one.chance, 0.0))
        put(row + Objection.AFTER, constants.latent(f"objections.{name}.after", one.after))
        put(row + Objection.AFTER_HASH, hash32(f"objections.{name}.after"))
        put(row + Objection.UNTIL_BOARDING, one.until == "boarding")
        put(row + Objection.DECIDED, constants.latent(f"objections.{name}.decided", one.decided))
        put(row + Objection.DECIDED_HASH, hash32(f"objections.{name}.decided"))
        put(row + Objection.UPHELD, float(one.upheld))
        put(row + Objection.UPHELD_HASH, hash32(f"objections.{name}.upheld"))
        put(row + Objection.FURTHER, one.further)
