"""Our taxonomies as HSDS says them: the common catalogue in eight languages, and the terms of our profile.

A term has one id in every language of it: the id of the English one is what attributes point to; the same `code` and
`term_uri` tell that another term says the same in another language.
"""

from __future__ import annotations

import functools
import uuid
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils import translation

from sapar.directory.hsds.profile import NAMES
from sapar.directory.offer_codes import Unit
from sapar.directory.taxonomy import GROUPS, Service

Record = dict[str, Any]
NAMESPACE = uuid.UUID("7d0a6c1e-5a1b-5c8e-9f5e-2f6a0a7c3b11")
URI = "https://sapar.example/terms"
MAIN = "en"
# ISO 639-2, as HSDS asks for it.
ISO_639_2 = {
    "ru": "rus",
    "ky": "kir",
    "uz": "uzb",
    "tg": "tgk",
    "kk": "kaz",
    "tk": "tuk",
    "ro": "ron",
    "en": "eng",
}


def made_id(*parts: object) -> str:
    """The same parts give the same id on every installation."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


SERVICES = made_id("taxonomy", "services")
PROFILE = made_id("taxonomy", "profile")


def term_id(code: str, language: str = MAIN) -> str:
    return made_id("service", code) if language == MAIN else made_id("service", code, language)


def facet_id(name: str) -> str:
    return made_id("facet", name)


@functools.cache
def code_of_term() -> dict[str, str]:
    """Id of a term of the catalogue, in any language, to its code."""
    return {term_id(code, language): code for code in Service.values for language in ISO_639_2}


@functools.cache
def facet_of_term() -> dict[str, str]:
    return {facet_id(name): name for name in NAMES}


@functools.cache
def own_taxonomies() -> tuple[Record, ...]:
    return (
        {
            "id": SERVICES,
            "name": "Sapar services",
            "description": "The common catalogue of help for people who work abroad, in eight languages.",
            "version": "1",
        },
        {
            "id": PROFILE,
            "name": "Sapar profile",
            "description": "What HSDS has no field for: see docs/hsds.md. The value of an attribute holds the fact.",
            "version": "1",
        },
    )


def _group_of(code: str) -> str:
    return next((group for group, (_words, codes) in GROUPS.items() if code in codes), "")


@functools.cache
def own_terms() -> tuple[Record, ...]:
    """Every term of ours, in every language it has."""
    found: list[Record] = []
    for language in settings.LANGUAGES:
        with translation.override(language[0]):
            found += [_service_term(code, language[0]) for code in Service.values]
    return (*found, *(_facet_term(name) for name in NAMES))


def _service_term(code: str, language: str) -> Record:
    group = _group_of(code)
    words = str(Service(code).label)
    return {
        "id": term_id(code, language),
        "code": code,
        "name": words,
        "description": str(GROUPS[group][0]) if group else words,
        "taxonomy": "Sapar services",
        "taxonomy_id": SERVICES,
        "language": ISO_639_2[language],
        "term_uri": f"{URI}/services/{code}",
    }


def _facet_term(name: str) -> Record:
    return {
        "id": facet_id(name),
        "code": name,
        "name": name,
        "description": NAMES[name],
        "taxonomy": "Sapar profile",
        "taxonomy_id": PROFILE,
        "language": "eng",
        "term_uri": f"{URI}/profile/{name}",
    }


@functools.cache
def own_term(key: str) -> Record:
    """A term of ours by its id. Raises `KeyError`."""
    return {one["id"]: one for one in own_terms()}[key]


@functools.cache
def language_name(code: str) -> str:
    """In English, as HSDS's examples have it; the code where there is no name."""
    return str(Locale("en").languages.get(code, code))


def is_language(code: str) -> bool:
    """By ISO 639-1 as Babel has it. Of the seven thousand codes in three letters Babel knows a part: none is refused."""
    return len(code) > 2 or code in Locale("en").languages  # ISO 639-1 has two letters


def language_forms(code: str) -> set[str]:
    """The same language in two and in three letters, for those of the interface; data say either."""
    pairs = {two: three for two, three in ISO_639_2.items() if code in (two, three)}
    return {code, *pairs, *pairs.values()}


@functools.cache
def language_codes() -> dict[str, str]:
    """English name, lower case, to the code; for data that has names only."""
    # ISO 639, two or three letters.
    return {str(name).lower(): code for code, name in Locale("en").languages.items() if len(code) <= 3}


@functools.cache
def unit_codes() -> dict[str, str]:
    return {made_id("unit", code): code for code in Unit.values}
