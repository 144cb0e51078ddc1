"""Draw what is better looked at than read. Pure; the only importer of resvg.

One drawing serves both: the page shows it as SVG, Telegram takes the PNG made from it. The
lettering of the PNG is Source Sans Pro from a Python package, so no font has to be installed.
"""

from collections.abc import Mapping
from importlib.resources import files
from math import cos, pi, sin
from typing import Literal

from resvg_py import svg_to_bytes

_NAMES = {
    "R": "Kỹ thuật",
    "I": "Nghiên cứu",
    "A": "Nghệ thuật",
    "S": "Xã hội",
    "E": "Quản lý",
    "C": "Nghiệp vụ",
}
"""In the order round the hexagon: what lies side by side is alike."""
_TITLE = "Sáu nhóm sở thích"
_LEAST, _MOST = 5, 25  # points of a type; the picture says points as the text does

_WIDTH, _HEIGHT = 570, 430
_MIDDLE = (285.0, 212.0)
_RADIUS = 140.0
_LABEL_RADIUS = 156.0
_RINGS = (0.25, 0.5, 0.75, 1.0)
_LINE_HEIGHT = 24
_PIXELS = 800  # wide: sharp on a phone, and drawn in a tenth of a second
_ACCENT, _TEXT, _QUIET, _LINE = "#0f766e", "#1a2422", "#52615d", "#d5dedb"  # as in chat.css
_FAMILY = "Source Sans Pro"
_FONTS = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")


def interests_picture(values: Mapping[str, float], *, kind: Literal["svg", "png"]) -> bytes:
    """Return the hexagon of the six types of interests.

    Args:
        values: By letter (R, I, A, S, E, C) from 0.0, five points, to 1.0, twenty-five.
        kind: The format; a PNG is 800 pixels wide.

    Raises:
        ValueError: A letter is missing or unknown, or a value is out of range.
    """
    if set(values) != set(_NAMES):
        raise ValueError("the values are not those of the six types")
    if not all(0.0 <= value <= 1.0 for value in values.values()):
        raise ValueError("a value is not between 0 and 1")
    drawing = _drawing([values[letter] for letter in _NAMES])
    return drawing.encode() if kind == "svg" else _rendered(drawing)


def _rendered(drawing: str) -> bytes:
    fonts = files("font_source_sans_pro") / "files"
    return svg_to_bytes(
        svg_string=drawing,
        width=_PIXELS,
        background="#ffffff",  # the round corners: Telegram would make them black
        skip_system_fonts=True,
        font_files=[str(fonts / name) for name in _FONTS],
    )


def _drawing(values: list[float]) -> str:
    points = [
        f"{name} {_points(value)}" for name, value in zip(_NAMES.values(), values, strict=True)
    ]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
            f' width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-labelledby="title desc"'
            f' font-family="{_FAMILY}, system-ui, sans-serif">',
            f'<title id="title">{_TITLE}</title>',
            f'<desc id="desc">Điểm từ {_LEAST} đến {_MOST}: {", ".join(points)}.</desc>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" rx="16" fill="#ffffff"/>',
            *_web(),
            *_shape(values),
            *(_label(place, name, values[place]) for place, name in enumerate(_NAMES.values())),
            "</svg>",
        )
    )


def _web() -> list[str]:
    rings = [
        f'<polygon points="{_corners([ring] * len(_NAMES))}" fill="none" stroke="{_LINE}"'
        f' stroke-width="{2 if ring == _RINGS[-1] else 1.2}"/>'
        for ring in _RINGS
    ]
    x, y = _MIDDLE
    spokes = [
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x:.1f}" y2="{end_y:.1f}" stroke="{_LINE}"/>'
        for end_x, end_y in (_at(place, _RADIUS) for place in range(len(_NAMES)))
    ]
    return rings + spokes


def _shape(values: list[float]) -> list[str]:
    dots = [_at(place, value * _RADIUS) for place, value in enumerate(values)]
    return [
        f'<polygon points="{_corners(values)}" fill="{_ACCENT}" fill-opacity="0.22"'
        f' stroke="{_ACCENT}" stroke-width="3.5" stroke-linejoin="round"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{_ACCENT}"/>' for x, y in dots),
    ]


def _label(place: int, name: str, value: float) -> str:
    x, y = _at(place, _LABEL_RADIUS)
    side = round(x - _MIDDLE[0])
    anchor = "middle" if side == 0 else "start" if side > 0 else "end"
    # Two lines, above the upper corner, below the lower one, and level with the others.
    above = y < _MIDDLE[1] - _RADIUS
    top = y - _LINE_HEIGHT if above else y + (_LINE_HEIGHT if side == 0 else 0) - 4
    return (
        f'<text text-anchor="{anchor}" fill="{_TEXT}">'
        f'<tspan x="{x:.1f}" y="{top:.1f}" font-size="22" font-weight="600">{name}</tspan>'
        f'<tspan x="{x:.1f}" dy="{_LINE_HEIGHT}" font-size="20" fill="{_QUIET}">'
        f"{_points(value)}/{_MOST}</tspan></text>"
    )


def _points(value: float) -> int:
    return round(_LEAST + value * (_MOST - _LEAST))


def _corners(values: list[float]) -> str:
    places = (_at(place, value * _RADIUS) for place, value in enumerate(values))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _at(place: int, distance: float) -> tuple[float, float]:
    """Return where a corner lies, counted from the upper one, clockwise."""
    angle = 2 * pi * place / len(_NAMES)
    return _MIDDLE[0] + distance * sin(angle), _MIDDLE[1] - distance * cos(angle)
