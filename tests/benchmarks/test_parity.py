"""Everybody who simulates the benchmark hub exactly tells the same journeys, to the last bit."""

import functools

import numpy as np
import pytest

from benchmarks import part_hub, plain_simpy
from benchmarks.hub import LOADS, SIZES, grown, scenario
from benchmarks.inputs import Hub, Inputs, drawn, hub_of
from benchmarks.journeys import CAP, INSIDE, REFUSED, REMOVED, same
from benchmarks.measure import Times
from benchmarks.peer import SIMULATION, Peer
from benchmarks.peers import peers
from benchmarks.peers.heap_loop import HeapLoop

SIMULATIONS = [peer for peer in peers() if peer.stage == SIMULATION]


@functools.cache
def block(load: str) -> list[Inputs]:
    return [drawn(scenario(50, load), seed=3, replication=replication) for replication in range(2)]


@functools.cache
def told_by_the_heap(load: str):
    return told_by(HeapLoop(), load)


def told_by(peer: Peer, load: str):
    peer.prepare(block(load))
    assert peer.run() == sum(inputs.persons for inputs in block(load))
    return peer.journeys()


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("peer", SIMULATIONS, ids=lambda peer: peer.name)
def test_all_tell_the_same_journeys(peer, load):
    if peer.missing():
        pytest.skip(f"{peer.name}: {peer.missing()}")
    if not peer.can(block(load)[0]):
        pytest.skip(f"{peer.name} cannot tell this hub")
    shares = list(map(same, told_by_the_heap(load), told_by(peer, load)))
    assert shares == [1.0, 1.0] if peer.exact else min(shares) > 0.9


@pytest.mark.parametrize("peer", peers(), ids=lambda peer: f"{peer.name}, {peer.stage}")
def test_a_peer_runs_again_after_it_was_prepared_again(peer):
    if peer.missing():
        pytest.skip(f"{peer.name}: {peer.missing()}")
    for _ in range(2):
        peer.prepare(block("base")[:1])
        assert peer.run() > 500
    peer.prepare([])


def test_the_stress_reaches_every_way_out_and_a_long_queue():
    journeys = told_by_the_heap("stress")[0]
    assert set(journeys.reason) == {INSIDE, REFUSED, REMOVED, CAP}
    waited = journeys.placed - journeys.screened_from
    assert np.nanmax(waited) > 30 * plain_simpy.DAY
    assert (block("stress")[0].failures[journeys.reason == REMOVED] > 0).any()


def test_some_reach_the_limit_at_the_instant_of_a_flight():
    inputs = drawn(grown(scenario(50, "stress"), 4), seed=1, replication=0)
    heap = HeapLoop()
    heap.prepare([inputs])
    heap.run()
    journeys = heap.journeys()[0]
    assert (journeys.left[journeys.reason == CAP] % inputs.hub.week == 0).any()


DAY = plain_simpy.DAY
STAY = 365 * DAY


def by_hand(persons: list[dict], **hub: int) -> Inputs:
    """Persons of whom only what is said differs: arrival at 0, an hour of screening, documents that never come in time."""
    given = {"arrival": 0, "refused": 0, "screening": DAY // 24, "documents": 2 * STAY, "appeal": 0, "failures": 0}
    columns = {name: np.array([person.get(name, usual) for person in persons], dtype=np.int64) for name, usual in given.items()}
    numbers = {"places": 9, "officers": 9, "seats": 9, "horizon": 1825 * DAY, "stay": STAY, "week": 7 * DAY} | hub
    return Inputs(None, 0, 0, Hub(**numbers, rate=0.0, charters=0, happens=0.0), **columns)


TIES = {
    "a place that comes free at the limit of the next in turn": (
        by_hand([{}, {}, {"arrival": 1}], places=1),
        [CAP] * 3,
        [True, False, True],
    ),
    "an officer who comes free at the limit of the next in turn": (
        by_hand([{"screening": 2 * STAY}, {}, {"arrival": DAY}], officers=1),
        [CAP] * 3,
        [False, False, True],
    ),
    "the limit on the day of a flight": (
        by_hand([{"arrival": 6 * DAY, "documents": 360 * DAY}, {"arrival": 6 * DAY + 1, "documents": 360 * DAY}]),
        [CAP, REMOVED],
        [True, True],
    ),
    "a failed one goes to the back": (
        by_hand([{"documents": DAY, "failures": 1}, {"documents": 2 * DAY}, {"documents": 3 * DAY}], seats=1, horizon=22 * DAY),
        [INSIDE, REMOVED, REMOVED],
        [True, True, True],
    ),
    "events at the horizon are not handled": (by_hand([{"documents": DAY}], horizon=7 * DAY), [INSIDE], [True]),
}


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize("peer", [peer for peer in SIMULATIONS if peer.exact], ids=lambda peer: peer.name)
def test_what_comes_first_in_one_instant(peer, tie):
    inputs, reasons, housed = TIES[tie]
    if peer.missing() or not peer.can(inputs):
        pytest.skip(f"{peer.name} is not there, or simulates scenarios only")
    peer.prepare([inputs])
    peer.run()
    journeys = peer.journeys()[0]
    assert list(journeys.reason) == reasons
    assert list(~np.isnan(journeys.placed)) == housed


def test_threads_change_nothing():
    for peer in (peer for peer in SIMULATIONS if peer.threads > 1 and not peer.missing()):
        peer.prepare([*block("base"), *block("stress")])
        peer.run(threads=2)
        alone = [*told_by_the_heap("base"), *told_by_the_heap("stress")]
        assert [same(a, b) for a, b in zip(alone, peer.journeys(), strict=True)] == [1.0] * 4


def test_a_different_story_is_noticed():
    a, b = told_by_the_heap("base")
    assert same(a, a) == 1.0 and same(a, b) == 0.0
    moved = type(a)(a.screened_from, a.placed, a.left + (np.arange(len(a.left)) == 5), a.reason)
    assert same(a, moved) == 1.0 - 1.0 / len(a.left)
    column = {HeapLoop(): Times([1.0], same=same(a, moved))}
    assert len(part_hub.told_alike({"base 50": column})) == 1


@pytest.mark.parametrize("places", SIZES)
@pytest.mark.parametrize("load", LOADS)
def test_the_files_say_the_hub_in_its_sizes(places, load):
    hub, times, more = hub_of(scenario(places, load)), places // 50, 1.0 if load == "base" else 1.6
    assert (hub.places, hub.charters, hub.week, hub.stay) == (places, times, 7 * plain_simpy.DAY, 365 * plain_simpy.DAY)
    assert hub.officers == {50: 3, 500: 12, 5000: 30}[places]
    assert hub.seats == (20 if load == "base" else 4) * times
    assert hub.rate * plain_simpy.DAY == pytest.approx(0.25 * times * more) and hub.happens == pytest.approx(0.25 * more)


def test_a_grown_hub_is_the_small_one_many_times():
    hub, small = hub_of(grown(scenario(50, "base"), 12)), hub_of(scenario(50, "base"))
    assert (hub.places, hub.seats, hub.charters, hub.officers) == (600, 240, 12, 4)
    assert hub.rate == pytest.approx(12 * small.rate)
