"""M/M/c+D: accepted people wait with the sender for one of c places and drop out after a fixed time D.

Barrer, "Queuing with impatient customers and ordered service", Operations Research 5 (1957); Baccelli and Hebuterne, "On queues with
impatient customers", Performance '81; formula as in Zeltyn and Mandelbaum, "Call centers with impatient customers: many-server
asymptotics of the M/M/n+G queue", Queueing Systems 51 (2005).
"""

import math

import pytest

from tests.theory.small_hub import agrees, days, replicated, small_hub

pytestmark = pytest.mark.theory

PLACES, PER_DAY, STAY, PATIENCE, WARM_UP, HORIZON = 4, 2.0, 2.5, 1.5, 20.0, 100.0


def share_who_drop_out(c, per_day, stay, patience):
    """P(Ab) = (1 + (L - cM) J) / (eps + L J), with L the rate, M = 1 / stay, and

    J = (e^((L - cM) D) - 1) / (L - cM) + e^((L - cM) D) / (cM), eps = sum over j < c of (L/M)^j / j! / ((L/M)^(c-1) / (c-1)!).
    """
    offered, drift, served = per_day * stay, per_day - c / stay, c / stay
    j = (math.exp(drift * patience) - 1) / drift + math.exp(drift * patience) / served
    eps = sum(offered**k / math.factorial(k) for k in range(c)) * math.factorial(c - 1) / offered ** (c - 1)
    return (1 + drift * j) / (eps + per_day * j)


def test_without_patience_it_is_erlang_b():
    """With D = 0 nobody waits: the formula turns into Erlang's loss formula."""
    offered = PER_DAY * STAY
    erlang_b = offered**PLACES / math.factorial(PLACES) / sum(offered**k / math.factorial(k) for k in range(PLACES + 1))
    assert share_who_drop_out(PLACES, PER_DAY, STAY, 0.0) == pytest.approx(erlang_b)


def test_share_who_drop_out():
    """After a warm-up; those listed in the last days before the horizon have not waited long enough to be counted."""
    scenario = small_hub(HORIZON, f"{{kind: poisson, rate: {PER_DAY} cases / d, drops_out: {PATIENCE} d}}", [
        f"clocks: {{gone: {{kind: other, from: placed, after: {{shape: exponential, mean: {STAY} d}}}}}}",
    ], hubs__hub__policy__transfer_needs="place", hubs__hub__pools__homes__places=PLACES)  # fmt: skip
    until = HORIZON - PATIENCE

    def measure(record):
        listed = days(record.journeys, "listed_at")
        journeys = record.journeys[(listed >= WARM_UP) & (listed < until)]
        gone = journeys[journeys.outcome == "dropped_out"]
        assert (gone.outcome_at - gone.listed_at == round(PATIENCE * 86_400_000)).all()
        return len(gone), len(journeys)

    seen = replicated(scenario, 120, measure)
    expected = PER_DAY * (until - WARM_UP)
    agrees(seen[:, 0], expected * share_who_drop_out(PLACES, PER_DAY, STAY, PATIENCE), 0.065, known=seen[:, 1] - expected)
