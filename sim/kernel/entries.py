"""What of the kernel Python calls."""

from __future__ import annotations

import threading

from sim.kernel.machine_code import FLOATS, NUMBER, WORDS, Entry

run = Entry("sim.kernel.loop", "run", WORDS)
summarise = Entry("sim.kernel.summary.topics", "summarise", WORDS, NUMBER)
rows_of = Entry("sim.kernel.tables", "rows_of", WORDS, NUMBER, NUMBER, WORDS)
resample = Entry("sim.kernel.summary.resampled", "resample", *(FLOATS, *[WORDS] * 7, FLOATS, FLOATS, FLOATS, *[NUMBER] * 6))

MAKING = threading.Lock()
ENTRIES = (run, summarise, rows_of, resample)


def is_ready() -> bool:
    """Whether all machine code is there, or none is needed."""
    return all([entry.is_ready for entry in ENTRIES])


def make_ready() -> None:
    """Compile what is not there: about a minute, once on a machine."""
    with MAKING:
        missing = [entry for entry in ENTRIES if not entry.is_ready]
        if missing:
            from sim.kernel.compiling import compile_together

            for entry, code in zip(missing, compile_together([(entry.function, entry.kinds) for entry in missing]), strict=True):
                entry.take(code)
