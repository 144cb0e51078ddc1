"""The tests here run in both Pythons; those of the Rasa components only where Rasa is."""

import sys

collect_ignore_glob = ["components/*"] if sys.version_info >= (3, 11) else []
