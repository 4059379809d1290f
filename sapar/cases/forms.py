"""What staff type about cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _

from sapar.cases import codes
from sapar.cases.actions.words import LONGEST_LINE, LONGEST_STORY
from sapar.cases.flow import PAPER
from sapar.directory import provinces
from sapar.directory.taxonomy import Problem as ProblemCode
from sapar.people import lists
from sapar.people.codes import PhoneOf
from sapar.people.forms import ParticularsForm, unknown_first
from sapar.ui.forms import CheckCards, ChoiceCards, DayField, OnceMixin, PhoneField, SaparForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.forms import BoundField

    from sapar.cases.models import Case, Paper, Problem
    from sapar.organisations.models import Membership
    from sapar.people.models import Person

ROWS = {"rows": 8}
# Of story and place what is chosen, not written: one of two values has to be taken.
CHOSEN = ("country", "province", "language", "industry")
CHOOSE = _("Choose one of the two.")
# What the caller can be to the main person: anything but that person.
_RELATIONS = [pair for pair in codes.Relation.choices if pair[0] != codes.Relation.SELF]


class HeadForm(ParticularsForm):
    """Particulars of which the first ones stand open and the rest folded away."""

    first: ClassVar[Sequence[str]] = ("name", "phone", "phone_of", "may_call", "safety_words")

    def first_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name in self.first]

    def other_fields(self) -> list[BoundField]:
        apart = {*self.first, "zone"}
        return [self[name] for name in self.fields if name not in apart and not self[name].is_hidden]

    def is_unfolded(self) -> bool:
        """Whether something folded away has to be looked at."""
        return any(bound.errors for bound in self.other_fields())


class CallerForm(HeadForm):
    """Somebody who calls for somebody else. All may stay empty: then the person seeking help called."""

    relation = forms.ChoiceField(
        label=_("What is the caller to the person seeking help?"),
        choices=_RELATIONS,
        initial=codes.Relation.OTHER,
    )
    phone = PhoneField(label=_("Phone number"), required=False)
    phone_of = forms.ChoiceField(
        label=_("Whose phone is it?"), choices=unknown_first(PhoneOf), initial=PhoneOf.UNKNOWN
    )

    first: ClassVar[Sequence[str]] = ("name", "relation", "phone", "phone_of", "may_call", "safety_words")
    field_order: Sequence[str] = first

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (
            "document_name",
            "zone",
            "other_names",
            "citizenship_state",
            "citizenship",
            "second_citizenship",
        ):
            del self.fields[name]
        self.fields["name"].label = _("Caller's name")
        self.fields["phone"].label = _("Caller's phone number")
        self.fields["phone_of"].label = _("Whose phone do they call from?")

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.cleaned_data.get("phone")


class HelpedForm(HeadForm):
    """The person seeking help."""

    phone = PhoneField(label=_("Phone number"), required=False)
    phone_of = forms.ChoiceField(
        label=_("Whose phone is it?"), choices=unknown_first(PhoneOf), initial=PhoneOf.UNKNOWN
    )

    first: ClassVar[Sequence[str]] = (
        "name",
        "phone",
        "phone_of",
        "may_call",
        "safety_words",
        "birth",
        "sex",
        "country",
    )
    field_order: Sequence[str] = first


class StoryForm(SaparForm):
    """The case itself."""

    story = forms.CharField(
        label=_("What happened"), required=False, max_length=LONGEST_STORY, widget=forms.Textarea(attrs=ROWS)
    )
    country = forms.ChoiceField(
        label=_("Country where help is needed"), required=False, choices=lists.countries
    )
    province = forms.ChoiceField(
        label=_("Region, by its largest town"), required=False, choices=provinces.choices
    )
    language = forms.ChoiceField(
        label=_("Language we speak with them"), required=False, choices=lists.languages
    )
    industry = forms.ChoiceField(
        label=_("What kind of work is it?"),
        required=False,
        choices=[("", _("Not known")), *codes.Industry.choices],
    )

    def clean(self) -> dict[str, Any]:
        """The region's code alone; a region tells its country where none was chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        country, _dash, province = (cleaned.get("province") or "").partition("-")
        if province and cleaned.get("country", country) not in ("", country):
            self.add_error("province", _("This region is in another country."))
        cleaned["country"] = cleaned.get("country") or country
        cleaned["province"] = province
        return cleaned


class OpeningForm(OnceMixin, StoryForm):
    """A new case, without its people (they have forms of their own on the same page)."""

    problems = forms.MultipleChoiceField(
        label=_("Which problems?"),
        required=False,
        choices=ProblemCode.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    restricted = forms.BooleanField(
        label=_("Only for me and those I name later"), required=False,
        help_text=_("For a case that not every colleague should see."),
    )  # fmt: skip

    field_order = ("story", "problems", "country", "province", "language", "industry", "restricted", "once")


class AmendForm(StoryForm):
    """Story and place. After a collision `deciding` names the choices that have to be made, `base` what both began from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    deciding = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["province"]
        kept = self.initial.get("province", "")
        if kept and kept not in dict(flatten_choices(field.choices)):
            field.choices = [*field.choices, (kept, kept)]

    def clean(self) -> dict[str, Any]:
        for name in (self.cleaned_data.get("deciding") or "").split():
            if name in CHOSEN and name not in self.data and name not in self.errors:
                self.add_error(name, CHOOSE)
        return super().clean()


class FindForm(SaparForm):
    typed = forms.CharField(label=_("Case number, phone or document number"), max_length=60)


class NoteForm(OnceMixin, SaparForm):
    words = forms.CharField(
        label=_("New note"), max_length=LONGEST_STORY, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It can't be changed afterwards. To correct it write another one."),
    )  # fmt: skip


class MemberChoice(forms.ChoiceField):
    """A colleague, by display name; cleans to the membership."""

    def __init__(self, **kwargs: Any) -> None:
        self.known: dict[str, Membership] = {}
        super().__init__(**kwargs)

    def offer(self, members: Sequence[Membership]) -> None:
        self.known = {str(one.pk): one for one in members}
        self.choices = [(key, one.user.display_name) for key, one in self.known.items()]

    def clean(self, value: Any) -> Membership:
        return self.known[super().clean(value)]


class TaskForm(OnceMixin, SaparForm):
    words = forms.CharField(
        label=_("What is to be done?"), max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = DayField(label=_("By when?"), required=False)
    owner = MemberChoice(label=_("Who does it?"))

    def __init__(self, *args: Any, colleagues: Sequence[Membership], me: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.offer(colleagues)
        owner.initial = str(me)


class HandOverForm(SaparForm):
    member = MemberChoice(label=_("Who takes the case?"), widget=ChoiceCards)
    because = forms.CharField(
        label=_("Why, and what is next?"), required=False, max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Your colleague reads it before anything else."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member: Any = self.fields["member"]
        member.offer(colleagues)


class RestrictForm(SaparForm):
    """Who besides oneself may see the case."""

    members = forms.MultipleChoiceField(
        label=_("Who may see the case besides you?"), required=False, widget=CheckCards
    )

    def __init__(self, *args: Any, colleagues: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in colleagues}
        field: Any = self.fields["members"]
        field.choices = [(key, one.user.display_name) for key, one in self.known.items()]

    def clean_members(self) -> list[Membership]:
        return [self.known[key] for key in self.cleaned_data["members"]]


class WaitForm(SaparForm):
    waiting_for = forms.ChoiceField(
        label=_("For whom does the case wait?"), choices=codes.WaitingFor.choices, widget=ChoiceCards
    )


class CloseForm(SaparForm):
    """An outcome for every problem that is still open."""

    def __init__(self, *args: Any, problems: Sequence[Problem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = {f"outcome-{one.pk}": one for one in problems}
        for name, problem in self.open.items():
            self.fields[name] = forms.ChoiceField(
                label=problem.get_code_display(), choices=codes.Outcome.choices, widget=ChoiceCards,
                error_messages={"required": _("Say what came of the problem.")},
            )  # fmt: skip

    def outcomes(self) -> dict[UUID, str]:
        return {problem.pk: self.cleaned_data[name] for name, problem in self.open.items()}


class PartForm(SaparForm):
    role = forms.ChoiceField(
        label=_("Part in the case"), choices=codes.ParticipantRole.choices, widget=ChoiceCards
    )
    relation = forms.ChoiceField(
        label=_("What is this person to the main person?"),
        choices=codes.Relation.choices,
        initial=codes.Relation.OTHER,
    )


class NewPersonForm(OnceMixin, PartForm, HelpedForm):
    """A person of the case who is not written down yet."""

    first: ClassVar[Sequence[str]] = ("role", "relation", *HelpedForm.first)
    field_order: Sequence[str] = first


class KnownPersonForm(OnceMixin, PartForm):
    """A person who is written down already, found by phone."""

    person = forms.UUIDField(widget=forms.HiddenInput)


class LookForm(SaparForm):
    phone = PhoneField(label=_("Phone number"))


class ProblemForm(OnceMixin, SaparForm):
    code = forms.ChoiceField(label=_("Problem"), choices=[("", "—"), *ProblemCode.choices])
    person = forms.ChoiceField(label=_("Whose problem?"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field: Any = self.fields["person"]
        field.choices = [("", _("Of all")), *((key, one.shown_name) for key, one in self.people.items())]

    def clean_person(self) -> Person | None:
        return self.people.get(self.cleaned_data["person"])


class OutcomeForm(SaparForm):
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=codes.Outcome.choices, widget=ChoiceCards
    )


class PaperForm(OnceMixin, SaparForm):
    person = forms.ChoiceField(label=_("Whose paper?"))
    kind = forms.ChoiceField(label=_("Which paper?"), choices=[("", "—"), *codes.PaperKind.choices])
    state = forms.ChoiceField(
        label=_("How does it stand?"), choices=codes.PaperState.choices, widget=ChoiceCards
    )
    number = forms.CharField(label=_("Number"), required=False, max_length=60)
    country = forms.ChoiceField(label=_("Issued by"), required=False, choices=lists.countries)
    ends_on = DayField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field: Any = self.fields["person"]
        field.choices = [(key, one.shown_name) for key, one in self.people.items()]

    def clean_person(self) -> Person:
        return self.people[self.cleaned_data["person"]]


PAPER_VERBS = {
    "apply": _("Applied for"),
    "receive": _("Received: the person holds it"),
    "refuse": _("Refused"),
    "lose": _("Lost"),
    "take": _("Taken away by somebody"),
}


class PaperMoveForm(SaparForm):
    """What happened to a paper; the choices are what its state allows."""

    verb = forms.ChoiceField(label=_("What happened?"), widget=ChoiceCards)
    number = forms.CharField(label=_("New number"), required=False, max_length=60)
    ends_on = DayField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verb"]
        field.choices = [(verb, PAPER_VERBS[verb]) for verb in PAPER.verbs_from(paper.state)]


class FileForm(OnceMixin, SaparForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A photo, PDF, sound, MP4 video, text, DOCX or XLSX. It is stored sealed."),
    )


def amend_initial(case: Case) -> dict[str, Any]:
    """What the boxes of `AmendForm` hold for a case."""
    return amended(case) | {"version": case.version}


def amended(row: Any) -> dict[str, str]:
    """Story and place of a case, or of a version of it, as the boxes hold them."""
    place = f"{row.country}-{row.province}" if row.province else ""
    return {
        "story": row.story or "", "country": row.country, "province": place, "language": row.language,
        "industry": row.industry,
    }  # fmt: skip
