"""Numbers inside (0, 1), as `sim.draws` has them: Philox 4x32 with ten rounds, one at a time or four at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.kernel.compiled import compiled, of_pointers
from sim.kernel.memory import put_real
from sim.kernel.rows import World

MULTIPLIER_0, MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
WEYL_0, WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
LOW, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
ROUNDS = 10
SHIFT_UP, SHIFT_DOWN = np.uint64(20), np.uint64(12)
LANES = 4
LAST_LANE = LANES - 1
"""As a mask: of a number the lane in which it is."""


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Lay down the keys of the rounds, which are those of the whole run."""
    k0, k1 = np.uint64(m[World.SEED]), np.uint64(m[World.REPLICATION])
    for at in range(World.ROUND_KEYS, World.ROUND_KEYS + 2 * ROUNDS, 2):
        m[at], m[at + 1] = np.int64(k0), np.int64(k1)
        k0, k1 = (k0 + WEYL_0) & LOW, (k1 + WEYL_1) & LOW


@compiled
def uniform_of(m, entity, number, decision, k):  # type: ignore[no-untyped-def]
    """A number inside (0, 1)."""
    c0, c1, c2, c3 = np.uint64(entity), np.uint64(number), np.uint64(decision), np.uint64(k)
    for at in range(World.ROUND_KEYS, World.ROUND_KEYS + 2 * ROUNDS, 2):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ np.uint64(m[at]), p1 & LOW, (p0 >> HALF) ^ c3 ^ np.uint64(m[at + 1]), p0 & LOW
    return (np.float64(np.int64((c0 << SHIFT_UP) | (c1 >> SHIFT_DOWN))) + 0.5) * 2.0**-52


@of_pointers
def four_uniforms(m: Any, into: int, entity: int, numbers: Any, decisions: Any, k: int) -> None:
    """Put the numbers of four (number, decision) into the words from a place on; of each only the lower 32 bits count."""
    low = int(LOW)
    for lane, (number, decision) in enumerate(zip(numbers, decisions, strict=True)):
        put_real(m, into + lane, uniform_of(m, entity, int(number) & low, int(decision) & low, k))
