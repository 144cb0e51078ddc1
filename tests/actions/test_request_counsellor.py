from actions.request_counsellor import ActionRequestCounsellor
from tests.actions.calls import run, without_id

TO_A_STUDENT = (
    "Em muốn gặp người thật là điều rất nên. Mình là máy, chưa gọi được thầy cô vào đây; "
    "em tìm giáo viên chủ nhiệm hoặc thầy cô tư vấn của trường nhé."
)
URGENT = "Nếu em hay ai đó đang gặp nguy hiểm, gọi ngay Tổng đài 111: miễn phí, trực cả ngày đêm."


async def test_who_asks_for_a_person_is_told_where_one_is(knowledge):
    action = ActionRequestCounsellor("phòng 12, cô Lan")
    message, events = await run(action, "gặp thầy cô", audience="student")
    assert message["text"] == (
        f"{TO_A_STUDENT}\n\nLiên hệ tư vấn của trường: phòng 12, cô Lan\n\n{URGENT}"
    )
    assert "buttons" not in message
    assert without_id(message["custom"]) == {
        "kind": "handoff",
        "confidence": 1.0,
        "passages": [],
        "citations": [],
        "suggestions": [],
    }
    assert events == []


async def test_a_school_without_a_contact_is_not_given_one():
    message, _ = await run(ActionRequestCounsellor(), audience="student")
    assert message["text"] == f"{TO_A_STUDENT}\n\n{URGENT}"


async def test_a_parent_is_addressed_as_one():
    message, _ = await run(ActionRequestCounsellor(), audience="parent")
    assert message["text"].startswith("Anh/chị muốn gặp người thật")
    assert "Nếu anh/chị hay ai đó" in message["text"]


async def test_a_contact_is_said_as_it_was_written():
    message, _ = await run(ActionRequestCounsellor("{bàn} số 3"))
    assert "Liên hệ tư vấn của trường: {bàn} số 3" in message["text"]


def test_the_name_is_that_of_the_domain():
    assert ActionRequestCounsellor().name() == "action_request_counsellor"
