"""The two engines read side by side: a stage has one file name in both, and what happens in it one name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HUB, KERNEL = Path("sim/hub"), Path("sim/kernel")

ONLY_HUB = {
    "case": "objects of people; in the kernel rows of sim/kernel/rows",
    "clock": "SimPy's calendar; in the kernel sim/kernel/calendar.py",
    "policies": "rules of one's own in Python, which run in the hub alone",
}
ONLY_KERNEL = {
    "calendar": "pending events, which SimPy keeps for the hub",
    "chains": "rows in the order in which they came, lists in the hub",
    "compiled": "how functions are linked when they are compiled",
    "compiling": "from functions to machine code",
    "entries": "what Python calls",
    "engine": "a replication from plan to record",
    "linking": "how what is compiled is put together",
    "loop": "which stage handles which event; in the hub an event calls its handler itself",
    "luck": "sim.draws, compiled",
    "lanes": "four of philox at once, in machine code",
    "philox": "what sim.draws has of numpy, compiled",
    "starting": "which instants start nothing, so that nobody has to look",
    "machine_code": "where it is kept and how it is called",
    "pointers": "the array as machine code sees it",
    "memory": "the array in which everything lies",
    "tables": "rows of the record as columns",
    "words": "numbers for words",
    "words_of_memory": "floats in the array",
}

ROWS = "a row is found by its place where the hub holds an object"
NUMBERS = "a number stands for what the hub names by a text"
ENDINGS = "a function of its own where the hub has the constructor of an object"
PART = "a loop or an expression of the hub, with a name"
ONLY_NAMED_IN_KERNEL = {
    "agreement": {"year_and_month": "datetime.date in the hub"},
    "book": {
        **dict.fromkeys(("begin_stay", "new_objected", "new_task"), ENDINGS),
        **dict.fromkeys(("spell_of_end", "spell_of_exchange", "spell_of_hub", "spell_of_regime"), NUMBERS),
        **dict.fromkeys(("what_of_pool", "what_of_reception", "what_of_standing", "what_of_team", "what_of_total"), NUMBERS),
    },
    "casework": {"own": PART, **dict.fromkeys(("documents", "drops_out", "lasts"), NUMBERS)},
    "classes": dict.fromkeys(("by_clock", "by_refusal"), NUMBERS),
    "crew": {"begin": ENDINGS},
    "demand": {"begin": PART},
    "duty": {"lay": ENDINGS},
    "notices": {"objection_at": ROWS},
    "places": {"reception_fits": "two pools of the hub with one method `fits`"},
    "removal": {"withdraw": "a ticket's own method in the hub"},
    "rooms": {"how_many": PART},
    "running": {**dict.fromkeys(("own_slot", "slot_of"), ROWS), **dict.fromkeys(("begin", "ring", "runs"), PART)},
    "schedule": {"act_at": ROWS, **dict.fromkeys(("come", "has_ended", "plan_followers"), PART)},
    "services": {"add": "a list's own method in the hub", "place_of": ROWS},
    "teams": {"remove": "a list's own method in the hub", "team_of": ROWS},
    "transfer": {"withdraw": "a ticket's own method in the hub"},
    "waiting": {
        "comes_before": "`__lt__` in the hub",
        "give_back": "the hub forgets a ticket",
        **dict.fromkeys(("another", "reordered", "some"), "the hub's `reorder`, ticket by ticket"),
        **dict.fromkeys(("first", "following", "passed_over"), "the hub's iterator `in_order`, step by step"),
    },
    "world": {
        **dict.fromkeys(("class_at", "clock_spec", "destination_at", "service_at", "site_at", "site_of", "step_at"), ROWS),
        **dict.fromkeys(
            ("mark_places", "mark_relocation", "mark_service", "mark_teams", "mark_transfer_list"), "the hub's `mark` of one resource"
        ),
        "day_of": "datetime.date in the hub",
    },
}
"""Public functions of the kernel that the hub's file does not have, and why."""

STAGES = sorted(path.stem for path in KERNEL.glob("*.py") if path.stem not in {*ONLY_KERNEL, "__init__"})


def files(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


def public(stage: str) -> set[str]:
    body = ast.parse((KERNEL / f"{stage}.py").read_text(encoding="utf-8")).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}


def in_the_hub(stage: str) -> set[str]:
    """Functions and methods, of which some are known to one class alone there."""
    tree = ast.parse((HUB / f"{stage}.py").read_text(encoding="utf-8"))
    return {node.name.removeprefix("_") for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def handlers() -> set[tuple[str, str]]:
    """What the loop calls when an event is due: in the hub a function given to the clock, or a process going on."""
    tree = ast.parse((KERNEL / "loop.py").read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {(f.value.id, f.attr) for f in called if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name)}


def test_every_stage_has_one_file_in_each_engine():
    assert files(HUB) - {*ONLY_HUB} == files(KERNEL) - {*ONLY_KERNEL}
    assert {*ONLY_HUB} <= files(HUB)
    assert {*ONLY_KERNEL} <= files(KERNEL)


@pytest.mark.parametrize("stage", STAGES)
def test_what_happens_in_a_stage_has_one_name(stage):
    handled = {function for of, function in handlers() if of == stage}
    assert public(stage) - in_the_hub(stage) - handled == {*ONLY_NAMED_IN_KERNEL.get(stage, {})} - handled


def test_no_exception_is_left_over():
    for stage, names in ONLY_NAMED_IN_KERNEL.items():
        assert {*names} <= public(stage) - in_the_hub(stage), stage
