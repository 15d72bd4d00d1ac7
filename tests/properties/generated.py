"""Scenarios made by hypothesis: small, and together reaching every policy, clock, demand and act.

What can be chosen stands in `CHOICES` under the name it has in `SCENARIO`; optional lines are drawn one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from hypothesis import strategies as st

SHARES = ("0 %", "5 %", "30 %", "70 %", "100 %")
FLAGS = ("true", "false")
FROM = ("arrived", "screened", "placed")
LEAVES = (
    "{every: 7 d}",
    "{every: 3 d, first: 2025-01-02}",
    "{dates: [2025-01-15, 2025-02-15, 2025-03-15]}",
    "{with: 4 people, or_after: 10 d}",
    "{or_after: 2 d}",
    "{with: 1 person}",
)
TIMES = (
    "shape: fixed, value: 3 d",
    "shape: exponential, mean: 8 d",
    "shape: lognormal, median: 6 d, p90: 20 d",
    "shape: gamma, mean: 10 d, sd: 5 d",
    "shape: weibull, k: 1.5, scale: 12 d",
    "shape: triangular, low: 0 d, mode: 2 d, high: 15 d",
    "shape: uniform, low: 4 d, high: 9 d",
    "shape: empirical, quantiles: {0 %: 1 h, 50 %: 4 d, 100 %: 40 d}",
    "shape: mixture, parts: {soon: {share: 40 %, shape: fixed, value: 1 d}, late: {share: 60 %, shape: exponential, mean: 20 d}}",
)

CHOICES = {
    "horizon": ("60", "100"),
    "stay": (
        "then: breach",
        "limit: 25 d, then: release",
        "limit: 25 d, then: send_back",
        "limit: 40 d, then: breach",
        "limit: 20 d, then: extend, by: 10 d, times: 2, chance: 60 %, else: release",
    ),
    "priority": ("0", "1"),
    "urgency": ("0", "1", "2"),
    "escorted": SHARES,
    "accepted": ("70 %", "100 %"),
    "reviewers": ("", ", team: officers, time: 3 h"),
    "lists": ("", ", every: 10 d"),
    "policy": (
        "transfer_needs: place, when_full: wait",
        "transfer_needs: place, when_full: hold_sender",
        "transfer_needs: reception, when_full: wait",
        "transfer_needs: reception, when_full: overflow",
        "transfer_needs: reception, when_full: divert",
    ),
    "queue": ("first_fit", "strict"),
    "reception": ("{}", "{places: 12}"),
    "staff": ("1", "2", "3"),
    "duty": ("always", "daily 08:00-20:00", "Mon-Fri 08:00-16:00", '["Mon-Fri 07:00-12:00", "Mon-Fri 13:00-17:00", "Sat 22:00-23:30"]'),
    "nursing": ("always", "daily 08:00-20:00"),
    "bound": ("", ", minimum: 1, per: {people: 6, staff: 1}", ", per: {people: 3, staff: 2}, pools: [homes, spare]"),
    "there": ("", ", absent: 20 %", ", recruited: {2025-01-20: 2}, hired: {shape: exponential, mean: 10 d}, training: 2 d"),
    "guarding": (
        "minimum: 1",
        "per: {people: 5, staff: 1}, limits_intake: true",
        "per: {people: 1, staff: 1}, absent: 10 %",
        "minimum: 2, per: {people: 4, staff: 1}, limits_intake: true, absent: 10 %",
    ),
    "holidays": ("", "\n    holidays: [2025-01-07, 2025-02-03, 2025-02-04]"),
    "on_holidays": ("", ", on_holidays: daily 09:00-12:00"),
    "together": ("[officers, nurse]", "{officers: 1, nurse: 1, interpreters: 2}", "[nurse, guards]"),
    "papers": ("", ", work: {team: {caseworkers: 2}, time: 5 h}", ", work: {team: officers, time: {shape: exponential, mean: 6 h}}"),
    "in_time": FLAGS,
    "unsuitable": ("0 %", "20 %"),
    "talk": ("20 min", "{shape: uniform, low: 1 h, high: 4 h}"),
    "pausable": FLAGS,
    "homes": ("4", "7", "12"),
    "turnaround": ("0 d", "1 d"),
    "beds": ("2", "4"),
    "flats_for": ("[family, claimant]", "[single, family, claimant]"),
    "shared_by": ("nobody", "class", "group, groups: {all: [family, claimant]}"),
    "of_flats": ("", ", reserve: {places: 2, for: claimant}", ", usable: 70 %"),
    "homes_for": ("", "for: [single, family], "),
    "reserve": ("", ", reserve: {places: 2, for: single}"),
    "attempts": ("1", "2", "3"),
    "retry_after": ("0 d", "2 d"),
    "after_the_last": ("stay", "release", "send_back"),
    "release_takes": ("0 d", "3 d"),
    "hearing_from": ("arrived", "documents"),
    "hearing_then": ("release", "send_back", "count"),
}

SELECTION = (
    "proposed: 60 %",
    "proposed: {family: 30 %}",
    "filters: {nationality: {passes: 70 %, destinations: slow}, offences: {passes: 90 %}}",
    "filters: {ties: {passes: 0 %, for: family}, health: {passes: 100 %}}",
)
TRANSFER = (
    "told_after: {shape: exponential, mean: 1 d}",
    "notice: $notice",
    "objections: {appeal: {chance: 40 %, after: {$time}, until: $until, decided: {$time, never: 10 %}, upheld: $share, further: $further}, "
    "court: {chance: {single: 15 %}, after: 2 d, until: boarding, decided: 6 d, upheld: 50 %}}",
)
OF_THE_TRANSFER = {"notice": ("1 h", "36 h", "10 d"), "until": ("notice", "boarding"), "further": ("0 d", "3 d")}
"""What lies before the transfer."""

LIMITS = (
    "total: 40 people",
    "standing: 12 people",
    "rate: 8 people / month",
    "intake: {from: 2025-01-05, until: 2025-03-10}",
    "lead: 6 d",
    "excluded: [family]",
    "end: {date: 2025-03-25, then: release, grace: 5 d}",
)

DEMAND = {
    "tps: {kind: upstream, people: $many people, rate: $hazard$flows}": {
        "many": ("0", "400", "40000"),
        "hazard": ("0 % / month", "0.05 % / month", "{2025-01-01: 0.1 % / month, 2025-02-10: 0 % / month, 2025-03-01: 0.05 % / month}"),
        "flows": ("", ", joins: 20000 people / month, leaves: 30 % / month"),
    },
    "lists: {kind: poisson, rate: {2025-01-01: $pace cases / week, 2025-02-15: 0 cases / week, 2025-03-01: 3 cases / week}, "
    "drops_out: {$time, never: $share}}": {"pace": ("1", "6", "20")},
    "charter: {kind: cohorts, every: $every, people: $people people, happens: 80 %, shows_up: 83 %}": {
        "every": ("14 d", "30 d"),
        "people": ("1", "7", "15"),
    },
    "old: {kind: backlog, cases: $cases$rate, classes: {single: 100 %}}": {
        "cases": ("1", "20"),
        "rate": ("", ", rate: 1 case / d, from: 2025-01-20"),
    },
    "inside: {kind: initial, cases: $cases$pool, classes: {single: 100 %}, days_inside: {$time}}": {
        "cases": ("1", "6"),
        "pool": ("", ", pool: homes"),
    },
}

LUCK_OF_A_SERVICE = (
    "leaves: $leaves, seats: $seats, cancelled: $share, no_show: $few, failed: $few, lead: $lead, travel: $travel, standby: $flag, "
    "minimum: $minimum people"
)
OF_A_SERVICE = {
    "leaves": LEAVES,
    "seats": ("4", "6", "9"),
    "few": ("0 %", "25 %"),
    "lead": ("0 d", "2 d", "9 d"),
    "travel": ("1 h", "1 d", "10 d"),
    "minimum": ("0", "1", "3"),
}
SERVICES = {
    "inbound: {to: hub, $luck}": {},
    "homeward: {from: hub, to: [ready, slow], for: $for, $luck$escorts}": {
        "for": ("both", "voluntary", "enforced"),
        "escorts": ("", ", escorts: {ratio: 1.5, staff: 6}"),
    },
    "back: {from: hub, to: sender, $luck}": {},
}

BECOMES = ("", ", becomes: claimant", ", becomes: claimant, refused_becomes: single", ", refused_becomes: claimant")
CLOCKS = {
    "voluntary: {from: $from, at_once: 20 %, ceiling: 80 %, half_time: 10 d, needs: $needs}": {"needs": ("documents", "nothing")},
    "claim: {from: $claim_from, chance: $share, after: {$time}, decided: {$time, never: $share}, granted: $share, suspends: $suspends, "
    "stops: [$stops]$becomes}": {"suspends": ("removal", "nothing"), "becomes": BECOMES},
    "review: {from: $from, at: [5 d, 20 d], every: 30 d, chance: 10 %, then: $then$judge}": {
        "then": ("release", "send_back"),
        "judge": ("", ", team: officers, time: 2 h", ", team: officers, time: 2 h, late_by: 1 d, late_then: release"),
    },
    "unfit: {from: $from, after: {$time, never: $share}, then: $unfit}": {
        "unfit": ("release", "send_back", "wait, lasts: 5 d", "wait, lasts: 9 d, becomes: claimant", "send_back, becomes: family")
    },
    "notice: {from: $notice_from, length: 4 d, renewed: $flag}": {"notice_from": ("arrived", "documents")},
    "permit: {from: $from, after: {$time, never: $share}, chance: 50 %, stays_housed: true, moves_out: 12 d}": {},
    "$ending: {from: $from, after: {$time, never: $share}, chance: 50 %$under}": {
        "ending": ("absconded", "other_country", "died", "sentence", "arrested", "other"),
        "under": ("", ", regime: open", ", regime: closed"),
    },
    "pressed: {kind: voluntary, from: $from, at_once: 10 %, ceiling: 60 %, half_time: 5 d, regime: $regime}": {
        "regime": ("open", "closed")
    },
}

ACTS = {
    "injunction: {date: 2025-02-01, suspend: transfers, lasts: 20 d, in_transit: $transit}": {"transit": ("arrive", "return", "hold")},
    "stop: {date: {from: 2025-01-20, delay: {shape: uniform, low: 0 d, high: 40 d}}, suspend: removals, lasts: 15 d, chance: 80 %}": {},
    "refusal: {date: 2025-01-25, suspend: [slow, selection], lasts: 30 d}": {},
    "resumed: {after: refusal, delay: 5 d, resume: [slow]}": {},
    "fire: {date: 2025-02-10, set: {hubs.hub.pools.homes.usable: 30 %}, lasts: 25 d}": {},
    "staffing: {date: 2025-02-05, set: {hubs.hub.teams.officers.staff: 1, services.homeward.seats: 5}}": {},
    "flu: {date: 2025-02-10, set: {hubs.hub.teams.guards.absent: 40 %}, lasts: 20 d}": {},
    "guarded: {date: 2025-02-15, set: {hubs.hub.teams.guards.minimum: 3}, lasts: 25 d}": {},
    "pace: {date: 2025-02-01, set: {destinations.ready.documents.speed: 50 %}, lasts: 20 d}": {},
    "fewer: {date: 2025-02-15, resize: {flats: 1}}": {},
    "smaller: {date: 2025-02-20, resize: {homes: 4}}": {},
    "shut: {date: 2025-03-05, close: spare}": {},
    "open_again: {date: 2025-03-20, open: spare}": {},
    "amnesty: {date: 2025-03-10, release: 50 %, grace: 3 d}": {},
    "court: {date: 2025-03-15, release: 100 %, grace: 15 d}": {},
    "leaving_homes: {date: 2025-02-25, move: {homes: spare}}": {},
    "swap: {date: 2025-03-12, exchange: {share: $share, outcome: $exchanged, travel: 6 h}$whom}": {
        "exchanged": ("returned_voluntarily", "removed", "sent_back", "released", "other"),
        "whom": (
            "",
            ", classes: family",
            ", hubs: hub",
            ", destinations: slow",
            ", arrived_before: 2025-02-20",
            ", arrived_from: 2025-01-20",
        ),
    },
    "vote: {date: {from: 2025-02-10, delay: {shape: exponential, mean: 20 d}}, chance: 70 %, end: {then: $at_end, grace: 4 d}}": {
        "at_end": ("release", "send_back", "breach")
    },
    "suit: {when: {$count: 3 people}, delay: 5 d, release: 60 %, grace: 15 d}": {
        "count": ("listed", "boarded", "arrived", "inside", "left")
    },
    "closed_hub: {date: 2025-01-25, close: hub}": {},
    "opened_hub: {date: 2025-02-15, open: hub}": {},
    "papers: {date: 2025-01-22, suspend: documents, lasts: 20 d$of}": {"of": ("", ", destinations: slow")},
    "roads: {date: 2025-01-22, suspend: moves, lasts: 30 d}": {},
    "locked: {date: 2025-02-08, set: {hubs.hub.policy.regime: closed}, lasts: 25 d}": {},
    "ratified: {date: {from: 2025-01-02, delay: {shape: uniform, low: 0 d, high: 30 d}}, chance: 80 %}": {},
    "stayed: {after: injunction, delay: 6 d, chance: 80 %, ends: injunction}": {},
    "appeal: {when: {arrived: 4 people}, unless: injunction, ends: fire, suspend: removals, lasts: 9 d}": {},
    "memo: {date: 2025-02-15, set: {selection.accepted: 50 %, transfer.notice: 1 d}, lasts: 20 d}": {},
    "shorter: {date: 2025-03-01, set: {agreement.stay.limit: 20 d}, grace: 4 d}": {},
}

NEEDS = (("ruling", ("revoked",)), ("resumed", ("refusal",)), ("stayed", ("injunction",)), ("appeal", ("injunction", "fire")))
"""Acts that name others."""

UPSTREAM = {
    "revoked: {date: {from: 2025-01-10, delay: {shape: uniform, low: 0 d, high: 40 d}}, add: {tps: 20000 people}, chance: 80 %}": {},
    "ruling: {after: revoked, delay: {shape: exponential, mean: 10 d}, exempt: {tps: 9000 people}}": {},
    "push: {date: 2025-02-01, set: {demand.tps.rate: 0.2 % / month}, lasts: 15 d}": {},
}
"""Acts of those upstream; the second comes after the first."""

CAMP = """  camp:
    policy: {$camp_policy}
    share: 40 %
    travel: {hub: $road}$camp_for
    reception: $camp_reception
    teams: {medics: {staff: 1, on_duty: always}}
    screening: {health: {team: medics, time: 30 min}, papers: {team: medics, time: 10 min}}
    pools: {tents: {places: $tents, background: $others people, overflow: 2 people}}
    clocks: {voluntary: {from: arrived, at_once: 20 %, ceiling: 90 %, half_time: 5 d, needs: nothing},
      absconded: {from: arrived, after: {$time}, chance: 30 %}$away}
    removal: {attempts: 2, retry_after: 1 d, then: stay, send_back_takes: 1 d}
"""
OF_THE_CAMP = {
    "camp_policy": (
        "transfer_needs: place, when_full: wait",
        "transfer_needs: reception, when_full: overflow",
        "transfer_needs: reception, when_full: divert, divert_to: hub",
        "transfer_needs: reception, when_full: wait, queue: strict",
    ),
    "road": ("0 h", "6 h", "3 d"),
    "camp_for": ("", "\n    for: single", "\n    destinations: slow"),
    "camp_reception": ("{}", "{places: 4}"),
    "tents": ("4", "20"),
    "others": ("0", "2", "30"),
    "away": ("", ", to_hub: {kind: move, from: $from, after: {$time}, to: hub, who: $who}"),
    "who": ("all", "agreed", "not_agreed"),
}
"""A second hub, drawn as a whole."""
TO_THE_CAMP = ", moving: {kind: move, from: $from, after: {$time, never: $share}, to: $there, who: $who}"
THERE = {"there": ("camp", "tents", "spare"), "who": OF_THE_CAMP["who"]}
LEAVING_THE_CAMP = "from_camp: {from: camp, to: [ready, slow, sender], for: both, $luck}"

SCENARIO = Template("""
extends: base
name: generated
start: 2025-01-01
horizon: $horizon d
agreement: {stay: {$stay}$limits}
classes:
  single: {share: rest, size: 1, priority: $priority, escorted: $escorted}
  family: {share: 30 %, size: {2: 50 %, 4: 50 %}, minors: 50 %, escorted: 20 %}
  claimant: {share: 0 %, size: 1, priority: $urgency}
destinations:
  ready: {share: 60 %, documents: {$ready$papers}}
  slow: {share: rest, documents: {from: $documents_from, $slow, never: 20 %}$way_home}
demand:
$demand
routing: {by: $routing}
selection: {accepted: $accepted$reviewers$lists$proposed}
transfer: {$transfer}
services:
$services
hubs:
  hub:
    policy: {$policy, queue: $queue}
    reception: $reception$holidays
    teams:
      officers: {staff: $staff, on_duty: $duty, closed: [2025-01-06], finish_by_shift_end: $in_time$on_holidays$there}
      nurse: {staff: 1, on_duty: $nursing, on_holidays: always}
      interpreters: {staff: 3$bound}
      guards: {staff: 3, $guarding}
      caseworkers: {staff: 3, on_duty: Mon-Fri 08:00-16:00$there}
    screening:
      health: {team: nurse, time: 1 h, sent_back: $unsuitable}
      talk: {team: $together, time: $talk, pausable: $pausable, for: [single], referred: {family: 10 %}}
    pools:
      homes: {${homes_for}places: $homes, usable: 90 %, turnaround: $turnaround, overflow: 3 people$reserve}
      flats: {for: $flats_for, rooms: 3, beds: $beds, shared_by: $shared_by, turnaround: $turnaround$of_flats}
      spare: {places: 5, opens: $opens}
    clocks: {$clocks}
    removal:
      {attempts: $attempts, retry_after: $retry_after, then: $after_the_last, release_takes: $release_takes, send_back_takes: 1 d}
    deadlines: {hearing: {from: $hearing_from, length: 8 d, stopped_by: placed, then: $hearing_then}}$of_the_hub
${camp}timeline: {$timeline}
""")


@st.composite
def scenario_texts(draw) -> str:
    """A whole scenario of up to about a hundred cases over a hundred days, in one hub or two."""

    def filled(text: str, choices: dict[str, tuple[str, ...]], **known: str) -> str:
        """One line, each of its choices drawn anew at each place it stands."""
        common = {"time": TIMES, "share": SHARES, "flag": FLAGS, "from": FROM} | choices
        while "$" in text:
            name = Template.pattern.search(text).group("named")
            value = known[name] if name in known else draw(st.sampled_from(common[name]))
            text = text.replace(f"${name}", value, 1)
        return text

    def some(lines: Iterable[str], least: int = 0, most: int | None = None) -> list[str]:
        chosen = draw(st.sets(st.sampled_from(list(lines)), min_size=least, max_size=most))
        return [line for line in lines if line in chosen]

    demand = [filled(line, DEMAND[line]) for line in some(DEMAND, least=1)]
    services = []
    for line, choices in SERVICES.items():
        if "homeward" in line or draw(st.booleans()):
            services.append(filled(line.replace("$luck", LUCK_OF_A_SERVICE), OF_A_SERVICE | choices))
    clocks = some(CLOCKS)
    asked = any(line.startswith("voluntary") for line in clocks)
    agreed = ("agreed",) if asked else ()
    stops = ("documents, voluntary", "documents") if asked else ("documents",)
    of_claims = {"claim_from": ("arrived", "placed", "documents", *agreed), "stops": stops}
    camp, of_the_hub, moving, routing = "", "", "", "preference"
    if draw(st.booleans()):
        camp, of_the_hub = filled(CAMP, OF_THE_CAMP), "\n    share: 60 %"
        routing = draw(st.sampled_from(("preference", "share", "free")))
        moving = filled(TO_THE_CAMP, THERE) if draw(st.booleans()) else ""
        services = [line.replace("to: hub,", f"to: {draw(st.sampled_from(('[hub, camp]', '[camp, hub]', 'hub')))},") for line in services]
        services.append(filled(LEAVING_THE_CAMP.replace("$luck", LUCK_OF_A_SERVICE), OF_A_SERVICE))
    to_sender = any("sender" in line for line in services)
    transfer = [filled(line, OF_THE_TRANSFER) for line in some(TRANSFER)] if draw(st.booleans()) else []
    if transfer and "notice: " not in "".join(transfer):
        transfer.append("notice: 2 d")
    acts = some({**ACTS, **(UPSTREAM if any(line.startswith("tps") for line in demand) else {})}, most=5)
    for line, before in NEEDS:
        if not all(any(act.startswith(f"{name}:") for act in acts) for name in before):
            acts = [act for act in acts if not act.startswith(f"{line}:")]
    ratified = any(act.startswith("ratified:") for act in acts)
    return SCENARIO.substitute(
        {name: draw(st.sampled_from(choices)) for name, choices in CHOICES.items()},
        limits="".join(f", {limit}" for limit in some(LIMITS, most=4)),
        ready=draw(st.sampled_from(TIMES)),
        slow=draw(st.sampled_from(TIMES)),
        documents_from=draw(st.sampled_from(("listed", "arrived", "placed", *agreed))),
        demand="\n".join(f"  {line}" for line in demand),
        services="\n".join(f"  {line}" for line in services),
        clocks=(", ".join(filled(line, of_claims | CLOCKS[line]) for line in clocks) + moving).removeprefix(", "),
        camp=camp,
        of_the_hub=of_the_hub,
        routing=routing,
        way_home=", via: sender, onward: 4 d" if to_sender and draw(st.booleans()) else "",
        opens="ratified" if ratified else "2025-01-10",
        timeline=", ".join(filled(line, ACTS.get(line, {})) for line in acts),
        proposed="".join(f", {line}" for line in some(SELECTION[:2], most=1) + some(SELECTION[2:], most=1)),
        transfer=", ".join(transfer),
    )
