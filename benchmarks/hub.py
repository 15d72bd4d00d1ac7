"""The benchmark hub in its sizes: scenario files, and larger ones grown from the smallest."""

from __future__ import annotations

import math
from pathlib import Path

from sim.scenario.load import load
from sim.scenario.schema import Cohorts, Poisson, Scenario

HERE = Path(__file__).parent
SIZES = (50, 500, 5000)
LOADS = ("base", "stress")
PERSONS = 839
"""Of the smallest hub in the base load, by means."""


def scenario(places: int, load_: str) -> Scenario:
    """The hub of a scenario file."""
    return load(HERE / f"hub-{places}{'' if load_ == 'base' else '-stress'}.yaml")


def grown(small: Scenario, times: int) -> Scenario:
    """The smallest hub so many times as large, officers by need; by copy, since a file of such a size would be refused."""
    singles, charter = list(small.demand.values())[:2]
    assert isinstance(singles, Poisson) and isinstance(charter, Cohorts)
    rate = tuple((date, per_ms * times) for date, per_ms in singles.rate)
    demand = {"single": singles.model_copy(update={"rate": rate}), **{f"charter_{i}": charter for i in range(1, times + 1)}}
    hub, flight = small.hubs["hub"], small.services["flight"]
    homes, officers = hub.pools["homes"], hub.teams["officers"]
    assert homes.places is not None
    larger = hub.model_copy(
        update={
            "pools": {"homes": homes.model_copy(update={"places": homes.places * times})},
            "teams": {"officers": officers.model_copy(update={"staff": max(officers.staff, math.ceil(0.3 * times))})},
        }
    )
    services = {"flight": flight.model_copy(update={"seats": flight.seats * times})}
    return small.model_copy(update={"demand": demand, "hubs": {"hub": larger}, "services": services})
