import struct
import time
from xml.etree import ElementTree

import pytest

from bot.pictures import interests_picture

VALUES = {"R": 0.7, "I": 0.35, "A": 0.2, "S": 0.75, "E": 0.3, "C": 0.0}
SVG = "{http://www.w3.org/2000/svg}"


def drawn(values):
    return ElementTree.fromstring(interests_picture(values, kind="svg"))


def corners(polygon):
    return [tuple(map(float, corner.split(","))) for corner in polygon.get("points").split()]


def test_it_says_in_words_what_it_shows():
    root = drawn(VALUES)
    named = root.get("aria-labelledby").split()
    assert root.get("role") == "img"
    assert [root.find(f"*[@id='{id_}']").text for id_ in named] == [
        "Sáu nhóm sở thích",
        "Điểm từ 5 đến 25: Kỹ thuật 19, Nghiên cứu 12, Nghệ thuật 9, Xã hội 20, Quản lý 11, "
        "Nghiệp vụ 5.",
    ]


def test_every_type_is_labelled_with_its_points():
    labels = ["".join(text.itertext()) for text in drawn(VALUES).iter(f"{SVG}text")]
    assert labels == [
        "Kỹ thuật19/25",
        "Nghiên cứu12/25",
        "Nghệ thuật9/25",
        "Xã hội20/25",
        "Quản lý11/25",
        "Nghiệp vụ5/25",
    ]


@pytest.mark.parametrize("letter", "RIASEC")
def test_more_points_lie_farther_out(letter):
    place = "RIASEC".index(letter)
    middle = (285, 212)

    def distance(value):
        shape = drawn({**VALUES, letter: value}).findall(f"{SVG}polygon")[-1]
        x, y = corners(shape)[place]
        return ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) ** 0.5

    assert distance(0.0) == pytest.approx(0, abs=0.1)
    assert distance(0.5) == pytest.approx(70, abs=0.1)
    assert distance(1.0) == pytest.approx(140, abs=0.1)


def test_the_types_go_round_clockwise_from_above():
    outer = corners(drawn(dict.fromkeys("RIASEC", 1.0)).findall(f"{SVG}polygon")[-1])
    top, right, bottom, left = outer[0], outer[1], outer[3], outer[4]
    assert top[1] < right[1] < bottom[1]
    assert left[0] < top[0] < right[0]


def test_the_png_is_wide_and_differs_with_the_values():
    png = interests_picture(VALUES, kind="png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (800, 604)
    assert png != interests_picture({**VALUES, "R": 0.1}, kind="png")


def test_the_png_has_its_lettering(monkeypatch):
    """Without the fonts of the package, which are all it knows, nothing would be written."""
    lettered = interests_picture(VALUES, kind="png")
    monkeypatch.setattr("bot.pictures._FONTS", ())
    assert len(interests_picture(VALUES, kind="png")) < 0.8 * len(lettered)


def test_a_png_is_drawn_in_time():
    interests_picture(VALUES, kind="png")
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        interests_picture(VALUES, kind="png")
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.3


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize(
    "values",
    [{}, {"R": 0.5}, {**VALUES, "X": 0.5}, {**VALUES, "R": 1.01}, {**VALUES, "R": float("nan")}],
    ids=["none", "one", "unknown", "too much", "no number"],
)
def test_what_is_no_profile_is_refused(values, kind):
    with pytest.raises(ValueError, match="value"):
        interests_picture(values, kind=kind)
