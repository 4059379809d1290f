"""Jobs about the jobs themselves."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

_KEEP_FAILED_HOURS = 30 * 24


@app.periodic(cron="*/10 * * * *")
@app.task(name="config.retry_lost_jobs", queueing_lock="config.retry_lost_jobs")
async def retry_lost_jobs(timestamp: int) -> None:
    """Put jobs back whose worker died under them."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job, retry_at=dt.datetime.fromtimestamp(timestamp, dt.UTC))


@app.periodic(cron="17 3 * * *")
@app.task(name="config.forget_old_jobs", queueing_lock="config.forget_old_jobs")
async def forget_old_jobs(timestamp: int) -> None:
    """Delete jobs, failed ones too, a month after their end."""
    await app.job_manager.delete_old_jobs(nb_hours=_KEEP_FAILED_HOURS, include_failed=True)


@app.periodic(cron="35 * * * *")
@app.task(name="config.keep_keys", queueing_lock="config.keep_keys")
def keep_keys(timestamp: int) -> None:
    """Seal what sign-in and receipts need for the next backup, while the vault is open."""
    from sapar.config import kept

    kept.keep()
