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
# # Your own rules in Python
#
# Three rules that no scenario file can say, written as small functions: how a screening step decides, where people are housed, and
# another way out. A rule sees one case, may draw luck of its own by name, and remembers nothing. Without rules these are the numbers
# of `hubsim run my-hub/two-sites.yaml --reps 30 --seed 1`.

# %% tags=["parameters"]
SCENARIO = "my-hub/two-sites.yaml"
REPS = 30
SEED = 1
JOBS = 2
LARGEST_FAMILY = 3
RESETTLED = 0.20

# %%
import matplotlib.pyplot as plt

import sim
from sim.hub import Exit, Policies
from sim.report import figures

# %% [markdown]
# ## The rules


# %%
def interview(case):
    """Homes are small: larger families are sent back."""
    return "admitted" if case.size <= LARGEST_FAMILY else "sent_back"


def emptiest_first(case, free):
    """Fill the site with the most free places."""
    return sorted(free, key=lambda pool: -free[pool])


def resettled(case):
    """Some are taken by another country, between four months and a year after they came."""
    chosen = case.uniform("chosen") < RESETTLED
    return 120 + 245 * case.uniform("when") if chosen else None


rules = Policies(
    screening={"interview": interview},
    housing=emptiest_first,
    exits={"resettled": Exit("left_for_other_country", resettled)},
)

# %% [markdown]
# ## Without and with them
#
# Both run on two cores. Every case has the same luck on both sides, so a difference comes from the rules.

# %%
scenario = sim.load(SCENARIO)
without = sim.run(scenario, reps=REPS, seed=SEED, jobs=JOBS)
ruled = sim.run(scenario, reps=REPS, seed=SEED, jobs=JOBS, policies=rules)
difference = sim.compare(without, ruled).summary.set_index("metric")
difference.loc[
    [
        "people.arrived",
        "outcome.sent_back",
        "outcome.left_for_other_country",
        "pool.homes.occupancy",
        "pool.guesthouse.occupancy",
        "limit.people",
    ],
    ["a", "b", "difference", "ci_low", "ci_high"],
]

# %% [markdown]
# Look at the sign of `people.arrived`: an agreement counts those boarded, and those sent back free a place, so that others come. A
# rule that turns people away after the journey makes more people travel.

# %%
with figures.house_style():
    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 4), sharey=True)
    figures.present(without, ax=left)
    figures.present(ruled, ax=right)
    left.set_title("Without the rules")
    right.set_title("With them")
    plt.show()

# %% [markdown]
# ## One rule at a time
#
# Which of the three does it?

# %%
alone = {
    "interview": Policies(screening=rules.screening),
    "emptiest first": Policies(housing=rules.housing),
    "resettled": Policies(exits=rules.exits),
}
for name, rule in alone.items():
    one = sim.run(scenario, reps=REPS, seed=SEED, jobs=JOBS, policies=rule)
    effect = sim.compare(without, one).summary.set_index("metric").loc["limit.people"]
    print(f"{name}: {effect['difference']:+.1f} people beyond a year ({effect['ci_low']:+.1f} to {effect['ci_high']:+.1f})")

# %% [markdown]
# ## What to try next
#
# - `LARGEST_FAMILY = 2`, or `RESETTLED = 0.5`.
# - A rule by destination: `case.destination == "refusing"`. What a rule may know is listed by `help(sim.hub.CaseView)`.
# - Fill one site first: `return ["guesthouse", "homes"]`, and see which of the two could be closed.
