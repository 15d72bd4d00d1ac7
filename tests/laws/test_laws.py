"""Each law, broken once in a small hand-made record, and a healthy record that breaks none.

The story: six cases of two streams in a hub with ten beds, two flats and a nurse. `a/0` is removed, `a/1` returns voluntarily,
`b/0` claims, is refused, and is released at the stay limit; `a/2` is declined, `a/3` drops out, `a/4` is inside and `a/5` waits.
"""

import pickle
import time

import numpy as np
import pandas as pd
import pytest

from sim.errors import HubsimError
from sim.laws import LAWS, Breach, LawBroken, check, obey
from sim.record import COLUMNS, MS_PER_DAY, Record
from sim.scenario.schema import Scenario

HORIZON = 400


def ms(days):
    return round(days * MS_PER_DAY)


# --- the scenario ---------------------------------------------------------------------------------------------------------


def terms():
    """A scenario as plain text values; tests change it before it is read."""
    service = {"minimum": "1 person", "lead": "0 d", "cancelled": "0 %", "no_show": "0 %", "failed": "0 %", "standby": True}
    pool = {"opened": "100 %", "usable": "100 %", "turnaround": "1 d", "overflow": "0 people"}
    return {
        "name": "laws",
        "start": "2025-01-06",
        "horizon": f"{HORIZON} d",
        "agreement": {
            "total": "50 people",
            "standing": "20 people",
            "rate": "10 people / month",
            "intake": {"from": "2025-01-06", "until": "2026-01-31"},
            "stay": {"limit": "360 d", "then": "release"},
            "excluded": "alone",
            "lead": "12 h",
            "host_answers": "arrived",
        },
        "classes": {
            "single": {"share": "70 %", "size": "1", "minors": "0 %", "escorted": "0 %", "priority": "0"},
            "family": {"share": "30 %", "size": "3", "minors": "50 %", "escorted": "0 %", "priority": "0"},
            "alone": {"share": "0 %", "size": "1", "minors": "100 %", "escorted": "0 %", "priority": "0"},
        },
        "destinations": {
            "ready": {
                "share": "100 %",
                "documents": {"time": "18 d", "from": "arrived", "speed": "100 %", "speed_agreed": "100 %"},
            }
        },
        "demand": {
            "a": {"kind": "poisson", "rate": "1 case / week"},
            "b": {"kind": "poisson", "rate": "1 case / week"},
            "old": {"kind": "initial", "cases": "2 cases", "pool": "homes", "days_inside": "9 d"},
        },
        "routing": {"by": "preference"},
        "selection": {"accepted": "70 %"},
        "services": {
            "inbound": {**service, "to": "kosovo", "for": "both", "leaves": {"every": "1 d"}, "seats": "6", "travel": "9.6 h"},
            "homeward": {
                **service,
                "from": "kosovo",
                "to": "ready",
                "for": "both",
                "leaves": {"every": "7 d"},
                "seats": "4",
                "lead": "7 d",
                "travel": "12 h",
                "escorts": {"ratio": "1", "staff": "2"},
            },
        },
        "hubs": {
            "kosovo": {
                "policy": {"regime": "open", "transfer_needs": "reception", "when_full": "wait", "queue": "first_fit"},
                "reception": {"places": "8 people"},
                "teams": {
                    "nurse": {"staff": "1", "on_duty": "daily 08:00-20:00", "closed": "2025-01-15", "finish_by_shift_end": False},
                },
                "screening": {"health": {"team": "nurse", "time": "1 h", "sent_back": "0 %", "pausable": False}},
                "pools": {
                    "homes": {**pool, "for": "single", "places": "10 people"},
                    "flats": {**pool, "for": "family", "rooms": "2", "beds": "5"},
                },
                "clocks": {
                    "claim": {
                        "kind": "claim",
                        "from": "arrived",
                        "speed": "100 %",
                        "chance": "20 %",
                        "after": "30 d",
                        "decided": "30 d",
                        "granted": "0 %",
                        "suspends": "removal",
                    },
                    "voluntary": {
                        "kind": "voluntary",
                        "from": "arrived",
                        "speed": "100 %",
                        "at_once": "0 %",
                        "ceiling": "50 %",
                        "half_time": "20 d",
                        "needs": "documents",
                    },
                },
                "deadlines": {"judge": {"from": "arrived", "length": "2 d", "stopped_by": "placed", "then": "release"}},
                "removal": {"attempts": "2", "retry_after": "1 d", "then": "stay", "release_takes": "2 d", "send_back_takes": "2 d"},
            }
        },
    }


def scenario(**changes):
    """The scenario with values set by dotted name, `__` for the dot."""
    tree = terms()
    for name, value in changes.items():
        *path, last = name.split("__")
        block = tree
        for key in path:
            block = block.setdefault(key, {})
        block[last] = value
    return Scenario.model_validate(tree)


def act(**what):
    return {"date": "2025-01-06", "chance": "100 %", "in_transit": "arrive", "grace": "0 d", **what}


# --- the record -----------------------------------------------------------------------------------------------------------


def journey(case, size=1, **known):
    stream, number = case.split("/")
    row = {"case": case, "stream": stream, "number": int(number), "class": "single" if size == 1 else "family", "size": size}
    row |= {"minors": 0, "destination": "ready", "hub": "kosovo", "pool": "", "outcome": "inside", "reason": "", "housed": False}
    return row | {"attempts": 0, "extensions": 0, "prior_ms": 0} | known


def stay(case, pool, start_at, end_at=None, kind="place", size=1, units=None, **known):
    row = {"case": case, "size": size, "minors": 0, "class": "single" if size == 1 else "family", "hub": "kosovo", "pool": pool}
    rooms = "" if pool != "flats" or kind not in ("place", "reserved") else "1"
    return row | {"kind": kind, "units": units or size, "rooms": rooms, "start_at": start_at, "end_at": end_at} | known


def task(case, queued_at, started_at=None, ended_at=None, outcome="done", **known):
    row = {"case": case, "task": "health", "k": 0, "teams": "nurse", "queued_at": queued_at, "started_at": started_at}
    return row | {"ended_at": ended_at, "outcome": outcome, "result": ""} | known


def attempt(case, service, departure, joined_at, booked_at, departs_at, k=1, outcome="boarded", size=1, **known):
    row = {"case": case, "size": size, "service": service, "departure": departure, "k": k, "joined_at": joined_at}
    return row | {"booked_at": booked_at, "departs_at": departs_at, "outcome": outcome, "reason": ""} | known


def departure(service, number, manifest_at, departs_at, booked=0, boarded=0, used=None, outcome="departed", **known):
    outbound = service == "homeward"
    row = {"service": service, "departure": number, "direction": "outbound" if outbound else "inbound", "manifest_at": manifest_at}
    row |= {"departs_at": departs_at, "seats": 4 if outbound else 6, "booked": booked, "boarded": boarded}
    return (
        row | {"used": boarded if used is None else used, "no_room": 0, "escorts": 0, "escorts_back_at": None, "outcome": outcome} | known
    )


def capacity(what, usable, at=0.0, reserve=0, overflow=0):
    return {"what": what, "at": at, "nominal": usable, "usable": usable, "reserve": reserve, "overflow": overflow}


def healthy():
    """Tables as rows, instants in days."""
    came = {"listed_at": 0.0, "decided_at": 0.0, "boarded_at": 1.0, "arrived_at": 1.4, "deadline_at": 361.4}
    return {
        "journeys": [
            journey(
                "a/0", pool="homes", outcome="removed", attempts=2, **came, screening_started_at=1.4, screened_at=1.45,
                place_asked_at=1.45, placed_at=1.45, documents_at=20.0, cleared_at=20.0, booked_at=21.0, outcome_at=28.0, left_at=28.0,
                home_at=28.5,
            ),
            journey(
                "a/1", pool="homes", outcome="returned_voluntarily", reason="choice", attempts=2, **came, screening_started_at=1.45,
                screened_at=1.5, place_asked_at=1.5, placed_at=1.5, documents_at=15.0, agreed_at=16.0, cleared_at=16.0, booked_at=21.0,
                outcome_at=28.0, left_at=28.0, home_at=28.5,
            ),
            journey("a/2", hub="", outcome="declined", reason="host", listed_at=3.0, decided_at=3.0, outcome_at=3.0),
            journey("a/3", hub="", outcome="dropped_out", reason="choice", listed_at=3.0, decided_at=3.0, outcome_at=3.5),
            journey(
                "a/4", pool="homes", attempts=1, listed_at=380.0, decided_at=380.0, boarded_at=381.0, arrived_at=381.4,
                deadline_at=741.4, screening_started_at=381.4, screened_at=381.45, place_asked_at=381.45, placed_at=381.45,
            ),
            journey("a/5", hub="", outcome="waiting", listed_at=399.0, decided_at=399.0),
            journey(
                "b/0", 3, minors=1, pool="flats", outcome="released", reason="limit", attempts=1,
                **(came | {"boarded_at": 2.0, "arrived_at": 2.4, "deadline_at": 362.4}),
                screening_started_at=2.4, screened_at=2.45, place_asked_at=2.45, placed_at=2.45, claim_lodged_at=30.0,
                claim_decided_at=60.0, release_ordered_at=362.4, outcome_at=364.4, left_at=364.4,
            ),
        ],
        "stays": [
            stay("a/0", "reception", 1.4, 1.45, "reception"),
            stay("a/1", "reception", 1.4, 1.5, "reception"),
            stay("a/0", "homes", 1.45, 28.0),
            stay("a/1", "homes", 1.5, 28.0),
            stay("b/0", "reception", 2.4, 2.45, "reception", 3),
            stay("b/0", "flats", 2.45, 364.4, "place", 3, 5),
            stay("a/4", "reception", 381.4, 381.45, "reception"),
            stay("a/4", "homes", 381.45),
        ],
        "tasks": [
            task("a/0", 1.4, 1.4, 1.45, result="admitted"),
            task("a/1", 1.4, 1.45, 1.5, result="admitted"),
            task("b/0", 2.4, 2.4, 2.45, result="admitted"),
            task("a/4", 381.4, 381.4, 381.45, result="admitted"),
            *(
                task(case, at, None, placed, "met", task="deadline:judge", teams="", due_at=at + 2)
                for case, at, placed in (("a/0", 1.4, 1.45), ("a/1", 1.4, 1.5), ("b/0", 2.4, 2.45), ("a/4", 381.4, 381.45))
            ),
        ],
        "attempts": [
            attempt("a/0", "inbound", 0, 0.0, 1.0, 1.0),
            attempt("a/1", "inbound", 0, 0.0, 1.0, 1.0),
            attempt("b/0", "inbound", 1, 0.0, 2.0, 2.0, size=3),
            attempt("a/0", "homeward", 3, 20.0, 21.0, 28.0, k=2),
            attempt("a/1", "homeward", 3, 16.0, 21.0, 28.0, k=2),
            attempt("a/4", "inbound", 380, 380.0, 381.0, 381.0),
        ],
        "services": [
            departure("inbound", 0, 1.0, 1.0, 2, 2),
            departure("inbound", 1, 2.0, 2.0, 3, 3),
            departure("inbound", 2, 3.0, 3.0, outcome="below_minimum"),
            departure("homeward", 3, 21.0, 28.0, 2, 2, escorts=1, escorts_back_at=29.0),
            departure("inbound", 380, 381.0, 381.0, 1, 1),
            departure("homeward", 57, 399.0, 406.0, outcome="pending"),
        ],
        "capacity": [
            capacity("pool:homes", 10),
            capacity("pool:flats", 10),
            capacity("reception:kosovo", 8),
            capacity("team:nurse", 1),
        ],
        "spells": [],
    }  # fmt: skip


def record(rows):
    tables = {}
    for name, columns in COLUMNS.items():
        table = pd.DataFrame(rows[name], columns=list(columns))
        for column in table.columns:
            if column.endswith("_at") or column == "at":
                table[column] = (table[column].astype("float64") * MS_PER_DAY).round()
        tables[name] = table
    return Record(seed=1, replication=7, horizon=ms(HORIZON), **tables)


class Story:
    """A healthy record to be spoilt."""

    def __init__(self):
        self.rows = healthy()

    def case(self, name):
        return next(row for row in self.rows["journeys"] if row["case"] == name)

    def add(self, table, *rows):
        self.rows[table] += rows

    def inside(self, case, size=1, at=100.0, pool="homes", **known):
        """One more case, placed at once and there to the end."""
        row = journey(case, size, pool=pool, listed_at=at - 3, decided_at=at - 3, boarded_at=at - 1, arrived_at=at - 0.4, attempts=1)
        row |= {"screened_at": at, "place_asked_at": at, "placed_at": at, "deadline_at": at - 0.4 + 360}
        self.add("journeys", row | known)
        self.add("stays", stay(case, "reception", at - 0.4, at, "reception", size))
        self.add("stays", stay(case, pool, at, kind="place", size=size, units=5 if pool == "flats" else size))
        number = 1000 + len(self.rows["services"])
        self.add("services", departure("inbound", number, at - 1, at - 1, size, size))
        self.add("attempts", attempt(case, "inbound", number, at - 3, at - 1, at - 1, size=size))

    def breaches(self, law=None, **changes):
        found = check(record(self.rows), scenario(**changes))
        return [str(breach) for breach in found if law in (None, breach.law)]


@pytest.fixture
def story():
    return Story()


# --- all ------------------------------------------------------------------------------------------------------------------


def test_a_healthy_record_breaks_no_law(story):
    assert story.breaches() == []


def test_an_empty_record_breaks_no_law(story):
    story.rows = {name: [] for name in COLUMNS}
    assert story.breaches() == []


def test_strict_queues_and_kept_places_are_healthy_too(story):
    assert story.breaches(hubs__kosovo__policy__queue="strict") == []
    assert story.breaches(hubs__kosovo__policy__transfer_needs="place") == []


def test_every_law_states_itself_and_is_broken_here():
    names = [law.__name__ for law in LAWS]
    with open(__file__, encoding="utf-8") as source:
        text = source.read()
    assert len(set(names)) == len(names)
    assert [law.__name__ for law in LAWS if not law.__doc__] == []
    assert [name for name in names if name not in text] == []


def test_a_record_that_obeys_is_handed_on(story):
    healthy_record = record(story.rows)
    assert obey(healthy_record, scenario()) is healthy_record


def test_a_broken_law_says_what_to_report(story):
    story.case("a/0")["outcome"] = "vanished"
    with pytest.raises(LawBroken) as caught:
        obey(record(story.rows), scenario())
    first, second, *_, last = str(caught.value).splitlines()
    assert first == "laws: seed 1, replication 7 breaks 2 laws of the model:"
    assert second == '  each_case_is_one_row_with_one_outcome: a/0: has the unknown outcome "vanished"'
    assert last == "This is a fault of hubsim, not of the scenario. Report these lines together with the scenario file."
    assert isinstance(caught.value, HubsimError)


def test_a_message_lists_only_the_first_breaches():
    many = [Breach("law", "is wrong", f"a/{i}", None) for i in range(9)]
    lines = str(LawBroken("x", 0, 0, many)).splitlines()
    assert lines[0] == "x: seed 0, replication 0 breaks 9 laws of the model:"
    assert lines[-3:-1] == ["  law: a/4: is wrong", "  and 4 more"]


def test_a_broken_law_crosses_processes():
    broken = LawBroken("x", 1, 2, [Breach("law", "is wrong", "a/1", ms(1.5))])
    copy = pickle.loads(pickle.dumps(broken))
    assert (str(copy), copy.breaches) == (str(broken), broken.breaches)
    assert "law: a/1, day 1.5: is wrong" in str(copy)


def test_a_record_of_a_hundred_cases_is_checked_quickly(story):
    for i in range(100):
        story.inside(f"a/{i + 10}", at=100.0 + 2 * i, deadline_at=459.6 + 2 * i)
    for number in range(300):
        story.add("services", departure("inbound", 2000 + number, number + 1.0, number + 1.0, outcome="below_minimum"))
    whole, plan = record(story.rows), scenario()
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        check(whole, plan)
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.05, "about 6 ms on an idle machine, below 10 ms is the aim"


# --- cases ----------------------------------------------------------------------------------------------------------------


def test_a_case_has_one_row(story):
    story.add("journeys", dict(story.case("a/2")))
    assert story.breaches("each_case_is_one_row_with_one_outcome") == ["each_case_is_one_row_with_one_outcome: a/2: has 2 rows in journeys"]


def test_a_reason_is_one_of_those_there_are(story):
    story.case("a/2")["reason"] = "whim"
    assert story.breaches() == ['each_case_is_one_row_with_one_outcome: a/2: has the unknown reason "whim"']


def test_rows_belong_to_cases(story):
    story.add("tasks", task("a/99", 5.5, None, None, "withdrawn", teams=""))
    assert story.breaches("every_row_belongs_to_a_case") == ["every_row_belongs_to_a_case: a/99: has a row in tasks but none in journeys"]


@pytest.mark.parametrize(
    ("case", "change", "message"),
    [
        ("a/4", {"outcome_at": 390.0}, "inside: is not out at the horizon and yet has an instant of outcome or of leaving"),
        ("a/2", {"outcome_at": None}, "declined: is out and has no instant of outcome"),
        ("a/4", {"outcome": "waiting"}, "waiting: never left the sender and yet boarded"),
        ("a/5", {"outcome": "inside"}, "inside: never boarded and yet was in the hub"),
        ("b/0", {"left_at": None}, "released: is out, not housed any more, and has not left"),
        ("b/0", {"housed": True}, "released: is housed after its outcome and yet has none, or has left"),
    ],
)
def test_outcomes_say_where_the_case_is(story, case, change, message):
    story.case(case).update(change)
    assert story.breaches("outcomes_say_where_the_case_is") == [f"outcomes_say_where_the_case_is: {case}: {message}"]


@pytest.mark.parametrize(("at", "shown"), [(28.5 + 0.3 / MS_PER_DAY, 2462400000.3), (-1.0, -86400000.0)])
def test_instants_are_whole_and_inside_the_run(story, at, shown):
    broken = record(story.rows)
    broken.journeys.loc[2, "decided_at"] = at * MS_PER_DAY
    found = [b for b in check(broken, scenario()) if b.law == "instants_are_whole_and_inside_the_run"]
    assert [(b.where, b.at) for b in found] == [("a/2", int(shown))]
    assert found[0].message == f"journeys.decided_at is {at * MS_PER_DAY:.17g} ms, not whole or outside the run of 34560000000 ms"


def test_nothing_happens_at_the_horizon_but_plans_may_lie_beyond(story):
    story.rows["services"][-1]["manifest_at"] = 400.0
    assert story.breaches("instants_are_whole_and_inside_the_run") == [
        "instants_are_whole_and_inside_the_run: homeward, day 400: "
        "services.manifest_at is 34560000000 ms, not whole or outside the run of 34560000000 ms"
    ]


def test_instants_of_a_journey_are_in_order(story):
    story.case("a/0")["screened_at"] = 1.3
    story.case("a/5").update(listed_at=399.5)
    story.case("a/3").update(decided_at=None, boarded_at=3.2)
    assert story.breaches("instants_of_a_journey_are_in_order") == [
        "instants_of_a_journey_are_in_order: a/5, day 399: decided on day 399, before an instant that comes first, on day 399.5",
        "instants_of_a_journey_are_in_order: a/0, day 1.3: screened on day 1.3, before an instant that comes first, on day 1.4",
        "instants_of_a_journey_are_in_order: a/3, day 3.2: boarded without decided",
    ]


def test_cases_in_are_cases_out_and_inside(story):
    story.rows["stays"][3]["end_at"] = 27.0
    assert story.breaches() == ["cases_in_are_cases_out_and_inside: hub, day 27: 5 people have arrived, 0 have left, and 4 are inside"]


# --- places ---------------------------------------------------------------------------------------------------------------


def test_nobody_is_in_two_places_at_once(story):
    story.rows["stays"][2]["start_at"] = 1.42
    assert story.breaches("nobody_is_in_two_places_at_once") == [
        "nobody_is_in_two_places_at_once: a/0, day 1.42: is in reception and homes (place) at the same time"
    ]


def test_a_place_is_not_given_up_before_it_is_taken(story):
    story.rows["stays"][0].update(start_at=1.45, end_at=1.4)
    assert story.breaches("nobody_is_in_two_places_at_once") == [
        "nobody_is_in_two_places_at_once: a/0, day 1.45: gives up reception before taking it"
    ]


def test_stays_lie_between_arriving_and_leaving(story):
    story.rows["stays"][0]["start_at"] = 1.2
    story.rows["stays"][3]["end_at"] = 29.0
    assert story.breaches("stays_lie_between_arriving_and_leaving") == [
        "stays_lie_between_arriving_and_leaving: a/0, day 1.2: is in reception before arriving",
        "stays_lie_between_arriving_and_leaving: a/1, day 28: has left and still holds homes (place)",
    ]


def test_a_case_takes_what_its_size_needs(story):
    story.rows["stays"][5]["units"] = 3
    story.rows["stays"][2]["class"] = "family"
    assert story.breaches("a_case_takes_what_its_size_needs") == [
        "a_case_takes_what_its_size_needs: a/0, day 1.45: class family may not use homes",
        "a_case_takes_what_its_size_needs: b/0, day 2.45: takes 3 of flats, needs 5",
    ]


def test_nobody_enters_a_pool_that_is_full(story):
    story.rows["capacity"][0]["usable"] = 1
    assert story.breaches("nobody_enters_a_pool_that_is_full") == [
        "nobody_enters_a_pool_that_is_full: pool:homes, day 1.5: 2 places are held, 1 are usable, and somebody was let in"
    ]


def test_a_place_is_made_ready_before_the_next_enters(story):
    story.rows["capacity"][0]["usable"] = 2
    story.inside("a/7", at=28.9)
    assert story.breaches("nobody_enters_a_pool_that_is_full") == [
        "nobody_enters_a_pool_that_is_full: pool:homes, day 28.9: 3 places are held, 2 are usable, and somebody was let in"
    ]
    story.rows["journeys"].pop()
    story.rows["stays"] = story.rows["stays"][:-2]
    story.inside("a/7", at=29.0)
    assert story.breaches("nobody_enters_a_pool_that_is_full") == []


def test_excess_is_lawful_where_places_fell(story):
    story.add("capacity", capacity("pool:homes", 1, at=10.0))
    assert story.breaches() == []


def test_a_place_kept_before_the_cut_is_lawful_and_one_kept_after_is_not(story):
    story.add("capacity", capacity("pool:homes", 1, at=1.47))
    taken = story.rows["stays"][3]
    kept = stay(taken["case"], "homes", 1.0, taken["start_at"], kind="reserved")
    story.add("stays", kept)
    assert story.breaches() == []
    kept["start_at"] = 1.48
    assert story.breaches() == [
        "nobody_enters_a_pool_that_is_full: pool:homes, day 1.48: 2 places are held, 1 are usable, and somebody was let in"
    ]


def test_people_inside_at_the_start_may_be_one_too_many_but_nobody_is_added(story):
    story.rows["capacity"][0]["usable"] = 3
    for i in (0, 1):
        row = journey(f"old/{i}", 1, pool="homes", arrived_at=0.0, placed_at=0.0, prior_ms=ms(9), deadline_at=351.0, outcome_at=353.0)
        story.add("journeys", row | {"left_at": 353.0, "outcome": "released", "reason": "limit", "release_ordered_at": 351.0})
        story.add("stays", stay(f"old/{i}", "homes", 0.0, 353.0))
    assert story.breaches() == [
        "nobody_enters_a_pool_that_is_full: pool:homes, day 1.5: 4 places are held, 3 are usable, and somebody was let in"
    ]
    story.rows["capacity"][0]["usable"] = 4
    story.add("capacity", capacity("pool:homes", 1, at=1.6))
    assert story.breaches() == []


def test_the_reserve_is_kept_for_its_classes(story):
    story.rows["capacity"][0].update(usable=2, reserve=1)
    reserve = {"places": "1 person", "for": "alone"}
    assert story.breaches("nobody_enters_a_pool_that_is_full", hubs__kosovo__pools__homes__reserve=reserve) == [
        "nobody_enters_a_pool_that_is_full: pool:homes, day 1.5: 2 places are held, 2 usable, 1 kept for others"
    ]
    reserve = {"places": "1 person", "for": "single"}
    assert story.breaches(hubs__kosovo__pools__homes__reserve=reserve) == []


def test_overflow_stays_within_what_is_tolerated(story):
    story.rows["stays"][3]["kind"] = "overflow"
    story.rows["capacity"][0]["usable"] = 1
    story.case("a/0").update(left_at=28.0)
    assert story.breaches("overflow_stays_within_what_is_tolerated") == [
        "overflow_stays_within_what_is_tolerated: a/1, day 1.5: is in overflow under the policy wait",
        "overflow_stays_within_what_is_tolerated: pool:homes, day 1.5: 1 people are in overflow, 0 are tolerated",
    ]
    story.rows["capacity"][0]["overflow"] = 1
    assert story.breaches(hubs__kosovo__policy__when_full="overflow") == []


def test_nobody_enters_a_reception_that_is_full(story):
    story.rows["capacity"][2]["usable"] = 2
    assert story.breaches("nobody_enters_a_reception_that_is_full") == [
        "nobody_enters_a_reception_that_is_full: reception:kosovo, day 2.4: 3 people are in reception, 2 places"
    ]


def late_place(story, asked, placed):
    """a/4 asks and waits in reception, from `asked` to `placed`."""
    story.case("a/4").update(place_asked_at=asked, screened_at=asked, placed_at=placed)
    story.rows["stays"][6].update(end_at=placed if placed is not None else None)
    if placed is None:
        del story.rows["stays"][7]
    else:
        story.rows["stays"][7].update(start_at=placed)


def test_no_equal_is_overtaken_for_a_place(story):
    late_place(story, 381.45, 390.0)
    story.inside("a/9", at=385.0)
    story.rows["capacity"] = [capacity("pool:homes", 2), *story.rows["capacity"][1:]]
    assert story.breaches("no_equal_is_overtaken_for_a_place") == [
        "no_equal_is_overtaken_for_a_place: a/9, day 385: has a place before a/4, who has asked since day 381.45"
    ]
    story.add("stays", stay("a/9", "homes", 384.0, 385.0, kind="reserved"))
    assert story.breaches("no_equal_is_overtaken_for_a_place") == []


def test_another_size_may_pass_under_first_fit_but_not_under_strict(story):
    late_place(story, 381.45, 390.0)
    story.inside("b/9", 3, at=385.0, pool="flats")
    assert story.breaches("no_equal_is_overtaken_for_a_place") == []
    assert story.breaches("no_equal_is_overtaken_for_a_place", hubs__kosovo__policy__queue="strict") == [
        "no_equal_is_overtaken_for_a_place: b/9, day 385: has a place before a/4, who has asked since day 381.45"
    ]


def test_no_place_is_free_while_somebody_waits_for_it(story):
    late_place(story, 381.45, 390.0)
    assert story.breaches() == [
        "no_place_is_free_while_somebody_waits_for_it: pool:homes, day 381.45: 10 places are free while a/4 waits for 1"
    ]
    story.add("capacity", capacity("pool:homes", 0, at=300.0), capacity("pool:homes", 5, at=389.0), capacity("pool:homes", 5, at=390.0))
    assert story.breaches() == [
        "no_place_is_free_while_somebody_waits_for_it: pool:homes, day 389: 5 places are free while a/4 waits for 1"
    ]
    del story.rows["capacity"][-2]
    assert story.breaches() == []
    story.rows["capacity"][-1].update(reserve=5)
    assert story.breaches("nobody_enters_a_pool_that_is_full") == []


def test_rooms_are_whole(story):
    story.case("a/4").update({"class": "family", "size": 3, "place_asked_at": 381.45, "placed_at": None, "pool": ""})
    story.rows["stays"][6].update({"end_at": None, "size": 3, "class": "family"})
    del story.rows["stays"][7]
    story.add("capacity", capacity("pool:flats", 5, at=370.0))
    expected = "no_place_is_free_while_somebody_waits_for_it: pool:flats, day 381.45: 5 places are free while a/4 waits for 5"
    assert story.breaches("no_place_is_free_while_somebody_waits_for_it") == [expected]
    story.rows["capacity"][-1]["usable"] = 4
    assert story.breaches("no_place_is_free_while_somebody_waits_for_it") == []


def shared_flats(story, *who, **changes):
    """Families of two (or other classes) in flats of five beds that are shared by those of a class."""
    story.rows["stays"][5]["units"] = 3
    for case, at, known in who:
        story.inside(case, 2, at=at, pool="flats")
        story.rows["stays"][-1].update({"units": 2} | known)
    return {"hubs__kosovo__pools__flats__shared_by": "class", "hubs__kosovo__pools__flats__for": "family"} | changes


def test_nobody_enters_a_room_of_another_kind(story):
    terms = shared_flats(story, ("b/7", 370.0, {}), ("b/8", 371.0, {"class": "alone"}), hubs__kosovo__pools__flats__for=["family", "alone"])
    law = "nobody_enters_a_room_of_another_kind"
    assert story.breaches(law, **terms) == [
        f"{law}: b/8, day 371: comes as class alone into room 1 of flats, in which b/7 is (class family)"
    ]
    groups = {"hubs__kosovo__pools__flats__shared_by": "group", "hubs__kosovo__pools__flats__groups": {"all": ["family", "alone"]}}
    assert story.breaches(law, **terms | groups) == []
    assert story.breaches(law, **terms | {"hubs__kosovo__pools__flats__shared_by": "nobody"}) == [
        f"{law}: b/8, day 371: comes as case b/8 into room 1 of flats, in which b/7 is (case b/7)"
    ]


def test_who_becomes_another_in_a_room_is_not_put_out(story):
    terms = shared_flats(story, ("b/7", 370.0, {}), ("b/8", 371.0, {}), hubs__kosovo__pools__flats__for=["family", "alone"])
    story.rows["stays"][-1]["end_at"] = 375.0
    story.case("b/8")["class"] = "alone"
    story.add("stays", stay("b/8", "flats", 375.0, size=2, **{"class": "alone"}))
    assert story.breaches("nobody_enters_a_room_of_another_kind", **terms) == []
    assert story.breaches("a_case_takes_what_its_size_needs", **terms | {"hubs__kosovo__pools__flats__for": "family"}) == []


def test_nobody_enters_a_room_without_a_free_bed(story):
    terms = shared_flats(story, ("b/7", 370.0, {}), ("b/8", 371.0, {}), ("b/9", 372.0, {}))
    law = "nobody_enters_a_room_without_a_free_bed"
    assert story.breaches(law, **terms) == [f"{law}: b/9, day 372: needs 2 beds in room 1 of flats, 4 of 5 are taken"]
    story.rows["stays"][-3]["end_at"] = 372.0
    assert story.breaches(law, **terms) == []


def test_a_shared_room_is_taken_once(story):
    terms = shared_flats(story, ("b/7", 370.0, {}), ("b/8", 371.0, {}), ("b/9", 372.0, {"rooms": "2"}))
    story.add("capacity", capacity("pool:flats", 5, at=365.5))
    law = "nobody_enters_a_pool_that_is_full"
    assert story.breaches(law, **terms) == [f"{law}: pool:flats, day 372: 10 places are held, 5 are usable, and somebody was let in"]
    story.rows["stays"][-1]["rooms"] = ""
    assert story.breaches(law, **terms) == []
    assert story.breaches("a_case_takes_what_its_size_needs", **terms) == [
        "a_case_takes_what_its_size_needs: b/9, day 372: has 0 rooms of flats, needs 1",
    ]


def test_a_bed_beside_others_of_the_kind_is_free_for_one_who_waits(story):
    terms = shared_flats(story, ("b/7", 370.0, {}))
    story.add("capacity", capacity("pool:flats", 5, at=365.5))
    late_place(story, 381.45, None)
    story.case("a/4").update({"class": "family", "size": 3, "pool": ""})
    story.rows["stays"][6].update({"size": 3, "class": "family"})
    law = "no_place_is_free_while_somebody_waits_for_it"
    assert story.breaches(law, **terms) == [f"{law}: pool:flats, day 381.45: 3 places are free while a/4 waits for 3"]
    story.rows["stays"][-1]["size"] = 3
    assert story.breaches(law, **terms) == []


def test_who_became_another_and_may_not_be_where_it_is_waits_for_a_place(story):
    story.case("a/4")["class"] = "family"
    story.rows["stays"][-1]["end_at"] = 390.0
    story.add("stays", stay("a/4", "homes", 390.0, **{"class": "family"}))
    law = "no_place_is_free_while_somebody_waits_for_it"
    assert story.breaches(law) == [f"{law}: pool:flats, day 390: 10 places are free while a/4 waits for 5"]
    story.add("capacity", capacity("pool:flats", 0, at=380.0))
    assert story.breaches() == []


# --- teams ----------------------------------------------------------------------------------------------------------------


def test_tasks_start_only_with_everybody_they_need(story):
    story.rows["tasks"][1].update(started_at=1.44)
    assert story.breaches("tasks_start_only_with_everybody_they_need") == [
        "tasks_start_only_with_everybody_they_need: team:nurse, day 1.44: a task starts with 2 running and 1 people on duty"
    ]


@pytest.mark.parametrize("at", [5.3, 9.5], ids=["before the shift", "closed day"])
def test_tasks_start_only_on_duty(story, at):
    story.rows["tasks"].append(task("b/0", at, at, at + 0.01, task="visit"))
    assert story.breaches() == [
        f"tasks_start_only_with_everybody_they_need: team:nurse, day {at}: a task starts with 1 running and 0 people on duty"
    ]


def test_staff_that_fell_counts_late_finishers(story):
    story.add("capacity", capacity("team:nurse", 2, at=4.0))
    story.rows["tasks"] += [task("b/0", 5.5, 5.5, 5.7, task="visit"), task("a/0", 5.5, 5.5, 5.7, task="visit")]
    story.rows["tasks"] += [task("a/1", 5.6, 5.6, 5.7, task="visit")]
    story.add("capacity", capacity("team:nurse", 1, at=5.55))
    assert story.breaches() == [
        "tasks_start_only_with_everybody_they_need: team:nurse, day 5.6: a task starts with 3 running and 1 people on duty"
    ]


def test_who_is_bound_does_no_task(story):
    story.rows["capacity"][3]["reserve"] = 1
    found = story.breaches("tasks_start_only_with_everybody_they_need", hubs__kosovo__teams__nurse__minimum="1")
    assert found[0].endswith("day 1.4: a task starts with 1 running, 1 bound and 1 people on duty")
    assert len(found) == 4


def test_somebody_may_be_bound_after_a_task_began_at_that_instant(story):
    story.rows["capacity"][3] = capacity("team:nurse", 2)
    story.add("capacity", capacity("team:nurse", 2, at=1.4, reserve=2))
    found = story.breaches("tasks_start_only_with_everybody_they_need")
    assert [line.split("day ")[1].split(":")[0] for line in found] == ["1.45", "2.4", "381.4"]


def test_a_task_takes_as_many_as_it_says(story):
    story.rows["tasks"][0]["teams"] = "nurse+nurse"
    assert story.breaches("tasks_start_only_with_everybody_they_need") == [
        "tasks_start_only_with_everybody_they_need: team:nurse, day 1.4: a task starts with 2 running and 1 people on duty"
    ]


def test_as_many_are_bound_as_the_rules_say(story):
    name, minimum = "as_many_are_bound_as_the_rules_say", {"hubs__kosovo__teams__nurse__minimum": "1"}
    assert story.breaches(name, **minimum) == [f"{name}: team:nurse, day 0: 0 are bound, 1 should be for 0 people"]
    story.rows["capacity"][3]["reserve"] = 1
    assert story.breaches(name, **minimum) == []
    assert story.breaches(name) == [f"{name}: team:nurse, day 0: 1 are bound, 0 should be for 0 people"]


def test_as_many_are_bound_as_the_ratio_says(story):
    name, per = "as_many_are_bound_as_the_rules_say", {"hubs__kosovo__teams__nurse__per": {"people": "2 people", "staff": "3"}}
    assert story.breaches(name, **per) == [f"{name}: team:nurse, day 1.4: 0 are bound, 3 should be for 2 people"]
    of_flats = per | {"hubs__kosovo__teams__nurse__pools": "flats"}
    assert story.breaches(name, **of_flats) == [f"{name}: team:nurse, day 2.45: 0 are bound, 5 should be for 3 people"]
    story.add("capacity", capacity("team:nurse", 1, at=2.45, reserve=5), capacity("team:nurse", 1, at=364.4))
    assert story.breaches(name, **of_flats) == []


def test_nobody_is_taken_for_whom_staff_is_too_few(story):
    name = "nobody_is_taken_for_whom_staff_is_too_few"
    story.add("capacity", capacity("team:nurse", 1, at=2.4, reserve=2), capacity("team:nurse", 1, at=364.4))
    assert story.breaches(name) == []
    assert story.breaches(name, hubs__kosovo__teams__nurse__limits_intake=True) == [
        f"{name}: team:nurse, day 2.4: somebody is received, 2 of the staff are needed and 1 are there"
    ]


def test_who_is_away_is_not_there(story):
    story.rows["capacity"][3]["nominal"] = 2
    assert story.breaches() == ["who_is_away_is_not_there: team:nurse, day 0: 1 are there of 2"]
    assert story.breaches(hubs__kosovo__teams__nurse__absent="50 %") == []


def test_holidays_are_no_duty_but_their_own(story):
    story.rows["tasks"].append(task("b/0", 5.5, 5.5, 5.6, task="visit"))
    holiday = {"hubs__kosovo__holidays": "2025-01-11"}
    assert story.breaches() == []
    assert story.breaches(**holiday) == [
        "tasks_start_only_with_everybody_they_need: team:nurse, day 5.5: a task starts with 1 running and 0 people on duty"
    ]
    assert story.breaches(**holiday, hubs__kosovo__teams__nurse__on_holidays="daily 12:00-14:00") == []


def test_tasks_end_with_the_shift_where_they_must(story):
    story.rows["tasks"].append(task("b/0", 5.8, 5.8, 5.9, task="visit"))
    assert story.breaches() == []
    assert story.breaches("tasks_end_with_the_shift_where_they_must", hubs__kosovo__teams__nurse__finish_by_shift_end=True) == [
        "tasks_end_with_the_shift_where_they_must: b/0, day 5.8: visit ends on day 5.9, the duty of nurse on day 5.83333"
    ]


def test_tasks_run_in_order(story):
    story.rows["tasks"] += [
        task("b/0", 5.5, 5.4, 5.45, task="visit"),
        task("b/0", 6.5, 6.6, 6.55, task="visit"),
        task("b/0", 7.5, None, None, "running", task="visit", teams=""),
    ]
    assert story.breaches("tasks_run_in_order") == [
        "tasks_run_in_order: b/0, day 5.4: visit starts before it is asked for",
        "tasks_run_in_order: b/0, day 6.55: visit ends before it starts",
        "tasks_run_in_order: b/0: visit is running, its instants say otherwise",
    ]


def test_nobody_is_worked_on_twice_at_once(story):
    story.rows["tasks"] += [task("a/0", 1.4, 1.42, 1.5), task("a/1", 1.5, 30.5, 30.55)]
    assert story.breaches("nobody_is_worked_on_twice_at_once") == [
        "nobody_is_worked_on_twice_at_once: a/0, day 1.42: health and health run at the same time",
        "nobody_is_worked_on_twice_at_once: a/1, day 30.5: health before arriving or after the outcome",
    ]


def test_no_equal_is_overtaken_for_a_team(story):
    story.rows["tasks"] += [task("a/4", 390.4, 390.6, 390.7, task="visit"), task("a/5", 390.4, 390.5, 390.6, task="visit")]
    assert story.breaches("no_equal_is_overtaken_for_a_team") == [
        "no_equal_is_overtaken_for_a_team: a/5, day 390.5: visit starts before visit of a/4, asked for on day 390.4"
    ]
    change = {"timeline__more": act(set={"classes.single.priority": 1})}
    assert story.breaches("no_equal_is_overtaken_for_a_team", **change) == []


def test_who_asks_when_another_is_served_may_have_asked_too_late(story):
    story.rows["tasks"] += [task("a/4", 390.4, 390.5, 390.6, task="visit"), task("a/5", 390.4, 390.4, 390.5, task="visit")]
    assert story.breaches("no_equal_is_overtaken_for_a_team") == []


def test_who_goes_first_by_priority_may_pass(story):
    story.rows["tasks"] += [task("a/4", 390.4, 390.6, 390.7, task="visit"), task("b/0", 390.5, 390.5, 390.6, task="visit")]
    story.case("b/0").update(outcome_at=399.0, left_at=399.0)
    assert story.breaches("no_equal_is_overtaken_for_a_team") != []
    assert story.breaches("no_equal_is_overtaken_for_a_team", classes__single__priority="1") == []


def test_a_shorter_task_may_pass_where_it_must_end_with_the_shift(story):
    story.rows["tasks"] += [task("a/0", 5.8, 6.4, 6.5, task="visit"), task("a/1", 5.81, 5.81, 5.83, task="visit")]
    assert story.breaches("no_equal_is_overtaken_for_a_team") != []
    assert story.breaches(hubs__kosovo__teams__nurse__finish_by_shift_end=True) == []


def test_no_team_is_idle_while_a_task_that_fits_waits(story):
    story.rows["tasks"].append(task("b/0", 5.2, 5.5, 5.55, task="visit"))
    assert story.breaches() == [
        "no_team_is_idle_while_a_task_that_fits_waits: team:nurse, day 5.33333: 1 people are free while visit of b/0 waits"
    ]
    story.rows["tasks"][-1].update(started_at=5 + 1 / 3, ended_at=5.5)
    assert story.breaches() == []


def test_a_review_of_the_list_waits_while_selection_is_suspended(story):
    story.rows["tasks"].append(task("a/5", 399.4, None, None, "waiting", task="selection"))
    story.case("a/5").update(decided_at=None)
    assert story.breaches() == [
        "no_team_is_idle_while_a_task_that_fits_waits: team:nurse, day 399.4: 1 people are free while selection of a/5 waits"
    ]
    story.add("spells", {"act": "stop", "what": "selection", "start_at": 399.0, "end_at": None})
    assert story.breaches() == []


# --- agreement ------------------------------------------------------------------------------------------------------------


def test_no_more_board_than_the_total(story):
    assert story.breaches(agreement__total="5 people") == [
        "no_more_board_than_the_total: agreement, day 381: 6 people have boarded, the total is 5"
    ]


def test_no_more_stand_than_the_standing_number(story):
    assert story.breaches(agreement__standing="4 people") == [
        "no_more_stand_than_the_standing_number: agreement, day 2: 5 people are present or in transit, the standing number is 4"
    ]


def test_a_limit_that_a_dated_change_sets_is_not_judged_without_a_record_of_it(story):
    change = {"timeline__more": act(set={"agreement.total": "60 people"})}
    assert story.breaches(agreement__total="5 people", **change) == []
    story.add("capacity", capacity("agreement:total", 5))
    assert story.breaches(agreement__total="5 people", **change) != []


def test_any_in_a_dated_change_stands_for_every_name(story):
    late_place(story, 381.45, 390.0)
    assert len(story.breaches("no_place_is_free_while_somebody_waits_for_it")) == 1
    change = {"timeline__more": act(set={"hubs.any.policy.queue": "strict"})}
    assert story.breaches("no_place_is_free_while_somebody_waits_for_it", **change) == []


@pytest.mark.parametrize(
    ("rate", "message"),
    [
        ("4 people / month", "5 people board in one period, the rate is 4 per month"),
        ("4 people / 14 d", "5 people board in one period, the rate is 4 per 14 days"),
        ("4 people / week", "5 people board in one period, the rate is 4 per week"),
    ],
)
def test_no_more_board_in_a_period_than_the_rate(story, rate, message):
    assert story.breaches("no_more_board_in_a_period_than_the_rate", agreement__rate=rate) == [
        f"no_more_board_in_a_period_than_the_rate: agreement, day 2: {message}"
    ]


def test_calendar_periods_turn_with_the_calendar(story):
    assert story.breaches(agreement__rate="3 people / day") == []
    for row in story.rows["journeys"]:
        row["boarded_at"] = None
    story.case("a/0")["boarded_at"] = 25.99
    story.case("a/1")["boarded_at"] = 26.0
    law = "no_more_board_in_a_period_than_the_rate"
    assert story.breaches(law, agreement__rate="1 person / month") == []
    assert len(story.breaches(law, agreement__rate="1 person / year")) == 1


def test_boarding_happens_in_the_intake_window(story):
    law = "boarding_happens_in_the_intake_window"
    window = {"from": "2025-01-08", "until": "2026-01-21"}
    assert story.breaches(law, agreement__intake=window) == [
        f"{law}: a/0, day 1: boards before intake opens on day 2",
        f"{law}: a/1, day 1: boards before intake opens on day 2",
        f"{law}: a/4, day 381: boards after intake has closed on day 381",
    ]
    assert story.breaches("boarding_happens_in_the_intake_window", agreement__lead="36 h") == [
        f"{law}: a/0, day 1: boards before intake opens on day 1.5",
        f"{law}: a/1, day 1: boards before intake opens on day 1.5",
    ]


def test_excluded_classes_do_not_board(story):
    assert story.breaches("excluded_classes_do_not_board", agreement__excluded="family") == [
        "excluded_classes_do_not_board: b/0, day 2: class family is excluded"
    ]


def test_no_equal_is_overtaken_for_a_transfer(story):
    story.case("a/0")["boarded_at"] = 1.2
    plan = terms()["services"]
    plan.pop("inbound")
    assert story.breaches("no_equal_is_overtaken_for_a_transfer", services=plan) == [
        "no_equal_is_overtaken_for_a_transfer: a/1, day 1: boards before a/0, accepted on day 0"
    ]


# --- services -------------------------------------------------------------------------------------------------------------


def test_no_more_leave_than_there_are_seats(story):
    story.rows["services"][3].update(seats=1)
    story.rows["services"][2].update(boarded=1, used=1)
    assert story.breaches("no_more_leave_than_there_are_seats") == [
        "no_more_leave_than_there_are_seats: homeward/3, day 28: 2 booked, 2 seats used, 2 boarded, 1 seats",
        "no_more_leave_than_there_are_seats: inbound/2, day 3: did not depart (below_minimum) and yet 1 people left with it",
    ]


def test_nobody_is_left_behind_beyond_the_seats(story):
    story.rows["services"][0].update(no_room=7)
    story.rows["services"][3].update(no_room=1)
    assert story.breaches("nobody_is_left_behind_beyond_the_seats") == [
        "nobody_is_left_behind_beyond_the_seats: inbound/0, day 1: 7 people left behind for want of room, 2 of 6 seats are taken",
        "nobody_is_left_behind_beyond_the_seats: homeward/3, day 21: 1 people left behind for want of room, 2 of 4 seats are taken",
    ]


def test_departures_and_attempts_tell_the_same(story):
    story.rows["services"][3].update(used=3)
    story.rows["attempts"][0]["departure"] = 7
    story.rows["attempts"][2]["departs_at"] = 2.1
    law = "departures_and_attempts_tell_the_same"
    assert story.breaches("departures_and_attempts_tell_the_same") == [
        f"{law}: a/0, day 1: was booked on inbound/7, which does not exist",
        f"{law}: inbound/0, day 1: 2 people boarded, its attempts say 1",
        f"{law}: inbound/0, day 1: 2 people used, its attempts say 1",
        f"{law}: homeward/3, day 28: 3 people used, its attempts say 2",
        f"{law}: b/0, day 2: was booked on inbound/1 for another instant than it departs",
    ]


def test_attempts_run_in_order(story):
    story.rows["attempts"][3]["joined_at"] = 22.0
    story.rows["attempts"][4]["k"] = 3
    story.add("services", departure("homeward", 4, 25.0, 35.0))
    story.add("attempts", attempt("b/0", "homeward", 4, 24.0, 25.0, 35.0, k=2, outcome="cancelled", size=3))
    story.add("attempts", attempt("b/0", "homeward", 4, 24.0, 30.0, 35.0, k=3, outcome="cancelled", size=3))
    law = "attempts_run_in_order"
    assert story.breaches("attempts_run_in_order") == [
        f"{law}: a/0, day 21: booked on homeward/3 before joining the queue, or after it departs",
        f"{law}: a/1, day 21: attempt 2 is numbered 3",
        f"{law}: b/0, day 30: booked on homeward/4 while on another manifest",
    ]


def test_who_boards_has_left(story):
    story.case("a/0")["left_at"] = 28.1
    story.case("b/0")["boarded_at"] = None
    story.add("attempts", attempt("a/1", "homeward", 3, 28.0, 28.0, 28.0, k=3))
    law = "who_boards_has_left"
    assert story.breaches("who_boards_has_left") == [
        f"{law}: b/0, day 2: boarded inbound/1, its boarded_at has no such instant",
        f"{law}: a/0, day 28: boarded homeward/3, its left_at says day 28.1",
        f"{law}: a/1: left the hub 2 times",
    ]


def test_returns_have_a_departure(story):
    story.rows["attempts"][3]["outcome"] = "failed"
    story.case("a/1")["destination"] = "elsewhere"
    story.case("b/0").update(outcome="removed")
    law = "returns_have_a_departure"
    assert story.breaches("returns_have_a_departure") == [
        f"{law}: a/0, day 28: removed without having boarded a departure",
        f"{law}: a/1, day 28: returned_voluntarily by homeward, which does not go to elsewhere",
        f"{law}: b/0, day 364.4: removed without having boarded a departure",
    ]


def test_who_boarded_a_departure_has_that_outcome(story):
    story.case("a/0")["outcome"] = "died"
    assert story.breaches() == ["returns_have_a_departure: a/0: boarded homeward and yet the outcome is died"]


def test_escorts_are_conserved(story):
    story.add("services", departure("homeward", 4, 21.5, 28.5, escorts=2, escorts_back_at=29.5))
    story.add("services", departure("homeward", 5, 40.0, 47.0, escorts=1))
    story.rows["services"][0]["escorts"] = 1
    law = "escorts_are_conserved"
    assert story.breaches("escorts_are_conserved") == [
        f"{law}: inbound/0, day 1: 1 escorts on board, the service has none",
        f"{law}: homeward/5, day 47: its escorts are back before it departs, or never",
        f"{law}: service:homeward, day 28.5: 3 escorts are away, there are 2",
    ]


def test_nothing_leaves_while_it_is_suspended(story):
    for what, start, end in (
        ("transfers", 1.0, 2.0),
        ("removals", 20.0, 30.0),
        ("destination:ready", 21.0, 28.0),
        ("selection", 9.0, None),
    ):
        story.add("spells", {"act": "stop", "what": what, "start_at": start, "end_at": end})
    story.add("tasks", task("a/5", 399.4, 399.4, 399.45, task="selection"))
    law = "nothing_leaves_while_it_is_suspended"
    assert story.breaches("nothing_leaves_while_it_is_suspended") == [
        f"{law}: inbound/0, day 1: departs while transfers are suspended",
        f"{law}: homeward/3, day 28: departs while removals are suspended",
        f"{law}: a/0, day 1: boards while transfers are suspended",
        f"{law}: a/1, day 1: boards while transfers are suspended",
        f"{law}: a/0, day 21: is booked for ready while it is suspended",
        f"{law}: a/1, day 21: is booked for ready while it is suspended",
        f"{law}: a/5, day 399.4: is reviewed by the host while selection is suspended",
    ]


def test_nobody_tries_more_often_than_allowed(story):
    for number, departs in ((1, 14.0), (2, 21.0)):
        story.add("services", departure("homeward", number, departs - 7, departs, 1, 0, 1))
    story.rows["attempts"][3:3] = [
        attempt("a/0", "homeward", 1, 7.0, 7.0, 14.0, k=2, outcome="failed"),
        attempt("a/0", "homeward", 2, 14.0, 14.0, 21.0, k=3, outcome="no_show"),
    ]
    assert story.breaches("nobody_tries_more_often_than_allowed") == [
        "nobody_tries_more_often_than_allowed: a/0: 3 attempts, 2 are allowed"
    ]


def test_no_equal_is_overtaken_for_a_seat(story):
    for number, case in ((60, "a/20"), (61, "a/21")):
        story.inside(case, at=100.0)
        story.add("services", departure("homeward", number, 130.0 + number, 137.0 + number, 1, 0, outcome="cancelled"))
    story.add("attempts", attempt("a/21", "homeward", 60, 120.0, 190.0, 197.0, k=2, outcome="cancelled"))
    story.add("attempts", attempt("a/20", "homeward", 61, 119.0, 191.0, 198.0, k=2, outcome="cancelled"))
    assert story.breaches("no_equal_is_overtaken_for_a_seat") == [
        "no_equal_is_overtaken_for_a_seat: a/21, day 190: is booked before a/20, in the queue since day 119"
    ]
    assert story.breaches("no_equal_is_overtaken_for_a_seat", classes__single__escorted="50 %") == []


# --- claims, orders, limits -----------------------------------------------------------------------------------------------


def test_nobody_is_removed_while_a_claim_suspends_it(story):
    story.case("a/0").update(claim_lodged_at=24.0)
    expected = "nobody_is_removed_while_a_claim_suspends_it: a/0, day 28: removed with a claim pending since day 24"
    assert story.breaches("nobody_is_removed_while_a_claim_suspends_it") == [expected]
    assert story.breaches(hubs__kosovo__clocks__claim__suspends="nothing") == []
    story.case("a/0").update(claim_decided_at=26.0)
    assert story.breaches() == []


@pytest.mark.parametrize("outcome", ["boarded", "failed", "no_show"])
def test_nobody_is_tried_while_a_claim_suspends_it(story, outcome):
    law = "nobody_is_tried_while_a_claim_suspends_it"
    tried = next(row for row in story.rows["attempts"] if row["case"] == "a/0" and row["service"] == "homeward")
    tried["outcome"] = outcome
    story.case("a/0").update(claim_lodged_at=24.0)
    assert story.breaches(law) == [f"{law}: a/0, day 28: is tried with homeward with a claim pending since day 24"]
    assert story.breaches(law, hubs__kosovo__clocks__claim__suspends="nothing") == []
    tried["outcome"] = "taken_off"
    assert story.breaches(law) == []
    story.case("a/0").update(claim_lodged_at=20.0)
    assert story.breaches(law) == [f"{law}: a/0, day 21: is booked on homeward with a claim pending since day 20"]
    story.case("a/0").update(claim_decided_at=21.0)
    assert story.breaches(law) == []
    story.case("a/0").update(claim_decided_at=19.0)  # of an earlier claim
    assert story.breaches(law) != []


def test_nobody_is_removed_after_a_release_order(story):
    story.case("a/0").update(release_ordered_at=20.5)
    law = "nobody_is_removed_after_a_release_order"
    assert story.breaches("nobody_is_removed_after_a_release_order") == [
        f"{law}: a/0, day 28: removed after the release order of day 20.5",
        f"{law}: a/0, day 21: is booked on homeward after a release order",
    ]


def test_nobody_is_removed_before_the_gates_are_open(story):
    story.case("a/0").update(documents_at=None)
    story.case("a/1").update(screened_at=None, agreed_at=None)
    law = "nobody_is_removed_before_the_gates_are_open"
    assert story.breaches("nobody_is_removed_before_the_gates_are_open") == [
        f"{law}: a/1, day 28: returned_voluntarily without screened before",
        f"{law}: a/0, day 28: removed without documents before",
        f"{law}: a/1, day 28: returned_voluntarily without agreed before",
    ]


def test_the_stay_limit_is_known_and_right(story):
    story.case("a/0").update(deadline_at=None)
    story.case("a/1").update(deadline_at=370.0, extensions=1)
    law = "the_stay_limit_is_known_and_right"
    assert story.breaches("the_stay_limit_is_known_and_right") == [
        f"{law}: a/0, day 1.4: has no deadline, the limit gives day 361.4",
        f"{law}: a/1, day 1.4: has the deadline day 370, the limit gives day 361.4",
        f"{law}: a/1, day 370: 1 extensions, 0 are allowed",
    ]


def test_an_extension_moves_the_old_deadline(story):
    story.case("a/1").update(deadline_at=391.4, extensions=1)
    stay_terms = {"limit": "360 d", "then": "extend", "by": "30 d", "times": "1", "chance": "50 %", "else": "release"}
    assert story.breaches(agreement__stay=stay_terms) == []


def test_nobody_is_inside_past_a_limit_uncounted(story):
    story.case("b/0").update(release_ordered_at=364.4)
    law = "nobody_is_inside_past_a_limit_uncounted"
    assert story.breaches() == [f"{law}: b/0, day 362.4: is inside past the stay limit of day 362.4, neither to be released nor sent back"]
    assert story.breaches("nobody_is_inside_past_a_limit_uncounted", agreement__stay__then="breach") == []


def test_the_end_of_the_agreement_leaves_nobody_uncounted(story):
    end = {"date": "2026-01-27", "then": "release", "grace": "5 d"}
    assert story.breaches(agreement__end=end) == [
        "nobody_is_inside_past_a_limit_uncounted: a/4, day 391: "
        "is inside past the end of the agreement of day 391, neither to be released nor sent back"
    ]


def test_a_legal_period_is_met_or_missed_when_it_ends(story):
    periods = [row for row in story.rows["tasks"] if row["task"] == "deadline:judge"]
    periods[0].update(outcome="waiting", ended_at=None)
    periods[1].update(outcome="missed", ended_at=3.4)
    law = "nobody_is_inside_past_a_limit_uncounted"
    assert story.breaches() == [
        f"{law}: a/0, day 3.4: the period judge ended on day 3.4 and is neither met nor missed then",
        f"{law}: a/1, day 3.4: missed the period judge and is neither to be released nor sent back",
    ]


def test_reviews_fall_due_on_schedule(story):
    story.add("tasks", task("b/0", 9.0, None, None, "withdrawn", task="review", k=1, teams="", due_at=9.4))
    assert story.breaches("reviews_fall_due_on_schedule") == [
        "reviews_fall_due_on_schedule: b/0, day 9: review 1 is asked for before it is due on day 9.4"
    ]


# --- what laws are made of ------------------------------------------------------------------------------------------------


def test_duty_is_cut_by_closed_days_and_joined_over_midnight():
    from sim.laws.replay import Replay

    roster = ["Mon-Sun 22:00-24:00", "Mon-Sun 00:00-06:00"]
    plan = scenario(hubs__kosovo__teams__nurse__on_duty=roster, hubs__kosovo__teams__nurse__closed="2025-01-08")
    begins, ends = Replay(record(healthy()), plan).duty("nurse")
    chosen = (begins >= ms(0.5)) & (begins < ms(4))
    assert np.array_equal(begins[chosen] / MS_PER_DAY * 24, [22.0, 46.0, 72.0, 94.0])
    assert np.array_equal(ends[chosen] / MS_PER_DAY * 24, [30.0, 48.0, 78.0, 102.0])


def test_always_on_duty_never_ends():
    from sim.laws.replay import Replay

    plan = scenario(hubs__kosovo__teams__nurse__on_duty="always", hubs__kosovo__teams__nurse__closed=[])
    begins, ends = Replay(record(healthy()), plan).duty("nurse")
    assert begins.size == ends.size == 1
    assert begins[0] <= 0 and ends[0] > ms(HORIZON)


# --- several hubs ---------------------------------------------------------------------------------------------------------


def two_hubs():
    """A scenario with another hub, six hours away."""
    known = scenario()
    camp = known.hubs["kosovo"].model_copy(update={"pools": {}, "teams": {}, "travel": {"kosovo": 6 * 3_600_000}})
    return known.model_copy(update={"hubs": {**known.hubs, "camp": camp}})


@pytest.mark.parametrize(
    ("stays", "what"),
    [
        (
            [
                ("homes", 50.0, 60.0, "kosovo", "place"),
                ("transit", 60.0, 60.25, "camp", "transit"),
                ("reception", 60.25, None, "camp", "reception"),
            ],
            [],
        ),
        (
            [("homes", 50.0, 60.0, "kosovo", "place"), ("reception", 60.0, None, "camp", "reception")],
            ["z/0, day 60: is in camp without having travelled there from kosovo"],
        ),
        (
            [
                ("homes", 50.0, 60.0, "kosovo", "place"),
                ("transit", 60.0, 60.125, "camp", "transit"),
                ("reception", 60.125, None, "camp", "reception"),
            ],
            ["z/0, day 60: is on the road to camp for other than day 0.25"],
        ),
    ],
    ids=["travels", "is there at once", "is there too soon"],
)
def test_who_moves_between_hubs_is_on_the_road(story, stays, what):
    law = "who_moves_between_hubs_is_on_the_road"
    story.add("journeys", journey("z/0", 1, hub="camp", outcome="inside"))
    story.add("stays", *({**stay("z/0", pool, start, end, kind), "hub": hub} for pool, start, end, hub, kind in stays))
    found = check(record(story.rows), two_hubs())
    assert [str(breach) for breach in found if breach.law == law] == [f"{law}: {one}" for one in what]


# --- dated acts -----------------------------------------------------------------------------------------------------------


def spell(what, start_at, end_at=None, act="swap"):
    return {"act": act, "what": what, "start_at": start_at, "end_at": end_at}


def swapped(story, **known):
    """Two people inside; one of them is exchanged on day 200."""
    story.inside("a/6")
    gone = {"outcome": "removed", "reason": "exchange", "outcome_at": 200.0, "left_at": 200.0, "home_at": 200.0}
    story.inside("a/7", at=110.0, **{**gone, **known})
    story.rows["stays"][-1]["end_at"] = 200.0
    story.add("spells", spell("exchange", 200.0, 200.0))


@pytest.mark.parametrize("known,terms,broken", [
    ({}, {"streams": "old"}, []),
    ({}, {"arrived_from": "2025-04-20"}, []),
    ({}, {"arrived_before": "2025-04-20", "destinations": "ready", "hubs": "kosovo", "classes": "single"},
     ["a/6, day 200: is inside after an exchange of all"]),
    ({"outcome": "other"}, {"streams": "old"}, ["a/7, day 200: other by an exchange that did not happen then"]),
    ({"outcome_at": 199.0}, {"streams": "old"}, ["a/7, day 199: removed by an exchange that did not happen then"]),
])  # fmt: skip
def test_an_exchange_leaves_nobody_uncounted(story, known, terms, broken):
    law = "an_exchange_leaves_nobody_uncounted"
    swapped(story, **known)
    exchange = {"share": "100 %", "outcome": "removed"}
    plan = {"timeline__swap": act(exchange=exchange, **{"streams": "a", **terms})}
    assert story.breaches(law, **plan) == [f"{law}: {one}" for one in broken]


def test_who_is_exchanged_needs_no_service_and_no_open_gate(story):
    swapped(story, claim_lodged_at=150.0, release_ordered_at=190.0)
    plan = {"timeline__swap": act(exchange={"share": "50 %", "outcome": "removed"})}
    assert story.breaches(**plan) == []
    story.case("a/7")["reason"] = ""
    assert {one.split(":")[0] for one in story.breaches(**plan)} == {
        "nobody_is_removed_while_a_claim_suspends_it", "nobody_is_removed_after_a_release_order",
        "nobody_is_removed_before_the_gates_are_open", "returns_have_a_departure",
    }  # fmt: skip


def test_nobody_comes_to_a_hub_that_is_closed(story):
    law = "nobody_comes_to_a_hub_that_is_closed"
    story.inside("a/6")
    story.add("stays", stay("a/6", "homes", 98.0, 99.6, kind="reserved"))
    story.add("spells", spell("hub:kosovo", 98.0, 99.0))
    assert story.breaches(law) == [f"{law}: a/6, day 98: reserved in kosovo, which is closed to newcomers"]
    assert story.breaches(law, services={})[1:] == []
    story.rows["spells"][0] |= {"start_at": 98.5, "end_at": 120.0}
    assert story.breaches(law) == []
    assert story.breaches(law, services={}) == [f"{law}: a/6, day 99: boards to kosovo, which is closed to newcomers"]


def test_nothing_suspended_goes_on(story):
    law = "nothing_suspended_goes_on"
    story.add("spells", spell("documents:ready", 15.0, 20.0), spell("documents:slow", 0.0), spell("moves", 60.0, 61.0))
    story.add("stays", {**stay("a/4", "transit", 60.0, 60.5, "transit"), "hub": "camp"})
    assert story.breaches(law) == [
        f"{law}: a/1, day 15: documents of ready while they are suspended",
        f"{law}: a/4, day 60: sets out for camp while moves are suspended",
    ]


@pytest.mark.parametrize("regime,changed,broken", [
    ("open", 0.0, []),
    ("closed", 0.0, ["a/1, day 16: agreed on day 16, while no clock of kind voluntary runs in kosovo"]),
    ("open", 16.0, ["a/1, day 16: agreed on day 16, while no clock of kind voluntary runs in kosovo"]),
    ("open", 17.0, []),
    ("closed", 16.0, []),
])  # fmt: skip
def test_clocks_of_another_regime_stand_still(story, regime, changed, broken):
    """The clock runs in an open hub; the hub is what it is, or changes to the other regime on a day."""
    law = "clocks_of_another_regime_stand_still"
    if changed:
        story.add("spells", spell(f"regime:kosovo:{'closed' if regime == 'open' else 'open'}", changed))
    plan = {"hubs__kosovo__policy__regime": regime, "hubs__kosovo__clocks__voluntary__regime": "open"}
    assert story.breaches(law, **plan) == [f"{law}: {one}" for one in broken]


@pytest.mark.parametrize("ends,broken", [(390.0, 0), (370.0, 1)])
def test_an_agreement_ended_by_an_act_binds_like_its_own_end(story, ends, broken):
    """a/4 boards on day 381 and is inside to the horizon; the host ended the programme."""
    story.add("spells", spell("end", ends))
    plan = {"timeline__swap": act(end={"then": "release", "grace": "3 d"})}
    assert len(story.breaches("nobody_is_inside_past_a_limit_uncounted", **plan)) == 1
    assert len(story.breaches("boarding_happens_in_the_intake_window", **plan)) == broken


# --- who may be moved -----------------------------------------------------------------------------------------------------

ELIGIBLE = {"selection__filters": {"ties": {"passes": "60 %", "for": "single"}}}
OBJECTION = {"after": "1 h", "until": "boarding", "decided": "3 d", "upheld": "50 %", "further": "1 d", "chance": "50 %"}
NOTICE = {"transfer": {"notice": "12 h", "objections": {"appeal": OBJECTION}}}


def objection(case, lodged, ended=None, outcome="decided", result="refused"):
    return task(case, lodged, None, ended, outcome, task="objection:appeal", teams="", result=result)


def under_notice(story):
    """Everybody of the story was told on acceptance and free to board before they did."""
    for name, told, ready in (
        ("a/0", 0, 0.5),
        ("a/1", 0, 0.5),
        ("b/0", 0, 0.5),
        ("a/3", 3, None),
        ("a/4", 380, 380.5),
        ("a/5", 399, 399.5),
    ):
        story.case(name).update(told_at=told, ready_at=ready)


def test_who_is_not_eligible_is_never_reviewed(story):
    law = "who_is_not_eligible_is_never_reviewed"
    story.case("a/2").update(reason="filter:ties", decided_at=None)
    assert story.breaches(**ELIGIBLE) == []
    story.add("tasks", task("a/2", 3.0, 3.0, 3.0, task="selection"))
    story.case("a/3").update(reason="not_proposed")
    assert story.breaches(law, **ELIGIBLE) == [
        f"{law}: a/3: not_proposed: is dropped_out, or was decided on",
        f"{law}: a/2: is reviewed by the host and not eligible",
    ]


def test_a_filter_stops_whom_it_looks_at_and_everybody_where_it_passes_nobody(story):
    law = "who_is_not_eligible_is_never_reviewed"
    story.case("a/2").update(reason="filter:ties", decided_at=None)
    stops = [f"{law}: a/2: is stopped by the filter ties, which passes it"]
    assert story.breaches(law, selection__filters={"ties": {"passes": "60 %", "for": "family"}}) == stops
    assert story.breaches(law, selection__filters={"ties": {"passes": "100 %"}}) == stops
    passed = story.breaches(law, selection__filters={"ties": {"passes": "0 %", "for": "family"}, "more": {"passes": "50 %"}})
    assert passed == [*stops, f"{law}: b/0: is decided on, and the filter ties passes nobody like it"]


def test_an_unknown_filter_is_no_reason(story):
    story.case("a/2").update(reason="filter:ties", decided_at=None)
    assert story.breaches("each_case_is_one_row_with_one_outcome") == [
        'each_case_is_one_row_with_one_outcome: a/2: has the unknown reason "filter:ties"'
    ]


def test_nobody_boards_before_notice_has_run(story):
    law = "nobody_boards_before_notice_has_run"
    under_notice(story)
    assert story.breaches(**NOTICE) == []
    story.case("a/0")["told_at"] = 0.75
    story.case("a/4").update(told_at=None, ready_at=None)
    assert story.breaches(law, **NOTICE) == [
        f"{law}: a/0, day 1: boards before notice has run: was told on day 0.75",
        f"{law}: a/4, day 381: boards before notice has run: was never told",
    ]
    assert story.breaches(law, **NOTICE, timeline={"memo": act(set={"transfer.notice": 3_600_000})}) == []


def test_nobody_boards_while_an_objection_is_pending(story):
    law = "nobody_boards_while_an_objection_is_pending"
    under_notice(story)
    story.case("b/0")["ready_at"] = 1.75
    story.case("a/3")["reason"] = "objection"
    story.add("tasks", objection("b/0", 0.25, 0.75), objection("a/3", 3.25, 3.5, result="upheld"))
    next(row for row in story.rows["attempts"] if row["case"] == "b/0")["joined_at"] = 1.75
    assert story.breaches(**NOTICE) == []
    story.add("tasks", objection("a/0", 0.25, 0.5), objection("a/4", 380.25, None, "waiting", ""))
    assert story.breaches(law, **NOTICE) == [
        f"{law}: a/0, day 1: boards while appeal, lodged on day 0.25, holds it back",
        f"{law}: a/4, day 381: boards while appeal, lodged on day 380.25, holds it back",
        f"{law}: a/0, day 1: is booked while appeal holds it back",
        f"{law}: a/4, day 381: is booked while appeal holds it back",
    ]
