"""The page on which a service is written: the form, its lists, and what the verb is told."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from sapar.directory.actions import OfferSaid
from sapar.directory.form_pages import FormPage
from sapar.directory.offer_forms import CLOSURES, COSTS, PAPERS, SPOKEN, TELEPHONES, OfferForm, site_choices
from sapar.directory.week_form import week_initial, week_rows

if TYPE_CHECKING:
    from django.http import QueryDict

    from sapar.directory.models import Offer, Site
    from sapar.directory.offer_forms import Lines

_PLAIN = (
    "codes", "status", "paused_until", "ways", "by_appointment", "fee", "fee_note", "free_proof", "sex", "minimum_age",
    "maximum_age", "groups", "standings", "citizenships", "papers", "website", "email",
)  # fmt: skip
_WORDS = ("name", "about", "apply")


class OfferPage(FormPage):
    """One service as a page shows and reads it; `offer` is None for a new one."""

    def __init__(self, data: QueryDict | None, sites: list[Site], offer: Offer | None) -> None:
        self.offer = offer
        self.form = OfferForm(site_choices(sites), data, initial=_initial(offer))
        self.spoken: Lines = SPOKEN(
            data, prefix="spoken", initial=_rows(offer, "spoken", "code", "how", "weekdays", "note")
        )
        self.costs: Lines = COSTS(
            data, prefix="costs", initial=_rows(offer, "costs", "option", "amount", "currency", "note")
        )
        self.papers: Lines = PAPERS(
            data, prefix="papers", initial=_rows(offer, "papers_needed", "name", "website")
        )
        self.telephones: Lines = TELEPHONES(
            data,
            prefix="telephones",
            initial=_rows(offer, "telephones", "number", "extension", "kind", "note"),
        )
        closures = [
            row
            for row in _rows(offer, "hours", "valid_from", "valid_to", "note", "is_closed")
            if row.pop("is_closed")
        ]
        self.closures: Lines = CLOSURES(data, prefix="closures", initial=closures)

    @property
    def forms(self) -> list[Any]:
        return [self.form, self.spoken, self.costs, self.papers, self.telephones, self.closures]

    def said(self) -> OfferSaid:
        given = self.form.cleaned_data
        facts = {name: given[name] for name in _PLAIN}
        facts["words"] = self._words(given)
        present = list(self.offer.hours.all()) if self.offer else []
        closed = [{**row, "is_closed": True} for row in self.closures.rows()]
        week = week_rows(given, [one for one in present if not one.is_closed])
        return OfferSaid(
            facts,
            hours=week + closed,
            spoken=self.spoken.rows(),
            telephones=self.telephones.rows(),
            areas=self._areas(given["countries"]),
            costs=self.costs.rows(),
            papers=self.papers.rows(),
            sites=[uuid.UUID(one) for one in given["sites"]],
        )

    def _words(self, given: dict[str, Any]) -> dict[str, dict[str, str]]:
        words = dict(self.offer.words) if self.offer else {}
        said = {name: given[name] for name in _WORDS if given[name]}
        words.pop(given["language"], None)
        return words | ({given["language"]: said} if said else {})

    def _areas(self, countries: list[str]) -> list[dict[str, Any]]:
        """Countries as chosen; an area that is more than a country stays as it is."""
        present = list(self.offer.areas.all()) if self.offer else []
        by_country = {row.country: row.pk for row in present if _is_country(row)}
        rows: list[dict[str, Any]] = [{"id": row.pk} for row in present if not _is_country(row)]
        return rows + [{"id": by_country.get(code), "country": code} for code in countries]


def _is_country(row: Any) -> bool:
    return bool(row.country) and not (row.place_id or row.name)


def _rows(offer: Offer | None, kind: str, *names: str) -> list[dict[str, Any]]:
    if offer is None:
        return []
    rows = sorted(getattr(offer, kind).all(), key=lambda row: row.position)
    return [{"id": row.pk} | {name: getattr(row, name) for name in names} for row in rows]


def written_in(offer: Offer | None) -> str:
    """The language whose words a page shows first: the reader's, where there are any, else one that has some."""
    own = (get_language() or "ru").split("-")[0]
    return own if offer is None or not offer.words or own in offer.words else next(iter(offer.words))


def _initial(offer: Offer | None) -> dict[str, Any]:
    language = written_in(offer)
    if offer is None:
        return {"status": "active", "papers": "unknown", "language": language}
    return (
        {name: getattr(offer, name) for name in (*_PLAIN, "version")}
        | {"language": language, **{name: offer.words.get(language, {}).get(name, "") for name in _WORDS}}
        | {"sites": [str(at.site_id) for at in offer.at.all()]}
        | {"countries": [row.country for row in offer.areas.all() if _is_country(row)]}
        | week_initial(offer.hours.all())
    )
