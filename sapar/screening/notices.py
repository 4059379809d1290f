"""What a notice says: as little as the duty can be met with, and no name without a consent to be named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapar.people import lists
from sapar.screening.codes import RowState
from sapar.screening.models import Determination

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person
    from sapar.screening.models import Duty


def words(actor: StaffActor, case: Case, person: Person, duty: Duty, *, named: bool) -> str:
    """The text, in the language of who makes it, ready to be printed. Never the case's number: it could be asked for."""
    country = lists.country_name(case.country) if case.country else _("not known")
    status = (
        Determination.objects.filter(org_id=actor.org_id, case=case, person=person, state=RowState.KEPT)
        .order_by("-decided_on", "-pk")
        .first()
    )
    lines = [
        _("To: %(body)s") % {"body": duty.body},
        _("From: %(organisation)s") % {"organisation": actor.org.name},
        date_format(timezone.localdate(), "DATE_FORMAT"),
        "",
        _("Under %(law)s we give notice that a person seeking help has come to us.") % {"law": duty.source},
        _("Country: %(country)s. Sex: %(sex)s. Age group: %(age)s.")
        % {"country": country, "sex": person.get_sex_display(), "age": person.band_today.label},
        _("What was decided: %(status)s")
        % {"status": status.get_status_display() if status else _("nothing yet")},
    ]
    if named:
        lines += ["", _("With their consent, their name: %(name)s") % {"name": person.shown_name}]
    else:
        lines += [
            "",
            _("The person has not agreed to be named. We give no name and nothing to find them by."),
        ]
    return "\n".join(lines)
