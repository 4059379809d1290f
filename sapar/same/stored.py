"""Particulars as a merge keeps them, and what of them is taken back when it is undone. Pure."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from sapar.people.particulars import Particulars, Spelling
from sapar.ui.dates import PartialDate, Precision

_LISTS = ("citizenships", "languages")


def written(known: Particulars) -> dict[str, Any]:
    """As JSON."""
    plain = {one.name: getattr(known, one.name) for one in fields(known)}
    names = [[one.text, one.language, one.source] for one in known.names]
    lists = {name: list(plain[name]) for name in _LISTS}
    return plain | lists | {"names": names, "birth": known.birth.as_json()}


def read(kept: dict[str, Any]) -> Particulars:
    lists = {name: tuple(kept[name]) for name in _LISTS}
    names = tuple(Spelling(*one) for one in kept["names"])
    birth = PartialDate.from_json(kept["birth"]) or PartialDate(Precision.UNKNOWN)
    return Particulars(**{**kept, **lists, "names": names, "birth": birth})


def taken_back(now: Particulars, before: Particulars, after: Particulars) -> Particulars:
    """`now` without what the merge brought (`before` became `after`), as far as nobody has changed it since."""
    brought = {one.text for one in after.names} - {one.text for one in before.names}
    same = {
        one.name: getattr(before, one.name)
        for one in fields(now)
        if one.name not in ("names", *_LISTS) and getattr(now, one.name) == getattr(after, one.name)
    }
    if now.citizenships == after.citizenships and now.citizenship_state == after.citizenship_state:
        same |= {"citizenships": before.citizenships}
    else:
        same.pop("citizenship_state", None)
    spoken = set(after.languages) - set(before.languages)
    return replace(
        now,
        names=tuple(one for one in now.names if one.text not in brought),
        languages=tuple(one for one in now.languages if one not in spoken),
        **same,
    )
