"""The account itself: its name, its password, and the way back in when that is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sapar.accounts import codes, events, keys, policy, queries
from sapar.accounts.actions import tries
from sapar.accounts.actions.sessions import end_all_sessions
from sapar.accounts.actions.signin import check_password
from sapar.accounts.actor import AccountActor
from sapar.accounts.door import one_at_a_time, signin_door
from sapar.accounts.models import ResetCode, User, sign_in_name
from sapar.common.errors import Denied, Invalid

if TYPE_CHECKING:
    from sapar.common.actor import Actor

RESET_LASTS = timedelta(hours=24)
WRONG_RESET = _(
    "This name and code do not fit together, or the code has run out. Ask your supervisor for a new one."
)
TAKEN = _("This sign-in name is taken.")


def open_account(actor: Actor, *, username: str, password: str, display_name: str, language: str) -> User:
    """A new user, by an invitation that the caller has checked. Raises `Invalid` for a taken name or a weak password.

    Staff open no account for anybody: a password is chosen by its owner.
    """
    if actor.kind not in {"public", "system"}:
        raise Denied("account.open")
    user = User(username=sign_in_name(username), display_name=display_name, language=language)
    _check_strength(password, user)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as wrong:
        raise Invalid({field: " ".join(words) for field, words in wrong.message_dict.items()}) from None
    user.set_password(password)
    with signin_door(user.pk):
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            raise Invalid({"username": str(TAKEN)}) from None
    return user


def change_profile(actor: Actor, *, display_name: str, language: str, email: str) -> User:
    user = queries.me(actor)
    user.display_name, user.language, user.email = display_name, language, email
    with signin_door(user.pk):
        user.save(update_fields=["display_name", "language", "email"])
    return user


def change_password(actor: Actor, current: str, password: str) -> User:
    """Raises `Invalid`. Every open sign-in ends, the caller's too: the view signs its own in again."""
    user = queries.me(actor)
    try:
        check_password(user.username, current)
    except Invalid:
        raise Invalid(
            {"current": str(_("This is not your password, or there were too many wrong tries."))}
        ) from None
    _check_strength(password, user)
    with signin_door(user.pk):
        _set_password(user, password)
    end_all_sessions(actor, user)
    events.tell(actor, events.PASSWORD_CHANGED, user)
    return user


def print_reset_code(actor: Actor, user: User) -> str:
    """A code with which the user chooses a new password within a day; an earlier one is worth nothing now."""
    policy.require_keeper(actor, user)
    code = codes.fresh(codes.RESET_CODE)
    with signin_door(user.pk):
        one_at_a_time(user.pk)
        ResetCode.objects.filter(user=user, used_at__isnull=True).delete()
        ResetCode.objects.create(
            user=user,
            issued_by_id=actor.user_id,
            code_hash=keys.keyed_hash("reset", user.pk, code),
            ends_at=queries.now() + RESET_LASTS,
        )
    events.tell(actor, events.RESET_PRINTED, user)
    return code


def revoke_reset_code(user: User) -> None:
    """Harmless when there is none."""
    with signin_door(user.pk):
        ResetCode.objects.filter(user=user, used_at__isnull=True).delete()


def reset_password(username: str, typed: str, password: str) -> None:
    """Choose a new password with a printed code. The second factor stays what it was. Raises `Invalid`."""
    user = queries.user_named(username)
    subject = user.pk if user else tries.nobody(username)
    with signin_door():
        one_at_a_time(subject)
        live = None if user is None or tries.must_wait(subject) else _live_reset(user)
        fits = keys.same(
            live.code_hash if live else b"", keys.keyed_hash("reset", subject, codes.plain(typed))
        )
        if user is None or live is None or not fits:
            tries.count_wrong(subject)
            raise Invalid({"": str(WRONG_RESET)})
        _check_strength(password, user)
        _set_password(user, password)
        ResetCode.objects.filter(pk=live.pk).update(used_at=queries.now())
        tries.forget(subject)
    actor = AccountActor(user)
    end_all_sessions(actor, user)
    events.tell(actor, events.PASSWORD_RESET, user)


def clear_tries(actor: Actor, user: User) -> None:
    """The supervisor ends the wait after wrong tries."""
    policy.require_keeper(actor, user)
    with signin_door(user.pk):
        tries.forget(user.pk)
    events.tell(actor, events.UNBLOCKED, user)


def _live_reset(user: User) -> ResetCode | None:
    return ResetCode.objects.filter(user=user, used_at__isnull=True, ends_at__gt=queries.now()).first()


def _set_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])


def _check_strength(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise Invalid({"password": " ".join(wrong.messages)}) from None
