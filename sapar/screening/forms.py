"""What staff type about screening and what follows it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.cases.forms import MemberChoice
from sapar.cases.work_forms import RowChoice
from sapar.people import lists
from sapar.screening import codes
from sapar.screening.htcds.files import MOST_BYTES
from sapar.ui.fields import today
from sapar.ui.forms import CheckCards, ChoiceCards, DayField, SaparForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sapar.organisations.models import Membership
    from sapar.people.models import Consent

# Of a paper form: no table of questions that we have is older.
FIRST_DAY = dt.date(2010, 1, 1)
_TWO = forms.Textarea(attrs={"rows": 2})
_FOUR = forms.Textarea(attrs={"rows": 4})


class FactsForm(SaparForm):
    """What is asked at the end, and may stay empty."""

    industry = forms.ChoiceField(
        label=_("What kind of work is it?"),
        required=False,
        choices=[("", _("Not known")), *codes.Industry.choices],
    )
    found_through = forms.MultipleChoiceField(
        label=_("How was the work found?"),
        required=False,
        choices=codes.FoundThrough.choices,
        widget=CheckCards,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=5000, widget=_FOUR,
        help_text=_("In their words where you can. Sealed, and erased with the person."),
    )  # fmt: skip


class PaperForm(SaparForm):
    """The day that stands on a paper form."""

    asked_on = DayField(
        label=_("On which day were they asked?"),
        earliest=FIRST_DAY,
        latest=today,
        help_text=_("Type in only a form that you filled in yourself: it is kept as asked by you."),
    )


class TrainingForm(SaparForm):
    member = MemberChoice(label=_("Who was trained?"))
    course = forms.CharField(label=_("Course"), max_length=120)
    provider = forms.CharField(label=_("Who taught it?"), max_length=120)
    completed_on = DayField(label=_("Completed on"), latest=today)
    holds_until = DayField(
        label=_("Holds until"), required=False, help_text=_("Empty: three years from that day.")
    )

    def __init__(self, *args: Any, colleagues: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member: Any = self.fields["member"]
        member.offer(colleagues)


class DecisionForm(SaparForm):
    """What somebody decided; never what a screening says."""

    status = forms.ChoiceField(label=_("What was decided?"), choices=codes.Status.choices, widget=ChoiceCards)
    decided_by = forms.ChoiceField(
        label=_("What kind of body decided?"), choices=codes.DecidedBy.choices, widget=ChoiceCards
    )
    who = forms.CharField(
        label=_("Who decided?"), max_length=300, help_text=_("The person and the body, by name.")
    )
    decided_on = DayField(label=_("When?"), latest=today)
    ground = forms.CharField(
        label=_("On what ground?"), max_length=5000, widget=_FOUR,
        help_text=_("What it rests on: talks, papers, a ruling. “The screening said so” is no ground."),
    )  # fmt: skip


class WantForm(SaparForm):
    """Which help somebody wants."""

    kinds = forms.MultipleChoiceField(
        label=_("Which help do they want?"), choices=codes.SupportKind.choices, widget=CheckCards,
        help_text=_("Everybody can have each of these, whatever their citizenship or papers."),
    )  # fmt: skip


class EndForm(SaparForm):
    """Why help ends without having been given."""

    words = forms.CharField(label=_("Why?"), max_length=2000, widget=_TWO)


class DutyForm(SaparForm):
    country = forms.ChoiceField(label=_("Country"), choices=lists.countries)
    body = forms.CharField(label=_("Who is to be notified?"), max_length=200)
    requires = forms.CharField(label=_("What does the law ask for?"), max_length=2000, widget=_FOUR)
    source = forms.CharField(
        label=_("Law, article, where to read it"),
        max_length=300,
        help_text=_("Only what the lawyer has read."),
    )
    lawyer = forms.CharField(
        label=_("Name of the lawyer who confirms it"), max_length=120,
        help_text=_("Without a name nothing is switched on."),
    )  # fmt: skip
    confirmed_on = DayField(label=_("Confirmed on"), latest=today)


class NoticeForm(SaparForm):
    """Which duty, and whether the person agreed to be named."""

    duty = RowChoice(label=_("Which duty?"))
    consent = RowChoice(
        label=_("May the person be named?"), required=False,
        help_text=_("Only consents that hold and let the name go to a state body stand here."),
    )  # fmt: skip
    told = forms.BooleanField(
        label=_("I told the person what is passed on, and asked whether it is safe for them"),
    )

    def __init__(self, *args: Any, duties: Sequence[Any], consents: Sequence[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["duty"].offer((one, f"{lists.country_name(one.country)}: {one.body}") for one in duties)
        fields["consent"].offer(((one, one.recipient.name) for one in consents), _("No: without name"))


class OutForm(SaparForm):
    """Which days, as what, and why."""

    since = DayField(label=_("From"), latest=today)
    until = DayField(label=_("To"))
    form = forms.ChoiceField(
        label=_("As"), choices=[("csv", "CSV"), ("json", "JSON")], initial="csv", widget=ChoiceCards
    )
    reason = forms.CharField(
        label=_("Who asked for it, and what for?"), max_length=2000, widget=_TWO,
        help_text=_("Kept with your name and the number of people. The file is not kept."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = timezone.localdate()
        self.fields["since"].initial, self.fields["until"].initial = day.replace(month=1, day=1), day


class InForm(SaparForm):
    """A file of the standard."""

    file = forms.FileField(
        label=_("File of the data standard"), help_text=_("CSV or JSON in UTF-8, at most 2 MB and 1,000 people."),
        widget=forms.FileInput({"accept": ".csv,.json"}),
    )  # fmt: skip
    reason = forms.CharField(label=_("From whom is it, and why?"), max_length=2000, widget=_TWO)
    only_check = forms.BooleanField(
        label=_("Only check it: tell me what would be lost, and bring nothing in"),
        required=False,
        initial=True,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Split it."))
        return file
