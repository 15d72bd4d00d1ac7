"""The C twin: `c_twin.c`, compiled on the spot, called through ctypes (which lets go of the GIL)."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.inputs import Array
from benchmarks.journeys import Journeys, from_instants
from benchmarks.peer import OneByOne
from benchmarks.peers.simpy_plain import ToNumbers

NUMBERS = ("persons", "places", "officers", "seats", "horizon", "stay", "week")
GIVEN = ("order", "arrival", "refused", "screening", "documents", "appeal")
TOLD = ("screened_from", "placed", "left", "reason")
ARRAYS = (*GIVEN, "failures", *TOLD, "to_screen", "to_house", "to_fly", "heap", "stage")


class HubStruct(ctypes.Structure):
    """`hub_t` of the C file."""

    _fields_ = [*((name, ctypes.c_int64) for name in NUMBERS), *((name, ctypes.c_void_p) for name in ARRAYS)]


@dataclass
class Form:
    """A hub_t, and the arrays that it points to."""

    struct: HubStruct
    arrays: dict[str, Any]


def form(inputs: Any) -> Form:
    """Everything the loop needs, room to work included."""
    n = len(inputs.arrival)
    assert n < 1 << 24 and inputs.hub.horizon < 1 << 39, "beyond what a key of the heap can hold"
    arrays: dict[str, Any] = {name: np.ascontiguousarray(getattr(inputs, name), dtype=np.int64) for name in GIVEN}
    arrays["failures"] = np.array(inputs.failures, dtype=np.int64)
    arrays |= {name: np.full(n, -1, dtype=np.int64) for name in TOLD[:3]}
    arrays |= {name: np.zeros(n, dtype=np.int64) for name in ("reason", "to_screen", "to_house")}
    arrays["to_fly"] = np.zeros(n + int(arrays["failures"].sum()), dtype=np.int64)
    arrays["heap"] = np.zeros(n + 1, dtype=np.uint64)
    arrays["stage"] = np.zeros(n, dtype=np.uint8)
    numbers = [n, *(getattr(inputs.hub, name) for name in NUMBERS[1:])]
    return Form(HubStruct(*numbers, *(array.ctypes.data for array in arrays.values())), arrays)


def compiler() -> str | None:
    """clang, else gcc, else whatever is called cc."""
    return next((found for name in (os.environ.get("CC", ""), "clang", "gcc", "cc") if name and (found := shutil.which(name))), None)


def simulate_all(forms: Sequence[Form]) -> None:
    """So many replications in one call."""
    pointers = (ctypes.POINTER(HubStruct) * len(forms))(*(ctypes.pointer(form.struct) for form in forms))
    CTwin.library.simulate_all(pointers, ctypes.c_int64(len(forms)))


def told_in(form: Form) -> tuple[Array, ...]:
    """Where the loop wrote what it tells."""
    return tuple(form.arrays[name] for name in TOLD)


class CTwin(OneByOne):
    """`c_twin.c` on given inputs."""

    name = "C twin"
    place = 90
    most = 10**7
    threads = 64
    library: Any = None

    def missing(self) -> str:
        """Without a compiler there is no twin."""
        return "" if compiler() else "not available: no C compiler"

    def compile(self) -> None:
        """Once in a process, into a folder that does not stay."""
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            built = Path(folder) / "c_twin.so"
            source = Path(__file__).with_suffix(".c")
            subprocess.run([str(compiler()), "-O3", "-shared", "-fPIC", "-o", str(built), str(source)], check=True)
            CTwin.library = ctypes.CDLL(str(built))
        CTwin.compile_seconds = time.perf_counter() - began

    def form(self, inputs: Any) -> Form:
        """A struct of pointers."""
        if CTwin.library is None:
            self.compile()
        return form(inputs)

    def run(self, threads: int = 1) -> int:
        """One after the other; each thread has its share of them, in one call."""
        shares = [self.ready[first::threads] for first in range(threads)]
        if threads == 1:
            simulate_all(shares[0])
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(simulate_all, shares))
        self.told = [told_in(form) for form in self.ready]
        return self.persons

    def simulate(self, form: Form) -> tuple[Array, ...]:
        """One replication."""
        simulate_all([form])
        return told_in(form)

    def journeys_of(self, told: Any) -> Journeys:
        """From arrays."""
        return from_instants(*told)


PEERS = [CTwin(), ToNumbers(CTwin())]
