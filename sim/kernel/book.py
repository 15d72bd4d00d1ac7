"""The book: writes down what happened. Nothing here decides anything."""

from __future__ import annotations

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, allocate, append
from sim.kernel.rows import (
    Capacity,
    Case,
    Objected,
    Period,
    PeriodSlot,
    Pool,
    Site,
    Spell,
    Stay,
    Suspended,
    Table,
    Task,
    Team,
    World,
)
from sim.kernel.words import Regime, TaskOutcome

# --- stays, tasks, periods, objections ------------------------------------------------------------------------------------------


@compiled
def begin_stay(m, case, site, pool, kind, units, rooms):  # type: ignore[no-untyped-def]
    """A case of its class is somewhere from now on; pool 0: reception or the road."""
    stay = append(m, World.STAYS, Stay.WIDTH)
    m[stay + Stay.CASE] = case
    m[stay + Stay.CLASS] = m[case + Case.CLASS]
    m[stay + Stay.SITE] = site
    m[stay + Stay.POOL] = pool
    m[stay + Stay.KIND] = kind
    m[stay + Stay.UNITS] = units
    m[stay + Stay.START] = m[World.NOW]
    m[stay + Stay.END] = NEVER
    m[stay + Stay.ROOMS] = rooms
    return stay


@compiled
def new_task(m, case, kind, name, k, team, time, queued_at, sub):  # type: ignore[no-untyped-def]
    """A task, not in the table yet."""
    task = allocate(m, Task.WIDTH)
    m[task + Task.CASE] = case
    m[task + Task.KIND] = kind
    m[task + Task.NAME] = name
    m[task + Task.K] = k
    m[task + Task.TEAM] = team
    m[task + Task.TIME] = time
    m[task + Task.QUEUED_AT] = queued_at
    m[task + Task.DUE_AT] = NEVER
    m[task + Task.STARTED_AT] = NEVER
    m[task + Task.ENDED_AT] = NEVER
    m[task + Task.SUB] = sub
    return task


@compiled
def period_started(m, slot, due):  # type: ignore[no-untyped-def]
    """A legal period of a case begins."""
    period = append(m, World.PERIODS, Period.WIDTH)
    m[period + Period.CASE] = m[slot + PeriodSlot.CASE]
    m[period + Period.INDEX] = m[slot + PeriodSlot.INDEX]
    m[period + Period.BEGUN] = m[World.NOW]
    m[period + Period.DUE] = due
    m[period + Period.ENDED] = NEVER
    m[slot + PeriodSlot.ROW] = period


@compiled
def period_ended(m, slot, outcome):  # type: ignore[no-untyped-def]
    """It was met or missed, or the case has left."""
    period = m[slot + PeriodSlot.ROW]
    m[slot + PeriodSlot.ROW] = 0
    m[period + Period.ENDED] = m[World.NOW]
    m[period + Period.OUTCOME] = outcome


@compiled
def new_objected(m, case, objection):  # type: ignore[no-untyped-def]
    """An objection is lodged."""
    row = append(m, World.OBJECTED, Objected.WIDTH)
    m[row + Objected.CASE] = case
    m[row + Objected.OBJECTION] = objection
    m[row + Objected.LODGED] = m[World.NOW]
    m[row + Objected.ENDED] = NEVER
    m[row + Objected.OUTCOME] = TaskOutcome.WAITING
    return row


# --- capacity -------------------------------------------------------------------------------------------------------------------


@compiled
def what_of_pool(m, pool):  # type: ignore[no-untyped-def]
    """Number of a pool among the capacities."""
    return m[pool + Pool.INDEX]


@compiled
def what_of_reception(m, site):  # type: ignore[no-untyped-def]
    """Number of a reception."""
    return m[World.POOL_COUNT] + m[site + Site.INDEX]


@compiled
def what_of_team(m, team):  # type: ignore[no-untyped-def]
    """Number of a team."""
    return m[World.POOL_COUNT] + m[World.SITE_COUNT] + m[team + Team.INDEX]


@compiled
def what_of_total(m):  # type: ignore[no-untyped-def]
    """Number of the agreement's total."""
    return m[World.POOL_COUNT] + m[World.SITE_COUNT] + m[World.TEAM_COUNT]


@compiled
def what_of_standing(m):  # type: ignore[no-untyped-def]
    """Number of the agreement's standing limit."""
    return what_of_total(m) + 1


@compiled
def capacity(m, what, nominal, usable, reserve, overflow):  # type: ignore[no-untyped-def]
    """A capacity from now on; only changes are written."""
    last = m[m[World.CAPACITIES] + what]
    if last and (
        m[last + Capacity.NOMINAL] == nominal
        and m[last + Capacity.USABLE] == usable
        and m[last + Capacity.RESERVE] == reserve
        and m[last + Capacity.OVERFLOW] == overflow
    ):
        return
    row = append(m, World.CAPACITY, Capacity.WIDTH)
    m[row + Capacity.WHAT] = what
    m[row + Capacity.AT] = m[World.NOW]
    m[row + Capacity.NOMINAL] = nominal
    m[row + Capacity.USABLE] = usable
    m[row + Capacity.RESERVE] = reserve
    m[row + Capacity.OVERFLOW] = overflow
    m[m[World.CAPACITIES] + what] = row


@compiled
def limit(m, what, people):  # type: ignore[no-untyped-def]
    """A limit from now on; NONE is none."""
    capacity(m, what, people, people, 0, 0)


# --- spells ---------------------------------------------------------------------------------------------------------------------


@compiled
def spell_of_hub(m, site):  # type: ignore[no-untyped-def]
    """Number of a hub closed to newcomers."""
    return Suspended.DESTINATION + 2 * m[World.DESTINATION_COUNT] + m[site + Site.INDEX]


@compiled
def spell_of_regime(m, site, regime):  # type: ignore[no-untyped-def]
    """Number of a regime of a hub."""
    first = Suspended.DESTINATION + 2 * m[World.DESTINATION_COUNT] + m[World.SITE_COUNT]
    return first + 2 * m[site + Site.INDEX] + regime - Regime.OPEN


@compiled
def spell_of_end(m):  # type: ignore[no-untyped-def]
    """Number of an end by an act."""
    return Suspended.DESTINATION + 2 * m[World.DESTINATION_COUNT] + 3 * m[World.SITE_COUNT]


@compiled
def spell_of_exchange(m):  # type: ignore[no-untyped-def]
    """Number of an exchange."""
    return spell_of_end(m) + 1


@compiled
def spell_begins(m, act, what):  # type: ignore[no-untyped-def]
    """A suspension or setting begins."""
    row = append(m, World.SPELLS, Spell.WIDTH)
    m[row + Spell.ACT] = act
    m[row + Spell.WHAT] = what
    m[row + Spell.START] = m[World.NOW]
    m[row + Spell.END] = NEVER


@compiled
def moment(m, act, what):  # type: ignore[no-untyped-def]
    """An act did something to many people in one instant."""
    spell_begins(m, act, what)
    m[m[World.SPELLS + Table.LAST] + Spell.END] = m[World.NOW]


@compiled
def regime(m, act, site, chosen):  # type: ignore[no-untyped-def]
    """Another regime from now on, by an act (NONE: the scenario's own is back)."""
    spell_ends(m, spell_of_regime(m, site, Regime.OPEN))
    spell_ends(m, spell_of_regime(m, site, Regime.CLOSED))
    spell_begins(m, act, spell_of_regime(m, site, chosen))


@compiled
def spell_ends(m, what):  # type: ignore[no-untyped-def]
    """Every open spell of this kind ends."""
    row = m[World.SPELLS + Table.FIRST]
    while row:
        if m[row + Spell.WHAT] == what and m[row + Spell.END] == NEVER:
            m[row + Spell.END] = m[World.NOW]
        row = m[row + Spell.NEXT]
