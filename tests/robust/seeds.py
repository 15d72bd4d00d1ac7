"""Sound files that the campaign starts from."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]

SMALL = (ROOT / "tests/bad_scenarios/good.yaml").read_text(encoding="utf-8")

WIDE = """\
name: wide
extends: base
why: What happens where everything is said?
start: 2025-01-01
horizon: 200 d
agreement:
  total: {value: 80 people, source: us-K2, status: official, note: counted at boarding}
  standing: 40 people
  rate: 20 people / month
  lead: 3 d
  intake: {from: 2025-01-02, until: 2025-06-30}
  stay: {limit: 60 d, then: extend, by: 20 d, times: 2, chance: 60 % (30 to 90), else: release, status: assumed}
  end: {date: 2025-07-10, then: release, grace: 5 d}
  excluded: [barred]
classes:
  single: {share: 70 % (50 to 90), size: 1, priority: 1, escorted: 20 %, status: assumed}
  family: {share: rest, size: {2: 40 %, 3: 30 %, 5: 30 %}, minors: 50 % (30 to 60), status: assumed}
  claimant: {share: 0 %, size: 1}
  barred: {share: 2 %, size: 1}
destinations:
  ready: {share: 60 %, documents: {shape: lognormal, median: 18 d (15 to 20), p90: 35 d}, source: eu-S60, status: estimated}
  slow:
    {share: rest, documents: {from: listed, shape: gamma, mean: 60 d, sd: 20 d, never: 20 %, work: {team: {officers: 2}, time: 5 h}},
     via: sender, onward: {shape: uniform, low: 1 d, high: 9 d}, status: assumed}
demand:
  lists: {kind: poisson, rate: {2025-01-01: 2 cases / week, 2025-03-01: 5 cases / week (1 to 8)},
          season: {1: 50 %, 7: 150 %}, drops_out: 90 d, hubs: [hub, camp], factor: 120 %}
  tps: {kind: upstream, people: 4000 people, rate: {2025-01-01: 0.05 % / month, 2025-03-01: 0.1 % / month (0.01 to 0.2)},
        joins: 200 people / month, leaves: 2 % / month}
  charter: {kind: cohorts, every: 30 d, people: {shape: uniform, low: 4 people, high: 9 people}, happens: 80 %, shows_up: 83 %}
  feast: {kind: cohorts, dates: {2025-02-01: 6 people, 2025-03-01: {shape: triangular, low: 2, mode: 3, high: 9}}, classes: {single: 100 %}}
  old: {kind: backlog, cases: 20 cases, rate: {2025-01-20: 1 case / d}, from: 2025-01-20, destinations: {ready: 100 %}}
  seen: {kind: trace, file: trace.csv}
  inside: {kind: initial, file: census.csv}
  alike: {kind: initial, cases: 4, pool: homes, classes: {single: 100 %}, days_inside: {shape: exponential, mean: 12 d}}
routing: {by: share}
selection:
  {team: officers, time: 2 h, accepted: {single: 90 %, family: 70 %}, every: 5 d, proposed: {family: 80 %},
   filters: {nationality: {passes: 90 %, destinations: slow}, ties: {passes: 80 % (60 to 90), for: [family]}}}
transfer:
  told_after: {shape: exponential, mean: 1 d}
  notice: 24 h
  objections:
    appeal: {chance: 30 %, after: 12 h, until: notice, decided: {shape: exponential, mean: 9 d}, upheld: 20 %, further: 2 d}
    court: {chance: {single: 5 %}, after: 3 d, until: boarding, decided: 20 d, upheld: 50 %, further: 0 d}
services:
  inbound:
    {to: [hub, camp], monitored: 47 % (0 to 80), leaves: {with: 3 people, or_after: 10 d}, seats: 12, travel: 14 h,
     cancelled: 10 %, failed: 5 %, no_show: 5 %}
  homeward:
    {from: hub, to: [ready, slow], leaves: {every: 7 d, first: 2025-01-03}, seats: 8, lead: 2 d, standby: true, monitored: 50 %,
     escorts: {ratio: 1.5, staff: 12}}
  back: {from: hub, to: sender, leaves: {dates: [2025-02-01, 2025-03-01, 2025-05-01]}, seats: 9, minimum: 2 people}
  from_camp: {from: camp, to: [ready, slow, sender], for: both, leaves: {or_after: 9 d}, seats: 6}
hubs:
  hub:
    share: 70 %
    travel: {camp: 6 h}
    policy: {regime: open, transfer_needs: reception, when_full: divert, divert_to: camp, queue: first_fit}
    reception: {places: 20, area: 90 m2}
    holidays: [2025-01-07, 2025-02-03]
    amenities: {toilets: 4, showers: 3}
    teams:
      officers: {staff: 3, on_duty: Mon-Fri 08:00-16:00, closed: [2025-01-06], finish_by_shift_end: true, minimum: 1, pools: homes}
      nurse: {staff: 1, on_duty: ["Mon-Fri 07:00-12:00", "Sat,Sun 22:00-06:00"], on_holidays: daily 09:00-12:00}
      guards: {staff: 4, minimum: 1, per: {people: 15 people, staff: 1}, limits_intake: true, absent: 5 %,
               recruited: {2025-02-01: 2}, hired: {shape: exponential, mean: 10 d}, training: 2 d}
    screening:
      health: {team: nurse, time: 1 h, sent_back: 10 %}
      talk: {team: {officers: 1, guards: 1}, time: {shape: weibull, k: 1.5, scale: 2 h}, pausable: true, for: [single],
             referred: {family: 10 %}}
    pools:
      homes: {for: [single, claimant], places: 20, opened: 90 %, usable: 90 %, turnaround: 1 d, overflow: 3 people,
              reserve: {places: 2, for: single}, background: 2 people, area: 150 m2}
      flats: {rooms: 4, beds: 5, shared_by: group, groups: {families: [family], men: [single, claimant]}}
      spare: {places: 5, opens: 2025-01-10}
    clocks:
      voluntary: {from: arrived, at_once: 20 %, ceiling: 64 % (60 to 66), half_time: 20 d, needs: documents}
      pressed: {kind: voluntary, regime: closed, at_once: 10 %, ceiling: 90 %, half_time: 5 d, destinations: ready}
      refusers: {kind: move, from: placed, after: {shape: exponential, mean: 20 d}, to: tents, chance: 40 %, who: not_agreed}
      claim: {from: placed, chance: 20 %, after: {shape: exponential, mean: 30 d}, decided: 40 d, granted: 50 %,
              stops: [documents, voluntary], becomes: claimant, refused_becomes: single}
      review: {from: placed, at: [7 d, 30 d], every: 30 d, chance: 5 %, then: release, team: officers, time: 1 h,
               late_by: 2 d, late_then: release}
      absconded:
        {after: {shape: mixture, parts: {soon: {share: 40 %, shape: fixed, value: 9 d},
          late: {share: rest, shape: exponential, mean: 90 d}}}}
      permit:
        {from: arrived, after: {shape: empirical, quantiles: {0 %: 10 d, 50 %: 90 d, 100 %: 400 d}}, chance: 30 %, stays_housed: true,
         moves_out: 12 d}
      died: {after: {shape: exponential, mean: 900 d}}
      other: {after: {shape: empirical, file: observed.csv}, chance: 20 %}
      unfit: {after: {shape: exponential, mean: 90 d}, chance: 30 %, then: wait, lasts: 5 d}
      notice: {from: documents, length: 4 d, renewed: true}
    removal: {attempts: 3, retry_after: 2 d, then: release, release_takes: 1 d, send_back_takes: {shape: uniform, low: 1 d, high: 3 d}}
    deadlines: {hearing: {from: arrived, length: 8 d, stopped_by: placed, then: count, for: [single]}}
  camp:
    for: [single, claimant]
    destinations: [ready, slow]
    share: 30 %
    opens: ratified
    policy: {transfer_needs: place, when_full: wait, queue: strict}
    pools: {tents: {places: 10, overflow: 2 people}}
    clocks: {back_again: {kind: move, from: agreed, after: 7 d, to: hub, who: agreed}}
timeline:
  ratified: {date: {from: 2025-01-02, delay: {shape: uniform, low: 0 d, high: 30 d}}, chance: 80 %}
  injunction: {date: 2025-02-01, suspend: [transfers, ready], lasts: 20 d, in_transit: hold}
  stop: {date: {from: 2025-01-20, delay: {shape: uniform, low: 0 d, high: 40 d}}, suspend: removals, lasts: 15 d, chance: 80 %}
  resumed: {after: injunction, delay: 5 d, resume: [ready]}
  fire: {date: 2025-02-10, set: {hubs.hub.pools.homes.usable: 30 %, services.any.seats: 7}, lasts: 25 d}
  more: {date: 2025-04-01, set: {demand.lists.rate: 9 cases / week}}
  smaller: {date: 2025-02-20, resize: {homes: 14}, close: spare}
  amnesty: {date: 2025-03-10, release: 50 %, classes: [single], grace: 3 d}
  moving: {date: 2025-03-20, open: spare, move: {homes: spare}}
  revoked: {date: 2025-02-15, add: {tps: 2000 people}}
  ruling: {after: revoked, delay: 9 d, exempt: {tps: 500 people}}
  stayed: {after: injunction, delay: 6 d, chance: 80 %, ends: injunction}
  appealed: {when: {arrived: 4 people, inside: 2 people}, unless: stayed, if: ratified, delay: 3 d, suspend: [moves, documents],
             destinations: slow, lasts: 9 d}
  locked: {date: 2025-02-08, set: {hubs.any.policy.regime: closed}, close: camp, lasts: 25 d}
  swap: {date: 2025-03-12, exchange: {share: 50 %, outcome: removed, travel: 6 h}, hubs: hub, streams: [lists, old],
         destinations: ready, arrived_from: 2025-01-10, arrived_before: 2025-03-01}
  vote: {date: 2025-06-10, chance: 50 %, end: {then: send_back, grace: 4 d}}
safeguards:
  doctor: {from: arrived, to: health, within: 24 h, for: single, answerable: host, status: assumed}
  space: {space: 4 m2, source: eu-S142, status: official, pools: homes}
  toilets: {per: toilets, people: 10 people}
  children: {stay: 0 d, of: minors, answerable: sender}
  judge: {review: review, within: 2 d}
  together: {apart: [single, family]}
  watched: {monitored: [inbound, homeward]}
costs:
  currency: EUR
  rates: {GBP: {rate: 1.17 EUR, date: 2024-02-15}}
  sender_day: 157 EUR / day
  items:
    place: {price: 137 EUR / day, of: opened, pools: homes}
    person: {price: 600 GBP / month, at_least: 5 people, from: 2025-02-01}
    taper: {kind: stay, amounts: {0 d: 300 GBP / month, 30 d: 100 GBP / month}, up_to: 1 year, goes_on: [released]}
    transfer: {price: 500 EUR / person}
    arrival: {price: 2000 EUR / person}
    departure: {price: 9000 EUR / departure, services: homeward}
    escort: {price: 2000 EUR / escort}
    exit: {price: 1000 EUR / person, outcomes: [returned_voluntarily, removed]}
    flight: {price: 7000 EUR / h, time: 5 h}
    post: {price: 40000 EUR / year, teams: officers, coverage: 4.8}
    capital: {price: 21000 EUR / place}
    first: {kind: tranche, amount: 100000 EUR, arrival: 3}
    second: {kind: tranche, amount: 100000 EUR, date: 2025-02-01}
    least: {kind: guarantee, amount: 90000 EUR / month, over: [place, person], from: 2025-01-15, until: 2025-05-31}
    cap: {amount: 2000000 EUR, over: [taper, exit, transfer]}
observed: {first: {date: 2025-03-01, what: present, low: 3, high: 9 people}}
sweep: {vary: {hubs.hub.pools.flats.rooms: [3, 4], agreement.stay.limit: [30 d, none]}, as: grid, replications: 20}
"""
"""Every kind of block once."""

OVERLAY = """\
timeline:
  half_unusable:
    date: {value: 2025-03-01, status: assumed, note: "What if?"}
    set: {hubs.any.pools.any.usable: 50 %}
    source: eu-S21
    status: reported
agreement: {standing: none, stay: {limit: 80 d}}
hubs: {any: {pools: {any: {turnaround: 2 d}}}}
"""

SWEEP = """\
name: points
extends: ./wide.yaml
sweep:
  points:
    few: {hubs.hub.pools.homes.places: 12, services.any.seats: 8}
    many: {hubs.hub.pools.homes.places: 40, demand.lists.rate.2025-03-01: 9 cases / week}
  as: list
  replications: 5
"""

CENSUS = "id,hub,pool,class,destination,people,days_inside\n1,hub,homes,single,ready,1,40\n2,hub,flats,family,slow,3,12.5\n3,,,,,,0\n"
TRACE = "id;date;class;destination;people\n7;2025-01-09;single;ready;1\n8;2025-02-03;;;\n9;2025-02-03;family;slow;5\n"
OBSERVED = "days\n12\n40\n90.5\n"

TABLES = {"census.csv": CENSUS, "trace.csv": TRACE, "observed.csv": OBSERVED}
SCENARIOS = {"small": SMALL, "wide": WIDE}

SETTINGS = {
    "hubs.hub.pools.homes.places": "30 people",
    "hubs.any.pools.any.usable": "80 %",
    "agreement.stay.limit": "none",
    "agreement.total": "{value: 40 people, status: assumed}",
    "demand.lists.rate": "{2025-01-01: 1 case / week}",
    "demand.lists.rate.2025-03-01": "2 cases / d",
    "demand.lists.factor": "80 %",
    "demand.tps.rate": "{2025-01-01: 0.1 % / month}",
    "selection.filters.ties.passes": "50 %",
    "transfer.objections.any.chance": "10 %",
    "hubs.hub.teams.guards.per.people": "6 people",
    "hubs.camp.opens": "2025-02-01",
    "hubs.any.clocks.any.voluntary.ceiling": "80 %",
    "timeline.swap.exchange.share": "100 %",
    "safeguards.space.space": "3 m2",
    "costs.items.exit.price": "900 GBP / person",
    "destinations.ready.documents": "{shape: fixed, value: 9 d}",
    "destinations.any.documents.median": "30 d",
    "classes.family.size": "{2: 50 %, 3: 50 %}",
    "services.homeward.to": "[ready, slow]",
    "hubs.hub.teams.nurse.on_duty": "always",
    "hubs.hub.clocks.other.after.file": "observed.csv",
    "timeline.fire.set": "{services.any.seats: 9}",
    "timeline.fire.date": "2025-05-01",
    "sweep.vary": "{agreement.total: [40, 50]}",
    "start": "2025-02-01",
    "horizon": "90 d",
    "name": "other",
}
