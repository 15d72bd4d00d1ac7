"""In short, of two scenarios: the questions of a planner, each answered with both numbers and what changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isinf, isnan
from typing import TYPE_CHECKING

from sim.metrics import named
from sim.metrics.stages import STAGES
from sim.report.comparison import nobody_came, not_formed
from sim.report.figures.people import OUTCOMES
from sim.report.page.parts import Numbers, Row, Sentence
from sim.report.page.priced import caveat, priced
from sim.report.sentences import number, percent
from sim.report.words import lines, stage_words

if TYPE_CHECKING:
    from sim.study.result import Difference


def in_short(difference: Difference) -> list[Sentence]:
    """Who comes, places used, who waits, who passes the limit, what holds them, how it ends, and what it costs or who remains."""
    rows = {row["metric"]: row for row in difference.summary.to_dict("records")}
    limit = "limit.people" if "limit.people" in rows else "stay.longest"
    costs = [f"{name}.total" for name in priced(Numbers(difference.a)) if f"{name}.total" in rows]
    stage = _most_changed(rows, (f"days_share.{name}" for name in STAGES))
    outcome = _most_changed(rows, (f"outcome.{name}" for name in OUTCOMES if name != "inside"))
    chosen = [
        "people.arrived",
        "places.peak",
        "full.chance",
        "wait.transfer.mean",
        limit,
        "breaches.people",
        "breaches.person_days",
        stage,
        outcome,
        *(costs[:1] or ["residual.horizon.people"]),
    ]
    nobody = nobody_came(difference)
    said = [_sentence(difference, rows[metric], nobody) for metric in chosen if metric in rows]
    said = [*said[:-1], replace(said[-1], evidence=caveat(difference.b.scenario))] if costs else said
    return (
        [Sentence(f"{nobody[:1].upper()}{nobody[1:]} in any run: what is less there is so for want of people."), *said] if nobody else said
    )


def _most_changed(rows: dict[str, Row], names: Iterable[str]) -> str:
    """Of the metrics that both have, the one that changes most."""
    known = [name for name in names if name in rows and not isnan(rows[name]["difference"])]
    return max(known, key=lambda name: abs(rows[name]["difference"]), default="")


def _words(difference: Difference, metric: str) -> str:
    """A metric as the beginning of a sentence."""
    family, _, member = metric.partition(".")
    if family == "days_share":
        lacks = stage_words(member, difference.a.scenario, difference.b.scenario)
        return f"What holds people, where most changes: share of the days on which a person {lacks}"
    if family == "outcome":
        return f"How it ends, where most changes: {OUTCOMES[member]}"
    text = lines(difference.a.scenario, difference.b.scenario).get(metric) or named(metric).meaning
    return text[:1].upper() + text[1:]


def _sentence(difference: Difference, row: Row, nobody: str) -> Sentence:
    unit, change, why = row["unit"], row["difference"], not_formed(row, nobody)
    sides = [Numbers(side).one(row["metric"], row[key]) for side, key in ((difference.a, "a"), (difference.b, "b"))]
    text = f"{_words(difference, row['metric'])}: {sides[1]} against {sides[0]}"
    if why:
        return Sentence(f"{text}. No difference could be formed: {why}.")
    if change == 0 and not (row["ci_high"] > row["ci_low"]):
        return Sentence(f"{text}: no difference.")
    known = not (isnan(row["ci_low"]) or isinf(row["ci_low"]) or isinf(row["ci_high"]))
    clear = known and not row["ci_low"] <= 0 <= row["ci_high"]
    verdict = more_or_less(change, unit) if clear else f"no clear difference ({more_or_less(change, unit)})"
    interval = f"95 % interval of the difference: {_from_to(row['ci_low'], row['ci_high'], unit)}" if known else ""
    return Sentence(f"{text}: {verdict}.", spread=interval)


def more_or_less(change: float, unit: str) -> str:
    """A difference in words: `3 people fewer`, `12 percentage points more`, `5 d less`."""
    size = f"{percent(abs(change)).removesuffix('%')}percentage points" if unit == "share" else number(abs(change), unit)
    if change == 0:
        return size
    return f"{size} {'more' if change > 0 else 'fewer' if unit in ('people', 'cases') else 'less'}"


def _from_to(low: float, high: float, unit: str) -> str:
    """An interval of differences in words, the smaller change first: `85.9 to 94.7 people fewer`."""
    first, last = (high, low) if high <= 0 else (low, high)
    texts = more_or_less(first, unit), more_or_less(last, unit)
    figure, _, rest = texts[0].partition(" ")
    return f"{figure} to {texts[1]}" if rest and texts[1].endswith(f" {rest}") else f"{texts[0]} to {texts[1]}"
