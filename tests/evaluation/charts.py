"""Charts as SVG files, the same bytes for the same figures. The only importer of matplotlib."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

_INCHES = (9.0, 4.5)
_WIDTH = 0.84  # of a group of bars; 1 would touch the next group
_STYLE = {
    "svg.hashsalt": "la-ban",  # ids in the file, random otherwise
    "svg.fonttype": "none",  # text stays text: a reader can search and copy it
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
# Told apart in print and by the colour-blind: Okabe and Ito's palette.
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999")


def bars(
    path: Path,
    title: str,
    groups: Sequence[str],
    series: Mapping[str, Sequence[float]],
) -> None:
    """Draw grouped bars with their figures on them.

    Args:
        path: The SVG file to write.
        title: Stands above; it should say measure and unit.
        groups: Names along the axis.
        series: For each name in the legend, one figure a group.

    Raises:
        ValueError: A series has not one figure a group.
    """
    with _drawing(path, title) as axes:
        width = _WIDTH / max(len(series), 1)
        for at, (name, figures) in enumerate(series.items()):
            if len(figures) != len(groups):
                raise ValueError(f"{name}: {len(figures)} figures for {len(groups)} groups")
            places = [group - _WIDTH / 2 + (at + 0.5) * width for group in range(len(groups))]
            drawn = axes.bar(places, figures, width, label=name, color=_colour(at))
            axes.bar_label(drawn, fmt="%.1f", fontsize=7, padding=1, rotation=90)
        axes.set_xticks(range(len(groups)), groups)
        axes.margins(y=0.16)  # room for the figures
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)


def curve(
    path: Path,
    title: str,
    x: tuple[str, Sequence[float]],
    y: tuple[str, Sequence[float]],
    mark: tuple[float, float, str] | None = None,
) -> None:
    """Draw one curve, such as what abstaining costs against what it spares.

    Args:
        path: The SVG file to write.
        title: Stands above.
        x: Name of the axis and its figures.
        y: Name of the axis and its figures, one for each of `x`.
        mark: A point to show on the curve and its label: the setting in use.
    """
    with _drawing(path, title) as axes:
        axes.plot(x[1], y[1], color=_colour(0), marker=".", markersize=4)
        axes.set_xlabel(x[0])
        axes.set_ylabel(y[0])
        axes.grid(alpha=0.3)
        if mark:
            axes.plot(mark[0], mark[1], "o", color=_colour(5))
            axes.annotate(mark[2], mark[:2], xytext=(8, 8), textcoords="offset points")


@contextmanager
def _drawing(path: Path, title: str) -> Iterator[Axes]:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=_INCHES, layout="constrained")
        axes = figure.subplots()
        axes.set_title(title)
        yield axes
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None})


def _colour(at: int) -> str:
    return _COLOURS[at % len(_COLOURS)]
