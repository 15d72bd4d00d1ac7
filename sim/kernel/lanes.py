"""Philox 4x32 in four lanes of a vector, as machine code; `sim.kernel.philox` has it one by one. Only the compiler needs this.

Four numbers cost about as much as one: the multiplications of one round wait for those of the round before, and lanes wait together.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.kernel.philox import HALF, LANES, LOW, MULTIPLIER_0, MULTIPLIER_1, ROUNDS, SHIFT_DOWN, SHIFT_UP
from sim.kernel.rows import World

WORDS, FLOATS = ir.VectorType(ir.IntType(64), LANES), ir.VectorType(ir.DoubleType(), LANES)


@intrinsic
def four_uniforms(typing: Any, m: Any, into: Any, entity: Any, numbers: Any, decisions: Any, k: Any) -> Any:
    """Put the numbers of four (number, decision) into the words from a place on; of each only the lower 32 bits count."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        memory, into, entity, numbers, decisions, k = args
        lanes = [[builder.extract_value(those, lane) for lane in range(LANES)] for those in (numbers, decisions)]
        counter = [_low(builder, _vector(builder, of)) for of in ([entity] * LANES, lanes[0], lanes[1], [k] * LANES)]
        for at in range(World.ROUND_KEYS, World.ROUND_KEYS + 2 * ROUNDS, 2):
            keys = [_vector(builder, [_word(builder, memory, key)] * LANES) for key in (at, at + 1)]
            counter = _round(builder, counter, keys)
        above, below = builder.shl(counter[0], _all(int(SHIFT_UP))), builder.lshr(counter[1], _all(int(SHIFT_DOWN)))
        drawn = builder.sitofp(builder.or_(above, below), FLOATS)
        half, unit = (ir.Constant(FLOATS, [value] * LANES) for value in (0.5, 2.0**-52))
        place = builder.bitcast(builder.gep(memory, [into]), FLOATS.as_pointer())
        builder.store(builder.fmul(builder.fadd(drawn, half), unit), place, align=8)
        return context.get_dummy_value()

    word, four = types.int64, types.UniTuple(types.int64, LANES)
    return types.none(m, word, word, four, four, word), build


def _round(builder: Any, counter: list[Any], keys: list[Any]) -> list[Any]:
    """One round in all lanes."""
    p0 = builder.mul(_all(int(MULTIPLIER_0)), _low(builder, counter[0]))
    p1 = builder.mul(_all(int(MULTIPLIER_1)), _low(builder, counter[2]))
    upper_0, upper_1 = builder.lshr(p0, _all(int(HALF))), builder.lshr(p1, _all(int(HALF)))
    c0 = builder.xor(builder.xor(upper_1, counter[1]), keys[0])
    c2 = builder.xor(builder.xor(upper_0, counter[3]), keys[1])
    return [c0, _low(builder, p1), c2, _low(builder, p0)]


def _vector(builder: Any, words: list[Any]) -> Any:
    vector = ir.Constant(WORDS, ir.Undefined)
    for lane, word in enumerate(words):
        vector = builder.insert_element(vector, word, ir.Constant(ir.IntType(32), lane))
    return vector


def _word(builder: Any, memory: Any, at: int) -> Any:
    return builder.load(builder.gep(memory, [ir.Constant(ir.IntType(64), at)]))


def _low(builder: Any, vector: Any) -> Any:
    return builder.and_(vector, _all(int(LOW)))


def _all(number: int) -> Any:
    """The same number in all lanes."""
    return ir.Constant(WORDS, [number] * LANES)
