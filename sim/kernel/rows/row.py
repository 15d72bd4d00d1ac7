"""How the words of a row are numbered."""

from __future__ import annotations

import enum
from typing import Any

auto: Any = enum.auto
"""The next word; typed so that a row may lie within another: `NEXT_FIELD = TICKET + Ticket.WIDTH`."""


class Row(enum.IntEnum):
    """Words of a row, from 0 in the order in which they stand; the last, WIDTH, says how many."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:
        return last_values[-1] + 1 if last_values else 0
