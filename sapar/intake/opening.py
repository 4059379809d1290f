"""From a talk to a case: what the form asks, and the opening it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.cases.actions import Opening, Someone
from sapar.cases.codes import Industry, Relation
from sapar.directory.taxonomy import Problem
from sapar.intake import calls, guiding
from sapar.intake.codes import CallerIs
from sapar.people import lists
from sapar.people.codes import NameSource, PhoneOf, Sex
from sapar.people.particulars import LONGEST_NAME, Particulars, Spelling
from sapar.same import asking
from sapar.ui.forms import OnceMixin, PhoneField, SaparForm

if TYPE_CHECKING:
    from sapar.intake.models import Contact
    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person

CALLER, ANOTHER = "caller", "another"
# The form has two names and one sex, whosever it is; none of its other boxes belongs to a person's question.
_NOT_ASKED = {"name": "-", "phone": "-", "sex": "-", "birth": "-"}
_RELATIONS = [(code, label) for code, label in Relation.choices if code != Relation.SELF]


class OpeningForm(OnceMixin, SaparForm):
    """The caller and the person seeking help are two people unless somebody says that they are one."""

    who = forms.ChoiceField(
        label=_("Who needs help?"),
        choices=[(CALLER, _("The caller")), (ANOTHER, _("Somebody else"))],
        widget=forms.RadioSelect,
    )
    is_known = forms.BooleanField(label=_("The caller is the person we know by this number"), required=False)
    caller_name = forms.CharField(label=_("Name of the caller"), max_length=LONGEST_NAME, required=False)
    caller_phone = PhoneField(label=_("Phone of the caller"), required=False)
    caller_is = forms.ChoiceField(
        label=_("What is the caller to this person?"),
        choices=_RELATIONS,
        initial=Relation.OTHER,
        required=False,
    )
    helped_name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)
    helped_phone = PhoneField(label=_("Phone"), required=False)
    helped_sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN, required=False)
    problems = forms.MultipleChoiceField(
        label=_("Problems"), choices=Problem.choices, widget=forms.CheckboxSelectMultiple
    )
    story = forms.CharField(
        label=_("What happened"),
        max_length=calls.LONGEST_NOTE,
        widget=forms.Textarea({"rows": 8}),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=lists.languages, required=False)
    country = forms.ChoiceField(
        label=_("Country where help is needed"), choices=lists.countries, required=False
    )
    industry = forms.ChoiceField(
        label=_("What kind of work is it?"), choices=[("", _("Not known")), *Industry.choices], required=False
    )
    restricted = forms.BooleanField(label=_("Only I, and whom I name, may see this case"), required=False)

    def __init__(
        self, sent: Any, *, contact: Contact, known: Person | None, typed: dict[str, Any] | None = None
    ) -> None:
        self.contact, self.known = contact, known
        super().__init__(sent, initial=self._said() | (typed or {}))
        if known is None:
            del self.fields["is_known"]

    def unsent(self, **filled: Any) -> OpeningForm:
        typed = {name: self[name].data for name in self.fields} | filled
        return OpeningForm(None, contact=self.contact, known=self.known, typed=typed)

    def questions(self, request: StaffRequest) -> dict[str, asking.Question]:
        """Whom the two names may mean; a caller who is known by their number is not asked about."""
        is_told = self.known is not None and bool(self["is_known"].data)
        of_caller = {} if is_told else {"name": "caller_name", "phone": "caller_phone"}
        of_helped = {"name": "helped_name", "phone": "helped_phone"}
        return {
            "caller": asking.Question(request, self, "caller-known", _NOT_ASKED | of_caller),
            "helped": asking.Question(request, self, "helped-known", _NOT_ASKED | of_helped),
        }

    def _said(self) -> dict[str, Any]:
        """What the talk has told already."""
        contact = self.contact
        return {
            "who": CALLER if contact.caller_is == CallerIs.SELF else ANOTHER,
            "is_known": True,
            "caller_phone": contact.phone or "",
            "caller_is": Relation.FRIEND if contact.caller_is == CallerIs.FRIEND else Relation.OTHER,
            "problems": list(
                dict.fromkeys(filter(None, (contact.topic, guiding.problem_of(contact.guided))))
            ),
            "story": contact.words or "",
            "language": contact.language,
            "country": contact.country,
        }

    def opening(self, request: StaffRequest, questions: dict[str, asking.Question]) -> Opening:
        """Who was chosen among those who are written down stands for who would be new."""
        given = self.cleaned_data
        is_one = given["who"] == CALLER
        caller = _known(request, self._caller(), questions["caller"])
        return Opening(
            helped=caller if is_one else _known(request, self._helped(), questions["helped"]),
            caller=None if is_one else caller,
            caller_is=given["caller_is"] or Relation.OTHER,
            problems=tuple(given["problems"]),
            story=given["story"],
            language=given["language"],
            country=given["country"],
            industry=given["industry"],
            restricted=given["restricted"],
        )

    def _caller(self) -> Someone:
        given = self.cleaned_data
        if self.known is not None and given["is_known"]:
            return Someone(self.known)
        contact = self.contact
        who = Particulars(
            names=_spelling(given["caller_name"], NameSource.PERSON),
            languages=(contact.language,) if contact.language else (),
            may_call=contact.may_call,
            safety_words=contact.safety_words or "",
            sex=(given["helped_sex"] if given["who"] == CALLER else "") or Sex.UNKNOWN,
        )
        return Someone(who, phone=given["caller_phone"], phone_of=contact.phone_of)

    def _helped(self) -> Someone:
        given = self.cleaned_data
        who = Particulars(
            names=_spelling(given["helped_name"], NameSource.CALLER),
            sex=given["helped_sex"] or Sex.UNKNOWN,
            country=given["country"],
        )
        return Someone(who, phone=given["helped_phone"], phone_of=PhoneOf.UNKNOWN)


def _known(request: StaffRequest, someone: Someone, question: asking.Question) -> Someone:
    chosen = question.chosen
    if chosen is None or not isinstance(someone.who, Particulars):
        return someone
    phone = asking.add_heard(request, chosen, someone.who, someone.phone)
    return Someone(chosen, phone=phone, phone_of=someone.phone_of)


def _spelling(name: str, source: str) -> tuple[Spelling, ...]:
    return (Spelling(name, source=source),) if name else ()
