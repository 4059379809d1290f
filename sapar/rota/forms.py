"""What the pages of the rota ask."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.organisations import lists
from sapar.organisations import queries as organisations
from sapar.rota import cover, words
from sapar.rota.models import LONGEST_PROMISE
from sapar.ui.forms import CheckCards, DayField, OnceMixin, SaparForm

if TYPE_CHECKING:
    import datetime as dt
    from zoneinfo import ZoneInfo

    from sapar.common.actor import Actor

_CLOCK = {"class": "short", "autocomplete": "off", "inputmode": "numeric"}
_FORMATS = ["%H:%M", "%H.%M", "%H %M", "%H%M", "%H"]


def _time(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=_FORMATS,
        widget=forms.TextInput(_CLOCK),
        error_messages={"invalid": _("We could not read this time. Write it like 14:30.")},
        **more,
    )


class LineForm(OnceMixin, SaparForm):
    """An offer to answer public calls."""

    languages = forms.MultipleChoiceField(
        label=_("In which languages do you answer?"), choices=settings.LANGUAGES, widget=CheckCards
    )
    countries = forms.MultipleChoiceField(
        label=_("Calls about which countries?"),
        help_text=_("Choose none if you answer calls about any country."),
        widget=forms.SelectMultiple({"size": 8}),
        required=False,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        choices=words.weekdays,
        coerce=int,
        widget=CheckCards,
        initial=list(range(7)),
    )
    opens = _time(
        _("From"),
        help_text=_("By your own clock. Leave both empty if somebody answers day and night."),
        required=False,
    )
    closes = _time(
        _("Until"), help_text=_("Earlier than the first time: until the next morning."), required=False
    )
    answers_within = forms.IntegerField(
        label=_("Within how many hours do you answer?"),
        help_text=_("The public page promises it to whoever asks, counted from the hour you open."),
        min_value=1,
        max_value=LONGEST_PROMISE,
        initial=24,
        widget=forms.NumberInput(_CLOCK),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries: Any = self.fields["countries"]
        countries.choices = lists.countries()

    def facts(self) -> dict[str, Any]:
        names = ("languages", "countries", "weekdays", "opens", "closes", "answers_within")
        return {name: self.cleaned_data[name] for name in names}


class ShiftForm(OnceMixin, SaparForm):
    """A colleague on duty on a day, from an hour to an hour by the organisation's clock."""

    member = forms.TypedChoiceField(label=_("Who"), coerce=uuid.UUID)
    day = DayField(label=_("Day"), initial=timezone.localdate)
    begins = _time(_("From"), initial="09:00")
    ends = _time(
        _("Until"), initial="18:00", help_text=_("Earlier than the first time: until the next morning.")
    )

    def __init__(self, actor: Actor, zone: ZoneInfo, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        member: Any = self.fields["member"]
        people = [
            (str(one.pk), words.speaker(one.user.display_name, one.languages))
            for one in organisations.colleagues(actor)
        ]
        member.choices = [("", _("Please choose")), *people]

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        given = self.cleaned_data
        return cover.span_of(given["day"], given["begins"], given["ends"], self.zone)


class LanguagesForm(SaparForm):
    languages = forms.MultipleChoiceField(
        label=_("Which languages do they speak with callers?"),
        choices=settings.LANGUAGES,
        widget=CheckCards,
        required=False,
    )
