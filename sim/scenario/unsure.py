"""`unsure: {shape: beta, mean: 70 %, sd: 15 %}`: what is not known about a number, as a shape in the unit of the number.

It is drawn only by studies of what we do not know; inside a run the number itself holds.
"""

from __future__ import annotations

from sim.errors import Fault, suggestion
from sim.scenario.quantities import Quantity, parse_quantity
from sim.scenario.yaml_file import Map, Node, Text

FORMS = {
    "beta": (("mean", "sd"),),
    "triangular": (("low", "mode", "high"),),
    "uniform": (("low", "high"),),
    "lognormal": (("mean", "sd"), ("median", "p90")),
}


def faults_in(block: Map, about: Node) -> list[Fault]:
    """What is wrong with an `unsure` about a number."""
    number = _quantity(about)
    if number is None:
        return [block.place.fault('"unsure" is about one number', "Give each number of the block its own")]
    if number.low is not None:
        return [block.place.fault("a range and unsure stand at one number", "Keep one of them")]
    shape = block.entries.get("shape")
    name = shape.text if isinstance(shape, Text) else ""
    if name not in FORMS:
        place = shape.place if shape is not None else block.place
        return [place.fault(f'unsure has no shape "{name}"' if name else "unsure names no shape", suggestion(name, FORMS))]
    given = {key: node for key, node in block.entries.items() if key != "shape"}
    if not any(set(given) == set(form) for form in FORMS[name]):
        wanted = " or ".join(", ".join(form) for form in FORMS[name])
        return [block.place.fault(f"unsure of shape {name} has {', '.join(given) or 'no parameters'}", f"Write {wanted}")]
    wrong = [
        node.place.fault(f"{key} is not like the number", f"Write it in its unit ({_unit(number)})")
        for key, node in given.items()
        if _unlike(node, number)
    ]
    return wrong or _impossible(name, {key: _value(node) for key, node in given.items()}, number, block)


def _impossible(name: str, values: dict[str, float], number: Quantity, block: Map) -> list[Fault]:
    if name == "beta" and (number.dimension != "share" or not 0 < values["sd"] ** 2 < values["mean"] * (1 - values["mean"])):
        return [block.place.fault("no beta has this mean and sd", "Beta is for shares; make sd smaller")]
    ordered = [values[key] for key in ("low", "mode", "high", "median", "p90") if key in values]
    if ordered != sorted(ordered) or (len(ordered) > 1 and ordered[0] == ordered[-1]):
        return [block.place.fault("the parameters of unsure do not rise", "Write them from low to high")]
    return []


def _quantity(node: Node) -> Quantity | None:
    try:
        return parse_quantity(node.text) if isinstance(node, Text) else None
    except ValueError:
        return None


def _value(node: Node) -> float:
    found = _quantity(node)
    return found.value if found is not None else 0.0


def _unlike(node: Node, number: Quantity) -> bool:
    found = _quantity(node)
    return found is None or (found.dimension, found.unit, found.per) != (number.dimension, number.unit, number.per)


def _unit(number: Quantity) -> str:
    return f"{number.unit}{f' / {number.per}' if number.per else ''}" or "a bare number"
