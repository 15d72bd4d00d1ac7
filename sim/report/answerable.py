"""Who answers for the days of a breach, in words."""

from __future__ import annotations

from sim.report.sentences import percent


def answers_for(whole: float, sender: float, host: float) -> str:
    """`the host answers for all of it`: from the days of a breach, and those for which sender and host answer."""
    if not whole:
        return "no day of it is counted"
    if sender == host == whole:
        return "sender and host both answer for all of it"
    if not sender or not host:
        return f"the {'host' if host else 'sender'} answers for all of it"
    return f"the sender answers for {percent(sender / whole)} of these days, the host for {percent(host / whole)}"
