# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags,-all
#     notebook_metadata_filter: kernelspec
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Many variants at once
#
# How much do the number of places, the pace of the lists and the time that documents take matter? A sweep runs every combination
# of the values named in a file. These are the numbers of `hubsim sweep ../scenarios/sweeps/kosovo-us.yaml --reps 5 --seed 1`.
#
# Five runs a point are enough to see the pattern, not to decide by it: take 100 or more for that.

# %% tags=["parameters"]
SWEEP = "../scenarios/sweeps/kosovo-us.yaml"
REPS = 5
SEED = 1
PLACES = "hubs.kosovo.pools.homes.places"
PACE = "demand.lists.rate.2025-06-11"
SPEED = "destinations.any.documents.speed"

# %%
import matplotlib.pyplot as plt

import sim
from sim.report import figures

# %% [markdown]
# ## Run it
#
# One row for each point. People have the same luck in every point, so what differs comes from the three inputs.

# %%
swept = sim.sweep(SWEEP, reps=REPS, seed=SEED)
swept.points[[PLACES, PACE, SPEED, "people.arrived", "full.chance", "limit.people"]].head(6)

# %% [markdown]
# ## Heat maps
#
# A map shows two inputs; the third is held at the value in `at`.

# %%
with figures.house_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 3.5))
    figures.heat_map(swept, "people.arrived", PLACES, PACE, at={SPEED: "100 %"}, ax=left)
    figures.heat_map(swept, "limit.people", PLACES, SPEED, at={PACE: "6 cases / month"}, ax=right)
    plt.show()

# %% [markdown]
# ## The same as curves
#
# The band is the 95 % interval of the estimate. Where bands overlap, run more before saying that one point is better.

# %%
with figures.house_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 3.5))
    figures.curves(swept, "limit.people", SPEED, PACE, at={PLACES: "40"}, ax=left)
    figures.curves(swept, "full.chance", PLACES, PACE, at={SPEED: "100 %"}, ax=right)
    plt.show()

# %% [markdown]
# ## Which input moves the answer most?
#
# The mean over all points that share a value.

# %%
for name in (PLACES, PACE, SPEED):
    print(swept.points.groupby(name, sort=False)[["people.arrived", "limit.people"]].mean().round(1), "\n")

# %% [markdown]
# ## What to try next
#
# - `REPS = 100`, and see which differences stay.
# - Another metric in the maps: `stay.p90` or `wait.transfer.mean`. `swept.points.columns` names them all.
# - Other values: `sim.sweep("kosovo-us", {PLACES: ["10", "15"], SPEED: ["50 %", "100 %"]}, reps=20)`.
