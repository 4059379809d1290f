"""Who can help, beside the talk: the directory's answer to topic, country and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.directory import offer_queries, offer_words
from sapar.directory import queries as directory
from sapar.directory.taxonomy import Service
from sapar.directory.terms import SearchTerms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.common.actor import Actor
    from sapar.directory.models import LegalState
    from sapar.directory.search import Result

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
    return [(one, _words(one, warned.get(one.org_id, []))) for one in found]


def _words(found: Result, warnings: list[LegalState]) -> str:
    """What a law has made of it first: that is read before anybody is sent there."""
    services = ", ".join(str(Service(code).label) for code in found.codes[:_SERVICES])
    return " ".join([*(offer_words.legal_words(state) for state in warnings), services])
