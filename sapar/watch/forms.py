"""What monitors type. All of it becomes public, so the fields say so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.organisations import queries as organisations
from sapar.organisations.lists import countries
from sapar.organisations.models import Organisation
from sapar.ui.forms import ChoiceCards, DayField, FlexibleDate, OnceMixin, SaparForm
from sapar.watch.actions import Evidence, Promise
from sapar.watch.codes import ActorKind
from sapar.watch.flow import COMMITMENT, VERBS
from sapar.watch.models import LONGEST_WORDS

NO_NAMES = _("Everybody will read this. Name offices and papers, never people.")


class EvidenceForm(SaparForm):
    """What was seen, where and when."""

    evidence = forms.CharField(
        label=_("Evidence: what you have seen"),
        max_length=LONGEST_WORDS,
        help_text=NO_NAMES,
        widget=forms.Textarea({"rows": 3}),
    )
    seen_on = DayField(label=_("On which day you saw it"))
    evidence_url = forms.URLField(
        label=_("Where others can see it (web address)"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].initial = timezone.localdate

    def seen(self) -> Evidence:
        given = self.cleaned_data
        return Evidence(given["evidence"], given["seen_on"], given["evidence_url"])


class PromiseForm(OnceMixin, EvidenceForm):
    actor_kind = forms.ChoiceField(label=_("Who promised: kind"), choices=ActorKind.choices)
    actor_name = forms.CharField(label=_("Who promised: name of the office or organisation"), max_length=160)
    actor_org = forms.ModelChoiceField(
        label=_("In our directory"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Not in the directory"),
        help_text=_("Its own people then cannot judge the promise."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    words_ru = forms.CharField(
        label=_("What was promised, in Russian"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    words_en = forms.CharField(
        label=_("What was promised, in English"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    made = FlexibleDate(label=_("When it was promised"))
    due_on = DayField(label=_("Promised for (if a day was named)"), required=False)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("The paper, law or speech that holds the promise.")
    )
    source_url = forms.URLField(
        label=_("Web address of the source"), max_length=300, required=False, assume_scheme="https"
    )
    field_order = [  # Django reads this list of a class
        "actor_kind", "actor_name", "actor_org", "country", "words_ru", "words_en", "made", "due_on", "source",
        "source_url", "evidence", "seen_on", "evidence_url", "once",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["actor_org"].queryset = organisations.organisations()
        chosen["country"].choices = [("", "—"), *countries()]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("words_ru") and not given.get("words_en") and not self.errors:
            raise ValidationError({"words_ru": _("Say in Russian or in English what was promised.")})
        return given

    def promise(self) -> Promise:
        given = self.cleaned_data
        words = {code: given[f"words_{code}"] for code in ("ru", "en") if given[f"words_{code}"]}
        plain = ("actor_kind", "actor_name", "country", "due_on", "source", "source_url")
        chosen = given["actor_org"]
        return Promise(
            words=words,
            made=given["made"].as_json(),
            actor_org_id=chosen.pk if chosen else None,
            **{name: given[name] for name in plain},
        )


class JudgeForm(EvidenceForm):
    verb = forms.ChoiceField(label=_("How it stands now"), widget=ChoiceCards)
    field_order = ("verb", "evidence", "seen_on", "evidence_url")

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verb"]
        field.choices = [(verb, VERBS[verb]) for verb in COMMITMENT.verbs_from(state)]


class RefuseForm(SaparForm):
    words = forms.CharField(
        label=_("Why you do not agree"),
        max_length=LONGEST_WORDS,
        help_text=NO_NAMES,
        widget=forms.Textarea({"rows": 3}),
    )


class NameForm(SaparForm):
    member = forms.ModelChoiceField(
        label=_("Colleague"), queryset=Organisation.objects.none(), empty_label=_("Please choose")
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = colleagues
        field.label_from_instance = lambda one: f"{one.user.display_name}, {one.get_role_display()}"
