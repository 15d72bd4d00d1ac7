"""Scenarios made by hypothesis: small, and together reaching every policy, clock, demand and act, every safeguard and cost item.

What can be chosen stands in `CHOICES` under the name it has in `SCENARIO`; optional lines are drawn one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from string import Template

from hypothesis import strategies as st

from sim.scenario.files import Source
from sim.scenario.load import Draft, Settings
from sim.scenario.schema import Scenario
from sim.scenario.stack import stacked

TABLES = Path(__file__).parent
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
    "host": ("boarded", "arrived", "screened", "placed"),
    "regime": ("open", "closed"),
    "agreeing": ("100 %", "0 %", "250 %"),
    "pace_of_papers": ("100 %", "30 %"),
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
    "reception": ("{area: 40 m2}", "{places: 12, area: 40 m2}"),
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
    "reserve": ("", ", reserve: {places: $kept, for: [single, family]}"),
    "attempts": ("1", "2", "3"),
    "retry_after": ("0 d", "2 d"),
    "after_the_last": ("stay", "release", "send_back"),
    "release_takes": ("0 d", "3 d"),
    "hearing_from": ("arrived", "documents"),
    "hearing_then": ("release", "send_back", "count"),
    "hearing_length": ("0 d", "8 d", "30 d"),
    "hearing_stopped": ("", ", stopped_by: placed", ", stopped_by: booked", ", stopped_by: claim_lodged, for: single"),
    "opened": ("100 %", "60 %"),
    "kept": ("1", "2"),
    "send_back_takes": ("0 d", "1 d", "{shape: uniform, low: 1 h, high: 9 d}"),
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
    "end: {date: 2025-03-05, then: $at_end, grace: $grace}",
)
OF_A_LIMIT = {"at_end": ("release", "send_back", "breach"), "grace": ("0 d", "5 d")}

WHO_COMES = ("", ", classes: {single: 100 %}", ", classes: {family: 60 %, claimant: 40 %}", ", destinations: {slow: 100 %}")
OF_A_STREAM = {
    "who": WHO_COMES,
    "multiple": ("", ", factor: 40 %", ", factor: 150 %"),
    "gives_up": ("", ", drops_out: {$time, never: $share}"),
}
OF_ALL = "$who$multiple$gives_up$to_hubs"
DEMAND = {
    "tps: {kind: upstream, people: $many people, rate: $hazard$flows$of_all}": {
        "many": ("0", "400", "40000"),
        "hazard": ("0 % / month", "0.05 % / month", "{2025-01-01: 0.1 % / month, 2025-02-10: 0 % / month, 2025-03-01: 0.05 % / month}"),
        "flows": ("", ", joins: 20000 people / month, leaves: 30 % / month"),
    },
    "lists: {kind: poisson, rate: {2025-01-01: $pace cases / week, 2025-02-15: 0 cases / week, 2025-03-01: 3 cases / week}"
    "$season$of_all}": {
        "pace": ("1", "6", "20"),
        "season": ("", ", season: {1: 50 %, 3: 200 %}"),
    },
    "charter: {kind: cohorts, $flown, happens: $share, shows_up: $present$of_all}": {
        "flown": (
            "every: 14 d, people: 7 people",
            "every: 30 d, people: 15 people",
            "every: 9 d, people: {shape: uniform, low: 1 person, high: 6 people}",
            "dates: {2025-01-20: 6 people, 2025-03-01: {shape: triangular, low: 2, mode: 3, high: 12}}",
        ),
        "present": ("100 %", "83 %"),
    },
    "old: {kind: backlog, cases: $cases$rate$of_all}": {
        "cases": ("1", "20"),
        "rate": ("", ", rate: 1 case / d, from: 2025-01-20", ", rate: {2025-01-01: 1 case / week, 2025-02-01: 2 cases / d}"),
    },
    "seen: {kind: trace, file: trace.csv$of_all}": {},
    "inside: {kind: initial, cases: $cases$pool$who, days_inside: {$time}}": {
        "cases": ("1", "6"),
        "pool": ("", ", pool: homes", ", pool: reception"),
    },
    "census: {kind: initial, file: census.csv}": {},
}

LUCK_OF_A_SERVICE = (
    "leaves: $leaves, seats: $seats, cancelled: $share, no_show: $few, failed: $few, lead: $lead, travel: $travel, standby: $flag, "
    "minimum: $minimum people, monitored: $share"
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
        "escorts": ("", ", escorts: {ratio: 1.5, staff: 6}", ", escorts: {ratio: 0.5, staff: 2}"),
    },
    "back: {from: hub, to: sender, $luck}": {},
}

BECOMES = ("", ", becomes: claimant", ", becomes: claimant, refused_becomes: single", ", refused_becomes: claimant")
OF_A_CLOCK = {"of_clock": ("", "", "", ", for: single", ", destinations: slow", ", speed: 50 %", ", speed: 200 %", ", regime: $regime")}
CLOCKS = {
    "voluntary: {from: $from, at_once: 20 %, ceiling: 80 %, half_time: 10 d, needs: $needs$of_clock}": {"needs": ("documents", "nothing")},
    "claim: {from: $claim_from, chance: $share, after: {$time}, decided: {$time, never: $share}, granted: $share, suspends: $suspends, "
    "stops: [$stops]$becomes$of_clock}": {"suspends": ("removal", "nothing"), "becomes": BECOMES},
    "review: {from: $from, at: $due, chance: $chance, then: $then$judge$of_clock}": {
        "due": ("[5 d, 20 d], every: 30 d", "[0 d]", "[2 d], every: 7 d"),
        "chance": ("0 %", "10 %"),
        "then": ("release", "send_back"),
        "judge": ("", ", team: officers, time: 2 h", ", team: {officers: 1, nurse: 1}, time: 2 h, late_by: 1 d, late_then: release"),
    },
    "unfit: {from: $from, after: {$time, never: $share}, chance: $share, then: $unfit$of_clock}": {
        "unfit": ("release", "send_back", "wait, lasts: 5 d", "wait, lasts: 9 d, becomes: claimant", "send_back, becomes: family")
    },
    "notice: {from: $notice_from, length: $length, renewed: $flag$of_clock}": {
        "notice_from": ("arrived", "documents"),
        "length": ("0 d", "4 d", "{shape: exponential, mean: 5 d}"),
    },
    "permit: {from: $from, after: {$time, never: $share}, chance: 50 %, stays_housed: true$moves_out$of_clock}": {
        "moves_out": ("", ", moves_out: 12 d")
    },
    "$ending: {from: $from, after: {$time, never: $share}, chance: 50 %$of_clock}": {
        "ending": ("absconded", "other_country", "died", "sentence", "arrested", "other"),
    },
    "pressed: {kind: voluntary, from: $from, at_once: 10 %, ceiling: 60 %, half_time: 5 d, regime: $regime}": {},
}

WHOM = {
    "whom": (
        "",
        "",
        ", classes: family",
        ", hubs: hub",
        ", destinations: slow",
        ", streams: $stream",
        ", arrived_before: 2025-02-20",
        ", arrived_from: 2025-01-20",
        ", classes: [single, claimant], arrived_from: 2024-12-01, arrived_before: 2025-02-10",
    )
}
"""The group of one charter."""

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
    "amnesty: {date: 2025-02-10, release: 50 %, grace: 3 d$whom}": WHOM,
    "court: {date: 2025-02-15, release: 100 %, grace: 15 d$whom}": WHOM,
    "leaving_homes: {date: 2025-01-25, move: {homes: $there}$whom}": WHOM | {"there": ("spare", "flats")},
    "swap: {date: 2025-02-12, exchange: {share: $share, outcome: $exchanged$flight}$whom}": WHOM
    | {
        "exchanged": ("returned_voluntarily", "removed", "sent_back", "released", "left_for_other_country", "other"),
        "flight": ("", ", travel: 6 h"),
    },
    "vote: {date: {from: 2025-01-20, delay: {shape: exponential, mean: 20 d}}, chance: 70 %, "
    "end: {then: $at_end, grace: $grace}}": OF_A_LIMIT,
    "suit: {when: {$count}, delay: 5 d, release: 60 %, grace: 15 d$whom}": WHOM
    | {"count": ("listed: 3 people", "boarded: 2 people", "arrived: 1 person", "inside: 3 people, left: 1 person", "left: 2 people")},
    "closed_hub: {date: 2025-01-25, close: hub}": {},
    "opened_hub: {date: 2025-02-15, open: hub}": {},
    "papers: {date: 2025-01-22, suspend: documents, lasts: 20 d$of}": {"of": ("", ", destinations: slow")},
    "roads: {date: 2025-01-22, suspend: moves, lasts: 30 d}": {},
    "locked: {date: 2025-02-08, set: {hubs.hub.policy.regime: closed}, lasts: 25 d}": {},
    "ratified: {date: {from: 2025-01-02, delay: {shape: uniform, low: 0 d, high: 30 d}}, chance: 80 %}": {},
    "stayed: {after: injunction, delay: 6 d, chance: 80 %, ends: injunction}": {},
    "appeal: {when: {arrived: 1 person}, $condition: injunction, ends: fire, suspend: removals, lasts: 9 d}": {
        "condition": ("if", "unless")
    },
    "keener: {date: 2025-02-02, set: {hubs.any.clocks.any.voluntary.ceiling: 100 %, "
    "hubs.any.clocks.any.claim.chance: 60 %}, lasts: 25 d}": {},
    "urgent: {date: 2025-02-03, set: {classes.family.priority: 0, classes.single.priority: 2}, lasts: 25 d}": {},
    "cut: {date: 2025-02-06, set: {agreement.standing: 6 people}, lasts: 25 d}": {},
    "memo: {date: 2025-02-15, set: {selection.accepted: 50 %, transfer.notice: 1 d}, lasts: 20 d}": {},
    "shorter: {date: 2025-03-01, set: {agreement.stay.limit: 20 d}, grace: 4 d}": {},
}

NEEDS = (("ruling", ("revoked",)), ("resumed", ("refusal",)), ("stayed", ("injunction",)), ("appeal", ("injunction", "fire")))
"""Acts that name others."""

OF_STREAMS = {
    "tps": {
        "revoked: {date: {from: 2025-01-10, delay: {shape: uniform, low: 0 d, high: 40 d}}, add: {tps: 20000 people}, chance: 80 %}": {},
        "ruling: {after: revoked, delay: {shape: exponential, mean: 10 d}, exempt: {tps: 9000 people}}": {},
        "push: {date: 2025-02-01, set: {demand.tps.rate: 0.2 % / month}, lasts: 15 d}": {},
        "fewer_upstream: {date: 2025-02-05, set: {demand.tps.factor: $factor}, lasts: 20 d}": {"factor": ("50 %", "180 %")},
    },
    "lists": {
        "slower: {date: {from: 2025-01-12, delay: {shape: exponential, mean: 9 d}}, set: {demand.lists.rate: $pace}, lasts: 20 d}": {
            "pace": ("0 cases / month", "9 cases / week")
        },
        "step: {date: 2025-01-25, set: {demand.lists.factor: $factor}$lasts}": {"factor": ("0 %", "150 %"), "lasts": ("", ", lasts: 15 d")},
    },
    "charter": {"full: {date: 2025-01-15, set: {demand.charter.factor: $factor}, lasts: 40 d}": {"factor": ("50 %", "200 %")}},
    "old": {"hurry: {date: 2025-01-25, set: {demand.old.factor: $factor}}": {"factor": ("30 %", "160 %")}},
    "seen": {"seen_twice: {date: 2025-01-15, set: {demand.seen.factor: $factor}}": {"factor": ("30 %", "200 %")}},
}
"""Acts on a stream of demand; of those upstream the second comes after the first."""

SAFEGUARDS = {
    "doctor: {from: arrived, to: health, within: 24 h$owed}": {},
    "lawful: {from: arrived, to: left, within: 20 d$owed}": {},
    "space_4: {space: 4 m2$in_pools$owed}": {"in_pools": ("", ", pools: [homes, reception]")},
    "basins: {per: basins, people: 4 people$owed}": {},
    "long_stay: {stay: $long$owed}": {"long": ("0 d", "15 d")},
    "judge: {review: review, within: 2 d$owed}": {},
    "mixed: {apart: [single, family, claimant]$owed}": {},
    "watched: {monitored: $services$owed}": {},
}
OWED = {"owed": ("", ", for: single", ", of: minors", ", answerable: sender", ", answerable: host, of: minors", ", answerable: both")}
"""What people are owed."""

COSTS = {
    "rent: {kind: place, price: 90 EUR / $per, of: $counted$of_pools$days}": {},
    "board: {kind: person, price: 70 GBP / $per$at_least$of_pools$days}": {"at_least": ("", ", at_least: 5 people")},
    "transfer: {price: 500 EUR / person}": {},
    "arrival: {price: 2000 GBP / person}": {},
    "integration: {kind: stay, amounts: {0 d: 40 EUR / day, 9 d: 25 EUR / day}$up_to$goes_on}": {
        "up_to": ("", ", up_to: 30 d"),
        "goes_on": ("", ", goes_on: [protected, released]"),
    },
    "bonus: {kind: exit, price: 1000 EUR / person, outcomes: [returned_voluntarily, removed]}": {},
    "charter_home: {kind: departure, price: 9000 EUR / departure$by_services}": {},
    "flight: {price: 8000 EUR / hour$one_way, both_ways: $flag$by_services}": {"one_way": ("", ", time: 5 h")},
    "escort: {price: 2000 EUR / escort$by_services}": {},
    "post: {price: 45000 EUR / year, $posts$days}": {"posts": ("posts: 2.5", "teams: [nurse, guards], coverage: 2.6")},
    "building: {kind: capital, price: 21000 EUR / place, of: $counted$of_pools}": {},
    "fee: {kind: tranche, amount: 5000 EUR$paid}": {"paid": ("", ", date: 2025-02-01", ", arrival: 3")},
    "least: {kind: guarantee, amount: 9000 EUR$over_time$days}": {},
    "most: {kind: cap, amount: 90000 EUR$over_time$days}": {},
}
OF_COSTS = {
    "per": ("day", "week", "month", "year"),
    "counted": ("nominal", "opened", "usable"),
    "of_pools": ("", ", pools: homes", ", pools: [homes, flats]"),
    "days": ("", ", from: 2025-01-20", ", from: 2025-01-10, until: 2025-02-15"),
    "by_services": ("", ", services: homeward"),
    "over_time": ("", " / month", " / year"),
}
"""What is paid for."""

CAMP = """  camp:
    policy: {$camp_policy, regime: $regime}
    share: 40 %$camp_opens
    travel: {hub: $road}$camp_for
    amenities: {basins: 1}
    reception: $camp_reception
    teams: {medics: {staff: 1, on_duty: always}}
    screening: {health: {team: medics, time: 30 min}, papers: {team: medics, time: 10 min}}
    pools: {tents: {places: $tents, background: $others people, overflow: 2 people}}
    clocks: {voluntary: {from: arrived, at_once: 20 %, ceiling: 90 %, half_time: 5 d, needs: nothing},
      absconded: {from: arrived, after: {$time}, chance: 30 %$of_clock}$away}
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
    "camp_for": ("", "\n    for: [single, claimant]", "\n    destinations: slow"),
    "camp_reception": ("{area: 9 m2}", "{places: 4, area: 9 m2}"),
    "tents": ("4", "20"),
    "others": ("0", "2", "30"),
    "camp_opens": ("", "\n    opens: 2025-01-20"),
    "away": ("", ", to_hub: {kind: move, from: $from, after: {$time}, to: hub, who: $who}"),
    "who": ("all", "agreed", "not_agreed"),
}
"""A second hub, drawn as a whole."""
TO_THE_CAMP = ", moving: {kind: move, from: $from, after: {$time, never: $share}, chance: 80 %, to: $there, who: $who$of_clock}"
THERE = {"there": ("camp", "tents", "spare"), "who": OF_THE_CAMP["who"]}
LEAVING_THE_CAMP = "from_camp: {from: camp, to: [ready, slow, sender], for: both, $luck}"

SCENARIO = Template("""
extends: base
name: generated
start: 2025-01-01
horizon: $horizon d
agreement: {stay: {$stay}, host_answers: $host$limits}
classes:
  single: {share: rest, size: 1, priority: $priority, escorted: $escorted}
  family: {share: 30 %, size: {2: 50 %, 4: 50 %}, minors: 50 %, escorted: 20 %}
  claimant: {share: 0 %, size: 1, priority: $urgency}
destinations:
  ready: {share: 60 %, documents: {$ready, speed_agreed: $agreeing$papers}}
  slow: {share: rest, documents: {from: $documents_from, speed: $pace_of_papers, $slow, never: 20 %$papers}$way_home}
demand:
$demand
routing: {by: $routing}
selection: {accepted: $accepted$reviewers$lists$proposed}
transfer: {$transfer}
services:
$services
hubs:
  hub:
    policy: {$policy, queue: $queue, regime: $regime}
    reception: $reception$holidays
    amenities: {basins: 2}
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
      homes: {${homes_for}places: $homes, opened: $opened, usable: 90 %, area: 50 m2, turnaround: $turnaround, overflow: 3 people$reserve}
      flats: {for: $flats_for, rooms: 3, beds: $beds, shared_by: $shared_by, turnaround: $turnaround$of_flats}
      spare: {places: 5, opens: $opens}
    clocks: {$clocks}
    removal:
      {attempts: $attempts, retry_after: $retry_after, then: $after_the_last, release_takes: $release_takes,
       send_back_takes: $send_back_takes}
    deadlines: {hearing: {from: $hearing_from, length: $hearing_length$hearing_stopped, then: $hearing_then}}$of_the_hub
${camp}timeline: {$timeline}
safeguards: {$safeguards}
costs: {$costs}
""")


@st.composite
def scenario_texts(draw) -> str:
    """A whole scenario of up to about a hundred cases over a hundred days, in one hub or two."""

    def filled(text: str, choices: dict[str, tuple[str, ...]] | None = None, **known: str) -> str:
        """One line, each of its choices drawn anew at each place it stands."""
        common = {"time": TIMES, "share": SHARES, "flag": FLAGS, "from": FROM, "regime": ("open", "closed")} | (choices or {})
        while "$" in text:
            name = Template.pattern.search(text).group("named")
            value = known[name] if name in known else draw(st.sampled_from(common[name]))
            text = text.replace(f"${name}", value, 1)
        return text

    def some(lines: Collection[str], least: int = 0, most: int | None = None) -> list[str]:
        chosen = draw(st.sets(st.sampled_from([*lines]), min_size=least, max_size=most))
        return [line for line in lines if line in chosen]

    two = draw(st.booleans())
    to_hubs = ("", "", ", hubs: hub", ", hubs: [camp, hub]") if two else ("",)
    of_a_stream = OF_A_STREAM | {"to_hubs": to_hubs}
    demand = [filled(line, of_a_stream | DEMAND[line], of_all=OF_ALL) for line in some(DEMAND, least=1)]
    streams = [line.split(":")[0] for line in demand]
    services = []
    for line, choices in SERVICES.items():
        if "homeward" in line or draw(st.booleans()):
            services.append(filled(line, OF_A_SERVICE | choices, luck=LUCK_OF_A_SERVICE))
    clocks = some(CLOCKS)
    asked = any(line.startswith("voluntary") for line in clocks)
    agreed = ("agreed",) if asked else ()
    stops = ("documents, voluntary", "documents") if asked else ("documents",)
    of_claims = {"claim_from": ("arrived", "placed", "documents", *agreed), "stops": stops}
    camp, of_the_hub, moving, routing = "", "", "", "preference"
    if two:
        camp, of_the_hub = filled(CAMP, OF_THE_CAMP | OF_A_CLOCK), "\n    share: 60 %"
        routing = draw(st.sampled_from(("preference", "share", "free")))
        moving = filled(TO_THE_CAMP, THERE | OF_A_CLOCK) if draw(st.booleans()) else ""
        services = [line.replace("to: hub,", f"to: {draw(st.sampled_from(('[hub, camp]', '[camp, hub]', 'hub')))},") for line in services]
        services.append(filled(LEAVING_THE_CAMP, OF_A_SERVICE, luck=LUCK_OF_A_SERVICE))
    to_sender = any("sender" in line for line in services)
    transfer = [filled(line, OF_THE_TRANSFER) for line in some(TRANSFER)] if draw(st.booleans()) else []
    if transfer and "notice: " not in "".join(transfer):
        transfer.append("notice: 2 d")
    acts = {**ACTS, **{line: choices for stream in streams for line, choices in OF_STREAMS.get(stream, {}).items()}}
    happening = with_those_needed(some(acts, least=draw(st.integers(0, 4)), most=7), acts)
    ratified = any(act.startswith("ratified:") for act in happening)
    reviewed = any(line.startswith("review") for line in clocks)
    safeguards = some([line for line in SAFEGUARDS if reviewed or not line.startswith("judge")])
    served = tuple(line.split(":")[0] for line in services)
    return SCENARIO.substitute(
        {name: filled(draw(st.sampled_from(choices)), {"kept": CHOICES["kept"]}) for name, choices in CHOICES.items()},
        limits="".join(f", {filled(limit, OF_A_LIMIT)}" for limit in some(LIMITS, most=4)),
        ready=draw(st.sampled_from(TIMES)),
        slow=draw(st.sampled_from(TIMES)),
        documents_from=draw(st.sampled_from(("listed", "decided", "arrived", "screened", "placed", *agreed))),
        demand="\n".join(f"  {line}" for line in demand),
        services="\n".join(f"  {line}" for line in services),
        clocks=(", ".join(filled(line, OF_A_CLOCK | of_claims | CLOCKS[line]) for line in clocks) + moving).removeprefix(", "),
        camp=camp,
        of_the_hub=of_the_hub + ("\n    opens: ratified" if ratified and draw(st.booleans()) else ""),
        routing=routing,
        way_home=", via: sender, onward: 4 d" if to_sender and draw(st.booleans()) else "",
        opens="ratified" if ratified else "2025-01-10",
        timeline=", ".join(filled(line, acts[line] | {"stream": tuple(streams)}) for line in happening),
        proposed="".join(f", {line}" for line in some(SELECTION[:2], most=1) + some(SELECTION[2:], most=1)),
        transfer=", ".join(transfer),
        safeguards=", ".join(filled(line, OWED | SAFEGUARDS[line] | {"services": served}) for line in safeguards),
        costs=contract([filled(line, OF_COSTS | COSTS[line]) for line in some(COSTS)]),
    )


def read(text: str, settings: Settings | None = None) -> Scenario:
    """A generated scenario, as if it lay beside the tables that it may name."""
    return Draft(stacked(Source(TABLES / "generated.yaml", TABLES, "generated.yaml"), [], text)).scenario(settings)


def with_those_needed(chosen: list[str], acts: Iterable[str]) -> list[str]:
    """Acts, and those that they name, in the order in which they are written."""
    names = {line.split(":")[0] for line in chosen}
    for needing, needed in NEEDS:
        names |= set(needed) if needing in names else set()
    return [line for line in acts if line.split(":")[0] in names]


def contract(items: list[str]) -> str:
    """Items in one currency or two, with what the sender does not spend."""
    rates = "rates: {GBP: {rate: 1.17 EUR, date: 2024-02-15}}"
    return f"currency: EUR, {rates}, sender_day: 150 EUR / day, items: {{{', '.join(items)}}}" if items else ""
