import pytest
from click.testing import CliRunner

from knowledge.__main__ import main
from knowledge.schools.tables import table_of
from tests.knowledge.schools import FULL, line, write


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs `python -m knowledge schools …` and gives code and output."""
    monkeypatch.chdir(tmp_path)
    environment = {"KNOWLEDGE_SCHOOLS": str(tmp_path / "var" / "schools.yml")}

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["schools", *map(str, arguments)], env=environment)
        return result.exit_code, result.output

    return run


@pytest.mark.parametrize(("format_", "name"), [("csv", "a.csv"), ("yaml", "a.yml")])
def test_a_template_is_a_list_but_for_its_example(run, tmp_path, format_, name):
    code, text = run("template", "--format", format_)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert (code, run("check", name)[0]) == (0, 1)
    assert "đây là dòng ví dụ của mẫu" in run("import", name)[1]
    (tmp_path / name).write_text(text.replace("Ví Dụ", "Thật"), encoding="utf-8")
    assert run("import", name) == (
        0, "Đã nhập: 1 trường mới, 0 trường cập nhật.\n  trung-cap-that-lang-son\n",
    )  # fmt: skip


def test_what_was_imported_is_listed(run, tmp_path):
    assert run("import", write(tmp_path, line()))[0] == 0
    code, text = run("list", "--province", "tỉnh lạng sơn")
    assert code == 0
    assert (
        "trung-cap-mau-son-lang-son  Trường Trung cấp Mẫu Sơn (trường trung cấp, Lạng Sơn): "
        "1 ngành, 01/10/2026" in text.splitlines()
    )
    assert "ha-long" not in text
    assert "dai-hoc-ha-long" in run("list")[1]


def test_an_unknown_province_is_said(run):
    assert run("list", "--province", "Xứ Lạ") == (1, "Error: không có tỉnh “Xứ Lạ”\n")


def test_wrong_rows_are_listed_and_nothing_is_imported(run, tmp_path):
    path = write(tmp_path, line(Học_phí="x"), line(Tên_trường="Trường Hai"))
    assert run("import", path) == (
        1,
        f"Error: {path}: 1 lỗi, chưa nhập dòng nào.\n"
        "  dòng 2, cột “Học phí”: “x” không phải số; ghi như 1.200.000\n",
    )
    assert not (tmp_path / "var").exists()


def test_a_list_is_checked_without_being_imported(run, tmp_path):
    rows = (line(Hạn_nộp_hồ_sơ="1/8/2020", Ngày_dữ_liệu="1/7/2020"),
            line(Ngành_nghề="Điện dân dụng", Trình_độ_của_ngành="trung học nghề",
                 Ngày_dữ_liệu=""),
            line(Tên_trường="Trường Hai", Ngành_nghề="", Trình_độ_của_ngành=""))  # fmt: skip
    code, text = run("check", write(tmp_path, *rows))
    assert (code, text.splitlines()) == (
        0,
        [
            "trung-cap-mau-son-lang-son: số liệu 01/07/2020 đã quá 12 tháng",
            "trung-cap-mau-son-lang-son: Hàn: hạn 01/08/2020 đã qua",
            "trung-cap-mau-son-lang-son: Điện dân dụng: chưa có giấy phép dạy trung học nghề",
            "hai-lang-son: chưa có ngành, nghề nào",
            "2 trường, 4 điều cần xem lại",
        ],
    )
    assert not (tmp_path / "var").exists()


def test_the_directory_itself_is_checked(run):
    code, text = run("check")
    assert code == 0
    assert "cao-dang-viet-han-quang-ninh: số liệu 28/04/2022 đã quá 12 tháng" in text


def test_what_is_exported_can_be_imported_again(run, tmp_path):
    (tmp_path / "a.csv").write_text(table_of([FULL]), encoding="utf-8", newline="")
    run("import", "a.csv")
    exported = run("export")[1]
    (tmp_path / "b.csv").write_text(exported, encoding="utf-8", newline="")
    assert run("import", "b.csv")[1].startswith("Đã nhập: 0 trường mới, 8 trường cập nhật.")
    assert run("export")[1] == exported
