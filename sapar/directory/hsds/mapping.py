"""Which field of HSDS is which field of ours. What stands in no table here is kept as it was given. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """A field of HSDS that names the parent, and ours."""

    link: str
    column: str
    parent: str


@dataclass(frozen=True)
class Mapped:
    """An object of HSDS and the model that holds it. `fields`: theirs to ours. The most special owner comes first."""

    name: str
    model: str
    fields: dict[str, str]
    owners: tuple[Owner, ...] = ()


_OFFER = Owner("service_id", "offer_id", "service")
_SITE = Owner("location_id", "site_id", "location")
_AT = Owner("service_at_location_id", "offer_at_id", "service_at_location")

SERVICE = Mapped("service", "Offer", {
    "url": "website", "email": "email", "fees_description": "fee_note", "minimum_age": "minimum_age",
    "maximum_age": "maximum_age",
})  # fmt: skip
LOCATION = Mapped("location", "Site", {
    "name": "name", "description": "about", "transportation": "way", "url": "website", "latitude": "latitude",
    "longitude": "longitude",
})  # fmt: skip
AT = Mapped("service_at_location", "OfferAt", {"description": "note"}, (
    Owner("service_id", "offer_id", "service"), Owner("location_id", "site_id", "location"),
))  # fmt: skip
CONTACT = Mapped("contact", "Representative", {
    "name": "name", "title": "post", "department": "unit", "email": "email",
}, (_OFFER, _SITE))  # fmt: skip
# The order in which they are stored: a language may hang on a telephone.
DETAILS: tuple[Mapped, ...] = (
    Mapped("phone", "Telephone", {"number": "number", "extension": "extension", "description": "note"}, (
        Owner("contact_id", "representative_id", "contact"), _AT, _OFFER, _SITE,
    )),
    Mapped("language", "Spoken", {"code": "code", "note": "note"}, (
        Owner("phone_id", "telephone_id", "phone"), _OFFER, _SITE,
    )),
    Mapped("schedule", "Hours", {
        "opens_at": "opens", "closes_at": "closes", "valid_from": "valid_from", "valid_to": "valid_to",
        "description": "note",
    }, (_AT, _OFFER, _SITE)),
    Mapped("service_area", "Area", {"name": "name"}, (_AT, _OFFER)),
    Mapped("cost_option", "Cost", {
        "option": "option", "currency": "currency", "amount": "amount", "amount_description": "note",
        "valid_from": "valid_from", "valid_to": "valid_to",
    }, (_OFFER,)),
    Mapped("required_document", "PaperNeeded", {"document": "name", "uri": "website"}, (_OFFER,)),
    Mapped("service_capacity", "Capacity", {
        "available": "free", "maximum": "in_all", "updated": "counted_at",
    }, (_OFFER,)),
)  # fmt: skip

ADDRESS = {
    "address_1": "address", "address_2": "address_more", "city": "town", "state_province": "region",
    "postal_code": "postal_code", "country": "country",
}  # fmt: skip
STATES = {"active": "active", "inactive": "inactive", "defunct": "defunct", "temporarily closed": "paused"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Parts of an RFC 5545 rule that say more than days of a week.
RULE_PARTS = ("count", "until", "byweekno", "bymonthday", "byyearday")
PHONE_KINDS = {"voice": "voice", "text": "text", "fax": "fax", "whatsapp": "whatsapp", "telegram": "telegram"}
LOCATION_TYPES = {"post": "postal", "virtual": "virtual"}
