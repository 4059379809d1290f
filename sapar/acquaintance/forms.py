"""What staff type when somebody agrees to be recognised, and when a notice is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapar.acquaintance.actions import Said
from sapar.people.forms import ConsentForm
from sapar.ui.forms import ChoiceCards, SaparForm

if TYPE_CHECKING:
    from sapar.people.models import Person

_NOT_ASKED = ("recipient", "people", "given_by", "fields_allowed", "safe_to_tell", "words")


class EnterForm(ConsentForm):
    """The consent of one adult; about whom and to whom is settled."""

    nobody_feared = forms.BooleanField(
        label=_("I asked: there is no organisation that must not learn of it"),
        error_messages={"required": _("Ask this first. If there is one, do not enter the person.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, people=[person], recipients=None, **kwargs)
        for name in _NOT_ASKED:
            del self.fields[name]
        self.order_fields(["nobody_feared", "explained", "until", "how"])

    def said(self) -> Said:
        typed = self.cleaned_data
        return Said(typed["language_read"], typed["how"], typed["until"], typed["interpreter"])


DECISIONS = [("make_known", _("Make ourselves known")), ("leave", _("Leave it as it is"))]
HINTS: dict[str, Any] = {
    "make_known": _("By tomorrow morning the other organisation reads our name, if it still helps this person. It learns nothing else."),
    "leave": _("Nobody learns that we were told. You can still make yourselves known later."),
}  # fmt: skip


class AnswerForm(SaparForm):
    verb = forms.ChoiceField(
        label=_("What do you decide?"), choices=DECISIONS, widget=ChoiceCards(hints=HINTS)
    )

    def __init__(self, *args: Any, is_left: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_left:
            field: Any = self.fields["verb"]
            field.choices = DECISIONS[:1]
            field.initial = "make_known"
