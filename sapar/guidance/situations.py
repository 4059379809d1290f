"""The flows as a person looks for them: by what is going on in their life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# In each group as `flows/order.yaml` has them. Every flow stands in exactly one.
SITUATIONS: tuple[tuple[StrPromise, str, tuple[str, ...]], ...] = (
    (
        _("I am held, threatened or detained"),
        "shield",
        ("passport-taken", "held", "detained", "police", "army"),
    ),
    (_("Work and wages"), "money", ("not-paid",)),
    (_("Papers and rules"), "paper", ("arrived", "permit", "barred", "no-papers", "register", "app")),
    (_("Family and health"), "family", ("child-born", "sick", "pregnant", "school", "family-left")),
    (_("Somebody has died or is missing"), "people", ("relative-died", "missing")),
    (_("Before leaving, and going home"), "map", ("before-departure", "going-home", "internal")),
)
