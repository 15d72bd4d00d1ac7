"""A figure as a file: equal drawings give equal bytes, and a name that screen readers say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sim.report.figures.style import Draw, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 150
SVG_DPI = 72
QUICK = 1
"""Level of compression: the usual one takes three times as long for a tenth less on disk."""
MOST_IN_A_ROW = 3

_ROOT = re.compile(r"<svg [^>]*>", re.DOTALL)
_SIZE = re.compile(r'viewBox="([^"]+)"')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_NAMED = re.compile(r'\bid="([^"]+)"')
_USED = re.compile(r'((?:xlink:)?href="#|url\(#)([^")]+)')


@dataclass(frozen=True)
class Picture:
    """A figure ready to be shown and stored.

    Parameters
    ----------
    name : str
        Of its files in `figures/`.
    caption : str
        What is to be seen, for everybody.
    alt : str
        What it shows, for those who cannot see it.
    svg : str
        For a page: no outside reference, names that do not clash with those of other pictures.
    png : bytes
        The same, for slides.
    """

    name: str
    caption: str
    alt: str
    svg: str
    png: bytes

    @property
    def svg_file(self) -> str:
        """The picture as a file of its own."""
        return f'<?xml version="1.0" encoding="utf-8"?>\n{self.svg}\n'


@dataclass(frozen=True)
class Drawing:
    """A figure that is still to be drawn, by this process or another.

    Parameters
    ----------
    name, caption, alt : str
        Of the picture.
    made : callable
        Gives the figure, in the house style.
    """

    name: str
    caption: str
    alt: str
    made: Callable[[], Figure]

    def picture(self) -> Picture:
        """Draw it."""
        with house_style():
            svg, png = _drawn(self.made(), self.name, self.alt)
        return Picture(self.name, self.caption, self.alt, svg, png)


def drawing(name: str, caption: str, alt: str, draw: Draw, width: float = 8.0, height: float = 3.8) -> Drawing:
    """Of axes of their own. Width and height in inches."""

    def made() -> Figure:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(width, height))
        draw(figure.add_subplot())
        return figure

    return Drawing(name, caption, alt, made)


def panels(name: str, caption: str, alt: str, draws: Mapping[str, Draw], heading: str, height: float = 3.0) -> Drawing:
    """Of axes for each title, up to three in a row; what all say alike is said once. Height, in inches, is that of a row."""

    def made() -> Figure:
        from matplotlib.figure import Figure

        columns = min(MOST_IN_A_ROW, len(draws))
        rows = -(-len(draws) // columns)
        figure = Figure(figsize=(9.0, height * rows + 0.6))
        axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel().tolist()
        for ax, (title, draw) in zip(axes, draws.items(), strict=False):
            draw(ax)
            ax.set_title(title, loc="left", fontsize=9, fontweight="normal", pad=4)
        _share_names(figure, axes, columns, len(draws), heading)
        return figure

    return Drawing(name, caption, alt, made)


def _share_names(figure: Figure, axes: list[Axes], columns: int, used: int, heading: str) -> None:
    """One heading, one legend and one name for the horizontal axes; names of vertical axes on the left only."""
    handles, labels = axes[0].get_legend_handles_labels()
    figure.supxlabel(axes[0].get_xlabel(), fontsize=10)
    for n, ax in enumerate(axes):
        ax.set_visible(n < used)
        ax.set_xlabel("")
        ax.set_ylabel("" if n % columns else ax.get_ylabel())
        legend = ax.get_legend()
        if legend is not None:
            legend.remove()
    bold: Any = {"size": 11, "weight": "bold"}
    if not handles:
        figure.suptitle(heading, x=0.01, ha="left", fontproperties=bold)
        return
    figure.legend(
        handles, labels, loc="outside upper left", ncols=3, handlelength=2.4, title=heading, title_fontproperties=bold, alignment="left"
    )


def _drawn(figure: Figure, name: str, alt: str) -> tuple[str, bytes]:
    """Laid out once for both formats, without the drawing for nothing by which `savefig` does so for each."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    layout = figure.get_layout_engine()
    with mpl.rc_context({"figure.constrained_layout.use": False}):
        figure.set_layout_engine(None)
        FigureCanvasSVG(figure)
        figure.set_dpi(SVG_DPI)
        if layout is not None:
            layout.execute(figure)
        return _svg(figure, name, alt), _png(figure)


def _svg(figure: Figure, name: str, alt: str) -> str:
    out = BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue().decode("utf-8")
    drawing = _METADATA.sub("", text[_ROOT.search(text).end() :])  # type: ignore[union-attr]
    drawing = _USED.sub(rf"\g<1>{name}-\g<2>", _NAMED.sub(rf'id="{name}-\g<1>"', drawing)).rstrip()
    box = _SIZE.search(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{box[1] if box else "0 0 1 1"}" '
        f'role="img" aria-labelledby="{name}-title">\n <title id="{name}-title">{escape(alt)}</title>{drawing}'
    )


def _png(figure: Figure) -> bytes:
    out = BytesIO()
    figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": QUICK})
    return out.getvalue()
