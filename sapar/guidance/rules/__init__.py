"""Rules as dated data and the calculators over them. Pure: no Django, no database, no clock.

`evaluate(rule, on, facts)` is the one way in. Nothing here knows what day it is: every question names its day.
"""

from sapar.guidance.rules.answers import Answer, Step
from sapar.guidance.rules.errors import (
    BadFact,
    GuidanceError,
    MissingFact,
    NoRuleForDate,
    NotCovered,
    UnknownFact,
    UnknownRule,
    Withheld,
)
from sapar.guidance.rules.evaluation import evaluate, find_rule, rules

__all__ = [
    "Answer",
    "BadFact",
    "GuidanceError",
    "MissingFact",
    "NoRuleForDate",
    "NotCovered",
    "Step",
    "UnknownFact",
    "UnknownRule",
    "Withheld",
    "evaluate",
    "find_rule",
    "rules",
]
