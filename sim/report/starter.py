"""A scenario to start from: a dozen lines with comments."""

from __future__ import annotations

from pathlib import Path

from sim.errors import HubsimError, suggestion

Tree = dict[str, "str | Tree"]

FRESH = """\
# Made by `hubsim new`. Every number below is an example: put yours in its place, with where it comes from.
name: {name}
extends: base                 # defaults of the model; what you say here replaces them
why: How many places does this hub need?
start: 2026-01-01
horizon: 24 months            # time to come, to stay, and to see who remains
agreement: {{total: {{value: 100 people, status: assumed}}, stay: {{limit: {{value: 6 months, status: assumed}}, then: breach}}}}
classes: {{single: {{share: 100 %, size: 1, status: assumed}}}}
destinations: {{home: {{share: 100 %, documents: {{shape: lognormal, median: 45 d (30 to 60), p90: 90 d (75 to 180)}}, status: assumed}}}}
demand: {{lists: {{kind: poisson, rate: {{2026-01-01: 6 cases / month (3 to 10), 2027-01-01: 0 cases / month}}, status: assumed}}}}
services:
  homeward: {{from: hub, to: home, for: voluntary, leaves: {{every: 7 d}}, seats: 4, status: assumed}}
  # A charter leaves on stated dates. Take away the # and put your dates and seats; without `from` it comes to the hub.
  # charter: {{from: hub, to: home, for: voluntary, leaves: {{dates: [2026-09-01, 2027-03-01]}}, seats: 20, lead: 14 d, status: assumed}}
hubs:
  hub:
    pools: {{homes: {{places: 40}}}}  # the planner's choice: needs no evidence
    clocks: {{voluntary: {{at_once: 10 % (0 to 20), ceiling: 60 % (40 to 80), half_time: 60 d (20 to 120), status: assumed}}}}
"""

LIKE = """\
# Made by `hubsim new`: {like}, with what you change. `hubsim show {like}` lists every name and value.
name: {name}
extends: {like}
why: What changes against {like}?
# What you change: take away the # and put your value. A fact also needs where it comes from (source, status).
# Keep the dates of a rate: one number alone goes on to the end of the run.
{examples}# A rule of your own; what breaks is counted: somebody accepted waits more than two weeks.
# safeguards: {{two_weeks: {{from: decided, to: arrived, within: 14 d, status: assumed}}}}
"""

EXAMPLES = (".places", ".staff", ".seats", "agreement.total", "stay.limit")
"""Ends of the names that are changed first."""

VARIED = "sweep.vary."
"""Before what a sweep varies: one dotted name, in the file too."""


def write(name: str, like: str | None = None) -> Path:
    """Write `NAME.yaml`; an existing file is never touched.

    Raises
    ------
    HubsimError
        The name cannot be used, the file exists, or there is no such shipped scenario.
    """
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if not all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in path.stem):
        raise HubsimError(f'"{path.stem}" cannot name a scenario. Use letters, digits and dashes, as in "my-hub".')
    text = FRESH.format(name=path.stem) if like is None else _like(path.stem, like)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise HubsimError(f"{path} exists and is not overwritten. Choose another name.") from None
    return path


def _like(name: str, like: str) -> str:
    from sim.scenario.files import scenarios
    from sim.scenario.load import load

    names = [name for name in scenarios() if "/" not in name]
    if like not in names:
        raise HubsimError(f'There is no shipped scenario "{like}". {suggestion(like, names)}')
    tree: Tree = {}
    for row in load(like).inputs:
        if row.name.startswith(VARIED):
            _put(tree, ["sweep", "vary", row.name.removeprefix(VARIED)], row.text)
        elif (row.name.endswith(EXAMPLES) or _pace(row.name)) and not row.name.startswith("sweep."):
            _put(tree, row.name.split("."), row.text)
    return LIKE.format(name=name, like=like, examples="".join(f"# {key}: {_flow(value)}\n" for key, value in tree.items()))


def _pace(name: str) -> bool:
    """Whether a dotted name is a rate of a stream, with its dates, so that lists end where they ended."""
    words = name.split(".")
    return words[0] == "demand" and words[2:3] == ["rate"]


def _put(tree: Tree, words: list[str], text: str) -> None:
    for word in words[:-1]:
        block = tree.setdefault(word, {})
        assert isinstance(block, dict)
        tree = block
    tree[words[-1]] = text


def _flow(value: str | Tree) -> str:
    """`{kosovo: {pools: {homes: {places: 50}}}}`."""
    return value if isinstance(value, str) else f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in value.items())}}}"
