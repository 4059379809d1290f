"""Every write to the compendium."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, Stale
from sapar.common.tenancy import scope_of
from sapar.guidance.rules.book import the_book
from sapar.organisations.guard import require
from sapar.practice import anonymity, leaning, policy, queries, search
from sapar.practice.codes import State, Why
from sapar.practice.flow import ENTRY
from sapar.practice.models import Entry, Wording

if TYPE_CHECKING:
    from sapar.common.actor import Actor

WRITTEN = audit.name("practice.written", _("Entry of the compendium written"))
LOOKED = audit.name("practice.looked", _("Entry of the compendium read against the law again"))
_MOVED = {
    "send": audit.name("practice.sent", _("Entry of the compendium sent to its readers")),
    "drop": audit.name("practice.dropped", _("Entry of the compendium given up")),
    "second": audit.name("practice.seconded", _("Entry of the compendium approved by its first reader")),
    "return": audit.name("practice.returned", _("Entry of the compendium sent back")),
    "publish": audit.name("practice.published", _("Entry of the compendium published")),
    "withdraw": audit.name("practice.withdrawn", _("Entry of the compendium taken back")),
    "rework": audit.name("practice.reworked", _("Entry of the compendium opened again")),
}
_WITH_A_REASON = {"return", "withdraw"}


@dataclass(frozen=True)
class Told:
    """An entry in codes, as its form gives them; see `models.Entry`."""

    problems: tuple[str, ...]
    country: str
    result_code: str
    province: str = ""
    happened: str = ""
    took_weeks: int | None = None
    rules: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""


@dataclass(frozen=True)
class Said:
    """The words in a language; see `models.Wording`."""

    language: str
    title: str
    situation: str
    steps: str
    result: str
    law: str = ""
    failed: str = ""


@transaction.atomic
def write(actor: Actor, told: Told, said: Said, *, entry: Entry | None = None, version: int = 0) -> Entry:
    """A new draft, or a draft changed, with its words in one language.

    Raises `Invalid` with each place that could tell who somebody is: such a text is not stored. `Stale`.
    """
    require(actor, "practice.write", entry)
    row = entry or Entry(org_id=actor.org_id, writer_id=actor.member_id)
    if entry is not None:
        ENTRY.move(entry.state, "send")  # only a draft is written in
    for name, value in asdict(told).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    _check(row)
    _check_words(said)
    _save(row, version if entry else None)
    _put(row, said)
    audit.record(actor, WRITTEN, subject_kind="entry", subject_id=row.pk, details={"language": said.language})
    return row


@transaction.atomic
def say(actor: Actor, entry: Entry, said: Said) -> None:
    """The same entry in one more language, or one of its languages anew, while it is a draft. Raises `Invalid`."""
    require(actor, "practice.write", entry)
    ENTRY.move(entry.state, "send")
    _check_words(said)
    _put(entry, said)
    Entry.objects.filter(pk=entry.pk).update(changed_at=timezone.now(), version=entry.version + 1)
    audit.record(
        actor, WRITTEN, subject_kind="entry", subject_id=entry.pk, details={"language": said.language}
    )


def _check(row: Entry) -> None:
    unknown = [one for one in row.rules if one not in the_book().parameters]
    unknown += [one for one in row.acts if one not in the_book().acts]
    if unknown:
        raise Invalid(
            {"law_ids": __("This is not in the register: %(names)s.") % {"names": ", ".join(unknown)}}
        )
    try:
        row.clean_fields(
            exclude=["org", "writer", "first_reader", "second_reader", "pinned", "rules", "acts"]
        )
        row.validate_constraints(exclude=["org", "writer", "first_reader", "second_reader"])
    except ValidationError as refused:
        raise Invalid(
            {
                name if name != "__all__" else "": str(errors[0])
                for name, errors in refused.message_dict.items()
            }
        ) from None


def _check_words(said: Said) -> None:
    found = anonymity.refused(anonymity.findings(_texts(said), queries.sizes))
    problems: dict[str, list[str]] = {}
    for one in found:
        line = __("line %(n)s") % {"n": one.line}
        problems.setdefault(one.part, []).append(f"“{one.excerpt}” ({line}): {one.kind.label}")
    if problems:
        raise Invalid({part: " ".join(sentences) for part, sentences in problems.items()})


def _texts(said: Said) -> dict[str, str]:
    return {name: text for name, text in asdict(said).items() if name != "language"}


def _save(row: Entry, version: int | None) -> None:
    row.changed_at = timezone.now()
    if version is None:
        row.save(force_insert=True)
        return
    row.version = version + 1
    values = {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key
    }
    if not Entry.objects.filter(pk=row.pk, version=version).update(**values):
        raise Stale


def _put(row: Entry, said: Said) -> None:
    texts = _texts(said)
    Wording.objects.update_or_create(
        entry=row, language=said.language,
        defaults={**texts, "org_id": row.org_id, "sounds": search.sounds_of(texts), "is_draft": False},
    )  # fmt: skip


def move(actor: Actor, entry: Entry, verb: str, *, why: str = "", looked: bool = False) -> Entry:
    """Send, drop, second, publish, return, withdraw, rework.

    `looked`: the sender or reader has looked at every doubt and says that none is somebody's name; without it a text with
    doubts goes no further. `why` is a code of `Why`, asked for where an entry goes back. Raises `Invalid`.
    """
    policy.require_verb(actor, entry, verb)
    after = ENTRY.move(entry.state, verb)
    if verb in _WITH_A_REASON and why not in Why.values:
        raise Invalid({"why": __("Say why.")})
    if verb in {"send", "second", "publish"} and not looked and doubts(entry):
        raise Invalid(
            {"looked": __("Look at each of these places, and tick that none of them is somebody's name.")}
        )
    changes = {"state": after, "changed_at": timezone.now(), "why": why, **_marks(actor, entry, verb)}
    with transaction.atomic(), scope_of(actor, door=policy.DOOR if entry.org_id != actor.org_id else ""):
        if not Entry.objects.filter(pk=entry.pk, state=entry.state).update(**changes):
            raise Stale
    for name, value in changes.items():
        setattr(entry, name, value)
    audit.record(
        actor, _MOVED[verb], subject_kind="entry", subject_id=entry.pk, details={"why": why} if why else {}
    )
    return entry


def _marks(actor: Actor, entry: Entry, verb: str) -> dict[str, Any]:
    if verb == "second":
        return {"first_reader_id": actor.member_id}
    if verb == "publish":
        pinned = leaning.pin([*entry.rules, *entry.acts])
        return {"second_reader_id": actor.member_id, "published_at": timezone.now(), "pinned": pinned}
    if verb in {"return", "rework"}:
        return {"first_reader_id": None, "second_reader_id": None}
    return {}


def doubts(entry: Entry) -> list[anonymity.Finding]:
    """What a person has to look at before the entry goes on, in all its languages."""
    texts = {
        f"{one.language}: {_called(part)}": text
        for one in queries.wordings(entry)
        for part, text in one.texts.items()
    }
    return anonymity.doubts(anonymity.findings(texts, queries.sizes))


def _called(part: str) -> str:
    return str(getattr(Wording._meta.get_field(part), "verbose_name", part))


def look_again(actor: Actor, entry: Entry) -> None:
    """Somebody has read a published entry against the law as it stands now, and it still holds."""
    right = policy.right_for(actor, entry, "publish")
    require(actor, right, entry)
    if entry.state != State.PUBLISHED:
        ENTRY.move(entry.state, "withdraw")
    pinned = leaning.pin([*entry.rules, *entry.acts])
    with transaction.atomic(), scope_of(actor, door=policy.DOOR if entry.org_id != actor.org_id else ""):
        Entry.objects.filter(pk=entry.pk).update(pinned=pinned)
    audit.record(actor, LOOKED, subject_kind="entry", subject_id=entry.pk)
