"""Passwords: Argon2id at the figures of OWASP's password storage cheat sheet."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """19 MiB, two passes, one lane. Django's own default takes 100 MiB and eight lanes: one hotline's morning sign-in
    would hold a gigabyte."""

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
