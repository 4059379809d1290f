"""Who helps with what, where, in which languages, at what price, and how sure we are."""

from sapar.directory.models.catalogue import Taxonomy, Term
from sapar.directory.models.details import Area, Capacity, Cost, Hours, PaperNeeded, Spoken, Telephone
from sapar.directory.models.lines import Line
from sapar.directory.models.listing import LegalState, Listing
from sapar.directory.models.offer import Offer
from sapar.directory.models.places import CYRILLIC_LANGUAGES, Place, PlaceSpelling, in_readers_language
from sapar.directory.models.sites import OfferAt, Representative, Site

__all__ = [
    "CYRILLIC_LANGUAGES",
    "Area",
    "Capacity",
    "Cost",
    "Hours",
    "LegalState",
    "Line",
    "Listing",
    "Offer",
    "OfferAt",
    "PaperNeeded",
    "Place",
    "PlaceSpelling",
    "Representative",
    "Site",
    "Spoken",
    "Taxonomy",
    "Telephone",
    "Term",
    "in_readers_language",
]
