"""Saving a row so that what the database would refuse is said in the sentence its constraint carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint

from sapar.common.errors import Invalid
from sapar.common.ready import insert
from sapar.vault.fields import SealedField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model


def save(row: Model, places: Mapping[str, str] | None = None) -> None:
    """Save; raises `Invalid` with the sentence of the constraint that the row would break.

    `places` maps a constraint's name to the form field its sentence stands beside. Constraints without a sentence of
    their own guard against our mistakes, not a person's, and are left to the database.
    """
    sealed = {field.name for field in row._meta.fields if isinstance(field, SealedField)}
    for constraint in row._meta.constraints:
        if _speaks(constraint):
            try:
                constraint.validate(type(row), row, exclude=sealed)
            except ValidationError as refused:
                place = (places or {}).get(constraint.name, "")
                raise Invalid({place: " ".join(refused.messages)}) from None
    if row._state.adding:
        insert(row)
    else:
        row.save()


def _speaks(constraint: BaseConstraint) -> bool:
    return constraint.violation_error_message != BaseConstraint.default_violation_error_message
