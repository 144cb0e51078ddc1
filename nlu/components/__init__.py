"""Rasa's parts of our own: graph components, the channel, the tracker store.

The only code that imports Rasa; runs in Python 3.10 only.
"""
