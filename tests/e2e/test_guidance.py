"""Guidance through the whole system: each flow of guidance.yml, turn by turn."""

import re
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.e2e

FLOWS = yaml.safe_load(Path(__file__).with_name("guidance.yml").read_text(encoding="utf-8"))
KINDS_WITH_A_PART = ("table", "picture", "reminder")


def tapped(title: str, replies: list[dict]) -> str:
    """Return what the button with this title sends."""
    buttons = [button for reply in replies for button in reply["buttons"]]
    found = [button["payload"] for button in buttons if button["title"].startswith(title)]
    assert found, f"no button {title!r} among {[button['title'] for button in buttons]}"
    return found[0]


def faults(expected: dict, replies: list[dict]) -> list[str]:
    """Return what is wrong with the replies to one turn; nothing for right ones."""
    text = "\n".join(reply["text"] for reply in replies)
    titles = [button["title"] for reply in replies for button in reply["buttons"]]
    found = [f"lacks {part!r}" for part in expected.get("has", []) if not re.search(part, text)]
    found += [f"holds {part!r}" for part in expected.get("not", []) if re.search(part, text)]
    found += [
        f"offers no {title!r}" for title in expected.get("buttons", []) if title not in titles
    ]
    if "kind" in expected and replies[0]["kind"] != expected["kind"]:
        found.append(f"is {replies[0]['kind']}")
    if "danger" in expected and replies[0]["danger"] != expected["danger"]:
        found.append(f"sees danger {replies[0]['danger']}")
    for part in KINDS_WITH_A_PART:
        if expected.get(part) and not any(reply[part] for reply in replies):
            found.append(f"has no {part}")
    return [*found, f"in:\n{text}"] if found else []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow["name"])
def test_a_flow_goes_as_it_should(flow, stack, visitors):
    visitor, replies = visitors(flow["audience"]), []
    for number, turn in enumerate(flow["turns"], 1):
        if "restart" in turn:
            for part in turn["restart"]:
                stack.kill(part)
            stack.start(*turn["restart"])
            continue
        said = turn.get("say") or tapped(turn["tap"], replies)
        replies = visitor.say(said)
        assert faults(turn, replies) == [], f"turn {number}, {said!r}"


def test_what_tells_of_danger_is_in_no_log_and_not_in_rasas_memory(stack, visitor):
    visitor.say("cha dượng hay đánh em, marked-zyx")
    for name in stack.processes:
        assert "marked-zyx" not in stack.log(name).read_text("utf-8", "replace"), name
    for database in stack.folder.glob("rasa.db*"):
        assert b"marked-zyx" not in database.read_bytes(), database.name


IN_BETWEEN = [
    "xin chào", "cảm ơn nhé", "tạm biệt", "bạn giúp được gì", "bạn là ai", "ok", "đồ ngu",
    "hôm nay trời đẹp quá", "nguồn đâu", "nói thêm đi", "ngắn thôi", "thế còn Lạng Sơn thì sao",
    "học phí trung cấp thế nào?", "em muốn gặp thầy cô tư vấn", "thôi dừng lại", "tìm trường",
    "làm trắc nghiệm sở thích", "học chỉ thị 21", "ôn tập", "nhắc em ngày 20/5",
    "đừng nhắc nữa", "giữ kết quả trắc nghiệm R18I12A9S20E11C7", "xoá kết quả trắc nghiệm",
    "tóm tắt kết quả trắc nghiệm", "tư vấn lộ trình", "bố đánh em", "???", "12",
]  # fmt: skip
"""Something of every intent."""


@pytest.mark.parametrize("start", ["tư vấn lộ trình", "làm trắc nghiệm sở thích", "học bài 1"])
def test_whatever_is_said_in_a_flow_is_answered_in_a_few_words_and_it_goes_on(visitors, start):
    visitor = visitors("student")
    for said in IN_BETWEEN:
        visitor.say(start)
        replies = visitor.say(said)
        assert len(replies) <= 4, said
        assert len({reply["text"] for reply in replies}) == len(replies), said
