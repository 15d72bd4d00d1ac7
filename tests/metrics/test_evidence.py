"""What a scenario rests on."""

from __future__ import annotations

from types import SimpleNamespace

from sim.metrics import evidence_counts


def test_facts_by_status():
    said = [("official", "fact"), ("assumed", "fact"), ("assumed", "fact"), ("chosen", "lever"), ("", "word"), ("set", "fact")]
    scenario = SimpleNamespace(inputs=[SimpleNamespace(status=status, role=role) for status, role in said])
    assert evidence_counts(scenario) == {"official": 1, "reported": 0, "estimated": 0, "assumed": 2, "set": 1}
