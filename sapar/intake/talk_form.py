"""What the desk asks of a talk."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.directory.taxonomy import Problem
from sapar.intake import calls, guiding
from sapar.intake.calls import Talk
from sapar.intake.codes import CallerIs, Channel, ContactOutcome
from sapar.intake.desk_codes import Asked, Source
from sapar.intake.forms import TEL, topics
from sapar.intake.models import STANDING
from sapar.people import lists
from sapar.people.codes import MayCall, PhoneOf
from sapar.ui.forms import DayField, OnceMixin, SaparForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from sapar.organisations.models import Membership

_YEAR = dt.timedelta(days=366)
# Endings that one key gives: each saves the talk as far as it came. A topic that was not reached is "something else".
ENDINGS = (
    ContactOutcome.SILENT,
    ContactOutcome.CUT_OFF,
    ContactOutcome.ABUSIVE,
    ContactOutcome.WRONG_NUMBER,
)
# What belongs to the window and not to the talk.
_NOT_TYPED = ("once", "page", "version", "file", "word")


def _a_year_ago() -> dt.date:
    return timezone.localdate() - _YEAR


class PageInput(forms.HiddenInput):
    """A window's own name, made when the page is shown."""

    def format_value(self, value: Any) -> str:
        return str(value or uuid.uuid4())


def _keyed(widget: type[forms.Widget], key: str, **attrs: Any) -> forms.Widget:
    return widget(attrs={"accesskey": key, **attrs})


def _standing(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Asked.choices, initial=Asked.NOT_ASKED, required=False)


class WordForm(SaparForm):
    """The agreed word, which the caller's panel asks for where it shows nothing else."""

    word = forms.CharField(
        label=_("The agreed word"),
        max_length=60,
        widget=_keyed(forms.TextInput, "j", autocomplete="off"),
        required=False,
    )


class TalkForm(OnceMixin, WordForm):
    """A contact. Channel and topic are asked for; the rest is as far as it was said."""

    phone = forms.CharField(
        label=_("Phone"),
        max_length=calls.LONGEST_PHONE,
        widget=_keyed(forms.TextInput, "p", **TEL),
        required=False,
    )
    caller_is = forms.ChoiceField(
        label=_("Who calls?"), choices=CallerIs.choices, initial=CallerIs.UNKNOWN, required=False
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lists.languages,
        widget=_keyed(forms.Select, "g"),
        required=False,
    )
    country = forms.ChoiceField(label=_("Country it is about"), choices=lists.countries, required=False)
    may_call = forms.ChoiceField(
        label=_("May we call?"), choices=MayCall.choices, initial=MayCall.UNKNOWN, required=False
    )
    phone_of = forms.ChoiceField(
        label=_("Who uses this phone?"), choices=PhoneOf.choices, initial=PhoneOf.UNKNOWN, required=False
    )
    safety_words = forms.CharField(
        label=_("When to call, what to say"),
        max_length=calls.LONGEST_SAFETY,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    words = forms.CharField(
        label=_("What was said"),
        max_length=calls.LONGEST_NOTE,
        widget=_keyed(forms.Textarea, "w", rows=9),
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=topics, widget=_keyed(forms.Select, "t"))
    violence = _standing(_("Was there violence?"))
    discrimination = _standing(_("Treated worse than others?"))
    documents_taken = _standing(_("Were papers taken away?"))
    guided = forms.CharField(widget=forms.HiddenInput, max_length=guiding.LONGEST, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[one for one in ContactOutcome.choices if one[0] not in (*ENDINGS, ContactOutcome.MESSAGE)],
        initial=ContactOutcome.ADVISED,
        widget=forms.RadioSelect,
        required=False,
    )
    began_on = DayField(
        label=_("Day"),
        help_text=_("Empty: today"),
        earliest=_a_year_ago,
        latest=timezone.localdate,
        required=False,
    )
    began_time = forms.TimeField(
        label=_("Time"),
        help_text=_("Empty: now"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H %M", "%H"],
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
        required=False,
        error_messages={"invalid": _("We could not read this time. Write it like 14:30.")},
    )
    taken_by = forms.ChoiceField(label=_("Who took it?"), required=False)
    from_paper = forms.BooleanField(label=_("It stands on a paper form"), required=False)
    file = forms.FileField(
        label=_("Voice message or photo"),
        help_text=_("It is sealed with the contact."),
        widget=forms.ClearableFileInput({"accept": "audio/*,image/*,video/mp4,.pdf,.txt,.docx,.xlsx"}),
        required=False,
    )
    page = forms.CharField(widget=PageInput, required=False, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, colleagues: Iterable[Membership] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        # Asked for when the list is shown, or somebody was chosen: most talks are saved without either.
        taken_by: Any = self.fields["taken_by"]
        taken_by.choices = self._takers

    def _takers(self) -> list[tuple[str, Any]]:
        return [("", _("I did")), *((str(one.pk), one.user.display_name) for one in self.colleagues)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["began_at"] = self._began(given.get("began_on"), given.get("began_time"))
        return given

    def _began(self, day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
        """The moment in the organisation's zone; None when it is now."""
        today = timezone.localdate()
        if self.errors or (time is None and day in (None, today)):
            return None
        # A day that is over and no hour: noon stands for "some time that day".
        moment = timezone.make_aware(dt.datetime.combine(day or today, time or dt.time(12)))
        if moment > timezone.now():
            self.add_error("began_time", ValidationError(_("A talk can't begin in the future.")))
        return moment

    def talk(self, ending: str = "") -> Talk:
        """The talk as it was filled in; `ending` is the outcome that a single key gave."""
        given = self.cleaned_data
        names = ("channel", "topic", "language", "country", "phone", "safety_words", "words", "began_at")
        is_paper = bool(given["from_paper"] or given["taken_by"])
        return Talk(
            **{name: given[name] for name in names},
            outcome=ending or given["outcome"] or ContactOutcome.ADVISED,
            caller_is=given["caller_is"] or CallerIs.UNKNOWN,
            may_call=given["may_call"] or MayCall.UNKNOWN,
            phone_of=given["phone_of"] or PhoneOf.UNKNOWN,
            asked={name: given[name] or Asked.NOT_ASKED for name in STANDING},
            taken_by_id=uuid.UUID(given["taken_by"]) if given["taken_by"] else None,
            source=Source.PAPER if is_paper else Source.SCREEN,
            guided=guiding.recorded(guiding.read(given["guided"])),
        )

    def unsent(self, **prefilled: str) -> TalkForm:
        """The same form with everything that was typed, before anything is asked of it.

        `prefilled` fills what is still empty.
        """
        typed = {name: self[name].data for name in self.fields if name not in ("word", "file")}
        for name, value in prefilled.items():
            if typed.get(name) in (None, "", CallerIs.UNKNOWN):
                typed[name] = value
        return TalkForm(initial=typed, colleagues=self.colleagues)

    def content(self) -> dict[str, str]:
        """What was typed, to be kept as a draft."""
        typed = {name: self[name].data for name in self.fields if name not in _NOT_TYPED}
        return {name: _text(value) for name, value in typed.items() if value not in (None, "", False)}


class FileForm(OnceMixin, SaparForm):
    """A voice message, a photo or a paper for a contact that is there already."""

    file = forms.FileField(label=_("Voice message, photo or paper"))


def _text(value: Any) -> str:
    return "on" if value is True else str(value)


def with_ending(sent: QueryDict) -> QueryDict:
    """What was sent, with the channel and topic that a talk without any has."""
    filled = sent.copy()
    for name, least in (("channel", Channel.PHONE), ("topic", Problem.OTHER)):
        if not filled.get(name):
            filled[name] = least
    return filled
