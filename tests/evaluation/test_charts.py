from xml.etree import ElementTree

import pytest

from tests.evaluation.charts import bars, curve

SERIES = {"La Bàn": [95.7, 94.6], "BM25": [91.7, 37.0]}


def texts(path):
    root = ElementTree.parse(path).getroot()
    return {
        "".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")
    }


def test_bars_carry_their_figures_and_names(tmp_path):
    bars(tmp_path / "new" / "bars.svg", "recall@1, %", ["có dấu", "không dấu"], SERIES)
    wanted = {
        "recall@1, %",
        "có dấu",
        "không dấu",
        "La Bàn",
        "BM25",
        "95.7",
        "94.6",
        "91.7",
        "37.0",
    }
    assert wanted <= texts(tmp_path / "new" / "bars.svg")


def test_a_series_has_a_figure_a_group(tmp_path):
    with pytest.raises(ValueError, match="BM25: 1 figures for 2 groups"):
        bars(tmp_path / "bars.svg", "x", ["a", "b"], {"BM25": [1.0]})
    assert not (tmp_path / "bars.svg").exists()


def test_a_curve_names_its_axes_and_its_mark(tmp_path):
    x, y = ("withheld", [0.0, 0.1, 0.4]), ("answered", [0.9, 0.5, 0.0])
    curve(tmp_path / "curve.svg", "Abstention", x, y, (0.1, 0.5, "in use: 0.25"))
    assert {"Abstention", "withheld", "answered", "in use: 0.25"} <= texts(tmp_path / "curve.svg")


def test_the_same_figures_give_the_same_bytes(tmp_path):
    for name in ("a.svg", "b.svg"):
        bars(tmp_path / name, "recall@1, %", ["có dấu", "không dấu"], SERIES)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
