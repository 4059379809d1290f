"""The one way in which this core refuses."""

from __future__ import annotations


class Unfit(Exception):
    """The input cannot become safe tables. The text says what, where, and what to do about it."""
