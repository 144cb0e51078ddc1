"""What is said stays where it must, and goes when it is told to."""

import pytest

pytestmark = pytest.mark.e2e

MARK = "xylophonkhongco"
ERASED = "klarinetkhongco"


def test_no_log_and_no_metric_has_what_was_said(stack, visitor):
    visitor.ask(f"học phí {MARK} bao nhiêu")
    visitor.ask(f"/{MARK}")
    visitor.post(f"{MARK} " * 1000)
    stack.kill("actions")
    visitor.post(f"hỏi lại {MARK}")
    stack.start("actions")
    for name in stack.commands:
        assert MARK not in stack.log(name).read_text(encoding="utf-8").lower(), name
    assert MARK not in visitor.client.get("/metrics").text


def test_erasing_leaves_nothing_in_any_file(stack, visitor, visitors):
    visitor.ask(f"chỉ tiêu 2030 {ERASED}")
    other = visitors()
    other.ask("Chỉ tiêu đến 2030 của Chỉ thị 21 là bao nhiêu?")
    assert files_with_mark(stack)
    receipt = visitor.client.delete(f"/api/v1/conversations/{visitor.conversation}")
    assert receipt.status_code == 200
    assert receipt.json()["receipt"]
    assert files_with_mark(stack) == []
    gone = visitor.client.get(f"/api/v1/conversations/{visitor.conversation}/messages")
    assert gone.status_code == 404
    assert other.ask("nguồn đâu")["kind"] == "answer"


def files_with_mark(stack):
    """Return the databases and their logs that hold the mark, be it in a row or a leftover."""
    files = stack.folder.glob("*.db*")
    return [path.name for path in files if ERASED.encode() in path.read_bytes()]
