"""What a person needs: said on a day, over on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, NotVisible
from sapar.organisations.guard import require
from sapar.people import lists
from sapar.people.actions.recording import hold
from sapar.people.codes import Need
from sapar.people.models import PersonNeed

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("needs.changed", _("Needs of a person changed"))


def set_needs(
    actor: StaffActor,
    person: Person,
    needed: Iterable[str],
    *,
    language: str = "",
    about: uuid.UUID | None = None,
) -> list[PersonNeed]:
    """From now on the person needs exactly these: new ones begin today, those left out end today. Raises `Invalid`."""
    require(actor, "person.write", person)
    wanted = set(needed)
    if not wanted <= set(Need.values):
        raise Invalid({"needs": __("Please choose from the list.")})
    if language and (language not in lists.LANGUAGES or Need.INTERPRETER not in wanted):
        raise Invalid({"language": __("Choose the language together with the need of an interpreter.")})
    held = hold(actor, person)
    standing = {one.code: one for one in PersonNeed.objects.filter(person=held, ended_on=None)}
    changed = _end(standing, wanted, language)
    changed |= _begin(actor, held, wanted - set(standing), language)
    if changed:
        details = {"needs": sorted(wanted)}
        audit.record(
            actor, "needs.changed", subject_kind="person", subject_id=held.pk, about=about, details=details
        )
    return list(PersonNeed.objects.filter(person=held, ended_on=None).order_by("since", "pk"))


def _end(standing: dict[str, PersonNeed], wanted: set[str], language: str) -> bool:
    """End what is left out; another language for the interpreter is written over."""
    over = [one for code, one in standing.items() if code not in wanted]
    for one in over:
        one.ended_on = max(timezone.localdate(), one.since)
        one.save(update_fields=["ended_on"])
    interpreter = standing.get(Need.INTERPRETER)
    if interpreter is not None and interpreter not in over and interpreter.language != language:
        interpreter.language = language
        interpreter.save(update_fields=["language"])
        return True
    return bool(over)


def _begin(actor: StaffActor, person: Person, new: set[str], language: str) -> bool:
    if actor.member_id is None:
        raise NotVisible
    for code in Need.values:
        if code in new:
            PersonNeed.objects.create(
                org_id=actor.org_id,
                person=person,
                code=code,
                language=language if code == Need.INTERPRETER else "",
                added_by_id=actor.member_id,
            )
    return bool(new)
