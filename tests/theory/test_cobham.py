"""M/M/1 with two classes and priority without breaking off: who is urgent passes who waits, not who is being screened.

Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954).
"""

import pytest

from tests.theory.chains import Chain
from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, days, mean_number, replicated, small_hub

pytestmark = pytest.mark.theory

PER_DAY = {"urgent": 0.5, "other": 0.9}
TOO_MANY = {"urgent": 0.9, "other": 2.0}
MEAN = {"urgent": 0.8, "other": 0.4}
HORIZON = 30.0


def chain(per_day):
    """(who is being screened or nobody, urgent waiting, others waiting)."""

    def moves(state):
        served, urgent, other = state
        if served is None:
            yield from ((("urgent", 0, 0), per_day["urgent"]), (("other", 0, 0), per_day["other"]))
            return
        if urgent + other < 100:
            yield (served, urgent + 1, other), per_day["urgent"]
            yield (served, urgent, other + 1), per_day["other"]
        after = ("urgent", urgent - 1, other) if urgent else ("other", 0, other - 1) if other else (None, 0, 0)
        yield after, 1 / MEAN[served]

    return Chain((None, 0, 0), moves)


def test_the_chain_ends_in_cobham():
    """In the long run W(urgent) = W0 / (1 - r1) and W(other) = W0 / ((1 - r1)(1 - r1 - r2)), W0 = sum of rate x mean^2."""
    queue = chain(PER_DAY)
    settled = queue.after(600.0, queue.start((None, 0, 0)))
    first, second = (PER_DAY[name] * MEAN[name] for name in PER_DAY)
    left = sum(PER_DAY[name] * MEAN[name] ** 2 for name in PER_DAY)
    waits = left / (1 - first), left / ((1 - first) * (1 - first - second))
    assert queue.mean(settled, lambda state: state[1]) == pytest.approx(PER_DAY["urgent"] * waits[0], rel=1e-4)
    assert queue.mean(settled, lambda state: state[2]) == pytest.approx(PER_DAY["other"] * waits[1], rel=1e-4)


def test_numbers_waiting_by_class():
    """Time averages over [0, H), starting empty, with more people than the officer can see."""
    classes = "{person: none, urgent: {share: 50 %, size: 1, priority: 0}, other: {share: 50 %, size: 1, priority: 1}}"
    steps = [f"  {name}: {{team: officer, for: {name}, time: {{shape: exponential, mean: {mean} d}}}}" for name, mean in MEAN.items()]
    urgent, other = (f"{{kind: poisson, rate: {rate} cases / d, classes: {{{name}: 100 %}}}}" for name, rate in TOO_MANY.items())
    scenario = small_hub(HORIZON, urgent, [
        "teams: {officer: {staff: 1}}",
        "screening:",
        *steps,
        LEAVES_WHEN_SCREENED,
    ], classes=classes, demand__others=other)  # fmt: skip

    def measure(record):
        steps = [record.tasks[record.tasks.task == name] for name in TOO_MANY]
        waiting = [mean_number(days(step, "queued_at"), days(step, "started_at"), HORIZON) for step in steps]
        return *waiting, *map(len, steps)

    seen = replicated(scenario, 400, measure)
    queue, listed = chain(TOO_MANY), seen[:, 2:] - [TOO_MANY[name] * HORIZON for name in TOO_MANY]
    spent = queue.spent(HORIZON, queue.start((None, 0, 0))) / HORIZON
    agrees(seen[:, 0], queue.mean(spent, lambda state: state[1]), 0.15, listed)
    agrees(seen[:, 1], queue.mean(spent, lambda state: state[2]), 0.08, listed)
