"""Flows: graphs of questions in files. Routing here, words apart, answers replayed from state. Pure: no Django.

`replay(flow, answers)` says where somebody stands; nothing about progress is stored anywhere.
"""

from sapar.guidance.flows.library import Library, the_library
from sapar.guidance.flows.model import Flow, Help, Outcome, Place, Question
from sapar.guidance.flows.replaying import BadAnswer, back, deadlines, replay

__all__ = [
    "BadAnswer",
    "Flow",
    "Help",
    "Library",
    "Outcome",
    "Place",
    "Question",
    "back",
    "deadlines",
    "replay",
    "the_library",
]
