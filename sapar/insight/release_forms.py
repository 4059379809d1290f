"""What a steward chooses for a release."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.insight import places
from sapar.insight.actions import Wanted
from sapar.insight.codes import Mode
from sapar.insight.kinds import KINDS
from sapar.ui.forms import CheckCards, ChoiceCards, OnceMixin, SaparForm

_QUARTERS_BACK = 8
MOST_EPSILON = 4


def past_quarters() -> list[tuple[str, str]]:
    """The last ones that are over, the latest first."""
    day, found = timezone.localdate(), []
    for _turn in range(_QUARTERS_BACK):
        first, _last = places.bounds(places.quarter_of(day))
        day = first - dt.timedelta(days=1)
        code = places.quarter_of(day)
        found.append((code, places.quarter_name(code)))
    return found


class ReleaseForm(OnceMixin, SaparForm):
    """For each kind of record its columns; without any the kind is left out."""

    quarter = forms.ChoiceField(label=_("Quarter"))
    mode = forms.ChoiceField(
        label=_("How the numbers are protected"), choices=Mode.choices, initial=Mode.EXACT, widget=ChoiceCards
    )
    epsilon = forms.DecimalField(
        label=_("Privacy spent, only for the third way (epsilon)"),
        required=False,
        initial="0.5",
        min_value=0,
        max_value=MOST_EPSILON,
        help_text=_("Less is safer and less exact. All releases together may spend 4, ever."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["quarter"].choices = past_quarters()
        for kind in KINDS:
            self.fields[kind.code] = forms.MultipleChoiceField(
                label=kind.label,
                required=False,
                initial=list(kind.usual),
                choices=[(one.code, one.label) for one in kind.columns],
                widget=CheckCards,
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("mode") == Mode.PRIVATE and not given.get("epsilon"):
            raise ValidationError({"epsilon": _("Say how much privacy this release may spend.")})
        return given

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        chosen = {kind.code: given[kind.code] for kind in KINDS if given[kind.code]}
        epsilon = float(given["epsilon"] or 0) if given["mode"] == Mode.PRIVATE else 0.0
        return Wanted(given["quarter"], chosen, given["mode"], epsilon)
