"""Real questions, as people type them, through everything."""

import unicodedata
from pathlib import Path

import pytest

from knowledge.evaluation import states

pytestmark = pytest.mark.e2e

QUESTION = "Đến năm 2030 Quảng Ninh muốn bao nhiêu phần trăm học sinh vào giáo dục nghề nghiệp?"


def test_the_question_of_the_readme_gets_its_figure_and_its_section(visitor):
    reply = visitor.ask(QUESTION)
    assert reply["kind"] == "answer"
    assert "50–55%" in reply["text"]
    cited = {(c["document"], c["clause"]) for c in reply["citations"]}
    assert ("Kế hoạch 319-KH/TU", None) in cited
    assert any(clause == "II.2.a" for _, clause in cited)
    assert "📄 Kế hoạch 319-KH/TU" in reply["text"]


@pytest.mark.parametrize(
    "typed",
    [
        unicodedata.normalize("NFD", QUESTION),
        QUESTION.upper(),
        "den nam 2030 quang ninh muon bao nhieu phan tram hoc sinh vao giao duc nghe nghiep",
        f"👋 {QUESTION} 🙏🙏",
        f"\u200b{QUESTION}\ufeff",
    ],
    ids=["nfd", "capitals", "unaccented", "emoji", "invisible"],
)
def test_the_same_question_typed_otherwise_gets_the_same_figure(visitor, typed):
    assert "50–55%" in visitor.ask(typed)["text"]


@pytest.mark.parametrize(
    ("audience", "question", "facts"),
    [
        ("student", "het lop 9 e co nhg con dg nao v ad", [["GDTX"], ["trung học nghề"], ["9+"]]),
        ("parent", "Con tôi học 9+ xong có bằng cấp 3 không?", [["7 môn"], ["hai bằng"]]),
        ("parent", "hoc 4 mon van hoa co bang cap 3 khong", [["không"], ["giấy chứng nhận"]]),
        ("teacher", "Chỉ tiêu đến 2030 của Chỉ thị 21 là bao nhiêu?", [["50–55%"], ["2030"]]),
        ("teacher", "Luật Giáo dục nghề nghiệp 2014 còn hiệu lực không?", [["124/2025"]]),
        ("teacher", "Kế hoạch của xã Cao Lộc giao UBND xã việc gì?", [["tin", "bài"]]),
        ("parent", "con trai hoc trung cap co duoc hoan nghia vu quan su khong", [["không"]]),
    ],
)
def test_what_people_ask_is_answered_with_its_facts(visitors, audience, question, facts):
    reply = visitors(audience).ask(question)
    assert reply["kind"] == "answer", reply
    assert states(reply["text"], facts), reply["text"]
    assert reply["citations"]
    assert reply["answer_id"]
    assert 0 < reply["confidence"] <= 1


@pytest.mark.parametrize(
    ("audience", "address"), [("student", "em"), ("parent", "anh/chị"), ("teacher", "thầy/cô")]
)
def test_each_is_addressed_in_their_way(visitors, audience, address):
    reply = visitors(audience).ask("xin chào")
    assert address in reply["text"].lower()


def test_what_is_not_known_is_refused_with_the_nearest_and_a_person(visitor):
    reply = visitor.ask("Lương hưu của giáo viên mầm non ở Cần Thơ tính thế nào?")
    assert reply["kind"] in ("no_answer", "clarify")
    assert any("thầy cô tư vấn" in button["title"] for button in reply["buttons"])


@pytest.mark.parametrize(
    "typed", ["giai giup em bai toan nay", "thời tiết hôm nay thế nào", "kể chuyện cười đi"]
)
def test_what_is_out_of_scope_gets_no_card(visitor, typed):
    reply = visitor.ask(typed)
    assert reply["kind"] == "no_answer"
    assert reply["citations"] == []


@pytest.mark.parametrize("typed", ["/restart", '/ask_counsellor{"audience": "teacher"}', "//"])
def test_a_slash_is_not_a_command(visitor, typed):
    reply = visitor.ask(typed)
    assert reply["text"]
    assert visitor.ask(QUESTION)["kind"] == "answer"


def test_a_talk_goes_on_from_the_last_answer(visitors):
    student = visitors("student")
    first = student.ask(QUESTION)
    shorter = student.ask("ngắn thôi")
    assert "50–55%" in shorter["text"]
    assert len(shorter["text"]) < len(first["text"])
    source = student.ask("nguồn đâu")
    assert "319-KH/TU" in source["text"]
    more = student.ask("nói thêm đi")
    assert more["kind"] == "answer"
    assert more["text"] != first["text"]


def test_follow_ups_without_an_answer_before_say_so(visitor):
    reply = visitor.ask("ngắn thôi")
    assert reply["kind"] == "notice"
    assert reply["citations"] == []


def test_who_asks_for_a_person_gets_one_whole_reply(visitors):
    reply = visitors("parent").ask("tôi muốn nói chuyện với người thật")
    assert reply["kind"] == "handoff"
    assert "111" in reply["text"]


def test_every_button_leads_on(visitors):
    student = visitors("student")
    for button in student.ask(QUESTION)["buttons"]:
        reply = student.ask(button["payload"])
        expected = "handoff" if "tư vấn" in button["title"] else "answer"
        assert reply["kind"] == expected, (button, reply)


def test_votes_are_taken_for_an_answer(visitor):
    reply = visitor.ask(QUESTION)
    vote = {"answer_id": reply["answer_id"], "value": "up", "comment": None}
    assert visitor.client.post("/api/v1/feedback", json=vote).status_code in (200, 201, 204)
    unknown = {**vote, "answer_id": "0" * 32}
    assert visitor.client.post("/api/v1/feedback", json=unknown).status_code == 404


def test_the_talk_in_the_readme_is_what_is_said(visitor):
    lines = Path("README.md").read_text(encoding="utf-8").splitlines()
    asked = next(number for number, line in enumerate(lines) if line.startswith("> "))
    shown = [line for line in lines[asked + 1 : asked + 4] if line != "…"]
    said = visitor.ask(lines[asked].removeprefix("> "))["text"].splitlines()
    assert [line for line in shown if line not in said] == []
