"""Who signs in. A user is a person on somebody's staff; an assisted person never has an account."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar.common.ids import uuid7
from sapar.common.tenancy import Tenancy


def sign_in_name(typed: str) -> str:
    """The one spelling under which a name is kept: no capitals, no look-alike forms of one letter (NFKC)."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=sign_in_name(username or ""))


class User(AbstractBaseUser):
    """A member of staff. Holds what sign-in needs and nothing else: the display name is the one they chose."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(
        _("sign-in name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This sign-in name is taken.")},
    )
    display_name = models.CharField(_("name shown to colleagues"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="ru")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    # When the first second factor was set up. From then on a password alone never opens the page that sets one up.
    second_factor_since = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")), name="accounts_username_in_one_spelling"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    def get_full_name(self) -> str:
        return self.display_name


class Totp(models.Model):
    """An authenticator app. The secret is sealed with the sign-in key, which lies outside the database."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="totps")
    secret = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    # Empty while the app is being set up; the one it replaces works until then.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The 30-second step of the last code taken: a code that was seen over a shoulder opens nothing twice.
    last_step = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=False), name="accounts_one_app"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=True), name="accounts_one_app_in_setup"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Passkey(models.Model):
    """A WebAuthn credential: the device's public key and what is needed to ask for it again."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name of the key"), max_length=60)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()  # AttestedCredentialData, as the authenticator sent it
    sign_count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class CodeSheet(models.Model):
    """A printed sheet of numbered one-time codes, for rooms where a phone is not allowed."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="code_sheets")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="accounts_one_live_sheet"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class SheetCode(models.Model):
    """One line of a sheet. Only a keyed hash of the code is kept."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sheet = models.ForeignKey(CodeSheet, on_delete=models.CASCADE, related_name="codes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    code_hash = models.BinaryField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="accounts_code_numbered_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class ResetCode(models.Model):
    """A printed code with which a colleague chooses a new password. Takes the place of a letter by e-mail."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reset_codes")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    code_hash = models.BinaryField()
    issued_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at__isnull=True), name="accounts_one_live_reset"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Attempt(models.Model):
    """A wrong password or code. Holds whose account and when, never from where.

    `subject` is a user's id, or an id derived from a sign-in name that nobody has: both cost the same and look the same.
    """

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="accounts_attempt_of")]

    def __str__(self) -> str:
        return str(self.id)


class StaffSession(models.Model):
    """A sign-in that is still open, so that its owner can see it and end it."""

    tenancy = Tenancy.SYSTEM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    # Broad words only ("Firefox", "Android"): enough to recognise one's own, too little to follow a person.
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)
