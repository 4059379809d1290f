"""What the directory's pages ask for. The public search takes codes only; a typed line is turned into codes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sapar.directory import queries
from sapar.directory.countries import COUNTRIES
from sapar.directory.taxonomy import GROUPS, Problem, Service
from sapar.directory.whom import WHOM
from sapar.ui.countries import country_name
from sapar.ui.forms import SaparForm

if TYPE_CHECKING:
    from sapar.directory.terms import SearchTerms


class FindForm(SaparForm):
    """The search by choosing. Shown with `initial`, read by `SearchTerms.read`: it is never validated, so no field is "optional"."""

    what = forms.ChoiceField(label=_("What is it about?"))
    where = forms.ChoiceField(label=_("Where are you?"))
    language = forms.ChoiceField(label=_("Language of help"))
    whom = forms.ChoiceField(label=_("For whom?"))
    free = forms.BooleanField(label=_("Only free help"), widget=forms.CheckboxInput({"value": "1"}))
    open = forms.BooleanField(label=_("Open now"), widget=forms.CheckboxInput({"value": "1"}))

    def __init__(self, terms: SearchTerms) -> None:
        ticked = {"free": terms.free_only, "open": terms.open_now}
        super().__init__(initial=terms.parameters() | ticked, auto_id="f-%s")
        fields: dict[str, Any] = self.fields
        fields["what"].choices = _needs(terms)
        fields["where"].choices = _places(terms)
        fields["language"].choices = [("", _("Any language")), *settings.LANGUAGES]
        fields["whom"].choices = [("", _("Anybody")), *((code, one.words) for code, one in WHOM.items())]


class WordsForm(SaparForm):
    """The search by typing: a need, a town or an organisation. Sent by POST, so that it stands in no address or log."""

    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("A town, a need or a name. What you type is not stored."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "enterkeyhint": "search"}),
        error_messages={"required": _("Type a town, a need or a name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="w-%s", **kwargs)


def _needs(terms: SearchTerms) -> list[Any]:
    """Anything, the groups, and each group's services; the chosen problem too, which no list holds."""
    chosen = [(terms.what, Problem(terms.need.code).label)] if terms.need.kind == "p" else []
    grouped = [
        (words, [(f"s-{code}", Service(code).label) for code in codes]) for words, codes in GROUPS.values()
    ]
    return [
        ("", _("Anything")),
        *chosen,
        *((f"g-{code}", words) for code, (words, _codes) in GROUPS.items()),
        *grouped,
    ]


def _places(terms: SearchTerms) -> list[tuple[str, Any]]:
    """Anywhere, then each country with the towns where somebody is listed; and the place asked for, wherever it is."""
    towns: dict[str, list[tuple[str, str]]] = {code: [] for code in COUNTRIES}
    for place in queries.listed_places(terms.place_id):
        towns.setdefault(place.country, []).append((str(place.pk), f"— {place.shown_name}"))
    offered: list[tuple[str, Any]] = [("", _("Anywhere"))]
    for code, here in towns.items():
        offered += [(code, country_name(code)), *sorted(here, key=lambda pair: pair[1])]
    return offered
