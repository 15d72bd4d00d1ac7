"""A small hub for the tests of studies, and engines that go wrong."""

import signal

import pandas as pd

from sim.hub import simulate
from sim.scenario.load import loads

TEXT = """\
name: small
extends: base
why: Do six places do?
start: 2026-01-01
horizon: 120 d
agreement: {total: {value: 20 people, status: assumed}, stay: {limit: {value: 60 d, status: assumed}, then: breach}}
classes: {single: {share: 100 %, size: 1, status: assumed}}
destinations: {home: {share: 100 %, documents: {shape: exponential, mean: 20 d (10 to 40)}, status: assumed}}
demand: {lists: {kind: poisson, rate: 10 cases / month (5 to 15), status: assumed}}
services: {homeward: {from: camp, to: home, for: voluntary, leaves: {every: 7 d}, seats: 2, status: assumed}}
hubs:
  camp:
    pools: {homes: {places: 6}}
    clocks: {voluntary: {at_once: 20 %, ceiling: 80 %, half_time: 20 d, status: assumed}}
"""


def small(**settings):
    """The small hub, with settings by dotted name (written with __)."""
    return loads(TEXT, "small", {name.replace("__", "."): value for name, value in settings.items()})


def written(folder, name="small", more=""):
    """The small hub as a file, with lines added."""
    path = folder / f"{name}.yaml"
    path.write_text(TEXT.replace("name: small", f"name: {name}") + more, encoding="utf-8")
    return path


def stops_at_three(scenario, seed, replication):
    """An engine that stops in replication 3."""
    if replication == 3:
        raise ZeroDivisionError("nobody knows why")
    return simulate(scenario, seed, replication)


def loses_somebody(scenario, seed, replication):
    """An engine whose record contradicts itself: people arrive before they leave the sender."""
    record = simulate(scenario, seed, replication)
    record.journeys["boarded_at"] = record.journeys["arrived_at"] + 1000
    return record


def stops_with_few_places(scenario, seed, replication):
    """An engine that stops where there are fewer than five places."""
    if scenario.hubs["camp"].pools["homes"].places < 5:
        raise ZeroDivisionError("too few")
    return simulate(scenario, seed, replication)


def read_csv(path, texts=()):
    """A table as it was written, numbers bit for bit, which not every pandas does by itself; columns `texts` stay as they stand."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.assign(
        **{name: [number(cell) for cell in table[name]] for name in table if name not in ("metric", "unit", "point", *texts)}
    )


def number(cell):
    """A cell as a number, NaN where it is empty; a word stays what it is."""
    try:
        return float(cell or "nan")
    except ValueError:
        return cell


def hears_ctrl_c():
    """For a process to be started: it hears Ctrl-C even where this one was started in the background, deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
