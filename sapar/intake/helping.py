"""Who can help, beside the talk: the directory's answer to topic, country and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sapar.directory import offer_queries, offer_words
from sapar.directory import queries as directory
from sapar.directory.taxonomy import Service
from sapar.directory.terms import SearchTerms
from sapar.directory.trust import trust_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.common.actor import Actor
    from sapar.directory.models import LegalState
    from sapar.directory.search import Result
    from sapar.organisations.models import Agreement

_SHOWN = 5
_SERVICES = 3


def helpers(actor: Actor, said: Mapping[str, object]) -> list[tuple[Result, str]]:
    """The first answers to what has been said so far, each with the services that fit best, in words.

    None before anything has been said, and for who may not search.
    """
    terms = SearchTerms.read(
        {
            "problem": str(said.get("topic") or ""),
            "where": str(said.get("country") or ""),
            "language": str(said.get("language") or ""),
        }
    )
    if not (terms.what or terms.where) or not actor.may("directory.search"):
        return []
    found = directory.search(terms).results[:_SHOWN]
    warned = offer_queries.warnings(one.org_id for one in found)
    agreed = directory.agreements_in_force(actor) if actor.may("agreement.read") else {}
    return [(one, _words(one, warned.get(one.org_id, []), agreed.get(one.org_id))) for one in found]


def _words(found: Result, warnings: list[LegalState], agreement: Agreement | None) -> str:
    """What a law has made of it and what monitors found first: that is read before anybody is sent there."""
    trust = trust_words(found)
    services = ", ".join(str(Service(code).label) for code in found.codes[:_SERVICES])
    first = [
        *(offer_words.legal_words(state) for state in warnings),
        *(trust.reasons if trust.is_bad else []),
    ]
    return " ".join([*first, services, *_agreed(agreement)])


def _agreed(agreement: Agreement | None) -> list[str]:
    if agreement is None:
        return []
    if agreement.discount_percent:
        percent = {"percent": agreement.discount_percent}
        return [_("We have an agreement: %(percent)s per cent off for people we refer.") % percent]
    return [_("We have an agreement.")]
