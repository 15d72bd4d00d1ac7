"""The project's engines against their peers and against the limit: `make bench`, or `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import part_cores, part_hub, part_scaling, part_start
from benchmarks.machine import described
from benchmarks.peers import peers
from benchmarks.plan import PARTS, Plan

RESULTS = Path(__file__).with_name("results.md")
PREFACE = """# Benchmarks

{described}

One model, the benchmark hub (`benchmarks/hub.yaml`): five years, single arrivals and charters, screening, places, documents, appeals,
weekly flights, and a limit of the stay. All rows of a table come from one run in which every peer simulates the same persons once a round,
in turning order. A cell says microseconds of CPU a person, the middle round (who takes ten seconds for a round has one), and in brackets
how many times as fast that is as plain SimPy. Who tells the "same" journeys does so for every person of every replication to the last bit:
when screening began, when a place was taken, when and how the person left. "–": cannot tell it, or is too slow to be asked.
"""


def plan() -> Plan:
    """From the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, under a minute; written nowhere")
    only = "peers with this in their name, beside plain SimPy; written nowhere"
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help=only)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; written nowhere")
    parser.add_argument("--seed", type=int, default=1, help="seed of all luck")
    parser.add_argument("--reps", type=int, metavar="N", help="replications of `hubsim run` (1000; quick: 2)")
    given = parser.parse_args()
    words = [word.lower() for word in given.only]
    chosen = [peer for peer in peers() if peer.place == 0 or not words or any(word in peer.name.lower() for word in words)]
    return Plan(tuple(chosen), tuple(given.part or PARTS), given.quick, given.seed, given.reps or (2 if given.quick else 1000))


def main(plan: Plan) -> int:
    """Print what was measured, and keep it if it is whole; 1 if somebody told another story."""
    sections, complaints = [PREFACE.format(described=described())], []
    if "hub" in plan.parts:
        columns = part_hub.measured(plan)
        complaints = part_hub.told_alike(columns)
        sections.append(part_hub.section(plan, columns))
    sections += [part.section(plan) for name, part in PARTS_AFTER.items() if name in plan.parts]
    text = "\n".join(f"{section}\n" for section in sections)
    print(text)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if plan.parts == PARTS and not plan.quick and not complaints and len(plan.peers) == len(peers()):
        RESULTS.write_text(text)
    return 1 if complaints else 0


PARTS_AFTER = {"scaling": part_scaling, "cores": part_cores, "start": part_start}

if __name__ == "__main__":
    sys.exit(main(plan()))
