"""The attack report of a part in sentences, in the reader's language. The whole of it, in English, stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapar.insight.sections import number

if TYPE_CHECKING:
    from sapar.insight.models import ReleasePart


def sentences(part: ReleasePart) -> list[str]:
    facts = part.report["facts"]
    if "epsilon" in facts:
        words = _("Privacy spent: %(spent)s. Left for all further releases: %(left)s.")
        return [words % {"spent": f"{facts['epsilon']:g}", "left": f"{facts['left']:g}"}]
    return [*_shown(facts), _attacked(part.report["attacks"])]


def _shown(facts: dict[str, Any]) -> list[str]:
    counted = {name: number(facts[name]) for name in ("tables", "shown", "hidden")}
    said = [_("%(tables)s tables, %(shown)s numbers shown, %(hidden)s hidden.") % counted]
    share = round(100 * facts["share_of_large_cells_hidden"])
    if share:
        words = _(
            "Of the numbers that are large enough %(share)s in a hundred are hidden too: else small ones could be reckoned."
        )
        said.append(words % {"share": share})
    withheld = facts["withheld_tables"]
    if withheld:
        words = ngettext(
            "%(count)s table is left out whole.", "%(count)s tables are left out whole.", withheld
        )
        said.append(words % {"count": withheld})
    return said


def _attacked(attacks: dict[str, Any]) -> str:
    """What came to light in any of the attacks, of this part and of it beside earlier ones."""
    found = sum(sum(one["exact"].values()) + one["narrow"] for one in attacks["releases"] if "exact" in one)
    found += sum(sum(one["counts"].values()) for one in attacks["pairs"])
    if found:
        return ngettext(
            "Attacks found %(count)s hidden number.", "Attacks found %(count)s hidden numbers.", found
        ) % {"count": found}
    return _(
        "Attacked alone and together with everything that went out before: not one hidden number was found."
    )
