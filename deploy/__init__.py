"""Putting La Bàn on a machine: environments, and everything started with one command.

Way in: the Makefile. `environments.py` runs before anything is installed, so it is
standard library only and holds for any Python 3.
"""
