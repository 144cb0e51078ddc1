"""Rasa is started with skops imported before everything else, and is Rasa still."""

import subprocess
import sys

ORDER = """
import sys
import deploy.start_rasa
print([name for name in ("skops.io", "tensorflow", "rasa") if name in sys.modules])
"""


def output_of(*arguments):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_skops_is_imported_while_few_modules_are():
    assert output_of("-c", ORDER).split("\n")[0] == "['skops.io']"


def test_the_arguments_are_those_of_rasa():
    assert "Rasa Version" in output_of("-m", "deploy.start_rasa", "--version")
