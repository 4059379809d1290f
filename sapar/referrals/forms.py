"""What staff type about referrals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapar.cases import queries as cases
from sapar.cases.actions.words import LONGEST_STORY
from sapar.cases.codes import Outcome
from sapar.directory.countries import COUNTRIES
from sapar.directory.taxonomy import Problem, Service
from sapar.people import lists
from sapar.people.codes import SEEN_AT_OFFER, GivenBy, SafeToTell, Shareable
from sapar.people.forms import ConsentForm
from sapar.referrals.flow import DeclineReason
from sapar.ui.forms import CheckCards, ChoiceCards, OnceMixin, SaparForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sapar.cases.models import Case, Participant
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

# What is usually needed to help somebody; the rest is chosen knowingly.
USUAL = [*SEEN_AT_OFFER, Shareable.NAMES, Shareable.PHONES, Shareable.SAFETY]

HINTS: dict[str, Any] = {
    **dict.fromkeys(SEEN_AT_OFFER, _("Seen at once, without a name")),
    Shareable.PHONES: _("Always goes together with how to contact safely"),
}


def _services() -> list[tuple[str, str]]:
    problems = [(f"p-{code}", label) for code, label in Problem.choices]
    services = [(f"s-{code}", label) for code, label in Service.choices]
    return [("", gettext("Anything")), (gettext("Problem"), problems), (gettext("Service"), services)]  # type: ignore[list-item] # groups of choices


def _countries() -> list[tuple[str, str]]:
    return [("", gettext("Anywhere")), *((code, lists.country_name(code)) for code in COUNTRIES)]


def _languages() -> list[tuple[str, str]]:
    return [("", gettext("Any language")), *lists.near_languages()]


class WhoForm(SaparForm):
    """Who could help: codes only, so it may stand in an address."""

    what = forms.ChoiceField(label=_("With what?"), required=False, choices=_services)
    where = forms.ChoiceField(label=_("In which country?"), required=False, choices=_countries)
    language = forms.ChoiceField(label=_("In which language?"), required=False, choices=_languages)


class PlanForm(SaparForm):
    """About whom, what for, and what would be passed on. Ids and codes only: it travels in the address."""

    asked_for = forms.MultipleChoiceField(label=_("What help do you ask for?"), widget=CheckCards)
    people = forms.MultipleChoiceField(label=_("About whom?"), widget=CheckCards)
    fields_chosen = forms.MultipleChoiceField(
        label=_("What may be passed on?"),
        help_text=_(
            "Choose only what the other organisation needs for its work. The person is asked about exactly this."
        ),
        choices=Shareable.choices,
        widget=CheckCards(hints=HINTS),
    )

    def __init__(
        self, *args: Any, parts: Sequence[Participant], services: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.person_id): one.person for one in parts}
        helped = [str(one.person_id) for one in parts if one.role in cases.HELPED]
        people: Any = self.fields["people"]
        people.choices = [(key, one.shown_name) for key, one in self.known.items()]
        people.initial = helped or list(self.known)[:1]
        asked: Any = self.fields["asked_for"]
        wanted = set(services) or set(Service.values)
        asked.choices = [(code, label) for code, label in Service.choices if code in wanted]
        self.fields["fields_chosen"].initial = [str(code) for code in USUAL]

    def chosen_people(self) -> list[Person]:
        return [self.known[key] for key in self.cleaned_data["people"]]


class AskForm(ConsentForm):
    """The consent for a referral: to whom, about whom and which fields are settled, and safety is asked first."""

    guardian = forms.ChoiceField(label=_("Which guardian?"), required=False)

    def __init__(
        self, *args: Any, official: bool, guardian: bool, guardians: Sequence[Person] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_official = official
        self.guardians = {str(one.pk): one for one in guardians}
        for name in ("recipient", "people", "fields_allowed"):
            del self.fields[name]
        if official:
            field: Any = self.fields["safe_to_tell"]
            field.choices = [
                (code, label) for code, label in SafeToTell.choices if code != SafeToTell.NOT_NEEDED
            ]
        else:
            del self.fields["safe_to_tell"]
        if not guardian:
            del self.fields["given_by"]
        self.order_fields(["safe_to_tell", "given_by", "guardian"])
        if not (guardian and guardians):
            del self.fields["guardian"]
        else:
            choices: Any = self.fields["guardian"]
            choices.choices = [("", gettext("Please choose"))] + [
                (key, one.shown_name) for key, one in self.guardians.items()
            ]

    def answers(self) -> dict[str, Any]:
        """Everything that `people.actions.Asked` takes from a form."""
        typed = self.cleaned_data
        names = ("language_read", "how", "until", "interpreter", "words")
        return {
            "safe_to_tell": typed.get("safe_to_tell") or SafeToTell.NOT_NEEDED,
            "given_by": typed.get("given_by") or GivenBy.SELF,
            "guardian": self.guardians.get(typed.get("guardian") or ""),
            **{name: typed[name] for name in names},
        }


def answer_times() -> list[tuple[str, str]]:
    return [
        ("24", gettext("Within a day")),
        ("72", gettext("Within three days")),
        ("168", gettext("Within a week")),
    ]


class OfferForm(OnceMixin, SaparForm):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    hours = forms.TypedChoiceField(
        label=_("Until when do you need an answer?"),
        coerce=int,
        initial="72",
        widget=ChoiceCards,
        choices=answer_times,
    )
    urgent = forms.BooleanField(
        label=_("It is urgent: somebody is in danger or a time limit runs out"), required=False
    )

    def answer_by(self) -> dt.datetime:
        return timezone.now() + dt.timedelta(hours=self.cleaned_data["hours"])


class AcceptForm(SaparForm):
    number = forms.CharField(
        label=_("Number of your own case to go on in"), required=False, max_length=16,
        help_text=_("Leave it empty and a new case is opened for you."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: StaffActor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.case: Case | None = None

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number:
            self.case = cases.visible_to(self.actor).filter(number=number).exclude(state="closed").first()
            if self.case is None:
                raise forms.ValidationError(_("There is no open case with this number."))
        return number


class DeclineForm(SaparForm):
    reason = forms.ChoiceField(label=_("Why?"), choices=DeclineReason.choices, widget=ChoiceCards)


class ReportForm(OnceMixin, SaparForm):
    """What was done, in words for the sender, and what came of each problem."""

    words = forms.CharField(
        label=_("What have you done, and what is next?"), required=False, max_length=LONGEST_STORY,
        help_text=_("Only the organisation that sent the referral reads this. It keeps it, also when the consent ends."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, problems: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems = list(problems)
        for code, known in problems.items():
            self.fields[f"outcome-{code}"] = forms.ChoiceField(
                label=Problem(code).label, required=False, initial=known,
                choices=[("", _("Nothing to tell yet")), *Outcome.choices],
            )  # fmt: skip

    def outcomes(self) -> dict[str, str]:
        return {
            code: self.cleaned_data[f"outcome-{code}"]
            for code in self.problems
            if self.cleaned_data[f"outcome-{code}"]
        }
