"""The certificate of erasure in words, and as a PDF. Its words are read by the person: they stand in all eight languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sapar.ui.dates import written

if TYPE_CHECKING:
    from sapar.keeping.queries import Proven

_TEMPLATE = Path(__file__).parent / "certificate.typ"

KINDS = {
    "person": gettext_lazy("Name, birth, phones and papers"),
    "case": gettext_lazy("Story, notes, tasks and files of a case"),
    "contact": gettext_lazy("What was said in a talk"),
    "file": gettext_lazy("A file"),
    "referral": gettext_lazy("What was passed on"),
    "draft": gettext_lazy("A draft"),
    "other": gettext_lazy("Other"),
}
ROLES = {
    "supervisor": gettext_lazy("A supervisor of the organisation"),
    "system": gettext_lazy("Sapar itself, because the time was over"),
}
REASONS = {
    "asked": gettext_lazy("The person asked for it"),
    "mistake": gettext_lazy("It was written down by mistake"),
    "no-need": gettext_lazy("Nobody needs it any more"),
    "danger": gettext_lazy("Keeping it put the person in danger"),
    "retention": gettext_lazy("It was kept as long as it may be"),
}


def lines(proven: Proven) -> list[tuple[str, str]]:
    """(what, in words) in the language of the moment."""
    kinds = [f"{KINDS.get(kind, KINDS['other'])} ({count})" for kind, count in sorted(proven.kinds.items())]
    return [
        (_("Number"), proven.number),
        (_("Organisation"), proven.organisation),
        (_("Erased on"), written(proven.erased_at.date())),
        (_("What was erased"), "; ".join(kinds)),
        (_("Why"), str(REASONS.get(proven.reason, proven.reason))),
        (_("By whom"), str(ROLES.get(proven.role, ROLES["supervisor"]))),
        (_("Proof (SHA-256 of the ledger)"), proven.ledger_hash.hex()),
    ]


def printed(proven: Proven) -> bytes:
    """One page of A4. The words travel as data: nothing of them is read as code of the page."""
    said = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "title": _("Certificate of erasure"),
        "lead": _(
            "The keys to what is named below were destroyed. Nobody can read it any more, the organisation and the makers "
            "of Sapar included. No name stands on this page on purpose."
        ),
        "lines": [list(pair) for pair in lines(proven)],
        "number": proven.number,
        "remains": _(
            "What remains are plain codes for counting, such as the topic, the country and the month. They lead to nobody."
        ),
        "check": _("Keep the number. With it any member organisation of Sapar can look up this certificate."),
    }
    made: bytes = typst.compile(str(_TEMPLATE), format="pdf", sys_inputs={"said": json.dumps(said)})
    return made
