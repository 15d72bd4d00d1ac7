"""How a command ends: its exit code, and the one line that says what stopped it and what to do."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence

import click

from sim.errors import HubsimError

FINE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
CHECK_DISK = "Check the path, the rights and the disk"
STUDIES, ANEW = ("run", "sweep"), "--no-resume"
STOPPED = "Stopped. No half-written result is left; the same command goes on from the replications that are finished."
STOPPED_ANEW = f"Stopped. No half-written result is left; the same command without {ANEW} goes on from the replications that are finished."


def ended(command: Callable[[], object], words: Sequence[str]) -> int:
    """Run a command, given by its words; its exit code. Whatever stopped it is told on standard error."""
    try:
        code = command()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _told(_stopped(words), INTERRUPTED)
    except HubsimError as error:
        return _told(str(error), BAD_INPUT)
    except OSError as error:
        _write_no_more()
        return _told(_disk(error, words), FAILED)
    except Exception as error:
        return _told(_fault(error), FAILED)
    return code if isinstance(code, int) else FINE


def _write_no_more() -> None:
    """What is still to be written to a full disk is let go, so that the end of the program does not try it again."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stopped(words: Sequence[str]) -> str:
    """What is left after Ctrl-C, and how to go on; only studies keep what is finished."""
    if not _is_study(words):
        return "Stopped."
    return STOPPED_ANEW if ANEW in words else STOPPED


def _is_study(words: Sequence[str]) -> bool:
    return bool(words) and words[0] in STUDIES


def _room(words: Sequence[str]) -> str:
    """What to do when the disk is full."""
    if not _is_study(words):
        return "Make room and give the same command again"
    again = f"without {ANEW}" if ANEW in words else "again"
    return f"Make room and give the same command {again}: replications that are finished are kept"


def _disk(error: OSError, words: Sequence[str]) -> str:
    """What to do about a path, rights or a disk."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    to_do = _room(words) if full else CHECK_DISK
    return f"{error.filename or ('The disk' if full else 'A file')}: {error.strerror or error}. {to_do}."


def _fault(error: Exception) -> str:
    """What to report about an error nobody foresaw."""
    from sim.study.failure import Malfunction

    if os.environ.get("HUBSIM_TRACE"):
        import traceback

        click.echo(error.failure.trace if isinstance(error, Malfunction) else "".join(traceback.format_exception(error)), err=True)
    if isinstance(error, Malfunction):
        return str(error)
    return (
        f"{type(error).__name__}: {error}\nThis is a fault of hubsim, not of what you gave it. "
        "Please report the command and this message; HUBSIM_TRACE=1 before the command adds where it happened."
    )


def _told(text: str, code: int) -> int:
    click.echo(text, err=True)
    return code
