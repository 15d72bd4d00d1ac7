"""Which figures a study has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from sim.errors import counted
from sim.metrics.teams import team_names
from sim.report import answers, figures
from sim.report.figures.points import values_of
from sim.report.figures.style import VERMILLION, Draw
from sim.report.page.around import extremes
from sim.report.page.parts import Numbers
from sim.report.page.short import seen
from sim.report.replay import replay
from sim.report.words import line, short_names
from sim.study.result import Difference, Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.report.figures import Drawing
    from sim.study.result import Study, SweepResult

POINT_METRICS = ("people.arrived", "present.peak", "full.chance", "limit.people", "breaches.people")
MOST_PANELS = 6
COSTS = "costs"
"""The name of the picture of costs by month."""
TYPICAL = "typical"
"""The name of the picture of one run."""


def drawings(study: Study) -> list[Drawing]:
    """The figures of a study, in the order of the page."""
    if isinstance(study, Result):
        return _of_result(study)
    return _of_difference(study) if isinstance(study, Difference) else _of_sweep(study)


# --- one scenario ---------------------------------------------------------------------------------------------------------


def _of_result(result: Result) -> list[Drawing]:
    said = Numbers(result)
    return [
        figures.drawing(
            "present",
            "People in the hub day by day: average, the band in which nine runs of ten fall, usable places and the number agreed.",
            f"Most people inside at one time: {said.said('present.peak')} on average, {said.spread('present.peak')} in nine runs of ten; "
            f"{counted(answers.usable_places(result), 'place is', 'places are')} usable.",
            partial(figures.present, result),
        ),
        figures.drawing(
            "arrivals",
            "People who have arrived so far, with what was seen in reality beside the model.",
            " ".join([f"{said.said('people.arrived')} arrive on average.", *(f"{one.text} {one.spread}." for one in seen(result))]),
            partial(figures.arrivals, result),
        ),
        figures.drawing(
            "stages",
            "Where the days go: each day inside belongs to the first need that is not met. Whiskers: nine runs in ten.",
            answers.holds(result).replace("\n", "; "),
            partial(figures.stages, result),
        ),
        figures.drawing(
            "outcomes",
            "How it ends for those who left the sender. Whiskers: nine runs in ten. A choice made in custody is not a free one.",
            "; ".join(
                f"{words}: {said.said(f'outcome.{name}')}" for name, words in figures.OUTCOMES.items() if said.value(f"outcome.{name}")
            ),
            partial(figures.outcomes, result),
        ),
        figures.drawing(
            "stay",
            "How long people stay (Kaplan-Meier): those still inside at the end of a run count as far as they were followed.",
            f"Half of the people stay no longer than {said.said('stay.p50')}, nine in ten no longer than {said.said('stay.p90')}.",
            partial(figures.stay, result),
        ),
        figures.drawing(
            "waits",
            "How long people wait. Those whose wait had not ended count as far as they were followed.",
            "; ".join(f"{words}: {said.said(f'{name}.mean')} on average" for name, words in figures.WAITS.items()),
            partial(figures.waits, result),
            height=3.0,
        ),
        figures.drawing(
            "teams",
            "How much of its time on duty each team is in use (on tasks, or bound), and its overtime. Whiskers: nine runs in ten.",
            "; ".join(f"{name}: {said.said(f'team.{name}.use')} in use" for name in team_names(result.scenario)) or "No teams.",
            partial(figures.teams, result),
            height=1.4 + 0.4 * len(team_names(result.scenario)),
        ),
        figures.drawing(
            "seats",
            "Seats of each service over the whole run, on average: used, left empty, or not left at all.",
            "; ".join(f"{name}: {said.said(f'service.{name}.seats_used')} used" for name in result.scenario.services) or "No services.",
            partial(figures.seats, result),
            height=1.6 + 0.45 * len(result.scenario.services),
        ),
        *_costs(result, said),
        *_typical(result),
    ]


def _costs(result: Result, said: Numbers) -> list[Drawing]:
    currency = result.scenario.costs.reported
    if currency is None:
        return []
    return [
        figures.drawing(
            COSTS,
            "What falls due in each calendar month, on average; the first and last may be cut short. Whiskers: nine runs in ten.",
            f"In all {said.said(f'costs.{currency}.total')} on average, {said.spread(f'costs.{currency}.total')} in nine runs of ten.",
            partial(figures.by_month, result),
            height=3.0,
        )
    ]


def _typical(result: Result) -> list[Drawing]:
    played = replay(result)
    if played is None:
        return []
    return [
        figures.drawing(
            TYPICAL,
            f"Where people are in replication {result.typical}, whose people present are nearest to the median of all runs.",
            f"People by stage of the journey, day by day, in replication {result.typical}.",
            partial(figures.typical, result, played=played),
            height=4.2,
        )
    ]


# --- two scenarios --------------------------------------------------------------------------------------------------------


def _of_difference(difference: Difference) -> list[Drawing]:
    a, b = difference.a, difference.b
    alt = "{}: {} on average in {}, {} in {}."
    both = [Numbers(side) for side in (a, b)]

    def told(what: str, metric: str) -> str:
        return alt.format(what, both[0].said(metric), a.name, both[1].said(metric), b.name)

    beside = _broken(*both)
    return [
        figures.drawing(
            "arrivals",
            f"People who have arrived so far in both, with what was seen in reality. Bands: nine runs in ten. {beside}",
            told("People who arrive", "people.arrived"),
            _both(difference, figures.arrivals, "agreed"),
        ),
        figures.drawing(
            "present",
            f"People in the hub day by day in both. Bands: nine runs in ten. {beside}",
            told("Most people inside at one time", "present.peak"),
            _both(difference, figures.present, "places"),
        ),
        figures.drawing(
            "stay",
            f"How long people stay in both (Kaplan-Meier). Bands: nine runs in ten. {beside}",
            told("Stay that half of the people do not exceed", "stay.p50"),
            _both(difference, figures.stay),
        ),
    ]


def _broken(a: Numbers, b: Numbers) -> str:
    """The breaches of both beside a picture: no two scenarios are compared without them."""
    if "breaches.people" not in a or "breaches.people" not in b:
        return "Safeguards are not declared in both, so breaches cannot be compared."
    days = [said.said("breaches.person_days") for said in (a, b)]
    return f"Any safeguard broken: for {a.said('breaches.people')} ({days[0]}) and {b.said('breaches.people')} ({days[1]}) on average."


def _both(difference: Difference, draw: Callable[..., Axes], once: str = "") -> Draw:
    """Both scenarios on the same axes; what is about the agreement (`once`) is drawn for the first only."""

    def drawn(ax: Axes) -> None:
        draw(difference.a, ax, label=difference.a.name)
        second = {once: False} if once else {}
        draw(difference.b, ax, label=difference.b.name, colour=VERMILLION, **second)

    return drawn


# --- many points ----------------------------------------------------------------------------------------------------------


def _of_sweep(sweep: SweepResult) -> list[Drawing]:
    metrics = [metric for metric in POINT_METRICS if metric in sweep.points]
    if not _is_grid(sweep):
        return [_each(sweep, metric) for metric in metrics]
    wide = [name for name in sweep.varied if len(values_of(sweep, name)) > 1] or list(sweep.varied[:1])
    drawn = [_curves(sweep, metric, wide) for metric in metrics]
    return drawn if len(wide) < 2 else [*drawn, *(_heat_map(sweep, metric, wide) for metric in metrics)]


def _is_grid(sweep: SweepResult) -> bool:
    """Whether every value was combined with every other."""
    return prod(len(values_of(sweep, name)) for name in sweep.varied) == len(sweep.points)


def _each(sweep: SweepResult, metric: str) -> Drawing:
    return figures.drawing(
        f"points-{metric.replace('.', '-')}",
        f"{_capital(line(metric, sweep.scenario))} at each point: estimate, its 95 % interval (thick) and nine runs in ten (thin).",
        extremes(sweep, metric).text,
        partial(figures.each_point, sweep, metric),
        height=1.2 + 0.42 * len(sweep.points),
    )


def _curves(sweep: SweepResult, metric: str, wide: list[str]) -> Drawing:
    x, by = wide[0], wide[1] if len(wide) > 1 else None
    draws: dict[str, Draw] = {title: partial(figures.curves, sweep, metric, x, by, at) for title, at in _panels(sweep, wide[2:]).items()}
    words = line(metric, sweep.scenario)
    caption = f"{_capital(words)} over {x}. Bands: 95 % interval of the estimate.{_left_out(sweep, wide[2:])}"
    return figures.panels(f"curves-{metric.replace('.', '-')}", caption, extremes(sweep, metric).text, draws, words)


def _heat_map(sweep: SweepResult, metric: str, wide: list[str]) -> Drawing:
    draws: dict[str, Draw] = {
        title: partial(figures.heat_map, sweep, metric, wide[0], wide[1], at) for title, at in _panels(sweep, wide[2:]).items()
    }
    words = line(metric, sweep.scenario)
    caption = f"{_capital(words)} over {wide[0]} and {wide[1]}.{_left_out(sweep, wide[2:])}"
    return figures.panels(f"map-{metric.replace('.', '-')}", caption, extremes(sweep, metric).text, draws, words, height=2.2)


def _panels(sweep: SweepResult, others: list[str]) -> dict[str, dict[str, str]]:
    """A panel for each combination of the other names, by its title; the first few where there are many."""
    combined = [dict(zip(others, values, strict=True)) for values in product(*(values_of(sweep, name) for name in others))]
    short = short_names(sweep.varied)
    return {", ".join(f"{short[name]}: {value}" for name, value in at.items()): at for at in combined[:MOST_PANELS]}


def _left_out(sweep: SweepResult, others: list[str]) -> str:
    many = prod(len(values_of(sweep, name)) for name in others)
    return (
        f" Shown: the first {MOST_PANELS} of {many} combinations of the other values; the table above has all."
        if many > MOST_PANELS
        else ""
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
