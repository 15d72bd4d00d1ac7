"""From a study to `report.html` and `figures/`: texts are put together here, the templates only place and escape them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import counted
from sim.report import stress
from sim.report.answers import NO_INTERVAL
from sim.report.comparison import ONE_PAIR
from sim.report.given import given
from sim.report.page import (
    agreed,
    around,
    both,
    breaches,
    by_hub,
    coming,
    costs,
    evidence,
    explorer,
    first,
    leaving,
    short,
    sources,
    staff,
    tables,
)
from sim.report.page.pictures import COSTS, TYPICAL, drawings
from sim.report.page.planner import NEVER_BROKEN, causes
from sim.report.page.scripts import TEMPLATES, script
from sim.report.page.watchdog import watchdog
from sim.report.replay import replay
from sim.report.sentences import days
from sim.report.words import each, months, pairs
from sim.study.result import Difference, Result
from sim.study.store import versions

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from sim.report.figures import Picture
    from sim.scenario.schema import Scenario
    from sim.study.result import Study, SweepResult


def write(study: Study, drawn: list[Picture], folder: Path) -> None:
    """Write `report.html` and `figures/` (each picture as SVG and PNG) into an existing folder."""
    (folder / "figures").mkdir(exist_ok=True)
    for one in drawn:
        (folder / "figures" / f"{one.name}.svg").write_text(one.svg_file, encoding="utf-8", newline="\n")
        (folder / "figures" / f"{one.name}.png").write_bytes(one.png)
    (folder / "report.html").write_text(page(study, drawn), encoding="utf-8", newline="\n")


def page(study: Study, drawn: list[Picture] | None = None) -> str:
    """The page of a study. Equal studies give equal pages: nothing in it says when it was made."""
    shown = [one.picture() for one in drawings(study)] if drawn is None else drawn
    if isinstance(study, Result):
        template, content = "run.html", _run(study, shown)
    elif isinstance(study, Difference):
        template, content = "difference.html", _difference(study)
    else:
        template, content = "sweep.html", _sweep(study)
    all_pages = {
        "study": study,
        "stress": stress.items(study),
        "versions": versions(),
        "once": _once(study),
        "given": given(study).in_words(),
    }
    figures = [one for one in shown if one.name not in (COSTS, TYPICAL)]
    return _environment().get_template(template).render(pictures=figures, **all_pages, **content)


def _once(study: Study) -> str:
    """What must be said first of one replication alone; empty where there are more."""
    if study.made.reps > 1:
        return ""
    return ONE_PAIR if isinstance(study, Difference) else NO_INTERVAL


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["breakable"] = _breakable
    return environment


def _breakable(name: str) -> Markup:
    """A dotted name that may be broken after its dots, and is still copied as it is; other texts as they are."""
    from markupsafe import Markup, escape

    if " " in name or not name[:1].isalpha():
        return escape(name)
    return Markup(str(escape(name)).replace(".", ".<wbr>").replace("_", "_<wbr>"))


def _run(result: Result, shown: list[Picture]) -> dict[str, Any]:
    picture = next((one for one in shown if one.name == TYPICAL), None)
    played = replay(result) if picture else None
    return {
        "title": result.name,
        "made": counted(result.reps, "replication"),
        "short": short.in_short(result),
        "seen": short.seen(result),
        "announced_short": first.announced_short(result),
        "breaches_short": first.breaches_short(result),
        "announced": agreed.against(result),
        "sides": [_side(result)],
        "watchdog": watchdog(result),
        "causes": causes(result),
        "never_broken": NEVER_BROKEN,
        "rests": evidence.rests(result.scenario),
        "costs": costs.costs(result),
        "costs_picture": [one for one in shown if one.name == COSTS],
        "metrics": tables.all_metrics(result),
        **_about(result.scenario),
        "replay_data": played.data() if played else None,
        "typical_picture": picture,
        "scripts": [script("replay")] if played else [],
    }


def _side(result: Result) -> dict[str, Any]:
    """What stands on the page for each scenario of a study: breaches, and what it rests on."""
    declared = bool(result.scenario.safeguards)
    return {
        "name": result.name,
        "why": result.scenario.why,
        "hash": result.scenario.hash,
        "folder": result.folder_name,
        "breaches": breaches.breaches(result),
        "none_declared": "" if declared else breaches.NONE_DECLARED,
        "seen": short.seen(result),
        "services": leaving.services(result),
        "hubs": by_hub.hubs(result),
        "listed": coming.listed(result),
        "hours": staff.hours(result),
        "together": staff.beside(result),
    }


def _about(scenario: Scenario) -> dict[str, Any]:
    """Inputs and their sources, and what is true of every answer."""
    cited = sources.cited(scenario.inputs)
    return {
        "inputs": evidence.inputs_tables(scenario),
        "cited": cited,
        "anchors": {one.key: one.anchor for one in cited},
        "warnings": [str(warning) for warning in scenario.warnings],
        "length": days(scenario.horizon),
        "start": scenario.start,
        "not_free": short.NOT_FREE,
        "blind": short.BLIND,
        "months": months(scenario),
        "by_range": evidence.BY_RANGE,
        "by_range_short": evidence.BY_RANGE_SHORT,
        "box": first.box(scenario),
        "scripts": [],
        "luck_only": short.LUCK_ONLY,
        "luck_only_short": short.LUCK_ONLY_SHORT,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    a, b = difference.a, difference.b
    return {
        "title": f"{b.name} against {a.name}",
        "made": pairs(a.reps),
        "short": both.in_short(difference),
        "announced": agreed.against(a, b),
        "sides": [_side(a), _side(b)],
        "rests": evidence.rests(a.scenario, b.scenario),
        "weakest": evidence.weakest(b.scenario, short.behind_stays(), short.STAYS),
        "changed": tables.changed_inputs(a, b),
        "differences": tables.differences(difference),
        **_about(b.scenario),
    }


def _sweep(sweep: SweepResult) -> dict[str, Any]:
    return {
        "title": sweep.name,
        "points": tables.points(sweep),
        "explorer": explorer.data(sweep),
        "failed": [(row["point"], row["error"]) for row in sweep.failed.to_dict("records")],
        "made": each(len(sweep.points), sweep.reps),
        "short": around.in_short(sweep),
        "rests": evidence.rests(sweep.scenario),
        "weakest": evidence.weakest(sweep.scenario, short.behind_stays(), short.STAYS),
        "none_declared": "" if sweep.scenario.safeguards else breaches.NONE_DECLARED,
        **_about(sweep.scenario),
        "scripts": [script("explorer")],
    }
