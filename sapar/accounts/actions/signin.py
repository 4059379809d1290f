"""Proving who one is: the password, then a second factor; or a passkey that checks its owner itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sapar.accounts import codes, events, keys, passkeys, queries, totp
from sapar.accounts.actions import tries
from sapar.accounts.actor import AccountActor
from sapar.accounts.door import one_at_a_time, signin_door
from sapar.accounts.models import Passkey, SheetCode, Totp, User
from sapar.common.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.common.actor import Actor

# One sentence for an unknown name, a wrong password, a closed account and a pause: none tells a stranger which it was.
WRONG = _(
    "This name and password do not fit together, or there were too many wrong tries. After several wrong tries each "
    "next one has to wait, up to fifteen minutes; your supervisor can end the wait."
)
WRONG_CODE = _(
    "This code does not fit. An app shows a new one every half minute; from a sheet, take the number asked for."
)
WAIT = _("Too many wrong tries. Wait up to fifteen minutes, or ask your supervisor to end the wait.")
WRONG_KEY = _("The passkey was not recognised here. Try again, or use your password.")


def check_password(username: str, password: str) -> User:
    """The user this name and password belong to. Raises `Invalid` with the same words and after the same work always."""
    user = queries.user_named(username)
    subject = user.pk if user else tries.nobody(username)
    with signin_door():
        one_at_a_time(subject)
        if tries.must_wait(subject) or user is None:
            User().set_password(password)  # as long as a real check takes
            right = False
        else:
            right = user.check_password(password) and user.is_active
        if user is not None and right:
            return user
        slowed = tries.count_wrong(subject)
    if slowed and user is not None:
        events.tell(AccountActor(user), events.SLOWED, user)
    raise Invalid({"": str(WRONG)})


def confirm_password(actor: Actor, password: str) -> None:
    """The signed-in user once more, before a step that a passer-by at an open screen must not take."""
    try:
        check_password(queries.me(actor).username, password)
    except Invalid:
        raise Invalid(
            {"password": str(_("This is not your password, or there were too many wrong tries."))}
        ) from None


def check_code(user: User, typed: str) -> None:
    """A code of the user's app, or the next one of their sheet; each opens once. Raises `Invalid`."""
    code = codes.plain(typed)
    with signin_door(user.pk):
        one_at_a_time(user.pk)
        if tries.must_wait(user.pk):
            raise Invalid({"code": str(WAIT)})
        if _app_code_fits(user, code) or _sheet_code_fits(user, code):
            return
        slowed = tries.count_wrong(user.pk)
    if slowed:
        events.tell(AccountActor(user), events.SLOWED, user)
    raise Invalid({"code": str(WRONG_CODE)})


def check_passkey(
    host: str, state: Mapping[str, Any] | None, answer: Mapping[str, Any], *, user: User | None
) -> User:
    """Whose key has signed the challenge in `state`. With `user` only their keys count; without, the key stands
    for both factors and must have checked its owner. Raises `Invalid`."""
    try:
        claim = passkeys.read_assertion(answer)
        with signin_door():
            key = _known_key(claim, user)
            if key is None or not state or (user is None and not passkeys.checks_owner(state)):
                raise passkeys.NotVerified
            passkeys.finish_proving(host, dict(state), bytes(key.credential), answer)
            _refuse_copied(key, claim.sign_count)
            key.sign_count, key.used_at = claim.sign_count, queries.now()
            key.save(update_fields=["sign_count", "used_at"])
    except passkeys.NotVerified:
        raise Invalid({"": str(WRONG_KEY)}) from None
    return key.user


def _known_key(claim: passkeys.Assertion, user: User | None) -> Passkey | None:
    found = Passkey.objects.select_related("user").select_for_update(of=("self",))
    key = found.filter(credential_id=claim.credential_id, user__is_active=True).first()
    if key is None or (user is not None and key.user_id != user.pk):
        return None
    if claim.user_handle and claim.user_handle != key.user_id.bytes:
        return None
    return key


def _refuse_copied(key: Passkey, count: int) -> None:
    """A key that counts its signatures and is behind its own count has been copied (WebAuthn 6.1.1)."""
    if (key.sign_count or count) and count <= key.sign_count:
        raise passkeys.NotVerified


def _app_code_fits(user: User, code: str) -> bool:
    app = Totp.objects.filter(user=user, confirmed_at__isnull=False).first()
    if app is None or len(code) != totp.DIGITS or not code.isascii():
        return False
    step = totp.matching_step(keys.unseal(user.pk, app.secret), code, queries.now())
    if step is None:
        return False
    return Totp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step) == 1


def _sheet_code_fits(user: User, code: str) -> bool:
    line = (
        SheetCode.objects.filter(user=user, used_at__isnull=True, sheet__revoked_at__isnull=True)
        .order_by("number")
        .first()
    )
    if line is None or not keys.same(
        line.code_hash, keys.keyed_hash("sheet", line.sheet_id, line.number, code)
    ):
        return False
    return SheetCode.objects.filter(pk=line.pk, used_at__isnull=True).update(used_at=queries.now()) == 1
