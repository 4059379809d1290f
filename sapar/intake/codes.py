"""Codes of a talk and of a call for help: what is counted, in plain."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapar.intake import desk_codes


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    MESSENGER = "messenger", _("Messenger")
    WEB = "web", _("Web form")
    IN_PERSON = "in-person", _("In person")
    LETTER = "letter", _("Letter or e-mail")
    OTHER = "other", _("Other")


class CallerIs(models.TextChoices):
    SELF = "self", _("The person seeking help")
    RELATIVE = "relative", _("A relative")
    FRIEND = "friend", _("A friend or neighbour")
    ORGANISATION = "organisation", _("Another organisation")
    UNKNOWN = "unknown", _("Did not say")


class ContactOutcome(models.TextChoices):
    ADVISED = "advised", _("Advised")
    REFERRED = "referred", _("Given another organisation's address")
    CALL_BACK = "call-back", _("We call back")
    CASE = "case", _("A case was opened or continued")
    MESSAGE = "message", desk_codes.MESSAGE
    NO_HELP = "no-help", _("We could not help")
    SILENT = "silent", desk_codes.SILENT
    CUT_OFF = "cut-off", desk_codes.CUT_OFF
    ABUSIVE = "abusive", desk_codes.ABUSIVE
    WRONG_NUMBER = "wrong-number", _("Wrong number")


class AnswerCode(models.TextChoices):
    """All that a request's page may say. Neutral by rule: whoever finds the receipt learns nothing of the matter."""

    TRIED = "tried", _("We tried to call you.")
    WILL_CALL = "will-call", _("We will call you at a time you named.")
    CALL_US = "call-us", _("Please call us.")
    COME = "come", _("Please come to our office.")
    ANOTHER = "another", _("Another organisation can help you better. Look at “Who can help me?”.")
    WRITE_AGAIN = "write-again", _("We need to know more. Please leave another request.")
