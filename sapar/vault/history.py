"""Row history with seals: the database copies ciphertext into a version table, and the copy opens like its original.

    @history.tracked(exclude=["changed_at"])
    class Person(SealedRow): ...

makes the model `PersonVersion` in the same module (`makemigrations` writes it down); the package's walls add
`ProtectOwn("people_personversion", append_only=True)`. `org_id` and, with sealed fields, `data_key` are always kept.
Read it as `PersonVersion.objects.filter(org_id=..., pgh_obj=person).order_by("pgh_id")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pghistory
import pghistory.models
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Cast, NullIf

from sapar.common.tenancy import Tenancy
from sapar.vault.fields import SealedField, carrying_seals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Tracked = TypeVar("_Tracked", bound=type[models.Model])


def _who() -> Cast:
    """The user in scope when the database wrote the row; null for jobs and for people without an account."""
    setting = Func(
        Value("sapar.user"),
        Value(True),  # noqa: FBT003 - a database value: a missing setting is null, not an error
        function="current_setting",
        output_field=models.TextField(),
    )
    return Cast(NullIf(setting, Value("")), models.UUIDField())


class Version(pghistory.models.Event):
    """What a row was after a change: `pgh_label` is "insert" or "update", `by` the user."""

    tenancy = Tenancy.OWN

    pgh_id = models.BigAutoField(primary_key=True)
    by = models.UUIDField(null=True, db_default=_who())

    class Meta:
        abstract = True

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        with carrying_seals():
            super().refresh_from_db(*args, **kwargs)


def tracked(
    *, fields: Sequence[str] | None = None, exclude: Sequence[str] = ()
) -> Callable[[_Tracked], _Tracked]:
    """Keep every version of a model's rows: of all fields but `exclude`, or of `fields`."""

    def track(model: _Tracked) -> _Tracked:
        names = [field.name for field in model._meta.local_fields if field.name not in exclude]
        kept = list(fields) if fields is not None else names
        for needed in _needed(model, kept):
            if needed not in kept:
                kept.append(needed)
        make = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            fields=kept,
            model_name=f"{model.__name__}Version",
            base_model=Version,
            context_field=None,  # type: ignore[arg-type] # "none", as its documentation says
            obj_field=pghistory.ObjForeignKey(related_name="versions"),
            append_only=True,
        )
        make(model)
        return model

    return track


def _needed(model: type[models.Model], kept: Sequence[str]) -> list[str]:
    """What a version cannot do without: whose row it is, and the key of its sealed fields."""
    needed = [model._meta.get_field("org_id").name]
    if any(isinstance(model._meta.get_field(name), SealedField) for name in kept):
        needed.append("data_key")
    return needed
