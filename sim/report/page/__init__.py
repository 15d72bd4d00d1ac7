"""The report of a study: one page that needs nothing else, and its figures."""

from sim.report.page.pictures import drawings
from sim.report.page.render import page, write

__all__ = ["drawings", "page", "write"]
