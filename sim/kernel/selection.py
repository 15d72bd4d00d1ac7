"""Selection: what the agreement excludes, who is proposed and eligible, the host's review, acceptance while there is room."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import agreement, book, casework, exits, routing, teams, transfer, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled, inlined
from sim.kernel.luck import happens, length
from sim.kernel.memory import NEVER, covers, real
from sim.kernel.rows import Case, Filter, Suspended, Task, World
from sim.kernel.words import At, Kind, Outcome, Reason, Result, Sub, TaskName

PROPOSED, SELECTION, SELECTION_TIME = hash32("proposed"), hash32("selection"), hash32("selection.time")


@compiled
def review(m, case):  # type: ignore[no-untyped-def]
    """A case is listed: it is declined at once, or taken up with the next list."""
    refusal = _excluded(m, case)
    if refusal != Reason.NONE:
        _decline(m, case, refusal)
        return
    unseen = _not_proposed(m, case)
    if unseen != Reason.NONE:
        exits.leave(m, case, Outcome.DECLINED, unseen, NEVER)
    elif m[World.SELECTION_EVERY] > 0:
        at = _next_list(m, m[World.SELECTION_EVERY])
        alarm(m, at, Kind.STEP_END, m[case + Case.KEY], Sub.DECISION, Event.SELECTION_LIST, case)
    else:
        work(m, case)


@inlined
def work(m, case):  # type: ignore[no-untyped-def]
    """The host's people read the case; nothing is read while selection is suspended."""
    if m[case + Case.OUTCOME] != Outcome.NONE:
        return
    shape, team = m[World.SELECTION_TIME], m[World.SELECTION_TEAM]
    time = length(m, case, SELECTION_TIME, shape, 0) if shape else 0
    now = m[World.NOW]
    if team or world.suspended(m, Suspended.SELECTION):
        task = book.new_task(m, case, TaskName.SELECTION, TaskName.SELECTION, 0, team, time, now, Sub.DECISION)
        teams.ask(m, m[World.SELECTION_SITE], task, 0)
    elif time:
        alarm(m, now + time, Kind.STEP_END, m[case + Case.KEY], Sub.DECISION, Event.SELECTION_DECIDED, case)
    else:
        decide(m, case, 0)


@inlined
def decide(m, case, task):  # type: ignore[no-untyped-def]
    """The review has ended: accepted, the case goes on to the transfer."""
    if m[case + Case.OUTCOME] != Outcome.NONE:
        return
    refusal = _excluded(m, case)
    if refusal == Reason.NONE:
        refusal = _decision(m, case)
    if task:
        m[task + Task.RESULT] = Result.ACCEPTED if refusal == Reason.NONE else Result.DECLINED
    if refusal != Reason.NONE:
        _decline(m, case, refusal)
        return
    m[case + Case.AT + At.DECIDED] = m[World.NOW]
    m[case + Case.ACCEPTED] = 1
    m[World.ACCEPTED] += m[case + Case.SIZE]
    casework.reached(m, case, At.DECIDED)
    transfer.move(m, case)


@compiled
def _next_list(m, every):  # type: ignore[no-untyped-def]
    """The next multiple of the interval at which lists are taken up, now included."""
    return -(-m[World.NOW] // every) * every


@inlined
def _excluded(m, case):  # type: ignore[no-untyped-def]
    if (m[World.EXCLUDED] >> m[case + Case.CLASS]) & 1 or not routing.takes(m, case):
        return Reason.EXCLUDED
    return Reason.END if m[World.CLOSED] else Reason.NONE


@compiled
def _not_proposed(m, case):  # type: ignore[no-untyped-def]
    """Why the host never sees a case: the sender does not propose it, or the first filter that it does not pass."""
    class_ = m[case + Case.CLASS]
    proposed = m[World.PROPOSED]
    if proposed and not happens(m, case, PROPOSED, real(m, proposed + class_), 0):
        return Reason.NOT_PROPOSED
    for index in range(m[World.FILTER_COUNT]):
        one = m[World.FILTERS] + index * Filter.WIDTH
        looks = covers(m[one + Filter.FOR], class_) and covers(m[one + Filter.DESTINATIONS], m[case + Case.DESTINATION])
        if looks and not happens(m, case, m[one + Filter.HASH], real(m, one + Filter.PASSES), 0):
            return Reason.FILTER + index
    return Reason.NONE


@compiled
def _decision(m, case):  # type: ignore[no-untyped-def]
    share = real(m, m[World.ACCEPTED_SHARE] + m[case + Case.CLASS])
    if not happens(m, case, SELECTION, share, 0):
        return Reason.HOST
    return Reason.NONE if agreement.accepts(m, case) else Reason.ROOM


@compiled
def _decline(m, case, reason):  # type: ignore[no-untyped-def]
    m[case + Case.AT + At.DECIDED] = m[World.NOW]
    exits.leave(m, case, Outcome.DECLINED, reason, NEVER)
