"""The timeline: what dated acts do at their instants, and the values they put in force."""

from __future__ import annotations

from sim.kernel import agreement, book, casework, crowd, limits, places, removal, schedule, site, starting, suspensions, teams, world
from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE
from sim.kernel.rows import Act, Setting, Site, World


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Put every act of the run into the calendar."""
    schedule.begin(m)


@compiled
def due(m, act):  # type: ignore[no-untyped-def]
    """The day of an act that has conditions, or waited for something."""
    if schedule.come(m, act):
        if not schedule.has_ended(m, act):
            begins(m, act)
            schedule.lay_end(m, act)
        schedule.plan_followers(m, act)


@compiled
def begins(m, act):  # type: ignore[no-untyped-def]
    """An act happens."""
    m[act + Act.IN_FORCE] = 1
    ends_others = m[act + Act.ENDS]
    for n in range(m[ends_others]):
        ends(m, m[ends_others + 1 + n])
    suspensions.begin(m, act)
    suspensions.resume(m, act)
    _change_places(m, act)
    _set_all(m, act, m[act + Act.SETTINGS])
    if m[act + Act.HAS_SET] or m[act + Act.CHANGES_PLACES]:
        _apply(m, act)
    if m[act + Act.HAS_END]:
        agreement.end_by(m, act)
    crowd.meet(m, act)


@compiled
def ends(m, act):  # type: ignore[no-untyped-def]
    """What lasted is over."""
    if m[act + Act.IN_FORCE] == 0:
        return
    m[act + Act.IN_FORCE] = 0
    suspensions.end(m, act)
    settings = m[act + Act.SETTINGS]
    for n in range(m[settings]):
        _unset(m, act, m[settings + 1 + 2 * n])
    if m[act + Act.HAS_SET]:
        _apply(m, act)


@compiled
def _change_places(m, act):  # type: ignore[no-untyped-def]
    """Pools and hubs open and close, pools have other sizes."""
    doors = m[act + Act.OPEN]
    for n in range(m[doors]):
        door = m[doors + 2 + 2 * n]
        if m[doors + 1 + 2 * n]:
            places.let_in(m, door)
        else:
            site.let_in(m, door)
    doors = m[act + Act.CLOSE]
    for n in range(m[doors]):
        door = m[doors + 2 + 2 * n]
        if m[doors + 1 + 2 * n]:
            places.shut(m, door, m[act + Act.INDEX])
        else:
            site.shut(m, door, m[act + Act.INDEX])
    _set_all(m, act, m[act + Act.RESIZED])


@compiled
def _set_all(m, act, settings):  # type: ignore[no-untyped-def]
    """Values are in force from now on."""
    for n in range(m[settings]):
        setting, words = m[settings + 1 + 2 * n], m[settings + 2 + 2 * n]
        top = setting + Setting.STACK + 2 * m[setting + Setting.COUNT]
        m[top], m[top + 1] = act, words
        m[setting + Setting.COUNT] += 1
        _replace(m, setting)


@compiled
def _unset(m, act, setting):  # type: ignore[no-untyped-def]
    """An act that lasted is over: what began after it holds on, else the value of before is back."""
    count, kept = m[setting + Setting.COUNT], 0
    if m[setting + Setting.REPLACED] == 0:
        return
    stack = setting + Setting.STACK
    for n in range(count):
        if m[stack + 2 * n] != act:
            m[stack + 2 * kept], m[stack + 2 * kept + 1] = m[stack + 2 * n], m[stack + 2 * n + 1]
            kept += 1
    m[setting + Setting.COUNT] = kept
    _replace(m, setting)


@compiled
def _replace(m, setting):  # type: ignore[no-untyped-def]
    """The value of the act that began last is in force, or the scenario's own."""
    m[setting + Setting.REPLACED] = 1
    count = m[setting + Setting.COUNT]
    words, act = m[setting + Setting.OWN], NONE
    if count:
        act = m[m[setting + Setting.STACK + 2 * count - 2] + Act.INDEX]
        words = m[setting + Setting.STACK + 2 * count - 1]
    hub = m[setting + Setting.REGIME_OF]
    before = m[hub + Site.REGIME]
    for n in range(m[words]):
        m[m[words + 1 + 2 * n]] = m[words + 2 + 2 * n]
    if hub and m[hub + Site.REGIME] != before:
        book.regime(m, act, hub, m[hub + Site.REGIME])


@compiled
def _apply(m, act):  # type: ignore[no-untyped-def]
    """Everything that hangs on values in force looks again."""
    starting.note(m)
    agreement.recount(m)
    agreement.lay_dates(m)
    for index in range(m[World.SITE_COUNT]):
        site.recount(m, world.site_at(m, index))
        teams.staff_changed(m, world.site_at(m, index))
    casework.changed(m)
    world.priorities_changed(m)
    if m[act + Act.SETS_STAY_LIMIT]:
        limits.limit_changed(m, m[act + Act.GRACE])
    if m[act + Act.SETS_REGIME]:
        removal.regime_changed(m)
    world.mark_transfers(m)
    world.mark_services(m)
