"""Roles and the rights each carries. A right is `thing.verb`; there is no other source of "may"."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OPERATOR = "operator", _("Operator")
    CASEWORKER = "caseworker", _("Caseworker")
    SUPERVISOR = "supervisor", _("Supervisor")
    COORDINATOR = "coordinator", _("Coordinator")
    STEWARD = "steward", _("Network steward")
    AUDITOR = "auditor", _("Auditor")
    MONITOR = "monitor", _("Monitor of helping organisations")


_EVERYONE = {"account.use", "vault.lock", "directory.search", "promise.read", "practice.read"}
_TALKS = {
    "contact.log", "contact.read", "request.read", "request.take",
    "case.open", "case.read", "case.write", "person.read", "person.write", "consent.take", "consent.withdraw",
    "referral.read", "referral.offer", "referral.withdraw", "file.add", "file.read",
}  # fmt: skip
_WORKS = _TALKS | {
    "case.close", "case.restrict", "referral.answer", "referral.complete", "problem.settle", "person.erase_ask",
    "glass.break", "disclosure.make", "promise.judge", "practice.write",
    "screening.do", "screening.decide", "acquaintance.enter", "acquaintance.answer",
}  # fmt: skip
_LEADS = _WORKS | {
    "person.erase", "member.invite", "member.end", "member.role", "codes.issue", "agreement.write", "vault.unlock",
    "listing.write", "organisation.write", "member.read", "agreement.read",
    "rota.write", "sheet.load", "overview.read", "keeping.read", "keeping.write", "hold.write",
    "export.ask", "export.approve", "disclosure.review", "glass.review", "case.assign", "monitor.name", "figures.agree",
    "person.merge", "practice.second", "practice.publish",
    "research.read", "research.ask", "research.approve",
    "training.record", "duty.confirm", "htcds.exchange",
}  # fmt: skip

RIGHTS: dict[str, frozenset[str]] = {
    Role.OPERATOR: frozenset(_EVERYONE | _TALKS),
    Role.CASEWORKER: frozenset(_EVERYONE | _WORKS | {"agreement.read"}),
    Role.SUPERVISOR: frozenset(_EVERYONE | _LEADS),
    Role.COORDINATOR: frozenset(
        _EVERYONE
        | {
            "member.read",
            "agreement.read",
            "agreement.write",
            "listing.write",
            "organisation.write",
            "vault.unlock",
            "rota.write",
            "overview.read",
            "keeping.read",
            "export.approve",
            "promise.judge",
            "practice.second",
            "practice.publish",
            "research.read",
            "research.ask",
        }
    ),
    Role.STEWARD: frozenset(
        _EVERYONE
        | {
            "organisation.invite",
            "agreement.read",
            "member.read",
            "network.read",
            "rota.order",
            "monitoring.read",
            "reminder.send",
            "promise.judge",
            "monitor.name",
            "release.read",
            "release.make",
            "release.publish",
            "practice.publish-of-others",
            "research.read",
        }
        # Of stewards only, see `policy.may_act_on`.
        | {"member.invite", "member.role", "member.end", "codes.issue"}
    ),
    Role.AUDITOR: frozenset(
        _EVERYONE | {"audit.read", "audit.verify", "member.read", "agreement.read", "keeping.read"}
    ),
    # Given by network stewards only; sees no case and no person.
    Role.MONITOR: frozenset(
        _EVERYONE | {"monitoring.read", "visit.write", "concern.judge", "feedback.review", "reminder.send"}
    ),
}


def all_rights() -> frozenset[str]:
    """Every right that some role carries."""
    return frozenset().union(*RIGHTS.values())
