"""Rasa's command line, ready in half the time: `python -m deploy.start_rasa run ...`.

skops, which reads the trained classifier, notes once where numpy's and scipy's functions
live: on being imported it looks for each of them in every module loaded so far. Rasa
imports it last, after TensorFlow, and spends 10 s of processor time on that (skops 0.9,
`python -X importtime`). Imported before all others it takes 2 s.

Runs in Rasa's Python.
"""

import runpy

import skops.io  # noqa: F401 - imported to be the first


def main() -> None:
    """Do what `python -m rasa` does, with the same arguments."""
    runpy.run_module("rasa", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
