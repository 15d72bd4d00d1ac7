"""The commands. Arguments and printing only: what is heavy is imported inside the command that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from sim.ending import FAILED, FINE, ended
from sim.errors import HubsimError

if TYPE_CHECKING:
    from sim.errors import Fault
    from sim.report.given import Given
    from sim.scenario.schema import Scenario
    from sim.study.engines import Engine
    from sim.study.result import Study

MORE_THAN_TWO = "It compares two scenarios: for more, give them two by two, or vary one with `hubsim sweep`."

WIDTH_OF_PIPES = 160

Command = TypeVar("Command", bound=Callable[..., Any])
Read = TypeVar("Read")


class Commands(click.Group):
    """The commands in the order of use, and what to do about one that does not exist."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not args[0].startswith("-"):
            ctx.fail(f'There is no command "{args[0]}". {_which(args[0], self.commands)}')
        return super().resolve_command(ctx, args)


class AtMostTwo(click.Command):
    """A command of one scenario or two, which says what to do with more."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if error.message.startswith("Got unexpected extra argument"):
                raise click.UsageError(f"{error.message}. {MORE_THAN_TWO}", ctx) from None
            raise


def _which(word: str, names: Iterable[str]) -> str:
    valid = list(names)
    close = get_close_matches(word, valid, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Valid: {', '.join(valid)}."


def _settings(ctx: click.Context, parameter: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f'"{text}" is not a setting. Write it as a.dotted.name=value.')
        if name.strip() in settings:
            raise click.BadParameter(f"{name.strip()} is set twice. Say it once.")
        settings[name.strip()] = value.strip()
    return settings


def _engine(name: str, scenarios: Sequence[Scenario]) -> Engine:
    """The engine of a name, with what is worth saying of it before a run."""
    from sim.study import engines

    chosen = engines.named(name, scenarios)
    _tell(engines.told(chosen, scenarios))
    return chosen


def _shipped(ctx: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """The name of a shipped scenario."""
    if given is not None:
        from sim.errors import suggestion
        from sim.scenario.files import scenarios

        names = [name for name in scenarios() if "/" not in name]
        if given not in names:
            raise HubsimError(f'There is no shipped scenario "{given}". {suggestion(given, names)}.'.replace("?.", "?"))
    return given


def scenario_options(command: Command) -> Command:
    """What can be laid over a scenario file."""
    overlay = click.option("--with", "overlays", multiple=True, metavar="FILE", help="Lay another file over the scenario. Repeatable.")
    setting = click.option(
        "--set", "settings", multiple=True, metavar="NAME=VALUE", callback=_settings, help="Set one value; beats all files. Repeatable."
    )
    return setting(overlay(command))


def engine_option(command: Command) -> Command:
    """Which engine simulates."""
    return click.option(
        "--engine",
        type=click.Choice(["auto", "simpy", "kernel"]),
        default="auto",
        show_default=True,
        help="SimPy, or the compiled kernel; changes no number.",
    )(command)


def study_options(command: Command) -> Command:
    """How a study is run and where it goes."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would be run, and run nothing."),
        click.option(
            "--resume/--no-resume", default=True, show_default=True, help="Go on from replications that an earlier run has finished."
        ),
        click.option(
            "--out",
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help="Result folder.  [default: results/NAME-HASH; of another seed NAME-HASH-seed-N]",
        ),
        click.option("--jobs", type=int, metavar="N", help="Workers; changes no number.  [default: all cores]"),
        engine_option,
        click.option("--seed", type=int, default=1, show_default=True, metavar="N", help="Seed of all luck, 0 to 4294967295."),
    ):
        command = option(command)
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hubsim", prog_name="hubsim")
def cli() -> None:
    """How many places, staff and seats a return hub needs, who waits, who stays too long, and how sure we are.

    FILE is a scenario file, or the name of a shipped scenario such as kosovo-us.
    """


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@scenario_options
def validate(files: tuple[str, ...], overlays: tuple[str, ...], settings: dict[str, str]) -> None:
    """Check scenario files; say how well their numbers are founded."""
    from sim.report import console as say
    from sim.scenario.load import load
    from sim.scenario.other_files import about

    def told(file: str) -> str:
        other = None if overlays or settings else about(file)
        return say.validated(file, load(file, overlays, settings)) if other is None else f"OK  {file}: {other}"

    _print(_of_all(files, told))


@cli.command(cls=AtMostTwo)
@click.argument("file")
@click.argument("file2", required=False)
@click.option("--reps", type=int, default=200, show_default=True, metavar="N", help="Replications.")
@click.option("--keep", is_flag=True, help="Keep the tables of every replication as Parquet.")
@scenario_options
@study_options
def run(
    file: str,
    file2: str | None,
    reps: int,
    seed: int,
    engine: str,
    jobs: int | None,
    out: Path | None,
    overlays: tuple[str, ...],
    settings: dict[str, str],
    keep: bool,
    dry_run: bool,
    resume: bool,
) -> None:
    """Replicate a scenario; with FILE2, also say what FILE2 changes."""
    files = [file, file2] if file2 else [file]
    scenarios = _load_all(files, overlays, settings)

    from sim.report import console as say
    from sim.report import replaced, warned
    from sim.report.folder import check_targets, save, targets
    from sim.study.blocks import Kept
    from sim.study.compare import compare, refuse_one_twice
    from sim.study.replications import checked
    from sim.study.replications import run as replicate

    checked(seed, reps, jobs)
    refuse_one_twice(scenarios)
    chosen = _engine(engine, scenarios)
    folders = targets(scenarios, seed, out)
    _tell([*warned.of_runs(scenarios), *replaced.told(replaced.of_runs(folders, scenarios, seed, reps, chosen, keep))])
    kept = Kept.beside(folders[-1], not resume)
    if dry_run:
        _print([say.planned(scenarios, reps, seed, folders[-1]), say.cost(list(scenarios), reps, seed, jobs, keep, kept, chosen)])
        return
    check_targets(folders)
    kept.sweep_up()
    results = []
    for name, scenario in zip(files, scenarios, strict=True):
        command = _command("run", [name], overlays, settings, reps=reps, seed=seed, keep=keep)
        with say.progress(scenario.name, reps) as told:
            results.append(replicate(scenario, reps, seed, jobs, keep, engine=chosen, progress=told, command=command, kept=kept))
    study: Study = results[0]
    if len(results) == 2:
        study = compare(results[0], results[1], _command("run", files, overlays, settings, reps=reps, seed=seed, keep=keep))
    _print(say.study(study, save(study, out), _given(files, overlays, settings), out))


@cli.command()
@click.argument("file")
@click.option("--reps", type=int, metavar="N", help="Replications of each point.  [default: what the sweep says, else 200]")
@scenario_options
@study_options
@click.pass_context
def sweep(
    ctx: click.Context,
    file: str,
    reps: int | None,
    seed: int,
    engine: str,
    jobs: int | None,
    out: Path | None,
    overlays: tuple[str, ...],
    settings: dict[str, str],
    dry_run: bool,
    resume: bool,
) -> None:
    """Replicate every point of a scenario's `sweep:`."""
    from sim.report import console as say
    from sim.report import replaced, warned
    from sim.report.folder import RESULTS, check_targets, save
    from sim.scenario import whole_names
    from sim.study.blocks import Kept
    from sim.study.points import plan
    from sim.study.replications import checked
    from sim.study.sweep import sweep as replicate

    planned = plan(file, overlays, settings, reps)
    whole_names.check_not_varied(settings, planned.varied)
    checked(seed, planned.reps, jobs)
    points, folder = planned.scenarios, out or RESULTS / planned.folder_name(seed)
    chosen = _engine(engine, points)
    _tell([*warned.of_sweep(planned), *replaced.told([replaced.of_sweep(folder, planned, seed, chosen)])])
    kept = Kept.beside(folder, not resume)
    if dry_run:
        _print([say.planned_points(planned, seed, folder), say.cost(points, planned.reps, seed, jobs, False, kept, chosen)])
        return
    check_targets([folder])
    kept.sweep_up()
    command = _command("sweep", [file], overlays, settings, reps=planned.reps, seed=seed)
    with say.progress(planned.scenario.name, planned.reps * planned.runnable) as told:
        study = replicate(planned, seed, jobs, engine=chosen, progress=told, command=command, kept=kept)
    _print(say.study(study, save(study, out), _given([file], overlays, settings)))
    ctx.exit(FAILED if len(study.failed) else FINE)


@cli.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--update", is_flag=True, help="Write the baselines anew, for review in a diff.")
@click.option("--exact", is_flag=True, help="Fail when any number moved, within its margin or not.")
@click.option("--baselines", type=click.Path(path_type=Path), default="results/baselines", show_default=True, metavar="FOLDER")
@click.option("--junit", type=click.Path(path_type=Path), metavar="FILE", help="Write JUnit XML.")
@click.option("--markdown", type=click.Path(path_type=Path), metavar="FILE", help="Write Markdown, for the summary of a job.")
@click.option("--seed", type=int, metavar="N", help="Other luck than the baseline's: only margins can be tested.")
@click.option("--reps", type=int, metavar="N", help="Replications of a new baseline (with --update).")
@click.option("--jobs", type=int, metavar="N", help="Workers; all cores if absent. Changes no number.")
@engine_option
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[str, ...],
    update: bool,
    exact: bool,
    baselines: Path,
    junit: Path | None,
    markdown: Path | None,
    seed: int | None,
    reps: int | None,
    jobs: int | None,
    engine: str,
) -> None:
    """Hold this build against its baselines.

    Does every scenario still give the numbers that somebody looked at?
    """
    from sim.report import check as say
    from sim.study import check as checking

    if update:
        for path in checking.update(files, baselines, seed, reps, jobs):
            _print([f"Baseline: {path}. Look at its diff before you commit it."])
        return
    verdicts = []
    for verdict in checking.check(files, baselines, seed, jobs, _engine(engine, ())):
        verdicts.append(verdict)
        _print([say.told(verdict, exact)])
    say.write(verdicts, exact, junit, markdown)
    if any(verdict.failed(exact) for verdict in verdicts):
        ctx.exit(1)


@cli.command()
@click.argument("file")
@click.argument("name", required=False)
@click.option("--assumed", is_flag=True, help="Only what rests on an assumption.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON list.")
@scenario_options
def show(file: str, name: str | None, assumed: bool, as_json: bool, overlays: tuple[str, ...], settings: dict[str, str]) -> None:
    """Show values, who set them and what they rest on.

    NAME is a dotted name, or the beginning of some: hubs.kosovo.pools
    """
    from sim.report import inputs
    from sim.scenario import whole_names
    from sim.scenario.load import load

    scenario = load(file, overlays, settings)
    if name is not None:
        whole_names.check_said(scenario, name)
    rows = inputs.chosen(scenario.inputs, name, assumed)
    if as_json:
        click.echo(inputs.as_json(rows))
        return
    _print(inputs.shown(rows))
    if assumed:
        _print([inputs.counted_by_role(rows)])


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def report(folder: Path) -> None:
    """Draw the report and the spreadsheet of a finished FOLDER again."""
    from sim.report.folder import redraw

    click.echo(f"Report: {redraw(folder) / 'report.html'}")


@cli.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from sim.scenario.editor import json_schema

    click.echo(json_schema(), nl=False)


@cli.command()
@click.argument("name")
@click.option("--like", metavar="SCENARIO", callback=_shipped, help="Start from a shipped scenario.")
def new(name: str, like: str | None) -> None:
    """Write NAME.yaml, a short commented scenario to start from."""
    from sim.report.starter import write

    path = write(name, like)
    click.echo(f"{path} written. Next: hubsim validate {path}")


def _load_all(files: Sequence[str], overlays: Sequence[str], settings: dict[str, str]) -> list[Scenario]:
    """All scenarios, or the faults of all files together."""
    from sim.scenario.load import load

    return _of_all(files, lambda file: load(file, overlays, settings))


def _of_all(files: Sequence[str], read: Callable[[str], Read]) -> list[Read]:
    """What is read of each file, or the faults of all together."""
    from sim.errors import BadScenario

    done: list[Read] = []
    faults: list[Fault] = []
    for file in files:
        try:
            done.append(read(file))
        except BadScenario as error:
            faults += error.faults
    if faults:
        raise BadScenario(faults)
    return done


def _command(name: str, files: Sequence[str], overlays: Sequence[str], settings: dict[str, str], **options: Any) -> str:
    """The command line that gives the same numbers."""
    import shlex

    words = ["hubsim", name, *files]
    for file in overlays:
        words += ["--with", file]
    for key, value in settings.items():
        words += ["--set", f"{key}={value}"]
    for key, value in options.items():
        words += [f"--{key}"] if value is True else [] if value is False else [f"--{key}", str(value)]
    return shlex.join(words)


def _given(files: Sequence[str], overlays: Sequence[str], settings: dict[str, str]) -> Given:
    from sim.report.given import Given

    return Given(tuple(files), tuple(overlays), tuple(f"{key}={value}" for key, value in settings.items()))


def _tell(lines: Iterable[str]) -> None:
    """What is worth knowing before the work, on standard error."""
    for line in lines:
        click.echo(line, err=True)


def _print(parts: Iterable[Any]) -> None:
    """Texts and tables on standard output. In a window they keep to its width; in a pipe no colour, no text is broken, and a table
    stays one however wide it is."""
    from rich.console import Console

    from sim.report.console import folded
    from sim.report.tables import Command, Place, least_width

    narrow = sys.stdout.isatty() or bool(os.environ.get("COLUMNS"))
    for part in parts:
        width = None if narrow else max(WIDTH_OF_PIPES, least_width(part))
        console = Console(highlight=False, markup=False, width=width, soft_wrap=False)
        if isinstance(part, str | Command | Place):
            console.print(folded(part, console.width) if narrow else str(part), soft_wrap=True)
        else:
            console.print(part)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """`hubsim`: exit with 0 (fine), 1 (something failed), 2 (what was given is wrong) or 130 (Ctrl-C)."""
    sys.exit(_run(args))


def _run(args: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if args is None else args)
    return ended(lambda: cli.main(args=args, prog_name="hubsim", standalone_mode=False), words)
