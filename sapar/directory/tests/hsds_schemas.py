"""HSDS's own JSON Schemas, where they lie beside the checkout, as strict as one can be: no property they do not name."""

from __future__ import annotations

import functools
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

_SHARED = os.environ.get("SAPAR_SHARED") or Path(__file__).resolve().parents[4] / "shared"
FOLDER = Path(_SHARED) / "data" / "hsds" / "3.1" / "schema"
needed = pytest.mark.skipif(
    not FOLDER.exists(), reason="HSDS's schemas are not beside this checkout; SAPAR_SHARED says where"
)


@functools.cache
def validator(name: str) -> Draft202012Validator:
    """`name` is a file below `schema/`: "compiled/service.json", "taxonomy.json"."""
    schema = _closed(_resolved(json.loads((FOLDER / name).read_text(encoding="utf-8"))))
    return Draft202012Validator(schema, format_checker=FormatChecker())


def _resolved(node: Any) -> Any:
    """Objects that a file only names are put in their place."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str) and node["$ref"].endswith(".json"):
            named = json.loads((FOLDER / node["$ref"]).read_text(encoding="utf-8"))
            return _resolved(named) | {name: value for name, value in node.items() if name != "$ref"}
        return {name: _resolved(value) for name, value in node.items()}
    return [_resolved(one) for one in node] if isinstance(node, list) else node


def _closed(node: Any) -> Any:
    """Everywhere additional properties are refused."""
    if isinstance(node, dict):
        closed = {name: _closed(value) for name, value in node.items()}
        is_object = isinstance(node.get("properties"), dict) and node.get("type", "object") == "object"
        return closed | {"additionalProperties": False} if is_object else closed
    return [_closed(one) for one in node] if isinstance(node, list) else node


def faults(name: str, document: Any) -> list[str]:
    """What the schema has against a document; empty when nothing."""
    return [
        f"{'/'.join(map(str, one.path))}: {one.message[:160]}"
        for one in validator(name).iter_errors(document)
    ]
