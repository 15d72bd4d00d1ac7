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
# # A first look at a return hub
#
# Kosovo has agreed to take up to 50 people from the United States. How many of them ever come, how many places do they use at
# once, who passes one year, and what holds them? This notebook runs the scenario, draws it, changes it, and looks at the people
# of one run. It gives the numbers of the command line: `hubsim run kosovo-us --reps 50 --seed 1`.
#
# Change the parameters and run everything again.

# %% tags=["parameters"]
SCENARIO = "kosovo-us"
REPS = 50
SEED = 1
PLACES = "hubs.kosovo.pools.homes.places"
FEWER = "20"

# %%
import matplotlib.pyplot as plt
import pandas as pd

import sim
from sim.report import figures

# %% [markdown]
# ## What is assumed
#
# A scenario is read once and then frozen. Every value knows what it rests on and who set it.

# %%
scenario = sim.load(SCENARIO)
inputs = pd.DataFrame([{"name": row.name, "value": row.text, "status": row.status, "source": row.source} for row in scenario.inputs])
inputs[inputs["status"] == "assumed"].head(10)

# %%
inputs.loc[inputs["status"] != "", "status"].value_counts()

# %% [markdown]
# ## What comes out
#
# Two spreads that are never the same thing: `ci_low` to `ci_high` says how well the estimate is known, `p05` to `p95` where nine
# runs in ten fall. Both are luck alone: what we do not know about the inputs is not in them.

# %%
result = sim.run(scenario, reps=REPS, seed=SEED, keep=True)
summary = result.summary.set_index("metric")
summary.loc[
    ["people.arrived", "present.peak", "places.occupancy", "full.chance", "stay.p50", "stay.p90", "limit.people", "residual.horizon.people"]
]

# %% [markdown]
# `inf` is an answer too: nine people in ten have not left within the time they could be followed. Where do their days go?

# %%
days = summary[summary.index.str.startswith("days_share.")]
days.loc[days["estimate"] > 0, ["estimate", "p05", "p95"]].sort_values("estimate", ascending=False)

# %% [markdown]
# ## Figures
#
# Each function draws on the axes it is given and returns them.

# %%
with figures.house_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 4))
    figures.arrivals(result, ax=left)
    figures.present(result, ax=right)
    plt.show()

# %%
with figures.house_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 4))
    figures.stay(result, ax=left)
    figures.outcomes(result, ax=right)
    plt.show()

# %% [markdown]
# Returns are called "voluntary" as they are recorded. A choice made in custody, or with no other way out, is not a free one.

# %% [markdown]
# ## What if there are fewer places?
#
# The same people have the same luck in both scenarios, so the difference is that of the places alone.

# %%
fewer = sim.run(sim.load(SCENARIO, settings={PLACES: FEWER}), reps=REPS, seed=SEED)
difference = sim.compare(result, fewer)
difference.summary.set_index("metric").loc[
    ["people.arrived", "present.peak", "full.chance", "wait.transfer.mean", "limit.people"],
    ["a", "b", "difference", "ci_low", "ci_high"],
]

# %% [markdown]
# ## A small sweep

# %%
PACE = "demand.lists.rate.2025-06-11"
swept = sim.sweep(SCENARIO, {PLACES: ["20", "30", "40"], PACE: ["3 cases / month", "6 cases / month"]}, reps=5, seed=SEED)
swept.points[[PLACES, PACE, "people.arrived", "full.chance", "limit.people"]]

# %%
with figures.house_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 3.5))
    figures.heat_map(swept, "people.arrived", PLACES, PACE, ax=left)
    figures.curves(swept, "full.chance", PLACES, PACE, ax=right)
    plt.show()

# %% [markdown]
# ## The people of one run
#
# Every number comes from these tables (`keep=True`): one row per case, instants in days since the start.

# %%
journeys = result.tables["journeys"]
one = journeys[journeys["replication"] == 0]
one.loc[one["arrived_at"].notna(), ["case", "class", "size", "destination", "arrived_at", "agreed_at", "left_at", "outcome"]].head(8)

# %% [markdown]
# Who passes one year? Those followed for more than a year, over all runs, by where they come from.

# %%
YEAR = 365
came = journeys[journeys["arrived_at"].notna()]
stayed = came["left_at"].fillna(scenario.horizon / 86_400_000) - came["arrived_at"]
followed = came[came["arrived_at"] < scenario.horizon / 86_400_000 - YEAR].assign(beyond=stayed > YEAR)
people = followed.groupby(["destination", "beyond"])["size"].sum().unstack(fill_value=0)
(people[True] / people.sum(axis=1)).rename("share of people inside for more than a year")

# %% [markdown]
# `sim.save(result)` writes the folder that the command line writes, with `report.html` in it.
