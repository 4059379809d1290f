"""What the pages about organisations ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sapar.accounts.forms import NewPasswordMixin, SignInForm
from sapar.accounts.models import User
from sapar.organisations import lists, policy, queries
from sapar.organisations.models import Circle, Kind, Organisation
from sapar.organisations.roles import Role
from sapar.ui.forms import CheckCards, ChoiceCards, DayField, OnceMixin, SaparForm

if TYPE_CHECKING:
    from sapar.common.actor import Actor

ROLE_HINTS: dict[str, Any] = {
    Role.OPERATOR: _("Takes calls, logs contacts, opens cases and offers them to other organisations."),
    Role.CASEWORKER: _("Works on cases and answers referrals."),
    Role.SUPERVISOR: _("Also invites colleagues, prints code sheets, closes and erases."),
    Role.COORDINATOR: _("Keeps the listing and the agreements. Sees no cases."),
    Role.AUDITOR: _("Reads the audit. Sees no cases."),
    Role.STEWARD: _("Invites organisations into the network. Sees no cases."),
    Role.MONITOR: _("Visits and calls organisations that help, and checks what they say. Sees no cases."),
}


class RoleForm(SaparForm):
    role = forms.ChoiceField(label=_("Role"), widget=ChoiceCards(hints=ROLE_HINTS))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(one.value, one.label) for one in policy.roles_given_by(actor)]


class InviteForm(RoleForm):
    label = forms.CharField(
        label=_("For whom"),
        help_text=_("In words only you understand, such as “night shift”. It need not be a name."),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class AcceptForm(NewPasswordMixin, SaparForm):
    """A new account, by invitation."""

    display_name = forms.CharField(
        label=_("Name shown to colleagues"),
        help_text=_("It need not be your real name."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    username = SignInForm.base_fields["username"]

    field_order = ("display_name", "username", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _(
            "Letters, digits and @ . + - _ . You type it each time you sign in."
        )

    def clean_username(self) -> str:
        typed: str = self.cleaned_data["username"]
        for validator in User._meta.get_field("username").validators:
            validator(typed)
        return typed


class ProfileForm(SaparForm):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Times on your pages are told in it."))
    languages = forms.MultipleChoiceField(label=_("Languages you help in"), widget=CheckCards, required=False)
    # What the form was opened with; a colleague may be quicker.
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, country=lists.countries(), time_zone=lists.zones(), languages=lists.languages())


class NewOrganisationForm(SaparForm):
    """An organisation that is listed and now joins, or one that nobody has listed."""

    listed = forms.ModelChoiceField(
        label=_("Listed in the directory"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Not listed: I describe it below"),
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    circle = forms.ChoiceField(label=_("Circle"), required=False, initial=Circle.OTHER)
    country = forms.ChoiceField(label=_("Country"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed: Any = self.fields["listed"]
        listed.queryset = queries.organisations().filter(joined_at__isnull=True)
        _choices(
            self,
            kind=Kind.choices,
            circle=Circle.choices,
            country=lists.countries(),
            time_zone=lists.zones(),
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("listed") and not given.get("name") and "name" not in self.errors:
            raise ValidationError({"name": _("Choose a listed organisation, or give the name of a new one.")})
        return given

    def facts(self) -> dict[str, Any]:
        """For the verb: the listed one, or what describes a new one."""
        if self.cleaned_data["listed"]:
            return {"organisation": self.cleaned_data["listed"]}
        names = ("name", "kind", "circle", "country", "time_zone")
        return {name: self.cleaned_data[name] for name in names}


class AgreementForm(OnceMixin, SaparForm):
    partner = forms.ModelChoiceField(
        label=_("With whom"), queryset=Organisation.objects.none(), empty_label=_("Please choose")
    )
    scope = forms.CharField(label=_("What it covers"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    terms = forms.CharField(
        label=_("Terms"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )
    discount_percent = forms.IntegerField(
        label=_("Discount for people referred, per cent"), min_value=0, max_value=100, required=False
    )
    signed_on = DayField(label=_("Signed on"), required=False)
    in_force_from = DayField(label=_("In force from"), required=False)
    in_force_to = DayField(label=_("In force until"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner: Any = self.fields["partner"]
        partner.queryset = queries.partners_of(actor)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        begins, ends = given.get("in_force_from"), given.get("in_force_to")
        if begins and ends and ends < begins:
            raise ValidationError({"in_force_to": _("The agreement ends before it begins.")})
        return given

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


def _choices(form: forms.Form, **choices: Any) -> None:
    for name, offered in choices.items():
        field: Any = form.fields[name]
        field.choices = offered
