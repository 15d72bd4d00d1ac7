"""The memory of a run as machine code sees it: where its array begins.

A numba array is handed on as seven words and counted by all who hold it; a pointer is one word and is not. The array outlives the call
of an entry, since Python holds it. With the compiler off the memory is the array itself.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic

from sim.kernel.compiled import config

MEMORY = types.CPointer(types.int64)


@infer_global(operator.getitem)
class _Word(AbstractTemplate):
    """A word named by an enum; numba itself knows pointers with whole numbers."""

    def generic(self, args: Any, kws: Any) -> Any:
        """The type of `m[World.NOW]`."""
        m, at = args
        return signature(m.dtype, m, types.int64) if m == MEMORY and isinstance(at, types.IntEnumMember) else None


@infer_global(operator.setitem)
class _PutWord(AbstractTemplate):
    """The same, put."""

    def generic(self, args: Any, kws: Any) -> Any:
        """The type of `m[World.NOW] = at`."""
        m, at, _ = args
        return signature(types.none, m, types.int64, m.dtype) if m == MEMORY and isinstance(at, types.IntEnumMember) else None


def _memory_of(typing: Any, array: Any) -> Any:
    """The memory that an array of int64 is."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return cgutils.create_struct_proxy(signature.args[0])(context, builder, args[0]).data

    return MEMORY(array), build


def _float_at(typing: Any, m: Any, at: Any) -> Any:
    """The float in a word."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_place(context, builder, args))

    return types.float64(m, types.int64), build


def _put_float_at(typing: Any, m: Any, at: Any, value: Any) -> Any:
    """Put a float into a word."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], _place(context, builder, args))
        return context.get_dummy_value()

    return types.none(m, types.int64, types.float64), build


def _put_short_real(typing: Any, m: Any, half: Any, value: Any) -> Any:
    """Put a float of half a word into the half word of a number: word `half // 2`."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        short = ir.FloatType()
        builder.store(builder.fptrunc(args[2], short), _half(builder, args, short))
        return context.get_dummy_value()

    return types.none(m, types.int64, types.float64), build


def _put_short(typing: Any, m: Any, half: Any, value: Any) -> Any:
    """The same for a whole number."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        short = ir.IntType(32)
        builder.store(builder.trunc(args[2], short), _half(builder, args, short))
        return context.get_dummy_value()

    return types.none(m, types.int64, types.int64), build


def _fetch(typing: Any, m: Any, at: Any) -> Any:
    """Have a line of memory brought near, since it will be read soon; nothing changes, and the place need not be one."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        to_read, near, data = number(0), number(3), number(1)
        builder.call(prefetch, [builder.bitcast(builder.gep(args[0], [args[1]]), byte), to_read, near, data])
        return context.get_dummy_value()

    return types.none(m, types.int64), build


def _place(context: Any, builder: Any, args: Any) -> Any:
    return builder.bitcast(builder.gep(args[0], [args[1]]), context.get_value_type(types.float64).as_pointer())


def _half(builder: Any, args: Any, short: Any) -> Any:
    return builder.gep(builder.bitcast(args[0], short.as_pointer()), [args[1]])


def _same(m: Any) -> Any:
    return m


def _nothing(m: Any, at: int) -> None:
    pass


def _float_in_array(m: Any, at: int) -> Any:
    return m.view(np.float64)[at]


def _put_float_in_array(m: Any, at: int, value: float) -> None:
    m.view(np.float64)[at] = value


def _put_short_real_in_array(m: Any, half: int, value: float) -> None:
    m.view(np.float32)[half] = value


def _put_short_in_array(m: Any, half: int, value: int) -> None:
    m.view(np.int32)[half] = value


memory_of: Any = _same if config.DISABLE_JIT else intrinsic(_memory_of)
float_at: Any = _float_in_array if config.DISABLE_JIT else intrinsic(_float_at)
fetch: Any = _nothing if config.DISABLE_JIT else intrinsic(_fetch)
put_float_at: Any = _put_float_in_array if config.DISABLE_JIT else intrinsic(_put_float_at)
put_short_real: Any = _put_short_real_in_array if config.DISABLE_JIT else intrinsic(_put_short_real)
put_short: Any = _put_short_in_array if config.DISABLE_JIT else intrinsic(_put_short)
