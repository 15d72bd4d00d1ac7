"""What is assumed, as text: values, who set them and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sim.errors import HubsimError, counted, suggestion
from sim.metrics.evidence import evidence_counts
from sim.report.tables import table
from sim.report.words import months_in
from sim.study import store

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.scenario.ledger import Input
    from sim.scenario.schema import Scenario
    from sim.scenario.tree import Setting


def chosen(rows: Sequence[Input], name: str | None, assumed: bool) -> list[Input]:
    """Rows of a dotted name and all below it; with `assumed`, only those that rest on an assumption.

    Raises
    ------
    HubsimError
        Nothing has this name.
    """
    if name is not None and not any(_is_under(row.name, name) for row in rows):
        raise HubsimError(f'There is no "{name}" in the scenario. {suggestion(name, _names(rows), "It holds no values")}')
    return [row for row in rows if (name is None or _is_under(row.name, name)) and not (assumed and row.status != "assumed")]


def _is_under(name: str, start: str) -> bool:
    return name == start or name.startswith(start + ".")


def _names(rows: Iterable[Input]) -> list[str]:
    """Every name and every beginning of a name."""
    parts = [row.name.split(".") for row in rows]
    return list(dict.fromkeys(".".join(words[:depth]) for words in parts for depth in range(1, len(words) + 1)))


def counts(scenario: Scenario) -> str:
    """`143 facts: 20 official, 12 reported, 30 estimated, 81 assumed (5 of the assumed without a range)`."""
    of = evidence_counts(scenario)
    single = sum(row.role == "fact" and row.status == "assumed" and row.range is None and row.unsure is None for row in scenario.inputs)
    said = ", ".join(f"{count} {status}" for status, count in of.items() if count or status != "set")
    return f"{counted(sum(of.values()), 'fact')}: {said}" + (f" ({single} of the assumed without a range)" if single else "")


def counted_by_role(rows: Sequence[Input]) -> str:
    """What the rows of `--assumed` are: `60 facts and 14 choices of the planner are assumed; ...`, since reports count the facts alone."""
    facts = sum(row.role == "fact" for row in rows)
    choices = len(rows) - facts
    if not choices:
        return f"{counted(facts, 'fact')} {'is' if facts == 1 else 'are'} assumed."
    both = f"{counted(facts, 'fact')} and {counted(choices, 'choice')} of the planner are assumed"
    return f"{both}; reports count the facts alone, because a planner may choose."


def as_json(rows: Iterable[Input]) -> str:
    """A JSON list of {name, value, unit, status, source, range, set_by}."""
    return store.as_json([_row(row) for row in rows]).rstrip("\n")


def _row(row: Input) -> dict[str, Any]:
    """A number as a number, anything else as its text."""
    value: str | float = row.value if row.number is None else int(row.number) if row.number.is_integer() else row.number
    evidence = {key: getattr(row, key) for key in ("unit", "status", "source", "range")}
    return {"name": row.name, "value": value, **evidence, "set_by": [link._asdict() for link in row.set_by]}


def shown(rows: Sequence[Input]) -> list[RenderableType]:
    """A table; one name alone, line by line with its whole chain; below, what a month is, where they speak of months."""
    month = [text for text in [months_in(rows)] if text]
    return [_one(rows[0]) if len(rows) == 1 else _table(rows), *month]


def _one(row: Input) -> str:
    said = {
        "value": row.text,
        "status": f"{row.status}, without evidence of its own" if row.bare else row.status,
        "source": row.source,
        "note": row.note,
        "unsure": " ".join([row.unsure.shape, *(f"{key} {text}" for key, text in row.unsure.parameters)]) if row.unsure else "",
    }
    chain = [f"  {'set by' if n == 0 else 'then by':<8} {link.layer}: {link.text}{_where(link)}" for n, link in enumerate(row.set_by)]
    return "\n".join([row.name, *(f"  {word:<8} {text}" for word, text in said.items() if text), *chain])


def _where(link: Setting) -> str:
    return f"  ({link.file}:{link.line})" if link.line else ""


def _table(rows: Sequence[Input]) -> RenderableType:
    noted = any(row.note for row in rows)
    grid = table("name", "value", "status", "source", "set by", *(["note"] if noted else []))
    for row in rows:
        note = [row.note or ""] if noted else []
        grid.add_row(row.name, row.text, row.status, row.source or "", row.set_by[-1].layer if row.set_by else "", *note)
    return grid
