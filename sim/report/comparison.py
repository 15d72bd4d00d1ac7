"""Two scenarios side by side: what the second changes, in numbers and in a word or two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isinf, isnan
from typing import TYPE_CHECKING

from sim.metrics import named
from sim.report import inputs
from sim.report.answers import Row, breaks, first_rows, holds, leaves
from sim.report.given import given
from sim.report.sentences import NEVER, POINTS, between, number
from sim.report.tables import table
from sim.report.words import lines, months, pairs

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.study.result import Difference, Result

ENDLESS = "∞"
ONE_PAIR = "One pair of replications: no interval and no range of a difference can be given. More --reps give both."


def of_difference(difference: Difference) -> list[RenderableType]:
    """What the command line says of two scenarios."""
    a, b = difference.a, difference.b
    names = (a.name, b.name) if _two_names(difference) else (f"{a.name} ({a.scenario.hash})", f"{b.name} ({b.scenario.hash})")
    head = f"{names[1]} against {names[0]}: {pairs(a.reps)} with the same luck, seed {a.seed}"
    month = [text for text in [months(b.scenario) or months(a.scenario)] if text]
    told = [head, *given(difference).in_words(), *month, *([ONE_PAIR] if a.reps == 1 else [])]
    parts = {"What leaves with seats": leaves, "What holds people": holds, "What breaks": breaks}
    sides = [text for title, part in parts.items() for text in _both(title, a, b, part)]
    return [*told, _differences(difference, names), *sides, _rest(a), _rest(b)]


def _differences(difference: Difference, names: tuple[str, str]) -> RenderableType:
    numbers = (*names, "difference", "95 % interval", "nine pairs in ten")
    grid = table("", *numbers, "", numbers=numbers)
    reached = [side.reach for side in (difference.a, difference.b)]
    words, nobody = lines(difference.a.scenario, difference.b.scenario), nobody_came(difference)
    for row in first_rows(difference, difference.a, difference.b):
        metric, unit = named(row["metric"]), row["unit"]
        beyond = [f"> {number(one[metric.name], unit)}" if metric.sample else NEVER for one in reached]
        sides = [number(row[side], unit, at_most) for side, at_most in zip(("a", "b"), beyond, strict=True)]
        said = Change.of(row, nobody)
        grid.add_row(words[metric.name], *sides, said.difference, said.interval, said.spread, said.verdict)
    return grid


def _both(title: str, a: Result, b: Result, part: Callable[[Result], str]) -> list[str]:
    return [part(side).replace(title, f"{title}: {side.name}", 1) for side in (a, b)]


def _rest(result: Result) -> str:
    return f"{result.name} rests on {inputs.counts(result.scenario)}."


# --- one difference -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A row of differences as texts; empty where there is nothing to say, and then the verdict says why."""

    difference: str
    interval: str
    spread: str
    verdict: str

    @classmethod
    def of(cls, row: Row, nobody: str = "") -> Change:
        """From a row of the summary of a difference; `nobody` says on which side nobody came, where that is so."""
        metric, unit = named(row["metric"]), row["unit"]
        why = not_formed(row, nobody)
        if why:
            return cls("", "", "", f"no difference could be formed: {why}")
        spread = "" if metric.kind == "chance" else spanned(row["p05"], row["p95"], unit)
        said = _verdict(row, metric.better)
        if nobody and said != "the same" and (metric.better or unit in SHARES_AND_TIMES):
            said = nobody
        return cls(signed(row["difference"], unit), spanned(row["ci_low"], row["ci_high"], unit), spread, said)


SHARES_AND_TIMES = ("share", "days", "hours")
"""Units of what says nothing of people where there are none: nothing is better or lower for them."""


def nobody_came(difference: Difference) -> str:
    """`nobody came in B`, where the hub was empty in every run of a side, so that nothing is better or lower for anybody there."""
    row = next((row for row in difference.summary.to_dict("records") if row["metric"] == "people.arrived"), {"a": 1.0, "b": 1.0})
    names = (difference.a.name, difference.b.name) if _two_names(difference) else ("the first", "the second")
    empty = [name for name, side in zip(names, "ab", strict=True) if not row[side]]
    return f"nobody came in {empty[0] if len(empty) == 1 else 'either'}" if empty else ""


def _two_names(difference: Difference) -> bool:
    return difference.a.name != difference.b.name


def not_formed(row: Row, nobody: str = "") -> str:
    """Why the two sides of a row have no difference; empty where they have one."""
    a, b = row["a"], row["b"]
    if not isnan(row["difference"]) and not isinf(row["difference"]):
        return ""
    if nobody:
        return nobody
    if isnan(a) and isnan(b):
        return "neither has a value"
    if isnan(a) or isnan(b):
        return f"the {'first' if isnan(a) else 'second'} has no value"
    if isinf(a) and isinf(b):
        return "neither is reached while people are followed" if named(row["metric"]).sample else "neither happens before the horizon"
    return f"only the {'second' if isinf(a) else 'first'} is reached" if isinf(a) or isinf(b) else "too few pairs have both"


def signed(value: float, unit: str) -> str:
    """A difference with its sign."""
    return f"+{number(value, points(unit), ENDLESS)}" if value > 0 else number(value, points(unit), ENDLESS)


def points(unit: str) -> str:
    """The unit of a difference: shares differ by (percentage) points, which is not a per cent of either."""
    return POINTS if unit == "share" else unit


def spanned(low: float, high: float, unit: str) -> str:
    """An interval of differences: `-3 to 2 people`, `20.8 d or more`; nothing where it is not known or open on both sides."""
    if isnan(low) or isnan(high) or (low == -inf and high == inf):
        return ""
    if isinf(low) and isinf(high):
        return ""
    if isinf(high):
        return f"{number(low, points(unit))} or more"
    return f"{number(high, points(unit))} or less" if isinf(low) else between(low, high, points(unit))


def _verdict(row: Row, better: str | None) -> str:
    said = verdict(row, better)
    if row["p05"] != -inf and row["p95"] != inf:
        return said
    only = "in some pairs only one of the two has it"
    return f"{said}; {only}" if said else only


def verdict(row: Row, better: str | None) -> str:
    """What the interval of a difference says, in a word or two."""
    low, high, difference = row["ci_low"], row["ci_high"], row["difference"]
    if difference == 0 and (low == high or isnan(low)):
        return "the same"
    if isnan(low) or isnan(high):
        return ""
    if low <= 0 <= high:
        return "no clear difference"
    word = "higher" if low > 0 else "lower"
    return word if better is None else f"{word}: {'better' if word == better else 'worse'}"
