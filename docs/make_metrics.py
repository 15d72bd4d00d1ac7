"""Write docs/metrics.md, the list of all that is reported, from the registry: python docs/make_metrics.py"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.metrics.metric import Metric
from sim.metrics.registry import TOPICS

PAGE = Path(__file__).with_name("metrics.md")

HEAD = """# Every number that is reported

Written by `python docs/make_metrics.py` from `sim/metrics/registry.py`; a test holds it against that. Names in braces stand for each of
their kind in the scenario; a metric about something that a scenario does not have is left out there. `kind` fixes estimate and interval
([model](model.md), section 7). H is the horizon, L the agreed limit of stay; instants (`*_at`) are columns of the record.

`returned_voluntarily` is the word of the record for everybody who agreed. A choice made in custody, in a hub whose regime is closed, or
with no other way out is not a free one: the number says how many signed, not how many wished to go."""


def text() -> str:
    """The whole page."""
    parts = [f"## {_title(measure.__module__)}\n\n{_table(metrics)}" for metrics, measure in TOPICS]
    return "\n".join([HEAD, *parts])


def _title(module: str) -> str:
    """What the topic is about: the first line of its module, without the full stop."""
    return (sys.modules[module].__doc__ or module).strip().splitlines()[0].removesuffix(".")


def _table(metrics: tuple[Metric, ...]) -> str:
    rows = [f"| `{m.name}` | {m.meaning} | {m.formula} | {m.unit} | {m.kind.replace('_', ' ')} |" for m in metrics]
    return "\n".join(["| metric | meaning | formula | unit | kind |", "|---|---|---|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8", newline="\n")
