"""Codes of the policy watch: who promised, how it stands. All of them stand on a public page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActorKind(models.TextChoices):
    """Twelve kinds of actor. The field asks for twelve and names none: this list is our reading, see `options.yaml`."""

    MIGRANTS = "migrants", _("People who migrate, and their families")
    HOME_STATE = "home-state", _("Government of a country people come from")
    HOST_STATE = "host-state", _("Government of a country people work in")
    CONSULATE = "consulate", _("Embassies and consulates")
    MUNICIPALITY = "municipality", _("Regional and local authorities")
    POLICE = "police", _("Police, border and migration services")
    NGO = "ngo", _("Non-governmental organisations")
    DIASPORA = "diaspora", _("Diaspora associations")
    UNION = "union", _("Trade unions")
    EMPLOYER = "employer", _("Employers and their associations")
    INTERMEDIARY = "intermediary", _("Recruiters and intermediaries")
    INTERNATIONAL = "international", _("International organisations and donors")


class Course(models.TextChoices):
    """The three options that the field's analysis puts before every actor."""

    LEAVE = "leave", _("Leave it as it is")
    TRANSITIONAL = "transitional", _("Go half the way")
    FULL = "full", _("Go the whole way")


class State(models.TextChoices):
    PROPOSED = "proposed", _("Waits for a second monitor")
    MADE = "made", _("Promised")
    IN_WORK = "in-work", _("In work")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    BROKEN = "broken", _("Broken")
    OVERTAKEN = "overtaken", _("Overtaken by events")
    DROPPED = "dropped", _("Taken off: it was a mistake")


# In the order of the public page: what was broken first.
PUBLIC = (State.BROKEN, State.KEPT, State.IN_WORK, State.MADE, State.OVERTAKEN)


class Answer(models.TextChoices):
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Not agreed")
