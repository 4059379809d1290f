"""The archive's own words: what is in it, what each column means, what each code says. Static pages, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.template.loader import render_to_string
from django.utils import timezone

from sapar.keeping import contents

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db import models

    from sapar.keeping.contents import Table

_TYPES = {
    "UUIDField": "id", "ForeignKey": "id of", "OneToOneField": "id of", "DateTimeField": "time, UTC",
    "DateField": "date", "BooleanField": "yes or no", "BinaryField": "hexadecimal digits", "JSONField": "JSON",
    "SealedField": "text or JSON, was sealed",
}  # fmt: skip


def index(tables: Sequence[Table], counts: Mapping[str, int], files: Mapping[str, str]) -> bytes:
    """`index.html`: every table with its number of rows and both its forms, every file."""
    rows = [{"name": one.name, "title": one.title, "count": counts.get(one.name, 0)} for one in tables]
    context = {"tables": rows, "files": sorted(files.values()), "made_at": timezone.now()}
    return render_to_string("keeping/archive/index.html", context).encode()


def words(tables: Sequence[Table]) -> bytes:
    """`dictionary.html`: each column of each table, and the words of its codes."""
    found = [
        {"name": one.name, "title": one.title, "columns": [_column(field) for field in one.columns]}
        for one in tables
    ]
    return render_to_string("keeping/archive/dictionary.html", {"tables": found}).encode()


def readme(*, restricted: bool) -> bytes:
    return render_to_string(
        "keeping/archive/README.txt", {"restricted": restricted, "made_at": timezone.now()}
    ).encode()


def _column(field: models.Field[Any, Any]) -> dict[str, Any]:
    base = field.base_field if isinstance(field, ArrayField) else field
    kind = "SealedField" if contents.is_sealed(field) else type(base).__name__
    says = _TYPES.get(kind, "text or number")
    if says == "id of" and field.related_model is not None:
        says = f"id of {field.related_model._meta.db_table}"
    if base is not field:
        says = f"list of: {says}"
    codes = [(code, str(label)) for code, label in (base.flatchoices or ())]
    return {"name": field.attname, "type": says, "codes": codes}
