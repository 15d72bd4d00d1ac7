"""The command `hubsim`, and `python -m sim`. Nothing is imported before Ctrl-C ends quietly."""

import signal
import sys

STOPPED_AT_ONCE = "Stopped before anything was begun.\n"


def main() -> None:
    """Run the command line; what it does with Ctrl-C once it is there is its own affair."""
    try:
        from sim.cli import main as run
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stderr.write(STOPPED_AT_ONCE)
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
