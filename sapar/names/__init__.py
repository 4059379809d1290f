"""Names of people from Central Asia and around it, in any script and spelling: are two of them one person's?

    >>> from sapar import names
    >>> names.score("Жумагулов Бакыт", "Bakyt Jumagulov").decision
    'same'

Pure: no Django, no database, nothing kept but a cache in memory, which `forget` empties.
"""

from sapar.names.comparing import Comparison, compare
from sapar.names.deciding import Facts, Spelling, Verdict, decide
from sapar.names.facts import Birth, birth
from sapar.names.keys import (
    NO_YEAR,
    RECIPE,
    Asked,
    Called,
    Keys,
    Traits,
    asked,
    called,
    dated,
    searched,
    size,
    stored,
    traits,
)
from sapar.names.likeness import forget
from sapar.names.mrz import NotReadable, Zone
from sapar.names.mrz import parse as parse_mrz
from sapar.names.parts import Name, read
from sapar.names.scoring import Score, doubtful, score, scores
from sapar.names.words import explained, folded, summary

__all__ = [
    "NO_YEAR",
    "RECIPE",
    "Asked",
    "Birth",
    "Called",
    "Comparison",
    "Facts",
    "Keys",
    "Name",
    "NotReadable",
    "Score",
    "Spelling",
    "Traits",
    "Verdict",
    "Zone",
    "asked",
    "birth",
    "called",
    "compare",
    "dated",
    "decide",
    "doubtful",
    "explained",
    "folded",
    "forget",
    "parse_mrz",
    "read",
    "score",
    "scores",
    "searched",
    "size",
    "stored",
    "summary",
    "traits",
]
