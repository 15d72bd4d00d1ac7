"""Where the days go: each moment of a stay belongs to the first need that is not met then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.metrics.metric import Metric, Ratio, Readings
from sim.metrics.needs import agreed_needs_documents, asks_for_documents_when_agreed, attempts_used_up, claim_suspends, needs_notice, served
from sim.metrics.view import Bools, Floats, View, or_else
from sim.record import MS_PER_DAY

STAGES = {
    "housed": "has an outcome and still holds a place",
    "place": "has asked for a place and has none",
    "screening": "is not screened yet",
    "order": "has an order to release that is not carried out",
    "claim": "has a claim pending that suspends removal",
    "documents": "has no travel documents",
    "notice": "has not had its full notice of removal",
    "limit": "has no service that may take them: they have not agreed to return, or no attempt is left",
    "seat": "has all it needs and waits for a seat",
}
"""In this order: the first unmet need takes the moment; whoever needs nothing else waits for a seat."""

METRICS = (
    *(
        Metric(
            f"days.{stage}",
            f"days on which a person {meaning}",
            "sum of size x time in the stage",
            unit="person-days",
            of="people",
            kind="mean",
        )
        for stage, meaning in STAGES.items()
    ),
    *(
        Metric(
            f"days_share.{stage}",
            f"share of all days on which a person {meaning}",
            f"days.{stage} / present.person_days",
            unit="share",
            of="people",
            kind="share",
        )
        for stage, meaning in STAGES.items()
    ),
)

Span = tuple[Floats, Floats]
"""From, until (excluded) for each arrived case; nothing where the end is not after the start."""


def measure(view: View) -> Readings:
    """Person-days in each stage; they add up to the stay exactly."""
    by_stage = (stage_times(view).T @ view.size[view.here]).tolist()
    days = {stage: float(time) / MS_PER_DAY for stage, time in zip(STAGES, by_stage, strict=True)}
    all_days = float(sum(by_stage)) / MS_PER_DAY
    return {
        **{f"days.{stage}": time for stage, time in days.items()},
        **{f"days_share.{stage}": Ratio(time, all_days) for stage, time in days.items()},
    }


def stage_times(view: View) -> NDArray[np.int64]:
    """Milliseconds of each case that arrived in each of `STAGES`, shape (cases, stages); a row adds up to the stay since arrival."""
    needs = _unmet(view)
    start, end = view.arrived[view.here, None], view.until[view.here, None]
    bounds = [bound[:, None] for spans in needs.values() for span in spans for bound in span]
    edges = np.sort(np.clip(np.hstack([start, end, *bounds]), start, end), axis=1)
    moments, widths = edges[:, :-1], np.diff(edges, axis=1).astype(np.int64)
    free = np.ones(moments.shape, bool)
    times = []
    for spans in needs.values():
        unmet = free & _within(moments, spans)
        times.append(np.where(unmet, widths, 0).sum(axis=1))
        free &= ~unmet
    return np.column_stack(times)


def _within(moments: Floats, spans: list[Span]) -> Bools:
    inside = np.zeros(moments.shape, bool)
    for start, end in spans:
        inside |= (start[:, None] <= moments) & (moments < end[:, None])
    return inside


def _unmet(view: View) -> dict[str, list[Span]]:
    """When each need of each arrived case is not met, read without regard to the other needs."""

    def at(instant: str) -> Floats:
        return or_else(view.at(instant), np.inf)

    start, never = np.full(view.here.size, -np.inf), np.full(view.here.size, np.inf)
    agreed, due = at("agreed"), at("send_back")
    screened = np.where(view.initial, start, np.minimum(at("screened"), due))
    needless = asks_for_documents_when_agreed(view) & ~served(view, "enforced")
    asked = np.where(needless, agreed, start)
    documents = np.where(agreed_needs_documents(view), at("documents"), np.minimum(at("documents"), agreed))
    spans = {
        "housed": [(at("outcome"), never)],
        "place": [(at("place_asked"), at("placed"))],
        "screening": [(start, screened)],
        "order": [(at("release_ordered"), at("outcome"))],
        "claim": [(at("claim_lodged"), np.where(claim_suspends(view), at("claim_decided"), start))],
        "documents": [(asked, np.minimum(documents, due))],
        "notice": [(start, np.where(needs_notice(view), np.minimum(at("notice"), np.minimum(agreed, due)), start))],
        "limit": _stuck(view, agreed, due),
        "seat": [(start, never)],
    }
    return {stage: [(a[view.here], b[view.here]) for a, b in spans[stage]] for stage in STAGES}


def _stuck(view: View, agreed: Floats, due: Floats) -> list[Span]:
    """When nothing could take a case: before and after it agreed, once its attempts are used up. One due to be sent back has a way out."""
    start = np.full(view.here.size, -np.inf)
    before = np.where(served(view, "enforced"), start, np.minimum(agreed, due))
    after = np.where(served(view, "voluntary"), start, due)
    return [(start, before), (agreed, after), (attempts_used_up(view), due)]
