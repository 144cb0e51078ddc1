"""A card that was changed is said by the server that is running."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.stack import PATIENCE_SECONDS

pytestmark = pytest.mark.e2e

CARD = "chi-thi-21/ai-ky"
QUESTION = "Ai ký Chỉ thị 21-CT/TW và ký ngày nào?"
SENTENCE = "Bản thử này chỉ có trong kiểm thử."


def build(stack, documents):
    done = subprocess.run(
        [sys.executable, "-m", "knowledge", "build"],
        env={**stack.environment, "KNOWLEDGE_DOCUMENTS": str(documents)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def wait_until(said, visitor, *, present):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if (said in visitor.ask(QUESTION)["text"]) is present:
            return
        time.sleep(0.3)
    raise AssertionError("the new index was not taken up")


def test_a_changed_card_is_taken_up_without_a_restart(stack, visitor, tmp_path):
    documents = tmp_path / "documents"
    shutil.copytree("knowledge/documents", documents)
    card = documents / f"{CARD}.md"
    card.write_text(card.read_text(encoding="utf-8") + f"\n{SENTENCE}\n", encoding="utf-8")
    progress = build(stack, documents)
    assert "1/1" in progress  # only what changed was embedded
    wait_until(SENTENCE, visitor, present=True)
    build(stack, Path("knowledge/documents"))
    wait_until(SENTENCE, visitor, present=False)
