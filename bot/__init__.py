"""The front door: visitors come in here, and everything they said stays here.

Way in: `python -m bot serve` (HTTP API and web chat) and `python -m bot chat` (the same in a
terminal). May import `nlu.text` and nothing else of this project: the dialogue is asked over HTTP.
"""
