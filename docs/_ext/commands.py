"""What every command says of itself with `--help`, as Markdown."""

from __future__ import annotations

import click

from sim.cli import cli

WIDTH = 88


def text() -> str:
    """The program, then each command."""
    top = click.Context(cli, info_name="hubsim", terminal_width=WIDTH)
    parts = [_help("hubsim", cli, top)]
    for name in cli.list_commands(top):
        command = cli.get_command(top, name)
        if command is not None and not command.hidden:
            parts.append(_help(f"hubsim {name}", command, click.Context(command, parent=top, info_name=name, terminal_width=WIDTH)))
    return "\n".join(parts)


def _help(title: str, command: click.Command, context: click.Context) -> str:
    return f"## `{title}`\n\n```text\n{command.get_help(context)}\n```\n"
