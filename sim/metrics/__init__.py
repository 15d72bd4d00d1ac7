"""Numbers: from the tables of a record to estimates that say how sure they are."""

from sim.metrics.daily import SERIES_COLUMNS, Series, series, summarise_series, typical
from sim.metrics.estimate import SUMMARY_COLUMNS, reach, summarise
from sim.metrics.evidence import evidence_counts
from sim.metrics.measure import Measures, measure
from sim.metrics.metric import Metric
from sim.metrics.paired import DIFFERENCE_COLUMNS, paired
from sim.metrics.registry import REGISTRY, metrics, named
from sim.metrics.safeguard_ledger import LEDGER_COLUMNS, ledger

__all__ = [
    "DIFFERENCE_COLUMNS",
    "LEDGER_COLUMNS",
    "REGISTRY",
    "SERIES_COLUMNS",
    "SUMMARY_COLUMNS",
    "Measures",
    "Metric",
    "Series",
    "evidence_counts",
    "ledger",
    "measure",
    "metrics",
    "named",
    "paired",
    "reach",
    "series",
    "summarise",
    "summarise_series",
    "typical",
]
