"""What every page of one organisation shows of its services, places, representatives and legal states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.directory import offer_queries, offer_words
from sapar.directory.trust import trust_words

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.directory.models import Listing


def offered(actor: Actor, listing: Listing) -> dict[str, Any]:
    """For the templates `_offers.html`, `_legal.html` and `_trust.html`. A service of which only the term is known stands above them."""
    states = offer_queries.legal_states(listing.org_id)
    cards = [offer_words.of_offer(one, listing) for one in offer_queries.offers(listing)]
    return {
        "offers": [card for card in cards if _says_more(card)],
        "sites": [offer_words.of_site(one) for one in offer_queries.sites(actor, listing)],
        "people": [
            (row, *offer_words.representative_lines(row))
            for row in offer_queries.representatives(actor, listing)
            if row.wished_on
        ],
        "legal": [offer_words.legal_words(row) for row in states if row.state in offer_queries.WARNED_OF],
        "legal_else": [
            offer_words.legal_words(row) for row in states if row.state not in offer_queries.WARNED_OF
        ],
        "trust": trust_words(listing),
    }


def _says_more(card: offer_words.OfferCard) -> bool:
    return bool(card.about or card.state or card.facts or card.sites or card.phones or card.offer.words)
