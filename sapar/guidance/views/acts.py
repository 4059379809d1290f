"""The register of acts and agreements on a day, and what of ours leans on each. Public law: it may stand in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sapar.guidance import letters, walking
from sapar.guidance.counting import DayOfQuestion
from sapar.guidance.flows import the_library
from sapar.guidance.flows.checking import leaning_on
from sapar.guidance.rules import acts as register
from sapar.guidance.rules import rules
from sapar.guidance.rules.book import the_book
from sapar.guidance.speaking import are_drafts, in_file, said, title_of, told_on
from sapar.ui.countries import country_name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.guidance.rules.acts import Standing

# State: how it looks (`ui.states`); its words stand in the register.
LOOKS = {
    "in-force": "in_force",
    "unknown": "unconfirmed",
    "not-yet": "pending",
    "ended": "ended",
    "bill": "draft",
}


@require_safe
@never_cache
def acts(request: HttpRequest) -> HttpResponse:
    """`on` in the address is the day; without one today."""
    form = DayOfQuestion(request.GET if request.GET.get("on") else None, initial={"on": walking.today()})
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else walking.today()
    shown = [_row(one) for one in register.register(the_book(), on)]
    context = {"form": form, "on": on, "acts": shown, "drafted": are_drafts()}
    return render(request, "guidance/public/acts.html", context)


def _row(one: Standing) -> dict[str, object]:
    act = one.act
    flows = dict.fromkeys(name.partition("/")[0] for name in leaning_on(the_library(), set(one.leaning)))
    return {
        "act": act,
        "title": in_file(act.title),
        "state": (LOOKS[one.state], in_file(the_book().states[one.state])),
        "parties": ", ".join(country_name(code) if len(code) == 2 else code for code in act.parties),
        "told": told_on(act.told.written),
        "note": in_file(act.note) if act.note else None,
        "to_read_again": one.to_read_again,
        "replaced_by": in_file(the_book().acts[act.replaced_by].title) if act.replaced_by else None,
        "articles": [
            (in_file(the_book().parameters[name].title), article, name in one.to_read_again)
            for name, article in one.articles
        ],
        "calculators": [said(rules()[name].title) for name in one.used_by],
        "letters": [in_file(one.title) for one in letters.leaning_on(one.leaning)],
        "flows": [title_of(name) for name in flows],
    }
