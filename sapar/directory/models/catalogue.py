"""Taxonomies from elsewhere. The common catalogue itself is code: `directory.taxonomy`, `directory.hsds.catalogue`."""

from __future__ import annotations

from django.db import models

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy


class Taxonomy(models.Model):
    """A list of terms that came with an import, as it was given (HSDS `taxonomy`)."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=500)
    given = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A term of another list, as it was given (HSDS `taxonomy_term`)."""

    tenancy = Tenancy.PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    taxonomy = models.ForeignKey(
        Taxonomy, on_delete=models.CASCADE, null=True, blank=True, related_name="terms"
    )
    parent_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=500)
    given = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["name"], name="term_by_name")]

    def __str__(self) -> str:
        return self.name
