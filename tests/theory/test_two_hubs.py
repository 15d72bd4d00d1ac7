"""Two hubs in order of preference without waiting: who finds no place in the first tries the second, who finds none there stays away.

Overflow from a full group of servers to another: Wilkinson, "Theories for toll traffic engineering in the U.S.A.", Bell System Technical
Journal 35 (1956). Families and single people on the same places are a loss network of one link: Kaufman, "Blocking in a shared resource
environment", IEEE Transactions on Communications 29 (1981). Both are small enough to be solved as chains over a finite horizon.
"""

import numpy as np
import pytest

from tests.theory.chains import Chain
from tests.theory.small_hub import agrees, days, mean_number, replicated, small_hub

pytestmark = pytest.mark.theory

FIRST, SECOND, MEAN, HORIZON = 3, 2, 4.0, 30.0
PER_DAY = {"person": 0.8, "family": 0.4}
SIZE = {"person": 1, "family": 3}
NOBODY_WAITS = ", drops_out: 1 ms"
STAYS = f"clocks: {{gone: {{kind: other, from: placed, after: {{shape: exponential, mean: {MEAN} d}}}}}}"
SECOND_HUB = f"{{policy: {{transfer_needs: place}}, pools: {{tents: {{places: {SECOND}}}}}, {STAYS}}}"


def test_overflow_to_the_second_hub():
    """People in each hub, averaged over [0, H) starting empty."""
    rate = 1.2

    def moves(state):
        first, second = state
        if first < FIRST:
            yield (first + 1, second), rate
        elif second < SECOND:
            yield (first, second + 1), rate
        if first:
            yield (first - 1, second), first / MEAN
        if second:
            yield (first, second - 1), second / MEAN

    scenario = small_hub(HORIZON, f"{{kind: poisson, rate: {rate} cases / d{NOBODY_WAITS}}}", [STAYS], **{
        "hubs__hub__pools__homes__places": FIRST, "hubs__hub__policy__transfer_needs": "place", "hubs__annexe": SECOND_HUB,
    })  # fmt: skip

    def measure(record):
        found = []
        for hub in ("hub", "annexe"):
            stays = record.stays[(record.stays.hub == hub) & (record.stays.kind == "place")]
            found.append(mean_number(days(stays, "start_at"), days(stays, "end_at"), HORIZON))
        return *found, len(record.journeys)

    chain = Chain((0, 0), moves)
    spent = chain.spent(HORIZON, chain.start((0, 0))) / HORIZON
    seen = replicated(scenario, 300, measure)
    listed = seen[:, 2] - rate * HORIZON
    agrees(seen[:, 0], chain.mean(spent, lambda state: state[0]), 0.05, listed)
    agrees(seen[:, 1], chain.mean(spent, lambda state: state[1]), 0.08, listed)


def shared(places):
    """(single people, families) on the same places, families of three."""

    def moves(state):
        single, families = state
        free = places - single - SIZE["family"] * families
        if free >= SIZE["person"]:
            yield (single + 1, families), PER_DAY["person"]
        if free >= SIZE["family"]:
            yield (single, families + 1), PER_DAY["family"]
        if single:
            yield (single - 1, families), single / MEAN
        if families:
            yield (single, families - 1), families / MEAN

    return Chain((0, 0), moves)


def kaufman(places):
    """Chance that a single person, and a family, finds no room in the long run: j q(j) = sum of load x size x q(j - size)."""
    q = np.zeros(places + 1)
    q[0] = 1.0
    for j in range(1, places + 1):
        q[j] = sum(PER_DAY[name] * MEAN * size * q[j - size] for name, size in SIZE.items() if size <= j) / j
    q /= q.sum()
    return [q[places - size + 1 :].sum() for size in SIZE.values()]


def test_the_chain_ends_in_kaufman():
    """In the long run the chain turns away what the recursion says."""
    places = 8
    chain = shared(places)
    settled = chain.after(400.0, chain.start((0, 0)))
    full = [chain.mean(settled, lambda state, size=size: places - state[0] - 3 * state[1] < size) for size in SIZE.values()]
    assert full == pytest.approx(kaufman(places), rel=1e-6)


def test_families_and_single_people_on_the_same_places():
    """Who comes of each class in [0, H), starting empty: the rate times the expected days with room for one more."""
    places = 8
    families = f"{{kind: poisson, rate: {PER_DAY['family']} cases / d, classes: {{family: 100 %}}{NOBODY_WAITS}}}"
    people = f"{{kind: poisson, rate: {PER_DAY['person']} cases / d, classes: {{person: 100 %}}{NOBODY_WAITS}}}"
    classes = "{person: {share: 50 %, size: 1}, family: {share: 50 %, size: 3}}"
    scenario = small_hub(HORIZON, people, [STAYS], classes=classes, demand__families=families, **{
        "hubs__hub__pools__homes__places": places, "hubs__hub__policy__transfer_needs": "place",
    })  # fmt: skip

    def measure(record):
        journeys = record.journeys
        came = [int((journeys["class"] == name)[journeys.arrived_at.notna()].sum()) for name in SIZE]
        return *came, *(int((journeys["class"] == name).sum()) for name in SIZE)

    seen = replicated(scenario, 300, measure)
    listed = seen[:, 2:] - [PER_DAY[name] * HORIZON for name in SIZE]
    chain = shared(places)
    spent = chain.spent(HORIZON, chain.start((0, 0)))
    for column, (name, size) in enumerate(SIZE.items()):
        room = chain.mean(spent, lambda state, size=size: places - state[0] - 3 * state[1] >= size)
        agrees(seen[:, column], PER_DAY[name] * room, 0.08, listed)
