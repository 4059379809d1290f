"""Who receives a call for help, when calls are a flood, and when a number must stay silent. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.people.codes import PhoneOf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sapar.organisations.models import Organisation

# Calls for help to one organisation within a minute: from the first figure on they are set aside, from the second on
# they are not accepted, or one machine could fill the disk.
FLOOD_A_MINUTE = 20
CEILING_A_MINUTE = 300

# Others may answer, or stand beside: a word about the caller can do harm.
UNSAFE_PHONES = frozenset({PhoneOf.SHARED, PhoneOf.RELATIVE, PhoneOf.EMPLOYER})


def fit(office: Organisation, country: str, language: str) -> int:
    """How well an organisation fits a call: its country counts more than its language."""
    return 2 * (bool(country) and office.country == country) + (
        bool(language) and language in office.languages
    )


def best(offices: Iterable[Organisation], country: str, language: str) -> Organisation | None:
    """The one that fits best; among equals the one that joined first, so that the answer is always the same."""
    ranked = sorted(offices, key=lambda one: (-fit(one, country, language), one.joined_at, one.pk))
    return ranked[0] if ranked else None


def is_unsafe(phones_of: Iterable[str], owners: int) -> bool:
    """Whether several people use a number, as far as anybody said."""
    return owners > 1 or not UNSAFE_PHONES.isdisjoint(phones_of)
