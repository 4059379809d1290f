"""The OpenAPI 3.1 description, made of the same tables that read parameters and write records."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from sapar.directory.api.parameters import PARAMETERS
from sapar.directory.hsds.objects import STOPS, objects

_PAGE = ("page", "per_page", "search")
_OF_SERVICES = (
    "taxonomy_term_id",
    "taxonomy_id",
    "language",
    "country",
    "latitude",
    "longitude",
    "distance_km",
    "modified_after",
)
_KINDS: dict[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "text": {"type": "string"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "number": {"type": "number"},
    "date": {"type": "string"},
    "time": {"type": "string"},
    "datetime": {"type": "string", "format": "date-time"},
}


@dataclass(frozen=True)
class Path:
    """An address: what it answers (`schema` names one below), and its parameters."""

    words: str
    schema: str
    parameters: tuple[str, ...] = ()
    is_list: bool = False


PATHS: dict[str, Path] = {
    "/": Path("What this API is.", "base"),
    "/openapi.json": Path("This description.", "any"),
    "/profile": Path("What the attributes of our profile mean.", "any"),
    "/services": Path(
        "Services.", "service_item", (*_PAGE, *_OF_SERVICES, "organization_id", "minimal", "full"), is_list=True
    ),
    "/services/{id}": Path("One service with everything that hangs on it.", "service"),
    "/organizations": Path("Organizations.", "organization_item", (*_PAGE, *_OF_SERVICES, "full", "full_service"), is_list=True),
    "/organizations/{id}": Path("One organization with its services and locations.", "organization", ("full_service",)),
    "/service_at_locations": Path(
        "Services at locations.", "service_at_location_item", (*_PAGE, *_OF_SERVICES, "organization_id", "full"), is_list=True
    ),
    "/service_at_locations/{id}": Path("One service at one location.", "service_at_location"),
    "/taxonomies": Path("Lists of terms.", "taxonomy", _PAGE, is_list=True),
    "/taxonomies/{id}": Path("One list of terms.", "taxonomy"),
    "/taxonomy_terms": Path(
        "Terms; those of the common catalogue in eight languages.", "taxonomy_term",
        (*_PAGE, "taxonomy_id", "language", "parent_id", "top_only"), is_list=True,
    ),
    "/taxonomy_terms/{id}": Path("One term.", "taxonomy_term"),
}  # fmt: skip


@functools.cache
def document(server: str) -> dict[str, Any]:
    """`server` is the address under which the API answers."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sapar directory, HSDS 3.1",
            "version": "3.1",
            "description": "Who helps people who work abroad: read only, without a key. Nothing is here without the "
            "word of the organization or of a published source; where shelters are is nowhere.",
        },
        "servers": [{"url": server.rstrip("/")}],
        "paths": {name: {"get": _operation(name, path)} for name, path in PATHS.items()},
        "components": {"schemas": _schemas()},
    }


def _operation(name: str, path: Path) -> dict[str, Any]:
    key = {"name": "id", "in": "path", "required": True, "schema": _KINDS["uuid"]}
    asked = [_parameter(one) for one in path.parameters]
    refusals = (
        {"400": _told("A parameter makes no sense; each is named with its reason.", {"$ref": _ref("errors")})}
        if asked
        else {}
    )
    if "{id}" in name:
        refusals["404"] = _told("No such record is published here.", {"$ref": _ref("errors")})
    return {
        "operationId": name.strip("/").replace("/{id}", "_by_id").replace(".", "_") or "base",
        "summary": path.words,
        "parameters": ([key] if "{id}" in name else []) + asked,
        "responses": {"200": _told(path.words, _answer(path)), **refusals},
    }


def _parameter(name: str) -> dict[str, Any]:
    one = PARAMETERS[name]
    return {"name": name, "in": "query", "required": False, "description": one.words, "schema": one.schema}


def _told(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _answer(path: Path) -> dict[str, Any]:
    one: dict[str, Any] = {"$ref": _ref(path.schema)}
    if not path.is_list:
        return one
    full = path.schema.removesuffix("_item")
    some = {"anyOf": [one, {"$ref": _ref(full)}]} if full != path.schema else one
    counts = {name: {"type": "integer"} for name in ("total_items", "total_pages", "page_number", "size")}
    flags = {name: {"type": "boolean"} for name in ("first_page", "last_page", "empty")}
    properties = {**counts, **flags, "contents": {"type": "array", "items": some}}
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def _schemas() -> dict[str, Any]:
    found = {name: _object(name) for name in objects()}
    found |= {f"{name}_item": _item(name) for name in STOPS}
    found["any"] = {"type": "object"}
    found["base"] = _closed({name: {"type": "string"} for name in ("version", "profile", "openapi_url")})
    error = _closed({name: {"type": "string"} for name in ("field", "reason")})
    found["errors"] = _closed({"errors": {"type": "array", "items": error}})
    return found


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _fields(name: str) -> dict[str, Any]:
    return {
        field: {"enum": kind} if isinstance(kind, list) else _KINDS[kind]
        for field, kind in objects()[name].fields.items()
    }


def _object(name: str) -> dict[str, Any]:
    kind = objects()[name]
    properties = _fields(name)
    properties |= {
        prop: {"type": "array", "items": {"$ref": _ref(child)}} for prop, (child, _link) in kind.many.items()
    }
    properties |= {prop: {"$ref": _ref(child)} for prop, (child, _link) in kind.one.items()}
    return {
        "type": "object",
        "required": list(kind.required),
        "properties": properties,
        "additionalProperties": False,
    }


def _item(name: str) -> dict[str, Any]:
    """As it stands in a list: its own fields and its parents'."""
    kind = objects()[name]
    properties = _fields(name)
    properties |= {
        prop: {"$ref": _ref(f"{child}_item" if child in STOPS else child)}
        for prop, (child, _link) in kind.one.items()
    }
    return {
        "type": "object",
        "required": list(kind.required),
        "properties": properties,
        "additionalProperties": False,
    }
