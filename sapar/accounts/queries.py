"""Reads of accounts. Everything but names is reached through the sign-in door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from sapar.accounts.door import one_at_a_time, signin_door
from sapar.accounts.models import (
    CodeSheet,
    Passkey,
    ResetCode,
    SheetCode,
    StaffSession,
    Totp,
    User,
    sign_in_name,
)
from sapar.common.errors import NotVisible

if TYPE_CHECKING:
    import uuid
    from datetime import datetime, timedelta

    from sapar.common.actor import Actor


@dataclass(frozen=True)
class Factors:
    """What a user has besides the password."""

    app_since: datetime | None
    passkeys: list[Passkey]
    sheet: CodeSheet | None
    codes_left: int
    next_code: int | None  # the number of the code that sign-in will ask for

    @property
    def count(self) -> int:
        """Ways in that do not run out; a sheet does, and cannot be the reason to give up the last of them."""
        return bool(self.app_since) + len(self.passkeys)

    @property
    def some(self) -> bool:
        return bool(self.count or self.codes_left)


def me(actor: Actor) -> User:
    """The actor's own user. Raises `NotVisible` for actors that are nobody's."""
    return user(id_of(actor))


def id_of(actor: Actor) -> uuid.UUID:
    """The actor's user. Raises `NotVisible` for the system and the public, who have no account."""
    if actor.user_id is None:
        raise NotVisible
    return actor.user_id


def user(user_id: uuid.UUID) -> User:
    found = User.objects.filter(pk=user_id, is_active=True).first()
    if found is None:
        raise NotVisible
    return found


def user_named(typed: str) -> User | None:
    return User.objects.filter(username=sign_in_name(typed)).first()


def is_name_taken(typed: str) -> bool:
    return user_named(typed) is not None


def factors(user_id: uuid.UUID) -> Factors:
    with signin_door(user_id):
        app = Totp.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()
        sheet = live_sheet(user_id)
        unused = _unused(sheet) if sheet else []
        return Factors(
            app_since=app.confirmed_at if app else None,
            passkeys=list(Passkey.objects.filter(user_id=user_id).order_by("made_at")),
            sheet=sheet,
            codes_left=len(unused),
            next_code=unused[0] if unused else None,
        )


def live_sheet(user_id: uuid.UUID) -> CodeSheet | None:
    return CodeSheet.objects.filter(user_id=user_id, revoked_at__isnull=True).first()


def printed_lately(kind: type[CodeSheet | ResetCode], actor: Actor, user: User, within: timedelta) -> bool:
    """Whether the actor has printed one for this user, used or not; nobody prints for them until the request ends."""
    with signin_door(user.pk):
        one_at_a_time(user.pk)
        rows = kind._default_manager.filter(user=user, issued_by=actor.user_id)
        return rows.filter(issued_at__gt=now() - within).exists()


def sessions(actor: Actor) -> list[StaffSession]:
    """The actor's own open sign-ins, the latest used first."""
    user_id = id_of(actor)
    with signin_door(user_id):
        return list(StaffSession.objects.filter(user_id=user_id).order_by("-seen_at"))


def with_sign_in_facts(user_ids: list[uuid.UUID]) -> dict[uuid.UUID, Factors]:
    """For a supervisor's list: what each colleague signs in with, in three statements for all of them."""
    with signin_door():
        apps = dict(
            Totp.objects.filter(user_id__in=user_ids, confirmed_at__isnull=False).values_list(
                "user_id", "confirmed_at"
            )
        )
        keys: dict[uuid.UUID, list[Passkey]] = {}
        for key in Passkey.objects.filter(user_id__in=user_ids):
            keys.setdefault(key.user_id, []).append(key)
        sheets = {
            sheet.user_id: sheet
            for sheet in CodeSheet.objects.filter(user_id__in=user_ids, revoked_at__isnull=True).annotate(
                left=Count("codes", filter=Q(codes__used_at__isnull=True))
            )
        }
    return {
        pk: Factors(apps.get(pk), keys.get(pk, []), sheets.get(pk), getattr(sheets.get(pk), "left", 0), None)
        for pk in user_ids
    }


def now() -> datetime:
    return timezone.now()


def _unused(sheet: CodeSheet) -> list[int]:
    lines = SheetCode.objects.filter(sheet=sheet, used_at__isnull=True).order_by("number")
    return list(lines.values_list("number", flat=True))
