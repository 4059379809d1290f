"""Which way a sheet can go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.common.flow import Flow


class BatchState(models.TextChoices):
    READ = "read", _("Read, not checked")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    LOADING = "loading", _("Being loaded")
    LOADED = "loaded", _("Loaded")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    FORGOTTEN = "forgotten", _("Sheet destroyed")


S = BatchState

BATCH = Flow(
    {
        (S.READ, "map"): S.READ,
        (S.READ, "check"): S.CHECKING,
        (S.CHECKING, "end_check"): S.CHECKED,
        (S.CHECKING, "map"): S.READ,
        (S.CHECKED, "map"): S.READ,
        (S.CHECKED, "check"): S.CHECKING,
        (S.CHECKED, "load"): S.LOADING,
        (S.LOADING, "end_load"): S.LOADED,
        # Stopped on the way: what is loaded so far is taken back.
        (S.LOADING, "undo"): S.UNDOING,
        (S.LOADED, "undo"): S.UNDOING,
        (S.UNDOING, "end_undo"): S.UNDONE,
        (S.UNDONE, "map"): S.READ,
        (S.UNDONE, "check"): S.CHECKING,
        (S.READ, "forget"): S.FORGOTTEN,
        (S.CHECKED, "forget"): S.FORGOTTEN,
        (S.LOADED, "forget"): S.FORGOTTEN,
        (S.UNDONE, "forget"): S.FORGOTTEN,
    }
)

AT_WORK = frozenset({S.CHECKING, S.LOADING, S.UNDOING})
