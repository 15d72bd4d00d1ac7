"""Casework: the gates and clocks that run beside a case's journey, from the instants it reaches."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import book, claims, classes, exits, limits, removal, reviews, running, starting, teams, voluntary, world
from sim.kernel.compiled import compiled, inlined
from sim.kernel.luck import Latent, latent, length, remaining
from sim.kernel.memory import NEVER, NONE, covers, real
from sim.kernel.rows import Case, ClockSpec, Destination, Running, Site, Stream, Suspended, Table, Task, Team, World
from sim.kernel.words import CLOCKS_OF_ONE_KIND, At, Choice, Clock, Outcome, Reason, Regime, Sub, TaskName, Who

DOCUMENTS, WORK, DROPS_OUT = hash32("documents"), hash32("documents.work"), hash32("drops_out")
WORK_ON_DOCUMENTS = 1
"""Its place among the names of tasks."""


# --- clocks of a hub ------------------------------------------------------------------------------------------------------------


@compiled
def documents(m):  # type: ignore[no-untyped-def]
    """Slot of the clock of documents."""
    return m[World.CLOCK_COUNT]


@compiled
def drops_out(m):  # type: ignore[no-untyped-def]
    """Slot of the clock of dropping out."""
    return m[World.CLOCK_COUNT] + 1


@compiled
def lasts(m, name):  # type: ignore[no-untyped-def]
    """Slot of the clock of being unfit."""
    return m[World.CLOCK_COUNT] + 2 + name


@compiled
def own(m, case, name):  # type: ignore[no-untyped-def]
    """A clock of the case's hub; 0: it has none of that name."""
    site = m[case + Case.SITE]
    if site == 0 or name >= m[World.CLOCK_COUNT]:
        return 0
    found = world.clock_spec(m, site, name)
    return found if m[found + ClockSpec.HAS] else 0


@compiled
def rank(m, case, name):  # type: ignore[no-untyped-def]
    """Place of a clock among those of the case's hub."""
    found = own(m, case, name)
    return m[found + ClockSpec.RANK] if found else 0


@compiled
def spec(m, case, name):  # type: ignore[no-untyped-def]
    """A clock of the case's hub; of a hub where the case was before, where its own has none of that name."""
    found = own(m, case, name)
    index = 0
    while found == 0:
        other = world.clock_spec(m, world.site_at(m, index), name)
        if m[other + ClockSpec.HAS]:
            found = other
        index += 1
    return found


@compiled
def applies(m, spec, case):  # type: ignore[no-untyped-def]
    """Whether a case has this clock."""
    for_it = covers(m[spec + ClockSpec.FOR], m[case + Case.CLASS])
    return for_it and covers(m[spec + ClockSpec.DESTINATIONS], m[case + Case.DESTINATION])


# --- instants -------------------------------------------------------------------------------------------------------------------


@compiled
def reached(m, case, instant):  # type: ignore[no-untyped-def]
    """The case reaches an instant: it is recorded, and what counts from it starts."""
    m[case + Case.AT + instant] = m[World.NOW]
    if starting.starts(m, case, instant):
        _start_from(m, case, instant, 0)
        limits.reached(m, case, instant)


@compiled
def resume_inside(m, case):  # type: ignore[no-untyped-def]
    """Somebody inside at the start: clocks draw what is left, given that they have not ended yet."""
    elapsed = m[case + Case.PRIOR]
    _start_from(m, case, At.LISTED, elapsed)
    _start_from(m, case, At.DECIDED, elapsed)
    _start_from(m, case, At.ARRIVED, elapsed)
    _start_from(m, case, At.SCREENED, elapsed)
    if m[case + Case.AT + At.PLACED] != NEVER:
        _start_from(m, case, At.PLACED, elapsed)


@compiled
def _start_from(m, case, instant, elapsed):  # type: ignore[no-untyped-def]
    destination = world.destination_at(m, m[case + Case.DESTINATION])
    if m[destination + Destination.FROM] == instant and not _documents_begun(m, case):
        if m[destination + Destination.HAS_WORK] == 0 or elapsed:
            _await_documents(m, case, elapsed)
        else:
            _ask_for_work_on_documents(m, case, destination)
    if m[case + Case.SITE] and m[case + Case.AT + At.ARRIVED] != NEVER:
        _start_all(m, case, instant, elapsed)
        if instant == At.ARRIVED and m[case + Case.AT + At.DOCUMENTS] != NEVER:
            _start_all(m, case, At.DOCUMENTS, elapsed)


@compiled
def _start_all(m, case, instant, elapsed):  # type: ignore[no-untyped-def]
    """The clocks of the hub that count from an instant."""
    if not starting.of_clocks(m, instant):
        return
    site = m[case + Case.SITE]
    order = m[site + Site.CLOCK_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        its = world.clock_spec(m, site, m[place])
        if m[its + ClockSpec.FROM] == instant and applies(m, its, case):
            _start(m, case, m[place], its, elapsed)


@compiled
def _start(m, case, name, spec, elapsed):  # type: ignore[no-untyped-def]
    kind = m[spec + ClockSpec.KIND]
    if kind == Clock.VOLUNTARY:
        voluntary.start(m, case, name, spec, float(elapsed))
    elif kind == Clock.REVIEW:
        reviews.start(m, case, name, spec, elapsed)
    elif kind == Clock.NOTICE:
        _start_notice(m, case, name, spec, elapsed)
    else:
        _keep_terms(m, running.own_slot(m, case, name), spec, kind)
        run(m, case, name, kind, float(_draw_after(m, case, spec, elapsed)), 0.0)


@compiled
def _keep_terms(m, slot, spec, kind):  # type: ignore[no-untyped-def]
    """What the clock does when it ends is as it is in force when it starts (of a claim: when it is lodged)."""
    if kind == Clock.UNFIT:
        m[slot + Running.THEN] = m[spec + ClockSpec.THEN]
        m[slot + Running.MORE] = m[spec + ClockSpec.LASTS]
        m[slot + Running.BECOMES] = m[spec + ClockSpec.BECOMES]
    elif kind == Clock.MOVE:
        m[slot + Running.THEN] = m[spec + ClockSpec.WHO]
        m[slot + Running.MORE] = m[spec + ClockSpec.TO_SITE]
        m[slot + Running.BECOMES] = m[spec + ClockSpec.TO_POOL]
    elif kind != Clock.CLAIM:
        m[slot + Running.THEN] = m[spec + ClockSpec.STAYS_HOUSED]
        m[slot + Running.MORE] = m[spec + ClockSpec.MOVES_OUT]


# --- running --------------------------------------------------------------------------------------------------------------------


@compiled
def run(m, case, name, kind, left, age):  # type: ignore[no-untyped-def]
    """Start a clock of a case (left: f, below 0 never ends); one of the same name that is still running is replaced."""
    slot = running.own_slot(m, case, name)
    running.stop(m, slot)
    running.begin(m, slot, kind * CLOCKS_OF_ONE_KIND + rank(m, case, name), left, age, _speed(m, case, name))
    running.ring(m, slot)


@compiled
def stop(m, case, name):  # type: ignore[no-untyped-def]
    """A clock ends without effect."""
    running.stop(m, running.slot_of(m, case, name))


@compiled
def clock_ends(m, slot, sequence):  # type: ignore[no-untyped-def]
    """The clock rings, unless it has been stopped or set anew."""
    if m[slot + Running.ALARM] != sequence:
        return
    running.stop(m, slot)
    case, name = m[slot + Running.CASE], m[slot + Running.SLOT]
    if name == documents(m):
        _documents_in_hand(m, case)
    elif name == drops_out(m):
        exits.leave(m, case, Outcome.DROPPED_OUT, Reason.CHOICE, NEVER)
    elif name > drops_out(m):
        _fit_again(m, case, name - lasts(m, 0))
    else:
        _of_hub_ends(m, case, name, slot)


@compiled
def _of_hub_ends(m, case, name, slot):  # type: ignore[no-untyped-def]
    kind = m[slot + Running.SUB] // CLOCKS_OF_ONE_KIND
    if kind == Clock.VOLUNTARY:
        voluntary.agree(m, case)
    elif kind == Clock.REVIEW:
        reviews.due(m, case, name, m[slot + Running.REVIEW])
    elif kind == Clock.NOTICE:
        _notice_served(m, case, name)
    elif kind == Clock.CLAIM:
        claims.lodge(m, case, name)
    elif kind == Clock.UNFIT:
        _become_unfit(m, case, name, slot)
    elif kind == Clock.MOVE:
        _move(m, case, slot)
    else:
        _end(m, case, name, slot, kind)


@compiled
def changed(m):  # type: ignore[no-untyped-def]
    """A dated change: every clock takes the speed, and every voluntary curve the form, now in force."""
    case = m[World.CASES + Table.FIRST]
    while case:
        if m[case + Case.OUTCOME] == Outcome.NONE:
            retime(m, case)
        case = m[case + Case.NEXT]


@compiled
def retime(m, case):  # type: ignore[no-untyped-def]
    """All clocks of one case take the speed now in force."""
    slot = m[case + Case.FIRST_CLOCK]
    while slot:
        name = m[slot + Running.SLOT]
        running.run(m, slot, _speed(m, case, name))
        its = own(m, case, name)
        if its and m[its + ClockSpec.KIND] == Clock.VOLUNTARY:
            running.left(m, slot, voluntary.left_to_decide(m, case, its, real(m, slot + Running.AGE)))
        running.ring(m, slot)
        slot = m[slot + Running.NEXT]


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """The case has left: its clocks stop."""
    while m[case + Case.FIRST_CLOCK]:
        running.stop(m, m[case + Case.FIRST_CLOCK])
    claims.leave(m, case)


@inlined
def _speed(m, case, name):  # type: ignore[no-untyped-def]
    if claims.stop(m, case, name):
        return 0.0
    if name == documents(m):
        return _speed_of_documents(m, case)
    its = own(m, case, name)
    if its == 0:
        return 1.0
    return real(m, its + ClockSpec.SPEED) if runs(m, its, case) else 0.0


@compiled
def _speed_of_documents(m, case):  # type: ignore[no-untyped-def]
    index = m[case + Case.DESTINATION]
    if world.suspended(m, Suspended.DESTINATION + m[World.DESTINATION_COUNT] + index):
        return 0.0
    destination = world.destination_at(m, index)
    agreed = real(m, destination + Destination.SPEED_AGREED) if m[case + Case.AGREED] else 1.0
    return real(m, destination + Destination.SPEED) * agreed


@compiled
def runs(m, spec, case):  # type: ignore[no-untyped-def]
    """Whether the regime of the hub is one in which the clock runs."""
    regime = m[spec + ClockSpec.REGIME]
    return regime == Regime.ANY or regime == m[m[case + Case.SITE] + Site.REGIME]


# --- another hub ----------------------------------------------------------------------------------------------------------------


@compiled
def _move(m, case, slot):  # type: ignore[no-untyped-def]
    """Time to move, for those it is for: to a pool of this hub, to another hub, or to a pool of another hub."""
    who = m[slot + Running.THEN]
    if who == Who.ALL or (m[case + Case.AGREED] == 1) == (who == Who.AGREED):
        world.move(m, case, m[slot + Running.MORE], m[slot + Running.BECOMES])


@compiled
def moved(m, case, here, there):  # type: ignore[no-untyped-def]
    """In another hub: clocks of one name run on, others stop, and those only it has start now, if they count from what has been."""
    order = m[here + Site.CLOCK_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        if m[world.clock_spec(m, there, m[place]) + ClockSpec.HAS] == 0:
            stop(m, case, m[place])
    retime(m, case)
    order = m[there + Site.CLOCK_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        its = world.clock_spec(m, there, m[place])
        is_new = m[world.clock_spec(m, here, m[place]) + ClockSpec.HAS] == 0
        if is_new and m[case + Case.AT + m[its + ClockSpec.FROM]] != NEVER and applies(m, its, case):
            _start(m, case, m[place], its, 0)


# --- documents, notice, fitness -------------------------------------------------------------------------------------------------


@compiled
def _documents_begun(m, case):  # type: ignore[no-untyped-def]
    task = m[case + Case.TASKS]
    while task:
        if m[task + Task.KIND] == TaskName.DOCUMENTS:
            return True
        task = m[task + Task.NEXT_OF_CASE]
    return running.runs(m, case, documents(m)) or m[case + Case.AT + At.DOCUMENTS] != NEVER


@compiled
def _ask_for_work_on_documents(m, case, destination):  # type: ignore[no-untyped-def]
    """Somebody must find the time to ask for them, before the waiting begins. Whoever is declined at once has asked in vain."""
    time = length(m, case, WORK, m[destination + Destination.WORK_TIME], 0)
    team = m[destination + Destination.WORK_TEAM]
    task = book.new_task(m, case, TaskName.DOCUMENTS, WORK_ON_DOCUMENTS, 0, team, time, m[World.NOW], Sub.PAPERS)
    teams.ask(m, _site_with_teams(m, team), task, 1)


@compiled
def _site_with_teams(m, need):  # type: ignore[no-untyped-def]
    """The hub that has the teams; the first where nobody is needed."""
    return m[m[need + 2] + Team.SITE] if need else m[World.SITES]


@compiled
def worked_on_documents(m, task):  # type: ignore[no-untyped-def]
    """The work is done, and the waiting begins."""
    _await_documents(m, m[task + Task.CASE], 0)


@compiled
def _await_documents(m, case, elapsed):  # type: ignore[no-untyped-def]
    time = m[world.destination_at(m, m[case + Case.DESTINATION]) + Destination.DOCUMENTS]
    run(m, case, documents(m), Clock.DOCUMENTS, float(_draw(m, case, DOCUMENTS, time, elapsed, 0)), 0.0)


@compiled
def _documents_in_hand(m, case):  # type: ignore[no-untyped-def]
    reached(m, case, At.DOCUMENTS)
    removal.reconsider(m, case)


@compiled
def _start_notice(m, case, name, spec, elapsed):  # type: ignore[no-untyped-def]
    m[case + Case.NOTICES_RUN] &= ~(1 << name)
    left = _draw(m, case, m[spec + ClockSpec.LENGTH_HASH], m[spec + ClockSpec.LENGTH], elapsed, m[case + Case.FAILURES])
    run(m, case, name, Clock.NOTICE, float(left), 0.0)


@compiled
def _notice_served(m, case, name):  # type: ignore[no-untyped-def]
    m[case + Case.NOTICES_RUN] |= 1 << name
    reached(m, case, At.NOTICE)
    removal.reconsider(m, case)


@compiled
def renew_notice(m, case):  # type: ignore[no-untyped-def]
    """A failed attempt: where the notice must be renewed, it runs again."""
    site = m[case + Case.SITE]
    order = m[site + Site.CLOCK_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        its = world.clock_spec(m, site, m[place])
        if m[its + ClockSpec.KIND] == Clock.NOTICE and m[its + ClockSpec.RENEWED] and applies(m, its, case):
            _start_notice(m, case, m[place], its, 0)


@compiled
def _become_unfit(m, case, name, slot):  # type: ignore[no-untyped-def]
    then, lasting = m[slot + Running.THEN], m[slot + Running.MORE]
    classes.make(m, case, classes.by_clock(name), m[slot + Running.BECOMES])
    if then == Choice.RELEASE:
        limits.order_release(m, case, Reason.MEDICAL, NONE)
    elif then == Choice.SEND_BACK:
        limits.send_back(m, case, Reason.MEDICAL)
    else:
        m[case + Case.UNFIT] |= 1 << name
        left = latent(m, case, m[spec(m, case, name) + ClockSpec.LASTS_HASH], lasting, 0) if lasting else NONE
        run(m, case, lasts(m, name), Clock.UNFIT, float(left), 0.0)
        removal.reconsider(m, case)


@compiled
def _fit_again(m, case, name):  # type: ignore[no-untyped-def]
    m[case + Case.UNFIT] &= ~(1 << name)
    classes.end(m, case, classes.by_clock(name))
    limits.may_go(m, case)
    removal.reconsider(m, case)


# --- endings --------------------------------------------------------------------------------------------------------------------


@compiled
def _end(m, case, name, slot, kind):  # type: ignore[no-untyped-def]
    outcome, reason = _outcome_and_reason(kind)
    if m[slot + Running.THEN] and m[case + Case.PLACE]:
        lasting = m[slot + Running.MORE]
        stays = latent(m, case, m[spec(m, case, name) + ClockSpec.MOVES_OUT_HASH], lasting, 0) if lasting else NONE
        exits.leave_housed(m, case, outcome, reason, stays)
    else:
        exits.leave(m, case, outcome, reason, NEVER)


@compiled
def _outcome_and_reason(kind):  # type: ignore[no-untyped-def]
    outcome, reason = Outcome.OTHER, Reason.NONE
    if kind == Clock.ABSCONDED:
        outcome, reason = Outcome.ABSCONDED, Reason.CHOICE
    elif kind == Clock.OTHER_COUNTRY:
        outcome, reason = Outcome.LEFT_FOR_OTHER_COUNTRY, Reason.CHOICE
    elif kind == Clock.PERMIT:
        outcome, reason = Outcome.RELEASED, Reason.HOST
    elif kind == Clock.DIED:
        outcome = Outcome.DIED
    elif kind == Clock.SENTENCE:
        outcome = Outcome.SENTENCE_ENDED
    elif kind == Clock.ARRESTED:
        outcome = Outcome.ARRESTED
    return outcome, reason


@compiled
def start_dropping_out(m, case):  # type: ignore[no-untyped-def]
    """While it waits for transfer a case may drop out."""
    block = m[m[case + Case.STREAM] + Stream.DROPS_OUT]
    if block:
        run(m, case, drops_out(m), Clock.DROPS_OUT, float(_draw(m, case, DROPS_OUT, block, 0, 0)), 0.0)


@compiled
def _draw(m, case, decision, block, elapsed, k):  # type: ignore[no-untyped-def]
    """Clock time until it ends, given that it has not ended for `elapsed`; NONE if never."""
    return remaining(m, case, decision, m[block + Latent.SHAPE], real(m, block + Latent.NEVER), elapsed, k)


@compiled
def _draw_after(m, case, spec, elapsed):  # type: ignore[no-untyped-def]
    """Time to something that happens only to a share: those to whom it does not are part of its never-share."""
    after = m[spec + ClockSpec.AFTER]
    never = 1.0 - real(m, spec + ClockSpec.CHANCE) * (1.0 - real(m, after + Latent.NEVER))
    return remaining(m, case, m[spec + ClockSpec.AFTER_HASH], m[after + Latent.SHAPE], never, elapsed, 0)
