"""On what it was measured: processor, date and versions; no names of hosts or folders."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

from benchmarks.peers.c_twin import compiler

PACKAGES = ("numpy", "pandas", "simpy", "numba", "ciw", "salabim")


def described() -> str:
    """One paragraph."""
    versions = [f"Python {platform.python_version()}", *(f"{name} {version}" for name in PACKAGES if (version := _version(name)))]
    built = _compiler()
    on = f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return f"{dt.date.today():%Y-%m-%d}; {on}; {', '.join(versions)}{f'; {built}' if built else ''}."


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    found = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return found or platform.processor() or "processor unknown"


def _compiler() -> str:
    found = compiler()
    if not found:
        return ""
    said = subprocess.run([found, "-dumpfullversion", "-dumpversion"], capture_output=True, text=True, check=False).stdout.split()
    return f"{Path(found).name} {said[0]} -O3" if said else Path(found).name
