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
# # Your own lists: who is announced, and who is already inside
#
# Two tables, as they come out of a spreadsheet: `my-hub/arrivals.csv` (who is announced, and when) and `my-hub/inside.csv` (who is in
# the hub today, and for how long). Both are invented. They hold no names: a row is a case of so many people of a class.
# These are the numbers of `hubsim run my-hub/my-hub.yaml --reps 40 --seed 1`.

# %% tags=["parameters"]
SCENARIO = "my-hub/my-hub.yaml"
ARRIVALS = "my-hub/arrivals.csv"
INSIDE = "my-hub/inside.csv"
REPS = 40
SEED = 1

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import sim
from sim.report import figures

# %% [markdown]
# ## The two lists
#
# What a cell leaves empty, here the destination of case 5, is drawn from the shares of the scenario.

# %%
arrivals = pd.read_csv(ARRIVALS)
arrivals

# %%
inside = pd.read_csv(INSIDE)
inside

# %% [markdown]
# ## The scenario that uses them
#
# It changes what differs from `kosovo-us`: the lists, the dates, and that those on the list are already picked.

# %%
print(Path(SCENARIO).read_text(encoding="utf-8"))

# %%
scenario = sim.load(SCENARIO)
result = sim.run(scenario, reps=REPS, seed=SEED, keep=True)
summary = result.summary.set_index("metric")
summary.loc[["people.listed", "people.arrived", "present.peak", "limit.people", "residual.horizon.people"], ["estimate", "p05", "p95"]]

# %% [markdown]
# ## Counted by hand
#
# Three things can be counted with a pencil, and must agree: who is listed, who comes (everybody on the list, for nobody is turned
# away or gives up here; those inside at the start count as arrived), and how many are there on the first day.

# %%
present = result.series[result.series["what"] == "present"]
count = pd.DataFrame(
    {
        "by hand": [arrivals["people"].sum(), arrivals["people"].sum() + inside["people"].sum(), inside["people"].sum()],
        "simulated": [*summary.loc[["people.listed", "people.arrived"], "estimate"], present["mean"].iloc[0]],
    },
    index=["listed", "arrived or inside at the start", "present on the first day"],
)
count

# %% [markdown]
# The same for each case inside: a year is over 365 days after arrival, so many days from today. The model has the same day.

# %%
journeys = result.tables["journeys"]
first_run = journeys[(journeys["replication"] == 0) & (journeys["stream"] == "inside")]
inside.assign(year_over_in=365 - inside["days_inside"], simulated=first_run["deadline_at"].to_numpy())

# %% [markdown]
# ## How full it gets

# %%
with figures.house_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 4))
    figures.present(result, ax=left)
    figures.stay(result, ax=right)
    plt.show()

# %% [markdown]
# ## What to try next
#
# - Put your own rows into the two files. `hubsim validate my-hub/my-hub.yaml` names the line and column of whatever cannot be read.
# - Add ten people on one date, and look at `wait.transfer.mean` and `present.peak`.
# - Take `accepted: {value: 100 %...}` out of the scenario: then the host picks, as in `kosovo-us`.
