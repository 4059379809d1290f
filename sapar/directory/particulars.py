"""Words for what the sources tell about an organisation besides its services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise as StrPromise

LABELS: dict[str, StrPromise] = {
    "founded": _("Founded in"),
    "registered": _("Registered in"),
    "years_of_work": _("Years of work"),
    "members": _("Members"),
    "branches": _("Branches"),
    "regional_representatives": _("Regional representatives"),
    "congress_delegates": _("Delegates of the congress"),
    "outreach_groups": _("Groups that go out to people"),
    "project_months": _("Length of the project, months"),
    "people_registered": _("People registered abroad"),
    "people_given_aid": _("People given aid"),
    "people_given_aid_in_2020": _("People given aid in 2020"),
    "employed_at_one_builder": _("Trained people hired by one builder"),
    "dormitory_rooms": _("Rooms in the dormitory"),
    "dormitory_opened": _("Dormitory opened in"),
    "iom_council_since": _("In the regional council of IOM since"),
    "projects": _("Projects"),
    "contacts_english_text": _("Contacts in three months, by the English text"),
    "contacts_russian_text": _("Contacts in three months, by the Russian text"),
    "funded_by": _("Paid for by"),
}
YEARS = ("founded", "registered", "dormitory_opened", "iom_council_since")

CODES: dict[str, StrPromise] = {
    "dues": _("Dues of the members"),
    "donations": _("A yearly donation campaign among local entrepreneurs"),
    "members": _("For members who pay monthly dues"),
    "lowest": _("The lowest possible price, under a strict code"),
    "kyrgyz": _("Kyrgyz"),
    "tajik": _("Tajik"),
    "uzbek": _("Uzbek"),
    "moldovan": _("Moldovan"),
    "moscow-region": _("Moscow region"),
    "saratov": _("Saratov"),
}

SCOPES: dict[str, StrPromise] = {
    "lawful-work": _("Information on the law and the steps of lawful work in Kazakhstan"),
    "members-in-russia": _("Protection of members who work in Russia"),
    "lawyers-and-line": _(
        "Lawyers and aid from the network; from the centre a line, day and night, in five languages"
    ),
}


def worded(particulars: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and meaning of each particular that has words, in the order of `LABELS`."""
    return [
        (str(label), _meaning(code, particulars[code]))
        for code, label in LABELS.items()
        if code in particulars
    ]


def _meaning(code: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_meaning(code, one) for one in value)
    if isinstance(value, int) and code not in YEARS:
        return number_format(value, force_grouping=True)
    return str(CODES.get(str(value), value))


def fee_words(fee: str, note: str) -> str:
    """The price with what there is to say about it: a code of ours or the organisation's own words."""
    return f"{fee} · {CODES.get(note, note)}" if note else fee


def agreement_words(agreed: Mapping[str, Any], partner: str) -> str:
    """One published agreement as a sentence or two."""
    words = __("With %(partner)s") % {"partner": partner}
    if agreed.get("signed"):
        words = __("With %(partner)s, signed in %(year)s") % {
            "partner": partner,
            "year": str(agreed["signed"])[:4],
        }
    scope = str(SCOPES.get(agreed.get("scope", ""), ""))
    parts = [words, scope]
    if agreed.get("helped"):
        helped = {
            "count": number_format(agreed["helped"], force_grouping=True),
            "years": agreed.get("helped_in", ""),
        }
        parts.append(__("More than %(count)s people helped in %(years)s") % helped)
    return ". ".join(part for part in parts if part) + "."
