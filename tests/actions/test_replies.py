from dataclasses import replace

import pytest

from actions.answering import Answer, AskReading, Clarify, NoAnswer
from actions.replies import Reply, counsellor_button, passage_reply, payload, reply_to
from knowledge.passages import Hit
from tests.actions.calls import without_id
from tests.fakes import DIPLOMA, FEES, FREE, HOSTEL, LOAN, NO_SIGNS, PRESS

COUNSELLOR = {"title": "Gặp thầy cô tư vấn", "payload": "Em muốn gặp thầy cô tư vấn"}
FEES_CITED = {
    "document": "Nghị định 238/2025/NĐ-CP",
    "title": "Quy định về học phí, miễn, giảm học phí",
    "clause": "Điều 15",
    "issued": "2025-09-03",
    "in_force_from": "2025-09-03",
    "status": "in_force",
    "superseded_by": None,
    "url": None,
    "passage_id": "hoc-phi/mien",
}


def hit(passage, confidence):
    return Hit(passage, 1.0, confidence, NO_SIGNS)


def button(title):
    return {"title": title, "payload": title}


@pytest.mark.parametrize(
    ("audience", "who"),
    [("student", "Em"), ("parent", "Tôi"), ("teacher", "Tôi"), (None, "Mình"), ("alien", "Mình")],
)
def test_a_person_is_asked_for_in_the_visitors_own_voice(audience, who):
    assert counsellor_button(audience) == {
        "title": "Gặp thầy cô tư vấn",
        "payload": f"{who} muốn gặp thầy cô tư vấn",
    }


def test_an_answer_is_the_passage_its_sources_what_to_ask_next_and_a_person():
    reply = reply_to("học phí?", Answer(hit(FREE, 0.91234)), "student", ["Hỏi một?", "Hỏi hai?"])
    assert reply.text == (
        "Tốt nghiệp lớp 9 học tiếp trung cấp thì được miễn học phí.\n\n"
        "Em hỏi trường về hồ sơ.\n\n"
        "📍 Cả nước\n"
        "📄 Nghị định 238/2025/NĐ-CP · Điều 15 · ban hành 03/09/2025 · còn hiệu lực"
    )
    assert reply.buttons == [button("Hỏi một?"), button("Hỏi hai?"), COUNSELLOR]
    assert reply.passage == FREE
    assert without_id(reply.payload) == {
        "kind": "answer",
        "confidence": 0.912,
        "passages": [{"id": "hoc-phi/mien", "score": 0.912}],
        "citations": [FEES_CITED],
        "suggestions": ["Hỏi một?", "Hỏi hai?"],
    }


def test_no_more_than_two_suggestions_are_made():
    reply = passage_reply(FREE, 1.0, "student", ["Một?", "Hai?", "Ba?"])
    assert reply.buttons == [button("Một?"), button("Hai?"), COUNSELLOR]
    assert reply.payload["suggestions"] == ["Một?", "Hai?"]


def test_an_answer_without_suggestions_still_offers_a_person():
    assert passage_reply(FREE, 1.0, "student").buttons == [COUNSELLOR]


def test_something_else_can_be_said_of_a_passage_with_its_sources():
    reply = passage_reply(FREE, 1.0, "parent", text="{Bạn} yên tâm.")
    assert reply.text.startswith("Anh/chị yên tâm.\n\n📍 Cả nước\n📄 Nghị định 238/2025/NĐ-CP")


def test_every_citation_of_an_answer_is_in_its_payload():
    citations = passage_reply(LOAN, 1.0, None).payload["citations"]
    assert citations == [
        {
            "document": "Nghị định 81/2021/NĐ-CP",
            "title": "Quy định về học phí, miễn, giảm học phí",
            "clause": None,
            "issued": "2021-08-27",
            "in_force_from": "2021-10-15",
            "status": "superseded",
            "superseded_by": "Nghị định 238/2025/NĐ-CP",
            "url": None,
            "passage_id": "ho-tro/vay-von",
        }
    ]


def test_a_document_that_is_called_by_its_title_does_not_say_it_twice():
    citations = passage_reply(DIPLOMA, 1.0, None).payload["citations"]
    assert [(c["document"], c["title"], c["issued"], c["in_force_from"]) for c in citations] == [
        ("Dân trí: Học nghề ở Quảng Ninh", None, None, None)
    ]


def test_where_a_source_can_be_read_is_passed_on():
    linked = replace(FREE.citations[0], document=replace(FEES, url="https://vanban.test/238"))
    passage = replace(FREE, citations=(linked, replace(linked, document=PRESS)))
    urls = [citation["url"] for citation in passage_reply(passage, 1.0, None).payload["citations"]]
    assert urls == ["https://vanban.test/238", None]


@pytest.mark.parametrize("passages", [(FREE, LOAN), (FREE, LOAN, HOSTEL)])
def test_a_question_back_offers_the_choices_and_a_person(passages):
    hits = tuple(hit(passage, 0.4 - n / 10) for n, passage in enumerate(passages))
    reply = reply_to("tiền", Clarify(hits), "student")
    titles = [passage.title for passage in passages]
    assert reply.text == "Để trả lời cho đúng, em cho mình biết em muốn hỏi điều nào nhé:"
    assert reply.buttons == [*map(button, titles), COUNSELLOR]
    assert reply.passage is None
    assert without_id(reply.payload) == {
        "kind": "clarify",
        "confidence": 0.4,
        "passages": [
            {"id": passage.id, "score": round(0.4 - n / 10, 3)}
            for n, passage in enumerate(passages)
        ],
        "citations": [],
        "suggestions": titles,
    }


@pytest.mark.parametrize(("audience", "who"), [("student", "em"), ("parent", "anh/chị")])
def test_of_two_readings_the_visitor_is_asked_which_was_meant(audience, who):
    readings = ("mượn sách", "muốn sách")
    reply = reply_to("muon sach", AskReading(readings), audience)
    assert reply.text == f"Ý {who} là “mượn sách” hay “muốn sách”?"
    assert reply.buttons == [*map(button, readings), counsellor_button(audience)]
    assert reply.passage is None
    assert without_id(reply.payload) == {
        "kind": "clarify",
        "confidence": 0.0,
        "passages": [],
        "citations": [],
        "suggestions": list(readings),
    }


def test_a_refusal_names_what_was_asked_and_what_is_nearest():
    reply = reply_to("lương thợ hàn?", NoAnswer(hit(LOAN, 0.12)), "student")
    assert reply.text == (
        "Mình chưa tìm thấy trong các văn bản mình có câu trả lời chắc chắn cho: "
        "“lương thợ hàn?”. Mình không đoán để khỏi nói sai.\n\n"
        "Điều gần nhất mình biết: Vay vốn đi học ở đâu?\n\n"
        "Em thử hỏi cách khác, hoặc gặp thầy cô tư vấn nhé."
    )
    assert reply.buttons == [button("Vay vốn đi học ở đâu?"), COUNSELLOR]
    assert reply.passage is None
    assert without_id(reply.payload) == {
        "kind": "no_answer",
        "confidence": 0.12,
        "passages": [{"id": "ho-tro/vay-von", "score": 0.12}],
        "citations": [],
        "suggestions": ["Vay vốn đi học ở đâu?"],
    }


def test_a_refusal_with_nothing_near_offers_a_person():
    reply = reply_to("👍", NoAnswer(None), "teacher")
    assert reply.text == (
        "Mình chưa tìm thấy trong các văn bản mình có câu trả lời chắc chắn cho: "
        "“👍”. Mình không đoán để khỏi nói sai.\n\n"
        "Thầy/cô thử hỏi cách khác, hoặc gặp thầy cô tư vấn nhé."
    )
    assert reply.buttons == [counsellor_button("teacher")]
    assert without_id(reply.payload) == {
        "kind": "no_answer",
        "confidence": 0.0,
        "passages": [],
        "citations": [],
        "suggestions": [],
    }


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("a" * 80, "a" * 80),
        ("a" * 81, "a" * 80 + "…"),
        ("học " * 20, "học " * 20),
        ("nghề " * 20, "nghề " * 15 + "nghề…"),
        ("học nghề " + "x" * 90, "học nghề…"),
    ],
    ids=["as long as may be", "one word", "words that fit", "many words", "a long last word"],
)
def test_a_long_question_is_named_in_short(question, named):
    assert f"cho: “{named}”." in reply_to(question, NoAnswer(None), None).text


def test_every_reply_has_an_id_of_its_own():
    replies = [payload("answer", 1.0)["answer_id"] for _ in range(10)]
    assert len(set(replies)) == 10


def test_a_reply_says_nothing_of_a_passage_unless_it_says_one():
    assert Reply("Chào", [], payload("notice", 0.0)).passage is None
