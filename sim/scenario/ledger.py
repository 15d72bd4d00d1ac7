"""The ledger: one row for every value of a scenario, with what it rests on and who set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.scenario.quantities import base_units, parse_quantity, plain_number
from sim.scenario.tree import Chain, Leaf, Path
from sim.scenario.yaml_file import Map, Text

Status = Literal["official", "reported", "estimated", "assumed", "set", "chosen", ""]
"""`chosen`: a bare lever, the planner's choice. Empty: a word, which needs no evidence. `set`: by the command line."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """What is not known about a number, as a shape; parameters as written, in the unit of the number."""

    shape: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Input:
    """One value of a scenario.

    `name` is its dotted name (what `--set` takes), `text` what was written, `value` the same without unit and range. `number` and
    `range` (low, high) are in `unit` as written (60 and "%", 12 and "months"), None for words and for what has no range. `bare`
    marks a fact that came without evidence: it counts as assumed. `set_by` is the chain of who set it, first to last.
    """

    name: str
    value: str
    text: str
    number: float | None
    unit: str
    status: Status
    source: str | None
    note: str | None
    range: tuple[float, float] | None
    unsure: Unsure | None
    role: Literal["lever", "fact", "word"]
    bare: bool
    set_by: Chain


def row(path: Path, leaf: Leaf, role: Literal["lever", "fact", "word"]) -> Input:
    """The row of one leaf."""
    number, unit, around = _in_written_unit(leaf)
    role = "word" if path[-1] in ("shape", "kind", "file") else role
    bare = role == "fact" and leaf.evidence.status is None and leaf.chain[-1:] != () and leaf.chain[-1].text != "rest"
    return Input(
        name=".".join(path),
        value=leaf.text if number is None else plain_number(number),
        text=leaf.text,
        number=number,
        unit=unit,
        status=_status(leaf, role),
        source=None if role == "word" else leaf.evidence.source,
        note=None if role == "word" else leaf.evidence.note,
        range=around,
        unsure=None if leaf.unsure is None else _unsure(leaf.unsure),
        role=role,
        bare=bare,
        set_by=leaf.chain,
    )


def _status(leaf: Leaf, role: str) -> Status:
    if role == "word":
        return ""
    if leaf.evidence.status is not None:
        return leaf.evidence.status  # type: ignore[return-value]
    return "assumed" if role == "fact" else "chosen"


def _unsure(block: Map) -> Unsure:
    words = {key: node.text for key, node in block.entries.items() if isinstance(node, Text)}
    return Unsure(words.get("shape", ""), tuple((key, text) for key, text in words.items() if key != "shape"))


def _in_written_unit(leaf: Leaf) -> tuple[float | None, str, tuple[float, float] | None]:
    try:
        quantity = parse_quantity(leaf.text)
    except ValueError:
        return None, "", None
    scale = base_units(quantity)
    around = None if quantity.low is None or quantity.high is None else (_clean(quantity.low / scale), _clean(quantity.high / scale))
    per = f" / {quantity.per}" if quantity.per else ""
    return _clean(quantity.value / scale), f"{quantity.unit}{per}", around


def _clean(value: float) -> float:
    return float(format(value, ".12g"))
