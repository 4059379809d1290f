"""For whom help is looked for: what a person may say of themselves by one tap, and what services may ask for. Pure but for words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sapar.directory.offer_codes import Group, Sex, Standing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_CHILD = 17


@dataclass(frozen=True)
class Whom:
    """`low` and `high` are ages; None is "not said". Empty strings and lists as well."""

    words: str | _StrPromise
    sex: str = ""
    low: int | None = None
    high: int | None = None
    groups: tuple[str, ...] = ()
    standing: str = ""

    def asked(self) -> dict[str, Any]:
        """For the database's function."""
        return {
            "whom": True, "sex": self.sex, "low": self.low, "high": self.high, "groups": list(self.groups),
            "standing": self.standing,
        }  # fmt: skip


NOT_SAID: dict[str, Any] = {
    "whom": False, "sex": "", "low": None, "high": None, "groups": [], "standing": "",
}  # fmt: skip

# Women with children and survivors come first, as they do in the work (F17).
WHOM: dict[str, Whom] = {
    "pregnant": Whom(Group.PREGNANT.label, sex=Sex.WOMEN, groups=(Group.PREGNANT,)),
    "small-children": Whom(Group.SMALL_CHILDREN.label, groups=(Group.SMALL_CHILDREN,)),
    "woman": Whom(_("A woman"), sex=Sex.WOMEN),
    "survivor": Whom(Group.SURVIVORS.label, groups=(Group.SURVIVORS,)),
    "child": Whom(_("A child"), low=0, high=_CHILD, groups=(Group.CHILDREN, Group.CHILD_ALONE)),
    "man": Whom(_("A man"), sex=Sex.MEN),
    "disabled": Whom(Group.DISABLED.label, groups=(Group.DISABLED,)),
    "older": Whom(Group.OLDER.label, groups=(Group.OLDER,)),
    "unregistered": Whom(Standing.UNREGISTERED.label, standing=Standing.UNREGISTERED),
    "asylum": Whom(Standing.ASYLUM.label, standing=Standing.ASYLUM),
    "stateless": Whom(Standing.STATELESS.label, standing=Standing.STATELESS),
    "returned": Whom(Group.RETURNED.label, groups=(Group.RETURNED,)),
    "internal": Whom(Group.INTERNAL.label, groups=(Group.INTERNAL,)),
    "left-behind": Whom(Group.LEFT_BEHIND.label, groups=(Group.LEFT_BEHIND,)),
}
