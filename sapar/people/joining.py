"""One set of particulars out of two that are of one person: nothing that is known gives way to what is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sapar.people.codes import CitizenshipState, MayCall, Sex
from sapar.people.particulars import MOST_NAMES
from sapar.ui.dates import Precision

if TYPE_CHECKING:
    from sapar.people.particulars import Particulars, Spelling
    from sapar.ui.dates import PartialDate

# Whoever must not be called must not be called under another name either.
_CAREFUL_FIRST = (MayCall.NO, MayCall.TIMES, MayCall.YES, MayCall.UNKNOWN)
_SURE_FIRST = (Precision.EXACT, Precision.YEAR, Precision.ABOUT, Precision.UNKNOWN)


def joined(kept: Particulars, other: Particulars) -> Particulars:
    """`kept`, with the spellings and languages of both, and with what only `other` tells.

    Where both tell and differ, `kept` stands; of two answers to "may we call?" the more careful one does, and the words
    about safe contact are both kept.
    """
    has_citizenship = kept.citizenship_state != CitizenshipState.UNKNOWN
    cited = kept if has_citizenship else other
    return replace(
        kept,
        names=_spellings(kept, other),
        birth=_birth(kept.birth, other.birth),
        sex=other.sex if kept.sex == Sex.UNKNOWN else kept.sex,
        citizenship_state=cited.citizenship_state,
        citizenships=cited.citizenships,
        languages=tuple(dict.fromkeys([*kept.languages, *other.languages])),
        country=kept.country or other.country,
        province=kept.province if kept.country else other.province,
        may_call=min(kept.may_call, other.may_call, key=lambda one: _CAREFUL_FIRST.index(MayCall(one))),
        safety_words=_both(kept.safety_words, other.safety_words),
        agreed_word=kept.agreed_word or other.agreed_word,
    )


def _spellings(kept: Particulars, other: Particulars) -> tuple[Spelling, ...]:
    """As many as a person may have; the first ones of `kept` come first."""
    found: dict[str, Spelling] = {}
    for one in (*kept.names, *other.names):
        found.setdefault(" ".join(one.text.split()), one)
    return tuple(found.values())[:MOST_NAMES]


def _birth(kept: PartialDate, other: PartialDate) -> PartialDate:
    """The surer of the two where they do not contradict each other."""
    if not kept.year:
        return other
    is_surer = _SURE_FIRST.index(other.precision) < _SURE_FIRST.index(kept.precision)
    return other if is_surer and (other.year == kept.year or kept.precision is Precision.ABOUT) else kept


def _both(kept: str, other: str) -> str:
    return kept if other.strip() in kept else f"{kept}\n{other}".strip()
