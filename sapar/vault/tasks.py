"""What the vault does by itself, by the clock."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from procrastinate.contrib.django import app

from sapar.audit import roots
from sapar.audit.canonical import NO_ORGANISATION
from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.vault import erasure, files, signing
from sapar.vault.models import PublicKey

log = logging.getLogger(__name__)


@app.periodic(cron="20 * * * *")
@app.task(name="vault.sign_days", queueing_lock="vault.sign_days")
def sign_days(timestamp: int) -> None:
    """Sign the audit of every day that has ended; tried hourly, for the vault may be locked."""
    yesterday = dt.datetime.fromtimestamp(timestamp, dt.UTC).date() - dt.timedelta(days=1)
    try:
        key = signing.signer()
    except Locked:
        log.info("days not signed: locked")
        return
    chains = PublicKey.objects.order_by("org_id").values_list("org_id", flat=True).distinct()
    for chain in (NO_ORGANISATION, *chains):
        with transaction.atomic(), tenancy.scope(org=chain):
            roots.sign_day(chain, yesterday, key)


@app.periodic(cron="40 2 * * *")
@app.task(name="vault.sweep_files", queueing_lock="vault.sweep_files")
def sweep_files(timestamp: int) -> None:
    """Remove files that no row knows, and report rows whose file is gone."""
    found = files.sweep()
    log.info("files swept", extra={"count": found.removed})
    for file_id in found.missing:
        log.error("sealed file missing", extra={"code": str(file_id)})


@app.periodic(cron="50 * * * *")
@app.task(name="vault.settle_erasures", queueing_lock="vault.settle_erasures")
def settle_erasures(timestamp: int) -> None:
    """Write down the outcome of erasures that a crash interrupted."""
    settled = erasure.settle()
    if settled:
        log.warning("erasures settled", extra={"count": settled})
