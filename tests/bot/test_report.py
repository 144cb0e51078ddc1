import asyncio
import csv
import shutil
from datetime import UTC, date, datetime

import docx
import pytest
from click.testing import CliRunner

from bot.conversation import Audience, Progress
from bot.database import Database
from bot.progress import Count, count
from bot.reports.command import report_command
from bot.reports.document import Heading, write_docx
from bot.reports.spreadsheet import harmless, write_csv
from bot.reports.summary import Line, Summary, shown
from bot.reports.texts import COLUMNS, NOTHING

COUNTS = [
    Count("student", "chi-thi-21", started=20, finished=10, right_answers=42),
    Count("teacher", "chi-thi-21", started=7, finished=3, right_answers=15),
    Count("teacher", "muc-tieu", started=6, finished=6, right_answers=24),
    Count("unknown", "on-tap", started=8, finished=8, right_answers=20),
]
SUMMARY = Summary("2026-11", COUNTS)
HEADING = Heading(
    date(2026, 12, 1),
    school="Trường THCS Ví Dụ",
    above="UBND xã Ví Dụ",
    place="Ví Dụ",
    signer="Hiệu trưởng",
)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], "0"),
        ([0, 0], "0"),
        ([1], "<5"),
        ([4, 0], "<5"),
        ([5], "5"),
        ([5, 12], "17"),
        ([10, 3], "11–14"),
        ([2, 3], "2–8"),
    ],
)
def test_a_small_count_cannot_be_had_by_subtracting(numbers, said):
    assert shown(numbers) == said


def test_the_lines_are_in_the_order_of_the_lessons():
    assert SUMMARY.lines() == [
        Line("Chỉ thị 21: là gì, vì sao có", "Học sinh", "20", "10", "4,2"),
        Line("Chỉ thị 21: là gì, vì sao có", "Giáo viên, cán bộ", "7", "<5", "–"),
        Line("Mục tiêu 2030, tầm nhìn 2045", "Giáo viên, cán bộ", "6", "6", "4,0"),
        Line("Ôn lại bài đã học", "Chưa cho biết", "8", "8", "–"),
    ]


def test_sums_say_no_more_than_the_lines():
    assert [
        (line.course, line.started, line.finished, line.mean) for line in SUMMARY.by_course()
    ] == [
        ("Chỉ thị 21: là gì, vì sao có", "27", "11–14", "–"),
        ("Mục tiêu 2030, tầm nhìn 2045", "6", "6", "4,0"),
        ("Ôn lại bài đã học", "8", "8", "–"),
        ("Cộng", "41", "25–28", "–"),
    ]
    assert [(line.role, line.started, line.finished) for line in SUMMARY.by_role()] == [
        ("Học sinh", "20", "10"),
        ("Giáo viên, cán bộ", "13", "7–10"),
        ("Chưa cho biết", "8", "8"),
        ("Cộng", "41", "25–28"),
    ]


def test_a_course_without_a_title_comes_last_by_its_id():
    summary = Summary("2026-11", [Count("parent", "aaa", 9, 0, 0), *COUNTS])
    assert summary.lines()[-1] == Line("aaa", "Cha mẹ học sinh", "9", "0", "–")


def test_csv_is_read_back_as_it_was_meant(tmp_path):
    write_csv(SUMMARY, tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(COLUMNS)
    assert rows[1] == [
        "2026-11",
        "Chỉ thị 21: là gì, vì sao có",
        "Học sinh",
        "20",
        "10",
        "4,2",
    ]
    assert len(rows) == 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(tmp_path, start):
    name = f'{start}HYPERLINK("http://x.test")'
    write_csv(Summary("2026-11", [Count("student", name, 9, 9, 9)]), tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][1] == f"'{name}"
    assert harmless("<5") == "<5"
    assert harmless("–") == "–"


def texts_of(path):
    document = docx.Document(str(path))
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    ]
    return [paragraph.text for paragraph in document.paragraphs], tables


def test_the_document_has_the_usual_form(tmp_path):
    write_docx(SUMMARY, HEADING, tmp_path / "report.docx")
    paragraphs, tables = texts_of(tmp_path / "report.docx")
    left, right = tables[0][0]
    assert left.split("\n") == ["UBND XÃ VÍ DỤ", "TRƯỜNG THCS VÍ DỤ", "Số: ……/BC-……"]
    assert right.split("\n") == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Ví Dụ, ngày 01 tháng 12 năm 2026",
    ]
    assert "BÁO CÁO" in paragraphs
    assert any(text.endswith("La Bàn, tháng 11 năm 2026") for text in paragraphs)
    left, right = tables[-1][0]
    assert left.split("\n") == ["Nơi nhận:", "- ……;", "- Lưu: VT."]
    assert right.split("\n") == ["HIỆU TRƯỞNG", "(Ký, ghi rõ họ tên và đóng dấu)"]


def test_the_document_has_both_tables(tmp_path):
    write_docx(SUMMARY, HEADING, tmp_path / "report.docx")
    _, tables = texts_of(tmp_path / "report.docx")
    assert tables[1] == [
        ["Bài học", "Lượt bắt đầu", "Lượt hoàn thành", "Câu đúng trung bình"],
        ["Chỉ thị 21: là gì, vì sao có", "27", "11–14", "–"],
        ["Mục tiêu 2030, tầm nhìn 2045", "6", "6", "4,0"],
        ["Ôn lại bài đã học", "8", "8", "–"],
        ["Cộng", "41", "25–28", "–"],
    ]
    assert [row[0] for row in tables[2]] == [
        "Đối tượng",
        "Học sinh",
        "Giáo viên, cán bộ",
        "Chưa cho biết",
        "Cộng",
    ]


def test_the_page_is_a4_in_times(tmp_path):
    write_docx(SUMMARY, HEADING, tmp_path / "report.docx")
    document = docx.Document(str(tmp_path / "report.docx"))
    section = document.sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    assert [round(length.mm) for length in (section.left_margin, section.right_margin)] == [30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_the_file_names_the_school_as_its_author(tmp_path):
    write_docx(SUMMARY, HEADING, tmp_path / "report.docx")
    about = docx.Document(str(tmp_path / "report.docx")).core_properties
    assert (about.author, about.comments) == ("Trường THCS Ví Dụ", "")
    assert about.title.startswith("Kết quả tự học về Chỉ thị số 21-CT/TW")


def test_a_month_without_lessons_says_so(tmp_path):
    write_docx(Summary("2026-10", []), HEADING, tmp_path / "report.docx")
    paragraphs, tables = texts_of(tmp_path / "report.docx")
    assert NOTHING in paragraphs
    assert len(tables) == 2


@pytest.fixture
def stored(migrated, tmp_path, monkeypatch):
    """A database in which six teachers finished a lesson, and the settings that name it."""
    shutil.copy(migrated, tmp_path / "bot.db")
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"

    async def fill():
        database = Database.open(url)
        async with database.write() as connection:
            for _ in range(6):
                progress = Progress("bang-cap", "finished", right=5, of=5)
                await count(
                    connection, Audience.TEACHER, progress, datetime(2026, 11, 9, tzinfo=UTC)
                )
        await database.close()

    asyncio.run(fill())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DATABASE_URL", url)
    return tmp_path


def test_the_command_writes_both_files(stored):
    arguments = ["--month", "2026-11", "--csv", "r.csv", "--docx", "r.docx", "--school", "THCS A"]
    result = CliRunner().invoke(report_command, arguments)
    assert (result.exit_code, result.output) == (0, "wrote r.csv\nwrote r.docx\n")
    assert '2026-11,"9+, bằng THPT và giấy chứng nhận"' in (stored / "r.csv").read_text("utf-8-sig")
    assert "THCS A" in texts_of(stored / "r.docx")[1][0][0][0]
    assert ["9+, bằng THPT và giấy chứng nhận", "0", "6", "5,0"] in texts_of(stored / "r.docx")[1][
        1
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--month", "11/2026", "--csv", "r.csv"], "a month is written 2026-11"),
        (["--month", "2026-13", "--csv", "r.csv"], "a month is written 2026-11"),
        (["--month", "2026-11"], "say where to"),
        (["--month", "2026-11", "--csv", "no/such/r.csv"], "no/such/r.csv: No such file"),
        (["--month", "2026-11", "--docx", "no/such/r.docx"], "no/such/r.docx: No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(stored, arguments, said):
    result = CliRunner().invoke(report_command, arguments)
    assert result.exit_code in (1, 2)
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_database_that_is_none_is_one_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_DATABASE_URL", "not an address")
    result = CliRunner().invoke(report_command, ["--month", "2026-11", "--csv", "r.csv"])
    assert result.exit_code == 1
    assert "BOT_DATABASE_URL has to name" in result.output


def test_a_wrong_setting_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_PORT", "many")
    result = CliRunner().invoke(report_command, ["--month", "2026-11", "--csv", "r.csv"])
    assert (result.exit_code, result.output) == (
        1,
        "Error: wrong in the environment or in .env: BOT_PORT\n",
    )
