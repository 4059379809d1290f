"""Second factors: authenticator app, passkeys, printed sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar.accounts import codes, events, keys, policy, queries, totp
from sapar.accounts.door import one_at_a_time, signin_door
from sapar.accounts.models import CodeSheet, Passkey, SheetCode, Totp
from sapar.common.errors import Invalid, NotVisible

if TYPE_CHECKING:
    import uuid

    from sapar.accounts.models import User
    from sapar.accounts.passkeys import NewKey
    from sapar.common.actor import Actor

CODES_ON_A_SHEET = 40
LAST_FACTOR = _("This is your only way to sign in besides a sheet that runs out. Set up another one first.")


def draft_app(actor: Actor) -> bytes:
    """The secret of an app that is being set up; the same one until it is confirmed or a day has passed."""
    user_id = queries.me(actor).pk
    with signin_door(user_id):
        one_at_a_time(user_id)
        draft = Totp.objects.filter(user_id=user_id, confirmed_at__isnull=True).first()
        if draft:
            return keys.unseal(user_id, draft.secret)
        secret = totp.new_secret()
        Totp.objects.create(user_id=user_id, secret=keys.seal(user_id, secret))
        return secret


def confirm_app(actor: Actor, typed: str) -> None:
    """The app shows the right code, so it takes over from any earlier one. Raises `Invalid`."""
    user = queries.me(actor)
    with signin_door(user.pk):
        one_at_a_time(user.pk)
        draft = Totp.objects.filter(user=user, confirmed_at__isnull=True).first()
        if draft is None:
            raise Invalid(
                {"code": str(_("This page is out of date. Open it again and scan the new picture."))}
            )
        step = totp.matching_step(keys.unseal(user.pk, draft.secret), codes.plain(typed), queries.now())
        if step is None:
            raise Invalid(
                {
                    "code": str(
                        _("This code does not fit. Wait for the next one, and check the phone's clock.")
                    )
                }
            )
        _replace_app(user, draft, step)
    events.tell(actor, events.APP_ADDED, user)


def set_app(actor: Actor, user: User, secret: bytes) -> None:
    """Give a user a known app secret: for demonstrations, whose codes are printed at start."""
    if actor.kind != "system":
        raise NotVisible
    with signin_door(user.pk):
        _replace_app(user, Totp(user=user, secret=keys.seal(user.pk, secret)), 0)
        type(user).objects.filter(pk=user.pk).update(second_factor_since=queries.now())
    events.tell(actor, events.APP_ADDED, user)


def remove_app(actor: Actor) -> None:
    """Raises `Invalid` when nothing lasting would remain."""
    user = queries.me(actor)
    _keep_one(user, takes_one=bool(queries.factors(user.pk).app_since))
    with signin_door(user.pk):
        Totp.objects.filter(user=user).delete()
    events.tell(actor, events.APP_REMOVED, user)


def add_passkey(actor: Actor, name: str, made: NewKey) -> None:
    """Raises `Invalid` when the key is known already."""
    user = queries.me(actor)
    with signin_door(user.pk):
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise Invalid({"": str(_("This passkey is known already."))})
        Passkey.objects.create(
            user=user,
            name=name,
            credential_id=made.credential_id,
            credential=made.credential,
            sign_count=made.sign_count,
        )
    events.tell(actor, events.PASSKEY_ADDED, user)


def remove_passkey(actor: Actor, passkey_id: uuid.UUID) -> None:
    """Raises `NotVisible`, or `Invalid` when nothing lasting would remain."""
    user = queries.me(actor)
    if all(key.pk != passkey_id for key in queries.factors(user.pk).passkeys):
        raise NotVisible
    _keep_one(user, takes_one=True)
    with signin_door(user.pk):
        Passkey.objects.filter(pk=passkey_id, user=user).delete()
    events.tell(actor, events.PASSKEY_REMOVED, user)


def print_sheet(actor: Actor, user: User) -> list[tuple[int, str]]:
    """Forty new numbered codes; the sheet before is worth nothing from now on. They can be read this once."""
    policy.require_keeper(actor, user)
    with signin_door(user.pk):
        one_at_a_time(user.pk)
        CodeSheet.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=queries.now())
        sheet = CodeSheet.objects.create(user=user, issued_by_id=actor.user_id)
        lines = [(number, codes.fresh(codes.SHEET_CODE)) for number in range(1, CODES_ON_A_SHEET + 1)]
        SheetCode.objects.bulk_create(
            SheetCode(
                sheet=sheet,
                user=user,
                number=number,
                code_hash=keys.keyed_hash("sheet", sheet.pk, number, code),
            )
            for number, code in lines
        )
    events.tell(actor, events.SHEET_PRINTED, user)
    return lines


def revoke_sheet(actor: Actor, user: User) -> None:
    """Harmless when there is none."""
    with signin_door(user.pk):
        revoked = CodeSheet.objects.filter(user=user, revoked_at__isnull=True).update(
            revoked_at=queries.now()
        )
    if revoked:
        events.tell(actor, events.SHEET_REVOKED, user)


def _replace_app(user: User, new: Totp, step: int) -> None:
    Totp.objects.filter(user=user, confirmed_at__isnull=False).delete()
    new.confirmed_at, new.last_step = queries.now(), step
    new.save()


def _keep_one(user: User, *, takes_one: bool) -> None:
    if takes_one and queries.factors(user.pk).count <= 1:
        raise Invalid({"": str(LAST_FACTOR)})
