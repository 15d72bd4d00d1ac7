"""What a check says: for people, for a JUnit reader, and as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from sim.errors import counted
from sim.metrics import named
from sim.study.check import MOVED, ROUNDED, SAME, WITHIN, Move, Verdict

MEANING = {
    SAME: "every number is the same",
    ROUNDED: "the same to rounding, no guarded metric moved",
    WITHIN: "what moved stayed within its margins: look at it, then `hubsim check --update` and a line in CHANGELOG.md",
    MOVED: "a metric moved by more than its margin allows, or cannot be shown to have moved less",
}
SHOWN = 12


def told(verdict: Verdict, exact: bool) -> str:
    """The verdict in lines."""
    word = "FAILED" if verdict.failed(exact) else "ok"
    lines = [
        f"{word}  {verdict.scenario}: {MEANING[verdict.status]} "
        f"({counted(verdict.metrics, 'metric')}, {counted(verdict.reps, 'replication')}, seed {verdict.seed})"
    ]
    if verdict.scenario_changed:
        lines.append(f"  the scenario itself has changed, and numbers may move because of it: {_inputs(verdict)}")
    lines += [f"  {line}" for line in _details(verdict)]
    return "\n".join(lines)


def _inputs(verdict: Verdict) -> str:
    """Which inputs changed; where the baseline kept none, the hashes alone."""
    changed = [f"{name}: {before} -> {after}" for name, before, after in verdict.inputs_changed]
    more = [f"and {len(changed) - SHOWN} more"] if len(changed) > SHOWN else []
    return "; ".join([*changed[:SHOWN], *more]) or " -> ".join(verdict.scenario_changed or ())


def _details(verdict: Verdict) -> list[str]:
    lines = [f"no longer measured: {name}" for name in verdict.missing] + [f"not in the baseline: {name}" for name in verdict.new]
    worst = sorted(verdict.moves, key=lambda move: (move.within, -abs(_in_margins(move))))
    lines += [moved(move) for move in worst[:SHOWN]]
    if len(worst) > SHOWN:
        lines.append(f"and {len(worst) - SHOWN} more")
    parting = verdict.parting
    if parting:
        lines.append(f"the journeys part at the stage `{parting.stage}`")
    if parting and parting.case:
        replication, case = parting.case.split(" ", 1)
        lines.append(f"for example case {case} of replication {replication}:")
        lines += [f"  {side}: {_journey(journey)}" for side, journey in (("before", parting.before), ("now", parting.after))]
    return lines


def moved(move: Move) -> str:
    """One metric: what it was, what it is, and how that stands to its margin."""
    unit = named(move.metric).unit
    beyond = "BEYOND" if abs(move.difference) > move.margin else "NOT SHOWN to be within"
    sign = "within" if move.within else beyond
    text = (
        f"{move.metric}: {move.before:.5g} -> {move.after:.5g} {unit}, difference {move.difference:+.3g} "
        f"(90 % interval {move.low:+.3g} to {move.high:+.3g}), {sign} its margin of {move.margin:.3g}"
    )
    if move.undefined_before != move.undefined_after:
        text += f"; undefined in {move.undefined_before} -> {move.undefined_after} replications"
    return text


def _in_margins(move: Move) -> float:
    return move.difference / move.margin if move.margin else float("inf")


def _journey(journey: object) -> str:
    assert isinstance(journey, dict)
    return ", ".join(f"{stage} {value}" for stage, value in journey.items()) or "not there"


def write(verdicts: Sequence[Verdict], exact: bool, junit_file: Path | None, markdown_file: Path | None) -> None:
    """Write what was asked for."""
    for path, text in ((junit_file, junit), (markdown_file, markdown)):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text(verdicts, exact), encoding="utf-8")


def junit(verdicts: Sequence[Verdict], exact: bool) -> str:
    """JUnit XML: a suite a scenario, a case for each metric that moved and one for the whole."""
    suites = ElementTree.Element("testsuites", name="hubsim check")
    for verdict in verdicts:
        cases = [(move.metric, moved(move), not move.within or exact) for move in verdict.moves]
        whole = (verdict.status, told(verdict, exact), verdict.failed(exact))
        failures = sum(failed for _, _, failed in [*cases, whole])
        suite = ElementTree.SubElement(suites, "testsuite", name=verdict.scenario, tests=str(len(cases) + 1), failures=str(failures))
        for name, text, failed in [*cases, whole]:
            case = ElementTree.SubElement(suite, "testcase", classname=f"hubsim.check.{verdict.scenario}", name=name)
            if failed:
                ElementTree.SubElement(case, "failure", message=text.splitlines()[0]).text = text
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def markdown(verdicts: Sequence[Verdict], exact: bool) -> str:
    """Markdown: a line a scenario, then what moved."""
    lines = ["| scenario | verdict | metrics | replications |", "|---|---|---|---|"]
    for verdict in verdicts:
        mark = "❌" if verdict.failed(exact) else "✅"
        lines.append(f"| {verdict.scenario} | {mark} {verdict.status} | {verdict.metrics} | {verdict.reps} |")
    for verdict in verdicts:
        details = _details(verdict)
        if details:
            lines += ["", f"**{verdict.scenario}**: {MEANING[verdict.status]}", "", "```", *details, "```"]
    return "\n".join(lines) + "\n"
