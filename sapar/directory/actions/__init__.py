"""Every write to the directory."""

from sapar.directory.actions.legal import declare
from sapar.directory.actions.listing import (
    add_listing,
    change_listing,
    confirm_listing,
    enlist,
    take_own_word,
)
from sapar.directory.actions.offers import OfferSaid, count_free, remove_offer, write_offer
from sapar.directory.actions.sites import (
    remove_representative,
    remove_site,
    write_representative,
    write_site,
)

__all__ = [
    "OfferSaid",
    "add_listing",
    "change_listing",
    "confirm_listing",
    "count_free",
    "declare",
    "enlist",
    "remove_offer",
    "remove_representative",
    "remove_site",
    "take_own_word",
    "write_offer",
    "write_representative",
    "write_site",
]
