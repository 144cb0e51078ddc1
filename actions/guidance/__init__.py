"""Guidance: what a counsellor does in a first talk, as flows that can be left and taken up.

A flow is a form of Rasa (`nlu/domain/guidance.yml`, `nlu/data/rules/guidance.yml`); what it
computes is a `Form` here, free of Rasa, and `form_actions` ties the two together.
"""
