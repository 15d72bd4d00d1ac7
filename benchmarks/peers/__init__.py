"""The peers: one small file each, which ends in `PEERS`, a list of what it brings. A new file here is found by itself."""

from __future__ import annotations

import importlib
import pkgutil

from benchmarks.peer import Peer


def peers() -> list[Peer]:
    """All that can be measured, in the order of the table."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return sorted((peer for module in modules for peer in module.PEERS), key=lambda peer: (peer.stage, peer.place))
