"""Figures: each takes `ax=`, draws one thing and gives the axes back."""

from sim.report.figures.lengths import WAITS, stay, waits
from sim.report.figures.money import by_month
from sim.report.figures.over_time import arrivals, present
from sim.report.figures.people import OUTCOMES, outcomes, stages
from sim.report.figures.picture import Drawing, Picture, drawing, panels
from sim.report.figures.points import curves, each_point, heat_map, values_of
from sim.report.figures.style import house_style
from sim.report.figures.typical import typical
from sim.report.figures.work import seats, teams

__all__ = [
    "OUTCOMES",
    "WAITS",
    "Drawing",
    "Picture",
    "arrivals",
    "by_month",
    "curves",
    "drawing",
    "each_point",
    "heat_map",
    "house_style",
    "outcomes",
    "panels",
    "present",
    "seats",
    "stages",
    "stay",
    "teams",
    "typical",
    "values_of",
    "waits",
]
