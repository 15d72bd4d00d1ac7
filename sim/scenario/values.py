"""The leaf types of the schema: each reads the text of a scenario file and gives a plain, checked value.

What they read is written in `readers`, `shape_readers` and `rosters`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from sim.scenario.readers import (
    PeopleRate,
    Price,
    read_amount,
    read_area,
    read_cases,
    read_currency,
    read_date,
    read_dated_rate,
    read_dated_share_rate,
    read_dates,
    read_factor,
    read_length,
    read_money,
    read_month,
    read_names,
    read_number,
    read_offsets,
    read_opening,
    read_people,
    read_people_flow,
    read_people_per_period,
    read_positive_length,
    read_share,
    read_share_by_name,
    read_share_rate,
    read_some_people,
    read_switch,
    read_times,
    read_together,
)
from sim.scenario.rosters import Roster as WeeklyRoster
from sim.scenario.rosters import read_roster
from sim.scenario.shape_readers import DELAYS, TIMES, read_belief, read_people_shape, read_size
from sim.scenario.shapes import Latent, Shape

__all__ = [
    "Amount",
    "Area",
    "Cases",
    "Currency",
    "Date",
    "DatedRate",
    "DatedShareRate",
    "Dates",
    "DelayShape",
    "Factor",
    "LatentTime",
    "Length",
    "Money",
    "Month",
    "Names",
    "Offsets",
    "Opening",
    "People",
    "PeopleFlow",
    "PeoplePerPeriod",
    "PeopleRate",
    "PeopleShape",
    "PositiveLength",
    "Price",
    "Ratio",
    "Roster",
    "Share",
    "ShareByName",
    "ShareRate",
    "SizeShape",
    "SomePeople",
    "Switch",
    "TimeShape",
    "Times",
    "Together",
    "read_belief",
    "read_date",
    "read_share",
]


def _written(*examples: str, also: tuple[str, ...] = ()) -> WithJsonSchema:
    """How editors see a leaf: the kinds of YAML value, with examples."""
    return WithJsonSchema({"type": ["string", *also], "examples": list(examples)})


Length = Annotated[int, BeforeValidator(read_length), _written("90 d", "4 h")]
PositiveLength = Annotated[int, BeforeValidator(read_positive_length), _written("90 d", "4 h")]
Share = Annotated[float, BeforeValidator(read_share), _written("60 %", "60 % (30 to 90)", also=("number",))]
ShareByName = Annotated[float | dict[str, Share], BeforeValidator(read_share_by_name), _written("60 %", also=("number", "object"))]
"""One share for all, or shares by name."""
Factor = Annotated[float, BeforeValidator(read_factor), _written("150 %", also=("number",))]
"""0 or more, may be above 100 %."""
Ratio = Annotated[float, BeforeValidator(read_number), _written("2.5", also=("number",))]
People = Annotated[int, BeforeValidator(read_people), _written("40 people", also=("integer",))]
SomePeople = Annotated[int, BeforeValidator(read_some_people), _written("8 people", also=("integer",))]
Cases = Annotated[int, BeforeValidator(read_cases), _written("20 cases", also=("integer",))]
Area = Annotated[float, BeforeValidator(read_area), _written("240 m2")]
Amount = Annotated[int, BeforeValidator(read_amount), _written("12", also=("integer",))]
"""A number that counts neither people nor cases: seats, staff, times, rooms."""
Times = Annotated[int, BeforeValidator(read_times), _written("3", also=("integer",))]
Switch = Annotated[bool, BeforeValidator(read_switch), WithJsonSchema({"type": "boolean"})]
Month = Annotated[int, BeforeValidator(read_month), _written("1", "12", also=("integer",))]
Date = Annotated[dt.date, BeforeValidator(read_date), _written("2025-06-11")]
Opening = Annotated[dt.date | str, BeforeValidator(read_opening), _written("2025-06-11", "ratified")]
Dates = Annotated[tuple[dt.date, ...], BeforeValidator(read_dates), _written("2025-06-11", also=("array",))]
DatedRate = Annotated[
    tuple[tuple[dt.date | None, float], ...], BeforeValidator(read_dated_rate), _written("1 case / month", also=("object",))
]
ShareRate = Annotated[float, BeforeValidator(read_share_rate), _written("0.1 % / month")]
DatedShareRate = Annotated[
    tuple[tuple[dt.date | None, float], ...], BeforeValidator(read_dated_share_rate), _written("0.1 % / month", also=("object",))
]
PeopleFlow = Annotated[float, BeforeValidator(read_people_flow), _written("5000 people / month")]
PeoplePerPeriod = Annotated[PeopleRate, BeforeValidator(read_people_per_period), _written("10 people / month", "10 people / 14 d")]
Currency = Annotated[str, BeforeValidator(read_currency), _written("EUR")]
Money = Annotated[Price, BeforeValidator(read_money), _written("137 EUR / day")]
Names = Annotated[tuple[str, ...], BeforeValidator(read_names), _written("nurse", also=("array",))]
Together = Annotated[tuple[str, ...], BeforeValidator(read_together), _written("nurse", also=("array", "object"))]
Offsets = Annotated[tuple[int, ...], BeforeValidator(read_offsets), _written("7 d", also=("array",))]
Roster = Annotated[WeeklyRoster, BeforeValidator(read_roster), _written("Mon-Fri 08:00-16:00", "always", also=("array",))]
TimeShape = Annotated[Shape, BeforeValidator(TIMES.shape), _written("30 min", also=("object",))]
DelayShape = Annotated[Shape, BeforeValidator(DELAYS.shape), _written("30 min", also=("object",))]
LatentTime = Annotated[Latent, BeforeValidator(DELAYS.latent), _written("180 d", also=("object",))]
PeopleShape = Annotated[Shape, BeforeValidator(read_people_shape), _written("20 people", also=("integer", "object"))]
SizeShape = Annotated[tuple[tuple[int, float], ...], BeforeValidator(read_size), _written("1", also=("integer", "object"))]
