"""docs/metrics.md is what the registry says."""

from __future__ import annotations

import runpy
from pathlib import Path

from sim.metrics.registry import REGISTRY

DOCS = Path(__file__).parents[2] / "docs"
BREAK_A_TABLE = ("|", "\n")


def test_the_page_of_metrics_is_current():
    made = runpy.run_path(str(DOCS / "make_metrics.py"))["text"]()
    assert (DOCS / "metrics.md").read_text(encoding="utf-8") == made, "run: python docs/make_metrics.py"


def test_every_metric_fits_a_row():
    assert not [m.name for m in REGISTRY if any(mark in m.meaning + m.formula for mark in BREAK_A_TABLE)]
